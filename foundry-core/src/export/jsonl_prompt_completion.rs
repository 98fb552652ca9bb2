//! `jsonl_prompt_completion`: TRL, one answer a line, `{"prompt":[{"role","content"}…],"completion":[{"role","content"}]}`.
//!
//! The trainer learns the completion alone, so every answer of a conversation has a line of its own, with the turns
//! before it as the prompt. The validator takes the two as texts as well (Llama on Bedrock).

use std::io::BufRead;

use super::check::{Ask, Limits, check_keys, check_text};
use super::examples::{self, check_repeated};
use super::json_tree::{Json, Object};
use super::messages::{push_prompt, push_turns};
use super::metadata::{check_metadata, push_end};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::{AnswerRule, Left, for_each_answer};
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends one line for each answer, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    let how = AnswerRule {
        leading: shape.leading_agent,
        window: shape.prompt_window(),
        beside: |_| None,
        left: Left::OverLimit,
    };
    for_each_answer(conversation, shape, how, tally, |answer| {
        out.extend_from_slice(b"{\"prompt\":");
        push_prompt(shape, answer, out);
        out.extend_from_slice(b",\"completion\":");
        push_turns(shape, std::slice::from_ref(answer.answer), out);
        push_end(shape, conversation, out);
        true
    });
}

const LIMITS: Limits = Limits { least: 1, token_rule: Ask::May, ..Limits::NONE };

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the format does not have", "leave `prompt` and `completion`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const MIXED: Rule = Rule::error("prompt_completion_mixed", "one of prompt and completion is a text, the other a list of messages", "write both as texts, or both as lists");
    pub const LIST: Rule = Rule::error("messages_invalid", "not a non-empty list of messages", "write `[{\"role\": ..., \"content\": ...}]`");
    pub const MESSAGE: Rule = Rule::error("message_not_object", "the message is not an object", "write `{\"role\": ..., \"content\": ...}`");
    pub const ROLE: Rule = Rule::error("role_unknown", "not a role; `system`, `user`, `assistant`, `tool` are", "a customer is `user`, an agent `assistant`");
    pub const COMPLETION: Rule = Rule::error("completion_role", "a completion begins with the assistant", "put what comes before the answer into the prompt");
    pub const PROMPT: Rule = Rule::advice("prompt_end", "the prompt ends with the assistant; many chat templates refuse two answers in a row", "end the prompt with the question");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, check_example)
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    check_keys(
        example,
        &["prompt", "completion", "metadata", "tools"],
        &rules::TOP_KEY,
        String::new,
        findings,
    );
    check_metadata(example, findings);
    let (prompt, completion) = (example.get("prompt"), example.get("completion"));
    let is_list = |value: Option<&Json<'_>>| value.is_some_and(|value| value.as_array().is_some());
    match (is_list(prompt), is_list(completion)) {
        (false, false) => {
            check_text(prompt, || "prompt".into(), findings);
            check_text(completion, || "completion".into(), findings);
        }
        (true, true) => {
            let last = check_list(prompt, "prompt", findings).last().copied();
            if last == Some("assistant") {
                findings.add(&rules::PROMPT, || "prompt".into());
            }
            let first = check_list(completion, "completion", findings).first().copied();
            if first.is_some_and(|role| role != "assistant") {
                findings.add(&rules::COMPLETION, || "completion[0].role".into());
            }
        }
        _ => findings.add(&rules::MIXED, String::new),
    }
}

/// Checks a list of messages and gives their roles.
pub(super) fn check_list<'j>(
    list: Option<&'j Json<'_>>,
    name: &str,
    findings: &mut Findings,
) -> Vec<&'j str> {
    let Some(list) = list.and_then(Json::as_array).filter(|list| !list.is_empty()) else {
        findings.add(&rules::LIST, || name.to_owned());
        return Vec::new();
    };
    let mut roles = Vec::new();
    for (place, message) in list.iter().enumerate() {
        let at = |key: &str| format!("{name}[{place}]{key}");
        let Some(message) = message.as_object() else {
            findings.add(&rules::MESSAGE, || at(""));
            continue;
        };
        check_repeated(message, || at("."), findings);
        match message.get("role").and_then(Json::as_text) {
            Some(role @ ("system" | "user" | "assistant" | "tool")) => roles.push(role),
            _ => findings.add(&rules::ROLE, || at(".role")),
        }
        if message.get("tool_calls").is_none() {
            check_text(message.get("content"), || at(".content"), findings);
        }
    }
    roles
}
