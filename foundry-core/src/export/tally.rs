//! The counts of what was written, changed and left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What writing changed and left out, by stable reason.
///
/// The law, over all conversations handed in: their messages = `messages` + `changes` of `dropped_system_message`,
/// `dropped_blank_message`, `trimmed_leading_agent`, `trimmed_trailing_customer`, `dropped_over_token_limit`,
/// `truncated_over_token_limit`, `dropped_without_rejected_answer` and `dropped_tool_message`. (`merged_messages` and `moved_to_system_message`
/// are among `messages`.) The conversations handed in = `conversations` + all of `dropped`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportCounts {
    /// Examples (lines, or array elements) written.
    pub records: u64,
    /// Conversations that gave at least one example.
    pub conversations: u64,
    /// Messages that are in an example, each counted once however often it is written.
    pub messages: u64,
    /// Messages joined to the one before (`merged_messages`), left out (`dropped_system_message`,
    /// `dropped_blank_message`, `dropped_over_token_limit`, `dropped_without_rejected_answer`, `dropped_tool_message`), cut
    /// (`trimmed_leading_agent`, `trimmed_trailing_customer`, `truncated_over_token_limit`) and moved
    /// (`moved_to_system_message`); further examples of one conversation (`split_examples`), turns repeated at the
    /// start of an example (`repeated_turns`), turns reworded for a service (`rewritten_forbidden_text`), messages
    /// whose calls were left out (`dropped_tool_calls`).
    pub changes: BTreeMap<String, u64>,
    /// Conversations that gave no example: `no_user_turn`, `no_assistant_turn` (none after a user turn), `no_message`,
    /// `over_token_limit`, `no_rejected_answer`, `split_conflict`.
    pub dropped: BTreeMap<String, u64>,
    /// Tokens of all examples, and of the largest one, where the settings ask to count them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tokens: u64,
    /// See `tokens`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub largest_example: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl ExportCounts {
    /// Adds the counts of another part of the same run.
    pub fn add(&mut self, other: &ExportCounts) {
        self.records += other.records;
        self.conversations += other.conversations;
        self.messages += other.messages;
        self.tokens += other.tokens;
        self.largest_example = self.largest_example.max(other.largest_example);
        for (reason, count) in &other.changes {
            add_reason(&mut self.changes, reason, *count);
        }
        for (reason, count) in &other.dropped {
            add_reason(&mut self.dropped, reason, *count);
        }
    }
}

impl ExportCounts {
    /// Counts a conversation that gives no example, by a reason.
    pub(crate) fn drop_conversation(&mut self, reason: &str) {
        add_reason(&mut self.dropped, reason, 1);
    }
}

/// The stable reasons of [`ExportCounts`].
pub(super) mod reason {
    pub(crate) const MERGED: &str = "merged_messages";
    pub(crate) const SYSTEM: &str = "dropped_system_message";
    pub(crate) const BLANK: &str = "dropped_blank_message";
    pub(crate) const LEADING_AGENT: &str = "trimmed_leading_agent";
    pub(crate) const TRAILING_CUSTOMER: &str = "trimmed_trailing_customer";
    pub(crate) const OPENING: &str = "moved_to_system_message";
    pub(crate) const OVER_LIMIT_MESSAGE: &str = "dropped_over_token_limit";
    pub(crate) const TRUNCATED: &str = "truncated_over_token_limit";
    pub(crate) const NO_REJECTED_MESSAGE: &str = "dropped_without_rejected_answer";
    pub(crate) const SPLIT: &str = "split_examples";
    pub(crate) const REPEATED: &str = "repeated_turns";
    pub(crate) const REWRITTEN: &str = "rewritten_forbidden_text";
    /// Those that count messages which are in no example.
    #[cfg(test)]
    pub(crate) const LEFT_OUT: [&str; 8] = [
        TOOL_MESSAGE,
        SYSTEM,
        BLANK,
        LEADING_AGENT,
        TRAILING_CUSTOMER,
        OVER_LIMIT_MESSAGE,
        TRUNCATED,
        NO_REJECTED_MESSAGE,
    ];
    pub(crate) const TOOL_MESSAGE: &str = "dropped_tool_message";
    pub(crate) const TOOL_CALLS: &str = "dropped_tool_calls";
    pub(crate) const NO_USER_TURN: &str = "no_user_turn";
    pub(crate) const NO_ASSISTANT_TURN: &str = "no_assistant_turn";
    pub(crate) const NO_MESSAGE: &str = "no_message";
    pub(crate) const OVER_LIMIT: &str = "over_token_limit";
    pub(crate) const NO_REJECTED: &str = "no_rejected_answer";
}

/// The counts of one conversation, added to [`ExportCounts`] only when its bytes stand.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) records: u64,
    pub(super) messages: u64,
    pub(super) merged: u64,
    pub(super) system: u64,
    pub(super) blank: u64,
    pub(super) leading_agent: u64,
    pub(super) trailing_customer: u64,
    pub(super) opening: u64,
    pub(super) over_limit: u64,
    pub(super) truncated: u64,
    pub(super) no_rejected: u64,
    /// Examples of the conversation beyond the first.
    pub(super) split: u64,
    pub(super) repeated: u64,
    pub(super) rewritten: u64,
    pub(super) dropped: Option<&'static str>,
    /// Calls and results that were left out with their message, and calls beside a text that stays.
    pub(super) tools: u64,
    pub(super) tool_calls: u64,
    pub(super) tokens: u64,
    pub(super) largest_example: u64,
}

impl Tally {
    pub(super) fn add_to(&self, counts: &mut ExportCounts) {
        counts.records += self.records;
        counts.messages += self.messages;
        counts.tokens += self.tokens;
        counts.largest_example = counts.largest_example.max(self.largest_example);
        match self.dropped {
            Some(why) => add_reason(&mut counts.dropped, why, 1),
            None => counts.conversations += 1,
        }
        for (why, count) in [
            (reason::MERGED, self.merged),
            (reason::SYSTEM, self.system),
            (reason::BLANK, self.blank),
            (reason::LEADING_AGENT, self.leading_agent),
            (reason::TRAILING_CUSTOMER, self.trailing_customer),
            (reason::OPENING, self.opening),
            (reason::OVER_LIMIT_MESSAGE, self.over_limit),
            (reason::TRUNCATED, self.truncated),
            (reason::NO_REJECTED_MESSAGE, self.no_rejected),
            (reason::SPLIT, self.split),
            (reason::REPEATED, self.repeated),
            (reason::REWRITTEN, self.rewritten),
            (reason::TOOL_MESSAGE, self.tools),
            (reason::TOOL_CALLS, self.tool_calls),
        ] {
            add_reason(&mut counts.changes, why, count);
        }
    }
}

fn add_reason(reasons: &mut BTreeMap<String, u64>, reason: &str, count: u64) {
    if count == 0 {
        return;
    }
    // Looked up first: the name is copied only when it is new.
    match reasons.get_mut(reason) {
        Some(sum) => *sum += count,
        None => {
            reasons.insert(reason.to_owned(), count);
        }
    }
}
