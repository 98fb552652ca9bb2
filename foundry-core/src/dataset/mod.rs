//! What surrounds the lines of a data set.

pub mod manifest;
