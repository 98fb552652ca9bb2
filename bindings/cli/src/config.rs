//! Settings: the nearest `foundry.toml` from here upward, or `--config`, then `--set`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use foundry_core::PipelineConfig;
use foundry_core::deid::PiiSettings;
use foundry_core::error::{Error, ErrorKind, Result};
use serde_json::{Map, Value};

use crate::args::ConfigArgs;
use crate::output::Ui;

/// The name of the file that is looked for.
pub const FILE_NAME: &str = "foundry.toml";

impl ConfigArgs {
    /// The settings of this run. Says which file was found, since nobody named it.
    pub fn load(&self, ui: &Ui) -> Result<PipelineConfig> {
        let path = self.path();
        if let (Some(path), None) = (&path, &self.config) {
            ui.note(&format!("settings from {}", path.display()));
        }
        let config = path.map_or_else(|| Ok(PipelineConfig::default()), |path| read(&path))?;
        let mut config = if self.set.is_empty() { config } else { with_settings(config, &self.set)? };
        config.source.workbooks = crate::workbook::loader();
        Ok(config)
    }
}

impl ConfigArgs {
    /// The file of the settings, if there is one.
    pub fn path(&self) -> Option<PathBuf> {
        match &self.config {
            Some(path) => Some(path.clone()),
            None if self.no_config => None,
            None => env::current_dir().ok().and_then(|folder| find_upward(&folder)),
        }
    }
}

fn find_upward(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

fn read(path: &Path) -> Result<PipelineConfig> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|e| {
        Error::io("the settings cannot be read", e)
            .in_file(&name)
            .with_hint("`foundry inspect FILE --toml` writes settings to start from")
    })?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let config = if is_json { PipelineConfig::from_json(&text) } else { PipelineConfig::from_toml(&text) };
    config.map_err(|e| e.in_file(name))
}

/// Puts `key=value` pairs over settings; a value is JSON, or text where it is none.
fn with_settings(config: PipelineConfig, sets: &[String]) -> Result<PipelineConfig> {
    let PiiSettings { hash_key, encryption_key, .. } = config.pii_settings.clone();
    let unfit = |e: serde_json::Error| Error::new(ErrorKind::Config, format!("settings: {e}"));
    let mut settings = serde_json::to_value(&config).map_err(unfit)?;
    for set in sets {
        let Some((key, value)) = set.split_once('=') else {
            return Err(Error::new(ErrorKind::Config, "`--set` takes KEY=VALUE")
                .with_hint("such as `--set filterSettings.minMessageCount=2`"));
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        place(&mut settings, key.trim(), value)?;
    }
    let mut config = PipelineConfig::from_json(&settings.to_string())?;
    // Keys are never serialized, so they did not take part.
    let settings = &mut config.pii_settings;
    settings.hash_key = settings.hash_key.take().or(hash_key);
    settings.encryption_key = settings.encryption_key.take().or(encryption_key);
    Ok(config)
}

fn place(settings: &mut Value, key: &str, value: Value) -> Result<()> {
    let mut at = settings;
    for part in key.split('.') {
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(object) = at else {
            return Err(Error::new(ErrorKind::Config, "has no keys below it")
                .at_path(key)
                .with_hint("`foundry schema` lists all settings; lists are set as a whole, as JSON"));
        };
        at = object.entry(part).or_insert(Value::Null);
    }
    *at = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(sets: &[&str]) -> Result<PipelineConfig> {
        let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
        with_settings(PipelineConfig::default(), &sets)
    }

    #[test]
    fn single_settings_are_placed() {
        let config = set(&[
            "filterSettings.minMessageCount=3",
            "exportFormat=jsonl_qa",
            "piiSettings.allowList=[\"Acme\"]",
            "filterSettings.dateRange.rolling=6months",
        ])
        .expect("valid settings");
        assert_eq!(config.filter_settings.min_message_count, 3);
        assert_eq!(config.export_format.as_str(), "jsonl_qa");
        assert_eq!(config.pii_settings.allow_list, ["Acme"]);
        assert_eq!(config.filter_settings.date_range.and_then(|r| r.rolling).as_deref(), Some("6months"));
    }

    #[test]
    fn wrong_settings_are_refused() {
        for bad in
            ["exportFormat", "exportFormat.x=1", "nothing.there=1", "filterSettings.minMessageCount=many"]
        {
            assert!(set(&[bad]).is_err_and(|e| e.kind() == ErrorKind::Config), "{bad}");
        }
    }

    #[test]
    fn keys_survive() {
        let mut config = PipelineConfig::default();
        config.pii_settings.hash_key = Some("k".into());
        config.pii_settings.encryption_key = Some("e".into());
        let config = with_settings(config, &["exportFormat=json_raw".into()]).expect("valid settings");
        assert_eq!(config.pii_settings.hash_key.as_deref(), Some("k"));
        assert_eq!(config.pii_settings.encryption_key.as_deref(), Some("e"));
    }
}
