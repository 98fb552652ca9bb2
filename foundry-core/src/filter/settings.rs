//! What steers filtering, and the stable reasons for leaving a conversation out.

use serde::{Deserialize, Serialize};

use crate::conversation::SenderRole;

/// Which conversations stay. The default keeps everything with at least one message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FilterSettings {
    /// The least number of messages of any role; 0 and 1 keep every conversation.
    pub min_message_count: usize,
    /// The least number of words (Unicode words over all messages; 0 for no rule).
    pub min_word_count: usize,
    /// The time in which the last message must lie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_range: Option<DateRange>,
    /// The ticket statuses that stay, compared without case; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status_filter: Vec<String>,
    /// Roles that must have spoken at least once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require_roles: Vec<SenderRole>,
}

impl Default for FilterSettings {
    fn default() -> FilterSettings {
        FilterSettings {
            min_message_count: 1,
            min_word_count: 0,
            date_range: None,
            status_filter: Vec::new(),
            require_roles: Vec::new(),
        }
    }
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
}

impl FilterReason {
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
        }
    }
}
