//! The signs of structure and encoding, told in one pass over the bytes: few plain texts show any.

use super::encoded::{MIN_RUN, holds_text, is_base64};
use super::{encoded, html, json, percent};
use crate::deid::scan::{BLOCK, pack};

/// What a text shows at first sight.
#[derive(Clone, Copy, Default)]
pub(in crate::deid) struct Signs {
    /// Whether it may be worth a plain view.
    pub structure: bool,
    /// Whether it may be encoded in a way that only the audit looks behind.
    pub encoded: bool,
    /// Whether it has a `[`, as every token has.
    pub bracket: bool,
}

/// The signs of a text, base64 apart.
pub(in crate::deid) fn signs(text: &str) -> Signs {
    let bytes = text.as_bytes();
    let mut signs = Signs::default();
    each(
        bytes,
        |byte, _| is_markup(byte),
        |at| {
            signs.bracket |= bytes.get(at) == Some(&b'[');
            signs.structure = signs.structure || begins_structure(text, at);
            signs.encoded = signs.encoded || is_quoted(bytes, at) || is_escape(bytes, at);
            !(signs.structure && signs.encoded && signs.bracket)
        },
    );
    signs
}

/// Whether a text may say something that does not stand in it as it is.
pub(in crate::deid) fn is_encoded(text: &str) -> bool {
    let Signs { structure, encoded, .. } = signs(text);
    structure || encoded || has_base64(text.as_bytes())
}

/// Whether the bytes of a JSON text may hold something in another encoding than that of JSON. Keys are passed over.
pub(in crate::deid) fn may_be_encoded(json: &[u8]) -> bool {
    let mut found = false;
    each(
        json,
        |byte, next| is_coded(byte) | (byte == b'\\') & (next == b'\\'),
        |at| {
            found = is_encoded_at(json, at);
            !found
        },
    );
    found || has_base64(json)
}

/// Whether a run of base64 says something; keys of JSON apart.
pub(in crate::deid) fn has_base64(bytes: &[u8]) -> bool {
    let (mut found, mut done) = (false, 0);
    each(bytes, is_mixed_pair, |at| {
        found = at >= done && says_something(bytes, at, &mut done);
        !found
    });
    found
}

/// Calls `visit` with every place where a byte and the one behind it are such; `false` ends it. Zeros stand behind the
/// end.
#[inline(always)]
fn each(bytes: &[u8], is: impl Fn(u8, u8) -> bool, mut visit: impl FnMut(usize) -> bool) {
    let mask = |window: &[u8; BLOCK + 1]| {
        let (mut flags, mut any) = ([0u8; BLOCK], 0);
        for ((flag, &byte), &next) in flags.iter_mut().zip(window).zip(window.iter().skip(1)) {
            *flag = u8::from(is(byte, next));
            any |= *flag;
        }
        if any == 0 { 0 } else { pack(&flags) }
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut bits = match rest.first_chunk() {
            Some(window) => mask(window),
            None => {
                let mut window = [0; BLOCK + 1];
                if let Some(window) = window.get_mut(..rest.len()) {
                    window.copy_from_slice(rest);
                }
                mask(&window)
            }
        };
        while bits != 0 {
            if !visit(at + bits.trailing_zeros() as usize) {
                return;
            }
            bits &= bits - 1;
        }
        at += BLOCK;
    }
}

/// `<`, `=`, `>`, `%`, `&`, `[`, `{`, `\\` (and `|`, which comes for nothing).
#[inline(always)]
fn is_markup(byte: u8) -> bool {
    is_coded(byte) | ((byte | 0x20).wrapping_sub(b'{') < 2)
}

/// The same without brackets and escapes.
#[inline(always)]
fn is_coded(byte: u8) -> bool {
    (byte.wrapping_sub(b'<') < 3) | (byte.wrapping_sub(b'%') < 2)
}

/// Whether a capital stands behind a small letter or a digit, as in base64 and hardly any word.
#[inline(always)]
fn is_mixed_pair(byte: u8, next: u8) -> bool {
    ((byte.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)) & (next.wrapping_sub(b'A') < 26)
}

/// Whether something that a plain view would show otherwise begins at a place, or an address in angle brackets.
fn begins_structure(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let byte = |i: usize| bytes.get(at + i).copied().unwrap_or_default();
    match byte(0) {
        b'<' => byte(1).is_ascii_alphanumeric() || matches!(byte(1), b'/' | b'!' | b'['),
        b'&' => html::is_reference(text, at),
        b'%' => percent::byte_at(bytes, at).is_some(),
        b'=' => encoded::is_plainly_quoted(bytes, at) || percent::has_plus(bytes, at),
        b'>' => at.checked_sub(1).and_then(|i| bytes.get(i)).is_none_or(|before| *before == b'\n'),
        b'{' | b'[' => json::opens(bytes, at),
        _ => false,
    }
}

/// Whether `=` begins something that is written in quoted-printable, or an encoded word.
fn is_quoted(bytes: &[u8], at: usize) -> bool {
    let byte = |i: usize| bytes.get(at + i).copied().unwrap_or_default();
    let hex = |i: usize| byte(i).is_ascii_digit() || matches!(byte(i), b'A'..=b'F');
    byte(0) == b'=' && (matches!(byte(1), b'?' | b'\n' | b'\r') || hex(1) && hex(2))
}

fn is_escape(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b'\\') && bytes.get(at + 1).is_some_and(|next| b"\"\\/bfnrtu".contains(next))
}

/// Whether something encoded, or a tag, begins at a place in a JSON text.
fn is_encoded_at(json: &[u8], at: usize) -> bool {
    let byte = |i: usize| json.get(at + i).copied().unwrap_or_default();
    match byte(0) {
        b'<' => byte(1).is_ascii_alphabetic() || matches!(byte(1), b'/' | b'!'),
        b'&' => byte(1).is_ascii_alphabetic() && !byte(2).is_ascii_whitespace() || byte(1) == b'#',
        b'%' => percent::byte_at(json, at).is_some(),
        b'=' => {
            is_quoted(json, at)
                || percent::has_plus(json, at)
                || byte(1) == b'\\' && matches!(byte(2), b'n' | b'r')
        }
        b'>' => {
            let before = at.checked_sub(1).and_then(|i| json.get(i));
            let line = at.checked_sub(2).and_then(|i| json.get(i)) == Some(&b'\\');
            before == Some(&b'"') || before == Some(&b'n') && line
        }
        b'\\' => byte(1) == b'\\',
        _ => false,
    }
}

/// Whether the run of base64 around a place says something; notes where it ends.
fn says_something(bytes: &[u8], at: usize, done: &mut usize) -> bool {
    let (before, after) = bytes.split_at(at.min(bytes.len()));
    let before = before.get(*done..).unwrap_or_default().iter().rev().take_while(|b| is_base64(**b)).count();
    let end = at + after.iter().take_while(|b| is_base64(**b)).count();
    *done = end;
    let run = bytes.get(at - before..end).unwrap_or_default();
    let is_key = || bytes.get(end..).is_some_and(|rest| rest.starts_with(b"\":"));
    run.len() >= MIN_RUN && !is_key() && holds_text(run)
}
