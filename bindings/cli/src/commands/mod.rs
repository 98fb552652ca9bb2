//! One file per command: its options, and how it calls the core.

pub mod completions;
pub mod deid;
pub mod eval;
pub mod find;
pub mod inspect;
pub mod preview;
pub mod process;
pub mod reidentify;
pub mod report;
pub mod scan;
pub mod schema;
mod settings_file;
pub mod validate;
