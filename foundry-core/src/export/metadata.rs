//! The metadata object of an example: the same keys in every row, every value a string, `""` where there is none, so
//! that every loader sees one column type.

use super::Shape;
use super::json_text::{push_escaped, push_string, push_timestamp};
use super::json_tree::Object;
use super::report::{Findings, Rule};
use crate::conversation::{Conversation, Message};

/// Ends a line: with the metadata, if asked for.
pub(super) fn push_end(shape: &Shape, conversation: &Conversation<'_>, out: &mut Vec<u8>) {
    if shape.include_metadata {
        out.extend_from_slice(b",\"metadata\":");
        push_metadata(out, conversation);
    }
    out.extend_from_slice(b"}\n");
}

/// Appends `{"conversation_id","status","started_at","message_count","custom_<name>"…}`. `started_at` is the first
/// known time, `message_count` counts all messages of the conversation, a custom field has its first value that is not
/// empty; the names of the custom fields are those of the first message.
fn push_metadata(out: &mut Vec<u8>, conversation: &Conversation<'_>) {
    out.extend_from_slice(b"{\"conversation_id\":");
    push_string(out, &conversation.id);
    out.extend_from_slice(b",\"status\":");
    push_string(out, conversation.status.as_deref().unwrap_or(""));
    out.extend_from_slice(b",\"started_at\":\"");
    if let Some(time) = conversation.messages.iter().find_map(|m| m.timestamp) {
        push_timestamp(out, time);
    }
    out.extend_from_slice(b"\",\"message_count\":\"");
    out.extend_from_slice(conversation.messages.len().to_string().as_bytes());
    out.push(b'"');
    let names = conversation.messages.first().map(|m| m.custom.as_slice()).unwrap_or_default();
    for (slot, (name, _)) in names.iter().enumerate() {
        let values = conversation.messages.iter().filter_map(|m| m.custom.get(slot));
        let value = values.map(|(_, value)| value.as_ref()).find(|value| !value.is_empty());
        push_custom(out, name, value.unwrap_or(""));
    }
    out.push(b'}');
}

/// Appends `,"custom_<name>":"<value>"` for each custom field of one message.
pub(super) fn push_message_fields(out: &mut Vec<u8>, message: &Message<'_>) {
    for (name, value) in &message.custom {
        push_custom(out, name, value);
    }
}

fn push_custom(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(b",\"custom_");
    push_escaped(out, name);
    out.extend_from_slice(b"\":");
    push_string(out, value);
}

const METADATA: Rule = Rule::error(
    "metadata_type",
    "`metadata` is not an object of strings",
    "write every value as a string, an empty one for none",
);

/// Checks the `metadata` of an example, if it has any.
pub(super) fn check_metadata(example: &Object<'_>, findings: &mut Findings) {
    if let Some(metadata) = example.get("metadata") {
        let fits = metadata.as_object().is_some_and(|m| m.iter().all(|(_, value)| value.as_text().is_some()));
        if !fits {
            findings.add(&METADATA, || "metadata".into());
        }
    }
}
