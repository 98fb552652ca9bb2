//! Writes `"messages":[{"role","content"}…]`, as OpenAI, Mistral, Together and Anthropic take it.

use super::json_text::{push_array, push_escaped, push_string};
use super::threading::{Answer, for_each_example};
use super::tools::{Arguments, answered, calls, push_calls};
use super::turns::{ChatRole, Turn};
use super::{Shape, Tally};
use crate::conversation::{Conversation, Message};

/// Appends `"messages":[…]`, with the system message as the first where there is one. Where the settings call for
/// weights, every answer has one: 0 among the first `context` turns, else 1.
pub(super) fn push_messages<'c, 'a: 'c>(
    shape: &Shape,
    opening: Option<&Turn<'_, '_>>,
    turns: impl Iterator<Item = Turn<'c, 'a>>,
    context: usize,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"\"messages\":[");
    let mut separator: &[u8] = b"";
    if shape.has_system(opening) {
        out.extend_from_slice(b"{\"role\":\"system\",\"content\":\"");
        shape.push_system(opening, out);
        out.extend_from_slice(b"\"}");
        separator = b",";
    }
    for (place, turn) in turns.enumerate() {
        out.extend_from_slice(separator);
        separator = b",";
        let weight: &[u8] = match turn.role {
            ChatRole::Assistant if shape.weights && place < context => b",\"weight\":0",
            ChatRole::Assistant if shape.weights => b",\"weight\":1",
            _ => b"",
        };
        if let Some((style, messages)) = shape.tools.zip(turn.with_tools()) {
            push_tool_run(messages, style, weight, out);
            continue;
        }
        push_open_message(&turn, out);
        out.extend_from_slice(weight);
        out.push(b'}');
    }
    out.push(b']');
}

/// Appends `[{"role","content"}…]`.
pub(super) fn push_turns(shape: &Shape, turns: &[Turn<'_, '_>], out: &mut Vec<u8>) {
    push_array(turns, out, |turn, out| push_turn(shape, turn, out));
}

fn push_turn(shape: &Shape, turn: &Turn<'_, '_>, out: &mut Vec<u8>) {
    if let Some((style, messages)) = shape.tools.zip(turn.with_tools()) {
        return push_tool_run(messages, style, b"", out);
    }
    push_open_message(turn, out);
    out.push(b'}');
}

/// How a target writes calls: their arguments, and whether what is said beside them stands in the same message.
#[derive(Debug, Clone, Copy)]
pub(super) struct ToolStyle {
    pub(super) arguments: Arguments,
    pub(super) beside_content: bool,
}

/// Appends the messages of an assistant turn with calls and results, with commas between: runs of text joined, each
/// call and each result a message of its own.
fn push_tool_run<'m, 'a: 'm>(
    messages: impl Iterator<Item = &'m Message<'a>>,
    style: ToolStyle,
    weight: &[u8],
    out: &mut Vec<u8>,
) {
    const OPEN: &[u8] = b"{\"role\":\"assistant\",\"content\":\"";
    let (mut is_first, mut in_text) = (true, false);
    for message in messages {
        let calls = calls(message);
        let says = !message.content.trim().is_empty();
        if let Some(id) = answered(message) {
            close_text(&mut in_text, weight, out);
            push_comma(&mut is_first, out);
            out.extend_from_slice(b"{\"role\":\"tool\",\"tool_call_id\":");
            push_string(out, id);
            out.extend_from_slice(b",\"content\":\"");
            push_escaped(out, &message.content);
            out.extend_from_slice(b"\"}");
            continue;
        }
        if says {
            if in_text {
                out.extend_from_slice(b"\\n");
            } else {
                push_comma(&mut is_first, out);
                out.extend_from_slice(OPEN);
                in_text = true;
            }
            push_escaped(out, &message.content);
        }
        let Some(calls) = calls else { continue };
        if in_text && style.beside_content {
            out.push(b'"');
            in_text = false;
        } else {
            close_text(&mut in_text, weight, out);
            push_comma(&mut is_first, out);
            out.extend_from_slice(OPEN);
            out.push(b'"');
        }
        out.extend_from_slice(b",\"tool_calls\":");
        push_calls(&calls, style.arguments, out);
        out.extend_from_slice(weight);
        out.push(b'}');
    }
    close_text(&mut in_text, weight, out);
}

fn close_text(in_text: &mut bool, weight: &[u8], out: &mut Vec<u8>) {
    if std::mem::take(in_text) {
        out.push(b'"');
        out.extend_from_slice(weight);
        out.push(b'}');
    }
}

fn push_comma(is_first: &mut bool, out: &mut Vec<u8>) {
    if !std::mem::take(is_first) {
        out.push(b',');
    }
}

fn push_open_message(turn: &Turn<'_, '_>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"role\":\"");
    out.extend_from_slice(turn.role.as_str().as_bytes());
    out.extend_from_slice(b"\",\"content\":\"");
    turn.push_text(out);
    out.push(b'"');
}

/// Appends one `{"messages":[…]}` a line for the examples of a conversation, or counts why there is none.
pub(super) fn push_examples(
    conversation: &Conversation<'_>,
    shape: &Shape,
    out: &mut Vec<u8>,
    tally: &mut Tally,
) {
    for_each_example(conversation, shape, tally, |example, _| {
        out.push(b'{');
        let turns = example.turns.iter().copied();
        push_messages(shape, example.opening.as_ref(), turns, example.context, out);
        out.extend_from_slice(b"}\n");
    });
}

/// Appends what comes before an answer: system message, context, question, as `[{"role","content"}…]`.
pub(super) fn push_prompt(shape: &Shape, answer: &Answer<'_, '_, '_>, out: &mut Vec<u8>) {
    out.push(b'[');
    if shape.has_system(answer.opening.as_ref()) {
        out.extend_from_slice(b"{\"role\":\"system\",\"content\":\"");
        shape.push_system(answer.opening.as_ref(), out);
        out.extend_from_slice(b"\"},");
    }
    for turn in answer.context {
        push_turn(shape, turn, out);
        out.push(b',');
    }
    push_open_message(answer.question, out);
    out.extend_from_slice(b"}]");
}
