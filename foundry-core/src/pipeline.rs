//! The whole job in one call: the only file that knows every stage.

mod clusters;
mod intake;
mod ledger;
#[cfg(feature = "compression")]
mod members;
mod outputs;
pub mod preview;
mod process;
mod selection;

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use crate::config::PipelineConfig;
use crate::conversation::Timestamp;
use crate::dataset::manifest::{Manifest, OutputSummary};
use crate::dataset::split::Split;
use crate::deid::{Deidentifier, SpanModel};
use crate::error::Result;
use crate::export::{ExportFormat, Exporter};
use crate::filter::{Filter, FilterReport};
use crate::group::{Grouper, Spill};
use crate::mapping::Mapper;
use crate::report::{Gathered, ReportData, ReportSettings};
use ledger::Ledger;
pub use outputs::Outputs;
use selection::SelectionPlan;

/// One input of a run.
pub struct Input<'r> {
    /// Its name, for errors, the manifest and as a hint for the format.
    pub name: String,
    /// Its bytes.
    pub reader: Box<dyn Read + Send + 'r>,
    /// Its size in bytes, if known, for progress.
    pub size: Option<u64>,
}

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Reading, mapping and grouping.
    Read,
    /// Cleaning, de-identifying, filtering and exporting.
    Process,
}

/// How far a run is; given to the progress callback a few times per megabyte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Where it is.
    pub phase: Phase,
    /// Bytes read so far, over all inputs.
    pub bytes_read: u64,
    /// Bytes of all inputs, if known.
    pub bytes_total: Option<u64>,
    /// Rows read so far.
    pub rows_read: u64,
    /// Conversations done.
    pub conversations_done: u64,
    /// Conversations in all, as far as those that are done tell; exact at the end, 0 while reading.
    pub conversations_total: u64,
    /// Examples written so far.
    pub records_written: u64,
}

/// What steers how a run uses the machine. None of it changes a byte of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOptions {
    /// Worker threads, 1 and up.
    pub threads: usize,
    /// Bytes of messages held in memory before they go to the spill place.
    pub memory_budget: usize,
    /// Stop after this many data rows over all inputs, for previews and dry runs.
    pub row_limit: Option<u64>,
}

impl Default for RunOptions {
    fn default() -> RunOptions {
        RunOptions { threads: 1, memory_budget: 32 << 20, row_limit: None }
    }
}

/// A run made ready: settings checked, recognizers built. May be used for many runs.
pub struct Pipeline {
    config: PipelineConfig,
    now: Timestamp,
    deidentifier: Deidentifier,
    filter: Filter,
    exporter: Exporter,
}

/// What a run gives beside its bytes.
struct Done {
    manifest: Manifest,
    filters: Option<FilterReport>,
    gathered: Option<Gathered>,
}

impl Pipeline {
    /// Checks all settings. `now` is the end of a rolling date range and the date of the manifest.
    pub fn new(config: &PipelineConfig, now: Timestamp) -> Result<Pipeline> {
        Pipeline::with_model(config, now, None)
    }

    /// The same, with a model of the caller's that looks for personal data too, if there is one. The snapshot of the
    /// settings in the manifest names it.
    pub fn with_model(
        config: &PipelineConfig,
        now: Timestamp,
        model: Option<Arc<dyn SpanModel>>,
    ) -> Result<Pipeline> {
        // Mappings are compiled again for each input; here only to refuse wrong ones before any byte is read.
        if !config.mappings.is_empty() {
            Mapper::new(&config.mappings, &config.mapping_options)?;
        }
        let deidentifier = Deidentifier::with_model(&config.pii_settings, model)?;
        let mut config = config.clone();
        config.pii_settings.span_model.clone_from(&deidentifier.settings().span_model);
        Ok(Pipeline {
            now,
            deidentifier,
            filter: Filter::new(&config.filter_settings, now)?,
            exporter: Exporter::new(config.export_format, &config.export_config)?,
            config,
        })
    }

    /// Runs everything: inputs in, the data set out, the account back. The callback may stop the run, which then
    /// ends with an error of kind `Cancelled`; what was written to `out` by then is no data set.
    pub fn run(
        &self,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        out: &mut dyn Write,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Manifest> {
        self.run_into(inputs, spill, Outputs::whole(out), options, progress)
    }

    /// The same with a place for each part of a split, and for the origin of each line.
    pub fn run_into(
        &self,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        outputs: Outputs<'_>,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Manifest> {
        let plan = SelectionPlan::new(&self.config, false);
        Ok(self.run_through(plan, None, inputs, spill, outputs, options, progress)?.manifest)
    }

    /// The same, gathering a report on the way; its manifest is that of the run. The data set does not change.
    pub fn run_with_report(
        &self,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        outputs: Outputs<'_>,
        options: &RunOptions,
        report: &ReportSettings,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ReportData> {
        let gathering = Some(Gathered::new(report, &self.config)?);
        let plan = SelectionPlan::new(&self.config, false);
        let done = self.run_through(plan, gathering, inputs, spill, outputs, options, progress)?;
        Ok(ReportData::new(done.manifest, done.gathered))
    }

    /// Does everything but write, and tells what each filter rule leaves out, alone and in order. The manifest is that
    /// of a run.
    pub fn dry_run(
        &self,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(Manifest, FilterReport)> {
        let mut nowhere = [std::io::sink(), std::io::sink(), std::io::sink()];
        let outputs = Outputs::nowhere(&mut nowhere);
        let plan = SelectionPlan::new(&self.config, true);
        let done = self.run_through(plan, None, inputs, spill, outputs, options, progress)?;
        Ok((done.manifest, done.filters.unwrap_or_default()))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what the three kinds of run differ in stands beside what they share"
    )]
    fn run_through(
        &self,
        plan: Option<SelectionPlan>,
        gathering: Option<Gathered>,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        outputs: Outputs<'_>,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Done> {
        outputs.check(&self.config)?;
        let parts = outputs::Parts::new(&self.config, outputs.provenance.is_some())?;
        let mut ledger = Ledger::new(&inputs, progress);
        let mut grouper = Grouper::new(spill, options.memory_budget);
        let intake = intake::read_all(&self.config, inputs, &mut grouper, options, &mut ledger)?;
        let partitions = grouper.finish(intake.rules);
        let stages = process::Stages {
            clean_settings: &self.config.clean_settings,
            deidentifier: &self.deidentifier,
            filter: &self.filter,
            exporter: &self.exporter,
            parts: parts.as_ref(),
            selection: plan.as_ref(),
            writes_metadata: intake::writes_metadata(&self.config),
            custom_fields: &intake.custom_fields,
            gathering: gathering.as_ref(),
        };
        let mut sinks = outputs::Sinks::begin(outputs, &self.exporter, &self.config)?;
        let filters = process::write_all(&stages, &partitions, &mut sinks, options.threads, &mut ledger)?;
        let (bytes, sha256, splits) = sinks.finish(&self.exporter)?;
        let output = OutputSummary { format: self.config.export_format, bytes, sha256 };
        let gathered = ledger.gathered.take().or(gathering);
        let manifest = ledger.into_manifest(&self.config, self.now, output, splits)?;
        Ok(Done { manifest, filters, gathered })
    }
}
