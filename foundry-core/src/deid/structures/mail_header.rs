//! Names before addresses, as in the headers of mail: `From: Jane Doe <jane@example.com>`.

use crate::deid::fold::folded_value;
use crate::deid::name_words::is_role_word;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The longest name that is looked at, in bytes.
const MAX_NAME: usize = 80;

/// The headers that hold addresses, in the languages mail programs quote them in.
const HEADERS: &[&str] = &[
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "resent-from",
    "resent-to",
    "return-path",
    "von",
    "an",
    "kopie",
    "de",
    "para",
    "à",
    "da",
    "a",
    "van",
    "aan",
    "från",
    "till",
    "fra",
    "til",
    "od",
    "do",
];

/// Words that no person is called, though shared mailboxes are.
const NO_NAMES: &[&str] = &[
    "account",
    "accounts",
    "address",
    "admin",
    "alerts",
    "all",
    "at",
    "billing",
    "by",
    "care",
    "contact",
    "customer",
    "customers",
    "department",
    "desk",
    "email",
    "from",
    "help",
    "hello",
    "hi",
    "info",
    "inquiries",
    "it",
    "mail",
    "mailbox",
    "mailer",
    "marketing",
    "newsletter",
    "no-reply",
    "noreply",
    "notification",
    "notifications",
    "office",
    "on",
    "order",
    "orders",
    "our",
    "payments",
    "press",
    "sales",
    "security",
    "service",
    "services",
    "shipping",
    "shop",
    "store",
    "support",
    "system",
    "team",
    "the",
    "to",
    "updates",
    "us",
    "via",
    "write",
    "your",
];

/// Appends every name that stands before an address in angle brackets.
pub(in crate::deid) fn find(text: &str, out: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    let mut floor = 0;
    for open in memchr::memchr_iter(b'<', bytes) {
        let Some(close) = address_end(bytes, open + 1) else { continue };
        if let Some((span, in_header)) = name_before(text, floor, open) {
            out.push(Finding {
                entity_type: EntityType::Person,
                span,
                score: 0.85,
                rank: Rank::Cue,
                recognizer: if in_header { "person.mail_header" } else { "person.before_address" },
                cue: None,
            });
        }
        floor = close;
    }
}

/// One past the `>` behind an address, or behind the token that stands for one.
fn address_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..bytes.len().min(start + 320))?;
    let length = rest.iter().position(|b| matches!(b, b'>' | b'<' | b'\n' | b' '))?;
    let inner = rest.get(..length).filter(|_| rest.get(length) == Some(&b'>'))?;
    (inner.contains(&b'@') || inner.starts_with(b"[EMAIL_")).then_some(start + length + 1)
}

/// The name before the bracket, and whether it stands in a header.
fn name_before(text: &str, floor: usize, open: usize) -> Option<(Span, bool)> {
    let mut from = floor.max(open.saturating_sub(MAX_NAME));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = text.get(from..open)?;
    let start = window.rfind('\n').map_or(from, |at| from + at + 1);
    let line_start = start == 0 || start > from || text.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\n');
    let line = text.get(start..open)?;
    let quoted = line.trim_end().strip_suffix(['"', '\'']).and_then(|line| {
        let quote = line.rfind(['"', '\''])?;
        Some((start + quote + 1, start + line.len()))
    });
    let header = line.find(':').filter(|colon| {
        let name =
            line.get(..*colon).unwrap_or_default().trim_matches(|c: char| " >*_".contains(c)).to_lowercase();
        line_start && HEADERS.contains(&name.as_str())
    });
    let listed = floor > 0 && line.trim_start().starts_with([',', ';']);
    let (from, to) = match (quoted, header) {
        (Some(range), _) => range,
        (None, Some(colon)) => (start + colon + 1, open),
        (None, None) if listed => (start, open),
        (None, None) => {
            let words = capital_words(line)?;
            (start + words, open)
        }
    };
    let name = text.get(from..to)?;
    let trimmed = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' || c == '*');
    let skipped = trimmed.as_ptr() as usize - name.as_ptr() as usize;
    let in_header = header.is_some() || listed;
    is_name(trimmed, in_header || quoted.is_some())
        .then(|| (Span::new(from + skipped, from + skipped + trimmed.len()), in_header))
}

/// Where the capitalized words at the end of a line begin, at most four of them.
fn capital_words(line: &str) -> Option<usize> {
    let mut start = None;
    let mut end = line.trim_end().len();
    for _ in 0..4 {
        let before = line.get(..end)?.trim_end();
        let word_start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let word = before.get(word_start..)?;
        let fits = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || ".'’-".contains(c))
            && word.chars().skip(1).any(char::is_lowercase)
            && !NO_NAMES.contains(&word.to_lowercase().as_str());
        if !fits {
            break;
        }
        start = Some(word_start);
        end = word_start;
    }
    start
}

/// Whether a text can be the name of a person.
fn is_name(name: &str, sure: bool) -> bool {
    let words: Vec<String> =
        name.split([' ', ',']).filter(|word| !word.is_empty()).map(folded_value).collect();
    let letters = |word: &String| word.chars().all(|c| c.is_alphabetic() || ".'-()".contains(c));
    let least = if sure { 1 } else { 2 };
    (least..=5).contains(&words.len())
        && name.chars().filter(|c| c.is_alphabetic()).count() > 2
        && words.iter().all(letters)
        && !words.iter().any(|word| NO_NAMES.contains(&word.as_str()) || is_role_word(word))
        && (words.len() > 1 || name.chars().next().is_some_and(char::is_uppercase))
}
