//! A first look at raw text: whether any phrase can stand in it at all.
//!
//! Of every phrase one stretch of four bytes is chosen, the one that ordinary text shows least; a text in which none of
//! them occurs holds no phrase. The stretches are looked up in a table of bits that stays in the nearest cache, and no
//! look-up waits for the one before, so that this costs a fraction of what an automaton would.

use std::collections::BTreeSet;

/// Bits of the table, as a power of two: 32 KB.
const TABLE_BITS: u32 = 18;

/// Bytes looked at between two decisions.
const BLOCK: usize = 32;

pub(super) struct Gate {
    /// Which stretches of four bytes are looked for anywhere.
    anywhere: Box<[u64]>,
    /// Which four and which two bytes are looked for at the start of a line.
    at_line: Box<[u64]>,
    at_line_short: Box<[u64]>,
}

impl Gate {
    /// Takes the forms in which phrases stand in raw text; a form that begins with a line feed is looked for at the
    /// start of lines.
    pub fn new(forms: &[String]) -> Gate {
        let table = || vec![0_u64; 1 << (TABLE_BITS - 6)].into_boxed_slice();
        let mut gate = Gate { anywhere: table(), at_line: table(), at_line_short: table() };
        let mut chosen: BTreeSet<[u8; 4]> = BTreeSet::new();
        for form in forms {
            let bytes: Vec<u8> = form.bytes().map(|b| b | 0x20).collect();
            if let Some(line) = form.strip_prefix('\n') {
                let line = line.trim_start_matches([' ', '*', '\t']);
                let line: Vec<u8> = line.bytes().map(|b| b | 0x20).collect();
                match (line.first_chunk::<4>(), line.first_chunk::<2>()) {
                    (Some(gram), _) => set(&mut gate.at_line, slot(*gram)),
                    (None, Some(gram)) => set(&mut gate.at_line_short, slot([gram[0], gram[1], 0, 0])),
                    (None, None) => {
                        // One byte: any second one may follow.
                        for second in 0..=u8::MAX {
                            let first = line.first().copied().unwrap_or(0x20);
                            set(&mut gate.at_line_short, slot([first, second | 0x20, 0, 0]));
                        }
                    }
                }
                continue;
            }
            let grams = || bytes.windows(4).filter_map(|window| window.first_chunk::<4>().copied());
            let best = grams().min_by_key(|gram| commonness(*gram));
            let Some(best) = best else { continue };
            let known = grams().filter(|gram| chosen.contains(gram)).min_by_key(|gram| commonness(*gram));
            match known {
                Some(known) if commonness(known) <= commonness(best) + 6 => {}
                _ => {
                    chosen.insert(best);
                    set(&mut gate.anywhere, slot(best));
                }
            }
        }
        gate
    }

    /// Whether a phrase may stand in the text.
    pub fn may_hold(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut rest = bytes;
        while rest.len() >= BLOCK + 3 {
            let mut hit = 0;
            for at in 0..BLOCK {
                if let Some(gram) = rest.get(at..).and_then(|r| r.first_chunk::<4>()) {
                    hit |= get(&self.anywhere, slot(lowered(*gram)));
                }
            }
            if hit != 0 {
                return true;
            }
            rest = rest.get(BLOCK..).unwrap_or_default();
        }
        for window in rest.windows(4) {
            if let Some(gram) = window.first_chunk::<4>()
                && get(&self.anywhere, slot(lowered(*gram))) != 0
            {
                return true;
            }
        }
        memchr::memchr_iter(b'\n', bytes).any(|at| self.may_open(bytes.get(at + 1..).unwrap_or_default()))
    }

    /// Whether a phrase may begin a line.
    fn may_open(&self, line: &[u8]) -> bool {
        let start = line.iter().take(8).position(|b| !matches!(b, b' ' | b'*' | b'\t')).unwrap_or(0);
        let line = line.get(start..).unwrap_or_default();
        let long = line.first_chunk::<4>().map_or(0, |gram| get(&self.at_line, slot(lowered(*gram))));
        let short = match line {
            [first, second, ..] => get(&self.at_line_short, slot([first | 0x20, second | 0x20, 0, 0])),
            _ => 1,
        };
        long | short != 0
    }
}

fn lowered(gram: [u8; 4]) -> [u8; 4] {
    (u32::from_le_bytes(gram) | 0x2020_2020).to_le_bytes()
}

fn slot(gram: [u8; 4]) -> u32 {
    u32::from_le_bytes(gram).wrapping_mul(0x9E37_79B1) >> (32 - TABLE_BITS)
}

fn set(table: &mut [u64], slot: u32) {
    if let Some(word) = table.get_mut((slot >> 6) as usize) {
        *word |= 1 << (slot & 63);
    }
}

fn get(table: &[u64], slot: u32) -> u64 {
    table.get((slot >> 6) as usize).map_or(1, |word| word >> (slot & 63) & 1)
}

/// How often ordinary text shows a stretch, roughly: letters weigh by their frequency in our languages.
fn commonness(gram: [u8; 4]) -> u32 {
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
    gram.into_iter().map(weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_passes_in_any_case_and_place() {
        let forms: Vec<String> =
            ["joined the chat", "\nbest regards", "\nlg", "\n>", "außer haus"].map(str::to_owned).to_vec();
        let gate = Gate::new(&forms);
        for form in &forms {
            for text in [format!("x{form} y"), format!("{}{form}{}", "abc ".repeat(30), " def".repeat(30))] {
                assert!(gate.may_hold(&text), "{form}");
                assert!(gate.may_hold(&text.to_ascii_uppercase()), "{form}");
            }
        }
        assert!(gate.may_hold("a\n  *Best regards*"));
        assert!(!gate.may_hold("where is my parcel\nit should be here"));
        assert!(!gate.may_hold(""));
    }
}
