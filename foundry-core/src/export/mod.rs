//! Export: de-identified conversations in, the lines of a training format out; and [`validate`] for any such file.

mod config;

pub use config::{ExportConfig, ExportFormat};

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::{Deserialize, Serialize};

use crate::deid::DeidentifiedConversation;
use crate::error::Result;

/// What writing changed and left out, by stable reason: `merged_same_role`, `trimmed_leading_agent`,
/// `trimmed_trailing_customer`, `dropped_no_assistant`, `dropped_no_pair` …
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportCounts {
    /// Examples (lines, or array elements) written.
    pub records: u64,
    /// Conversations that gave at least one example.
    pub conversations: u64,
    /// Messages that are in an example.
    pub messages: u64,
    /// Messages joined to the one before, messages cut, by reason.
    pub changes: BTreeMap<String, u64>,
    /// Conversations that gave no example, by reason.
    pub dropped: BTreeMap<String, u64>,
}

/// Writes conversations in one format. `begin`, then `write` for each, then `end`, all appended to one byte stream.
pub struct Exporter {
    _format: ExportFormat,
}

impl Exporter {
    /// Checks the settings. Errors name the setting's path.
    pub fn new(format: ExportFormat, config: &ExportConfig) -> Result<Exporter> {
        let _ = config;
        Ok(Exporter { _format: format })
    }

    /// What comes before the first example.
    pub fn begin(&self, out: &mut Vec<u8>) {
        let _ = out;
    }

    /// Appends the examples of one conversation, scanned once more by the conversation's own leak check. A separator
    /// between examples, where the format has one, is written before every example but the first of this `out`;
    /// [`Exporter::separator`] goes between two such buffers. `counts` is added to.
    pub fn write(
        &self,
        conversation: &DeidentifiedConversation<'_>,
        out: &mut Vec<u8>,
        counts: &mut ExportCounts,
    ) -> Result<()> {
        let _ = (conversation, out, counts);
        Ok(())
    }

    /// What stands between two examples (`,\n` for an array, nothing for lines, which end in `\n`).
    pub fn separator(&self) -> &'static [u8] {
        b""
    }

    /// What comes after the last example.
    pub fn end(&self, out: &mut Vec<u8>) {
        let _ = out;
    }
}

/// One breach of a format's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The line from 1 (for a JSON array: the element from 1).
    pub line: u64,
    /// The field, such as `messages[2].role`; empty for the line as a whole.
    pub field: String,
    /// The stable name of the rule, such as `role_unknown`.
    pub rule: String,
    /// What is wrong; never shows content.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether the service only advises against it.
    pub warning: bool,
}

/// What [`validate`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidationReport {
    /// Whether no rule is broken (warnings aside).
    pub valid: bool,
    /// Examples looked at.
    pub records: u64,
    /// Breaches and warnings, in file order, at most `MAX_PROBLEMS`.
    pub problems: Vec<Problem>,
    /// How many there were in all.
    pub problem_count: u64,
}

/// Checks any file, ours or not, against the rules of a format. `Err` only where the bytes cannot be read.
pub fn validate(input: impl BufRead, format: ExportFormat) -> Result<ValidationReport> {
    let _ = (input, format);
    Ok(ValidationReport::default())
}
