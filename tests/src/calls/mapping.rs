//! `detect_mapping` and `map`: what columns mean, and rows as messages.

use std::io::Cursor;

use foundry_core::calls::{Inspection, map_messages};
use foundry_core::{PipelineConfig, Result};
use serde_json::{Value, json};

use super::{File, parsed, pipeline_config, shaped};

pub(super) fn detect_mapping(input: &Value) -> Result<Value> {
    let file: File = shaped(input);
    let found =
        Inspection::open(&file.name, Box::new(Cursor::new(file.bytes())), &PipelineConfig::default())?;
    let mut found = found.to_json(&file.name, 0);
    found["options"] = found["mappingOptions"].take();
    Ok(json!(found))
}

pub(super) fn map(config: &Value, input: &Value) -> Result<Value> {
    let file: File = shaped(input);
    let config = pipeline_config(config)?;
    map_messages(&file.name, Box::new(Cursor::new(file.bytes())), &config).map(|text| parsed(&text))
}
