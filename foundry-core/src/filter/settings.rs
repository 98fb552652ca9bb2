//! What steers filtering, and the stable reasons for leaving a conversation out.

use serde::{Deserialize, Serialize};

use crate::conversation::SenderRole;

/// Which conversations stay.
///
/// The default keeps every honest conversation: it leaves out those in which a side is a machine, and those that are
/// hardly text at all. Whatever depends on what a data set is for (counts, dates, languages, repetition, duplicates) is
/// off until it is asked for. The order of the checks is that of [`FilterReason::ALL`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FilterSettings {
    /// The least number of messages of any role; 0 and 1 keep every conversation.
    pub min_message_count: usize,
    /// The largest number of messages of any role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_message_count: Option<usize>,
    /// The ticket statuses that stay, compared without case; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status_filter: Vec<String>,
    /// Roles that must have spoken at least once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require_roles: Vec<SenderRole>,
    /// Whether an agent must have written something after something a customer wrote.
    pub require_answer: bool,
    /// The time in which the last message must lie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_range: Option<DateRange>,
    /// The least number of words (Unicode words over all messages; 0 for no rule).
    pub min_word_count: usize,
    /// The largest number of words over all messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_word_count: Option<usize>,
    /// The least number of words that agents write in all; 0 for no rule.
    pub min_agent_word_count: usize,
    /// The largest share, from 0 to 1, that one side has of the words of customers and agents: above it, one side only
    /// listens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_side_share: Option<f64>,
    /// Leave out conversations in which a side (or everybody) is a machine: all it writes are receipts and notices of
    /// absence.
    pub drop_auto_replies: bool,
    /// Leave out conversations in which a side (or everybody) writes nothing but lines of a chat window, notes of the
    /// help desk, quotes, signatures and footers.
    pub drop_boilerplate: bool,
    /// The least share of letters, from 0 to 1, among the characters that are no white space; judged from 40 such
    /// characters on. Letters of all scripts count, tokens such as `[EMAIL_1]` as well; 0 for no rule.
    pub min_letter_share: Option<f64>,
    /// The largest share of the text, from 0 to 1, in lines that stood in the conversation before; judged from 50 words
    /// on. 0.5 spares every chat that a person would call one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_repeated_lines: Option<f64>,
    /// The largest share of words, from 0 to 1, in runs of five that stood in the conversation before; judged from 50
    /// words on. 0.6 spares every chat that a person would call one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_repeated_words: Option<f64>,
    /// The languages that stay, by ISO 639-1 (`en`) or 639-3 code (`eng`); empty for all. A conversation whose language
    /// cannot be told for sure stays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The largest share of the text, from 0 to 1, that was personal data and was replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_pii_density: Option<f64>,
    /// What becomes of conversations that repeat an earlier one; the first always stays.
    pub duplicates: DuplicateRule,
    /// From which similarity of each side's text, 0.5 to 1, two conversations are near duplicates.
    pub min_similarity: f64,
    /// Leave out a conversation if every answer in it was given before in at least so many others that stay (1 and up):
    /// macros and canned answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_answer_repeats: Option<u32>,
}

impl Default for FilterSettings {
    fn default() -> FilterSettings {
        FilterSettings {
            drop_auto_replies: true,
            drop_boilerplate: true,
            min_letter_share: Some(0.3),
            ..FilterSettings::none()
        }
    }
}

impl FilterSettings {
    /// Settings that keep every conversation.
    pub fn none() -> FilterSettings {
        FilterSettings {
            min_message_count: 1,
            max_message_count: None,
            status_filter: Vec::new(),
            require_roles: Vec::new(),
            require_answer: false,
            date_range: None,
            min_word_count: 0,
            max_word_count: None,
            min_agent_word_count: 0,
            max_side_share: None,
            drop_auto_replies: false,
            drop_boilerplate: false,
            min_letter_share: None,
            max_repeated_lines: None,
            max_repeated_words: None,
            languages: Vec::new(),
            max_pii_density: None,
            duplicates: DuplicateRule::Keep,
            min_similarity: DEFAULT_SIMILARITY,
            max_answer_repeats: None,
        }
    }
}

/// From here on two conversations are near duplicates, unless the settings say otherwise.
const DEFAULT_SIMILARITY: f64 = 0.7;

/// What becomes of conversations that repeat an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DuplicateRule {
    /// They stay.
    #[default]
    Keep,
    /// Left out if they say the same, whatever the case, spacing, punctuation and numbering of tokens.
    Exact,
    /// Left out too if the customers' side and the agents' side are both nearly the same.
    Near,
}

/// A range of time in UTC: fixed, or rolling back from "now". Where both are given, all bounds hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DateRange {
    /// First day or moment, inclusive: `2024-01-31`, or RFC 3339 such as `2024-01-31T09:30:00Z`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Last day (the whole day) or moment, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// `<n>days`, `<n>weeks`, `<n>months` or `<n>years` up to now, such as `6months`, from the start of that day. A day
    /// that a month does not have becomes the month's last: six months before 31 August is 28 or 29 February.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolling: Option<String>,
}

