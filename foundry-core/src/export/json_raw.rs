//! `json_raw`: the conversations as they are, one JSON array with one conversation a line.
//!
//! `{"conversation_id","status","messages":[{"role","timestamp","content"}…]}`; with metadata each message also has
//! `sender_id` (after `role`) and its `custom_<name>` fields (at the end). All values are strings, `""` where there is
//! none; nothing is merged or cut.

use std::io::BufRead;

use super::examples::{self, check_repeated, top_object};
use super::json_text::{push_string, push_timestamp};
use super::json_tree::{Json, Object};
use super::metadata::push_message_fields;
use super::report::{Findings, Rule, ValidationReport, key_label};
use super::{Shape, Tally, reason};
use crate::conversation::{Conversation, Timestamp};
use crate::error::Result;

pub(super) const BEGIN: &[u8] = b"[\n";
pub(super) const SEPARATOR: &[u8] = b",\n";
pub(super) const END: &[u8] = b"\n]\n";

/// Appends the conversation, after a separator unless it is the first in `out`.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    if conversation.messages.is_empty() {
        tally.dropped = Some(reason::NO_MESSAGE);
        return;
    }
    // An example ends in `}`, so these are the only ways to be the first.
    if !out.is_empty() && !out.ends_with(BEGIN) {
        out.extend_from_slice(SEPARATOR);
    }
    out.extend_from_slice(b"{\"conversation_id\":");
    push_string(out, &conversation.id);
    out.extend_from_slice(b",\"status\":");
    push_string(out, conversation.status.as_deref().unwrap_or(""));
    out.extend_from_slice(b",\"messages\":[");
    for (place, message) in conversation.messages.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        out.extend_from_slice(b"{\"role\":\"");
        out.extend_from_slice(message.role.as_str().as_bytes());
        if shape.include_metadata {
            out.extend_from_slice(b"\",\"sender_id\":");
            push_string(out, message.sender_id.as_deref().unwrap_or(""));
            out.extend_from_slice(b",\"timestamp\":\"");
        } else {
            out.extend_from_slice(b"\",\"timestamp\":\"");
        }
        if let Some(time) = message.timestamp {
            push_timestamp(out, time);
        }
        out.extend_from_slice(b"\",\"content\":");
        push_string(out, &message.content);
        if shape.include_metadata {
            push_message_fields(out, message);
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    tally.messages += conversation.messages.len() as u64;
    tally.records += 1;
}

const TOP_KEYS: [&str; 3] = ["conversation_id", "status", "messages"];

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const UNKNOWN_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the format does not have", "leave `conversation_id`, `status` and `messages`");
    pub const MESSAGE_KEY: Rule = Rule::advice("unknown_message_key", "a key that a message of the format does not have", "name further fields `custom_<name>`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other keys than the first one has; table loaders fail on it", "write the same keys everywhere, with an empty string for no value");
    pub const ID: Rule = Rule::error("conversation_id_invalid", "`conversation_id` is not a string that says something", "write the id as a string, numbers too");
    pub const VALUE_TYPE: Rule = Rule::error("value_type", "not a string", "write every value as a string, an empty one for none");
    pub const MESSAGES: Rule = Rule::error("messages_invalid", "`messages` is not a non-empty array", "give the messages, or leave the conversation out");
    pub const MESSAGE_TYPE: Rule = Rule::error("message_not_object", "the message is not an object", "write `{\"role\": ..., \"timestamp\": ..., \"content\": ...}`");
    pub const ROLE: Rule = Rule::error("role_unknown", "not a role", "use `customer`, `agent` or `system`");
    pub const CONTENT: Rule = Rule::error("content_type", "`content` is missing or not a string", "write the text as a string");
    pub const TIME: Rule = Rule::error("timestamp_invalid", "not a time in RFC 3339", "write `2024-01-31T09:30:00Z`, or an empty string for none");
    pub const ORDER: Rule = Rule::advice("timestamp_order", "earlier than a message before it", "order the messages by time");
}

/// Checks a file conversation by conversation.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    let mut findings = Findings::default();
    let mut keys = Keys::default();
    examples::for_each_element(input, &mut findings, |json, findings| {
        if let Some(conversation) = top_object(json, findings) {
            examples::check_same_keys(conversation, &mut keys.conversation, &rules::KEYS_DIFFER, findings);
            check_conversation(conversation, &mut keys, findings);
        }
    })?;
    Ok(findings.into_report())
}

/// The keys of the first conversation and the first message.
#[derive(Default)]
struct Keys {
    conversation: Option<Vec<String>>,
    message: Option<Vec<String>>,
}

fn check_conversation(conversation: &Object<'_>, keys: &mut Keys, findings: &mut Findings) {
    for (place, key) in conversation.keys().enumerate() {
        if !TOP_KEYS.contains(&key) {
            findings.add(&rules::UNKNOWN_KEY, || key_label(key, place));
        }
    }
    let id = conversation.get("conversation_id").and_then(Json::as_text);
    if id.is_none_or(str::is_empty) {
        findings.add(&rules::ID, || "conversation_id".into());
    }
    if conversation.get("status").is_some_and(|status| status.as_text().is_none()) {
        findings.add(&rules::VALUE_TYPE, || "status".into());
    }
    let messages = conversation.get("messages").and_then(Json::as_array).filter(|m| !m.is_empty());
    let Some(messages) = messages else {
        return findings.add(&rules::MESSAGES, || "messages".into());
    };
    let mut last_time = None;
    for (place, message) in messages.iter().enumerate() {
        match message.as_object() {
            Some(message) => {
                examples::check_same_keys(message, &mut keys.message, &rules::KEYS_DIFFER, findings);
                check_message(message, place, &mut last_time, findings);
            }
            None => findings.add(&rules::MESSAGE_TYPE, || format!("messages[{place}]")),
        }
    }
}

fn check_message(
    message: &Object<'_>,
    place: usize,
    last_time: &mut Option<Timestamp>,
    findings: &mut Findings,
) {
    let at = |key: &str| format!("messages[{place}].{key}");
    check_repeated(message, || at(""), findings);
    for (key_place, (key, value)) in message.iter().enumerate() {
        match key {
            "role" | "content" | "timestamp" => continue,
            "sender_id" => {}
            _ if key.starts_with("custom_") => {}
            _ => findings.add(&rules::MESSAGE_KEY, || at(&key_label(key, key_place))),
        }
        if value.as_text().is_none() {
            findings.add(&rules::VALUE_TYPE, || at(&key_label(key, key_place)));
        }
    }
    let role = message.get("role").and_then(Json::as_text);
    if !role.is_some_and(|role| ["customer", "agent", "system"].contains(&role)) {
        findings.add(&rules::ROLE, || at("role"));
    }
    if message.get("content").and_then(Json::as_text).is_none() {
        findings.add(&rules::CONTENT, || at("content"));
    }
    match message.get("timestamp") {
        None => {}
        Some(Json::Text(text)) if text.is_empty() => {}
        Some(time) => match time.as_text().and_then(|text| text.parse::<jiff::Timestamp>().ok()) {
            None => findings.add(&rules::TIME, || at("timestamp")),
            Some(time) => {
                let time = Timestamp(time.as_millisecond());
                if last_time.is_some_and(|last| time < last) {
                    findings.add(&rules::ORDER, || at("timestamp"));
                }
                *last_time = Some(time);
            }
        },
    }
}
