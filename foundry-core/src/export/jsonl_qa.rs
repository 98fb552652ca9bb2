//! `jsonl_qa`: one question and its answer a line, with the turns before.
//!
//! `{"question","answer"}`, then `"context":[{"role","content"}…]` where a context window is set (always there then,
//! maybe empty), `"system"` where a system prompt is asked for, `"metadata"` likewise: the same keys in every line.

use std::io::BufRead;

use super::config::LeadingAgentRule;
use super::examples::{self, check_repeated};
use super::json_tree::{Json, Object};
use super::metadata::{check_metadata, push_end};
use super::report::{Findings, Rule, ValidationReport, key_label};
use super::threading::{AnswerRule, Left, for_each_answer};
use super::turns::{ChatRole, LeadingAgent, Turn, Turns};
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends one line for each customer turn with the agent turn that answers it, or counts why there is none. What an
/// agent says first is context of the first question, where there is a window for it.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    if shape.context_window > 0 || shape.limit.is_some() {
        let leading = if shape.context_window > 0 { LeadingAgentRule::Keep } else { LeadingAgentRule::Trim };
        let how =
            AnswerRule { leading, window: shape.context_window, beside: |_| None, left: Left::OverLimit };
        return for_each_answer(conversation, shape, how, tally, |answer| {
            push_line(conversation, shape, answer.question, answer.answer, answer.context, out);
            true
        });
    }
    let Some(turns) = Turns::of(&conversation.messages, LeadingAgent::Trim, tally) else { return };
    let mut question = None;
    for turn in turns {
        match (turn.role, question.take()) {
            (ChatRole::Assistant, Some(question)) => {
                push_line(conversation, shape, &question, &turn, &[], out);
                tally.records += 1;
            }
            _ => question = Some(turn),
        }
    }
}

fn push_line(
    conversation: &Conversation<'_>,
    shape: &Shape,
    question: &Turn<'_, '_>,
    answer: &Turn<'_, '_>,
    context: &[Turn<'_, '_>],
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"{\"question\":\"");
    question.push_text(out);
    out.extend_from_slice(b"\",\"answer\":\"");
    answer.push_text(out);
    out.push(b'"');
    if shape.context_window > 0 {
        out.extend_from_slice(b",\"context\":[");
        let mut separator: &[u8] = b"";
        for turn in context {
            out.extend_from_slice(separator);
            out.extend_from_slice(b"{\"role\":\"");
            out.extend_from_slice(turn.role.as_str().as_bytes());
            out.extend_from_slice(b"\",\"content\":\"");
            turn.push_text(out);
            out.extend_from_slice(b"\"}");
            separator = b",";
        }
        out.push(b']');
    }
    if let Some(prompt) = &shape.system_prompt {
        out.extend_from_slice(b",\"system\":");
        out.extend_from_slice(prompt);
    }
    push_end(shape, conversation, out);
}

const KEYS: [&str; 5] = ["question", "answer", "context", "system", "metadata"];

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const UNKNOWN_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the format does not have", "leave `question`, `answer`, `context`, `system` and `metadata`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const TEXT_MISSING: Rule = Rule::error("text_missing", "the example lacks its question or answer", "give both `question` and `answer`");
    pub const TEXT_TYPE: Rule = Rule::error("text_type", "not a string", "write the text as a string");
    pub const TEXT_EMPTY: Rule = Rule::error("text_empty", "the text is empty", "leave the example out, or give the text");
    pub const CONTEXT_TYPE: Rule = Rule::error("context_type", "`context` is not an array", "write `[{\"role\", \"content\"}, ...]`, or `[]` for none");
    pub const TURN: Rule = Rule::error("context_turn", "not a turn: it has a `role` (`user` or `assistant`) and a `content`, a string that is not empty", "write `{\"role\": ..., \"content\": ...}`");
    pub const ALTERNATION: Rule = Rule::advice("context_order", "the context does not alternate up to an assistant turn before the question", "join turns of one side, and end with the assistant's");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    let mut findings = Findings::default();
    examples::for_each_line(input, &mut findings, &rules::KEYS_DIFFER, check_example)?;
    if findings.records() == 0 {
        findings.line = 0;
        findings.add_whole(&examples::NO_EXAMPLE);
    }
    Ok(findings.into_report())
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    for (place, key) in example.keys().enumerate() {
        if !KEYS.contains(&key) {
            findings.add(&rules::UNKNOWN_KEY, || key_label(key, place));
        }
    }
    for key in ["question", "answer", "system"] {
        let field = || key.to_owned();
        match example.get(key) {
            None if key == "system" => {}
            None => findings.add(&rules::TEXT_MISSING, field),
            Some(Json::Text(text)) if text.trim().is_empty() => findings.add(&rules::TEXT_EMPTY, field),
            Some(Json::Text(_)) => {}
            Some(_) => findings.add(&rules::TEXT_TYPE, field),
        }
    }
    match example.get("context") {
        None => {}
        Some(Json::Array(context)) => check_context(context, findings),
        Some(_) => findings.add(&rules::CONTEXT_TYPE, || "context".into()),
    }
    check_metadata(example, findings);
}

fn check_context(context: &[Json<'_>], findings: &mut Findings) {
    let mut last_role = None;
    let mut alternates = true;
    for (place, turn) in context.iter().enumerate() {
        let Some(turn) = turn.as_object() else {
            findings.add(&rules::TURN, || format!("context[{place}]"));
            continue;
        };
        check_repeated(turn, || format!("context[{place}]."), findings);
        let role = turn.get("role").and_then(Json::as_text).filter(|r| ["user", "assistant"].contains(r));
        let has_text =
            turn.get("content").and_then(Json::as_text).is_some_and(|text| !text.trim().is_empty());
        if role.is_none() || !has_text {
            findings.add(&rules::TURN, || format!("context[{place}]"));
        }
        alternates &= role.is_none() || role != last_role;
        last_role = role;
    }
    if !alternates || last_role == Some("user") {
        findings.add(&rules::ALTERNATION, || "context".into());
    }
}
