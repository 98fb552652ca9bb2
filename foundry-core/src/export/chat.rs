//! The rules of files with `messages`, one [`ChatTarget`] for each service: OpenAI, Mistral, Together, Anthropic. What
//! one service refuses, another only advises against.

use std::collections::BTreeSet;
use std::io::BufRead;

use super::check::{Ask, Limits, check_forbidden};
use super::examples::{self, check_repeated};
use super::json_tree::{Json, Object};
use super::report::{Findings, Rule, ValidationReport, key_label};
use crate::error::Result;

/// What a service asks of a file.
pub(super) struct ChatTarget {
    /// The keys of an example; `other_top_key` says how bad any other is.
    pub(super) top_keys: &'static [&'static str],
    pub(super) other_top_key: Ask,
    /// The keys of a message; `other_message_key` says how bad any other is.
    pub(super) message_keys: &'static [&'static str],
    pub(super) other_message_key: Ask,
    /// The roles of a message.
    pub(super) roles: &'static [&'static str],
    /// The first message that is not the system's is the user's.
    pub(super) starts_with_user: Ask,
    /// The last message is the assistant's.
    pub(super) ends_with_assistant: Ask,
    /// User and assistant in turn.
    pub(super) alternates: Ask,
    /// There is at most one system message, the first.
    pub(super) system_first: Ask,
    /// There is a user message.
    pub(super) has_user: Ask,
    /// Contents are strings.
    pub(super) plain_content: Ask,
    /// An assistant message has content or tool calls, not both.
    pub(super) content_or_calls: Ask,
    /// Texts that may stand in no message.
    pub(super) forbidden: &'static [&'static str],
    /// Size of a file and of an example.
    pub(super) limits: Limits,
}

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the service does not know", "leave only the keys of the format in each line");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other top-level keys than the first example has; table loaders fail on it", "write the same keys in every line");
    pub const MESSAGES_MISSING: Rule = Rule::error("messages_missing", "there is no `messages`", "write `{\"messages\": [...]}`");
    pub const MESSAGES_TYPE: Rule = Rule::error("messages_not_array", "`messages` is not an array", "write `{\"messages\": [...]}`");
    pub const MESSAGES_EMPTY: Rule = Rule::error("messages_empty", "`messages` is empty", "leave the example out, or give its messages");
    pub const MESSAGE_TYPE: Rule = Rule::error("message_not_object", "the message is not an object", "write `{\"role\": ..., \"content\": ...}`");
    pub const MESSAGE_KEY: Rule = Rule::error("unknown_message_key", "a key that a message may not have", "remove it; a message has `role` and `content`");
    pub const ROLE_MISSING: Rule = Rule::error("role_missing", "the message has no `role`", "give `system`, `user`, `assistant` or `tool`");
    pub const ROLE_UNKNOWN: Rule = Rule::error("role_unknown", "not a role", "use `system`, `user`, `assistant` or `tool`: a customer is `user`, an agent `assistant`");
    pub const ROLE_FUNCTION: Rule = Rule::advice("role_deprecated", "the role `function` is deprecated", "use `tool` with `tool_call_id`");
    pub const CONTENT_MISSING: Rule = Rule::error("content_missing", "the message has no `content`", "give its text, or leave the message out");
    pub const CONTENT_NULL: Rule = Rule::error("content_null", "`content` is null", "only an assistant message with tool calls may have no content");
    pub const CONTENT_TYPE: Rule = Rule::error("content_type", "`content` is neither a string nor an array of parts", "write the text as a string");
    pub const CONTENT_EMPTY: Rule = Rule::error("content_empty", "`content` is empty", "leave the message out, or give its text");
    pub const PART: Rule = Rule::error("content_part", "not a content part", "write `{\"type\": \"text\", \"text\": ...}`");
    pub const PARTS: Rule = Rule::advice("content_parts", "content in parts; most other services take only a string", "write the text as a string");
    pub const NAME: Rule = Rule::error("name_invalid", "not a name: 1 to 64 of letters, digits, `_` and `-`", "change the name or remove it");
    pub const WEIGHT: Rule = Rule::error("weight_value", "`weight` is not the whole number 0 or 1", "write 0 or 1");
    pub const WEIGHT_ROLE: Rule = Rule::advice("weight_role", "`weight` has a meaning on assistant messages only", "remove it here");
    pub const WEIGHT_MIXED: Rule = Rule::advice("weight_mixed", "some assistant messages have a `weight` and some have none; table loaders change the type", "give all of them a weight, or none");
    pub const NOTHING_TRAINED: Rule = Rule::advice("all_weights_zero", "every assistant message has the weight 0: nothing is learned", "leave the example out");
    pub const NO_ASSISTANT: Rule = Rule::error("assistant_missing", "no assistant message", "leave the example out: there is no answer to learn");
    pub const NO_USER: Rule = Rule::advice("user_missing", "no user message", "check the roles: a customer is `user`");
    pub const SYSTEM_PLACE: Rule = Rule::advice("system_not_first", "a system message that is not the first message; some chat templates lose or refuse it", "keep one system message, as the first");
    pub const STARTS: Rule = Rule::advice("starts_with_assistant", "an assistant message comes before any user message; several services refuse that", "cut to the first user message");
    pub const ENDS: Rule = Rule::advice("ends_without_answer", "the last message is not the assistant's; it is not learned, and several services refuse it", "cut after the last assistant message");
    pub const SAME_ROLE: Rule = Rule::advice("same_role_twice", "two messages of one side in a row; several services and trainers refuse that", "join them, for instance with a line feed");
    pub const CALLS_ROLE: Rule = Rule::error("tool_calls_role", "only an assistant message may call tools", "move the calls to an assistant message");
    pub const CALLS_TYPE: Rule = Rule::error("tool_calls_type", "`tool_calls` is not a non-empty array", "give the calls, or remove the key");
    pub const CALL: Rule = Rule::error("tool_call_invalid", "not a tool call: `id`, `type` `function` and `function` are needed", "write `{\"id\", \"type\": \"function\", \"function\": {\"name\", \"arguments\"}}`");
    pub const FUNCTION_NAME: Rule = Rule::error("function_name", "not a function name: 1 to 64 of letters, digits, `_` and `-`", "change the name");
    pub const ARGUMENTS: Rule = Rule::error("arguments_type", "`arguments` is not a string", "write the arguments as JSON inside a string");
    pub const ARGUMENTS_JSON: Rule = Rule::advice("arguments_json", "`arguments` does not hold a JSON object", "write the arguments as a JSON object inside a string");
    pub const FUNCTION_CALL: Rule = Rule::advice("function_call_deprecated", "`function_call` is deprecated", "use `tool_calls`");
    pub const TOOL_ID: Rule = Rule::error("tool_call_id_missing", "a tool message needs `tool_call_id`", "give the id of the call it answers");
    pub const TOOL_ID_ROLE: Rule = Rule::error("tool_call_id_role", "only a tool message has `tool_call_id`", "remove it here");
    pub const TOOL_UNMATCHED: Rule = Rule::error("tool_call_unmatched", "no call before has this id, or it is answered already", "answer each call once, after it was made");
    pub const TOOLS: Rule = Rule::error("tools_type", "`tools` is not an array of functions", "write `[{\"type\": \"function\", \"function\": {\"name\", \"parameters\"}}]`");
    pub const PARALLEL: Rule = Rule::error("parallel_tool_calls_type", "`parallel_tool_calls` is neither true nor false", "write true or false");
    pub const SYSTEM_TEXT: Rule = Rule::error("system_type", "`system` is not a string that says something", "write the system prompt as a string, or leave the key out");
    pub const CONTENT_AND_CALLS: Rule = Rule::error("content_beside_calls", "an assistant message has content and tool calls", "keep the calls here and give the text a message of its own after their results");
    pub const FUNCTIONS: Rule = Rule::advice("functions_deprecated", "`functions` is deprecated", "use `tools`");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead, target: &ChatTarget) -> Result<ValidationReport> {
    examples::validate(input, &target.limits, &rules::KEYS_DIFFER, |example, findings| {
        check_example(example, target, findings);
    })
}

