//! A CSV of support messages on stdin, training data on stdout, the account of the run on stderr:
//! `cargo run --release -p foundry-core --example csv_to_jsonl < bindings/cli/examples/tickets.csv > train.jsonl`

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;

use foundry_core::conversation::Timestamp;
use foundry_core::group::MemorySpill;
use foundry_core::pipeline::{Input, RunOptions};
use foundry_core::{Error, Pipeline, PipelineConfig, Result};

/// The core has no clock: the caller says when "now" is. It dates the manifest and ends rolling date ranges.
const NOW: Timestamp = Timestamp(1_769_904_000_000);

fn main() -> Result<()> {
    let config = PipelineConfig::from_json(
        r#"{
            "exportFormat": "jsonl_conversation",
            "filterSettings": {"minMessageCount": 2, "requireRoles": ["customer", "agent"]}
        }"#,
    )?;
    let pipeline = Pipeline::new(&config, NOW)?;

    let input = Input { name: "stdin.csv".into(), reader: Box::new(std::io::stdin()), size: None };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let manifest = pipeline.run(
        vec![input],
        &mut MemorySpill::default(),
        &mut out,
        &RunOptions::default(),
        &mut |_progress| ControlFlow::Continue(()),
    )?;
    out.flush().map_err(|e| Error::io("writing the data set", e))?;

    let counts = &manifest.counts;
    eprintln!("{} rows, {} left out", counts.rows_read, counts.rows_rejected);
    eprintln!("{} conversations, {} filtered", counts.conversations, counts.filtered);
    eprintln!("{} examples written; findings: {:?}", counts.export.records, manifest.findings);
    Ok(())
}
