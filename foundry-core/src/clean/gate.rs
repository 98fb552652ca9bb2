//! A first look at raw text: which phrases stand in it, compared without ASCII case.
//!
//! Of every phrase one stretch of four bytes is chosen, the one that ordinary text shows least. All stretches of a text
//! are looked up in a table of bits that stays in the nearest cache; no look-up waits for the one before, and only
//! where one is known are its phrases compared. Phrases at the start of a line are compared there alone.

/// Bits of the table, as a power of two: 32 KB.
const TABLE_BITS: u32 = 18;

/// Stretches looked up between two decisions.
const BLOCK: usize = 16;

/// A phrase in lower case, and what it is a sign of.
struct Form {
    bytes: Box<[u8]>,
    bits: u16,
}

pub(super) struct Gate {
    table: Box<[u64]>,
    /// The stretch, where it stands in its form, and the form; sorted.
    stretches: Vec<(u32, usize, usize)>,
    /// The first four bytes of a form that starts a line, and the form; sorted.
    openings: Vec<(u32, usize)>,
    /// Forms that start a line and are shorter than that.
    short_openings: Vec<usize>,
    forms: Vec<Form>,
}

impl Gate {
    /// Takes the forms in which phrases stand in raw text, with their bits; one that begins with a line feed is looked
    /// for at the start of lines but the first, and so is one of less than four bytes.
    pub fn new(signs: impl IntoIterator<Item = (String, u16)>) -> Gate {
        let mut gate = Gate {
            table: vec![0; 1 << (TABLE_BITS - 6)].into_boxed_slice(),
            stretches: Vec::new(),
            openings: Vec::new(),
            short_openings: Vec::new(),
            forms: Vec::new(),
        };
        for (form, bits) in signs {
            let at = gate.forms.len();
            let line = form.strip_prefix('\n').map(|line| line.trim_start_matches([' ', '\t']));
            let bytes = line.unwrap_or(&form).to_ascii_lowercase().into_bytes().into_boxed_slice();
            match (line, bytes.first_chunk::<4>()) {
                (Some(_), Some(opening)) => gate.openings.push((lowered(*opening), at)),
                (_, None) => gate.short_openings.push(at),
                (None, Some(_)) => {
                    let stretches = bytes.windows(4).enumerate().filter_map(|(offset, window)| {
                        window.first_chunk::<4>().map(|window| (lowered(*window), offset))
                    });
                    if let Some((stretch, offset)) = stretches.min_by_key(|(stretch, _)| commonness(*stretch))
                    {
                        gate.stretches.push((stretch, offset, at));
                        let slot = slot(stretch);
                        if let Some(word) = gate.table.get_mut(slot >> 6) {
                            *word |= 1 << (slot & 63);
                        }
                    }
                }
            }
            gate.forms.push(Form { bytes, bits });
        }
        gate.stretches.sort_unstable();
        gate.openings.sort_unstable();
        gate
    }

    /// The bits of all forms in the text. Linear in its length: at each place only the few forms are compared that
    /// share a stretch.
    pub fn signs_of(&self, text: &str) -> u16 {
        let bytes = text.as_bytes();
        let mut bits = 0;
        let mut start = 0;
        while start + 4 <= bytes.len() {
            let block = bytes.get(start..(start + BLOCK + 3).min(bytes.len())).unwrap_or_default();
            let known = block.windows(4).fold(0, |known, window| known | self.knows(window));
            if known != 0 {
                for (offset, window) in block.windows(4).enumerate() {
                    if self.knows(window) != 0 {
                        bits |= self.forms_around(bytes, start + offset);
                    }
                }
            }
            start += BLOCK;
        }
        for at in memchr::memchr_iter(b'\n', bytes) {
            bits |= self.forms_opening(bytes.get(at + 1..).unwrap_or_default());
        }
        bits
    }

    fn knows(&self, window: &[u8]) -> u64 {
        let Some(window) = window.first_chunk::<4>() else { return 0 };
        let slot = slot(lowered(*window));
        self.table.get(slot >> 6).map_or(0, |word| word >> (slot & 63) & 1)
    }

