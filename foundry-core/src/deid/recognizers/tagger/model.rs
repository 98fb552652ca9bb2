//! The model file: a head, the transitions, the lists, the weights.

use super::decode::STATES;
use super::features::row;
use super::lists::Lists;
use super::packed::read_rows;
use super::sums::{ROW_BIAS, Sums};

/// Labels other than O: begin and inside, of four types.
pub const LABELS: usize = 8;
/// First bytes of the file.
pub const MAGIC: [u8; 8] = *b"FDRYNAME";
/// Version of the layout and of the templates; a file of another version is refused.
pub const VERSION: u32 = 3;
/// Bytes before the part that the checksum covers.
#[cfg(any(test, feature = "training"))]
pub const HEAD: usize = 44;

/// Most rows of a table: a file that says more is no model.
const MOST_ROWS: u32 = 1 << 22;

/// The numbers in the file besides tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Rows of the weight table.
    pub rows: u32,
    /// Weights of the gate.
    pub gates: u32,
    /// What a score of 1.0 is in units of the weights.
    pub unit: i32,
    /// What the gate must give to one token of a stretch that is looked at closely.
    pub gate: i32,
    /// What the gate must give to the tokens around it.
    pub near: i32,
    /// What is taken from the score of O for a balanced result.
    pub balanced: i32,
    /// What is taken from the score of O for high recall.
    pub recall: i32,
}

/// A model, read.
pub struct Model {
    /// The numbers of the head.
    pub numbers: Numbers,
    /// Score of a label behind a label.
    pub transitions: [[i16; STATES]; STATES],
    lists: Lists,
    weights: Vec<u8>,
    gates: Vec<u8>,
    checksum: [u8; 32],
}

impl Model {
    /// Reads a file; `None` when it is not one, is of another version or is cut off. The checksum is not computed.
    pub fn read(file: &[u8]) -> Option<Model> {
        let mut reader = Reader { bytes: file };
        if reader.take(8)? != MAGIC || reader.number()? != VERSION {
            return None;
        }
        let checksum = reader.take(32)?.try_into().ok()?;
        let numbers = Numbers {
            rows: reader.number()?,
            gates: reader.number()?,
            unit: reader.number()? as i32,
            gate: reader.number()? as i32,
            near: reader.number()? as i32,
            balanced: reader.number()? as i32,
            recall: reader.number()? as i32,
        };
        if !(1..=MOST_ROWS).contains(&numbers.rows) || !(1..=MOST_ROWS).contains(&numbers.gates) {
            return None;
        }
        let mut transitions = [[0; STATES]; STATES];
        for score in transitions.iter_mut().flatten() {
            *score = reader.short()? as i16;
        }
        let lists = Lists::read(&mut reader)?;
        let weights = read_rows(&mut reader, numbers.rows as usize)?;
        let gates = read_rows(&mut reader, (numbers.gates as usize).div_ceil(LABELS))?;
        Some(Model { numbers, transitions, lists, weights, gates, checksum })
    }

    /// Adds the rows of templates to sums, each with its bias.
    #[inline(always)]
    pub fn add(&self, keys: &[u32], sums: &mut Sums) {
        let rows = self.weights.as_chunks::<LABELS>().0;
        for key in keys {
            if let Some(weights) = rows.get(row(*key, self.numbers.rows)) {
                sums.add_row(*weights);
            }
        }
    }

    /// The weight of a template of the gate.
    #[inline(always)]
    pub fn gate(&self, key: u32) -> i16 {
        self.gates.get(row(key, self.numbers.gates)).map_or(0, |weight| i16::from(*weight) - ROW_BIAS as i16)
    }

    /// The name lists and clusters.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// SHA-256 of what is behind the head, as the head has it.
    pub fn checksum(&self) -> &[u8; 32] {
        &self.checksum
    }

    /// Tells models apart.
    pub fn identity(&self) -> u64 {
        self.checksum.iter().take(8).fold(1, |all, byte| all << 8 | u64::from(*byte)) | 1
    }
}

/// What is left of a file to read.
pub struct Reader<'f> {
    bytes: &'f [u8],
}

impl<'f> Reader<'f> {
    /// Reads `bytes` from their start.
    #[cfg(feature = "training")]
    pub fn new(bytes: &'f [u8]) -> Reader<'f> {
        Reader { bytes }
    }

    /// The next bytes; `None` when there are not so many.
    pub fn take(&mut self, length: usize) -> Option<&'f [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    /// The next four bytes, the lowest first.
    pub fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    /// The next two bytes, the lowest first.
    pub fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }
}
