//! `export` and `validate`: lines of a training format, and the rules of such a file.

use foundry_core::Result;
use foundry_core::conversation::Conversation;
use foundry_core::deid::{Deidentifier, PiiSettings};
use foundry_core::export::{ExportConfig, ExportFormat};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{settings, shaped};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Config {
    #[serde(default)]
    export_format: ExportFormat,
    #[serde(default)]
    export_config: ExportConfig,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversations<'a> {
    #[serde(borrow)]
    conversations: Vec<Conversation<'a>>,
}

/// The conversations are written as they stand: de-identification is switched off, as a caller may.
pub(super) fn export(config: &Value, input: &Value) -> Result<Value> {
    let config: Config = settings(config)?;
    let input: Conversations<'_> = shaped(input);
    let as_it_stands = Deidentifier::new(&PiiSettings { enabled: false, ..PiiSettings::default() })?;
    let done: Vec<_> =
        input.conversations.into_iter().map(|c| as_it_stands.deidentify(c)).collect::<Result<_>>()?;
    let conversations = done.iter().map(|done| &done.conversation);
    let (out, counts) = foundry_core::export(conversations, config.export_format, &config.export_config)?;
    Ok(json!({ "output": String::from_utf8(out).expect("exports are UTF-8"), "counts": counts }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Target {
    format: ExportFormat,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

pub(super) fn validate(config: &Value, input: &Value) -> Result<Value> {
    let target: Target = settings(config)?;
    let Text { text } = shaped(input);
    Ok(json!(foundry_core::export::validate(text.as_bytes(), target.format)?))
}
