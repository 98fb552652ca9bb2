//! Keys, tokens and other secrets of services.

mod cue;
mod entropy;
mod provider;

use memchr::memmem;

use crate::entity::{EntityType, Finding, Rank, Span};

/// How far a key is followed, in bytes; a JWT with many claims is the longest.
const MAX_KEY: usize = 4096;
/// How far before its first digit a key may begin, in bytes.
const MAX_LEAD: usize = 256;
/// How far the end of a private key block is looked for, in bytes.
const MAX_BLOCK: usize = 16 * 1024;

/// The secret in the run of word characters around the digit at byte `at`; only the first digit of a run answers.
///
/// A known prefix of a provider scores 0.95, a value behind a cue such as `api key:` or `Bearer` 0.8.
pub(super) fn at(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let start = run_start(bytes, at)?;
    let end = run_end(bytes, at);
    if let Some((from, to, name)) = provider::find(bytes.get(start..end)?) {
        return Some(finding(start + from, start + to, 0.95, Rank::Checked, name, None));
    }
    // The cue may stand inside the run (`token=…`, `api_key=…`) or before it (`api key: …`).
    let value = match memchr::memchr(b'=', bytes.get(start..at)?) {
        Some(offset) => start + offset + 1,
        None => start,
    };
    cue::before(text, value).and_then(|cue| cue_finding(text, value, cue))
}

/// The secret behind the `:` or `=` at byte `at`, when a word such as `token` or `api key` stands before it.
///
/// Finds what [`at`] finds by cue, and secrets without a digit as well.
pub(super) fn at_separator(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    if before.is_ascii_digit() && bytes.get(at + 1) == Some(&b'A') {
        let (start, end) = provider::telegram(bytes, at)?;
        return Some(finding(start, end, 0.95, Rank::Checked, "api_key.telegram", None));
    }
    by_name(text, at).or_else(|| by_scheme(text, at)).or_else(|| assigned(text, at))
}

/// What the word before the separator at byte `at` announces.
fn by_name(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    // Every cue ends in one of these letters (or their last UTF-8 byte); nearly every other separator stops here.
    let last = bytes.get(..at)?.iter().rev().take(3).find(|b| !matches!(b, b' ' | b'"' | b'\''))?;
    if !matches!(last | 0x20, b'd' | b't' | b'n' | b'y' | b'e' | b's' | b'l' | b'a' | b'r' | b'o' | b'h') {
        return None;
    }
    let after = bytes.get(at + 1..)?;
    let skip = after.iter().take(3).take_while(|b| matches!(b, b' ' | b'"' | b'\'' | b'`' | b'=')).count();
    let value = at + 1 + skip;
    cue::before(text, value).and_then(|cue| cue_finding(text, value, cue))
}

/// The credentials of HTTP behind `Authorization:`, with the scheme before them (RFC 7617, RFC 6750).
fn by_scheme(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let name = bytes.get(at.checked_sub(13)?..at)?;
    if !name.eq_ignore_ascii_case(b"authorization") {
        return None;
    }
    let cue = Span::new(at - 13, at);
    let blanks = bytes.get(at + 1..)?.iter().take(3).take_while(|b| matches!(b, b' ' | b'"' | b'\'')).count();
    let scheme = at + 1 + blanks;
    let word = bytes.get(scheme..)?.iter().take(12).take_while(|b| b.is_ascii_alphabetic()).count();
    let known = ["basic", "bearer", "token", "digest", "apikey"];
    let scheme_name = text.get(scheme..scheme + word)?;
    let start = scheme + word + 1;
    if !known.iter().any(|known| scheme_name.eq_ignore_ascii_case(known))
        || bytes.get(start - 1) != Some(&b' ')
    {
        return None;
    }
    let part =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_' | b'.' | b'~');
    let len = bytes.get(start..)?.iter().take(MAX_KEY).take_while(|b| part(b)).count();
    let len =
        bytes.get(start..start + len)?.iter().rposition(|b| b.is_ascii_alphanumeric() || *b == b'=')? + 1;
    let mixed = bytes
        .get(start..start + len)?
        .iter()
        .any(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'=');
    (len >= 8 && mixed)
        .then(|| finding(start, start + len, 0.9, Rank::Cue, "api_key.authorization", Some(cue)))
}

