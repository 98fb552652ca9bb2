//! Offsets in the unit of the host language: spans are bytes in the core, code points in Python, UTF-16 in JavaScript.

use serde::{Deserialize, Serialize};

use crate::entity::Span;

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Bytes of UTF-8: Rust, Go, files.
    #[default]
    Bytes,
    /// Unicode code points: Python, SQL.
    Chars,
    /// UTF-16 code units: JavaScript, Java, C#.
    Utf16,
}

impl OffsetUnit {
    /// Every unit, in a fixed order.
    pub const ALL: [OffsetUnit; 3] = [OffsetUnit::Bytes, OffsetUnit::Chars, OffsetUnit::Utf16];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            OffsetUnit::Bytes => "bytes",
            OffsetUnit::Chars => "chars",
            OffsetUnit::Utf16 => "utf16",
        }
    }

    /// The unit with this wire name.
    pub fn from_name(name: &str) -> Option<OffsetUnit> {
        OffsetUnit::ALL.into_iter().find(|unit| unit.as_str() == name)
    }
}

/// Converts byte offsets of one text; linear over all calls as long as the offsets ascend, right in any order.
#[derive(Debug)]
pub struct OffsetConverter<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    at_byte: usize,
    at_unit: usize,
}

impl<'t> OffsetConverter<'t> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'t str, unit: OffsetUnit) -> OffsetConverter<'t> {
        let unit = if text.is_ascii() { OffsetUnit::Bytes } else { unit };
        OffsetConverter { text: text.as_bytes(), unit, at_byte: 0, at_unit: 0 }
    }

    /// The offset in the unit asked for. An offset inside a character counts that character; one beyond the end
    /// gives the end.
    pub fn convert(&mut self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.unit == OffsetUnit::Bytes {
            return byte;
        }
        if byte < self.at_byte {
            (self.at_byte, self.at_unit) = (0, 0);
        }
        let between = self.text.get(self.at_byte..byte).unwrap_or_default();
        self.at_unit += units(between, self.unit);
        self.at_byte = byte;
        self.at_unit
    }

    /// A span in the unit asked for.
    pub fn convert_span(&mut self, span: Span) -> Span {
        let start = self.convert(span.start);
        Span::new(start, self.convert(span.end))
    }
}

/// Tells the byte of an offset that another program counted; the way back from [`OffsetConverter`].
#[derive(Debug)]
pub struct ByteOffsets<'t> {
    text: &'t str,
    /// Per offset its byte, `None` inside a character; empty where offsets are bytes.
    bytes: Vec<Option<usize>>,
}

impl<'t> ByteOffsets<'t> {
    /// Counts a text once.
    pub fn new(text: &'t str, unit: OffsetUnit) -> ByteOffsets<'t> {
        let mut bytes = Vec::new();
        if unit != OffsetUnit::Bytes && !text.is_ascii() {
            for (byte, c) in text.char_indices() {
                bytes.push(Some(byte));
                if unit == OffsetUnit::Utf16 && c.len_utf16() == 2 {
                    bytes.push(None);
                }
            }
            bytes.push(Some(text.len()));
        }
        ByteOffsets { text, bytes }
    }

    /// The byte of an offset; `None` for one inside a character or beyond the end.
    pub fn byte(&self, offset: usize) -> Option<usize> {
        if self.bytes.is_empty() {
            return self.text.is_char_boundary(offset).then_some(offset);
        }
        self.bytes.get(offset).copied().flatten()
    }
}

/// Counts by lead bytes alone, so that the compiler can use wide registers.
fn units(bytes: &[u8], unit: OffsetUnit) -> usize {
    let characters = bytes.iter().filter(|b| (**b as i8) >= -0x40).count();
    match unit {
        OffsetUnit::Bytes => bytes.len(),
        OffsetUnit::Chars => characters,
        // Four bytes of UTF-8 are a surrogate pair.
        OffsetUnit::Utf16 => characters + bytes.iter().filter(|b| **b >= 0xF0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 8] = [
        "",
        "plain ascii",
        "naïve café, ą̊",
        "日本語のテキスト",
        "👋🏽 hi 👩‍👩‍👧 there 🇩🇪",
        "שלום mail",
        "e\u{301}e\u{301}",
        "\u{FEFF}x\u{10FFFF}y\u{FFFF}",
    ];

    fn expected(text: &str, byte: usize, unit: OffsetUnit) -> usize {
        match unit {
            OffsetUnit::Bytes => byte,
            OffsetUnit::Chars => text[..byte].chars().count(),
            OffsetUnit::Utf16 => text[..byte].encode_utf16().count(),
        }
    }

    #[test]
    fn every_boundary_agrees_with_the_standard_library() {
        for text in TEXTS {
            for unit in OffsetUnit::ALL {
                let mut converter = OffsetConverter::new(text, unit);
                for byte in (0..=text.len()).filter(|b| text.is_char_boundary(*b)) {
                    assert_eq!(
                        converter.convert(byte),
                        expected(text, byte, unit),
                        "{text:?} {byte} {unit:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_offset_leads_back_to_its_byte() {
        for text in TEXTS {
            for unit in OffsetUnit::ALL {
                let (mut there, back) = (OffsetConverter::new(text, unit), ByteOffsets::new(text, unit));
                for byte in (0..=text.len()).filter(|b| text.is_char_boundary(*b)) {
                    assert_eq!(back.byte(there.convert(byte)), Some(byte), "{text:?} {unit:?}");
                }
                assert_eq!(back.byte(expected(text, text.len(), unit) + 1), None);
            }
        }
        assert_eq!(ByteOffsets::new("👋", OffsetUnit::Utf16).byte(1), None);
        assert_eq!(ByteOffsets::new("👋", OffsetUnit::Bytes).byte(2), None);
    }

    #[test]
    fn offsets_may_go_back() {
        let text = "👋 a 👋 b";
        let mut converter = OffsetConverter::new(text, OffsetUnit::Utf16);
        assert_eq!(converter.convert(text.len()), 9);
        assert_eq!(converter.convert(4), 2);
        assert_eq!(converter.convert_span(Span::new(7, 11)), Span::new(5, 7));
    }

    #[test]
    fn offsets_inside_a_character_and_beyond_the_end_do_not_panic() {
        let text = "é👋";
        let mut converter = OffsetConverter::new(text, OffsetUnit::Chars);
        assert_eq!(converter.convert(1), 1);
        assert_eq!(converter.convert(3), 2);
        assert_eq!(converter.convert(99), 2);
    }

    #[test]
    fn names_round_trip() {
        for unit in OffsetUnit::ALL {
            assert_eq!(OffsetUnit::from_name(unit.as_str()), Some(unit));
        }
        assert_eq!(OffsetUnit::from_name("words"), None);
    }
}
