//! Words already seen: what is known of a word and what it adds to the gate and to the scores of the tokens around it,
//! so that a word that comes again costs one look.

use super::features::{PLACES, SINGLE, gate, single};
use super::model::Model;
use super::sums::{ROW_BIAS, Sums};
use super::token::{Token, shape};
use super::word::{Ends, Folded, Word};

/// Slots of a new cache, as a power of two, and most slots there are: 2 MB of words.
const FIRST_BITS: u32 = 8;
const LAST_BITS: u32 = 14;
/// Most slots for what words add to scores: only words near names add any.
const LAST_PART_BITS: u32 = 12;
/// A cache with this many times more new words than slots grows, as long as it may.
const FILLED: usize = 2;
/// Words of one slot.
const WAYS: usize = 2;
/// Longest word in bytes that is kept.
const LONGEST: usize = 16;

/// What a word adds to the gates of the tokens around it: first that of the token three before it. The last is 0.
pub type Gates = [i16; PLACES + 1];
/// What a word adds to the scores of the tokens around it, in the same order.
pub type Parts = [Sums; PLACES];

/// A word by its letters.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Letters {
    letters: [u64; 2],
    /// Shape, mode, and 1 for slots in use.
    kind: u32,
}

/// A word and what it adds to the gate: one line of the processor's cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub struct Entry {
    letters: Letters,
    /// What is known of the word.
    pub word: Word,
    /// What it adds to the gates around it.
    pub gates: Gates,
}

const NONE: Letters = Letters { letters: [0; 2], kind: 0 };

impl Entry {
    const EMPTY: Entry = Entry { letters: NONE, word: Word::NONE, gates: [0; PLACES + 1] };

    #[cold]
    fn new(model: &Model, text: &str, token: Token, letters: Letters) -> Entry {
        let (word, ends) = word_of(model, text, token);
        let mut entry = Entry { letters, word, gates: [0; PLACES + 1] };
        // The token three before the word has it at the last place.
        for (place, sum) in entry.gates.iter_mut().take(PLACES).rev().enumerate() {
            gate(&word, &ends, place, |key| *sum += model.gate(key));
        }
        entry
    }
}

#[cold]
fn parts_of(model: &Model, text: &str, token: Token) -> Parts {
    let (word, ends) = word_of(model, text, token);
    let mut parts = [Sums::ZERO; PLACES];
    for (place, part) in parts.iter_mut().rev().enumerate() {
        let (mut keys, mut count) = ([0; SINGLE], 0);
        single(&word, &ends, place, |key| {
            if let Some(place) = keys.get_mut(count) {
                *place = key;
                count += 1;
            }
        });
        let mut sum = Sums::ZERO;
        model.add(keys.get(..count).unwrap_or_default(), &mut sum);
        *part = Sums::part(sum.lanes(count as u16 * ROW_BIAS));
    }
    parts
}

fn word_of(model: &Model, text: &str, token: Token) -> (Word, Ends) {
    if is_special(token) {
        return (special_word(token), Ends::default());
    }
    let folded = Folded::new(text.get(token.start as usize..token.end as usize).unwrap_or_default());
    (Word::new(&folded, token.shape, token.mode, model.lists()), folded.ends())
}

/// The words seen last, two to each slot that their letters give. What is found does not depend on what was seen before:
/// words are compared letter by letter.
pub struct WordCache {
    entries: Vec<[Entry; WAYS]>,
    /// Whose parts stand in a slot of `parts`.
    owners: Vec<[Letters; WAYS]>,
    parts: Vec<[Parts; WAYS]>,
    /// For what is not kept.
    spare: (Entry, Parts),
    /// Slots, as a power of two.
    bits: u32,
    /// Slots of `owners` and `parts`, as a power of two.
    part_bits: u32,
    /// Words that were not there, since it grew.
    missed: usize,
    /// Which model filled it.
    model: u64,
}

impl WordCache {
    /// An empty cache; its memory is taken at the first use.
    pub fn new() -> WordCache {
        WordCache {
            entries: Vec::new(),
            owners: Vec::new(),
            parts: Vec::new(),
            spare: (Entry::EMPTY, [Sums::ZERO; PLACES]),
            bits: 0,
            part_bits: 0,
            missed: 0,
            model: 0,
        }
    }

    /// Makes the cache ready for `model`: forgets what another model filled in, and grows when it has been too small, so
    /// that a single text costs little and many texts are fast.
    pub fn prepare(&mut self, model: &Model) {
        if self.model != model.identity() {
            self.model = model.identity();
            self.resize(FIRST_BITS);
        } else if self.missed > FILLED << self.bits && self.bits < LAST_BITS {
            self.resize((self.bits + 2).min(LAST_BITS));
        }
    }

