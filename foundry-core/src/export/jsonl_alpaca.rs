//! `jsonl_alpaca`: one `{"instruction","input","output","history":[[question, answer]…],"system"?}` a line.
//!
//! The last exchange of an example is its instruction and output; those before are its history, whose answers the
//! trainers learn too.

use std::io::BufRead;

use super::check::{Ask, Limits, check_keys, check_text};
use super::examples;
use super::json_tree::{Json, Object};
use super::metadata::{check_metadata, push_end};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::for_each_example;
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends the examples of one conversation, or counts why there is none. `system` is in every line or in none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    for_each_example(conversation, shape, tally, |example, _| {
        // An even number of turns from user to assistant: what starts with the agent is refused by the settings.
        let Some((history, [question, answer])) = example.turns.split_last_chunk::<2>() else { return };
        out.extend_from_slice(b"{\"instruction\":\"");
        question.push_text(out);
        out.extend_from_slice(b"\",\"input\":\"\",\"output\":\"");
        answer.push_text(out);
        out.extend_from_slice(b"\",\"history\":[");
        for (place, pair) in history.chunks_exact(2).enumerate() {
            out.extend_from_slice(if place > 0 { b",[\"" } else { b"[\"" });
            let mut separator: &[u8] = b"";
            for turn in pair {
                out.extend_from_slice(separator);
                turn.push_text(out);
                separator = b"\",\"";
            }
            out.extend_from_slice(b"\"]");
        }
        out.push(b']');
        shape.push_system_key(example.opening.as_ref(), out);
        push_end(shape, conversation, out);
    });
}

const LIMITS: Limits = Limits { least: 1, token_rule: Ask::May, ..Limits::NONE };

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the format does not have", "leave `instruction`, `input`, `output`, `history` and `system`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const OPTIONAL: Rule = Rule::error("text_type", "not a string", "write the text as a string, an empty one for none");
    pub const HISTORY: Rule = Rule::error("history_type", "`history` is not an array of pairs", "write `[[question, answer], ...]`, or `[]` for none");
    pub const PAIR: Rule = Rule::error("history_pair", "not a pair of two texts that say something", "write `[question, answer]`");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, check_example)
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    let known = ["instruction", "input", "output", "history", "system", "metadata"];
    check_keys(example, &known, &rules::TOP_KEY, String::new, findings);
    check_metadata(example, findings);
    for key in ["instruction", "output"] {
        check_text(example.get(key), || key.into(), findings);
    }
    for key in ["input", "system"] {
        if example.get(key).is_some_and(|value| value.as_text().is_none()) {
            findings.add(&rules::OPTIONAL, || key.into());
        }
    }
    let Some(history) = example.get("history") else { return };
    let Some(history) = history.as_array() else {
        return findings.add(&rules::HISTORY, || "history".into());
    };
    for (place, pair) in history.iter().enumerate() {
        let says = |text: &Json<'_>| text.as_text().is_some_and(|text| !text.trim().is_empty());
        if !matches!(pair.as_array(), Some([question, answer]) if says(question) && says(answer)) {
            findings.add(&rules::PAIR, || format!("history[{place}]"));
        }
    }
}
