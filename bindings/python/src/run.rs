//! `process`: the whole job.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use foundry_core::Pipeline;
use foundry_core::conversation::Timestamp;
use foundry_core::error::Error;
use foundry_core::pipeline::{self, Phase, RunOptions};
use pyo3::prelude::*;

use crate::engine::Engine;
use crate::error::{Result, raised};
use crate::files::{Output, Raised, Source, Target, TempSpill};

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
    /// Runs the whole job; gives the manifest as JSON, which `report` takes too. `progress` is called with a [`Progress`]; it stops the run by
    /// giving `False`, and so does Ctrl-C.
    #[expect(clippy::too_many_arguments, reason = "the other half fills each of them in")]
    fn process(
        &self,
        py: Python<'_>,
        inputs: Vec<(String, Source)>,
        out: Option<Target>,
        report: Option<Target>,
        now: &str,
        threads: usize,
        memory: usize,
        limit: Option<u64>,
        temp_dir: Option<PathBuf>,
        progress: Option<Py<PyAny>>,
    ) -> Result<String> {
        let kept = Raised::default();
        let now = time(now)?;
        let opened = inputs.into_iter().map(|(name, source)| source.open(&name, &kept));
        let inputs = opened.collect::<foundry_core::Result<Vec<_>>>().map_err(raised)?;
        let options = RunOptions { threads: threads.max(1), memory_budget: memory, row_limit: limit };
        let run = || {
            let pipeline = Pipeline::new(&self.settings, now)?;
            // Both are made before the run: a folder that is missing shows now, not after an hour.
            let mut output = Output::create(out, &kept)?;
            let mut report = Output::create(report, &kept)?;
            let mut spill = TempSpill::new(temp_dir);
            let mut tell = |at: pipeline::Progress| match Python::attach(|py| tell(py, progress.as_ref(), at))
            {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    kept.keep(error);
                    ControlFlow::Break(())
                }
            };
            let manifest = pipeline.run(inputs, &mut spill, &mut output, &options, &mut tell)?;
            output.finish()?;
            let manifest = manifest.to_json_pretty()?;
            report.write_all(manifest.as_bytes()).map_err(|e| Error::io("cannot write the report", e))?;
            report.finish()?;
            Ok(manifest)
        };
        py.detach(run).map_err(|e| kept.or(e))
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

/// A time such as `2026-01-31T00:00:00Z`.
pub fn time(text: &str) -> Result<Timestamp> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|_| {
        pyo3::exceptions::PyValueError::new_err("a time is written as in RFC 3339: 2026-01-31T00:00:00Z")
    })
}