fn check_example(example: &Object<'_>, target: &ChatTarget, findings: &mut Findings) {
    for (place, key) in example.keys().enumerate() {
        if !target.top_keys.contains(&key) {
            target.other_top_key.add(findings, &rules::TOP_KEY, || key_label(key, place));
        }
    }
    if let Some(tools) = example.get("tools") {
        check_tools(tools, findings);
    }
    if example.get("parallel_tool_calls").is_some_and(|flag| !matches!(flag, Json::Bool)) {
        findings.add(&rules::PARALLEL, || "parallel_tool_calls".into());
    }
    if example.get("functions").is_some() {
        findings.add(&rules::FUNCTIONS, || "functions".into());
    }
    match example.get("system").filter(|_| target.top_keys.contains(&"system")) {
        None => {}
        Some(Json::Text(text)) if !text.trim().is_empty() => {
            check_forbidden(text, target.forbidden, findings, || "system".into());
        }
        Some(_) => findings.add(&rules::SYSTEM_TEXT, || "system".into()),
    }
    let field = || "messages".to_owned();
    match example.get("messages") {
        None => findings.add(&rules::MESSAGES_MISSING, field),
        Some(Json::Array(messages)) if messages.is_empty() => findings.add(&rules::MESSAGES_EMPTY, field),
        Some(Json::Array(messages)) => check_messages(messages, target, findings),
        Some(_) => findings.add(&rules::MESSAGES_TYPE, field),
    }
}

