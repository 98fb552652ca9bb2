//! `export` and `validate`: lines of a training format, and the rules of such a file.

use foundry_core::Result;
use foundry_core::calls::{self, Engine};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{pipeline_config, shaped};

/// The conversations are written as they stand: de-identification is switched off, as a caller may.
pub(super) fn export(config: &Value, input: &Value) -> Result<Value> {
    let mut config = pipeline_config(config)?;
    config.pii_settings.enabled = false;
    let (out, counts) = Engine::new(config)?.export(&input["conversations"].to_string())?;
    Ok(json!({ "output": String::from_utf8(out).expect("exports are UTF-8"), "counts": counts }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

pub(super) fn validate(config: &Value, input: &Value) -> Result<Value> {
    let Text { text } = shaped(input);
    let format = calls::export_format(config["format"].as_str().expect("a case names the format"))?;
    Ok(json!(calls::validate("text", Box::new(std::io::Cursor::new(text)), Some(format))?))
}
