//! What the fuzz targets share: reading an input as a run does.
#![forbid(unsafe_code)]

use std::sync::Once;

use foundry_core::read::FileFormat;
use foundry_tests::read_whole;

/// Reads, detects and maps a whole input. Errors are fine; panics, endless loops and lost rows are not.
pub fn read(name: &str, format: FileFormat, bytes: &[u8]) {
    let_caught_panics_pass();
    read_whole(name, Some(format), bytes);
}

/// Lets a panic of the library for old workbooks pass, which its caller catches; the fuzzer would stop at any. One that
/// nobody catches still ends it.
pub fn let_caught_panics_pass() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|_| {})));
}
