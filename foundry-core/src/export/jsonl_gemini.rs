//! `jsonl_gemini`: Gemini on Vertex AI, one
//! `{"systemInstruction"?:{"role","parts":[{"text"}]},"contents":[{"role":"user"|"model","parts":[{"text"}]}…]}` a line.

use std::io::BufRead;

use super::check::{Ask, Limits, Side, TurnOrder, check_keys, check_text};
use super::examples::{self, check_repeated};
use super::json_text::push_array;
use super::json_tree::{Json, Object};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::for_each_example;
use super::turns::ChatRole;
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::error::Result;

/// Appends the examples of one conversation, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    for_each_example(conversation, shape, tally, |example, _| {
        out.push(b'{');
        if shape.has_system(example.opening.as_ref()) {
            out.extend_from_slice(b"\"systemInstruction\":{\"role\":\"system\",\"parts\":[{\"text\":\"");
            shape.push_system(example.opening.as_ref(), out);
            out.extend_from_slice(b"\"}]},");
        }
        out.extend_from_slice(b"\"contents\":");
        push_array(example.turns, out, |turn, out| {
            out.extend_from_slice(match turn.role {
                ChatRole::User => b"{\"role\":\"user\",\"parts\":[{\"text\":\"",
                ChatRole::Assistant => b"{\"role\":\"model\",\"parts\":[{\"text\":\"",
            });
            turn.push_text(out);
            out.extend_from_slice(b"\"}]}");
        });
        out.extend_from_slice(b"}\n");
    });
}

/// Vertex AI, supervised tuning of Gemini 2.5 Flash: 131,072 tokens an example, a million text examples, 1 GB.
const LIMITS: Limits = Limits {
    least: 100,
    most: 1_000_000,
    bytes: 1 << 30,
    tokens: 131_072,
    token_rule: Ask::Should,
    ..Limits::NONE
};

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::error("unknown_top_level_key", "a key that the service does not know", "leave `systemInstruction` and `contents`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other top-level keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const SYSTEM: Rule = Rule::error("system_type", "`systemInstruction` is not an object with `parts`", "write `{\"role\": \"system\", \"parts\": [{\"text\": ...}]}`, or leave the key out");
    pub const CONTENTS: Rule = Rule::error("contents_invalid", "`contents` is not a non-empty array", "give the turns, or leave the example out");
    pub const CONTENT: Rule = Rule::error("content_not_object", "the turn is not an object", "write `{\"role\": ..., \"parts\": [{\"text\": ...}]}`");
    pub const CONTENT_KEY: Rule = Rule::error("unknown_content_key", "a key that a turn may not have", "leave `role` and `parts`");
    pub const ROLE: Rule = Rule::error("role_unknown", "not a role; `user`, `model` are", "a customer is `user`, an agent `model`");
    pub const PARTS: Rule = Rule::error("parts_type", "`parts` is not a non-empty array", "write `[{\"text\": ...}]`");
    pub const PART: Rule = Rule::error("part_type", "not a part: an object with `text` (or `fileData`, `functionCall`, `functionResponse`)", "write `{\"text\": ...}`");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, check_example)
}

fn check_example(example: &Object<'_>, findings: &mut Findings) {
    check_keys(
        example,
        &["systemInstruction", "contents", "tools", "generationConfig"],
        &rules::TOP_KEY,
        String::new,
        findings,
    );
    match example.get("systemInstruction").map(Json::as_object) {
        None => {}
        Some(Some(system)) => {
            check_parts(system.get("parts"), &|| "systemInstruction.parts".into(), findings)
        }
        Some(None) => findings.add(&rules::SYSTEM, || "systemInstruction".into()),
    }
    let contents = example.get("contents").and_then(Json::as_array).filter(|c| !c.is_empty());
    let Some(contents) = contents else { return findings.add(&rules::CONTENTS, || "contents".into()) };
    let mut order = TurnOrder::default();
    for (place, content) in contents.iter().enumerate() {
        let at = |key: &str| format!("contents[{place}]{key}");
        let Some(content) = content.as_object() else {
            findings.add(&rules::CONTENT, || at(""));
            continue;
        };
        check_repeated(content, || at("."), findings);
        check_keys(content, &["role", "parts"], &rules::CONTENT_KEY, || at("."), findings);
        match content.get("role").and_then(Json::as_text) {
            Some("user") => order.take(Side::User, || at(".role"), findings),
            Some("model") => order.take(Side::Assistant, || at(".role"), findings),
            _ => findings.add(&rules::ROLE, || at(".role")),
        }
        check_parts(content.get("parts"), &|| at(".parts"), findings);
    }
    order.finish(|| "contents".into(), findings);
}

fn check_parts(parts: Option<&Json<'_>>, field: &dyn Fn() -> String, findings: &mut Findings) {
    let Some(parts) = parts.and_then(Json::as_array).filter(|parts| !parts.is_empty()) else {
        return findings.add(&rules::PARTS, field);
    };
    for (place, part) in parts.iter().enumerate() {
        let at = || format!("{}[{place}]", field());
        match part.as_object() {
            Some(part) if part.get("text").is_some() => {
                check_text(part.get("text"), || at() + ".text", findings);
            }
            Some(part)
                if ["fileData", "functionCall", "functionResponse"].iter().any(|k| part.get(k).is_some()) => {
            }
            _ => findings.add(&rules::PART, at),
        }
    }
}
