//! What steers de-identification.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::names::NameModel;
use super::policies::Policy;
use super::span_model::SpanModelSettings;
use crate::entity::{EntitySet, EntityType};

/// Findings below this score are left alone where neither the settings nor their policy say otherwise.
pub const DEFAULT_MIN_SCORE: f32 = 0.4;

/// How personal data is found and what becomes of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PiiSettings {
    /// Whether de-identification runs at all. `false` writes the text as it is, and the manifest says so.
    pub enabled: bool,
    /// A set of rules made for a purpose: which entity types, from which score, and what is done to each. Whatever
    /// these settings say themselves wins over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// The entity types to look for; absent for those of the policy, or the default set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<EntityType>>,
    /// Entity types to look for besides those of `entities` or the default set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_entities: Vec<EntityType>,
    /// Entity types that are not looked for, whatever names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_entities: Vec<EntityType>,
    /// Findings below this score (0.0 to 1.0) are left alone; absent for that of the policy, or 0.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
    /// The country whose local phone numbers are understood without a country code: `US`, `GB`, `DE` … It also says
    /// whether 3/4 is a day of March (`US`) or of April.
    pub locale: String,
    /// What is done to each entity type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub operators: BTreeMap<EntityType, OperatorSettings>,
    /// What is done where neither `operators` nor the policy names the type. `hash` here gives every value of the
    /// data set one token throughout.
    pub default_operator: OperatorSettings,
    /// Whether the tokens of persons tell their part in the conversation, where it is known: `[CUSTOMER_NAME_1]`,
    /// `[AGENT_NAME_1]`.
    pub role_names: bool,
    /// E-mail domains (and their sub-domains) that stay readable, such as the company's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub email_domain_allow_list: Vec<String>,
    /// Company names that stay readable; case and legal form do not matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub company_allow_list: Vec<String>,
    /// Any texts that stay readable, compared without case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_list: Vec<String>,
    /// Phrases in which nothing is personal, exactly as they are written: a finding that lies within one stays readable
    /// there. A value that is removed elsewhere in its conversation is removed there too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_phrases: Vec<String>,
    /// Whether the allow lists hold back values of personal columns too. Without it such a value is removed even if a
    /// list names it, and the leak audit counts it as `overAllowList`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub force_allow_lists: bool,
    /// Any texts that are always removed, compared without case, as whole words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deny_list: Vec<String>,
    /// Own patterns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_patterns: Vec<CustomPattern>,
    /// Whether the built-in model looks for names of persons, organizations, places and addresses in free text.
    pub name_model: NameModel,
    /// A model of your own that looks for personal data too, besides the built-in one; its files are given beside the
    /// settings. Absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span_model: Option<SpanModelSettings>,
    /// Whether values of personal columns are removed from the free text of their conversation.
    pub known_values: bool,
    /// The key of the operators `hash`, `surrogate` and `shift_date`, as text. Never written to a manifest.
    #[serde(skip_serializing, default)]
    pub hash_key: Option<String>,
    /// The key of the operator `encrypt`, as text of at least 16 characters. Never written to a manifest.
    #[serde(skip_serializing, default)]
    pub encryption_key: Option<String>,
    /// The name of the key in use, for the manifest, so that a rotation shows. Derived from the key where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The project whose values these are: with the same hash key, those of another project come out differently.
    /// Encrypted values are not told apart, so that the key alone opens them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_domain: Option<String>,
}

impl Default for PiiSettings {
    fn default() -> PiiSettings {
        PiiSettings {
            enabled: true,
            policy: None,
            entities: None,
            add_entities: Vec::new(),
            remove_entities: Vec::new(),
            min_score: None,
            locale: "US".into(),
            operators: BTreeMap::new(),
            default_operator: OperatorSettings::Replace,
            role_names: false,
            email_domain_allow_list: Vec::new(),
            company_allow_list: Vec::new(),
            allow_list: Vec::new(),
            allow_phrases: Vec::new(),
            force_allow_lists: false,
            deny_list: Vec::new(),
            custom_patterns: Vec::new(),
            name_model: NameModel::default(),
            span_model: None,
            known_values: true,
            hash_key: None,
            encryption_key: None,
            key_id: None,
            key_domain: None,
        }
    }
}

impl PiiSettings {
    /// The settings with what their policy says put in, wherever they say nothing themselves.
    pub fn with_policy(&self) -> PiiSettings {
        let mut settings = self.clone();
        if let Some(policy) = self.policy {
            policy.apply(&mut settings);
        }
        settings.min_score.get_or_insert(DEFAULT_MIN_SCORE);
        settings
    }

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
            .field("policy", &self.policy)
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
///
/// An operator that does not fit a type (a name cannot be generalized) replaces its findings by tokens instead; so does
/// one that cannot make sense of a single value (a date as `the day after the fair`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "type", deny_unknown_fields)]
#[non_exhaustive]
pub enum OperatorSettings {
    /// A numbered token, `[EMAIL_1]`: the same value gets the same token throughout its conversation.
    Replace,
    /// Nothing is left.
    Redact,
    /// Every letter and digit becomes `character`, except the first `keep_first` and the last `keep_last`. A value with
    /// no more than that is masked whole.
    Mask {
        /// The masking character.
        #[serde(default = "star")]
        character: char,
        /// How many letters and digits at the beginning stay readable.
        #[serde(default)]
        keep_first: usize,
        /// How many letters and digits at the end stay readable.
        #[serde(default)]
        keep_last: usize,
    },
    /// A keyed HMAC-SHA-256, `[EMAIL_7f3a9c2b51d0]`: equal for equal values over the whole data set and all machines.
    Hash,
    /// AES-256-GCM-SIV, `[EMAIL_ADDRESS:…]`: whoever has the key gets the value back, as it was written.
    Encrypt,
    /// A stand-in that looks alike, from ranges that belong to nobody where there are such: another name of the same
    /// gender, a number from those kept for fiction, an address at example.com. Equal for equal values over the whole
    /// data set, as it is drawn from their keyed hash.
    Surrogate,
    /// Dates move by a number of days that is drawn for each conversation, so that the time between them stays; their
    /// written form and times of day stay too.
    ShiftDate {
        /// The most days that dates move, to either side; at least 1.
        #[serde(default = "year_of_days")]
        max_days: u16,
    },
    /// Only what is general is left: the month or year of a date, the first three digits of a ZIP code, the network of
    /// an IP address, the domain of an e-mail address, the host of a URL, an age band, coordinates to one decimal.
    Generalize {
        /// What is left of a date.
        #[serde(default)]
        dates: DatePrecision,
        /// How many years an age band has; 1 leaves ages as they are.
        #[serde(default = "ten_years")]
        age_band: u8,
        /// Ages from this one up are one band, `90+`.
        #[serde(default = "ninety_years")]
        top_age: u8,
    },
    /// It stays as it is.
    Keep,
}

impl OperatorSettings {
    /// `mask` with asterisks that leaves the first and last letters and digits.
    pub(super) const fn mask(keep_first: usize, keep_last: usize) -> OperatorSettings {
        OperatorSettings::Mask { character: '*', keep_first, keep_last }
    }
}

/// How much `generalize` leaves of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// Month and year.
    #[default]
    Month,
    /// The year.
    Year,
}

fn star() -> char {
    '*'
}

fn year_of_days() -> u16 {
    365
}

fn ten_years() -> u8 {
    10
}

fn ninety_years() -> u8 {
    90
}
