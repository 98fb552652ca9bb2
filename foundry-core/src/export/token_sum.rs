//! Tokens of the examples that were written, whatever their format.

use super::json_tree::{Json, Object};
use super::threading::{PER_EXAMPLE, PER_MESSAGE};
use crate::dataset::tokens::TokenCounter;

/// Keys whose values are no text that is learned.
const ASIDE: [&str; 9] = [
    "role",
    "from",
    "metadata",
    "schemaVersion",
    "source_path",
    "title",
    "conversation_id",
    "status",
    "timestamp",
];

/// The tokens of each example in these bytes: of its texts, with the overhead of each message.
pub(super) fn for_each_example_tokens(written: &[u8], counter: &TokenCounter, mut each: impl FnMut(u64)) {
    let lines = written.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b",").unwrap_or(line));
    for line in lines.filter(|line| line.starts_with(b"{")) {
        if let Ok(Json::Object(example)) = serde_json::from_slice::<Json<'_>>(line) {
            each((PER_EXAMPLE + of_object(&example, counter)) as u64);
        }
    }
}

fn of_object(object: &Object<'_>, counter: &TokenCounter) -> usize {
    let is_message = ["role", "from"].iter().any(|key| object.get(key).is_some());
    let texts = object.iter().filter(|(key, _)| !ASIDE.contains(key));
    let own = if is_message { PER_MESSAGE } else { 0 };
    own + texts.map(|(_, value)| of_value(value, counter)).sum::<usize>()
}

fn of_value(value: &Json<'_>, counter: &TokenCounter) -> usize {
    match value {
        Json::Text(text) => counter.count(text),
        Json::Array(items) => items.iter().map(|item| of_value(item, counter)).sum(),
        Json::Object(object) => of_object(object, counter),
        _ => 0,
    }
}
