//! Any bytes, read as a JSON document and as JSON lines.
#![no_main]

use foundry_core::read::FileFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    foundry_fuzz::read("input.json", FileFormat::Json, bytes);
    foundry_fuzz::read("input.ndjson", FileFormat::Ndjson, bytes);
});
