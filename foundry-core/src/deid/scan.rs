//! Looks for many short needles at once in one pass, cheap enough to be set up anew for every conversation.
//!
//! Only the beginnings of words are looked at: blocks of bytes are told into word and no word by vector instructions.
//! There a scalar form of the Teddy algorithm decides: three tables say which of eight needle groups may have a byte in
//! first, second and third place; where all three agree, the needles with that beginning are handed to the caller, who
//! compares the rest. Case of ASCII letters and the kind of white space do not matter. The tables are packed into one
//! word per byte value.

/// The first bytes of a set of needles.
pub(super) struct PrefixTable {
    /// Groups with this byte in first place (bits 0–7), second (8–15), third (16–23).
    groups: [u32; 256],
    /// (beginning, needle), sorted once sealed.
    keys: Vec<(u32, u32)>,
    /// Whether there is a needle of two bytes, whose third byte is 0 in its key.
    has_short: bool,
    /// Whether a needle begins with something other than an ASCII letter or digit.
    has_odd: bool,
}

/// Bytes that are told into word and no word at once; a size that compilers turn into a few vector instructions.
const BLOCK: usize = 64;

/// A bit for every byte that is an ASCII letter or digit, the first byte the lowest. No branches: compilers vectorise
/// it.
#[inline(always)]
fn word_mask(block: &[u8; BLOCK]) -> u64 {
    let mut flags = [0u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        *flag = u8::from(letter | digit);
    }
    let mut mask = 0;
    for (index, eight) in flags.as_chunks().0.iter().enumerate() {
        // Multiplying moves the lowest bits of eight bytes side by side into the highest byte.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * index);
    }
    mask
}

impl Default for PrefixTable {
    fn default() -> PrefixTable {
        PrefixTable { groups: [0; 256], keys: Vec::new(), has_short: false, has_odd: false }
    }
}

impl PrefixTable {
    /// Forgets all needles.
    pub fn clear(&mut self) {
        self.groups = [0; 256];
        self.keys.clear();
        self.has_short = false;
        self.has_odd = false;
    }

    /// Adds a needle in canonical folded form; one shorter than two bytes is not looked for.
    pub fn add(&mut self, needle: &[u8], id: u32) {
        let [first, second, rest @ ..] = needle else { return };
        let third = rest.first().copied().unwrap_or(0);
        // Needles with one beginning share a group as far as the eight groups allow.
        let group = 1u32 << ((u32::from(*first) ^ u32::from(*second) << 1 ^ u32::from(third)) % 8);
        self.has_odd |= !first.is_ascii_alphanumeric();
        self.allow(*first, group);
        self.allow(*second, group << 8);
        if rest.is_empty() {
            self.has_short = true;
            self.groups.iter_mut().for_each(|groups| *groups |= group << 16);
        } else {
            self.allow(third, group << 16);
        }
        self.keys.push((key(*first, *second, third), id));
    }

