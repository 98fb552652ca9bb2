//! What a viewer shows, as it crosses to a page.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::conversation::{SenderRole, Timestamp};
use crate::dataset::manifest::StageCounts;
use crate::deid::{AuditCounts, Explanation};
use crate::entity::Span;

/// The counts of the conversations that were [counted](super::Viewer::count), as a manifest gives them for a run.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewTally {
    /// Counts of the stages from cleaning on.
    pub counts: StageCounts,
    /// Findings by entity type.
    pub findings: BTreeMap<String, u64>,
    /// The leak audit.
    pub leak_audit: AuditCounts,
}

/// One line of a list of conversations. Holds no personal data that was found.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewLine {
    /// Its place in the preview.
    pub index: usize,
    /// The id as it will be written.
    pub id: String,
    /// The input row of its first message.
    pub first_row: u64,
    /// How many messages it has.
    pub messages: usize,
    /// How much was replaced in it.
    pub findings: u64,
    /// Examples it gives.
    pub examples: u64,
    /// Why it is left out by a filter or by the export, if it is.
    pub reason: Option<String>,
    /// How it begins, after de-identification.
    pub title: String,
}

/// A conversation before and after.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Its place in the preview.
    pub index: usize,
    /// The id as it will be written.
    pub id: String,
    /// The input row of its first message.
    pub first_row: u64,
    /// The status as it will be written.
    pub status: Option<String>,
    /// Why it is left out by a filter or by the export, if it is.
    pub reason: Option<String>,
    /// Its messages, those that cleaning leaves out too.
    pub messages: Vec<ViewMessage>,
    /// The bytes that the export gives for it; empty where it is left out.
    pub examples: String,
    /// The leak audit.
    pub audit: AuditCounts,
}

/// A message before and after. All offsets count the unit of the viewer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewMessage {
    /// Who wrote it.
    pub role: SenderRole,
    /// When, if known.
    pub timestamp: Option<Timestamp>,
    /// As it was mapped.
    pub before: String,
    /// As it will be written; `None` where cleaning leaves it out.
    pub after: Option<String>,
    /// What kind of message no person wrote, where cleaning leaves it out.
    pub left_out: Option<&'static str>,
    /// What cleaning cuts, in `before`.
    pub cut: Vec<ViewCut>,
    /// What is replaced.
    pub findings: Vec<ViewFinding>,
    /// What was found and stays, with why, in `before`.
    pub passed_over: Vec<Explanation>,
}

/// A part that cleaning cuts.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewCut {
    /// First unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

/// A part that is replaced.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFinding {
    /// What it is: the type's wire name, or the token of a custom pattern.
    pub entity_type: String,
    /// Where it stands in `before`.
    pub before: Span,
    /// Where what stands for it is in `after`.
    pub after: Span,
    /// Why it was found, in `before`; `None` where its value was found elsewhere in the conversation.
    pub explanation: Option<Explanation>,
}
