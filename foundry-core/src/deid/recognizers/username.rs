//! User names and handles: by cue, and mentions such as `@jdoe_99`.

use super::cued::{Join, Lead, Topic, closes, finding, is_inflected, is_placeholder, is_prose, is_quoted};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The longest user name, in bytes.
const LONGEST: usize = 48;

/// The user name that starts at byte `start`, behind a cue.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let sign = usize::from(text.as_bytes().get(start) == Some(&b'@'));
    let end = name_end(text, start + sign)?;
    let name = text.get(start + sign..end)?;
    let joined = lead.join > Join::Beside;
    let told = name.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.')) || sign > 0;
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    let alone = closes(text, end) || is_quoted(text, start, end);
    let plain = !is_placeholder(name)
        && !is_prose(name)
        && !is_version(name)
        && name.chars().any(char::is_alphanumeric);
    if !plain {
        return None;
    }
    let right = match lead.topic {
        _ if digits => joined && name.len() >= 4 && lead.topic == Topic::Username,
        Topic::Username if told => true,
        Topic::Username if lead.far => false,
        Topic::Username => {
            (alone && joined || lead.join == Join::Mark || is_odd(name)) && !is_inflected(name)
        }
        Topic::Login if told => joined || alone,
        Topic::Login => alone && !lead.far && (joined || is_odd(name)) && !is_inflected(name),
        Topic::User => {
            told && alone && (joined || name.contains('_') || name.ends_with(|c: char| c.is_ascii_digit()))
        }
        Topic::Handle => {
            (told || lead.join == Join::Mark && alone || lead.join == Join::Copula && alone)
                && joined
                && !lead.far
        }
        _ => false,
    };
    right.then(|| {
        finding(
            EntityType::Username,
            Span::new(start, end),
            if told { 0.75 } else { 0.6 },
            "username.cue",
            lead,
        )
    })
}

/// The mention whose `@` is at byte `at`: `@jdoe_99`; with the sign. Annotations, packages and groups are none.
pub(super) fn mention(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    if !matches!(before, b' ' | b'\n' | b'\t' | b'(' | b'"' | b'\'' | b',' | b'.' | b':' | b'*') {
        return None;
    }
    let len = bytes
        .get(at + 1..)?
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))
        .count();
    let name = text.get(at + 1..at + 1 + len)?.trim_end_matches('.');
    let end = at + 1 + name.len();
    let next = bytes.get(end).copied().unwrap_or(b' ');
    let further = bytes.get(end + 1).copied().unwrap_or(b' ');
    let goes_on = matches!(next, b'/' | b'@' | b'(' | b'{' | b'[' | b'=' | b'-')
        || next >= 0x80
        || next == b':' && further == b':';
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    #[rustfmt::skip]
    const OTHERS: &[&str] = &[
        "media", "import", "override", "param", "params", "return", "returns", "here", "channel", "everyone", "all", "todo", "deprecated", "angular",
        "types", "babel", "throws", "see", "since", "author", "version", "property", "test", "bean", "autowired", "entity", "component", "nullable",
        "inject", "gmail.com", "example", "charset", "keyframes", "include", "extend", "mixin", "supports", "latest", "home", "work", "school", "the", "least",
        "a", "an", "my", "your", "this", "that", "me", "you", "in", "on", "at", "once", "about", "user", "username", "handle", "page", "team", "echo", "off",
    ];
    let told = name.bytes().any(|b| b.is_ascii_digit() || b == b'_');
    if letters < 2
        || name.len() < 3
        || goes_on
        || name.starts_with('.')
        || OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other))
    {
        return None;
    }
    let (score, span) = (if told { 0.6 } else { 0.45 }, Span::new(at, end));
    let rank = Rank::Shape;
    Some(Finding {
        entity_type: EntityType::Username,
        span,
        score,
        rank,
        recognizer: "username.mention",
        cue: None,
    })
}

/// One past the characters of a name, without punctuation at its end.
fn name_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '#');
    let len = rest.char_indices().find(|(i, c)| !part(*c) || *i >= LONGEST).map_or(rest.len(), |(i, _)| i);
    let name = rest.get(..len)?.trim_end_matches(['.', '-', '+', '#']);
    let next = rest.get(name.len()..)?.chars().next().unwrap_or(' ');
    let cut =
        matches!(next, '@' | '/' | '\\' | '(' | '[' | ']' | '{' | '}' | '%' | '$' | '&' | '=' | '<' | '’');
    let begins = name.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (name.chars().count() >= 2 && !cut && begins).then_some(start + name.len())
}

/// `v2.1`, `10.04`, `1.2.3`, `e.g`: numbers or single letters with points.
fn is_version(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    name.contains('.') && (letters <= 1 || name.split('.').all(|part| part.len() < 2))
}

/// Whether no English word begins like this: two consonants that cannot begin one, or no vowel at all.
fn is_odd(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let vowel = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let bytes = lower.as_bytes();
    let (Some(first), Some(second)) = (bytes.first(), bytes.get(1)) else { return false };
    if !bytes.iter().any(vowel) {
        return bytes.len() > 3;
    }
    if vowel(first) || vowel(second) || !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
        return false;
    }
    #[rustfmt::skip]
    const ONSETS: &[&str] = &[
        "bl", "br", "ch", "cl", "cr", "cz", "dr", "dw", "fl", "fr", "gh", "gl", "gn", "gr", "kl", "kn", "kr", "ll", "mc", "ph", "pl", "pn", "pr", "ps", "pt", "rh",
        "sc", "sh", "sk", "sl", "sm", "sn", "sp", "sq", "sr", "st", "sv", "sw", "th", "tr", "ts", "tw", "tz", "vl", "wh", "wr", "zw", "pf", "kh", "dj", "mn",
    ];
    !ONSETS.iter().any(|onset| lower.starts_with(onset))
}
