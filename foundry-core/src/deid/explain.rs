//! Why a finding was made, and what became of it.

use serde::{Deserialize, Serialize};

use crate::entity::{Finding, Rank, Span};

/// Where a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// The value of a column that is mapped as personal.
    Column,
    /// The deny list of the settings.
    DenyList,
    /// A pattern of the settings.
    CustomPattern,
    /// A built-in list of names.
    WordList,
    /// A built-in rule.
    Pattern,
    /// A statistical model.
    Model,
}

/// What checking a value gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Validator {
    /// Its check digits or its structure are right; the rule's name says which check it was.
    Passed,
    /// Its rule has nothing to check: the shape, a cue or the caller vouches for it. What fails a check is no finding.
    None,
}

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
    /// Where it comes from.
    pub source: Source,
    /// What checking it gave.
    pub validator: Validator,
    /// Where the word stands that gave the cue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Span>,
    /// What became of it: `found` (its operator applies), `found_over_allow_list` (the same for a known value that an
    /// allow list names), `kept` (its operator is `keep`), `allow_list`, `below_min_score`, `inside_token`, or
    /// `lost_overlap_to` and the rule that won; what sticks out of it there is explained by itself.
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
            source: source(finding),
            validator: if finding.rank == Rank::Checked { Validator::Passed } else { Validator::None },
            cue: finding.cue,
            decision: decision.into(),
        }
    }
}

fn source(finding: &Finding) -> Source {
    match finding.rank {
        Rank::Known => Source::Column,
        Rank::Caller if finding.recognizer == "deny_list" => Source::DenyList,
        Rank::Caller => Source::CustomPattern,
        Rank::Model => Source::Model,
        Rank::Shape if finding.recognizer.starts_with("person.") => Source::WordList,
        Rank::Shape | Rank::Cue | Rank::Checked => Source::Pattern,
    }
}
