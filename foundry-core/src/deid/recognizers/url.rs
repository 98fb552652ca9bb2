//! Web addresses.

pub(super) mod host;
pub(super) mod tld;

use crate::entity::{EntityType, Finding, Rank, Span};

use host::{HostKind, host_at, is_label_char, is_unspaced};

/// How far an address is followed, in bytes.
const MAX_URL: usize = 4096;
/// The longest label of a host, in bytes (RFC 1035).
const MAX_LABEL: usize = 63;
/// The longest scheme that is looked for, in bytes.
const MAX_SCHEME: usize = 24;

/// The address whose scheme ends at the `:` at byte `at` (`https://…`).
///
/// Any scheme of two letters or more counts. An address inside another (`https://a.example/https://b.example`) ends
/// the outer one, so that no byte is read twice.
pub(super) fn at_scheme(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    if bytes.get(at..at.checked_add(3)?)? != b"://" {
        return None;
    }
    let start = scheme_start(bytes, at);
    let scheme = bytes.get(start..at)?;
    let web = [&b"http"[..], b"https", b"ftp", b"ws", b"wss"].iter().any(|s| scheme.eq_ignore_ascii_case(s));
    let first = text.get(at + 3..)?.chars().next()?;
    let authority = is_label_char(first) || matches!(first, '[' | '%' | '_' | '-' | ':');
    if scheme.len() < 2 || !(authority || first == '/' && scheme.eq_ignore_ascii_case(b"file")) {
        return None;
    }
    let end = tail_end(text, start, at + 3, false);
    if end <= at + 3 {
        return None;
    }
    let (score, rank, recognizer) =
        if web { (0.95, Rank::Checked, "url.scheme") } else { (0.85, Rank::Checked, "url.other_scheme") };
    Some(finding(start, end, score, rank, recognizer))
}

/// The address without a scheme around the `.` at byte `at` (`www.example.com/x`, `example.com/x`).
///
/// Only the first dot of a host answers. The last label must be a known top-level domain; one that is also a word or
/// a file ending (`.it`, `.md`, `.sh`) needs `www.`, a path or a third label.
pub(super) fn at_dot(text: &str, at: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    if !word(bytes.get(at + 1)) || !word(bytes.get(at.checked_sub(1)?)) {
        return None;
    }
    let start = label_start(text, at)?;
    let (host_end, HostKind::Dotted) = host_at(text, start)? else { return None };
    let host = text.get(start..host_end)?;
    let (name, last) = host.rsplit_once('.')?;
    if !tld::is_known(last) || bytes.get(host_end) == Some(&b'@') {
        return None;
    }
    let lower = |s: &str| !s.bytes().any(|b| b.is_ascii_uppercase());
    let upper = |s: &str| !s.bytes().any(|b| b.is_ascii_lowercase());
    if !lower(last) && !upper(host) {
        return None;
    }
    let path_start = path_start(bytes, host_end);
    let end = path_start.map_or(host_end, |from| tail_end(text, start, from, true).max(host_end));
    let www = host.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("www."));
    let labels = host.split('.').count();
    if www && labels > 2 {
        return Some(finding(start, end, 0.85, Rank::Shape, "url.www"));
    }
    let letters = name.bytes().any(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    if path_start.is_some() {
        return (letters && (!tld::is_weak(last) || lower(host) && !is_word_pair(bytes, host_end)))
            .then(|| finding(start, end, 0.7, Rank::Shape, "url.path"));
    }
    // A file name goes on behind its first ending (`archive.com.gz`), a host does not; nor does a call (`foo.to(`).
    let goes_on = match bytes.get(host_end) {
        Some(b'.') => bytes.get(host_end + 1).is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        next => matches!(next, Some(b'_' | b'(' | b'+' | b'\\')),
    };
    if goes_on {
        return None;
    }
    let framework = ["asp", "vb", "ado"].iter().any(|s| name.eq_ignore_ascii_case(s));
    let short = host.split('.').all(|label| label.len() <= 2);
    let weak = tld::is_weak(last) && labels < 3;
    (letters && !framework && !short && !weak && name.len() > 1)
        .then(|| finding(start, end, 0.5, Rank::Shape, "url.host"))
}

fn finding(start: usize, end: usize, score: f32, rank: Rank, recognizer: &'static str) -> Finding {
    Finding { entity_type: EntityType::Url, span: Span::new(start, end), score, rank, recognizer, cue: None }
}

