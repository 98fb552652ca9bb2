//! E-mail addresses.

mod spelled;

pub(super) use spelled::{before_host, speaks_of_mail, spelled};

use crate::entity::{EntityType, Finding, Rank, Span};

use super::url::host::{HostKind, MAX_HOST, host_at, is_invisible, is_label_char, is_unspaced};

/// The longest local part, in bytes (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// Words behind `name@` that are a release of a package, not a host.
const RELEASES: [&str; 7] = ["latest", "next", "beta", "alpha", "canary", "stable", "dev"];

/// The address around the `@` at byte `at`.
///
/// A dotted domain scores 0.95, an IP address as host 0.8, a host of one label (`root@localhost`) 0.6. An address
/// that is followed by a path, as in `jane@host.example:notes.txt`, is still one; `git@host.example:path` and the user
/// part of a URL are not, since the first names no person and the second belongs to the URL.
pub(super) fn at(text: &str, at: usize) -> Option<Finding> {
    let start = quoted_start(text, at).or_else(|| local_start(text, at))?;
    let after = at.checked_add(1)?;
    let (end, kind) = literal_end(text, after).or_else(|| host_at(text, after))?;
    let (score, rank, recognizer) = match kind {
        HostKind::Dotted => (0.95, Rank::Checked, "email_address"),
        HostKind::Ipv4 => (0.8, Rank::Shape, "email_address.ip"),
        HostKind::Single => (0.6, Rank::Shape, "email_address.host"),
    };
    let host = text.get(after..end)?;
    let local = text.get(start..at)?;
    if kind == HostKind::Single && (host.len() < 3 || RELEASES.iter().any(|r| host.eq_ignore_ascii_case(r))) {
        return None;
    }
    if is_user_part(text.as_bytes(), start) || local == "git" && is_path(text.as_bytes(), end) {
        return None;
    }
    let span = Span::new(start, end);
    Some(Finding { entity_type: EntityType::EmailAddress, span, score, rank, recognizer, cue: None })
}

/// Where the unquoted local part before `at` begins. A run beyond the limit is cut at the limit.
fn local_start(text: &str, at: usize) -> Option<usize> {
    let (mut start, mut next, mut equals, mut plus) = (None, '@', None, false);
    for (i, c) in text.get(..at)?.char_indices().rev() {
        let breaks_script = next.is_ascii_alphanumeric() && is_unspaced(c);
        let ellipsis = c == '.' && next == '.';
        let part = is_label_char(c) || matches!(c, '.' | '_' | '+' | '-' | '\'' | '’' | '%' | '&' | '=');
        if at - i > MAX_LOCAL || breaks_script || ellipsis || !part {
            break;
        }
        if c == '=' && equals.is_none() {
            equals = start;
        }
        plus |= c == '+' && equals.is_some();
        if is_label_char(c) && !is_invisible(c) {
            start = Some(i);
        }
        next = c;
    }
    // `email=jane@example.com` is a field and its value; `bounce+jane=example.com@lists.example.org` is one local part.
    if plus { start } else { equals.or(start) }
}

/// Where a quoted local part (`"jane doe"@example.org`) begins.
fn quoted_start(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = at.checked_sub(1)?;
    if bytes.get(close) != Some(&b'"') {
        return None;
    }
    let window = close.saturating_sub(MAX_LOCAL)..close;
    let offset = bytes.get(window.clone())?.iter().rposition(|b| matches!(b, b'"' | b'\n' | b'\r'))?;
    let open = window.start + offset;
    let glued = open.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    (bytes.get(open) == Some(&b'"') && open + 1 < close && !glued).then_some(open)
}

/// The end of an address literal, `[192.0.2.7]` or `[IPv6:2001:db8::1]`.
fn literal_end(text: &str, start: usize) -> Option<(usize, HostKind)> {
    let bytes = text.as_bytes();
    if bytes.get(start) != Some(&b'[') {
        return None;
    }
    let window = bytes.get(start + 1..bytes.len().min(start + 64))?;
    let length = window.iter().position(|b| *b == b']')?;
    let inner = window.get(..length)?;
    let address = inner.strip_prefix(b"IPv6:").unwrap_or(inner);
    let right =
        address.len() >= 3 && address.iter().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
    right.then_some((start + length + 2, HostKind::Ipv4))
}

