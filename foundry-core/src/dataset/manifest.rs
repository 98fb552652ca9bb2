//! The account of a run: what went in, what came out, what happened on the way. The numbers must add up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::deid::AuditCounts;
use crate::export::{ExportCounts, ExportFormat};
use crate::mapping::FieldMapping;
use crate::record::Warning;

/// At most this many warnings are listed one by one; all are counted.
pub const MAX_LISTED_WARNINGS: usize = 1_000;

/// One input file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InputSummary {
    /// The name as the caller gave it.
    pub name: String,
    /// Its size as given (packed, where it is compressed).
    pub bytes: u64,
    /// SHA-256 of these bytes, in hex.
    pub sha256: String,
    /// What it was read as, complete.
    pub source: crate::read::ReadOptions,
    /// How its columns were understood.
    pub mappings: Vec<FieldMapping>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputSummary {
    /// The format.
    pub format: ExportFormat,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of these bytes, in hex.
    pub sha256: String,
}

/// Counts at every stage. `rowsRead = rowsMapped + rowsRejected`; `conversations = kept + filtered`;
/// `kept = export.conversations + export.dropped`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StageCounts {
    /// Data rows of all inputs, the header apart.
    pub rows_read: u64,
    /// Rows that became at least one message.
    pub rows_mapped: u64,
    /// Rows that became none; each has a rejecting warning.
    pub rows_rejected: u64,
    /// Messages that came out of the rows.
    pub messages: u64,
    /// Conversations they formed.
    pub conversations: u64,
    /// Conversations that passed the filters.
    pub kept: u64,
    /// Conversations left out by a filter.
    pub filtered: u64,
    /// The same, by reason.
    pub filtered_by_reason: BTreeMap<String, u64>,
    /// What the export wrote, changed and dropped.
    pub export: ExportCounts,
}

/// The account of one run, written beside the data set as `manifest.json`. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The version of this format.
    pub manifest_version: u32,
    /// `foundry` and its version.
    pub engine: String,
    /// The caller's "now", UTC.
    pub created_at: crate::conversation::Timestamp,
    /// The inputs, in order.
    pub inputs: Vec<InputSummary>,
    /// The output.
    pub output: OutputSummary,
    /// The settings of the run; lists and patterns that may hold names are given by their size.
    pub config: serde_json::Value,
    /// SHA-256 over the whole settings, in hex.
    pub config_sha256: String,
    /// Counts at every stage.
    pub counts: StageCounts,
    /// Whether de-identification ran.
    pub deidentified: bool,
    /// Findings by entity type (or custom token), replaced in conversations that were written or not.
    pub findings: BTreeMap<String, u64>,
    /// The leak audit.
    pub leak_audit: AuditCounts,
    /// Warnings, up to [`MAX_LISTED_WARNINGS`], in input order.
    pub warnings: Vec<Warning>,
    /// All warnings by code.
    pub warning_counts: BTreeMap<String, u64>,
}
