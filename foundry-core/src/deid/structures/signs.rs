//! The signs of structure and encoding, told in one pass over the bytes: few plain texts show any.

use super::encoded::{MIN_RUN, holds_text, is_base64, is_mixed};
use super::{html, json, percent};

/// Bytes that are told at once; a size that compilers turn into a few vector instructions.
const BLOCK: usize = 64;

/// What a text shows at first sight.
#[derive(Clone, Copy, Default)]
pub(in crate::deid) struct Signs {
    /// Whether it may be worth a plain view.
    pub structure: bool,
    /// Whether it has a `[`, as every token has.
    pub bracket: bool,
}

/// The signs of a text.
pub(in crate::deid) fn signs(text: &str) -> Signs {
    let bytes = text.as_bytes();
    let mut signs = Signs::default();
    each_block(bytes, |at, window| {
        if !has_markup(window) {
            return true;
        }
        for place in at..bytes.len().min(at + BLOCK) {
            let byte = bytes.get(place).copied().unwrap_or_default();
            signs.bracket |= byte == b'[';
            signs.structure |= is_markup(byte) && begins_structure(text, place);
        }
        !(signs.structure && signs.bracket)
    });
    signs
}

/// Whether a text may say something that does not stand in it as it is: what `signs` sees, escapes, and base64.
pub(in crate::deid) fn is_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut found = false;
    let mut run_end = 0;
    each_block(bytes, |at, window| {
        let places = || at..bytes.len().min(at + BLOCK);
        let escapes = window.iter().take(BLOCK).fold(false, |any, byte| any | (*byte == b'\\'));
        found = found
            || has_markup(window) && places().any(|place| begins_structure(text, place))
            || escapes && places().any(|place| is_escape(bytes, place))
            || has_capitals(window) && has_run(bytes, at, at + BLOCK, &mut run_end);
        !found
    });
    found
}

/// Whether the bytes of a JSON text may hold something in another encoding than that of JSON. Keys are passed over.
pub(in crate::deid) fn may_be_encoded(json: &[u8]) -> bool {
    let mut found = false;
    let mut run_end = 0;
    each_block(json, |at, window| {
        let next = window.iter().skip(1);
        let escapes =
            window.iter().zip(next).fold(false, |any, (a, b)| any | ((*a == b'\\') & (*b == b'\\')));
        let markup = window.iter().take(BLOCK).fold(escapes, |any, byte| any | is_coded(*byte));
        found = found
            || markup && (at..json.len().min(at + BLOCK)).any(|place| is_encoded_at(json, place))
            || has_capitals(window) && has_run(json, at, at + BLOCK, &mut run_end);
        !found
    });
    found
}

/// Calls `visit(position, block and the byte behind it)` for every block, zeros behind the end, until it says `false`.
#[inline(always)]
fn each_block(bytes: &[u8], mut visit: impl FnMut(usize, &[u8; BLOCK + 1]) -> bool) {
    let mut at = 0;
    while let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        if !visit(at, window) {
            return;
        }
        at += BLOCK;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    if !rest.is_empty() {
        let mut window = [0; BLOCK + 1];
        window.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
        visit(at, &window);
    }
}

/// Whether a block has a byte that structure cannot do without. No branches: compilers vectorise it.
#[inline(always)]
fn has_markup(window: &[u8; BLOCK + 1]) -> bool {
    let Some(block) = window.first_chunk::<BLOCK>() else { return false };
    block.iter().fold(0, |any, byte| any | u8::from(is_markup(*byte))) != 0
}

/// `<`, `=`, `>`, `%`, `&`, `[`, `{`.
#[inline(always)]
fn is_markup(byte: u8) -> bool {
    is_coded(byte) | (byte | 0x20 == b'{')
}

/// The same without brackets.
#[inline(always)]
fn is_coded(byte: u8) -> bool {
    (byte.wrapping_sub(b'<') < 3) | (byte.wrapping_sub(b'%') < 2)
}

/// Whether a capital stands behind a small letter or a digit, as in base64 and hardly any word.
#[inline(always)]
fn has_capitals(window: &[u8; BLOCK + 1]) -> bool {
    let (Some(block), Some(next)) = (window.first_chunk::<BLOCK>(), window.last_chunk::<BLOCK>()) else {
        return false;
    };
    let mixed = |a: u8, b: u8| {
        ((a.wrapping_sub(b'a') < 26) | (a.wrapping_sub(b'0') < 10)) & (b.wrapping_sub(b'A') < 26)
    };
    block.iter().zip(next).fold(0, |any, (a, b)| any | u8::from(mixed(*a, *b))) != 0
}

/// Whether something that a plain view would show otherwise begins at a place, or an address in angle brackets.
fn begins_structure(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let byte = |i: usize| bytes.get(at + i).copied().unwrap_or_default();
    match byte(0) {
        b'<' => byte(1).is_ascii_alphanumeric() || matches!(byte(1), b'/' | b'!' | b'['),
        b'&' => html::is_reference(text, at),
        b'%' => percent::byte_at(bytes, at).is_some(),
        b'=' => is_quoted(bytes, at) || percent::has_plus(bytes, at),
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

/// Whether a run of base64 that says something reaches into a block.
fn has_run(bytes: &[u8], from: usize, to: usize, done: &mut usize) -> bool {
    let mut at = from.max(*done);
    // Back to where the run began that reaches into the block.
    while at > *done && at.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(|b| is_base64(*b)) {
        at -= 1;
    }
    while at < to.min(bytes.len()) {
        let length = bytes.get(at..).unwrap_or_default().iter().take_while(|b| is_base64(**b)).count();
        let run = bytes.get(at..at + length).unwrap_or_default();
        let is_key = || bytes.get(at + length..).is_some_and(|rest| rest.starts_with(b"\":"));
        if length >= MIN_RUN && is_mixed(run) && !is_key() && holds_text(run) {
            return true;
        }
        at += length + 1;
        *done = at;
    }
    false
}
