//! Name lists and word clusters as fingerprint tables: a word is known by some bits of its hash, so the letters themselves
//! are not stored. Of 300 unknown words one is taken for a known one, the same one in training.

use super::model::Reader;
use super::packed::{Bits, low_bits};
use super::word::list;

/// Bits of the hash that tell the entries of the name lists apart.
pub const NAME_BITS: u32 = 26;
/// The same for the clusters.
pub const CLUSTER_BITS: u32 = 25;
/// Bits of the key that find the bucket of an entry.
const BUCKET_BITS: u32 = 15;
/// Sets of lists, at most.
pub const SETS: usize = 256;
/// Fine clusters; 0 stands for unknown words.
pub const CLUSTERS: usize = 1024;
/// Bands of frequency.
pub const BANDS: usize = 6;
/// Low bits of the number of words in a cluster's band.
pub const COUNT_BITS: u32 = 3;
/// Flag among the bits of a set of lists: entries of several words begin with this word.
pub const BEGINS: u16 = 1 << 15;
/// Flag among the bits of a set of lists: this word stands in entries of several words behind the first one.
pub const GOES_ON: u16 = list::PHRASE;

/// The part of a word in entries of several words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// It begins some.
    pub begins: bool,
    /// It stands in some behind the first word.
    pub goes_on: bool,
}

/// Cluster and frequency of a word; all 0 for unknown words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cluster {
    /// 1 to 1023.
    pub fine: u16,
    /// 1 to 127; the same for all words of a fine cluster.
    pub coarse: u8,
    /// 1 to 6.
    pub band: u8,
}

/// The bits of a hash that tell entries apart.
pub fn key(hash: u64, bits: u32) -> u32 {
    (hash >> (64 - bits)) as u32
}

/// Both tables, as they are looked at.
pub struct Lists {
    /// The sets of lists that occur.
    sets: Vec<u16>,
    /// The coarse cluster of each fine one.
    coarse: Vec<u8>,
    names: Table,
    clusters: Table,
}

impl Lists {
    /// Reads both tables; `None` when they are cut off.
    pub fn read(reader: &mut Reader<'_>) -> Option<Lists> {
        let count = usize::from(reader.short()?).min(SETS);
        let mut sets = Vec::with_capacity(count);
        let mut counts = Vec::with_capacity(count);
        for _ in 0..count {
            sets.push(reader.short()?);
            counts.push(reader.number()?);
        }
        let names = Table::read(reader, NAME_BITS, |bits, keys| {
            for (set, count) in counts.iter().enumerate() {
                keys.add(bits, *count, set as u32);
            }
        })?;
        let coarse = reader.take(CLUSTERS)?.to_vec();
        let clusters = Table::read(reader, CLUSTER_BITS, |bits, keys| {
            for group in 0..(CLUSTERS * BANDS) as u32 {
                let count = bits.rice(COUNT_BITS);
                keys.add(bits, count, group);
            }
        })?;
        Some(Lists { sets, coarse, names, clusters })
    }

    /// The lists that hold a word, and its part in entries of several words.
    pub fn names(&self, hash: u64) -> (u16, Part) {
        let set = self.names.find(hash).and_then(|set| self.sets.get(set as usize)).copied().unwrap_or(0);
        let part = Part { begins: set & BEGINS != 0, goes_on: set & GOES_ON != 0 };
        (set & !(BEGINS | GOES_ON), part)
    }

    /// Cluster and frequency of a word.
    pub fn cluster(&self, hash: u64) -> Cluster {
        let Some(group) = self.clusters.find(hash) else { return Cluster::default() };
        let fine = group as usize / BANDS;
        Cluster {
            fine: fine as u16,
            coarse: self.coarse.get(fine).copied().unwrap_or_default(),
            band: (group as usize % BANDS) as u8 + 1,
        }
    }
}

/// Keys in buckets, with what each stands for.
struct Table {
    bits: u32,
    /// First entry of each bucket, and one more.
    starts: Vec<u32>,
    /// Low bits of the key, then [`VALUE_BITS`] of what it stands for.
    entries: Vec<u32>,
}

/// Bits of what a key stands for.
const VALUE_BITS: u32 = 16;

/// Keys as they are read, group by group.
struct Keys {
    bits: u32,
    /// Most keys there can be: more is no table.
    most: usize,
    all: Vec<(u32, u16)>,
}

impl Keys {
    fn add(&mut self, bits: &mut Bits<'_>, count: u32, value: u32) {
        let low = low_bits(count, self.bits);
        let mut next = 0u32;
        for _ in 0..count {
            if self.all.len() >= self.most {
                return;
            }
            let key = next.wrapping_add(bits.rice(low));
            self.all.push((key, value as u16));
            next = key.wrapping_add(1);
        }
    }
}

impl Table {
    fn read(
        reader: &mut Reader<'_>,
        bits: u32,
        groups: impl FnOnce(&mut Bits<'_>, &mut Keys),
    ) -> Option<Table> {
        let length = reader.number()? as usize;
        let packed = reader.take(length)?;
        let most = length.saturating_mul(8);
        let mut keys = Keys { bits, most, all: Vec::new() };
        groups(&mut Bits::new(packed), &mut keys);
        let bucket = |key: u32| (key >> (bits - BUCKET_BITS)) as usize;
        let mut starts = vec![0u32; (1 << BUCKET_BITS) + 1];
        for (key, _) in &keys.all {
            *starts.get_mut(bucket(*key) + 1)? += 1;
        }
        let mut start = 0;
        for count in &mut starts {
            start += *count;
            *count = start;
        }
        let mut entries = vec![0; keys.all.len()];
        let mut next = starts.clone();
        for (key, value) in keys.all {
            let at = next.get_mut(bucket(key))?;
            let low = key & ((1 << (bits - BUCKET_BITS)) - 1);
            *entries.get_mut(*at as usize)? = low << VALUE_BITS | u32::from(value);
            *at += 1;
        }
        Some(Table { bits, starts, entries })
    }

    /// What the key of a hash stands for.
    fn find(&self, hash: u64) -> Option<u32> {
        let key = key(hash, self.bits);
        let bucket = (key >> (self.bits - BUCKET_BITS)) as usize;
        let low = key & ((1 << (self.bits - BUCKET_BITS)) - 1);
        let range = *self.starts.get(bucket)? as usize..*self.starts.get(bucket + 1)? as usize;
        let entry = self.entries.get(range)?.iter().find(|entry| **entry >> VALUE_BITS == low)?;
        Some(entry & ((1 << VALUE_BITS) - 1))
    }
}
