//! What surrounds the lines of a data set.

pub mod hash;
pub mod manifest;
