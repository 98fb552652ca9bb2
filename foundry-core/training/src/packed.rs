//! Packs what the model file holds: weights in as many bits as their frequency asks for, sorted keys as the steps between
//! them. `foundry_core` reads them.

use foundry_core::deid::tagger::training as core;

const LABELS: usize = core::LABELS;
/// What all shares add up to.
const WHOLE: u32 = 1 << core::SHARE_BITS;

/// How often each symbol occurs, in shares of [`WHOLE`].
struct Code {
    shares: Vec<u32>,
}

impl Code {
    /// The code for symbols that occur so often; what does not occur has no share, if anything occurs.
    fn new(counts: &[u64]) -> Code {
        let total: u64 = counts.iter().sum();
        let share = |count: &u64| {
            let share = (count * u64::from(WHOLE)).checked_div(total).unwrap_or(0) as u32;
            share.max(u32::from(*count > 0))
        };
        let mut shares: Vec<u32> = counts.iter().map(share).collect();
        // What rounding left over or took too much belongs to the most frequent; where nothing occurs, all to one.
        let sum: u32 = shares.iter().sum();
        let largest = (0..shares.len()).max_by_key(|at| (shares[*at], *at)).filter(|_| total > 0);
        let largest = largest.unwrap_or(counts.len() / 2);
        shares[largest] = (shares[largest] + WHOLE) - sum;
        Code { shares }
    }
}

/// The codes of a table.
struct Codes {
    classes: Code,
    /// By class and pair, the first class and the last apart.
    pairs: Vec<Code>,
}

impl Codes {
    fn fit(rows: &[[i32; LABELS]]) -> Codes {
        let mut classes = vec![0u64; core::CLASSES];
        let mut pairs: Vec<Vec<u64>> = (1..LAST)
            .flat_map(|class| std::iter::repeat_n(vec![0; core::values(class).pow(2)], core::PAIRS))
            .collect();
        for row in rows {
            let class = class_of(row);
            classes[class] += 1;
            for (number, symbol) in symbols(class, row).enumerate() {
                pairs[place(class, number)][symbol] += 1;
            }
        }
        let pairs = pairs.iter().map(|counts| Code::new(counts)).collect();
        Codes { classes: Code::new(&classes), pairs }
    }
}

/// The class whose rows are written as they are.
const LAST: usize = core::CLASSES - 1;

fn class_of(row: &[i32; LABELS]) -> usize {
    let largest = row.iter().map(|steps| steps.unsigned_abs()).max().unwrap_or(0);
    ((u32::BITS - largest.leading_zeros()) as usize).min(LAST)
}

/// The place of the code of a pair in a row.
fn place(class: usize, number: usize) -> usize {
    core::PAIRS * (class - 1) + number
}

/// The symbols of the pairs of a row; none in the first class and the last.
fn symbols(class: usize, row: &[i32; LABELS]) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
    let coded = if (1..LAST).contains(&class) { &row[..] } else { &[] };
    let most = (1 << class) - 1;
    let symbol = move |pair: &[i32; 2]| {
        let [begin, inside] = pair.map(|steps| (steps + most) as usize);
        begin * core::values(class) + inside
    };
    coded.as_chunks().0.iter().map(symbol)
}

