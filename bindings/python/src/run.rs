//! `process`: the whole job.

use std::ops::ControlFlow;
use std::path::PathBuf;

use foundry_core::Pipeline;
use foundry_core::calls;
use foundry_core::conversation::Timestamp;
use foundry_core::pipeline::{self, Input, Phase, RunOptions};
use foundry_core::report::ReportSettings;
use foundry_files::{DataSet, Job, TempSpill};
use pyo3::prelude::*;

use crate::engine::Engine;
use crate::error::{Result, core};
use crate::files::{Raised, Source, Target};

/// Where a run writes; a dict with these keys.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Destination {
    /// The data set.
    out: Option<Target>,
    /// The same as a folder with its parts and what describes them.
    folder: Option<PathBuf>,
    /// The origin of each line.
    provenance: Option<Target>,
    /// What proves how the data set was made.
    evidence: Option<Target>,
    /// The manifest.
    report: Option<Target>,
    /// The report as a page.
    html_report: Option<Target>,
}

/// How far a run is.
#[pyclass(frozen, get_all, module = "foundry")]
pub struct Progress {
    /// `read` (reading, mapping, grouping), then `process` (de-identifying, filtering, exporting).
    phase: &'static str,
    /// Bytes read so far, over all inputs.
    bytes_read: u64,
    /// Bytes of all inputs, if known.
    bytes_total: Option<u64>,
    /// Rows read so far.
    rows_read: u64,
    /// Conversations done.
    conversations_done: u64,
    /// Conversations in all; 0 while reading.
    conversations_total: u64,
    /// Examples written so far.
    records_written: u64,
}

#[pymethods]
impl Progress {
    fn __repr__(&self) -> String {
        let Progress { phase, rows_read, conversations_done, conversations_total, .. } = self;
        format!(
            "Progress('{phase}', rows_read={rows_read}, conversations={conversations_done}/{conversations_total})"
        )
    }
}

impl From<pipeline::Progress> for Progress {
    fn from(progress: pipeline::Progress) -> Progress {
        let phase = match progress.phase {
            Phase::Read => "read",
            Phase::Process => "process",
        };
        Progress {
            phase,
            bytes_read: progress.bytes_read,
            bytes_total: progress.bytes_total,
            rows_read: progress.rows_read,
            conversations_done: progress.conversations_done,
            conversations_total: progress.conversations_total,
            records_written: progress.records_written,
        }
    }
}

#[pymethods]
impl Engine {
    /// Runs the whole job; gives the manifest as JSON, which `report` takes too. `progress` is called with a
    /// [`Progress`]; it stops the run by giving `False`, and so does Ctrl-C.
    #[expect(clippy::too_many_arguments, reason = "the other half fills each of them in")]
    fn process(
        &self,
        py: Python<'_>,
        inputs: Vec<(String, Source)>,
        to: Destination,
        now: &str,
        threads: usize,
        memory: usize,
        limit: Option<u64>,
        temp_dir: Option<PathBuf>,
        progress: Option<Py<PyAny>>,
    ) -> Result<String> {
        let given = Given::open(inputs, now, threads, memory, limit)?;
        let settings = self.core.settings();
        let Given { inputs, now, options, kept } = given;
        let run = || {
            let pipeline = Pipeline::new(settings, now)?;
            // All are made before the run: a folder that is missing shows now, not after an hour.
            let Destination { out, folder, provenance, evidence, report, html_report } = to;
            let create = |target: Option<Target>| target.map(|target| target.create(&kept)).transpose();
            let data = match (folder, create(out)?) {
                (Some(path), _) => DataSet::folder(&path, settings)?,
                (None, Some(data)) => DataSet::File { data, provenance: create(provenance)? },
                (None, None) => DataSet::Nowhere(create(provenance)?),
            };
            let job = Job {
                data,
                evidence: create(evidence)?,
                report: create(report)?,
                page: create(html_report)?,
            };
            let mut spill = TempSpill::new(temp_dir);
            let mut tell = |at| told(progress.as_ref(), &kept, at);
            job.run(&pipeline, settings, inputs, &mut spill, &options, &mut tell)?.to_json_pretty()
        };
        py.detach(run).map_err(|e| kept.or(e))
    }

    /// Runs the whole job, keeps no data set, and gives its report as a page and as JSON. `settings` are
    /// ReportSettings as JSON.
    #[expect(clippy::too_many_arguments, reason = "the other half fills each of them in")]
    fn report(
        &self,
        py: Python<'_>,
        inputs: Vec<(String, Source)>,
        settings: &str,
        now: &str,
        threads: usize,
        memory: usize,
        limit: Option<u64>,
        temp_dir: Option<PathBuf>,
        progress: Option<Py<PyAny>>,
    ) -> Result<(String, String)> {
        let given = Given::open(inputs, now, threads, memory, limit)?;
        let shown: ReportSettings = core(calls::shaped("what the report shows", settings))?;
        let Given { inputs, now, options, kept } = given;
        let run = || {
            let mut spill = TempSpill::new(temp_dir);
            let mut tell = |at| told(progress.as_ref(), &kept, at);
            let config = self.core.settings();
            let data = calls::report(config, inputs, &mut spill, now, &options, &shown, &mut tell)?;
            Ok((data.to_html()?, data.to_json_pretty()?))
        };
        py.detach(run).map_err(|e| kept.or(e))
    }
}

/// What a run is given, beside its settings.
struct Given {
    inputs: Vec<Input<'static>>,
    now: Timestamp,
    options: RunOptions,
    /// What objects of the caller raise while the run goes on.
    kept: Raised,
}

impl Given {
    /// Opens the inputs.
    fn open(
        inputs: Vec<(String, Source)>,
        now: &str,
        threads: usize,
        memory: usize,
        limit: Option<u64>,
    ) -> Result<Given> {
        let kept = Raised::default();
        let now = core(calls::time(now))?;
        let opened = inputs.into_iter().map(|(name, source)| source.open(&name, &kept));
        let inputs = core(opened.collect())?;
        let options = RunOptions { threads: threads.max(1), memory_budget: memory, row_limit: limit };
        Ok(Given { inputs, now, options, kept })
    }
}

/// Tells how far a run is; what was raised is kept, and ends it.
fn told(progress: Option<&Py<PyAny>>, kept: &Raised, at: pipeline::Progress) -> ControlFlow<()> {
    match Python::attach(|py| tell(py, progress, at)) {
        Ok(true) => ControlFlow::Continue(()),
        Ok(false) => ControlFlow::Break(()),
        Err(error) => {
            kept.keep(error);
            ControlFlow::Break(())
        }
    }
}

/// Whether to go on.
fn tell(py: Python<'_>, progress: Option<&Py<PyAny>>, at: pipeline::Progress) -> PyResult<bool> {
    py.check_signals()?;
    let Some(progress) = progress else { return Ok(true) };
    let answer = progress.call1(py, (Progress::from(at),))?;
    let answer = answer.bind(py);
    Ok(answer.is_none() || answer.is_truthy()?)
}
