//! Calls whose input and result cross as the JSON of the core: `foundry_core::calls`.

use std::collections::BTreeMap;

use foundry_core::PipelineConfig;
use foundry_core::calls::{self, EvaluateOptions};
use foundry_core::error::Error;
use foundry_core::offsets::OffsetUnit;
use foundry_core::pipeline::RunOptions;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::engine::Engine;
use crate::error::{Result, core, raised};
use crate::files::{Raised, Source};

#[pymethods]
impl Engine {
    /// A conversation de-identified and audited.
    fn deidentify_conversation(&self, py: Python<'_>, conversation: &str) -> Result<String> {
        py.detach(|| self.core.deidentify_conversation(conversation)).map_err(raised)
    }

    /// Every finding of a text with its reasons, dropped ones too.
    fn explain(&self, py: Python<'_>, text: &str) -> Result<String> {
        py.detach(|| self.core.explain(text, OffsetUnit::Chars)).map_err(raised)
    }

    /// De-identified conversations as a data set in the format of the settings, and what was written.
    fn export<'py>(&self, py: Python<'py>, conversations: &str) -> Result<(Bound<'py, PyBytes>, String)> {
        let (out, counts) = py.detach(|| self.core.export(conversations)).map_err(raised)?;
        Ok((PyBytes::new(py, &out), serde_json::json!(counts).to_string()))
    }

    /// How good findings are on labelled lines: the report and the first wrong places, as JSON. `predictions` are lines
    /// of another tool; without them our own findings are judged.
    fn evaluate(
        &self,
        py: Python<'_>,
        lines: Vec<String>,
        predictions: Option<Vec<String>>,
        label_map: BTreeMap<String, String>,
        offsets: &str,
        show_errors: usize,
    ) -> Result<String> {
        let offsets = core(calls::offset_unit(offsets))?;
        let options = EvaluateOptions { label_map, offsets, show_errors, error_offsets: OffsetUnit::Chars };
        py.detach(|| self.core.evaluate(&lines, predictions.as_deref(), &options)).map_err(raised)
    }

    /// The first conversations of a file before and after, and the account of all that was looked at, as JSON.
    fn preview(
        &self,
        py: Python<'_>,
        name: &str,
        source: Source,
        now: &str,
        rows: u64,
        count: usize,
    ) -> Result<String> {
        let kept = Raised::default();
        let now = core(calls::time(now))?;
        let options = RunOptions { row_limit: Some(rows), ..RunOptions::default() };
        py.detach(|| {
            let inputs = vec![source.open(name, &kept)?];
            let shown = calls::preview(self.core.settings(), None, inputs, now, &options, count)?;
            serde_json::to_string(&shown).map_err(|e| Error::io("cannot write JSON", e.into()))
        })
        .map_err(|e| kept.or(e))
    }
}

/// Originals for tokens, values for what was encrypted, text after text of one conversation.
#[pyfunction]
pub fn reidentify(
    py: Python<'_>,
    texts: Vec<String>,
    token_map: &str,
    key: Option<&str>,
) -> Result<Vec<String>> {
    py.detach(|| calls::reidentify(&texts, token_map, key)).map_err(raised)
}

/// What a file holds and what its columns mean, as JSON.
#[pyfunction]
pub fn inspect(py: Python<'_>, name: &str, source: Source, config: &str, samples: usize) -> Result<String> {
    let kept = Raised::default();
    let config = core(PipelineConfig::from_json(config))?;
    let input = core(source.open(name, &kept))?;
    py.detach(|| calls::inspect(name, input.reader, &config, samples)).map_err(|e| kept.or(e))
}

/// The rows of a file as messages, as JSON; `config` holds the settings of a run.
#[pyfunction]
pub fn map_messages(py: Python<'_>, name: &str, source: Source, config: &str) -> Result<String> {
    let kept = Raised::default();
    let config = core(PipelineConfig::from_json(config))?;
    let input = core(source.open(name, &kept))?;
    py.detach(|| calls::map_messages(name, input.reader, &config)).map_err(|e| kept.or(e))
}

/// Why a conversation is left out by the filters of these settings, or `None`.
#[pyfunction]
pub fn filter_reason(conversation: &str, config: &str, now: &str) -> Result<Option<&'static str>> {
    let config = core(PipelineConfig::from_json(config))?;
    core(calls::time(now).and_then(|now| calls::filter_reason(conversation, &config, now)))
}

/// What breaks the rules of a format in a file, as JSON; the format is told from the first line where it is not named.
#[pyfunction]
pub fn validate(py: Python<'_>, name: &str, source: Source, format: Option<&str>) -> Result<String> {
    let kept = Raised::default();
    let input = core(source.open(name, &kept))?;
    let format = core(format.map(calls::export_format).transpose())?;
    py.detach(|| Ok(serde_json::json!(calls::validate(name, input.reader, format)?).to_string()))
        .map_err(|e| kept.or(e))
}

/// The JSON Schema of the settings.
#[pyfunction]
pub fn json_schema() -> String {
    PipelineConfig::json_schema().to_string()
}
