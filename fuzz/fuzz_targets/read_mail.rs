//! Any bytes, read as a mailbox.
#![no_main]

use foundry_core::read::FileFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| foundry_fuzz::read("input.mbox", FileFormat::Mbox, bytes));
