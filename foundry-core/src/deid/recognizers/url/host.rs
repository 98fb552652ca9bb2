//! Host names in running text: where they end, and what kind of name they are.

use super::tld;

/// The longest host name, in bytes (RFC 1035, section 2.3.4).
pub(in crate::deid::recognizers) const MAX_HOST: usize = 255;

/// What the last label says about a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::deid::recognizers) enum HostKind {
    /// `mail.example.com`: two labels or more, the last one all letters or punycode.
    Dotted,
    /// `localhost`: one label that starts with a letter.
    Single,
    /// `192.0.2.7`: four numbers up to 255.
    Ipv4,
}

/// The host that starts at byte `start`: its end and kind, sentence punctuation and a glued next sentence left out.
pub(in crate::deid::recognizers) fn host_at(text: &str, start: usize) -> Option<(usize, HostKind)> {
    let mut run = text.get(start..labels_end(text, start))?;
    if is_ipv4(run) {
        return Some((start + run.len(), HostKind::Ipv4));
    }
    while let Some((head, last)) = run.rsplit_once('.') {
        if tld::is_tld_like(last) && !is_glued_sentence(head, last) {
            return Some((start + run.len(), HostKind::Dotted));
        }
        run = head;
    }
    run.starts_with(|c: char| c.is_alphabetic()).then_some((start + run.len(), HostKind::Single))
}

/// One past the labels and single dots from `start`, never ending in a dot or hyphen; `start` where there are none.
fn labels_end(text: &str, start: usize) -> usize {
    let (mut end, mut previous) = (start, '.');
    for (offset, c) in text.get(start..).unwrap_or_default().char_indices() {
        let part = is_label_char(c) && !(is_unspaced(c) && previous.is_ascii_alphanumeric());
        if offset >= MAX_HOST || !(part || c == '-' && previous != '.' || c == '.' && previous != '.') {
            break;
        }
        if part && !is_invisible(c) {
            end = start + offset + c.len_utf8();
        }
        previous = c;
    }
    end
}

/// `example.com.Thanks`: a capitalised word behind a host that is complete without it.
fn is_glued_sentence(head: &str, last: &str) -> bool {
    let mut letters = last.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
        && head.rsplit_once('.').is_some_and(|(_, tld)| tld::is_known(tld))
}

fn is_ipv4(run: &str) -> bool {
    run.split('.').count() == 4 && run.split('.').all(|part| part.len() <= 3 && part.parse::<u8>().is_ok())
}

/// Letters and digits of any script, with the marks that follow them; invisible characters, so that they hide nothing.
pub(in crate::deid::recognizers) fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !c.is_ascii() && (c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || is_invisible(c))
}

/// Zero-width space, joiners, soft hyphen, byte-order mark.
pub(in crate::deid::recognizers) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}' | '\u{feff}')
}

/// Scripts written without spaces, where Latin letters may begin or end an address in the middle of a run.
pub(in crate::deid::recognizers) fn is_unspaced(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{e00}'..='\u{eff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
