//! What the rows of a JSON file look like: its columns, and the array that holds the messages.

use std::collections::BTreeMap;

use super::parse::{Fault, Parser, unescape};
use crate::record::ValueKind;

/// Keys that name an array of messages, the surest first.
const MESSAGE_ARRAYS: [&str; 18] = [
    "messages",
    "comments",
    "conversation_parts",
    "threads",
    "conversations",
    "utterances",
    "turns",
    "chat",
    "dialog",
    "dialogue",
    "log",
    "transcript",
    "original",
    "replies",
    "posts",
    "entries",
    "events",
    "history",
];

/// Keys that name the text of a message.
const TEXT_KEYS: [&str; 22] = [
    "text",
    "body",
    "content",
    "message",
    "utterance",
    "comment",
    "value",
    "plain_body",
    "html_body",
    "body_text",
    "body_html",
    "stripped_text",
    "text_body",
    "message_text",
    "message_body",
    "description",
    "richtext",
    "plaintext",
    "msg",
    "textbody",
    "bodytext",
    "parts",
];

/// A small copy of one sampled value.
#[derive(Debug)]
pub(super) enum Sample {
    /// Number, boolean or null.
    Bare(ValueKind),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Sample>),
    /// An object, keys in file order.
    Object(Vec<(String, Sample)>),
}

impl Sample {
    /// Copies the value that the parser stands at.
    pub(super) fn parse(parser: &mut Parser<'_>) -> Result<Sample, Fault> {
        Ok(match parser.peek()? {
            b'"' => {
                let token = parser.string()?;
                Sample::Text(text(&parser.data()[token.start..token.end], token.escaped))
            }
            b'{' => {
                let mut members = Vec::new();
                parser.enter()?;
                if parser.peek()? == b'}' {
                    parser.leave();
                    return Ok(Sample::Object(members));
                }
                loop {
                    let key = parser.key()?;
                    let key = text(&parser.data()[key.start..key.end], key.escaped);
                    members.push((key, Sample::parse(parser)?));
                    if !parser.another(b'}')? {
                        break Sample::Object(members);
                    }
                }
            }
            b'[' => {
                let mut elements = Vec::new();
                parser.enter()?;
                if parser.peek()? == b']' {
                    parser.leave();
                    return Ok(Sample::Array(elements));
                }
                loop {
                    elements.push(Sample::parse(parser)?);
                    if !parser.another(b']')? {
                        break Sample::Array(elements);
                    }
                }
            }
            _ => Sample::Bare(parser.bare()?.kind),
        })
    }

