//! The whole job in one call: the only file that knows every stage.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

pub use crate::config::PipelineConfig;
use crate::conversation::Timestamp;
use crate::dataset::manifest::Manifest;
use crate::error::{Error, ErrorKind, Result};
use crate::group::Spill;

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
    /// De-identifying, filtering and exporting.
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
    /// Conversations in all; 0 while reading.
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
        RunOptions { threads: 1, memory_budget: 64 << 20, row_limit: None }
    }
}

/// A run made ready: settings checked, recognizers built.
pub struct Pipeline {
    _config: PipelineConfig,
}

impl Pipeline {
    /// Checks all settings. `now` is the end of a rolling date range and the date of the manifest.
    pub fn new(config: &PipelineConfig, now: Timestamp) -> Result<Pipeline> {
        let _ = now;
        Ok(Pipeline { _config: config.clone() })
    }

    /// Runs everything: inputs in, the data set out, the account back. The callback may stop the run.
    pub fn run(
        &self,
        inputs: Vec<Input<'_>>,
        spill: &mut dyn Spill,
        out: &mut dyn Write,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Manifest> {
        let _ = (inputs, spill, out, options, progress);
        Err(Error::new(ErrorKind::Unsupported, "not built yet"))
    }
}
