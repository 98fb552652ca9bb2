//! Percent-encoding (RFC 3986), and `+` for a space in the query of a link.

use super::view::Builder;

/// Where `+` stands for a space.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plus {
    /// In the values of queries.
    InQueries,
    /// Between any two words.
    Anywhere,
}

/// Whether a text holds an encoded byte, or a query.
pub(super) fn has_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'%', bytes).any(|at| byte_at(bytes, at).is_some())
        || memchr::memchr(b'+', bytes).is_some()
}

/// Decodes what is encoded.
pub(super) fn read(out: &mut Builder<'_>, text: &str, plus: Plus) {
    let bytes = text.as_bytes();
    let mut done = 0;
    // Up to here it is known whether `+` is a space.
    let (mut value_end, mut is_space) = (0, false);
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'%', b'+', b'=', rest)) {
        at += next;
        match bytes.get(at) {
            Some(b'=') => {
                if at >= value_end && in_query(bytes, at) {
                    (value_end, is_space) = query_value(bytes, at + 1);
                }
                at += 1;
            }
            Some(b'+') => {
                let word = |at: Option<usize>| {
                    at.and_then(|at| bytes.get(at))
                        .is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80 || *b == b'%')
                };
                let space = plus == Plus::Anywhere || at < value_end && is_space;
                if space && word(at.checked_sub(1)) && word(Some(at + 1)) {
                    out.copy(done..at);
                    out.unit(at..at + 1, " ");
                    done = at + 1;
                }
                at += 1;
            }
            _ => match char_at(bytes, at) {
                Some((c, length)) => {
                    out.copy(done..at);
                    out.character(at..at + length, c);
                    at += length;
                    done = at;
                }
                None => at += 1,
            },
        }
    }
    out.copy(done..text.len());
}

/// The byte that is encoded at `at`.
pub(super) fn byte_at(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    (bytes.get(at) == Some(&b'%')).then_some(())?;
    u8::try_from(hex(at + 1)? << 4 | hex(at + 2)?).ok()
}

/// The character that is encoded at `at` in UTF-8, and how many bytes that takes.
fn char_at(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let mut raw = [byte_at(bytes, at)?, 0, 0, 0];
    let count = match raw.first()? {
        0x20..=0x7E | b'\t' | b'\n' | b'\r' => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    for (index, slot) in raw.iter_mut().enumerate().take(count).skip(1) {
        *slot = byte_at(bytes, at + 3 * index)?;
    }
    let c = std::str::from_utf8(raw.get(..count)?).ok()?.chars().next()?;
    Some((c, 3 * count))
}

/// Whether the `=` stands before a value with `+` for a space.
pub(super) fn has_plus(bytes: &[u8], equals: usize) -> bool {
    let value = bytes.get(equals + 1..).unwrap_or_default().iter().take(64);
    value.take_while(|b| **b > b' ' && !b"&\"".contains(b)).any(|b| *b == b'+') && in_query(bytes, equals)
}

/// Whether the `=` stands behind a name in a query: `?name=`, `&name=`.
pub(super) fn in_query(bytes: &[u8], equals: usize) -> bool {
    let name = bytes.get(equals.saturating_sub(64)..equals).unwrap_or_default().iter().rev();
    let mut name = name.skip_while(|b| b.is_ascii_alphanumeric() || b"_-.[]%".contains(b));
    matches!(name.next(), Some(b'?' | b'&' | b';'))
}

/// Where a value ends, and whether `+` is a space in it: not in one with an `@`, where it is a tag, nor in front of a
/// telephone number.
fn query_value(bytes: &[u8], start: usize) -> (usize, bool) {
    let value = bytes.get(start..).unwrap_or_default();
    let len = value.iter().take(1024).take_while(|b| **b > b' ' && !b"&#\"'<>".contains(b)).count();
    let value = value.get(..len).unwrap_or_default();
    let address = value.contains(&b'@') || value.windows(3).any(|three| three == b"%40");
    (start + len, !address)
}