    /// The forms whose stretch stands at a place.
    fn forms_around(&self, bytes: &[u8], at: usize) -> u16 {
        let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) else { return 0 };
        let stretch = lowered(*window);
        let first = self.stretches.partition_point(|(other, ..)| *other < stretch);
        let known = self.stretches.get(first..).unwrap_or_default();
        known
            .iter()
            .take_while(|(other, ..)| *other == stretch)
            .filter_map(|(_, offset, form)| {
                let form = self.forms.get(*form)?;
                begins(bytes.get(at.checked_sub(*offset)?..)?, form).then_some(form.bits)
            })
            .fold(0, |bits, more| bits | more)
    }

    /// The forms that begin a line, or what follows the marks, dashes and brackets at its start.
    fn forms_opening(&self, line: &[u8]) -> u16 {
        let skip = |skipped: &[u8]| {
            let start = line.iter().take(12).position(|b| !skipped.contains(b)).unwrap_or(0);
            line.get(start..).unwrap_or_default()
        };
        let line = skip(b" \t");
        let bare = skip(b" \t*-(\"[<~_");
        let bits = self.forms_at(line);
        if bare.len() == line.len() { bits } else { bits | self.forms_at(bare) }
    }

    fn forms_at(&self, line: &[u8]) -> u16 {
        let short = self.short_openings.iter();
        let mut bits = 0;
        for form in short.filter_map(|form| self.forms.get(*form)).filter(|form| begins(line, form)) {
            bits |= form.bits;
        }
        let Some(opening) = line.first_chunk::<4>() else { return bits };
        let opening = lowered(*opening);
        let first = self.openings.partition_point(|(other, _)| *other < opening);
        let known = self.openings.get(first..).unwrap_or_default();
        for (_, form) in known.iter().take_while(|(other, _)| *other == opening) {
            if let Some(form) = self.forms.get(*form).filter(|form| begins(line, form)) {
                bits |= form.bits;
            }
        }
        bits
    }
}

fn begins(bytes: &[u8], form: &Form) -> bool {
    bytes.get(..form.bytes.len()).is_some_and(|head| head.eq_ignore_ascii_case(&form.bytes))
}

/// Four bytes as a number in which the case of ASCII letters does not count.
fn lowered(window: [u8; 4]) -> u32 {
    u32::from_le_bytes(window) | 0x2020_2020
}

fn slot(stretch: u32) -> usize {
    (stretch.wrapping_mul(0x9E37_79B1) >> (32 - TABLE_BITS)) as usize
}

/// How often ordinary text shows a stretch, roughly: letters weigh by their frequency in our languages.
fn commonness(stretch: u32) -> u32 {
    let weight = |byte: u8| match byte {
        b' ' => 9,
        b'e' => 8,
        b'a' | b'i' | b'n' | b't' | b'o' | b'r' | b's' => 7,
        b'd' | b'l' | b'h' | b'u' | b'c' => 5,
        b'm' | b'g' | b'p' => 4,
        b'f' | b'b' | b'w' | b'v' | b'k' | b'y' => 3,
        b'j' | b'q' | b'x' | b'z' => 1,
        _ => 2,
    };
    stretch.to_le_bytes().into_iter().map(weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_seen_in_any_case_and_place() {
        let forms = ["joined the chat", "\nbest regards", "\nlg", "\n>", "außer haus"];
        let gate = Gate::new(forms.iter().enumerate().map(|(i, form)| ((*form).to_owned(), 1 << i)));
        for (i, form) in forms.iter().enumerate() {
            for text in [format!("x{form} y"), format!("{}{form}{}", "abc ".repeat(30), " def".repeat(30))] {
                assert_eq!(gate.signs_of(&text), 1 << i, "{form}");
                assert_eq!(gate.signs_of(&text.to_ascii_uppercase()), 1 << i, "{form}");
            }
        }
        assert_eq!(gate.signs_of("a\n  *Best regards*"), 2);
        assert_eq!(gate.signs_of("where is my parcel\nit joined the best regard"), 0);
        assert_eq!(gate.signs_of(""), 0);
    }
}
