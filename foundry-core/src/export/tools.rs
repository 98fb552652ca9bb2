//! Tool calls and their results: a message carries calls in the custom field `tool_calls` (a JSON array, as OpenAI
//! writes it) and answers one by the custom field `tool_call_id`.
//!
//! What holds together is carried into the formats that train on tools: calls with an id, a name and an object of
//! arguments, each answered once before the agent goes on, and at the end a text for the customer. Anything else is
//! left out and counted, as is every call where the format has no place for it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use super::json_text::{push_escaped, push_string};
use super::tally::Tally;
use crate::conversation::{Conversation, Message, SenderRole};

/// The custom fields that hold calls, and the id of the call that a message answers.
pub(crate) const FIELDS: [&str; 2] = ["tool_calls", "tool_call_id"];

/// How a target wants the arguments of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arguments {
    /// As JSON inside a string.
    Text,
    /// As a JSON object.
    Object,
}

/// One call.
pub(super) struct Call {
    id: String,
    name: String,
    arguments: Value,
}

/// Whether a message is a call or a result.
pub(super) fn is_tool_message(message: &Message<'_>) -> bool {
    !message.custom.is_empty() && FIELDS.iter().any(|name| field(message, name).is_some())
}

/// The calls of a message.
pub(super) fn calls(message: &Message<'_>) -> Option<Vec<Call>> {
    let json: Value = serde_json::from_str(field(message, FIELDS[0])?).ok()?;
    let calls: Option<Vec<Call>> = json.as_array()?.iter().map(call).collect();
    calls.filter(|calls| !calls.is_empty())
}

/// The id of the call that a message answers.
pub(super) fn answered<'m>(message: &'m Message<'_>) -> Option<&'m str> {
    field(message, FIELDS[1])
}

/// Appends `[{"id","type","function":{"name","arguments"}}…]`.
pub(super) fn push_calls(calls: &[Call], arguments: Arguments, out: &mut Vec<u8>) {
    out.push(b'[');
    for (place, call) in calls.iter().enumerate() {
        out.extend_from_slice(if place > 0 { b",{\"id\":" } else { b"{\"id\":" });
        push_string(out, &call.id);
        out.extend_from_slice(b",\"type\":\"function\",\"function\":{\"name\":");
        push_string(out, &call.name);
        out.extend_from_slice(b",\"arguments\":");
        let object = call.arguments.to_string();
        match arguments {
            Arguments::Object => out.extend_from_slice(object.as_bytes()),
            Arguments::Text => {
                out.push(b'"');
                push_escaped(out, &object);
                out.push(b'"');
            }
        }
        out.extend_from_slice(b"}}");
    }
    out.push(b']');
}

/// The conversation with those calls and results alone that are carried, all of them on the agent's side; `None` where
/// it has none in the first place.
pub(super) fn settle<'a>(
    conversation: &Conversation<'a>,
    carried: bool,
    tally: &mut Tally,
) -> Option<Conversation<'a>> {
    if !conversation.messages.iter().any(is_tool_message) {
        return None;
    }
    let mut keep = vec![false; conversation.messages.len()];
    if carried {
        mark_whole_runs(&conversation.messages, &mut keep);
    }
    let mut settled = conversation.clone();
    settled.messages.clear();
    for (message, keep) in conversation.messages.iter().zip(keep) {
        let mut message = message.clone();
        if !is_tool_message(&message) {
            settled.messages.push(message);
        } else if keep {
            message.role = SenderRole::Agent;
            settled.messages.push(message);
        } else if answered(&message).is_some() || message.content.trim().is_empty() {
            tally.tools += 1;
        } else {
            // What was said beside the calls is said all the same.
            message.custom.retain(|(name, _)| !FIELDS.contains(&name.as_ref()));
            settled.messages.push(message);
            tally.tool_calls += 1;
        }
    }
    Some(settled)
}

/// Marks the calls and results of each run of the agent's side that holds together.
fn mark_whole_runs(messages: &[Message<'_>], keep: &mut [bool]) {
    // Of the run at hand: its calls and results, and the ids that wait for an answer.
    let (mut run, mut open): (Vec<usize>, BTreeSet<String>) = Default::default();
    let mut broken = false;
    for (place, message) in messages.iter().enumerate() {
        if let Some(id) = answered(message) {
            broken |= !open.remove(id);
            run.push(place);
        } else if is_tool_message(message) {
            broken |= !open.is_empty() || message.role == SenderRole::Customer;
            match calls(message) {
                Some(calls) => calls.into_iter().for_each(|call| broken |= !open.insert(call.id)),
                None => broken = true,
            }
            run.push(place);
        } else if !message.content.trim().is_empty() && message.role != SenderRole::System {
            let ends_well = message.role == SenderRole::Agent && open.is_empty() && !broken;
            for place in run.drain(..) {
                if let Some(keep) = keep.get_mut(place) {
                    *keep = ends_well;
                }
            }
            open.clear();
            broken = false;
        }
    }
}

fn call(json: &Value) -> Option<Call> {
    let function = json.get("function").unwrap_or(json);
    let id = json.get("id")?.as_str().filter(|id| !id.is_empty())?;
    let name = function.get("name")?.as_str().filter(|name| super::chat::is_name(name))?;
    let arguments = match function.get("arguments")? {
        Value::String(text) => Cow::Owned(serde_json::from_str(text).ok()?),
        other => Cow::Borrowed(other),
    };
    arguments.is_object().then(|| Call {
        id: id.to_owned(),
        name: name.to_owned(),
        arguments: arguments.into_owned(),
    })
}

fn field<'m>(message: &'m Message<'_>, name: &str) -> Option<&'m str> {
    let value = message.custom.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref())?;
    is_tool_value(value).then_some(value)
}

/// Whether the value of such a field says anything.
pub(crate) fn is_tool_value(value: &str) -> bool {
    !["", "null", "[]"].contains(&value.trim())
}
