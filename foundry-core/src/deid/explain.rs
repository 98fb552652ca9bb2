//! Why a finding is one, and what became of it.

use serde::{Deserialize, Serialize};

use crate::entity::{Finding, Rank, Span};

/// A finding with its reasons. Holds offsets only, no text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// What it is: the type's wire name, or the token of a custom pattern.
    pub entity_type: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// How sure the recognizer is, 0.0 to 1.0.
    pub score: f32,
    /// Which rule fired.
    pub recognizer: String,
    /// How strong the kind of evidence is.
    pub rank: Rank,
    /// Where the word stands that gave the cue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Span>,
    /// What became of it: `found` (its operator applies), `kept` (its operator is `keep`), `allow_list`,
    /// `below_min_score`, `inside_token`, or `lost_overlap_to` and the rule that won.
    pub decision: String,
}

impl Explanation {
    pub(super) fn new(entity_name: &str, finding: &Finding, decision: impl Into<String>) -> Explanation {
        Explanation {
            entity_type: entity_name.to_owned(),
            start: finding.span.start,
            end: finding.span.end,
            score: finding.score,
            recognizer: finding.recognizer.to_owned(),
            rank: finding.rank,
            cue: finding.cue,
            decision: decision.into(),
        }
    }
}