    /// Makes the table ready for [`PrefixTable::candidates`].
    pub fn seal(&mut self) {
        self.keys.sort_unstable();
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Calls `visit(position, needle)` wherever a needle may begin, in order of position. Positions inside an ASCII
    /// word are left out.
    pub fn candidates(&self, text: &[u8], mut visit: impl FnMut(usize, u32)) {
        if self.keys.is_empty() {
            return;
        }
        // Where needles begin with something other than a letter or digit, all such bytes are looked at too.
        let others = if self.has_odd { u64::MAX } else { 0 };
        let mut before = 0;
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
        for (index, block) in blocks.iter().chain([&last]).enumerate() {
            let word = word_mask(block);
            let inside = word & (word << 1 | before);
            before = word >> (BLOCK - 1);
            let mut starts = (word | others) & !inside;
            while starts != 0 {
                let at = index * BLOCK + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if self.may_begin(text, at) {
                    self.probe(text, at, &mut visit);
                }
            }
        }
    }

    /// Whether some group has all three bytes at `at` in their places.
    #[inline(always)]
    fn may_begin(&self, text: &[u8], at: usize) -> bool {
        let [first, second, third] = match text.get(at..).and_then(|rest| rest.first_chunk::<3>()) {
            Some(bytes) => *bytes,
            None => {
                let byte = |i: usize| text.get(i).copied().unwrap_or(0);
                [byte(at), byte(at + 1), byte(at + 2)]
            }
        };
        let groups = |byte: u8| self.groups[usize::from(byte)];
        groups(first) & (groups(second) >> 8) & (groups(third) >> 16) & 0xFF != 0
    }

    fn allow(&mut self, byte: u8, bits: u32) {
        if byte == b' ' {
            for space in *b" \t\n\r\x0C" {
                self.groups[usize::from(space)] |= bits;
            }
        } else {
            self.groups[usize::from(byte.to_ascii_lowercase())] |= bits;
            self.groups[usize::from(byte.to_ascii_uppercase())] |= bits;
        }
    }

    #[inline(never)]
    fn probe(&self, text: &[u8], at: usize, visit: &mut impl FnMut(usize, u32)) {
        let byte = |i: usize| text.get(i).copied().unwrap_or(0);
        let mut visit_key = |wanted: u32| {
            let from = self.keys.partition_point(|(key, _)| *key < wanted);
            let same = self.keys.get(from..).unwrap_or_default().iter();
            same.take_while(|(key, _)| *key == wanted).for_each(|(_, needle)| visit(at, *needle));
        };
        visit_key(key(byte(at), byte(at + 1), byte(at + 2)));
        if self.has_short && byte(at + 2) != 0 {
            visit_key(key(byte(at), byte(at + 1), 0));
        }
    }
}

fn key(first: u8, second: u8, third: u8) -> u32 {
    let same =
        |byte: u8| u32::from(if byte.is_ascii_whitespace() { b' ' } else { byte.to_ascii_lowercase() });
    same(first) << 16 | same(second) << 8 | same(third)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(needles: &[&str], text: &str) -> Vec<(usize, u32)> {
        let mut table = PrefixTable::default();
        for (id, needle) in needles.iter().enumerate() {
            table.add(needle.as_bytes(), id as u32);
        }
        table.seal();
        let mut found = Vec::new();
        table.candidates(text.as_bytes(), |at, id| found.push((at, id)));
        found
    }

    #[test]
    fn finds_beginnings_in_any_case_at_word_starts_up_to_the_end() {
        assert_eq!(
            positions(&["sofia", "li"], "Hi SOFIA, soft sofa, asofia. Li"),
            [(3, 0), (10, 0), (15, 0), (29, 1)]
        );
        assert_eq!(positions(&["p o box"], "P\nO Box"), [(0, 0)]);
        assert_eq!(positions(&["x"], "x x x"), []);
        assert_eq!(positions(&["王小明"], "我是王小明"), [(6, 0)]);
    }

    #[test]
    fn the_place_in_a_text_does_not_matter() {
        for before in 0..200 {
            for (end, glue) in [("", " "), ("-", "."), (" and more", "\n")] {
                let text = format!("{}{glue}sofia{end}", "x".repeat(before));
                assert_eq!(positions(&["sofia", "+49"], &text), [(before + 1, 0)], "{before}");
                let text = format!("{}+49{end}", "x".repeat(before));
                assert_eq!(positions(&["sofia", "+49"], &text), [(before, 1)], "{before}");
            }
        }
    }

    #[test]
    fn many_needles_stay_exact() {
        let needles: Vec<String> = (0..1000).map(|i| format!("n{i:03}x")).collect();
        let needles: Vec<&str> = needles.iter().map(String::as_str).collect();
        let found = positions(&needles, "see n123x and n999x, not m123x");
        assert!(found.contains(&(4, 123)) && found.contains(&(14, 999)));
        assert!(found.iter().all(|(at, _)| [4, 14].contains(at)));
    }
}
