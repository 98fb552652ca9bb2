//! `jsonl_conversation`: OpenAI chat fine-tuning, one `{"messages":[{"role","content"}…]}` a line.
//!
//! The writer keeps to what every service and trainer accepts: an optional system message first, then user and
//! assistant strictly alternating, from user to assistant, every content a non-empty string, no other keys (unless
//! metadata is asked for). The validator holds any file against the rules of the service itself (OpenAI API
//! specification, schema `FineTuneChatRequestInput`, and the checks of its data preparation guide) and warns of what
//! other services and trainers refuse.

use std::io::BufRead;

use super::chat::{self, ChatTarget};
use super::check::{Ask, Limits};
use super::messages::push_messages;
use super::metadata::push_end;
use super::report::ValidationReport;
use super::threading::for_each_example;
use super::turns::{LeadingAgent, Turn, Turns};
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends the examples of one conversation, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    if shape.is_plain() {
        // Nearly every run: the turns are written as they are found.
        let Some(turns) = Turns::of(&conversation.messages, LeadingAgent::Trim, tally) else { return };
        tally.records += 1;
        return push_example(conversation, shape, None, turns, 0, out);
    }
    for_each_example(conversation, shape, tally, |example, _| {
        let turns = example.turns.iter().copied();
        push_example(conversation, shape, example.opening.as_ref(), turns, example.context, out);
    });
}

fn push_example<'c, 'a: 'c>(
    conversation: &Conversation<'_>,
    shape: &Shape,
    opening: Option<&Turn<'_, '_>>,
    turns: impl Iterator<Item = Turn<'c, 'a>>,
    context: usize,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"{");
    push_messages(shape, opening, turns, context, out);
    push_end(shape, conversation, out);
}

/// OpenAI: schema `FineTuneChatRequestInput` of its API specification; at least 10 examples, 512 MB a file, 65,536
/// tokens an example for GPT-4o (longer ones are cut).
const TARGET: ChatTarget = ChatTarget {
    top_keys: &["messages", "tools", "parallel_tool_calls", "functions"],
    other_top_key: Ask::Should,
    message_keys: &[
        "role",
        "content",
        "name",
        "weight",
        "refusal",
        "tool_calls",
        "tool_call_id",
        "function_call",
    ],
    other_message_key: Ask::Must,
    roles: &["system", "user", "assistant", "tool", "function"],
    starts_with_user: Ask::Should,
    ends_with_assistant: Ask::Should,
    alternates: Ask::Should,
    system_first: Ask::Should,
    has_user: Ask::Should,
    plain_content: Ask::Should,
    content_or_calls: Ask::May,
    forbidden: &[],
    limits: Limits {
        least: 10,
        most: u64::MAX,
        bytes: 512 << 20,
        tokens: 65_536,
        token_rule: Ask::Should,
        ..Limits::NONE
    },
};

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    chat::validate(input, &TARGET)
}
