//! A list of messages as JSON in one cell: `[{"role": "user", "content": "…"}, …]`.

use serde_json::{Map, Value};

use super::role::role_of;
use super::timestamp::{self, Parsed};
use crate::conversation::SenderRole;
use crate::export::{TOOL_FIELDS, is_tool_value};

/// One message of a list.
#[derive(Debug, PartialEq)]
pub(super) struct Said {
    /// Who speaks, as the list has it.
    pub role_word: Option<String>,
    /// The role that this word names.
    pub role: Option<SenderRole>,
    /// The name of who speaks, where it stands apart.
    pub speaker: Option<String>,
    /// What is said; never blank, but beside a call of a tool or as its result.
    pub text: String,
    /// The calls of tools that are made, as JSON, and the id of the call that is answered.
    pub tools: [Option<String>; 2],
    /// When.
    pub time: Option<Parsed>,
}

const TEXTS: [&str; 8] = ["content", "text", "body", "message", "value", "parts", "msg", "utterance"];
const ROLES: [&str; 9] =
    ["role", "from", "sender_type", "author_type", "senderType", "sender", "author", "speaker", "type"];
const NAMES: [&str; 6] = ["name", "sender_name", "author_name", "senderName", "authorName", "user_name"];
const TIMES: [&str; 8] = ["created_at", "createdAt", "timestamp", "sent_at", "sentAt", "time", "date", "ts"];

/// Whether a cell may be such a list, by its first bytes.
pub(super) fn looks_like_one(cell: &str) -> bool {
    let cell = cell.trim_start();
    let inside =
        cell.strip_prefix('[').or_else(|| cell.strip_prefix("{\"messages\"")?.trim_start().strip_prefix(':'));
    inside.is_some_and(|inside| inside.trim_start_matches(['[', ' ', '\n', '\t', '\r']).starts_with('{'))
}

/// Whether a list may hold calls of tools, at a glance.
pub(super) fn may_hold_tools(cell: &str) -> bool {
    looks_like_one(cell) && memchr::memmem::find(cell.as_bytes(), b"\"tool_call").is_some()
}

/// The messages of a list, in order; `None` for what is no list of messages.
pub(super) fn parse(cell: &str, offset: i32) -> Option<Vec<Said>> {
    if !looks_like_one(cell) {
        return None;
    }
    let list = match serde_json::from_str(cell).ok()? {
        Value::Array(list) => list,
        Value::Object(mut object) => match object.remove("messages")? {
            Value::Array(list) => list,
            _ => return None,
        },
        _ => return None,
    };
    let said: Vec<Said> = list.iter().filter_map(|one| said(one.as_object()?, offset)).collect();
    (!said.is_empty()).then_some(said)
}

fn said(message: &Map<String, Value>, offset: i32) -> Option<Said> {
    let tools = TOOL_FIELDS.map(|key| {
        let value = match message.get(key)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        is_tool_value(&value).then_some(value)
    });
    let text = TEXTS.iter().find_map(|key| text_of(message.get(*key)?));
    let text = text.or_else(|| tools.iter().any(Option::is_some).then(String::new))?;
    let word = |key: &&str| match message.get(*key)? {
        Value::String(text) => Some(text.clone()),
        Value::Object(author) => {
            ["type", "role", "name"].iter().find_map(|key| Some(author.get(*key)?.as_str()?.to_owned()))
        }
        _ => None,
    };
    let words = || ROLES.iter().filter_map(&word);
    let role_word = words().find(|word| role_of(word).is_some()).or_else(|| words().next());
    let speaker = NAMES.iter().find_map(|key| Some(message.get(*key)?.as_str()?.to_owned()));
    let time = TIMES.iter().find_map(|key| match message.get(*key)? {
        Value::String(text) => timestamp::parse(text, offset),
        Value::Number(number) => timestamp::parse(&number.to_string(), offset),
        _ => None,
    });
    Some(Said { role: role_word.as_deref().and_then(role_of), role_word, speaker, text, tools, time })
}

/// Text as it is, or the text parts of a list of parts.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Array(parts) => {
            let parts = parts.iter().filter_map(|part| match part {
                Value::String(text) => Some(text.as_str()),
                part => part.get("text")?.as_str(),
            });
            parts.collect::<Vec<_>>().join("\n").trim().to_owned()
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_messages_are_read() {
        let said = parse(
            r#" [{"role":"user","content":"Hi 😀","created_at":"2024-05-01T09:00:00Z"}, {"role":"assistant","content":[{"type":"text","text":"Hello"},{"type":"image"}]}, {"role":"tool","content":null}]"#,
            0,
        )
        .unwrap();
        assert_eq!(said.len(), 2);
        assert_eq!((said[0].role, said[0].text.as_str()), (Some(SenderRole::Customer), "Hi 😀"));
        assert!(said[0].time.is_some());
        assert_eq!((said[1].role, said[1].text.as_str()), (Some(SenderRole::Agent), "Hello"));
        let called = r#"[{"role":"assistant","content":null,"tool_calls":[{"id":"c1"}]},{"role":"tool","tool_call_id":"c1","content":""},{"role":"user","content":"x","tool_calls":[]}]"#;
        assert!(may_hold_tools(called) && !may_hold_tools(r#"[{"role":"user"}]"#));
        let tools: Vec<_> = parse(called, 0).unwrap().into_iter().map(|said| said.tools).collect();
        assert_eq!(tools[0], [Some(r#"[{"id":"c1"}]"#.to_owned()), None]);
        assert_eq!(tools[1..], [[None, Some("c1".to_owned())], [None, None]]);
        let wrapped = parse(r#"{"messages": [{"from":"operator","name":"Ann","text":"x"}]}"#, 0).unwrap();
        assert_eq!(wrapped[0].speaker.as_deref(), Some("Ann"));
    }

    #[test]
    fn other_cells_are_none() {
        for cell in [
            "",
            "[",
            "[1,2]",
            "[{\"a\":1}]",
            "{\"a\":[]}",
            "Agent: hi",
            "[{\"text\":\" \"}]",
            "{\"messages\":3}",
        ] {
            assert_eq!(parse(cell, 0), None, "{cell}");
        }
    }
}