/// What is carried from message to message of one example.
#[derive(Default)]
struct Dialogue<'j> {
    last_role: Option<&'j str>,
    has_user: bool,
    assistants: usize,
    weighted: usize,
    zero_weights: usize,
    open_calls: BTreeSet<&'j str>,
}

fn check_messages(messages: &[Json<'_>], target: &ChatTarget, findings: &mut Findings) {
    let mut dialogue = Dialogue::default();
    for (place, message) in messages.iter().enumerate() {
        match message.as_object() {
            Some(message) => check_message(message, place, target, &mut dialogue, findings),
            None => findings.add(&rules::MESSAGE_TYPE, || format!("messages[{place}]")),
        }
    }
    let field = || "messages".to_owned();
    if dialogue.assistants == 0 {
        findings.add(&rules::NO_ASSISTANT, field);
    } else if dialogue.last_role != Some("assistant") {
        target
            .ends_with_assistant
            .add(findings, &rules::ENDS, || format!("messages[{}]", messages.len() - 1));
    }
    if !dialogue.has_user {
        target.has_user.add(findings, &rules::NO_USER, field);
    }
    if dialogue.weighted > 0 && dialogue.weighted < dialogue.assistants {
        findings.add(&rules::WEIGHT_MIXED, field);
    }
    if dialogue.assistants > 0 && dialogue.zero_weights == dialogue.assistants {
        findings.add(&rules::NOTHING_TRAINED, field);
    }
}

fn check_message<'j>(
    message: &'j Object<'_>,
    place: usize,
    target: &ChatTarget,
    dialogue: &mut Dialogue<'j>,
    findings: &mut Findings,
) {
    let at = |key: &str| format!("messages[{place}].{key}");
    check_repeated(message, || at(""), findings);
    for (key_place, key) in message.keys().enumerate() {
        if !target.message_keys.contains(&key) {
            target.other_message_key.add(findings, &rules::MESSAGE_KEY, || at(&key_label(key, key_place)));
        }
    }
    let role = check_role(message, place, target, dialogue, findings);
    let is_assistant = role == Some("assistant");
    if let Some(calls) = message.get("tool_calls") {
        if !is_assistant {
            findings.add(&rules::CALLS_ROLE, || at("tool_calls"));
        }
        check_tool_calls(calls, place, dialogue, findings);
    }
    if message.get("function_call").is_some() {
        findings.add(&rules::FUNCTION_CALL, || at("function_call"));
    }
    let calls =
        is_assistant && (message.get("tool_calls").is_some() || message.get("function_call").is_some());
    let refuses = is_assistant && message.get("refusal").and_then(Json::as_text).is_some();
    check_content(message.get("content"), place, target, calls || refuses, findings);
    let says = message.get("content").and_then(Json::as_text).is_some_and(|text| !text.is_empty());
    if calls && says {
        target.content_or_calls.add(findings, &rules::CONTENT_AND_CALLS, || at("content"));
    }
    if message.get("name").is_some_and(|name| !name.as_text().is_some_and(is_name)) {
        findings.add(&rules::NAME, || at("name"));
    }
    match message.get("weight") {
        None => {}
        Some(Json::Integer(weight @ 0..=1)) if is_assistant => {
            dialogue.weighted += 1;
            dialogue.zero_weights += usize::from(*weight == 0);
        }
        Some(Json::Integer(0..=1)) => findings.add(&rules::WEIGHT_ROLE, || at("weight")),
        Some(_) => findings.add(&rules::WEIGHT, || at("weight")),
    }
    match (message.get("tool_call_id").map(Json::as_text), role) {
        (None, Some("tool")) | (Some(None), Some("tool")) => {
            findings.add(&rules::TOOL_ID, || at("tool_call_id"))
        }
        (Some(Some(id)), Some("tool")) if !dialogue.open_calls.remove(id) => {
            findings.add(&rules::TOOL_UNMATCHED, || at("tool_call_id"));
        }
        (Some(_), Some(other)) if other != "tool" => {
            findings.add(&rules::TOOL_ID_ROLE, || at("tool_call_id"))
        }
        _ => {}
    }
}

