//! `export` and `validate`: lines of a training format, and the rules of such a file.

use foundry_core::Result;
use foundry_core::conversation::Conversation;
use foundry_core::deid::{Deidentifier, PiiSettings};
use foundry_core::export::{ExportConfig, ExportCounts, ExportFormat, Exporter};
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
    let exporter = Exporter::new(config.export_format, &config.export_config)?;
    let mut out = Vec::new();
    let mut counts = ExportCounts::default();
    exporter.begin(&mut out);
    let mut examples = Vec::new();
    for conversation in input.conversations {
        let done = as_it_stands.deidentify(conversation)?;
        exporter.write(&done.conversation, &mut examples, &mut counts)?;
    }
    out.append(&mut examples);
    exporter.end(&mut out);
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
