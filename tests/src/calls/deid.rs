//! `find`, `deidentify_text`, `deidentify_conversation`, `reidentify`.

use foundry_core::Result;
use foundry_core::conversation::Conversation;
use foundry_core::deid::{self, Deidentified, Deidentifier, PiiSettings, PiiTokensMap, Reidentifier};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{settings, shaped};

#[derive(Deserialize)]
struct Text {
    text: String,
    #[serde(default)]
    offsets: Offsets,
}

/// What offsets count.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Offsets {
    #[default]
    Bytes,
    Chars,
    Utf16,
}

impl Offsets {
    fn of(self, text: &str, byte: usize) -> usize {
        let before = &text[..byte];
        match self {
            Offsets::Bytes => byte,
            Offsets::Chars => before.chars().count(),
            Offsets::Utf16 => before.encode_utf16().count(),
        }
    }
}

pub(super) fn find(config: &Value, input: &Value) -> Result<Value> {
    let deidentifier = deidentifier(config)?;
    let Text { text, offsets } = shaped(input);
    let spans: Vec<Value> = deidentifier
        .find(&text)?
        .iter()
        .map(|finding| {
            json!({
                "start": offsets.of(&text, finding.span.start),
                "end": offsets.of(&text, finding.span.end),
                "entityType": deidentifier.entity_name(finding.entity_type),
                "score": finding.score,
                "rank": finding.rank,
                "recognizer": finding.recognizer,
            })
        })
        .collect();
    Ok(json!({ "spans": spans }))
}

pub(super) fn deidentify_text(config: &Value, input: &Value) -> Result<Value> {
    let Text { text, .. } = shaped(input);
    let (text, map) = deid::deidentify_text(&text, &settings(config)?)?;
    Ok(json!({ "text": text, "tokenMap": token_map(&map) }))
}

pub(super) fn deidentify_conversation(config: &Value, input: &Value) -> Result<Value> {
    let deidentifier = deidentifier(config)?;
    let conversation: Conversation<'_> = shaped(input);
    let Deidentified { conversation, token_map: map, .. } = deidentifier.deidentify(conversation)?;
    Ok(json!({
        "conversation": conversation.conversation(),
        "tokenMap": token_map(&map),
        "audit": conversation.audit(),
    }))
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
    let mut map = PiiTokensMap::default();
    for (token, original) in &token_map {
        map.insert(token, original.as_str().expect("an original is a string"));
    }
    let text = match encryption_key {
        Some(key) => Reidentifier::new(&map).with_key(&key)?.restore(&text)?,
        None => deid::reidentify(&text, &map)?,
    };
    Ok(json!({ "text": text }))
}

fn deidentifier(config: &Value) -> Result<Deidentifier> {
    Deidentifier::new(&settings::<PiiSettings>(config)?)
}

fn token_map(map: &PiiTokensMap) -> Value {
    Value::Object(map.members().map(|(token, original)| (token, json!(original))).collect::<Map<_, _>>())
}
