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
pub(super) const BLOCK: usize = 64;
/// A block and the two bytes behind it, which may belong to a beginning.
const WINDOW: usize = BLOCK + 2;

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
    pack(&flags)
}

/// A bit for every byte that is this one.
#[inline(always)]
fn byte_mask(block: &[u8; BLOCK], wanted: u8) -> u64 {
    let mut flags = [0u8; BLOCK];
    flags.iter_mut().zip(block).for_each(|(flag, byte)| *flag = u8::from(*byte == wanted));
    pack(&flags)
}

/// The lowest bits of all bytes.
#[inline(always)]
pub(super) fn pack(flags: &[u8; BLOCK]) -> u64 {
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
        if !self.keys.is_empty() {
            self.groups = [0; 256];
        }
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
    pub fn candidates(&self, text: &[u8], visit: impl FnMut(usize, u32)) {
        self.scan::<false>(text, visit);
    }

    /// The same in a JSON text as it stands: the letter of an escape and what follows it may begin a word too.
    pub fn candidates_in_json(&self, text: &[u8], visit: impl FnMut(usize, u32)) {
        self.scan::<true>(text, visit);
    }

    /// Whether a needle may begin at this place.
    pub fn begins_at(&self, text: &[u8], at: usize) -> bool {
        let mut begins = false;
        self.probe(text, at, &mut |_, _| begins = true);
        begins
    }

    fn scan<const JSON: bool>(&self, text: &[u8], mut visit: impl FnMut(usize, u32)) {
        if self.keys.is_empty() {
            return;
        }
        let (mut before, mut escapes_before) = (0, 0);
        let mut window_at = |window: &[u8; WINDOW], at: usize| {
            let Some(block) = window.first_chunk::<BLOCK>() else { return };
            let word = word_mask(block);
            let mut starts =
                (word | if self.has_odd { u64::MAX } else { 0 }) & !(word & (word << 1 | before));
            before = word >> (BLOCK - 1);
            if JSON {
                let escapes = byte_mask(block, b'\\');
                starts |= word & (escapes << 1 | escapes << 2 | escapes_before);
                escapes_before = escapes >> (BLOCK - 1) | escapes >> (BLOCK - 2);
            }
            let mut hits = self.hits(window, starts);
            while hits != 0 {
                self.probe(text, at + hits.trailing_zeros() as usize, &mut visit);
                hits &= hits - 1;
            }
        };
        let mut at = 0;
        while let Some(window) = text.get(at..).and_then(|rest| rest.first_chunk()) {
            window_at(window, at);
            at += BLOCK;
        }
        // The end, with zeros behind it.
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let mut window = [0; WINDOW];
            window.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            window_at(&window, at);
            at += BLOCK;
        }
    }

    /// Those of the starts where some group has all three bytes in their places.
    #[inline(always)]
    fn hits(&self, window: &[u8; WINDOW], starts: u64) -> u64 {
        let (mut hits, mut left) = (0, starts);
        // Four at a time, so that the number of rounds is easy to foresee; what is one too many looks at the first
        // byte, and is masked out.
        for _ in 0..starts.count_ones().div_ceil(4) {
            for _ in 0..4 {
                let bit = left.trailing_zeros() as usize % BLOCK;
                left &= left.wrapping_sub(1);
                let groups = |place: usize| self.groups[usize::from(window[bit + place])] >> (8 * place);
                let fits = groups(0) & groups(1) & groups(2) & 0xFF != 0;
                hits |= u64::from(fits) << bit;
            }
        }
        hits & starts
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
