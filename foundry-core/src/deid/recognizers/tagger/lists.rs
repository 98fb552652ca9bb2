//! Name lists and word clusters as fingerprint tables: a word is known by a bucket and a few bits of its hash, so the
//! letters themselves are not stored. One unknown word in some thousand is taken for a known one.

use std::borrow::Cow;

use super::word::list;

/// Buckets of a table, as a power of two.
const BUCKET_BITS: u32 = 15;
/// Buckets of a table.
pub const BUCKETS: usize = 1 << BUCKET_BITS;
/// Bytes of one entry of the name lists: 16 bits of the hash, the number of its set of lists.
pub const NAME_ENTRY: usize = 3;
/// Bytes of one entry of the clusters: 12 bits of the hash, 10 fine cluster, 7 coarse cluster, 3 band.
pub const CLUSTER_ENTRY: usize = 4;
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
    /// 1 to 127.
    pub coarse: u8,
    /// 1 to 6.
    pub band: u8,
}

/// The bucket of a hash and the bits that tell its entries apart.
pub fn place(hash: u64) -> (usize, u16) {
    ((hash >> (64 - BUCKET_BITS)) as usize, (hash >> 32) as u16)
}

/// Packs an entry of the clusters.
#[cfg(feature = "training")]
pub fn pack(hash: u64, cluster: Cluster) -> [u8; CLUSTER_ENTRY] {
    let mark = u32::from(place(hash).1 & 0xFFF);
    (mark << 20 | u32::from(cluster.fine) << 10 | u32::from(cluster.coarse) << 3 | u32::from(cluster.band))
        .to_le_bytes()
}

/// Both tables, as they stand in the model file.
pub struct Lists {
    /// The sets of lists that occur.
    sets: Vec<u16>,
    names: Table<NAME_ENTRY>,
    clusters: Table<CLUSTER_ENTRY>,
}

impl Lists {
    /// Tables over the bytes of a file; `None` when a table's counts do not fit its bytes.
    pub fn new(
        sets: Vec<u16>,
        names: (&[u8], Cow<'static, [u8]>),
        clusters: (&[u8], Cow<'static, [u8]>),
    ) -> Option<Lists> {
        Some(Lists {
            sets,
            names: Table::new(names.0, names.1)?,
            clusters: Table::new(clusters.0, clusters.1)?,
        })
    }

    /// The lists that hold a word, and its part in entries of several words.
    pub fn names(&self, hash: u64) -> (u16, Part) {
        let (bucket, mark) = place(hash);
        let mark = mark.to_le_bytes();
        let found = self.names.bucket(bucket).iter().find(|entry| entry[..2] == mark);
        let set = found.and_then(|entry| self.sets.get(usize::from(entry[2]))).copied().unwrap_or(0);
        let part = Part { begins: set & BEGINS != 0, goes_on: set & GOES_ON != 0 };
        (set & !(BEGINS | GOES_ON), part)
    }

    /// Cluster and frequency of a word.
    pub fn cluster(&self, hash: u64) -> Cluster {
        let (bucket, mark) = place(hash);
        for entry in self.clusters.bucket(bucket) {
            let entry = u32::from_le_bytes(*entry);
            if entry >> 20 == u32::from(mark & 0xFFF) {
                return Cluster {
                    fine: (entry >> 10 & 0x3FF) as u16,
                    coarse: (entry >> 3 & 0x7F) as u8,
                    band: (entry & 7) as u8,
                };
            }
        }
        Cluster::default()
    }
}

/// Entries of `N` bytes in buckets.
struct Table<const N: usize> {
    /// First entry of each bucket, and one more.
    starts: Vec<u32>,
    entries: Cow<'static, [u8]>,
}

impl<const N: usize> Table<N> {
    fn new(counts: &[u8], entries: Cow<'static, [u8]>) -> Option<Table<N>> {
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut start = 0u32;
        starts.push(0);
        for count in counts {
            start += u32::from(*count);
            starts.push(start);
        }
        (counts.len() == BUCKETS && start as usize * N == entries.len()).then_some(Table { starts, entries })
    }

    fn bucket(&self, bucket: usize) -> &[[u8; N]] {
        let entries = self.entries.as_chunks::<N>().0;
        let (Some(start), Some(end)) = (self.starts.get(bucket), self.starts.get(bucket + 1)) else {
            return &[];
        };
        entries.get(*start as usize..*end as usize).unwrap_or_default()
    }
}
