//! Whether a cue can stand near a value at all: nearly every number of a text is told from identifiers by one look at the
//! words around it, before these are read in full.

use crate::deid::recognizers::cue;
use crate::entity::{Finding, Span};

/// How far before a value the words lie that are read, in bytes: a question, its answer, and the words before both.
const REACH: usize = 200;
/// How far behind it.
const REACH_AFTER: usize = 80;
/// Places of the table: a power of two, much larger than the number of words.
const PLACES: usize = 1 << 13;

/// The words that cues end in.
pub(super) struct Gate {
    /// By hash, another hash of the word and whether it ends a cue, or a reference only; 0 where none is.
    places: Vec<u32>,
}

impl Gate {
    pub(super) fn new() -> Gate {
        Gate { places: vec![0; PLACES] }
    }

    /// Adds a word in lower case.
    pub(super) fn add(&mut self, word: &str, is_reference: bool) {
        let hash = hash(word.as_bytes());
        let print = print(hash);
        let mut place = place(hash);
        while let Some(slot) = self.places.get_mut(place) {
            if *slot == 0 || *slot | 1 == print | 1 {
                *slot = print | *slot | u32::from(!is_reference);
                return;
            }
            place = (place + 1) % PLACES;
        }
    }

    /// Whether a word in lower case ends a cue or a reference; may say so of others, never misses one.
    pub(super) fn has(&self, word: &str) -> bool {
        self.find(hash(word.as_bytes())) != 0
    }

    /// Whether a cue, references apart, may stand near the value at `span`.
    pub(super) fn may_speak(&self, text: &str, span: Span, earlier: &[Finding]) -> bool {
        let bytes = text.as_bytes();
        // Values before this one and tokens count as one word, however long they are.
        let floor = cue::reach_before(text, span.start, REACH, earlier);
        let before = bytes.get(floor..span.start).unwrap_or_default();
        let behind = bytes.get(span.end..bytes.len().min(span.end + REACH_AFTER)).unwrap_or_default();
        self.may_hold(before) || self.may_hold(behind)
    }

    fn may_hold(&self, window: &[u8]) -> bool {
        if !window.is_ascii() {
            return true;
        }
        let mut words = window.split(|byte| !byte.is_ascii_alphabetic()).peekable();
        while let Some(word) = words.next() {
            // `D.O.B.`: letters with points between them are one word.
            if word.len() == 1 && words.peek().is_some_and(|next| next.len() == 1) {
                return true;
            }
            if !word.is_empty() && self.find(hash(word)) & 1 == 1 {
                return true;
            }
        }
        false
    }

    fn find(&self, hash: u64) -> u32 {
        let print = print(hash);
        let mut place = place(hash);
        while let Some(&slot) = self.places.get(place) {
            if slot == 0 || slot | 1 == print | 1 {
                return slot;
            }
            place = (place + 1) % PLACES;
        }
        0
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

/// Another part of the hash, never 0, the lowest bit free.
fn print(hash: u64) -> u32 {
    (hash >> 16) as u32 & !1 | 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_speak(text: &str) -> bool {
        let mut gate = Gate::new();
        for (word, is_reference) in [("sin", false), ("insurance", false), ("order", true)] {
            gate.add(word, is_reference);
        }
        let start = text.find('#').unwrap();
        gate.may_speak(text, Span::new(start, start + 1), &[])
    }

    #[test]
    fn cues_are_never_missed() {
        for text in ["my SIN is #", "#, my Insurance", "S.I.N. #", "né #", "sin [PHONE_1] #", "(sin) #"] {
            assert!(may_speak(text), "{text}");
        }
        for text in ["my order is #", "since #", "# of them", "#"] {
            assert!(!may_speak(text), "{text}");
        }
        let mut gate = Gate::new();
        gate.add("order", true);
        assert!(gate.has("order") && !gate.has("orders"));
    }
}
