//! Writes `"messages":[{"role","content"}…]`, as OpenAI, Mistral, Together and Anthropic take it.

use super::threading::{Answer, for_each_example};
use super::turns::{ChatRole, Turn};
use super::{Shape, Tally};
use crate::conversation::Conversation;

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
        push_open_message(&turn, out);
        if shape.weights && turn.role == ChatRole::Assistant {
            out.extend_from_slice(if place < context { b",\"weight\":0" } else { b",\"weight\":1" });
        }
        out.push(b'}');
        separator = b",";
    }
    out.push(b']');
}

/// Appends `[{"role","content"}…]`.
pub(super) fn push_turns(turns: &[Turn<'_, '_>], out: &mut Vec<u8>) {
    out.push(b'[');
    for (place, turn) in turns.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        push_open_message(turn, out);
        out.push(b'}');
    }
    out.push(b']');
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
        push_open_message(turn, out);
        out.extend_from_slice(b"},");
    }
    push_open_message(answer.question, out);
    out.extend_from_slice(b"}]");
}