/// A random value behind the separator at byte `at`, whatever its name.
fn assigned(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let named = bytes
        .get(at.checked_sub(1)?)
        .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'"' | b'\'' | b'_' | b' '));
    let blanks =
        bytes.get(at + 1..)?.iter().take(3).take_while(|b| matches!(b, b' ' | b'"' | b'\'' | b'`')).count();
    let start = at + 1 + blanks;
    let len = entropy::random_len(bytes.get(start..)?).filter(|_| named)?;
    if super::crypto::at(text, start, start + len).is_some() {
        return None;
    }
    Some(finding(start, start + len, 0.6, Rank::Shape, "api_key.entropy", None))
}

/// The private key block that begins at byte `at` (`-----BEGIN … PRIVATE KEY-----` to its end).
pub(super) fn block_at(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    bytes.get(at..)?.strip_prefix(b"-----BEGIN ")?;
    let (end, whole) = block_end(bytes, at);
    whole.then(|| finding(at, end, 0.95, Rank::Checked, "api_key.private_key", None))
}

/// The end of the block that begins at `start`, and whether it holds a private key. A key cut off in the middle
/// (no END line) ends with its last line of base64.
fn block_end(bytes: &[u8], start: usize) -> (usize, bool) {
    let limit = bytes.len().min(start + MAX_BLOCK);
    let title_start = start + b"-----BEGIN ".len();
    let title = bytes.get(title_start..limit.min(title_start + 48)).unwrap_or_default();
    let Some(title_len) = memmem::find(title, b"PRIVATE KEY") else { return (title_start, false) };
    let body = title_start + title_len;
    if title.get(..title_len).is_some_and(|t| t.contains(&b'\n')) {
        return (title_start, false);
    }
    let rest = bytes.get(body..limit).unwrap_or_default();
    let next = memmem::find(rest, b"-----BEGIN ").unwrap_or(rest.len());
    let rest = rest.get(..next).unwrap_or_default();
    if let Some(offset) = memmem::find(rest, b"-----END ") {
        let tail = rest.get(offset + 9..).unwrap_or_default();
        let close = memmem::find(tail.get(..tail.len().min(64)).unwrap_or_default(), b"-----");
        return (body + offset + 9 + close.map_or(0, |c| c + 5), true);
    }
    let keyish = |b: &u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'\n' | b'\r' | b' ' | b'\\')
    };
    (body + rest.iter().take_while(|b| keyish(b)).count(), true)
}

/// The URL `span` whose scheme ends at `colon`, when its user part carries a password (`postgres://user:secret@host`).
pub(super) fn connection_string(text: &str, colon: usize, span: Span) -> Option<Finding> {
    let bytes = text.as_bytes();
    let authority = bytes.get(colon + 3..bytes.len().min(colon + 3 + 256))?;
    let stop = authority
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'?' | b'#' | b'"' | b'<' | b'>'));
    let authority = authority.get(..stop.unwrap_or(authority.len()))?;
    let user_part = authority.get(..memchr::memrchr(b'@', authority)?)?;
    let password = user_part.get(memchr::memchr(b':', user_part)? + 1..)?;
    if password.is_empty() {
        return None;
    }
    Some(finding(span.start, span.end, 0.97, Rank::Checked, "api_key.connection_string", None))
}

fn cue_finding(text: &str, value: usize, cue: cue::Cue) -> Option<Finding> {
    let end = cue::value_end(text, value)?;
    Some(finding(value, end, 0.8, Rank::Cue, "api_key.cue", Some(cue.span)))
}

fn finding(
    start: usize,
    end: usize,
    score: f32,
    rank: Rank,
    recognizer: &'static str,
    cue: Option<Span>,
) -> Finding {
    Finding { entity_type: EntityType::ApiKey, span: Span::new(start, end), score, rank, recognizer, cue }
}

fn is_run(b: &u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'/' | b'=' | b'.' | b'-')
}

/// Where the run around `at` begins; `None` where `at` is not its first digit, or the run goes back too far.
fn run_start(bytes: &[u8], at: usize) -> Option<usize> {
    let floor = at.saturating_sub(MAX_LEAD);
    for i in (floor..at).rev() {
        match bytes.get(i) {
            Some(b) if b.is_ascii_digit() => return None,
            Some(b) if is_run(b) => {}
            _ => return Some(i + 1),
        }
    }
    (floor == 0).then_some(0)
}

