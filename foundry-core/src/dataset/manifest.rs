//! The account of a run: what went in, what came out, what happened on the way. The numbers must add up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::prices::CostEstimate;
use super::split::SplitReport;
use super::tokens::Tokenizer;
use crate::clean::CleanCounts;
use crate::deid::AuditCounts;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{ExportCounts, ExportFormat};
use crate::filter::FilterReason;
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
    /// How its columns were understood; of transforms that the settings give, the type alone.
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

/// Tokens of what was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenSummary {
    /// How they were counted.
    pub tokenizer: Tokenizer,
    /// In all examples.
    pub total: u64,
    /// In the largest one.
    pub largest_example: u64,
    /// What one pass over them costs, by model.
    pub costs: Vec<CostEstimate>,
    /// The month of the built-in prices.
    pub prices_as_of: String,
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
    /// What cleaning cut from them, and which it left out.
    #[serde(default)]
    pub clean: CleanCounts,
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

impl StageCounts {
    /// Counts a conversation that a filter leaves out.
    pub(crate) fn filter_out(&mut self, reason: FilterReason) {
        self.filtered += 1;
        match self.filtered_by_reason.get_mut(reason.code()) {
            Some(count) => *count += 1,
            None => {
                self.filtered_by_reason.insert(reason.code().to_owned(), 1);
            }
        }
    }
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
    /// The output; of a run with a split the training data.
    pub output: OutputSummary,
    /// What went into each part of a split, and the proof that nothing crosses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub splits: Option<SplitReport>,
    /// Tokens and costs, if the settings ask for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<TokenSummary>,
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

impl Manifest {
    /// Verifies that the counts add up; the error names the law that is broken, with its numbers.
    ///
    /// The laws: `rowsRead = rowsMapped + rowsRejected`; every rejected row has a rejecting warning (to the row while
    /// all warnings are listed, else within what can be seen); `messages >= rowsMapped`;
    /// `conversations = kept + filtered`; `filtered` = its sum by reason; `kept = export.conversations +` the sum of
    /// `export.dropped`; `export.messages <= messages -` the sum of `clean.dropped`; a de-identified run has no residual;
    /// nothing of a split crosses.
    pub fn check(&self) -> Result<()> {
        let counts = &self.counts;
        let sum = |by_reason: &BTreeMap<String, u64>| by_reason.values().sum::<u64>();
        let dropped = sum(&counts.export.dropped);
        equal(
            "rowsRead",
            counts.rows_read,
            "rowsMapped + rowsRejected",
            counts.rows_mapped + counts.rows_rejected,
        )?;
        equal("conversations", counts.conversations, "kept + filtered", counts.kept + counts.filtered)?;
        equal("filtered", counts.filtered, "the sum of filteredByReason", sum(&counts.filtered_by_reason))?;
        let exported = counts.export.conversations + dropped;
        equal("kept", counts.kept, "export.conversations + export.dropped", exported)?;
        at_most("rowsMapped", counts.rows_mapped, "messages", counts.messages)?;
        let dropped = sum(&counts.clean.dropped);
        at_most("clean.dropped", dropped, "messages", counts.messages)?;
        at_most("export.messages", counts.export.messages, "messages left", counts.messages - dropped)?;

        let all = sum(&self.warning_counts);
        let listed = self.warnings.len() as u64;
        at_most("the listed warnings", listed, "warningCounts", all)?;
        let rejecting = self.warnings.iter().filter(|w| w.rejected).count() as u64;
        at_most("the listed rejecting warnings", rejecting, "rowsRejected", counts.rows_rejected)?;
        let unseen = all.saturating_sub(listed);
        at_most("rowsRejected", counts.rows_rejected, "the rejecting warnings", rejecting + unseen)?;
        equal("leakAudit.residual", self.leak_audit.residual, "zero", 0)?;
        let Some(splits) = &self.splits else { return Ok(()) };
        equal("splits.crossingConversations", splits.crossing_conversations, "zero", 0)?;
        equal("splits.crossingCustomers", splits.crossing_customers, "zero", 0)?;
        equal("splits.crossingClusters", splits.crossing_clusters, "zero", 0)?;
        let examples = splits.parts.values().map(|part| part.examples).sum();
        equal("export.records", counts.export.records, "the sum of the examples of all parts", examples)
    }