    /// The member under this key, the last of equal ones.
    pub(super) fn get(&self, key: &str) -> Option<&Sample> {
        match self {
            Sample::Object(members) => {
                members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

fn text(bytes: &[u8], escaped: bool) -> String {
    let raw = String::from_utf8_lossy(bytes);
    if !escaped {
        return raw.into_owned();
    }
    let mut out = String::new();
    unescape(&raw, &mut out);
    out
}

/// One column of JSON rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JsonColumn {
    /// The keys joined by dots, the path of the messages included.
    pub(super) name: String,
    /// The keys, from the row or from the message.
    pub(super) path: Vec<String>,
    /// Whether it belongs to the message.
    pub(super) inner: bool,
}

/// The columns of these rows in order of appearance; with a path of messages, the fields of the messages too.
pub(super) fn columns_of(rows: &[Sample], messages: Option<&str>) -> Vec<JsonColumn> {
    let mut columns = Columns { list: Vec::new(), known: BTreeMap::new(), messages };
    for row in rows {
        columns.add(row, &mut Vec::new(), false);
    }
    columns.list
}

struct Columns<'m> {
    list: Vec<JsonColumn>,
    known: BTreeMap<String, usize>,
    messages: Option<&'m str>,
}

impl Columns<'_> {
    fn add(&mut self, value: &Sample, path: &mut Vec<String>, inner: bool) {
        match value {
            Sample::Object(members) => {
                for (key, value) in members {
                    path.push(key.clone());
                    self.add(value, path, inner);
                    path.pop();
                }
            }
            Sample::Array(elements) if !inner && Some(path.join(".").as_str()) == self.messages => {
                for element in elements {
                    match element {
                        Sample::Array(cells) => {
                            for (index, cell) in cells.iter().enumerate() {
                                self.push(&[index.to_string()], true, matches!(cell, Sample::Object(_)));
                            }
                        }
                        element => self.add(element, &mut Vec::new(), true),
                    }
                }
            }
            // Messages inherit what describes their row, not its other lists of things.
            Sample::Array(elements)
                if !inner && self.messages.is_some() && elements.iter().any(is_nested) => {}
            _ => self.push(path, inner, false),
        }
    }

    fn push(&mut self, path: &[String], inner: bool, skip: bool) {
        let mut name = path.join(".");
        if inner && let Some(messages) = self.messages {
            name = if path.is_empty() { messages.to_owned() } else { format!("{messages}.{name}") };
        }
        if skip || (path.is_empty() && !inner) || self.known.contains_key(&name) {
            return;
        }
        self.known.insert(name.clone(), self.list.len());
        self.list.push(JsonColumn { name, path: path.to_vec(), inner });
    }
}

fn is_nested(value: &Sample) -> bool {
    matches!(value, Sample::Object(_) | Sample::Array(_))
}

#[derive(Debug, Default)]
struct Candidate {
    rows: usize,
    elements: usize,
    pairs: usize,
    with_text: usize,
}

/// The path of the array that holds the messages of each row, if most rows have one.
pub(super) fn messages_path(rows: &[Sample]) -> Option<String> {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    for row in rows {
        collect(row, &mut Vec::new(), &mut candidates);
    }
    let like_messages: Vec<(i32, &String)> = candidates
        .iter()
        .filter(|(_, c)| c.rows * 2 >= rows.len() && c.elements > 0)
        .filter(|(_, c)| c.with_text * 2 >= c.elements || c.pairs == c.elements)
        .map(|(path, c)| {
            let last = path.rsplit('.').next().unwrap_or(path).to_lowercase();
            let rank = MESSAGE_ARRAYS.iter().position(|name| *name == last);
            let named = rank.map_or(0, |rank| 100 - rank as i32);
            (named + i32::from(c.with_text * 2 >= c.elements), path)
        })
        .collect();
    let best = like_messages.iter().max_by_key(|(score, path)| (*score, std::cmp::Reverse(path.as_str())))?;
    let unnamed = best.0 < 50;
    (!unnamed || like_messages.len() == 1).then(|| best.1.clone())
}

fn collect(value: &Sample, path: &mut Vec<String>, candidates: &mut BTreeMap<String, Candidate>) {
    match value {
        Sample::Object(members) => {
            for (key, value) in members {
                path.push(key.clone());
                collect(value, path, candidates);
                path.pop();
            }
        }
        Sample::Array(elements)
            if !path.is_empty() && elements.iter().all(is_nested) && !elements.is_empty() =>
        {
            let candidate = candidates.entry(path.join(".")).or_default();
            candidate.rows += 1;
            candidate.elements += elements.len();
            candidate.pairs += elements.iter().filter(|element| is_pair(element)).count();
            candidate.with_text += elements.iter().filter(|element| has_text(element)).count();
        }
        _ => {}
    }
}

/// `["agent", "Hi"]`: two or three strings, such as role, time and text.
fn is_pair(value: &Sample) -> bool {
    match value {
        Sample::Array(cells) => {
            matches!(cells.len(), 2 | 3) && cells.iter().all(|c| matches!(c, Sample::Text(_)))
        }
        _ => false,
    }
}

/// Whether a value is an object with something said in it.
pub(super) fn has_text(value: &Sample) -> bool {
    let Sample::Object(members) = value else { return false };
    members.iter().any(|(key, value)| {
        let key = key.to_lowercase();
        let named = TEXT_KEYS.contains(&key.as_str())
            && !matches!(value, Sample::Bare(ValueKind::Number | ValueKind::Boolean));
        let reads_like_text = matches!(value, Sample::Text(text) if text.split_whitespace().count() >= 4);
        named || reads_like_text
    })
}
