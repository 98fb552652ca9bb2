//! `find`, `deidentify_text`, `deidentify_conversation`, `reidentify`.

use std::borrow::Cow;

use foundry_core::Result;
use foundry_core::conversation::{Conversation, Message, SenderRole};
use foundry_core::deid::{Deidentified, Deidentifier, PiiSettings, PiiTokensMap};
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
        .find(&text)
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
    let message = Message {
        role: SenderRole::Customer,
        content: Cow::Owned(text),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let conversation = Conversation {
        id: Cow::Borrowed(""),
        status: None,
        messages: vec![message],
        known_values: Vec::new(),
        first_row: 0,
    };
    let done = deidentifier(config)?.deidentify(conversation)?;
    let text = done.conversation.conversation().messages.first().map(|m| m.content.as_ref());
    Ok(json!({ "text": text, "tokenMap": token_map(&done.token_map) }))
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

pub(super) fn reidentify(input: &Value) -> Result<Value> {
    let _ = input;
    unimplemented_reidentify()
}

fn deidentifier(config: &Value) -> Result<Deidentifier> {
    Deidentifier::new(&settings::<PiiSettings>(config)?)
}

fn token_map(map: &PiiTokensMap) -> Value {
    Value::Object(
        map.iter().map(|(token, original)| (token.to_owned(), json!(original))).collect::<Map<_, _>>(),
    )
}

fn unimplemented_reidentify() -> Result<Value> {
    Err(foundry_core::Error::new(foundry_core::ErrorKind::Unsupported, "not built yet"))
}
