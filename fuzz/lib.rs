//! What the fuzz targets share: reading an input as a run does.
#![forbid(unsafe_code)]

use foundry_core::read::FileFormat;
use foundry_tests::read_whole;

/// Reads, detects and maps a whole input. Errors are fine; panics, endless loops and lost rows are not.
pub fn read(name: &str, format: FileFormat, bytes: &[u8]) {
    read_whole(name, Some(format), bytes);
}
