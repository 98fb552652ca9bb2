//! Digits of other scripts and full-width characters, read as ASCII: `０３-１２３４-５６７８`, `٠٥٠ ١٢٣ ٤٥٦٧`.

/// The zeros of the decimal digits of Unicode (general category Nd) that people write numbers in.
#[rustfmt::skip]
const ZEROS: &[u32] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810,
    0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
];

/// A text with such characters read as ASCII.
pub(super) struct Folded {
    pub(super) text: String,
    /// For every byte of it, and the end, the byte of the original.
    places: Vec<u32>,
    /// Whether full-width digits were among them, as Japanese and Chinese people write.
    pub(super) full_width: bool,
}

impl Folded {
    /// The text read as ASCII; `None` for a text without such digits.
    pub(super) fn new(text: &str) -> Option<Folded> {
        // Blocks without these lead bytes have no such digit; compilers vectorise this.
        let lead = |byte: &u8| matches!(byte, 0xD9 | 0xDB | 0xDF..=0xE1 | 0xEF | 0xF0);
        let is_likely =
            text.as_bytes().chunks(64).any(|block| block.iter().fold(false, |any, byte| any | lead(byte)));
        if !is_likely || !text.chars().any(|c| !c.is_ascii() && digit(c).is_some()) {
            return None;
        }
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            places: Vec::with_capacity(text.len() + 1),
            full_width: false,
        };
        let mut digits = false;
        for (at, c) in text.char_indices() {
            let ascii = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                '\u{3000}' => ' ',
                // The mark of a long vowel serves as a dash between digits.
                'ー' if digits => '-',
                _ => digit(c).map_or(c, char::from),
            };
            folded.full_width |= matches!(c, '０'..='９');
            digits = ascii.is_ascii_digit();
            folded.text.push(ascii);
            folded.places.resize(folded.text.len(), at as u32);
        }
        folded.places.push(text.len() as u32);
        Some(folded)
    }

    /// The byte of the original that a byte of the folded text stands for.
    pub(super) fn original(&self, at: usize) -> usize {
        self.places.get(at).map_or(0, |place| *place as usize)
    }
}

/// The ASCII digit that a digit of another script stands for.
fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    Some(b'0' + (code - zero) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digits_of_other_scripts() {
        let folded = Folded::new("tel ０３－１２ é ٣٤").unwrap();
        assert_eq!(folded.text, "tel 03-12 é 34");
        assert!(folded.full_width);
        assert_eq!((folded.original(4), folded.original(6), folded.original(folded.text.len())), (4, 10, 27));
        assert!(Folded::new("né à Zürich, “ok” 。你好 12").is_none());
    }
}
