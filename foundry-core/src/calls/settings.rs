//! Settings: a file or JSON, and what keyword arguments put over it.

use serde_json::{Map, Value};

use crate::config::PipelineConfig;
use crate::error::{Error, ErrorKind, Result};

/// Settings by their text, JSON or TOML, with the values of `over` (a JSON object, one level deep) in place of theirs.
/// Their text comes from `file`, if there is one.
///
/// # Errors
/// Of kind `Config`, by the path of the setting.
pub fn configured(text: &str, toml: bool, file: Option<&str>, over: &str) -> Result<PipelineConfig> {
    let base = if toml { from_toml(text) } else { PipelineConfig::from_json(text) };
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

#[cfg(feature = "toml")]
fn from_toml(text: &str) -> Result<PipelineConfig> {
    PipelineConfig::from_toml(text)
}

#[cfg(not(feature = "toml"))]
fn from_toml(_: &str) -> Result<PipelineConfig> {
    Err(Error::new(ErrorKind::Unsupported, "TOML is not part of this build")
        .with_hint("give the settings as JSON"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_over_settings_wins_and_keys_stay() {
        let text = r#"{"piiSettings": {"hashKey": "k", "minScore": 0.4, "allowList": ["Acme"]}}"#;
        let over = r#"{"piiSettings": {"minScore": 0.6}, "exportFormat": "json_raw"}"#;
        let config = configured(text, false, None, over).expect("valid");
        assert_eq!(config.pii_settings.min_score, Some(0.6));
        assert_eq!(config.pii_settings.hash_key.as_deref(), Some("k"));
        assert_eq!((config.pii_settings.allow_list.len(), config.export_format.as_str()), (1, "json_raw"));
    }

    #[test]
    fn errors_tell_the_path_and_the_file_but_no_place_in_json_that_nobody_wrote() {
        let error = configured("{}", false, None, r#"{"filterSettings": {"minMessageCount": "x"}}"#);
        let error = error.expect_err("is no number");
        assert_eq!(error.position().path.as_deref(), Some("filterSettings.minMessageCount"));
        assert!(!error.message().contains("line") && error.position().byte.is_none(), "{error}");
        let error = configured("{\"x\": 1}", false, Some("mine.json"), "{}").expect_err("no such key");
        assert_eq!(error.position().file.as_deref(), Some("mine.json"));
    }
}
