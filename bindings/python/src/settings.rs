//! Settings: a file or JSON, and what keyword arguments put over it.

use foundry_core::PipelineConfig;
use foundry_core::error::{Error, ErrorKind, Result};
use serde_json::{Map, Value};

/// Settings by their text, with the values of `over` (one level deep) in place of theirs. Their text comes from `file`,
/// if there is one.
pub fn configured(text: &str, toml: bool, file: Option<&str>, over: &str) -> Result<PipelineConfig> {
    let base = if toml { PipelineConfig::from_toml(text) } else { PipelineConfig::from_json(text) };
    let base = base.map_err(|e| match file {
        Some(file) => e.in_file(file),
        None => without_place(&e),
    })?;
    let unfit = |_| Error::new(ErrorKind::Config, "the settings are no JSON object");
    let over: Map<String, Value> = serde_json::from_str(over).map_err(unfit)?;
    if over.is_empty() {
        return Ok(base);
    }
    let (hash_key, encryption_key) =
        (base.pii_settings.hash_key.clone(), base.pii_settings.encryption_key.clone());
    // By way of text, so that `0.4` stays `0.4`.
    let text = serde_json::to_string(&base).map_err(unfit)?;
    let mut settings: Map<String, Value> = serde_json::from_str(&text).map_err(unfit)?;
    for (key, value) in over {
        match (settings.get_mut(&key), value) {
            (Some(Value::Object(there)), Value::Object(given)) => there.extend(given),
            (_, value) => {
                settings.insert(key, value);
            }
        }
    }
    let mut config =
        PipelineConfig::from_json(&Value::Object(settings).to_string()).map_err(|e| without_place(&e))?;
    // Keys are never serialized, so they did not take part.
    let pii = &mut config.pii_settings;
    pii.hash_key = pii.hash_key.take().or(hash_key);
    pii.encryption_key = pii.encryption_key.take().or(encryption_key);
    Ok(config)
}

/// The error by the path of its setting alone: nobody has seen the JSON in which it has a line, a column and a byte.
fn without_place(error: &Error) -> Error {
    let message = error.message();
    let message = message.rsplit_once(" (line ").map_or(message, |(message, _)| message);
    let mut plain = Error::new(error.kind(), message);
    if let Some(path) = &error.position().path {
        plain = plain.at_path(path);
    }
    match error.hint() {
        Some(hint) => plain.with_hint(hint),
        None => plain,
    }
}
