//! A whole run with its files: all of them made before it, named after it.

use std::io;
use std::ops::ControlFlow;

use foundry_core::PipelineConfig;
use foundry_core::dataset::evidence::evidence_pack;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::error::Result;
use foundry_core::filter::FilterReport;
use foundry_core::group::Spill;
use foundry_core::pipeline::{Input, Pipeline, Progress, RunOptions};
use foundry_core::report::ReportSettings;

use crate::data_set::DataSet;
use crate::output::Output;

/// Where a run writes. All outputs are made before it: a folder that is missing shows now, not after an hour.
pub struct Job {
    /// The data set, and the origin of its lines.
    pub data: DataSet,
    /// What proves how the data set was made, as a ZIP.
    pub evidence: Option<Output>,
    /// The manifest.
    pub report: Option<Output>,
    /// The report as an HTML page, by itself.
    pub page: Option<Output>,
}

impl Job {
    /// Runs everything and gives every file its name; a run that fails leaves none.
    ///
    /// # Errors
    /// Those of the run and of writing.
    pub fn run(
        mut self,
        pipeline: &Pipeline,
        config: &PipelineConfig,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Manifest> {
        let mut nowhere = [io::sink(), io::sink(), io::sink()];
        let outputs = self.data.outputs(&mut nowhere);
        let manifest = match self.page.take() {
            None => pipeline.run_into(inputs, spill, outputs, options, progress)?,
            Some(page) => {
                let shown = ReportSettings::default();
                let data = pipeline.run_with_report(inputs, spill, outputs, options, &shown, progress)?;
                page.write_whole(data.to_html()?.as_bytes())?;
                data.manifest
            }
        };
        self.data.finish(&manifest, config)?;
        account(self.evidence, self.report, &manifest)?;
        Ok(manifest)
    }

    /// Does everything but write a data set, and tells what each filter rule leaves out; the accounts are written.
    ///
    /// # Errors
    /// Those of the run and of writing.
    pub fn dry_run(
        self,
        pipeline: &Pipeline,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(Manifest, FilterReport)> {
        let (manifest, filters) = pipeline.dry_run(inputs, spill, options, progress)?;
        account(self.evidence, self.report, &manifest)?;
        Ok((manifest, filters))
    }
}

fn account(evidence: Option<Output>, report: Option<Output>, manifest: &Manifest) -> Result<()> {
    if let Some(evidence) = evidence {
        evidence.write_whole(&evidence_pack(manifest, &[])?)?;
    }
    match report {
        Some(report) => report.write_whole(manifest.to_json_pretty()?.as_bytes()),
        None => Ok(()),
    }
}
