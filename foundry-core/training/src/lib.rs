//! Training of the name model: labelled texts in, one model file out, the same bytes every time.

pub mod labelled;
pub mod synth;
