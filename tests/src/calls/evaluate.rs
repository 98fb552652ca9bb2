//! `evaluate`: how good findings are on labelled texts.

use std::collections::BTreeMap;

use foundry_core::Result;
use foundry_core::calls::{Engine, EvaluateOptions};
use foundry_core::offsets::OffsetUnit;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{parsed, pipeline_config, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    lines: Vec<Value>,
    #[serde(default)]
    predictions: Option<Vec<Value>>,
    #[serde(default)]
    offsets: OffsetUnit,
}

pub(super) fn evaluate(config: &Value, input: &Value) -> Result<Value> {
    let Input { lines, predictions, offsets } = shaped(input);
    let label_map: BTreeMap<String, String> = config.get("labelMap").map(shaped).unwrap_or_default();
    let pii_settings = config.get("piiSettings").cloned().unwrap_or_else(|| json!({}));
    let engine = Engine::new(pipeline_config(&json!({ "piiSettings": pii_settings }))?)?;
    let written = |lines: Vec<Value>| lines.iter().map(Value::to_string).collect::<Vec<String>>();
    let predictions = predictions.map(written);
    let options = EvaluateOptions { label_map, offsets, ..EvaluateOptions::default() };
    let report = engine.evaluate(&written(lines), predictions.as_deref(), &options)?;
    Ok(parsed(&report)["report"].take())
}
