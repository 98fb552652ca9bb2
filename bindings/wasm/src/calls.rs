//! Calls that need no settings compiled.

use foundry_core::calls;
use foundry_core::deid::Policy;
use foundry_core::entity::EntityType;
use foundry_core::error::ErrorKind;
use foundry_core::export::ExportFormat;
use wasm_bindgen::prelude::*;

use crate::error::{Result, raised, written};
use crate::files::{Source, open, thrown_or};

/// Originals for tokens, values for what was encrypted, text after text of one conversation.
#[wasm_bindgen]
pub fn reidentify(texts: Vec<String>, token_map: &str, key: Option<String>) -> Result<Vec<String>> {
    calls::reidentify(&texts, token_map, key.as_deref()).map_err(raised)
}

/// What breaks the rules of a format in a file, as JSON; the format is told from the first line where it is not named.
#[wasm_bindgen]
pub fn validate(file: Source, format: Option<String>) -> Result<String> {
    let format = format.as_deref().map(calls::export_format).transpose().map_err(raised)?;
    let input = open(file)?;
    written(&calls::validate(&input.name, input.reader, format).map_err(thrown_or)?)
}

/// What else the other half needs to know, as JSON.
#[wasm_bindgen]
pub fn constants() -> Result<String> {
    let names = |wanted: fn(&&EntityType) -> bool| {
        EntityType::ALL.iter().filter(wanted).map(|t| t.name()).collect::<Vec<_>>()
    };
    written(&serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "entityTypes": names(|_| true),
        "defaultEntityTypes": names(|t| t.is_default()),
        "exportFormats": ExportFormat::names().collect::<Vec<_>>(),
        "policies": Policy::ALL,
        "errorCodes": ErrorKind::ALL.map(ErrorKind::code),
    }))
}