/// Whether what begins at `start` is the user part of a URL: `https://jane@…`, `https://jane:secret@…`.
fn is_user_part(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(start.saturating_sub(MAX_HOST)..start).unwrap_or_default();
    if before.ends_with(b"//") {
        return true;
    }
    // A password between `:` and `@` may hold characters that end the local part.
    if !matches!(before.last(), Some(b':' | b'!' | b'$' | b'#' | b'*' | b'^' | b'~')) {
        return false;
    }
    let run = before
        .iter()
        .rposition(|b| b.is_ascii_whitespace() || *b == b'/')
        .filter(|&i| before.get(i) == Some(&b'/'));
    run.is_some_and(|i| i > 1 && before.get(i - 2..i + 1) == Some(b"://"))
}

/// Whether a remote path follows: `:org/repository.git`.
fn is_path(bytes: &[u8], end: usize) -> bool {
    bytes.get(end) == Some(&b':')
        && bytes.get(end + 1).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'~' | b'/'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deid::recognizers::marked::assert_marked;

    fn find(text: &str) -> Vec<Finding> {
        text.match_indices('@').filter_map(|(i, _)| at(text, i)).collect()
    }

    fn check(marked: &str) {
        assert_marked(marked, find);
    }

    #[test]
    fn addresses() {
        for marked in [
            "write to ⟦jane.doe+shop@mail.example.co.uk⟧.",
            "<⟦a@b.co⟧>, (⟦o'brien@example.org⟧); \"⟦x_y-z@example.net⟧\"",
            "mailto:⟦jane@example.com⟧?subject=hi",
            "email=⟦jane@example.com⟧&x=1",
            "⟦bounce+jane=example.com@lists.example.org⟧",
            "see...⟦jane@example.com⟧...",
            "⟦jane@example.com⟧.Thanks for that",
            "⟦jürgen@müller.example⟧ ⟦用户@例子.公司⟧ 邮箱是⟦jane@example.com⟧谢谢",
            "⟦\"jane doe\"@example.org⟧",
            "⟦root@localhost⟧ ⟦ops@192.0.2.7⟧ ⟦ops@[192.0.2.7]⟧ ⟦jane@mailhost⟧:/srv",
            "⟦JANE@EXAMPLE.INVALID⟧ ⟦j@xn--bcher-kva.example⟧ ⟦j@x.xn--p1ai⟧",
            "⟦jane@example.com⟧,⟦joe@example.com⟧;⟦li@example.com⟧",
            "_⟦jane@example.com⟧_ **⟦jane@example.com⟧**",
            "👩‍💻⟦jane@example.com⟧😀",
        ] {
            check(marked);
        }
    }

    #[test]
    fn not_addresses() {
        for text in [
            "@jane",
            "jane@",
            "jane @ example.com",
            "a@@b",
            "react@latest",
            "lodash@4.17.21",
            "@angular/core@17",
            "git@host.example:org/repo.git",
            "https://jane:secret@host.example/x",
            "ssh://git@host.example/x",
            "5 apples @ 3.50",
            "postgres://u:p#x!@db.example/x",
            "x@.example.com",
            "a@b.c",
        ] {
            check(text);
        }
    }

    #[test]
    fn scores() {
        let score = |text: &str| find(text).first().map(|f| (f.score, f.rank));
        assert_eq!(score("jane@example.com"), Some((0.95, Rank::Checked)));
        assert_eq!(score("jane@intranet"), Some((0.6, Rank::Shape)));
    }

    proptest! {
        #[test]
        fn spans_are_sound(text in "(\\PC|[@.\"=+\\[\\]é́\\u{200b}a1]){0,80}") {
            for finding in find(&text) {
                prop_assert!(!finding.span.is_empty());
                prop_assert!(text.get(finding.span.start..finding.span.end).is_some());
            }
        }
    }
}