fn run_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..bytes.len().min(at + MAX_KEY)).unwrap_or_default();
    at + rest.iter().take_while(|b| is_run(b)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deid::recognizers::marked::assert_marked;

    fn find(text: &str) -> Vec<Finding> {
        let digits = text.match_indices(|c: char| c.is_ascii_digit()).filter_map(|(i, _)| at(text, i));
        let mut found: Vec<Finding> = digits.collect();
        found.extend(text.match_indices([':', '=']).filter_map(|(i, _)| at_separator(text, i)));
        found.extend(text.match_indices("-----").filter_map(|(i, _)| block_at(text, i)));
        found.extend(text.match_indices("://").filter_map(|(i, _)| {
            connection_string(text, i, crate::deid::recognizers::url::at_scheme(text, i)?.span)
        }));
        found.sort_by(|a, b| (a.span.start, b.rank, b.span.end).cmp(&(b.span.start, a.rank, a.span.end)));
        found.dedup_by(|next, kept| next.span.overlaps(kept.span));
        found
    }

    fn check(marked: &str) {
        assert_marked(marked, find);
    }

    #[test]
    fn keys_of_providers() {
        let body = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d";
        for marked in [
            "key ⟦AKIAIOSFODNN7EXAMPLE⟧.".to_string(),
            format!("use ⟦ghp_{}⟧, please", &body[..36]),
            format!("⟦sk-ant-api03-{body}⟧ and ⟦sk-proj-{body}⟧"),
            format!("STRIPE=⟦sk_live_{}⟧", &body[..24]),
            format!("⟦AIza{}⟧ ⟦hf_{}⟧ ⟦npm_{}⟧", &body[..35], &body[..34], &body[..36]),
            "⟦xoxb-123456789012-abcdefGHIJ⟧ ⟦glpat-aB3dE5fG7hJ9kL1mN3pQ⟧".into(),
            "⟦AC0123456789abcdef0123456789abcdef⟧".into(),
            "⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P⟧.".into(),
            "Authorization: Bearer ⟦aB3dE5fG7hJ9kL1mN3pQ5rS7⟧".into(),
        ] {
            check(&marked);
        }
    }

    #[test]
    fn secrets_behind_a_cue() {
        for marked in [
            "api key: ⟦9f8e7d6c5b4a39281706f5e4d3c2b1a0⟧",
            "API_KEY=⟦9f8e7d6c5b4a39281706f5e4⟧ clientSecret: '⟦aB3dE5fG7hJ9kL1mN3pQ5rS7⟧'",
            "token=⟦aB3dE5fG7hJ9kL1mN3pQ5rS7⟧",
        ] {
            check(marked);
        }
    }

    #[test]
    fn blocks() {
        check("a ⟦-----BEGIN RSA PRIVATE KEY-----\nMIIabc+/=\n-----END RSA PRIVATE KEY-----⟧ b");
        check("⟦-----BEGIN PRIVATE KEY-----\nMIIabc\nMIIdef⟧");
        check("-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----");
        check("⟦postgres://app:s3cret@db.example.com:5432/main⟧ and https://example.com/a:b@c");
    }

    #[test]
    fn not_secrets() {
        for text in [
            "order 1234567890123456789012345",
            "tracking 1Z999AA10123456784",
            "550e8400-e29b-41d4-a716-446655440000",
            "token: 550e8400-e29b-41d4-a716-446655440000",
            "password: reset it",
            "password is incorrect.But why",
            "Password: [PASSWORD]",
            "password: ********",
            "Passwords: 8-16 characters",
            "the api key: please rotate it",
            "sk-learn-0-24-release-notes-and-more",
            "see /usr/lib/x86_64-linux-gnu/libssl.so.1.1",
            "token: https://example.com/reset/aB3dE5fG7hJ9kL1mN3pQ5rS7",
            "dGhpcyBpcyBub3QgYSBzZWNyZXQgdGV4dA==",
            "task-force-2024-planning-document",
            "my secret is 42",
            "secret: two-step-verification-2024-guide",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn spans_are_sound(text in "(\\PC|[a-zA-Z0-9:=é]|password: |token=|-----BEGIN |PRIVATE KEY|-----END |://){0,40}") {
            for finding in find(&text) {
                prop_assert!(!finding.span.is_empty());
                prop_assert!(text.get(finding.span.start..finding.span.end).is_some());
            }
        }
    }
}
