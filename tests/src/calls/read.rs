//! `read`: columns, rows and warnings of a file.

use std::io::Cursor;

use foundry_core::Result;
use foundry_core::calls::read_rows;
use serde_json::{Value, json};

use super::{File, parsed, pipeline_config, shaped};

pub(super) fn read(config: &Value, input: &Value) -> Result<Value> {
    let config = pipeline_config(&json!({ "source": config }))?;
    let file: File = shaped(input);
    read_rows(&file.name, Box::new(Cursor::new(file.bytes())), &config, None).map(|text| parsed(&text))
}
