//! Any bytes, checked as every format: told of, never a failure.
#![no_main]

use foundry_core::export::{ExportFormat, validate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in ExportFormat::ALL {
        if format != ExportFormat::Parquet {
            let report = validate(bytes, format).expect("memory can be read");
            assert_eq!(report.valid, report.problems.iter().all(|problem| problem.warning));
        }
    }
});
