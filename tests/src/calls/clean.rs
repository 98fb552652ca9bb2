//! `clean`: what is left of a message, and what was cut for which reason.

use foundry_core::Result;
use foundry_core::clean::CleanSettings;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{settings, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    text: String,
}

pub(super) fn clean(config: &Value, input: &Value) -> Result<Value> {
    let settings: CleanSettings = settings(config)?;
    let Input { text } = shaped(input);
    let cleaned = foundry_core::clean::clean(&text, &settings);
    let part = |span: &std::ops::Range<usize>| text[span.clone()].trim().to_owned();
    let removed: Vec<Value> = cleaned
        .removed
        .iter()
        .map(|removed| json!({ "reason": removed.reason.code(), "text": part(&removed.span) }))
        .collect();
    let flagged: Vec<String> = cleaned.flagged.iter().map(|flagged| part(&flagged.span)).collect();
    let kind = cleaned.kind.map(|kind| kind.code());
    Ok(json!({ "text": cleaned.text, "removed": removed, "flagged": flagged, "kind": kind }))
}
