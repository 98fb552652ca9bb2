//! `jsonl_nova`: Amazon Nova on Bedrock, one
//! `{"schemaVersion","system"?:[{"text"}],"messages":[{"role","content":[{"text"}]}…]}` a line.

use std::io::BufRead;

use super::check::{Ask, Limits, Side, TurnOrder, check_keys, check_text};
use super::examples::{self, check_repeated};
use super::json_text::push_array;
use super::json_tree::{Json, Object};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::for_each_example;
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

const SCHEMA: &str = "bedrock-conversation-2024";

/// Appends the examples of one conversation, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    for_each_example(conversation, shape, tally, |example, _| {
        out.extend_from_slice(b"{\"schemaVersion\":\"bedrock-conversation-2024\",");
        if shape.has_system(example.opening.as_ref()) {
            out.extend_from_slice(b"\"system\":[{\"text\":\"");
            shape.push_system(example.opening.as_ref(), out);
            out.extend_from_slice(b"\"}],");
        }
        out.extend_from_slice(b"\"messages\":");
        push_array(example.turns, out, |turn, out| {
            out.extend_from_slice(b"{\"role\":\"");
            out.extend_from_slice(turn.role.as_str().as_bytes());
            out.extend_from_slice(b"\",\"content\":[{\"text\":\"");
            turn.push_text(out);
            out.extend_from_slice(b"\"}]}");
        });
        out.extend_from_slice(b"}\n");
    });
}

/// Amazon Bedrock, data preparation for Nova: 8 to 20,000 samples, 32,000 tokens a sample in the text-only case.
const LIMITS: Limits =
    Limits { least: 8, most: 20_000, tokens: 32_000, token_rule: Ask::Should, ..Limits::NONE };

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::error("unknown_top_level_key", "a key that the service does not know", "leave `schemaVersion`, `system` and `messages`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other top-level keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const SCHEMA: Rule = Rule::error("schema_version", "`schemaVersion` is not `bedrock-conversation-2024`", "write `\"schemaVersion\": \"bedrock-conversation-2024\"`");
    pub const SYSTEM: Rule = Rule::error("system_type", "`system` is not an array of one text block", "write `[{\"text\": ...}]`, or leave the key out");
    pub const MESSAGES: Rule = Rule::error("messages_invalid", "`messages` is not a non-empty array", "give the messages, or leave the example out");
    pub const MESSAGE: Rule = Rule::error("message_not_object", "the message is not an object", "write `{\"role\": ..., \"content\": [{\"text\": ...}]}`");
    pub const MESSAGE_KEY: Rule = Rule::error("unknown_message_key", "a key that a message may not have", "leave `role` and `content`");
    pub const ROLE: Rule = Rule::error("role_unknown", "not a role; `user`, `assistant` are", "a customer is `user`, an agent `assistant`");
    pub const CONTENT: Rule = Rule::error("content_type", "`content` is not a non-empty array of blocks", "write `[{\"text\": ...}]`");
    pub const TOOLS: Rule = Rule::error("content_part", "a block that is no text; tools are not trained on", "leave text blocks alone");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, check_example)
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    check_keys(example, &["schemaVersion", "system", "messages"], &rules::TOP_KEY, String::new, findings);
    if example.get("schemaVersion").and_then(Json::as_text) != Some(SCHEMA) {
        findings.add(&rules::SCHEMA, || "schemaVersion".into());
    }
    match example.get("system").map(Json::as_array) {
        None => {}
        Some(Some([block])) => check_block(block, &|| "system[0]".into(), findings),
        Some(_) => findings.add(&rules::SYSTEM, || "system".into()),
    }
    let messages = example.get("messages").and_then(Json::as_array).filter(|m| !m.is_empty());
    let Some(messages) = messages else { return findings.add(&rules::MESSAGES, || "messages".into()) };
    let mut order = TurnOrder::default();
    for (place, message) in messages.iter().enumerate() {
        let at = |key: &str| format!("messages[{place}]{key}");
        let Some(message) = message.as_object() else {
            findings.add(&rules::MESSAGE, || at(""));
            continue;
        };
        check_repeated(message, || at("."), findings);
        check_keys(message, &["role", "content"], &rules::MESSAGE_KEY, || at("."), findings);
        match message.get("role").and_then(Json::as_text) {
            Some("user") => order.take(Side::User, || at(".role"), findings),
            Some("assistant") => order.take(Side::Assistant, || at(".role"), findings),
            _ => findings.add(&rules::ROLE, || at(".role")),
        }
        match message.get("content").and_then(Json::as_array) {
            Some(blocks) if !blocks.is_empty() => {
                for (block_place, block) in blocks.iter().enumerate() {
                    check_block(block, &|| at(&format!(".content[{block_place}]")), findings);
                }
            }
            _ => findings.add(&rules::CONTENT, || at(".content")),
        }
    }
    order.finish(|| "messages".into(), findings);
}

fn check_block(block: &Json<'_>, field: &dyn Fn() -> String, findings: &mut Findings) {
    match block.as_object() {
        Some(block) if block.keys().all(|key| key == "text") => {
            check_text(block.get("text"), || format!("{}.text", field()), findings);
        }
        _ => findings.add(&rules::TOOLS, field),
    }
}
