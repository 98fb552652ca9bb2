//! What steers a model of the caller's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entity::EntityType;

/// The model's own labels, and the entity type that each stands for.
pub type LabelMap = BTreeMap<String, EntityType>;

/// How a model that the caller brings is used. The model itself is given beside the settings; a snapshot names it by its
/// checksum.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SpanModelSettings {
    /// SHA-256 of the model's files, in hexadecimal digits. Where it is given, no other model is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The model's labels (without `B-` and `I-`), or for a model that is asked by prompts the prompts, each with the
    /// entity type it stands for. Labels that are not named are left alone. Empty for the common ones: `PER`, `ORG`,
    /// `LOC`, `person` …
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: LabelMap,
    /// Spans of the model below this score (0.0 to 1.0) are left alone; 0.5 if absent. `minScore` of the settings counts
    /// besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
    /// The most tokens of the model that it reads at once, prompts included; absent for what the model's files say, or
    /// 512. Longer texts are read in windows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<usize>,
    /// How many words two windows of a long text have in common; 32 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlap_words: Option<usize>,
}
