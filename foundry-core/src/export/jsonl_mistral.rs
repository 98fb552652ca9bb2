//! `jsonl_mistral`: Mistral fine-tuning, one `{"messages":[{"role","content"}…]}` a line.

use std::io::BufRead;

use super::chat::{self, ChatTarget};
use super::check::{Ask, Limits};
use super::messages::push_examples;
use super::report::ValidationReport;
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends the examples of one conversation, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    push_examples(conversation, shape, out, tally);
}

/// Mistral: the validator of `mistral-common` in fine-tuning mode. The last message is the assistant's; it has content
/// or tool calls, never both; one system message.
const TARGET: ChatTarget = ChatTarget {
    top_keys: &["messages", "tools"],
    other_top_key: Ask::Should,
    message_keys: &["role", "content", "name", "weight", "tool_calls", "tool_call_id"],
    other_message_key: Ask::Should,
    roles: &["system", "user", "assistant", "tool"],
    starts_with_user: Ask::Should,
    ends_with_assistant: Ask::Must,
    alternates: Ask::Should,
    system_first: Ask::Must,
    has_user: Ask::Should,
    plain_content: Ask::Should,
    content_or_calls: Ask::Must,
    forbidden: &[],
    limits: Limits { least: 1, ..Limits::NONE },
};

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    chat::validate(input, &TARGET)
}
