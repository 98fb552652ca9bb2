//! Addresses in words: `john (at) example (dot) com`, `john [at] example.com`, `john dot smith at example dot com`.

use crate::deid::recognizers::url::tld;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The longest part, in bytes.
const PART: usize = 40;
/// The most parts of an address.
const PARTS: usize = 8;
/// How far before an address a word may say that it is one, in bytes.
const CUE: usize = 48;

/// What stands for a sign of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    At,
    Dot,
    /// `_`, `-` or `+` by name.
    Other,
}

/// The address whose first `dot` is at byte `dot`. Without brackets, a part of the name or a word before must show that
/// it is no sentence (`we meet at example dot com`): else its score is too low to count.
pub(in crate::deid::recognizers) fn spelled(text: &str, dot: usize, floor: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let floor = floor.max(dot.saturating_sub(160));
    // Without an `at` nearby it is a dot.
    let near = bytes.get(dot.saturating_sub(64)..bytes.len().min(dot + 96)).unwrap_or_default();
    if !near.windows(2).any(|pair| pair.eq_ignore_ascii_case(b"at")) {
        return None;
    }
    // Back to the beginning of the part before the sign, then sign and part by turns.
    let (mut start, _) = sign_start(bytes, dot, floor)?;
    start = part_start(bytes, start, floor)?;
    let (mut local_parts, mut spaced) = (0, false);
    for _ in 0..PARTS {
        let Some((sign, from, bracket)) = sign_before(bytes, start, floor) else { break };
        let Some(part) = part_start(bytes, from, floor) else { break };
        // `write to john at …`: a sign in words between words is one `at` at most.
        if sign == Sign::At && local_parts > 0 && !bracket {
            break;
        }
        local_parts += usize::from(sign != Sign::At);
        start = part;
    }
    // Forward from there: parts and signs, one `at`, a known ending behind the last dot.
    let (mut at, mut seen_at, mut dots, mut names, mut brackets) = (start, false, 0, 0, false);
    let mut end = None;
    for _ in 0..PARTS {
        let stop = part_end(bytes, at);
        if stop == at {
            break;
        }
        let part = text.get(at..stop)?;
        if seen_at && dots > 0 && tld::is_known(&part.to_ascii_lowercase()) {
            end = Some(stop);
        }
        let Some((sign, next, bracket)) = sign_after(bytes, stop) else { break };
        match sign {
            Sign::At if seen_at => break,
            Sign::At => seen_at = true,
            Sign::Dot if seen_at => dots += 1,
            _ if seen_at => break,
            _ => names += 1,
        }
        brackets |= bracket;
        spaced |= !bracket;
        at = next;
    }
    let end = end.filter(|_| seen_at)?;
    if start > 0 && bytes.get(start - 1).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80) {
        return None;
    }
    let local_told = names > 0
        || text
            .get(start..start + part_end(bytes, start).saturating_sub(start))?
            .bytes()
            .any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'));
    let cued = speaks_of_mail(text, start);
    let (score, rank) = match (brackets, cued || local_told && spaced) {
        (true, _) => (0.7, Rank::Shape),
        (false, true) => (0.6, Rank::Cue),
        (false, false) => (0.3, Rank::Shape),
    };
    let span = Span::new(start, end);
    let recognizer = "email_address.spelled";
    Some(Finding { entity_type: EntityType::EmailAddress, span, score, rank, recognizer, cue: None })
}

/// The address that ends in the host `host`, if `(at)` or `[at]` stands before it.
pub(in crate::deid::recognizers) fn before_host(text: &str, host: Span) -> Option<Finding> {
    let bytes = text.as_bytes();
    let (sign, from, bracket) = sign_before(bytes, host.start, host.start.saturating_sub(80))?;
    let start = part_start(bytes, from, host.start.saturating_sub(80)).filter(|_| sign == Sign::At)?;
    if !bracket && !speaks_of_mail(text, start) {
        return None;
    }
    let span = Span::new(start, host.end);
    let (score, rank, recognizer) = (0.7, Rank::Cue, "email_address.spelled");
    Some(Finding { entity_type: EntityType::EmailAddress, span, score, rank, recognizer, cue: None })
}

/// Whether a word shortly before byte `at`, in the same line, speaks of mail.
pub(in crate::deid::recognizers) fn speaks_of_mail(text: &str, at: usize) -> bool {
    const WORDS: [&str; 10] = [
        "mail",
        "address",
        "reach",
        "contact",
        "write",
        "adresse",
        "correo",
        "endereço",
        "indirizzo",
        "adres",
    ];
    let from = (at.saturating_sub(CUE)..=at).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    let before =
        text.get(from..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default().to_lowercase();
    WORDS.iter().any(|word| before.contains(word))
}

fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.')
}

