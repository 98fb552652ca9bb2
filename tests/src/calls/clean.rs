//! `clean`: what is left of a message, and what was cut for which reason.

use foundry_core::Result;
use foundry_core::calls::{CleanedPart, Engine};
use foundry_core::offsets::OffsetUnit;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{pipeline_config, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    text: String,
}

pub(super) fn clean(config: &Value, input: &Value) -> Result<Value> {
    let engine = Engine::new(pipeline_config(&json!({ "cleanSettings": config }))?)?;
    let Input { text } = shaped(input);
    let cleaned = engine.clean(&text, OffsetUnit::Bytes);
    let said = |part: &CleanedPart| text[part.start..part.end].trim().to_owned();
    let removed = cleaned.removed.iter().map(|part| json!({ "reason": part.reason, "text": said(part) }));
    Ok(json!({
        "text": cleaned.text,
        "removed": removed.collect::<Vec<Value>>(),
        "flagged": cleaned.flagged.iter().map(said).collect::<Vec<String>>(),
        "kind": cleaned.kind,
    }))
}