fn check_role<'j>(
    message: &'j Object<'_>,
    place: usize,
    target: &ChatTarget,
    dialogue: &mut Dialogue<'j>,
    findings: &mut Findings,
) -> Option<&'j str> {
    let field = || format!("messages[{place}].role");
    let Some(role) = message.get("role") else {
        findings.add(&rules::ROLE_MISSING, field);
        return None;
    };
    let role = role.as_text().filter(|role| target.roles.contains(role));
    let Some(role) = role else {
        let known = target.roles.iter().filter(|role| **role != "function").map(|role| format!("`{role}`"));
        let known = known.collect::<Vec<_>>().join(", ");
        findings.add_worded(&rules::ROLE_UNKNOWN, field, || format!("not a role; {known} are"));
        return None;
    };
    match role {
        "system" if place > 0 => target.system_first.add(findings, &rules::SYSTEM_PLACE, field),
        "function" => findings.add(&rules::ROLE_FUNCTION, field),
        "assistant" if !dialogue.has_user && dialogue.assistants == 0 => {
            target.starts_with_user.add(findings, &rules::STARTS, field);
        }
        "user" | "assistant" if dialogue.last_role == Some(role) => {
            target.alternates.add(findings, &rules::SAME_ROLE, field);
        }
        _ => {}
    }
    dialogue.has_user |= role == "user";
    dialogue.assistants += usize::from(role == "assistant");
    dialogue.last_role = Some(role);
    Some(role)
}

