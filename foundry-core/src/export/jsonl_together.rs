//! `jsonl_together`: Together fine-tuning, one `{"messages":[{"role","content"}…]}` a line, no other key.

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

/// Together: the file check of its client (1.5). After the optional system message the sides alternate; 50.1 GB.
const TARGET: ChatTarget = ChatTarget {
    top_keys: &["messages"],
    other_top_key: Ask::Must,
    message_keys: &["role", "content", "weight", "tool_calls", "tool_call_id", "name"],
    other_message_key: Ask::Should,
    roles: &["system", "user", "assistant", "tool"],
    starts_with_user: Ask::Should,
    ends_with_assistant: Ask::Should,
    alternates: Ask::Must,
    system_first: Ask::Should,
    has_user: Ask::Should,
    plain_content: Ask::Should,
    content_or_calls: Ask::May,
    forbidden: &[],
    limits: Limits { least: 1, bytes: 53_794_465_382, ..Limits::NONE },
};

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    chat::validate(input, &TARGET)
}
