//! Clusters of near duplicates among what is written, so that none crosses the parts of a split.

use super::Split;
use crate::filter::{Fingerprint, Index};

/// What was written, by cluster and part. Keeps about 500 bytes for each conversation.
pub(super) struct Clusters {
    index: Index,
    /// Of each conversation its cluster and part.
    placed: Vec<(u64, Split)>,
}

impl Clusters {
    /// With nothing written yet.
    pub(super) fn new(min_similarity: f64) -> Clusters {
        Clusters { index: Index::new(Some(min_similarity)), placed: Vec::new() }
    }

    /// The part and the cluster of the next conversation that is written: `wanted` where nothing is like it. Where an
    /// earlier one is, the part of that one; `None` if that cannot be, because a customer binds the conversation to
    /// another part (`is_bound`), or because it is like conversations of two parts.
    pub(super) fn place(
        &mut self,
        fingerprint: &Fingerprint,
        wanted: Split,
        is_bound: bool,
    ) -> Option<(Split, u64)> {
        let mut like = self.index.near(fingerprint);
        like.extend(self.index.equal(fingerprint));
        let mut placed = like.iter().filter_map(|entry| self.placed.get(*entry as usize));
        let (part, cluster) = match placed.clone().map(|(cluster, _)| *cluster).min() {
            None => (wanted, self.placed.len() as u64),
            Some(cluster) => {
                let (_, part) = placed.next()?;
                if placed.any(|(_, other)| other != part) || is_bound && *part != wanted {
                    return None;
                }
                (*part, cluster)
            }
        };
        self.index.insert(fingerprint);
        self.placed.push((cluster, part));
        Some((part, cluster))
    }
}
