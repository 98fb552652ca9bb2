//! `find`, `deidentify_text`, `deidentify_conversation`, `reidentify`.

use foundry_core::Result;
use foundry_core::calls::{self, Engine};
use foundry_core::deid::PiiTokensMap;
use foundry_core::offsets::OffsetUnit;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{parsed, pipeline_config, shaped};

#[derive(Deserialize)]
struct Text {
    text: String,
    #[serde(default)]
    offsets: OffsetUnit,
}

pub(super) fn find(config: &Value, input: &Value) -> Result<Value> {
    let engine = engine(config)?;
    let Text { text, offsets } = shaped(input);
    Ok(json!({ "spans": engine.find(&text, offsets)? }))
}

pub(super) fn deidentify_text(config: &Value, input: &Value) -> Result<Value> {
    let Text { text, .. } = shaped(input);
    let engine = engine(config)?;
    let (text, map) = engine.deidentify_text(&text)?;
    Ok(json!({ "text": text, "tokenMap": token_map(&map) }))
}

pub(super) fn deidentify_conversation(config: &Value, input: &Value) -> Result<Value> {
    engine(config)?.deidentify_conversation(&input.to_string()).map(|text| parsed(&text))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Tokens {
    text: String,
    #[serde(default)]
    token_map: Map<String, Value>,
    /// The key of encrypted values.
    #[serde(default)]
    encryption_key: Option<String>,
}

pub(super) fn reidentify(input: &Value) -> Result<Value> {
    let Tokens { text, token_map, encryption_key } = shaped(input);
    let map = Value::Object(token_map).to_string();
    let texts = calls::reidentify(&[text], &map, encryption_key.as_deref())?;
    Ok(json!({ "text": texts.first() }))
}

fn engine(config: &Value) -> Result<Engine> {
    Engine::new(pipeline_config(&json!({ "piiSettings": config }))?)
}

fn token_map(map: &PiiTokensMap) -> Value {
    Value::Object(map.members().map(|(token, original)| (token, json!(original))).collect::<Map<_, _>>())
}
