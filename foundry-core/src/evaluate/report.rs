//! The figures, and what each of them means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::tally::share;

/// How good a detector is on labelled texts. The same input gives the same figures, to the last digit.
///
/// Words: *labelled* is a place that a judge calls personal, told in our types by a [`LabelMap`](super::LabelMap);
/// *found* is a place that the detector names. Two places that are equal in start, end and type count once. What was
/// found over a label that is left out (`-`, or not mapped), and over nothing else labelled, counts neither way; so
/// does what was found under a label that is left out.
///
/// A rate is `None` where there is nothing to divide by.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationReport {
    /// Texts judged.
    pub lines: u64,
    /// All types together: sums of the counts of the types (micro average).
    pub overall: TypeReport,
    /// Type by type.
    pub entity_types: BTreeMap<String, TypeReport>,
    /// All types together, for the texts of one language; only those that name it.
    pub languages: BTreeMap<String, TypeReport>,
    /// Texts without personal data.
    pub clean_lines: CleanLines,
    /// Whether equal values got equal tokens.
    pub token_consistency: TokenConsistency,
    /// Whether values are still readable somewhere.
    pub residual_values: ResidualValues,
    /// Every label of the data and of the detector.
    pub labels: BTreeMap<String, LabelUse>,
    /// Findings that count neither way.
    pub left_out: u64,
}

/// The figures of one entity type.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeReport {
    /// Places labelled.
    pub labelled: u64,
    /// Places found.
    pub found: u64,
    /// Places found that share no character with any labelled place, of whatever type.
    pub spurious: u64,
    /// By places of equal start, end and type: precision = equal / found, recall = equal / labelled.
    pub strict: Scores,
    /// By places that share a character with one of the same type: precision = found places that do / found,
    /// recall = labelled places that do / labelled. A name found in two halves is one labelled place met, and two
    /// right findings.
    pub partial: Scores,
    /// By characters (code points): precision = characters labelled and found with the same type / found,
    /// recall = the same / labelled.
    pub characters: Scores,
    /// Characters labelled that do not stay readable, whatever type they were found as / characters labelled.
    pub blind_character_recall: Option<f64>,
    /// Labelled places of which a letter or digit stays readable: findings of any type hide it, but for those whose
    /// operator is `keep`. Blanks and marks may show.
    pub leaked: u64,
    /// Those of them of which nothing is hidden.
    pub missed: u64,
    /// leaked / labelled.
    pub leak_rate: Option<f64>,
    /// missed / labelled.
    pub missed_rate: Option<f64>,
    /// (labelled − leaked) / labelled.
    pub full_coverage_rate: Option<f64>,
}

/// Precision, recall and what they make together.
///
/// F_β = (1 + β²) · precision · recall / (β² · precision + recall); 0 where both are 0 or one of them is unknown, none
/// where both are unknown. F2 weighs recall twice as much as precision: a leak is worse than a word too much.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scores {
    /// The share of what was found that is right; none where nothing was found.
    pub precision: Option<f64>,
    /// The share of what was labelled that was found; none where nothing was labelled.
    pub recall: Option<f64>,
    /// β = 1.
    pub f1: Option<f64>,
    /// β = 2.
    pub f2: Option<f64>,
}

/// Texts in which nothing is labelled (labels mapped to `O` apart).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CleanLines {
    /// How many there are.
    pub lines: u64,
    /// Those in which something was found that does not stay readable.
    pub touched: u64,
    /// touched / lines.
    pub touched_share: Option<f64>,
}

/// Tokens within one text: equal values (case, compatibility forms and white space apart) of one type must carry one
/// token, and values that have nothing in common must not. Looks at labelled places that one finding covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenConsistency {
    /// Different values with a token, counted text by text.
    pub values: u64,
    /// Values with more than one token.
    pub split: u64,
    /// Tokens that stand for values without a common word and with other last four digits.
    pub merged: u64,
    /// split + merged.
    pub errors: u64,
}

/// Labelled values (of two letters or digits and more) that can still be read, as whole words, anywhere in the text as
/// it came out: case, compatibility forms and white space apart.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResidualValues {
    /// Different values, counted text by text.
    pub values: u64,
    /// Those that can be read.
    pub residual: u64,
    /// residual / values.
    pub residual_share: Option<f64>,
}

/// One label of the data or of the detector.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelUse {
    /// The entity type it stands for, `-` or `O`; none where the map does not know it, so that it is left out.
    pub stands_for: Option<String>,
    /// How often it is labelled.
    pub labelled: u64,
    /// How often it was found.
    pub found: u64,
}

impl CleanLines {
    pub(super) fn with_share(self) -> CleanLines {
        CleanLines { touched_share: share(self.touched, self.lines), ..self }
    }
}

impl ResidualValues {
    pub(super) fn with_share(self) -> ResidualValues {
        ResidualValues { residual_share: share(self.residual, self.values), ..self }
    }
}
