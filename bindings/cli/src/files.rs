//! Paths as a command line means them: `-` is stdin or stdout. The rest is `foundry_files`.

use std::io;
use std::path::{Path, PathBuf};

use foundry_core::error::{Error, ErrorKind, Result};
pub use foundry_files::{Access, Output, Source, not_utf8, refuse_as_output};
use foundry_files::{matching, refuse_twins};

/// The file at this path, or stdin for `-`.
pub fn source(path: &Path) -> Result<Source> {
    if is_stdio(path) { Ok(Source::stdin()) } else { Source::new(path) }
}

/// The files of paths and patterns, in the order given, those of a pattern by name.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        if is_stdio(path) {
            sources.push(Source::stdin());
        } else {
            sources.extend(matching(path)?);
        }
    }
    if sources.iter().filter(|source| source.is_stdin()).count() > 1 {
        return Err(Error::new(ErrorKind::Config, "`-` is named more than once; stdin can be read once"));
    }
    refuse_twins(&sources)?;
    Ok(sources)
}

/// Whether a path means stdin or stdout.
pub fn is_stdio(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Starts writing; `-` is stdout.
pub fn create(path: &Path, access: Access) -> Result<Output> {
    if is_stdio(path) { Ok(Output::stream(io::stdout())) } else { Output::create(path, access) }
}
