//! What steers de-identification.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entity::{EntitySet, EntityType};

/// How personal data is found and what becomes of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PiiSettings {
    /// Whether de-identification runs at all. `false` writes the text as it is, and the manifest says so.
    pub enabled: bool,
    /// The entity types to look for; absent for the default set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<EntityType>>,
    /// Entity types to look for besides those of `entities` or the default set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_entities: Vec<EntityType>,
    /// Entity types that are not looked for, whatever names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_entities: Vec<EntityType>,
    /// Findings below this score (0.0 to 1.0) are left alone.
    pub min_score: f32,
    /// The country whose local phone numbers are understood without a country code: `US`, `GB`, `DE` …
    pub locale: String,
    /// What is done to each entity type; `replace` where none is named.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub operators: BTreeMap<EntityType, OperatorSettings>,
    /// What is done where `operators` says nothing.
    pub default_operator: OperatorSettings,
    /// E-mail domains (and their sub-domains) that stay readable, such as the company's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub email_domain_allow_list: Vec<String>,
    /// Company names that stay readable; case and legal form do not matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub company_allow_list: Vec<String>,
    /// Any texts that stay readable, compared without case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_list: Vec<String>,
    /// Any texts that are always removed, compared without case, as whole words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deny_list: Vec<String>,
    /// Own patterns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_patterns: Vec<CustomPattern>,
    /// Whether values of personal columns are removed from the free text of their conversation.
    pub known_values: bool,
    /// The key of the `hash` operator, as text; needed only where `hash` is used. Never written to a manifest.
    #[serde(skip_serializing, default)]
    pub hash_key: Option<String>,
}

impl Default for PiiSettings {
    fn default() -> PiiSettings {
        PiiSettings {
            enabled: true,
            entities: None,
            add_entities: Vec::new(),
            remove_entities: Vec::new(),
            min_score: 0.4,
            locale: "US".into(),
            operators: BTreeMap::new(),
            default_operator: OperatorSettings::Replace,
            email_domain_allow_list: Vec::new(),
            company_allow_list: Vec::new(),
            allow_list: Vec::new(),
            deny_list: Vec::new(),
            custom_patterns: Vec::new(),
            known_values: true,
            hash_key: None,
        }
    }
}

impl PiiSettings {
    /// The built-in entity types that are looked for.
    pub fn chosen(&self) -> EntitySet {
        let named = self.entities.as_deref().map_or_else(EntitySet::default_types, EntitySet::of);
        named.union(EntitySet::of(&self.add_entities)).without(EntitySet::of(&self.remove_entities))
    }
}

impl std::fmt::Debug for PiiSettings {
    /// Shows no list and no key: they may hold names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PiiSettings")
            .field("enabled", &self.enabled)
            .field("entities", &self.entities)
            .field("min_score", &self.min_score)
            .field("locale", &self.locale)
            .field("custom_patterns", &self.custom_patterns.len())
            .finish_non_exhaustive()
    }
}

/// An own pattern: everything it matches becomes `[TOKEN_n]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomPattern {
    /// The regular expression (syntax of the `regex` crate: linear time, no look-around). At most 1 KiB.
    pub pattern: String,
    /// The word of its token: `A-Z`, `0-9` and `_`, starting with a letter.
    pub token: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The capture group that is personal; the whole match if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<usize>,
}

/// What is done to a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "type", deny_unknown_fields)]
#[non_exhaustive]
pub enum OperatorSettings {
    /// A numbered token, `[EMAIL_1]`: the same value gets the same token throughout its conversation.
    Replace,
    /// Nothing is left.
    Redact,
    /// Every letter and digit becomes `character`, except the last `keep_last`.
    Mask {
        /// The masking character.
        #[serde(default = "star")]
        character: char,
        /// How many letters and digits at the end stay readable.
        #[serde(default)]
        keep_last: usize,
    },
    /// A keyed HMAC-SHA-256, `[EMAIL_7f3a9c2b51d0]`: equal for equal values over the whole data set and all machines.
    Hash,
    /// It stays as it is.
    Keep,
}

fn star() -> char {
    '*'
}
