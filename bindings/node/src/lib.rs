//! The native half of the Node package `@foundry/deid`: convert in, call the core, convert out.
//!
//! Texts come as they are, or many in one buffer ([`engine`]); settings, conversations and reports cross as the JSON of the
//! core; a run with its streams is [`run`]. The half that users see is `index.js`.

mod call;
mod engine;
mod error;
mod files;
mod run;

use foundry_core::PipelineConfig;
use foundry_core::calls;
use foundry_core::entity::EntityType;
use foundry_core::error::ErrorKind;
use foundry_core::export::ExportFormat;
use napi_derive::napi;

use crate::call::Call;
use crate::error::{Result, thrown};
use crate::files::{FileInput, Source};

/// The version of the package and of the core in it.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The names of all entity types, in the order of the core.
#[napi]
pub fn entity_types() -> Vec<&'static str> {
    EntityType::ALL.iter().map(|entity_type| entity_type.name()).collect()
}

/// The names of all export formats.
#[napi]
pub fn export_formats() -> Vec<&'static str> {
    ExportFormat::names().collect()
}

/// The stable codes of all errors.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    ErrorKind::ALL.iter().map(|kind| kind.code()).collect()
}

/// The JSON Schema of the settings, as JSON.
#[napi]
pub fn json_schema() -> String {
    PipelineConfig::json_schema().to_string()
}

/// Originals for tokens, values for what was encrypted, text after text of one conversation.
#[napi]
pub fn reidentify(texts: Vec<String>, token_map: String, key: Option<String>) -> Result<Vec<String>> {
    calls::reidentify(&texts, &token_map, key.as_deref()).map_err(|e| thrown(&e))
}

/// What breaks the rules of a format in a file, as JSON; the format is told from the first line if absent.
#[napi]
pub fn validate(file: FileInput, format: Option<String>) -> Call {
    let file = Source::from(file);
    Call::of(move || {
        let format = format.as_deref().map(calls::export_format).transpose()?;
        Ok(serde_json::json!(calls::validate(file.name(), file.reader()?, format)?).to_string())
    })
}
