//! The gate: where a name or a cue can begin, found 64 bytes at a time.

/// Bytes of one step.
const BLOCK: usize = 64;
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Why a word is looked at.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    /// Its first byte.
    pub(super) at: usize,
    /// It may begin a cue.
    pub(super) cue: bool,
    /// It starts with a capital and may be a listed name.
    pub(super) name: bool,
}

/// Calls `visit` with every word whose first four bytes are in `cues`, or in `names` and start with a capital.
pub(super) fn candidates(bytes: &[u8], cues: &Gate, names: &Gate, mut visit: impl FnMut(Candidate)) {
    let mut in_word = 0;
    let mut base = 0;
    let mut padded = [0; BLOCK];
    while base < bytes.len() {
        let rest = bytes.get(base..).unwrap_or_default();
        let block: &[u8; BLOCK] = match rest.first_chunk() {
            Some(block) => block,
            None => {
                for (to, from) in padded.iter_mut().zip(rest) {
                    *to = *from;
                }
                &padded
            }
        };
        let (letters, capitals) = masks(block);
        let mut starts = letters & !(letters << 1 | in_word);
        in_word = letters >> (BLOCK - 1);
        while starts != 0 {
            let offset = starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let four = first_four(bytes, base + offset);
            let slot = slot(four);
            // The lists hold no diacritics, so a word that has one early is let through.
            let name = capitals >> offset & 1 == 1 && (names.holds(slot) || u64::from(four) & HIGH != 0);
            let cue = cues.holds(slot);
            if cue || name {
                visit(Candidate { at: base + offset, cue, name });
            }
        }
        base += BLOCK;
    }
}

/// One bit per byte: ASCII letters with the leading bytes of Latin letters, and the capitals among them.
fn masks(block: &[u8; BLOCK]) -> (u64, u64) {
    let (mut letters, mut capitals) = (0, 0);
    for (i, eight) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*eight);
        let latin = in_range(word & !HIGH, 0x43, 0x45) & word;
        let capital = in_range(word & !HIGH, b'A', b'Z') & !word | latin;
        let letter = in_range((word | (0x20 * LOW)) & !HIGH, b'a', b'z') & !word | latin;
        letters |= pack(letter) << (8 * i);
        capitals |= pack(capital) << (8 * i);
    }
    (letters, capitals)
}

/// The high bit of each byte of `word` (all below 128) that lies in `[low, high]`.
fn in_range(word: u64, low: u8, high: u8) -> u64 {
    let above = word + LOW * u64::from(128 - low);
    let beyond = word + LOW * u64::from(127 - high);
    above & !beyond & HIGH
}

/// The high bits of eight bytes as one byte, the first one lowest.
fn pack(word: u64) -> u64 {
    ((word & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

fn first_four(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(four) => u32::from_le_bytes(*four),
        None => {
            let mut four = [0; 4];
            for (to, from) in four.iter_mut().zip(bytes.iter().skip(at)) {
                *to = *from;
            }
            u32::from_le_bytes(four)
        }
    }
}

/// A set of four-byte word beginnings, in any case; may say yes to others, never no to its own.
pub(super) struct Gate {
    bits: Vec<u64>,
}

/// What may follow a word of less than four letters, as the low five bits: space, line ends and common punctuation.
const FOLLOWERS: &[u8] = b" \n\t.,:'!?-=)";

impl Gate {
    /// The set of these beginnings; of a shorter word, with what can follow it.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Gate {
        let mut gate = Gate { bits: vec![0; 1024] };
        for word in words {
            gate.insert(word.as_bytes());
        }
        gate
    }

    fn insert(&mut self, word: &[u8]) {
        match word.first_chunk() {
            Some(four) => {
                let slot = slot(u32::from_le_bytes(*four));
                if let Some(bits) = self.bits.get_mut(slot / 64) {
                    *bits |= 1 << (slot % 64);
                }
            }
            None => {
                // Behind the byte that ends the word, anything may stand.
                let anything: Vec<u8> = (0..32).collect();
                let ended = word.last().is_some_and(|b| FOLLOWERS.contains(b));
                let next = if ended { &anything } else { FOLLOWERS };
                for byte in next {
                    let mut longer = [0; 4];
                    longer.iter_mut().zip(word.iter().chain([byte])).for_each(|(to, from)| *to = *from);
                    self.insert(longer.get(..=word.len()).unwrap_or_default());
                }
            }
        }
    }

    fn holds(&self, slot: usize) -> bool {
        self.bits.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
    }
}

/// Sixteen bits from the low five bits of four bytes: letters of either case are the same there.
fn slot(four: u32) -> usize {
    ((four & 0x1f1f_1f1f).wrapping_mul(0x9e37_79b1) >> 16) as usize
}
