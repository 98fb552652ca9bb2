//! Whole runs in memory, for the tests that look at their output.

use std::fs;

use foundry_core::conversation::Timestamp;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::export::ExportFormat;
use foundry_core::pipeline::RunOptions;
use foundry_core::{PipelineConfig, Result};
use foundry_tests::{examples_folder, run_pipeline};

/// 2026-02-01T00:00:00Z, after every date of the examples.
pub const NOW: Timestamp = Timestamp(1_769_904_000_000);

/// The examples that can be processed without settings.
pub const EXAMPLES: [&str; 7] = [
    "tickets.csv",
    "chats_latin1.csv",
    "helpdesk.xlsx",
    "zendesk_tickets.json",
    "chat_log.ndjson.gz",
    "faq_pairs.csv",
    "transcripts.csv",
];

/// The bytes of an example file.
pub fn example(name: &str) -> Vec<u8> {
    fs::read(examples_folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Runs one file with these settings.
pub fn run(
    config: &PipelineConfig,
    name: &str,
    bytes: &[u8],
    options: &RunOptions,
) -> Result<(String, Manifest)> {
    let files = [(name.to_owned(), bytes.to_vec())];
    let (output, manifest) = run_pipeline(config, &files, NOW, options)?;
    Ok((String::from_utf8(output).expect("exports are UTF-8"), manifest))
}

/// Runs one file with nothing but an export format.
pub fn run_as(format: ExportFormat, name: &str, bytes: &[u8]) -> Result<(String, Manifest)> {
    let config = PipelineConfig { export_format: format, ..PipelineConfig::default() };
    run(&config, name, bytes, &RunOptions::default())
}

/// Checks the sums that every manifest must satisfy.
pub fn assert_counts_add_up(manifest: &Manifest) {
    let counts = &manifest.counts;
    assert_eq!(counts.rows_read, counts.rows_mapped + counts.rows_rejected, "rows");
    assert_eq!(counts.conversations, counts.kept + counts.filtered, "conversations");
    assert_eq!(counts.filtered, counts.filtered_by_reason.values().sum::<u64>(), "filtered");
    assert_eq!(
        counts.kept,
        counts.export.conversations + counts.export.dropped.values().sum::<u64>(),
        "kept"
    );
    assert!(counts.messages >= counts.rows_mapped, "every mapped row gives a message");
    assert!(counts.export.messages <= counts.messages, "no message is written that was not read");
    assert_eq!(manifest.leak_audit.residual, 0, "residual");
    let rejected = manifest.warnings.iter().filter(|w| w.rejected).count() as u64;
    assert!(rejected <= counts.rows_rejected, "rejecting warnings");
    assert!(manifest.warnings.len() as u64 <= manifest.warning_counts.values().sum::<u64>(), "warnings");
}