/// `yes.no/maybe`: a slash between words, not a path.
fn is_word_pair(bytes: &[u8], host_end: usize) -> bool {
    bytes.get(host_end) == Some(&b'/') && !bytes.get(host_end + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// Where letters, digits and `+` before the `:` begin; the first one is a letter.
fn scheme_start(bytes: &[u8], colon: usize) -> usize {
    let mut start = colon;
    for i in (colon.saturating_sub(MAX_SCHEME)..colon).rev() {
        match bytes.get(i) {
            Some(b) if b.is_ascii_alphabetic() => start = i,
            Some(b) if b.is_ascii_digit() || *b == b'+' => {}
            _ => break,
        }
    }
    start
}

/// Where the label before the first dot of a host begins; `None` where what stands before it is no boundary.
fn label_start(text: &str, dot: usize) -> Option<usize> {
    let (mut start, mut next) = (dot, '.');
    for (i, c) in text.get(..dot)?.char_indices().rev() {
        if dot - i > MAX_LABEL {
            return None;
        }
        if next.is_ascii_alphanumeric() && is_unspaced(c) {
            return Some(start);
        }
        if !is_label_char(c) && c != '-' {
            return (next != '-' && is_host_boundary(c)).then_some(start);
        }
        (start, next) = (i, c);
    }
    (next != '-').then_some(start)
}

/// What may stand before a host without a scheme, and ends one: the two are one set, so no byte is read twice.
fn is_host_boundary(c: char) -> bool {
    is_stop(c) || matches!(c, '(' | '[' | ')' | ']' | ',' | ';' | '\'' | '*' | ':')
}

/// Where `/`, `?` or `#` follows the host, or a port and then one of them or a boundary.
fn path_start(bytes: &[u8], host_end: usize) -> Option<usize> {
    let mut i = host_end;
    if bytes.get(i) == Some(&b':') {
        let digits = bytes.iter().skip(i + 1).take(5).take_while(|b| b.is_ascii_digit()).count();
        if digits >= 2 && !bytes.get(i + 1 + digits).is_some_and(u8::is_ascii_digit) {
            i += 1 + digits;
            return Some(i);
        }
    }
    matches!(bytes.get(i), Some(b'/' | b'?' | b'#'))
        .then_some(i)
        .filter(|_| bytes.get(i + 1).is_some_and(|b| !b.is_ascii_whitespace()) || bytes.get(i) == Some(&b'/'))
}

/// Characters that end any address.
fn is_stop(c: char) -> bool {
    match c {
        '\0'..=' ' | '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '\u{7f}' => true,
        '\0'..='\u{7e}' => false,
        '\u{200b}'..='\u{200d}' => false,
        '\u{2000}'..='\u{206f}'
        | '\u{3000}'..='\u{303f}'
        | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' => true,
        '\u{80}'..='\u{a0}' | '«' | '»' | '\u{1f000}'.. => true,
        _ => c.is_whitespace(),
    }
}

/// One past the address that began at `start`, read on from `from`: without sentence punctuation, unbalanced
/// brackets and what follows them.
fn tail_end(text: &str, start: usize, from: usize, schemeless: bool) -> usize {
    let (mut round, mut square) = (0usize, 0usize);
    let mut end = from;
    let rest = text.get(from..).unwrap_or_default();
    for (offset, c) in rest.char_indices() {
        let i = from + offset;
        if i - start >= MAX_URL || is_stop(c) || schemeless && is_host_boundary(c) {
            break;
        }
        match c {
            '(' => round += 1,
            '[' => square += 1,
            ')' if round == 0 => break,
            ')' => round -= 1,
            ']' if square == 0 => break,
            ']' => square -= 1,
            ':' if offset > 0 && rest.get(offset..offset + 3) == Some("://") => {
                end = scheme_start(text.as_bytes(), i).max(from);
                break;
            }
            '&' if ["&quot;", "&gt;", "&lt;"]
                .iter()
                .any(|e| rest.get(offset..offset + e.len()) == Some(e)) =>
            {
                break;
            }
            _ => {}
        }
        end = i + c.len_utf8();
    }
    let body = text.get(from..end).unwrap_or_default();
    from + body
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '(', '[', '\u{200b}'])
        .len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deid::recognizers::marked::assert_marked;

    fn find(text: &str) -> Vec<Finding> {
        let schemes = text.match_indices("://").filter_map(|(i, _)| at_scheme(text, i));
        let dots = text.match_indices('.').filter_map(|(i, _)| at_dot(text, i));
        let mut found: Vec<Finding> = schemes.collect();
        let outer = found.clone();
        found.extend(dots.filter(|f| outer.iter().all(|o| !o.span.overlaps(f.span))));
        found.sort_by_key(|f| f.span);
        found
    }

    fn check(marked: &str) {
        assert_marked(marked, find);
    }

    #[test]
    fn addresses() {
        for marked in [
            "see ⟦https://shop.example.co.uk/a/b?x=1&y=2#top⟧.",
            "(⟦https://example.org/wiki/Rust_(language)⟧), [x](⟦https://example.org/a⟧)",
            "⟦http://jane:secret@example.com:8080/x⟧ ⟦ftp://example.net⟧; ⟦myapp://open?id=7⟧!",
            "\"⟦https://example.com/a'b⟧\" '⟦https://example.com/⟧'",
            "&lt;⟦https://example.com/a&amp;b⟧&gt;",
            "⟦https://bücher.example/straße⟧ ⟦http://[2001:db8::1]/x⟧ 看⟦https://example.com/⟧。",
            "⟦https://web.example/save/⟧⟦https://example.com/x⟧",
            "⟦www.example.com⟧, ⟦WWW.EXAMPLE.COM/X⟧; ⟦example.com/path⟧ ⟦shop.example.co.uk⟧. ⟦example.com:8080⟧",
            "访问⟦example.com⟧ ⟦example.com⟧! Email me",
            "⟦docs.rs/regex⟧ ⟦t.co/abc⟧ ⟦mail.example.de⟧.Thanks",
        ] {
            check(marked);
        }
    }

    #[test]
    fn not_addresses() {
        for text in [
            "main.rs readme.md file.txt node.js archive.tar.gz run.sh setup.py index.html",
            "done.Thanks for it",
            "ok.It works",
            "e.g. this, i.e. that, U.S. and a.m.",
            "version 1.2.3 or v2.0.in",
            "jane@example.com",
            "jane.doe@mail.example.com",
            "usr/lib/example.com",
            "http:// https:",
            "12:30",
            "a:b",
            "://x",
            "c://x",
            "ASP.NET",
            "foo.to(x)",
            "mailto:jane",
            "archive.com.gz",
            "yes.no",
            "Finder.app",
            "..com.",
            "3.com",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn spans_are_sound(text in "(\\PC|[.:/a1é()]|://|www\\.|\\.com){0,60}") {
            for finding in find(&text) {
                prop_assert!(!finding.span.is_empty());
                prop_assert!(text.get(finding.span.start..finding.span.end).is_some());
            }
        }
    }
}
