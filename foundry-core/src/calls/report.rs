//! `report`: what conversations are like and what a run makes of them, no data set kept.

use std::io;
use std::ops::ControlFlow;

use crate::config::PipelineConfig;
use crate::conversation::Timestamp;
use crate::error::Result;
use crate::group::Spill;
use crate::pipeline::{Input, Outputs, Pipeline, Progress, RunOptions};
use crate::report::{ReportData, ReportSettings};

/// Runs the whole job, keeps no data set, and gives its report. Tokens are counted where this build can count them.
///
/// # Errors
/// Those of a run; of kind `Cancelled` where `progress` stops it.
pub fn report(
    config: &PipelineConfig,
    inputs: Vec<Input<'_>>,
    spill: &mut dyn Spill,
    now: Timestamp,
    options: &RunOptions,
    shown: &ReportSettings,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ReportData> {
    let mut config = config.clone();
    config.export_config.count_tokens |= cfg!(feature = "tokens");
    let mut nowhere = [io::sink(), io::sink(), io::sink()];
    let outputs = Outputs::nowhere(&mut nowhere);
    Pipeline::new(&config, now)?.run_with_report(inputs, spill, outputs, options, shown, progress)
}
