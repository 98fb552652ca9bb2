//! Builds the name lists and clusters of the model file from the folder of gazetteers.

use std::collections::BTreeMap;
use std::path::Path;

use foundry_core::deid::tagger::training as core;

use crate::Failure;
use crate::data::lines;

/// Ranks up to which a word belongs to each band of frequency.
const BANDS: [usize; 6] = [500, 2_000, 6_000, 20_000, 50_000, 100_000];

/// The tables, as they stand in the file.
pub struct Tables {
    /// Sets of lists that occur.
    pub sets: Vec<u16>,
    /// Entries in each bucket of the names.
    pub name_counts: Vec<u8>,
    /// Entries of the names.
    pub names: Vec<u8>,
    /// Entries in each bucket of the clusters.
    pub cluster_counts: Vec<u8>,
    /// Entries of the clusters.
    pub clusters: Vec<u8>,
}

impl Tables {
    /// Builds the tables from `folder/gazetteers`.
    pub fn build(folder: &Path) -> Result<Tables, Failure> {
        let folder = folder.join("gazetteers");
        let (sets, name_counts, names) = names(&folder.join("merged_bitmask.tsv.gz"))?;
        let (cluster_counts, clusters) = clusters(&folder.join("word_clusters_glove100k.tsv.gz"))?;
        Ok(Tables { sets, name_counts, names, cluster_counts, clusters })
    }

    /// The tables, ready to look words up.
    pub fn lists(&self) -> Option<core::Lists> {
        core::Lists::new(
            self.sets.clone(),
            (&self.name_counts, self.names.clone().into()),
            (&self.cluster_counts, self.clusters.clone().into()),
        )
    }
}

/// The hashes of the words of an entry.
fn words(entry: &str, tokens: &mut Vec<core::Token>) -> Vec<u64> {
    core::tokenize(entry, 0, &[], tokens);
    tokens
        .iter()
        .map(|token| core::Folded::new(&entry[token.start as usize..token.end as usize]).hash())
        .collect()
}

type Names = (Vec<u16>, Vec<u8>, Vec<u8>);

fn names(path: &Path) -> Result<Names, Failure> {
    let mut masks: BTreeMap<u64, u16> = BTreeMap::new();
    let mut tokens = Vec::new();
    for line in lines(path)? {
        let line = line?;
        let (entry, mask) = line.split_once('\t').ok_or("a line of the lists has no mask")?;
        let mask = mask.trim().parse::<u16>()? & !core::GOES_ON;
        match words(entry, &mut tokens)[..] {
            [] => {}
            [one] => *masks.entry(one).or_default() |= mask,
            [first, ..] if tokens.len() <= 4 => {
                *masks.entry(first).or_default() |= core::BEGINS;
                let mut all = 0;
                for (number, word) in words(entry, &mut tokens).iter().enumerate() {
                    if number > 1 {
                        // What stands so far begins a longer entry.
                        *masks.entry(all).or_default() |= core::BEGINS;
                    }
                    if number > 0 {
                        *masks.entry(*word).or_default() |= core::GOES_ON;
                    }
                    all = core::join(all, u64::from(*word as u32 | 1));
                }
                *masks.entry(all).or_default() |= mask;
            }
            _ => {}
        }
    }
    let mut frequent: BTreeMap<u16, usize> = BTreeMap::new();
    for mask in masks.values() {
        *frequent.entry(*mask).or_default() += 1;
    }
    let mut sets: Vec<(usize, u16)> = frequent.into_iter().map(|(mask, count)| (count, mask)).collect();
    sets.sort_unstable_by(|a, b| b.cmp(a));
    // The rarest sets stand with the next that has most of their lists.
    let kept: Vec<u16> = sets.iter().take(256).map(|(_, mask)| *mask).collect();
    let number = |mask: u16| {
        let nearest = kept.iter().enumerate().min_by_key(|(_, set)| (**set ^ mask).count_ones());
        nearest.map_or(0, |(number, _)| number as u8)
    };
    let entries = masks.iter().map(|(hash, mask)| {
        let (bucket, mark) = core::place(*hash);
        let [low, high] = mark.to_le_bytes();
        (bucket, mark, [low, high, number(*mask)])
    });
    let (counts, bytes) = table(entries.collect());
    Ok((kept, counts, bytes))
}

fn clusters(path: &Path) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let mut entries = Vec::new();
    for (rank, line) in lines(path)?.enumerate() {
        let line = line?;
        let mut fields = line.split('\t');
        let (Some(word), Some(fine), Some(coarse)) = (fields.next(), fields.next(), fields.next()) else {
            return Err("a line of the clusters has no cluster".into());
        };
        // 0 stands for unknown words, so the first two clusters are one.
        let cluster = core::Cluster {
            fine: fine.parse::<u16>()?.max(1),
            coarse: coarse.parse::<u8>()?.max(1),
            band: 1 + BANDS.iter().take_while(|band| rank >= **band).count().min(5) as u8,
        };
        let hash = core::Folded::new(word).hash();
        let (bucket, mark) = core::place(hash);
        entries.push((bucket, mark & 0xFFF, core::pack(hash, cluster)));
    }
    // Of two words with one mark the more frequent stays.
    Ok(table(entries))
}

fn table<const N: usize>(mut entries: Vec<(usize, u16, [u8; N])>) -> (Vec<u8>, Vec<u8>) {
    entries.sort_by_key(|(bucket, mark, _)| (*bucket, *mark));
    entries.dedup_by_key(|(bucket, mark, _)| (*bucket, *mark));
    let mut counts = vec![0u8; core::BUCKETS];
    let mut bytes = Vec::with_capacity(entries.len() * N);
    for (bucket, _, entry) in entries {
        if counts[bucket] < u8::MAX {
            counts[bucket] += 1;
            bytes.extend(entry);
        }
    }
    (counts, bytes)
}
