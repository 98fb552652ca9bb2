//! Training of the name model: labelled texts in, one model file out, the same bytes every time.

pub mod augment;
pub mod crf;
pub mod data;
pub mod evaluate;
pub mod exp;
pub mod file;
pub mod labelled;
pub mod lists;
pub mod own_texts;
pub mod packed;
pub mod random;
pub mod sequence;
pub mod synth;

/// What can go wrong: files that are missing or not as they should be.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
