//! Files, for the surfaces that have them: inputs by path and pattern, outputs that are whole or not there, data sets as
//! folders, a place for what does not fit into memory.
//!
//! A crate of its own because three surfaces need it (the command line, the Python and the Node package) and the core,
//! where their other shared half lies, has no file system.
#![warn(missing_docs)]

mod data_set;
mod input;
mod job;
mod output;
mod spill;

pub use data_set::{DataSet, data_paths};
pub use input::{Source, matching, not_utf8, refuse_as_output, refuse_twins};
pub use job::Job;
pub use output::{Access, Output, unfinished};
pub use spill::TempSpill;
