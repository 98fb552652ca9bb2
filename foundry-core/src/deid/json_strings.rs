//! The strings of a JSON text, read without building anything: for looking at bytes about to be written.

use std::borrow::Cow;

/// The text with JSON escapes resolved (RFC 8259); borrowed where it has none.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let escape = rest.get(at + 1..).unwrap_or_default();
        let (c, length) = unescape_one(escape);
        out.push(c);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character an escape stands for, and how many bytes it takes after the backslash.
pub(super) fn unescape_one(escape: &str) -> (char, usize) {
    let unit = |from: usize| escape.get(from..from + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match escape.chars().next() {
        Some('u') => match (unit(1), escape.get(5..7), unit(7)) {
            (Some(high @ 0xD800..=0xDBFF), Some("\\u"), Some(low @ 0xDC00..=0xDFFF)) => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (char::from_u32(code).unwrap_or('\u{FFFD}'), 11)
            }
            (Some(code), _, _) => (char::from_u32(code).unwrap_or('\u{FFFD}'), 5),
            (None, _, _) => ('u', 1),
        },
        Some('n') => ('\n', 1),
        Some('r') => ('\r', 1),
        Some('t' | 'b' | 'f') => ('\t', 1),
        Some(c) => (c, c.len_utf8()),
        None => ('\\', 0),
    }
}

/// A string or another scalar.
pub(super) struct JsonToken<'t> {
    /// Its text, still escaped, without quotes.
    pub text: &'t str,
    /// Whether it is the key of a member.
    pub is_key: bool,
}

/// The strings (without quotes, still escaped) and the other scalars of a JSON text or of lines of it.
pub(super) fn json_tokens(text: &str) -> impl Iterator<Item = JsonToken<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_gap = |b: &u8| b.is_ascii_whitespace() || b"{}[],:".contains(b);
        at += bytes.get(at..)?.iter().take_while(|b| is_gap(b)).count();
        let start = at;
        if bytes.get(at)? != &b'"' {
            at += bytes.get(at..)?.iter().take_while(|b| !is_gap(b) && **b != b'"').count();
            return Some(JsonToken { text: text.get(start..at)?, is_key: false });
        }
        at += 1;
        while let Some(&byte) = bytes.get(at).filter(|b| **b != b'"') {
            at += if byte == b'\\' { 2 } else { 1 };
        }
        let inner = text.get(start + 1..at.min(text.len())).unwrap_or_default();
        at += 1;
        let mut after = bytes.get(at..).unwrap_or_default().iter().skip_while(|b| b.is_ascii_whitespace());
        Some(JsonToken { text: inner, is_key: after.next() == Some(&b':') })
    })
}