/// Why a conversation was left out. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilterReason {
    /// Fewer messages than `minMessageCount`.
    TooFewMessages,
    /// Fewer words than `minWordCount`.
    TooFewWords,
    /// Its last message lies before the date range.
    BeforeDateRange,
    /// Its last message lies after the date range.
    AfterDateRange,
    /// A date range is set and no message has a time.
    NoTimestamp,
    /// Its status is not in `statusFilter`.
    StatusExcluded,
    /// A role of `requireRoles` never speaks.
    MissingRole,
    /// More messages than `maxMessageCount`.
    TooManyMessages,
    /// No agent writes after a customer, and `requireAnswer` is set.
    NoAnswer,
    /// More words than `maxWordCount`.
    TooManyWords,
    /// Fewer words of agents than `minAgentWordCount`.
    TooFewAgentWords,
    /// One side has more of the words than `maxSideShare`.
    OneSided,
    /// A side is a machine that sends receipts or notices of absence.
    AutoReply,
    /// A side is nothing but lines of a chat window, notes, quotes, signatures and footers.
    Boilerplate,
    /// A smaller share of letters than `minLetterShare`.
    TooFewLetters,
    /// More of the text stands in repeated lines than `maxRepeatedLines`.
    RepeatedLines,
    /// More of the words stand in repeated runs than `maxRepeatedWords`.
    RepeatedWords,
    /// Surely in a language that is not in `languages`.
    LanguageExcluded,
    /// More of the text was replaced than `maxPiiDensity`.
    TooMuchPersonalData,
    /// It says the same as an earlier conversation.
    Duplicate,
    /// It says nearly the same as an earlier conversation.
    NearDuplicate,
    /// Every answer in it was given before, `maxAnswerRepeats` times or more.
    RepeatedAnswers,
}

impl FilterReason {
    /// All reasons in the order of the checks: the first that holds is given. Cheap checks come first; the last three
    /// compare a conversation with those that stay before it.
    pub const ALL: [FilterReason; 22] = [
        FilterReason::TooFewMessages,
        FilterReason::TooManyMessages,
        FilterReason::StatusExcluded,
        FilterReason::MissingRole,
        FilterReason::NoAnswer,
        FilterReason::NoTimestamp,
        FilterReason::BeforeDateRange,
        FilterReason::AfterDateRange,
        FilterReason::TooFewWords,
        FilterReason::TooManyWords,
        FilterReason::TooFewAgentWords,
        FilterReason::OneSided,
        FilterReason::AutoReply,
        FilterReason::Boilerplate,
        FilterReason::TooFewLetters,
        FilterReason::RepeatedLines,
        FilterReason::RepeatedWords,
        FilterReason::LanguageExcluded,
        FilterReason::TooMuchPersonalData,
        FilterReason::Duplicate,
        FilterReason::NearDuplicate,
        FilterReason::RepeatedAnswers,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            FilterReason::TooFewMessages => "too_few_messages",
            FilterReason::TooFewWords => "too_few_words",
            FilterReason::BeforeDateRange => "before_date_range",
            FilterReason::AfterDateRange => "after_date_range",
            FilterReason::NoTimestamp => "no_timestamp",
            FilterReason::StatusExcluded => "status_excluded",
            FilterReason::MissingRole => "missing_role",
            FilterReason::TooManyMessages => "too_many_messages",
            FilterReason::NoAnswer => "no_answer",
            FilterReason::TooManyWords => "too_many_words",
            FilterReason::TooFewAgentWords => "too_few_agent_words",
            FilterReason::OneSided => "one_sided",
            FilterReason::AutoReply => "auto_reply",
            FilterReason::Boilerplate => "boilerplate",
            FilterReason::TooFewLetters => "too_few_letters",
            FilterReason::RepeatedLines => "repeated_lines",
            FilterReason::RepeatedWords => "repeated_words",
            FilterReason::LanguageExcluded => "language_excluded",
            FilterReason::TooMuchPersonalData => "too_much_personal_data",
            FilterReason::Duplicate => "duplicate",
            FilterReason::NearDuplicate => "near_duplicate",
            FilterReason::RepeatedAnswers => "repeated_answers",
        }
    }

    /// The setting that it belongs to, as it is written.
    pub fn setting(self) -> &'static str {
        match self {
            FilterReason::TooFewMessages => "minMessageCount",
            FilterReason::TooFewWords => "minWordCount",
            FilterReason::BeforeDateRange | FilterReason::AfterDateRange | FilterReason::NoTimestamp => {
                "dateRange"
            }
            FilterReason::StatusExcluded => "statusFilter",
            FilterReason::MissingRole => "requireRoles",
            FilterReason::TooManyMessages => "maxMessageCount",
            FilterReason::NoAnswer => "requireAnswer",
            FilterReason::TooManyWords => "maxWordCount",
            FilterReason::TooFewAgentWords => "minAgentWordCount",
            FilterReason::OneSided => "maxSideShare",
            FilterReason::AutoReply => "dropAutoReplies",
            FilterReason::Boilerplate => "dropBoilerplate",
            FilterReason::TooFewLetters => "minLetterShare",
            FilterReason::RepeatedLines => "maxRepeatedLines",
            FilterReason::RepeatedWords => "maxRepeatedWords",
            FilterReason::LanguageExcluded => "languages",
            FilterReason::TooMuchPersonalData => "maxPiiDensity",
            FilterReason::Duplicate | FilterReason::NearDuplicate => "duplicates",
            FilterReason::RepeatedAnswers => "maxAnswerRepeats",
        }
    }
}
