//! For which types a cue can stand near a value: nearly every number of a text is told from identifiers by one look at the
//! words around it, before these are read in full.

use crate::deid::recognizers::cue;
use crate::entity::{EntitySet, Finding};

/// How far before the first digit of a value the words lie that are read, in bytes: the value's own letters, a question,
/// its answer, and the words before both.
const REACH: usize = 240;
/// How far behind it: the value, and the words behind that.
const REACH_AFTER: usize = 136;
/// Places of the table: a power of two, much larger than the number of words.
const PLACES: usize = 1 << 13;

/// Words that say too little to tell a cue by: the others of a phrase are asked for instead.
const GENERIC: [&str; 14] = [
    "number", "numbers", "no", "nr", "num", "numero", "nummer", "id", "card", "code", "of", "de", "is", "the",
];

/// Words and the types they may speak for.
pub(super) struct Gate {
    /// By hash, another hash of the word and the place of its types; 0 where none is.
    places: Vec<(u32, u16)>,
    types: Vec<EntitySet>,
}

impl Gate {
    pub(super) fn new() -> Gate {
        Gate { places: vec![(0, 0); PLACES], types: Vec::new() }
    }

    /// Adds a word in lower case.
    pub(super) fn add(&mut self, word: &str, types: EntitySet) {
        let hash = hash(word.as_bytes());
        let mut place = place(hash);
        while let Some(slot) = self.places.get_mut(place) {
            if slot.0 == 0 {
                *slot = (print(hash), self.types.len() as u16);
                self.types.push(types);
                return;
            }
            if slot.0 == print(hash) {
                if let Some(known) = self.types.get_mut(usize::from(slot.1)) {
                    *known = known.union(types);
                }
                return;
            }
            place = (place + 1) % PLACES;
        }
    }

    /// Adds the word of a phrase in lower case that tells it best.
    pub(super) fn add_phrase(&mut self, phrase: &str, types: EntitySet) {
        let words = || phrase.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let telling = words().find(|word| word.len() > 1 && !GENERIC.contains(word));
        if let Some(word) = telling.or_else(|| words().next()) {
            self.add(word, types);
        }
    }

    /// Whether a word in lower case was added; may say so of others, never misses one.
    pub(super) fn has(&self, word: &str) -> bool {
        self.find(word.as_bytes()).is_some()
    }

    /// The types for which a cue may stand near the value whose first digit is at byte `at`; no other has one there.
    pub(super) fn near(&self, text: &str, at: usize, earlier: &[Finding]) -> EntitySet {
        let bytes = text.as_bytes();
        // Values before this one and tokens count as one word, however long they are.
        let floor = at.saturating_sub(REACH);
        let has_token = || memchr::memrchr(b']', bytes.get(floor..at).unwrap_or_default()).is_some();
        let floor = match earlier.last().is_some_and(|last| last.span.end > floor) || has_token() {
            true => cue::reach_before(text, at, REACH, earlier),
            false => floor,
        };
        let window = bytes.get(floor..bytes.len().min(at + REACH_AFTER)).unwrap_or_default();
        if !window.is_ascii() {
            return EntitySet::ALL;
        }
        let mut near = EntitySet::NONE;
        let mut words = window.split(|byte| !byte.is_ascii_alphabetic()).peekable();
        while let Some(word) = words.next() {
            match word {
                [] => {}
                // `D.O.B.`: letters with points between them are one word.
                [_] if words.peek().is_some_and(|next| next.len() == 1) => return EntitySet::ALL,
                _ => near = self.find(word).map_or(near, |types| near.union(types)),
            }
        }
        near
    }

    fn find(&self, word: &[u8]) -> Option<EntitySet> {
        let hash = hash(word);
        let mut place = place(hash);
        while let Some(&(print_there, types)) = self.places.get(place).filter(|(print, _)| *print != 0) {
            if print_there == print(hash) {
                return self.types.get(usize::from(types)).copied();
            }
            place = (place + 1) % PLACES;
        }
        None
    }
}

/// A hash of the length and the first eight bytes, letters in either case alike.
fn hash(word: &[u8]) -> u64 {
    let head = word.iter().take(8).fold(0u64, |head, byte| head << 8 | u64::from(byte | 0x20));
    (head ^ (word.len() as u64) << 5).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn place(hash: u64) -> usize {
    (hash >> 51) as usize % PLACES
}

/// Another part of the hash, never 0.
fn print(hash: u64) -> u32 {
    (hash >> 16) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::EntityType::{CaSin, UkNhs};

    #[test]
    fn cues_are_never_missed() {
        let mut gate = Gate::new();
        let (sin, nhs) = (EntitySet::of(&[CaSin]), EntitySet::of(&[UkNhs]));
        for (phrase, types) in
            [("sin", sin), ("social insurance number", sin), ("n.h.s. no", nhs), ("nhs", nhs)]
        {
            gate.add_phrase(phrase, types);
        }
        let near = |text: &str| gate.near(text, text.find('1').unwrap(), &[]);
        for text in ["my SIN is 1", "1, my Insurance", "(sin) 1", "sin [PHONE_2] 1"] {
            assert_eq!(near(text), sin, "{text}");
        }
        assert_eq!(near("NHS or sin 1"), sin.union(nhs));
        for text in ["N.H.S. 1", "né 1"] {
            assert_eq!(near(text), EntitySet::ALL, "{text}");
        }
        for text in ["my order number is 1", "since 1", "1 of them", "1"] {
            assert_eq!(near(text), EntitySet::NONE, "{text}");
        }
        assert!(gate.has("nhs") && !gate.has("order"));
    }
}
