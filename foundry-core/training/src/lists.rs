//! Builds the name lists and clusters of the model file from the folder of gazetteers.

use std::collections::BTreeMap;
use std::path::Path;

use foundry_core::deid::tagger::training as core;

use crate::Failure;
use crate::data::lines;
use crate::packed::Bits;

/// Ranks up to which a word belongs to each band of frequency.
const BANDS: [usize; 6] = [500, 2_000, 6_000, 20_000, 50_000, 100_000];

/// The tables, as they stand in the file.
pub struct Tables {
    /// The sets of lists with the words of each, the coarse clusters, the words of each fine one.
    pub bytes: Vec<u8>,
}

impl Tables {
    /// Builds the tables from `folder/gazetteers`; `count` of the words with clusters are kept, the most frequent.
    pub fn build(folder: &Path, count: usize) -> Result<Tables, Failure> {
        let folder = folder.join("gazetteers");
        let mut bytes = names(&folder.join("merged_bitmask.tsv.gz"))?;
        bytes.extend(clusters(&folder.join("word_clusters_glove100k.tsv.gz"), count)?);
        Ok(Tables { bytes })
    }

    /// The tables, ready to look words up.
    pub fn lists(&self) -> Option<core::Lists> {
        core::Lists::read(&mut core::Reader::new(&self.bytes))
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

/// Every word of the name lists, set by set.
fn names(path: &Path) -> Result<Vec<u8>, Failure> {
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
    let kept: Vec<u16> = sets.iter().take(core::SETS).map(|(_, mask)| *mask).collect();
    // Of two words with one key the first stays.
    let mut keys: BTreeMap<u32, usize> = BTreeMap::new();
    for (hash, mask) in &masks {
        let nearest = kept.iter().enumerate().min_by_key(|(_, set)| (**set ^ mask).count_ones());
        let set = nearest.ok_or("the lists are empty")?.0;
        keys.entry(core::key(*hash, core::NAME_BITS)).or_insert(set);
    }
    let mut of_set: Vec<Vec<u32>> = vec![Vec::new(); kept.len()];
    for (key, set) in keys {
        of_set[set].push(key);
    }
    let mut bytes = (kept.len() as u16).to_le_bytes().to_vec();
    let mut bits = Bits::default();
    for (set, keys) in kept.iter().zip(&of_set) {
        bytes.extend(set.to_le_bytes());
        bytes.extend((keys.len() as u32).to_le_bytes());
        bits.keys(keys, core::NAME_BITS);
    }
    bytes.extend(bits.finish());
    Ok(bytes)
}

/// The coarse cluster of each fine one, and the words of each by how frequent they are.
fn clusters(path: &Path, count: usize) -> Result<Vec<u8>, Failure> {
    // Which coarse clusters the words of a fine one are in, and how many of them.
    let mut votes = vec![BTreeMap::<u8, usize>::new(); core::CLUSTERS];
    // Of two words with one key the more frequent stays.
    let mut keys: BTreeMap<u32, usize> = BTreeMap::new();
    for (rank, line) in lines(path)?.enumerate() {
        let line = line?;
        let mut fields = line.split('\t');
        let (Some(word), Some(fine), Some(coarse)) = (fields.next(), fields.next(), fields.next()) else {
            return Err("a line of the clusters has no cluster".into());
        };
        // 0 stands for unknown words, so the first two clusters are one.
        let fine = fine.parse::<usize>()?.clamp(1, core::CLUSTERS - 1);
        *votes[fine].entry(coarse.parse::<u8>()?.max(1)).or_default() += 1;
        if rank < count {
            let band = BANDS.iter().take_while(|band| rank >= **band).count().min(core::BANDS - 1);
            let key = core::key(core::Folded::new(word).hash(), core::CLUSTER_BITS);
            keys.entry(key).or_insert(fine * core::BANDS + band);
        }
    }
    let mut groups: Vec<Vec<u32>> = vec![Vec::new(); core::CLUSTERS * core::BANDS];
    for (key, group) in keys {
        groups[group].push(key);
    }
    let most = |votes: &BTreeMap<u8, usize>| {
        votes.iter().max_by_key(|(coarse, count)| (*count, 255 - *coarse)).map_or(0, |most| *most.0)
    };
    let mut bytes: Vec<u8> = votes.iter().map(most).collect();
    let mut bits = Bits::default();
    for keys in &groups {
        bits.rice(keys.len() as u32, core::COUNT_BITS);
        bits.keys(keys, core::CLUSTER_BITS);
    }
    bytes.extend(bits.finish());
    Ok(bytes)
}