fn part_start(bytes: &[u8], end: usize, floor: usize) -> Option<usize> {
    let len = bytes.get(floor..end)?.iter().rev().take(PART).take_while(|b| is_part(b)).count();
    (1..PART).contains(&len).then_some(end - len)
}

fn part_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let len = rest.iter().take(PART).take_while(|b| is_part(b)).count();
    let len = rest
        .get(..len)
        .and_then(|part| part.iter().rposition(u8::is_ascii_alphanumeric))
        .map_or(0, |i| i + 1);
    start + len
}

/// Words for signs, the longer first.
const SIGNS: [(&[u8], Sign); 7] = [
    (b"underscore", Sign::Other),
    (b"hyphen", Sign::Other),
    (b"minus", Sign::Other),
    (b"dash", Sign::Other),
    (b"plus", Sign::Other),
    (b"dot", Sign::Dot),
    (b"at", Sign::At),
];

/// The sign in words that ends where a part begins: what it is, where it begins, whether brackets stand around it.
fn sign_before(bytes: &[u8], end: usize, floor: usize) -> Option<(Sign, usize, bool)> {
    let mut at = end;
    let blanks = |at: usize| {
        bytes.get(floor..at).unwrap_or_default().iter().rev().take(2).take_while(|b| **b == b' ').count()
    };
    at -= blanks(at);
    let close = at > floor && matches!(bytes.get(at - 1), Some(b')' | b']' | b'}' | b'>'));
    at -= usize::from(close);
    at -= blanks(at);
    let (word, sign) = SIGNS.iter().find(|(word, _)| {
        bytes.get(floor..at).is_some_and(|before| {
            before.len() > word.len() && before[before.len() - word.len()..].eq_ignore_ascii_case(word)
        })
    })?;
    let (start, _) = sign_start(bytes, at - word.len(), floor)?;
    let spaced = start < at - word.len() && at < end;
    spaced.then_some((*sign, start, close))
}

/// Where the spaces and the bracket before a sign in words begin, and whether a bracket is there.
fn sign_start(bytes: &[u8], word: usize, floor: usize) -> Option<(usize, bool)> {
    let blanks = |at: usize| {
        bytes.get(floor..at).unwrap_or_default().iter().rev().take(2).take_while(|b| **b == b' ').count()
    };
    let mut at = word - blanks(word);
    let open = at > floor && matches!(bytes.get(at - 1), Some(b'(' | b'[' | b'{' | b'<'));
    at -= usize::from(open);
    at -= if open { blanks(at) } else { 0 };
    (at < word && at > floor).then_some((at, open))
}

/// The sign in words behind a part: what it is, where the next part begins, whether brackets stand around it.
fn sign_after(bytes: &[u8], start: usize) -> Option<(Sign, usize, bool)> {
    let blanks =
        |at: usize| bytes.get(at..).unwrap_or_default().iter().take(2).take_while(|b| **b == b' ').count();
    let mut at = start + blanks(start);
    let open = matches!(bytes.get(at), Some(b'(' | b'[' | b'{' | b'<'));
    at += usize::from(open);
    at += if open { blanks(at) } else { 0 };
    let before = at;
    let rest = bytes.get(at..)?;
    let (word, sign) = SIGNS
        .iter()
        .find(|(word, _)| rest.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))?;
    at += word.len();
    at += if open { blanks(at) } else { 0 };
    let close = open && matches!(bytes.get(at), Some(b')' | b']' | b'}' | b'>'));
    at += usize::from(close);
    let gap = blanks(at);
    let apart = before > start && (close || gap > 0) && open == close;
    apart.then_some((*sign, at + gap, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, f32)> {
        let finding = spelled(text, text.find("dot")?, 0)?;
        Some((&text[finding.span.start..finding.span.end], finding.score))
    }

    #[test]
    fn addresses_in_words() {
        for (text, wanted) in [
            ("try john (at) example (dot) com please", "john (at) example (dot) com"),
            ("john [at] example [dot] com", "john [at] example [dot] com"),
            ("jdoe(at)example(dot)co(dot)uk!", "jdoe(at)example(dot)co(dot)uk"),
            ("it is john dot smith at example dot com", "john dot smith at example dot com"),
            ("my email is jane at example dot org thanks", "jane at example dot org"),
            ("mail me at jane underscore doe at example dot com", "jane underscore doe at example dot com"),
        ] {
            let (span, score) = found(text).unwrap_or_default();
            assert!(span == wanted && score >= 0.4, "{text}: {span} {score}");
        }
    }

    #[test]
    fn sentences() {
        for text in [
            "we shop at amazon dot com",
            "look at the dot on the page",
            "connect the dot at noon",
            "a dot matrix printer",
        ] {
            assert!(found(text).is_none_or(|(_, score)| score < 0.4), "{text}");
        }
    }
}