    fn resize(&mut self, bits: u32) {
        (self.bits, self.missed) = (bits, 0);
        self.entries.clear();
        self.entries.resize(1 << bits, [Entry::EMPTY; WAYS]);
        self.part_bits = bits.min(LAST_PART_BITS);
        self.owners.clear();
        self.owners.resize(1 << self.part_bits, [NONE; WAYS]);
        self.parts.clear();
        self.parts.resize(1 << self.part_bits, [[Sums::ZERO; PLACES]; WAYS]);
    }

    /// What is known of a token of `text`.
    #[inline(always)]
    pub fn entry(&mut self, model: &Model, text: &str, token: Token) -> &Entry {
        let Some(letters) = Letters::of(text, token) else {
            self.spare.0 = Entry::new(model, text, token, NONE);
            return &self.spare.0;
        };
        let Some([first, second]) = self.entries.get_mut(letters.slot(self.bits)) else {
            return &self.spare.0;
        };
        if first.letters == letters {
            return first;
        }
        if second.letters != letters {
            // The word that was here first goes, the other one moves up.
            self.missed += 1;
            *second = *first;
            *first = Entry::new(model, text, token, letters);
            return first;
        }
        second
    }

    /// What a token of `text` adds to the scores around it.
    #[inline(always)]
    pub fn parts(&mut self, model: &Model, text: &str, token: Token) -> &Parts {
        let Some(letters) = Letters::of(text, token) else {
            self.spare.1 = parts_of(model, text, token);
            return &self.spare.1;
        };
        let slot = letters.slot(self.part_bits);
        let (Some([first, second]), Some([of_first, of_second])) =
            (self.owners.get_mut(slot), self.parts.get_mut(slot))
        else {
            return &self.spare.1;
        };
        if *first == letters {
            return of_first;
        }
        if *second != letters {
            (*second, *of_second) = (*first, *of_first);
            *first = letters;
            *of_first = parts_of(model, text, token);
            return of_first;
        }
        of_second
    }
}

impl Letters {
    /// The letters of a token; `None` for words that are too long to keep.
    #[inline(always)]
    fn of(text: &str, token: Token) -> Option<Letters> {
        let (start, end) = (token.start as usize, token.end as usize);
        let kind = u32::from(token.shape) << 16 | u32::from(token.mode) << 8 | 1;
        if is_special(token) {
            return Some(Letters { letters: [u64::MAX, u64::from(token.mask)], kind });
        }
        if end - start > LONGEST {
            return None;
        }
        let letters = load(text.as_bytes(), start, end - start);
        let has_digits = matches!(token.shape, shape::DIGITS | shape::MIXED);
        Some(Letters { letters: if has_digits { letters.map(without_digits) } else { letters }, kind })
    }

    #[inline(always)]
    fn slot(self, bits: u32) -> usize {
        let x = (self.letters[0] ^ u64::from(self.kind) << 40).wrapping_mul(0x9FB2_1C65_1E98_DF25);
        let x = (x ^ x >> 32 ^ self.letters[1]).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        (x >> (64 - bits)) as usize
    }
}

/// The token that stands outside the text.
pub const OUTSIDE_TOKEN: Token =
    Token { start: 0, end: 0, shape: shape::OUTSIDE, mode: 0, place: 0, mask: 63 };

fn is_special(token: Token) -> bool {
    matches!(token.shape, shape::BREAK | shape::MASKED | shape::OUTSIDE)
}

/// The word of a token without letters of its own.
pub fn special_word(token: Token) -> Word {
    match token.shape {
        shape::BREAK => Word::special(62, shape::BREAK),
        shape::OUTSIDE => Word::outside(),
        _ => Word::special(u32::from(token.mask), shape::MASKED),
    }
}

/// Eight letters with 0 for every digit.
fn without_digits(letters: u64) -> u64 {
    let digits = letters.to_le_bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    u64::from_le_bytes(digits)
}

/// At most 16 letters from `start`, the rest 0.
#[inline(always)]
fn load(bytes: &[u8], start: usize, length: usize) -> [u64; 2] {
    if let Some(block) = bytes.get(start..start + LONGEST) {
        let block: &[u8; LONGEST] = block.try_into().unwrap_or(&[0; LONGEST]);
        let all = u128::from_le_bytes(*block);
        let kept = if length >= LONGEST { all } else { all & !(u128::MAX << (8 * length)) };
        return [kept as u64, (kept >> 64) as u64];
    }
    let mut block = [0u8; LONGEST];
    for (to, from) in block.iter_mut().zip(bytes.iter().skip(start).take(length)) {
        *to = *from;
    }
    let all = u128::from_le_bytes(block);
    [all as u64, (all >> 64) as u64]
}
