//! `jsonl_dpo`: preferences as OpenAI, Azure and Together take them, one
//! `{"input":{"messages":[…]},"preferred_output":[{"role","content"}],"non_preferred_output":[{"role","content"}]}` a
//! line, for each answer beside which the source has one that was rejected (the custom field `rejected`, that is a
//! column mapped to `custom_rejected`).

use std::io::BufRead;

use super::check::{Ask, Limits, check_keys};
use super::examples;
use super::json_text::push_escaped;
use super::json_tree::{Json, Object};
use super::jsonl_prompt_completion::check_list;
use super::messages::{push_prompt, push_turns};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::{AnswerRule, Left, for_each_answer};
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends one line for each answer with a rejected one, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    let how = AnswerRule {
        leading: shape.leading_agent,
        window: shape.prompt_window(),
        beside: |answer| answer.rejected(),
        left: Left::NoRejected,
    };
    for_each_answer(conversation, shape, how, tally, |answer| {
        let rejected = answer.answer.rejected().filter(|rejected| *rejected != answer.answer.text());
        let Some(rejected) = rejected else { return false };
        out.extend_from_slice(b"{\"input\":{\"messages\":");
        push_prompt(shape, answer, out);
        out.extend_from_slice(b"},\"preferred_output\":");
        push_turns(shape, std::slice::from_ref(answer.answer), out);
        out.extend_from_slice(b",\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"");
        push_escaped(out, rejected);
        out.extend_from_slice(b"\"}]}\n");
        true
    });
}

/// OpenAI: at least 10 examples, 512 MB a file, 65,536 tokens an example.
const LIMITS: Limits =
    Limits { least: 10, bytes: 512 << 20, tokens: 65_536, token_rule: Ask::Should, ..Limits::NONE };

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::error("unknown_top_level_key", "a key that the format does not have", "leave `input`, `preferred_output` and `non_preferred_output`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const INPUT: Rule = Rule::error("input_type", "`input` is not an object with `messages`", "write `{\"messages\": [...]}`");
    pub const INPUT_KEY: Rule = Rule::error("unknown_input_key", "a key that `input` does not have", "leave `messages`, `tools` and `parallel_tool_calls`");
    pub const PROMPT: Rule = Rule::error("prompt_end", "the input ends with the assistant", "end it with the user's message");
    pub const OUTPUT: Rule = Rule::error("output_count", "not exactly one assistant message", "write `[{\"role\": \"assistant\", \"content\": ...}]`");
    pub const SAME: Rule = Rule::error("outputs_equal", "both answers are the same: there is nothing to prefer", "leave the example out");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, check_example)
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    let known = ["input", "preferred_output", "non_preferred_output"];
    check_keys(example, &known, &rules::TOP_KEY, String::new, findings);
    match example.get("input").and_then(Json::as_object) {
        None => findings.add(&rules::INPUT, || "input".into()),
        Some(input) => {
            let known = ["messages", "tools", "parallel_tool_calls"];
            check_keys(input, &known, &rules::INPUT_KEY, || "input.".into(), findings);
            if check_list(input.get("messages"), "input.messages", findings).last() == Some(&"assistant") {
                findings.add(&rules::PROMPT, || "input.messages".into());
            }
        }
    }
    let answers = ["preferred_output", "non_preferred_output"].map(|name| {
        let roles = check_list(example.get(name), name, findings);
        if !roles.is_empty() && roles != ["assistant"] {
            findings.add(&rules::OUTPUT, || name.into());
        }
        let message = example.get(name).and_then(Json::as_array).and_then(|list| list.first());
        message.and_then(Json::as_object).and_then(|message| message.get("content")).and_then(Json::as_text)
    });
    if let [Some(preferred), Some(rejected)] = answers
        && preferred == rejected
    {
        findings.add(&rules::SAME, || "non_preferred_output".into());
    }
}
