//! The shared cases of `tests/cases`: loading them, making their calls on the core, comparing what comes back.
//!
//! The Python, Node, WASM and command-line runners read the same files; `tests/cases/README.md` is the format.

pub mod calls;
pub mod case;
pub mod compare;
pub mod encoders;
pub mod whole;

pub use calls::{CALLS, run_case, run_pipeline, run_report};
pub use case::{Case, CaseFile, Expected, load_cases};
pub use compare::difference;
pub use whole::read_whole;

use std::path::{Path, PathBuf};

/// The top of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie below the top").to_path_buf()
}

/// The folder of the shared cases.
pub fn cases_folder() -> PathBuf {
    repository().join("tests/cases")
}

/// The folder of the example files.
pub fn examples_folder() -> PathBuf {
    repository().join("bindings/cli/examples")
}
