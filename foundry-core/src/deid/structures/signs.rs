//! The signs of structure and encoding: what few plain texts have, told in one pass over the bytes.

use super::encoded::{MIN_RUN, is_base64, is_mixed};

/// Bytes that are told at once; a size that compilers turn into a few vector instructions.
const BLOCK: usize = 64;

/// Whether a text shows a sign of structure: a byte that markup and encodings cannot do without, or a capital behind a
/// small letter, as in base64. Few plain texts do.
pub(in crate::deid) fn has_sign(text: &str) -> bool {
    let mut before = 0;
    for block in text.as_bytes().chunks(BLOCK) {
        let markup = block
            .iter()
            .fold(false, |any, byte| any | is_markup(*byte) | ((*byte | 0x20).wrapping_sub(b'{') < 2));
        if markup | has_capitals(before, block) {
            return true;
        }
        before = block.last().copied().unwrap_or_default();
    }
    false
}

/// Whether the bytes of a JSON text may hold something in another encoding than that of JSON. Keys are passed over.
pub(in crate::deid) fn may_be_encoded(json: &[u8]) -> bool {
    let (mut before, mut at) = (0, 0);
    // Up to here runs of base64 have been looked at.
    let mut run_end = 0;
    for block in json.chunks(BLOCK) {
        let next = block.get(1..).unwrap_or_default();
        let escapes = block.iter().zip(next).fold(false, |any, (a, b)| any | ((*a == b'\\') & (*b == b'\\')));
        let escaped = escapes | (before == b'\\') & (block.first() == Some(&b'\\'));
        if block.iter().fold(escaped, |any, byte| any | is_markup(*byte)) {
            let found = (at..at + block.len()).any(|place| is_encoded_at(json, place));
            if found {
                return true;
            }
        }
        if has_capitals(before, block) && has_run(json, at, at + block.len(), &mut run_end) {
            return true;
        }
        before = block.last().copied().unwrap_or_default();
        at += block.len();
    }
    false
}

/// `<`, `=`, `>`, `%`, `&`.
#[inline(always)]
fn is_markup(byte: u8) -> bool {
    (byte.wrapping_sub(b'<') < 3) | (byte.wrapping_sub(b'%') < 2)
}

/// Whether a capital stands behind a small letter or a digit. No branches: compilers vectorise it.
#[inline(always)]
fn has_capitals(before: u8, block: &[u8]) -> bool {
    let mixed = |a: u8, b: u8| {
        ((a.wrapping_sub(b'a') < 26) | (a.wrapping_sub(b'0') < 10)) & (b.wrapping_sub(b'A') < 26)
    };
    let next = block.get(1..).unwrap_or_default();
    let first = block.first().copied().unwrap_or_default();
    block.iter().zip(next).fold(mixed(before, first), |any, (a, b)| any | mixed(*a, *b))
}

/// Whether something encoded, or a tag, begins at a place in a JSON text.
fn is_encoded_at(json: &[u8], at: usize) -> bool {
    let byte = |i: usize| json.get(at + i).copied().unwrap_or_default();
    let hex = |i: usize| byte(i).is_ascii_hexdigit();
    match byte(0) {
        b'<' => byte(1).is_ascii_alphabetic() || matches!(byte(1), b'/' | b'!'),
        b'&' => byte(1).is_ascii_alphabetic() || byte(1) == b'#',
        b'%' => hex(1) && hex(2),
        b'=' => hex(1) && hex(2) || matches!(byte(1), b'?' | b'\\'),
        b'>' => at.checked_sub(1).and_then(|i| json.get(i)).is_none_or(|b| matches!(b, b'n' | b'"' | b' ')),
        b'\\' => byte(1) == b'\\',
        _ => false,
    }
}

/// Whether a run of base64 with a capital behind a small letter reaches into a block.
fn has_run(json: &[u8], from: usize, to: usize, done: &mut usize) -> bool {
    let mut at = from.max(*done);
    // Back to where the run began that reaches into the block.
    while at > *done && at.checked_sub(1).and_then(|i| json.get(i)).is_some_and(|b| is_base64(*b)) {
        at -= 1;
    }
    while at < to {
        let length = json.get(at..).unwrap_or_default().iter().take_while(|b| is_base64(**b)).count();
        let run = json.get(at..at + length).unwrap_or_default();
        let is_key = json.get(at + length..).is_some_and(|rest| rest.starts_with(b"\":"));
        if length >= MIN_RUN && !is_key && is_mixed(run) {
            return true;
        }
        at += length + 1;
        *done = at;
    }
    false
}
