//! `report`: files in, the report of their run out.

use std::io::sink;
use std::ops::ControlFlow;

use foundry_core::conversation::Timestamp;
use foundry_core::group::MemorySpill;
use foundry_core::pipeline::{Outputs, RunOptions};
use foundry_core::report::{ReportData, ReportSettings};
use foundry_core::{Pipeline, PipelineConfig, Result};
use serde::Deserialize;
use serde_json::Value;

use super::process::{inputs, long_ago};
use super::{File, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    files: Vec<File>,
    #[serde(default = "long_ago")]
    now: Timestamp,
    #[serde(default)]
    report: ReportSettings,
}

pub(super) fn report(config: &Value, input: &Value) -> Result<Value> {
    let config = PipelineConfig::from_json(&config.to_string())?;
    let Wanted { files, now, report } = shaped(input);
    let files: Vec<(String, Vec<u8>)> = files.iter().map(File::named).collect();
    let data = run(&config, &files, now, &RunOptions::default(), &report)?;
    data.to_html()?;
    Ok(serde_json::to_value(&data).expect("a report is JSON"))
}

/// Runs a whole job in memory, keeps no data set, and gives its report.
pub fn run(
    config: &PipelineConfig,
    files: &[(String, Vec<u8>)],
    now: Timestamp,
    options: &RunOptions,
    report: &ReportSettings,
) -> Result<ReportData> {
    let (mut train, mut validation, mut test) = (sink(), sink(), sink());
    let outputs = Outputs {
        train: &mut train,
        validation: Some(&mut validation),
        test: Some(&mut test),
        provenance: None,
    };
    let mut go_on = |_| ControlFlow::Continue(());
    Pipeline::new(config, now)?.run_with_report(
        inputs(files),
        &mut MemorySpill::default(),
        outputs,
        options,
        report,
        &mut go_on,
    )
}