fn check_content(
    content: Option<&Json<'_>>,
    place: usize,
    target: &ChatTarget,
    may_be_absent: bool,
    findings: &mut Findings,
) {
    let field = || format!("messages[{place}].content");
    match content {
        None | Some(Json::Null) if may_be_absent => {}
        None => findings.add(&rules::CONTENT_MISSING, field),
        Some(Json::Null) => findings.add(&rules::CONTENT_NULL, field),
        Some(Json::Text(text)) if text.trim().is_empty() && !may_be_absent => {
            findings.add(&rules::CONTENT_EMPTY, field);
        }
        Some(Json::Text(text)) => check_forbidden(text, target.forbidden, findings, field),
        Some(Json::Array(parts)) if parts.is_empty() => findings.add(&rules::CONTENT_EMPTY, field),
        Some(Json::Array(parts)) => {
            target.plain_content.add(findings, &rules::PARTS, field);
            for (part_place, part) in parts.iter().enumerate() {
                if !is_content_part(part) {
                    findings.add(&rules::PART, || format!("messages[{place}].content[{part_place}]"));
                }
            }
        }
        Some(_) => findings.add(&rules::CONTENT_TYPE, field),
    }
}

fn is_content_part(part: &Json<'_>) -> bool {
    let Some(part) = part.as_object() else { return false };
    let has_text = |key: &str| part.get(key).and_then(Json::as_text).is_some_and(|text| !text.is_empty());
    match part.get("type").and_then(Json::as_text) {
        Some(key @ ("text" | "refusal")) => has_text(key),
        Some("image_url") => {
            part.get("image_url").and_then(Json::as_object).is_some_and(|i| i.get("url").is_some())
        }
        _ => false,
    }
}

fn check_tool_calls<'j>(
    calls: &'j Json<'_>,
    place: usize,
    dialogue: &mut Dialogue<'j>,
    findings: &mut Findings,
) {
    let Some(calls) = calls.as_array().filter(|calls| !calls.is_empty()) else {
        return findings.add(&rules::CALLS_TYPE, || format!("messages[{place}].tool_calls"));
    };
    for (call_place, call) in calls.iter().enumerate() {
        let at = |key: &str| format!("messages[{place}].tool_calls[{call_place}]{key}");
        let id =
            call.as_object().and_then(|c| c.get("id")).and_then(Json::as_text).filter(|id| !id.is_empty());
        if let Some(id) = id {
            dialogue.open_calls.insert(id);
        }
        let is_function = |c: &&Object<'_>| c.get("type").and_then(Json::as_text) == Some("function");
        let function =
            call.as_object().filter(is_function).and_then(|c| c.get("function")).and_then(Json::as_object);
        let (Some(_), Some(function)) = (id, function) else {
            findings.add(&rules::CALL, || at(""));
            continue;
        };
        if !function.get("name").and_then(Json::as_text).is_some_and(is_name) {
            findings.add(&rules::FUNCTION_NAME, || at(".function.name"));
        }
        match function.get("arguments").and_then(Json::as_text) {
            None => findings.add(&rules::ARGUMENTS, || at(".function.arguments")),
            Some(text) if !matches!(serde_json::from_str::<Json<'_>>(text), Ok(Json::Object(_))) => {
                findings.add(&rules::ARGUMENTS_JSON, || at(".function.arguments"));
            }
            Some(_) => {}
        }
    }
}

fn check_tools(tools: &Json<'_>, findings: &mut Findings) {
    let Some(tools) = tools.as_array() else {
        return findings.add(&rules::TOOLS, || "tools".into());
    };
    for (place, tool) in tools.iter().enumerate() {
        let function = tool
            .as_object()
            .filter(|tool| tool.get("type").and_then(Json::as_text) == Some("function"))
            .and_then(|tool| tool.get("function"))
            .and_then(Json::as_object);
        match function.map(|f| f.get("name").and_then(Json::as_text)) {
            None => findings.add(&rules::TOOLS, || format!("tools[{place}]")),
            Some(name) if !name.is_some_and(is_name) => {
                findings.add(&rules::FUNCTION_NAME, || format!("tools[{place}].function.name"));
            }
            Some(_) => {}
        }
    }
}

/// Names of functions and speakers: 1 to 64 of letters, digits, `_` and `-`.
pub(super) fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
