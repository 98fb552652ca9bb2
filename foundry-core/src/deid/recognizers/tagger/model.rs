//! The model file: a head, the transitions, the lists, the weights.

use std::borrow::Cow;

use super::decode::STATES;
use super::features::row;
use super::lists::{BUCKETS, CLUSTER_ENTRY, Lists, NAME_ENTRY};
use super::sums::{ROW_BIAS, Sums};

/// Labels other than O: begin and inside, of four types.
pub const LABELS: usize = 8;
/// First bytes of the file.
pub const MAGIC: [u8; 8] = *b"FDRYNAME";
/// Version of the layout and of the templates; a file of another version is refused.
pub const VERSION: u32 = 2;
/// Bytes before the part that the checksum covers.
#[cfg(any(test, feature = "training"))]
pub const HEAD: usize = 44;

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
    weights: Cow<'static, [u8]>,
    gates: Cow<'static, [u8]>,
    checksum: [u8; 32],
}

impl Model {
    /// Reads a file; `None` when it is not one, is of another version or is cut off. The checksum is not computed.
    pub fn read(file: Cow<'static, [u8]>) -> Option<Model> {
        let mut reader = Reader { bytes: &file, at: 0 };
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
        let (sets, names, clusters) = (reader.number()?, reader.number()?, reader.number()?);
        let mut transitions = [[0; STATES]; STATES];
        for score in transitions.iter_mut().flatten() {
            *score = reader.short()? as i16;
        }
        let sets = (0..sets.min(256)).map(|_| reader.short()).collect::<Option<Vec<u16>>>()?;
        let name_counts = reader.take(BUCKETS)?;
        let name_entries = reader.range(names as usize * NAME_ENTRY)?;
        let cluster_counts = reader.take(BUCKETS)?;
        let cluster_entries = reader.range(clusters as usize * CLUSTER_ENTRY)?;
        let weights = reader.range(numbers.rows as usize * LABELS)?;
        let gates = reader.range(numbers.gates as usize)?;
        let lists = Lists::new(
            sets,
            (name_counts, part(&file, name_entries)),
            (cluster_counts, part(&file, cluster_entries)),
        )?;
        let (weights, gates) = (part(&file, weights), part(&file, gates));
        (numbers.rows > 0 && numbers.gates > 0).then_some(Model {
            numbers,
            transitions,
            lists,
            weights,
            gates,
            checksum,
        })
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

#[expect(clippy::ptr_arg, reason = "only the Cow tells whether its bytes live as long as the program")]
fn part(file: &Cow<'static, [u8]>, range: std::ops::Range<usize>) -> Cow<'static, [u8]> {
    match file {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(range).unwrap_or_default()),
        Cow::Owned(bytes) => Cow::Owned(bytes.get(range).unwrap_or_default().to_vec()),
    }
}

struct Reader<'f> {
    bytes: &'f [u8],
    at: usize,
}

impl<'f> Reader<'f> {
    fn range(&mut self, length: usize) -> Option<std::ops::Range<usize>> {
        let range = self.at..self.at.checked_add(length)?;
        self.bytes.get(range.clone())?;
        self.at = range.end;
        Some(range)
    }

    fn take(&mut self, length: usize) -> Option<&'f [u8]> {
        let range = self.range(length)?;
        self.bytes.get(range)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }
}