    /// The manifest as JSON with two spaces of indent and a final line feed; the same manifest gives the same bytes.
    pub fn to_json_pretty(&self) -> Result<String> {
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|e| Error::new(ErrorKind::Format, format!("the manifest cannot be written: {e}")))?;
        text.push('\n');
        Ok(text)
    }
}

fn equal(left: &str, a: u64, right: &str, b: u64) -> Result<()> {
    if a == b { Ok(()) } else { Err(broken(format!("{left} is {a}, but {right} is {b}"))) }
}

fn at_most(left: &str, a: u64, right: &str, b: u64) -> Result<()> {
    if a <= b { Ok(()) } else { Err(broken(format!("{left} is {a}, more than {right}, which is {b}"))) }
}

fn broken(what: String) -> Error {
    Error::new(ErrorKind::Format, format!("the manifest does not add up: {what}"))
        .with_hint("do not use this data set; run again and report the manifest")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Timestamp;

    fn counts(pairs: &[(&str, u64)]) -> BTreeMap<String, u64> {
        pairs.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect()
    }

    /// Twelve rows, two of them rejected, five conversations: one filtered, one dropped, three written.
    fn manifest() -> Manifest {
        Manifest {
            manifest_version: 1,
            engine: "foundry 0.1.0".into(),
            created_at: Timestamp(0),
            inputs: Vec::new(),
            output: OutputSummary {
                format: ExportFormat::JsonlConversation,
                bytes: 0,
                sha256: String::new(),
            },
            splits: None,
            tokens: None,
            config: serde_json::json!({}),
            config_sha256: String::new(),
            counts: StageCounts {
                rows_read: 12,
                rows_mapped: 10,
                rows_rejected: 2,
                messages: 11,
                clean: CleanCounts::default(),
                conversations: 5,
                kept: 4,
                filtered: 1,
                filtered_by_reason: counts(&[("too_few_words", 1)]),
                export: ExportCounts {
                    records: 3,
                    conversations: 3,
                    messages: 8,
                    changes: BTreeMap::new(),
                    dropped: counts(&[("no_user_turn", 1)]),
                    ..ExportCounts::default()
                },
            },
            deidentified: true,
            findings: BTreeMap::new(),
            leak_audit: AuditCounts::default(),
            warnings: vec![
                Warning::rejected("ragged_row", 3, "too few cells"),
                Warning::note("guessed_encoding", "read as windows-1252"),
                Warning::rejected("empty_content", 7, "no text"),
            ],
            warning_counts: counts(&[("empty_content", 1), ("guessed_encoding", 1), ("ragged_row", 1)]),
        }
    }

    #[test]
    fn a_sound_manifest_passes_and_is_written_stably() {
        let manifest = manifest();
        manifest.check().unwrap();
        let text = manifest.to_json_pretty().unwrap();
        assert!(text.ends_with("}\n"));
        assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), manifest);
    }

    #[test]
    fn unlisted_warnings_may_account_for_rejected_rows() {
        let mut manifest = manifest();
        manifest.warnings.truncate(1);
        manifest.check().unwrap();
    }

    #[test]
    fn each_law_is_checked() {
        type Break = fn(&mut Manifest);
        let breaks: [(&str, Break); 10] = [
            ("rowsRead", |m| m.counts.rows_read += 1),
            ("conversations", |m| m.counts.conversations += 1),
            ("filtered", |m| m.counts.filtered_by_reason.clear()),
            ("kept", |m| m.counts.export.dropped.clear()),
            ("rowsMapped", |m| m.counts.messages = 9),
            ("export.messages", |m| m.counts.export.messages = 12),
            ("warningCounts", |m| m.warning_counts.clear()),
            ("rejecting warnings", |m| {
                m.warnings.remove(0);
                m.warning_counts.remove("ragged_row");
            }),
            ("the listed rejecting warnings", |m| m.warnings[1].rejected = true),
            ("leakAudit.residual", |m| m.leak_audit.residual = 1),
        ];
        for (law, break_it) in breaks {
            let mut manifest = manifest();
            break_it(&mut manifest);
            let error = manifest.check().unwrap_err();
            assert!(error.message().contains(law), "{law}: {error}");
        }
    }
}
