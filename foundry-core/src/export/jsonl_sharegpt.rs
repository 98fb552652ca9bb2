//! `jsonl_sharegpt`: as LLaMA-Factory and others read it, one
//! `{"conversations":[{"from":"human"|"gpt","value"}…],"system"?}` a line.
//!
//! `human` (or `observation`) on odd places, `gpt` (or `function_call`) on even ones, an even count: a breach and the
//! trainer skips the example without a word.

use std::io::BufRead;

use super::check::{Ask, Limits, Side, TurnOrder, check_keys, check_text};
use super::examples::{self, check_repeated};
use super::json_text::push_array;
use super::json_tree::{Json, Object};
use super::metadata::{check_metadata, push_end};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::for_each_example;
use super::turns::ChatRole;
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends the examples of one conversation, or counts why there is none. `system` is in every line or in none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    for_each_example(conversation, shape, tally, |example, _| {
        out.extend_from_slice(b"{\"conversations\":");
        push_array(example.turns, out, |turn, out| {
            out.extend_from_slice(match turn.role {
                ChatRole::User => b"{\"from\":\"human\",\"value\":\"".as_slice(),
                ChatRole::Assistant => b"{\"from\":\"gpt\",\"value\":\"",
            });
            turn.push_text(out);
            out.extend_from_slice(b"\"}");
        });
        shape.push_system_key(example.opening.as_ref(), out);
        push_end(shape, conversation, out);
    });
}

const LIMITS: Limits = Limits { least: 1, token_rule: Ask::May, ..Limits::NONE };
const KEYS: [&str; 9] =
    ["conversations", "system", "tools", "metadata", "chosen", "rejected", "kto_tag", "images", "id"];

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the format does not have", "leave `conversations`, `system` and `tools`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other top-level keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const CONVERSATIONS: Rule = Rule::error("conversations_invalid", "`conversations` is not a non-empty array", "give the turns, or leave the example out");
    pub const TURN: Rule = Rule::error("turn_not_object", "the turn is not an object", "write `{\"from\": ..., \"value\": ...}`");
    pub const TURN_KEY: Rule = Rule::advice("unknown_turn_key", "a key that a turn does not have", "leave `from` and `value`");
    pub const FROM: Rule = Rule::error("role_unknown", "not a role; `human`, `gpt`, `observation`, `function_call` are", "a customer is `human`, an agent `gpt`; the system prompt has a key of its own");
    pub const SYSTEM: Rule = Rule::error("system_type", "`system` is not a string", "write the system prompt as a string, an empty one for none");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, check_example)
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    check_keys(example, &KEYS, &rules::TOP_KEY, String::new, findings);
    if example.get("system").is_some_and(|system| system.as_text().is_none()) {
        findings.add(&rules::SYSTEM, || "system".into());
    }
    check_metadata(example, findings);
    let turns = example.get("conversations").and_then(Json::as_array).filter(|t| !t.is_empty());
    let Some(turns) = turns else {
        return findings.add(&rules::CONVERSATIONS, || "conversations".into());
    };
    let mut order = TurnOrder::default();
    // The trainers take one system turn at the front.
    let mut may_be_system = true;
    for (place, turn) in turns.iter().enumerate() {
        let at = |key: &str| format!("conversations[{place}]{key}");
        let Some(turn) = turn.as_object() else {
            findings.add(&rules::TURN, || at(""));
            continue;
        };
        check_repeated(turn, || at("."), findings);
        check_keys(turn, &["from", "value"], &rules::TURN_KEY, || at("."), findings);
        match turn.get("from").and_then(Json::as_text) {
            Some("system") if may_be_system => {}
            Some("human" | "observation") => order.take(Side::User, || at(".from"), findings),
            Some("gpt" | "function_call") => order.take(Side::Assistant, || at(".from"), findings),
            _ => findings.add(&rules::FROM, || at(".from")),
        }
        may_be_system = false;
        check_text(turn.get("value"), || at(".value"), findings);
    }
    // A preference example ends with the question; its answers stand in `chosen` and `rejected`.
    if example.get("chosen").is_none() {
        order.finish(|| "conversations".into(), findings);
    }
}
