//! Folded words and what each says: nearly every other word is told to be none of them by its first letter and length.

use std::borrow::Cow;

/// The longest word of a table, in bytes: its length is a bit of a word of the machine.
const LONGEST: usize = 31;
/// Places for each word: most places are empty, so that most words meet none.
const SPARSENESS: usize = 4;

/// Words of ASCII letters in lower case, each once.
pub(super) struct WordTable<T> {
    words: Vec<(Cow<'static, str>, T)>,
    /// Open addressing over the words, place + 1; a power of two.
    slots: Vec<u16>,
    /// For each first letter the lengths that its words have, as bits.
    lengths: [u32; 26],
}

impl<T> WordTable<T> {
    /// The table of these words; a word that comes again is `merged` into the first.
    pub(super) fn new<W: Into<Cow<'static, str>>>(
        words: impl Iterator<Item = (W, T)>,
        merged: impl Fn(&mut T, T),
    ) -> WordTable<T> {
        let all: Vec<(Cow<'static, str>, T)> = words.map(|(word, says)| (word.into(), says)).collect();
        let places = (all.len() * SPARSENESS).next_power_of_two();
        let mut table = WordTable { words: Vec::new(), slots: vec![0; places], lengths: [0; 26] };
        for (word, says) in all {
            match table.place(word.as_bytes()) {
                Ok(place) => {
                    if let Some((_, known)) = table.words.get_mut(place) {
                        merged(known, says);
                    }
                }
                Err(slot) => table.add(slot, word, says),
            }
        }
        table
    }

    /// What a word says.
    pub(super) fn find(&self, word: &[u8]) -> Option<&T> {
        let of_letter = self.lengths.get(usize::from(word.first()?.wrapping_sub(b'a')))?;
        if word.len() > LONGEST || of_letter >> word.len() & 1 == 0 {
            return None;
        }
        let place = self.place(word).ok()?;
        self.words.get(place).map(|(_, says)| says)
    }

    fn add(&mut self, slot: usize, word: Cow<'static, str>, says: T) {
        let letter = word.bytes().next().map(|first| usize::from(first.wrapping_sub(b'a')));
        if let Some(of_letter) = letter.and_then(|letter| self.lengths.get_mut(letter)) {
            *of_letter |= 1 << word.len().min(LONGEST);
        }
        self.words.push((word, says));
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = self.words.len() as u16;
        }
    }

    /// Where a word stands, or the slot that waits for it.
    fn place(&self, word: &[u8]) -> Result<usize, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(word) & mask;
        while let Some(place) = self.slots.get(slot).and_then(|place| usize::from(*place).checked_sub(1)) {
            if self.words.get(place).is_some_and(|(known, _)| known.as_bytes() == word) {
                return Ok(place);
            }
            slot = (slot + 1) & mask;
        }
        Err(slot)
    }
}

/// A hash of the length, the first eight bytes and the last eight: no two words differ in the middle alone.
fn hash(word: &[u8]) -> usize {
    let eight = |bytes: &[u8]| bytes.iter().fold(0u64, |eight, byte| eight << 8 | u64::from(*byte));
    let first = eight(word.get(..8).unwrap_or(word));
    let last = eight(word.last_chunk::<8>().map_or(&[][..], |last| last));
    let mixed =
        (first ^ last.rotate_left(29) ^ (word.len() as u64) << 59).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_others() {
        let words = [("one", 1), ("once", 2), ("one", 4), ("einundzwanzig", 8), ("einundneunzig", 16)];
        let table = WordTable::new(words.into_iter(), |known, says| *known |= says);
        for (word, says) in [("one", 5), ("once", 2), ("einundzwanzig", 8), ("einundneunzig", 16)] {
            assert_eq!(table.find(word.as_bytes()), Some(&says), "{word}");
        }
        for word in ["", "on", "ones", "One", "einunddreissig", "?", "x"] {
            assert_eq!(table.find(word.as_bytes()), None, "{word}");
        }
        assert_eq!(table.find(&[b'o'; 64]), None);
    }
}
