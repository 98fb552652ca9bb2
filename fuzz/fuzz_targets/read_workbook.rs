//! Any bytes, read as the workbooks that are not XLSX.
#![no_main]

use foundry_core::read::FileFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    foundry_fuzz::read("input.xls", FileFormat::Xls, bytes);
    foundry_fuzz::read("input.ods", FileFormat::Ods, bytes);
    foundry_fuzz::read("input.xlsb", FileFormat::Xlsb, bytes);
});
