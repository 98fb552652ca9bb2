//! Reads what the model file packs: weights as rows whose symbols are coded by how often they occur (rANS, Duda 2009), and
//! sorted keys as the steps between them (Rice, 1979). Decoding is arithmetic on integers, the same everywhere.

use super::model::{LABELS, Reader};
use super::sums::ROW_BIAS;

/// Classes of rows: the steps of class `k` have at most `k` bits without their sign, those of class 0 are all 0, those of the
/// last class are written as they are.
pub const CLASSES: usize = 5;
/// Pairs of a row, each with an order of its own: the labels that begin and go on with a type.
pub const PAIRS: usize = LABELS / 2;
/// How often symbols occur adds up to this, as a power of two.
pub const SHARE_BITS: u32 = 12;
/// Smallest state of a coder.
pub const LOWEST: u32 = 1 << 16;

/// What each slot of a coder's states stands for: a symbol, its share less one, how many of its slots come before, in 8, 12 and
/// 12 bits.
struct Shares {
    slots: Vec<u32>,
}

impl Shares {
    /// Shares of `count` symbols; `None` when they do not add up.
    fn read(reader: &mut Reader<'_>, count: usize) -> Option<Shares> {
        let mut slots = Vec::with_capacity(1 << SHARE_BITS);
        for symbol in 0..count as u32 {
            let share = u32::from(reader.short()?);
            if share as usize > (1 << SHARE_BITS) - slots.len() {
                return None;
            }
            slots.extend((0..share).map(|before| symbol << 24 | (share - 1) << 12 | before));
        }
        (slots.len() == 1 << SHARE_BITS).then_some(Shares { slots })
    }

    /// Takes the next symbol from a coder whose next word is `words[at]`; no branch depends on what is read.
    #[inline(always)]
    fn take(&self, state: &mut u32, words: &[[u8; 2]], at: &mut usize) -> u8 {
        let slot = match self.slots.get((*state & ((1 << SHARE_BITS) - 1)) as usize) {
            Some(slot) => *slot,
            None => 0,
        };
        *state = (*state >> SHARE_BITS) * ((slot >> 12 & 0xFFF) + 1) + (slot & 0xFFF);
        let word = match words.get(*at) {
            Some(word) => u32::from(u16::from_le_bytes(*word)),
            None => 0,
        };
        let is_low = *state < LOWEST;
        *state = if is_low { *state << 16 | word } else { *state };
        *at += usize::from(is_low);
        (slot >> 24) as u8
    }
}

/// How many values a step of a class has.
pub const fn values(class: usize) -> usize {
    (2 << class) - 1
}

/// Reads `rows` rows of weights, each with [`ROW_BIAS`] added; `None` when the file is cut off or no such table.
pub fn read_rows(reader: &mut Reader<'_>, rows: usize) -> Option<Vec<u8>> {
    let step = i32::from(reader.short()?);
    let weight = |steps: i32| ((steps * step).clamp(-127, 127) + i32::from(ROW_BIAS)) as u8;
    let classes = Shares::read(reader, CLASSES)?;
    let mut shares = Vec::with_capacity(PAIRS * CLASSES);
    let mut weights = Vec::with_capacity(CLASSES);
    for class in 1..CLASSES - 1 {
        let most = 1 - (1 << class);
        let steps = (most..=-most).flat_map(|begin| (most..=-most).map(move |inside| [begin, inside]));
        weights.push(steps.map(|pair| pair.map(weight)).collect::<Vec<[u8; 2]>>());
        for _ in 0..PAIRS {
            shares.push(Shares::read(reader, values(class) * values(class))?);
        }
    }
    let mut of_class = reader.number()?;
    let mut states = [0u32; PAIRS];
    for state in &mut states {
        *state = reader.number()?;
    }
    let length = reader.number()? as usize;
    let (words, mut at) = (reader.take(length.checked_mul(2)?)?.as_chunks().0, 0);
    let length = reader.number()? as usize;
    let mut as_they_are = reader.take(length.checked_mul(LABELS)?)?.as_chunks::<LABELS>().0.iter();
    let mut out = vec![ROW_BIAS as u8; rows.checked_mul(LABELS)?];
    for row in out.as_chunks_mut::<LABELS>().0 {
        let class = usize::from(classes.take(&mut of_class, words, &mut at));
        if class == 0 {
            continue;
        }
        if class == CLASSES - 1 {
            *row = as_they_are.next()?.map(|steps| weight(i32::from(steps as i8)));
            continue;
        }
        let (weights, first) = (weights.get(class - 1)?, PAIRS * (class - 1));
        let shares = shares.get(first..first + PAIRS)?;
        for ((pair, state), shares) in row.as_chunks_mut().0.iter_mut().zip(&mut states).zip(shares) {
            *pair = *weights.get(usize::from(shares.take(state, words, &mut at)))?;
        }
    }
    Some(out)
}

/// Bits of a file, the lowest of each byte first.
pub struct Bits<'f> {
    bytes: std::slice::Iter<'f, u8>,
    held: u64,
    count: u32,
}

impl<'f> Bits<'f> {
    /// The bits of some bytes; behind their end there are zeros.
    pub fn new(bytes: &'f [u8]) -> Bits<'f> {
        Bits { bytes: bytes.iter(), held: 0, count: 0 }
    }

    /// At least 32 bits are held.
    #[inline(always)]
    fn fill(&mut self) {
        while self.count <= 56 {
            self.held |= u64::from(self.bytes.next().copied().unwrap_or(0)) << self.count;
            self.count += 8;
        }
    }

    /// The next `count` bits, at most 32.
    #[inline(always)]
    pub fn take(&mut self, count: u32) -> u32 {
        self.fill();
        let bits = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        bits as u32
    }

    /// A number: how many times 2 to the `low` it holds in as many ones, a zero, and what is left.
    #[inline(always)]
    pub fn rice(&mut self, low: u32) -> u32 {
        let mut high = 0u32;
        loop {
            self.fill();
            let ones = self.held.trailing_ones().min(self.count - 1);
            self.held >>= ones;
            self.count -= ones;
            high = high.saturating_add(ones);
            // What is held ended in ones: there may be more of them.
            if self.held & 1 == 0 || ones == 0 {
                break;
            }
        }
        self.take(1);
        (high << low).wrapping_add(self.take(low))
    }
}

/// How many low bits of the steps between `count` sorted keys below 2 to the `bits` are written as they are.
pub fn low_bits(count: u32, bits: u32) -> u32 {
    (1u32 << bits).checked_div(count).map_or(0, |mean| mean.max(1).ilog2())
}
