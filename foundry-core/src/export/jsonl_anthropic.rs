//! `jsonl_anthropic`: Claude on Amazon Bedrock, one `{"system"?,"messages":[{"role","content"}…]}` a line.
//!
//! From user to assistant, strictly alternating, no other keys. The service joins the messages with `\n\nHuman:` and
//! `\n\nAssistant:`, and refuses a message with either at the start of a line: there the line feed becomes a space.

use std::io::BufRead;

use super::chat::{self, ChatTarget};
use super::check::{Ask, Limits};
use super::json_text::{push_array, push_escaped};
use super::report::ValidationReport;
use super::threading::for_each_example;
use super::turns::Turn;
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

const FORBIDDEN: [&str; 2] = ["\nHuman:", "\nAssistant:"];

/// Appends the examples of one conversation, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    for_each_example(conversation, shape, tally, |example, tally| {
        out.push(b'{');
        if shape.has_system(example.opening.as_ref()) {
            out.extend_from_slice(b"\"system\":\"");
            shape.push_system(example.opening.as_ref(), out);
            out.extend_from_slice(b"\",");
        }
        out.extend_from_slice(b"\"messages\":");
        push_array(example.turns, out, |turn, out| {
            out.extend_from_slice(b"{\"role\":\"");
            out.extend_from_slice(turn.role.as_str().as_bytes());
            out.extend_from_slice(b"\",\"content\":\"");
            push_allowed(turn, out, tally);
            out.extend_from_slice(b"\"}");
        });
        out.extend_from_slice(b"}\n");
    });
}

fn push_allowed(turn: &Turn<'_, '_>, out: &mut Vec<u8>, tally: &mut Tally) {
    let text = turn.text();
    if !FORBIDDEN.iter().any(|words| text.contains(words)) {
        return push_escaped(out, &text);
    }
    tally.rewritten += 1;
    let allowed = text.replace("\nHuman:", " Human:").replace("\nAssistant:", " Assistant:");
    push_escaped(out, &allowed);
}

/// Amazon Bedrock, fine-tuning of Claude 3 Haiku: its data validation script and its guide. 32 to 10,000 examples,
/// 10 GB, 32,000 tokens a line counted as characters by three.
const TARGET: ChatTarget = ChatTarget {
    top_keys: &["system", "messages"],
    other_top_key: Ask::Must,
    message_keys: &["role", "content"],
    other_message_key: Ask::Must,
    roles: &["user", "assistant"],
    starts_with_user: Ask::Must,
    ends_with_assistant: Ask::Must,
    alternates: Ask::Must,
    system_first: Ask::Must,
    has_user: Ask::Must,
    plain_content: Ask::Should,
    content_or_calls: Ask::May,
    forbidden: &FORBIDDEN,
    limits: Limits {
        least: 32,
        most: 10_000,
        bytes: 10 << 30,
        tokens: 32_000,
        token_rule: Ask::Must,
        characters_per_token: 3,
    },
};

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    chat::validate(input, &TARGET)
}