/// Appends a table of weights in units of the file, each rounded to the nearest multiple of `step`: the step, how often
/// each symbol occurs, the coded symbols. Rounding to 0 what is merely small would be wrong: many small weights speak for O.
pub fn write_rows(rows: impl Iterator<Item = [f32; LABELS]>, step: u16, out: &mut Vec<u8>) {
    let most = 127 / i32::from(step);
    let nearest = |weight: f32| ((weight / f32::from(step)).round() as i32).clamp(-most, most);
    let rounded: Vec<[i32; LABELS]> = rows.map(|row| row.map(nearest)).collect();
    let codes = Codes::fit(&rounded);
    out.extend(step.to_le_bytes());
    for code in std::iter::once(&codes.classes).chain(&codes.pairs) {
        out.extend(code.shares.iter().flat_map(|share| (*share as u16).to_le_bytes()));
    }
    // The coder works backwards, so that what is read first is written last.
    let mut of_class = core::LOWEST;
    let mut states = [core::LOWEST; core::PAIRS];
    let mut words = Vec::new();
    for row in rounded.iter().rev() {
        let class = class_of(row);
        for (number, symbol) in symbols(class, row).enumerate().rev() {
            put(&mut states[number], &codes.pairs[place(class, number)], symbol, &mut words);
        }
        put(&mut of_class, &codes.classes, class, &mut words);
    }
    for state in std::iter::once(&of_class).chain(&states) {
        out.extend(state.to_le_bytes());
    }
    out.extend((words.len() as u32).to_le_bytes());
    out.extend(words.iter().rev().flat_map(|word: &u16| word.to_le_bytes()));
    let as_they_are: Vec<&[i32; LABELS]> = rounded.iter().filter(|row| class_of(row) == LAST).collect();
    out.extend((as_they_are.len() as u32).to_le_bytes());
    out.extend(as_they_are.into_iter().flatten().map(|steps| *steps as u8));
}

fn put(state: &mut u32, code: &Code, symbol: usize, words: &mut Vec<u16>) {
    let share = code.shares[symbol];
    let before: u32 = code.shares[..symbol].iter().sum();
    if u64::from(*state) >= u64::from(share) << (32 - core::SHARE_BITS) {
        words.push(*state as u16);
        *state >>= 16;
    }
    *state = ((*state / share) << core::SHARE_BITS) + *state % share + before;
}

/// Writes bits, the lowest of each byte first.
#[derive(Default)]
pub struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A number by its low bits and how often 2 to the `low` goes into it.
    pub fn rice(&mut self, number: u32, low: u32) {
        for _ in 0..number >> low {
            self.put(1, 1);
        }
        self.put(0, 1);
        self.put(number & ((1 << low) - 1), low);
    }

    /// Sorted keys of so many bits, none of them twice, by the steps between them.
    pub fn keys(&mut self, keys: &[u32], bits: u32) {
        let low = core::low_bits(keys.len() as u32, bits);
        let mut next = 0;
        for key in keys {
            self.rice(key - next, low);
            next = key + 1;
        }
    }

    /// The bytes, with their number before them.
    pub fn finish(mut self) -> Vec<u8> {
        let rest = self.count.next_multiple_of(8) - self.count;
        self.put(0, rest);
        let mut out = (self.bytes.len() as u32).to_le_bytes().to_vec();
        out.extend(self.bytes);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn rows_come_back() {
        let mut random = Random::new(7);
        let mut weight = || (random.below(255) as f32 - 127.0) / (1 + random.below(60)) as f32;
        let weights: Vec<[f32; LABELS]> = (0..500).map(|_| std::array::from_fn(|_| weight())).collect();
        for step in [1, 3] {
            let mut file = Vec::new();
            write_rows(weights.iter().copied(), step, &mut file);
            let read = core::read_rows(&mut core::Reader::new(&file), weights.len()).unwrap();
            for (read, weight) in read.iter().zip(weights.iter().flatten()) {
                let error = (f32::from(*read) - 128.0 - weight).abs();
                assert!(error <= f32::from(step) / 2.0 + 0.5, "{read} {weight}");
            }
            assert!(
                core::read_rows(&mut core::Reader::new(&file[..file.len() - 1]), weights.len()).is_none()
            );
        }
    }

    #[test]
    fn keys_come_back() {
        let mut random = Random::new(3);
        for count in [0, 1, 2, 100, 5_000] {
            let mut keys: Vec<u32> = (0..count).map(|_| random.below(1 << 20) as u32).collect();
            keys.sort_unstable();
            keys.dedup();
            let mut bits = Bits::default();
            bits.keys(&keys, 20);
            let packed = bits.finish();
            let mut bits = core::Bits::new(&packed[4..]);
            let low = core::low_bits(keys.len() as u32, 20);
            let mut next = 0;
            for key in keys {
                assert_eq!(next + bits.rice(low), key);
                next = key + 1;
            }
        }
    }
}
