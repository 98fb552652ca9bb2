//! Texts that cross in one piece: their UTF-8 joined, and how many UTF-16 units each has, which is what JavaScript knows.

use foundry_core::error::{Error, ErrorKind, Result};

/// The texts out of the piece; none is missing, as [`foundry_core::calls::Engine::answers`] wants to know.
pub fn split<'t>(joined: &'t [u8], lengths: &[u32]) -> Result<Vec<Option<&'t str>>> {
    let mut rest = std::str::from_utf8(joined).map_err(|_| unfit())?;
    // Where there are as many bytes as units, each character is one of both.
    let is_ascii = joined.len() == lengths.iter().map(|units| *units as usize).sum::<usize>();
    let mut texts = Vec::with_capacity(lengths.len());
    for units in lengths {
        let bytes = if is_ascii { Some(*units as usize) } else { bytes_of(rest, *units as usize) };
        let (text, behind) = bytes.and_then(|bytes| rest.split_at_checked(bytes)).ok_or_else(unfit)?;
        texts.push(Some(text));
        rest = behind;
    }
    if rest.is_empty() { Ok(texts) } else { Err(unfit()) }
}

/// UTF-16 units of a text.
pub fn units(text: &str) -> u32 {
    let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    units as u32
}

/// The bytes that so many UTF-16 units take.
fn bytes_of(text: &str, units: usize) -> Option<usize> {
    let mut left = units;
    for (at, character) in text.char_indices() {
        if left == 0 {
            return Some(at);
        }
        left = left.checked_sub(character.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}

fn unfit() -> Error {
    Error::new(ErrorKind::Encoding, "the texts and their lengths do not fit together")
}
