//! The settings of a run: one structure for every stage, read from JSON or TOML with errors that say where.

mod notation;
mod shape;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::notation::Broken;
use self::shape::shaped;
use crate::clean::CleanSettings;
use crate::dataset::hash::sha256_hex;
use crate::deid::PiiSettings;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::export::{ExportConfig, ExportFormat};
use crate::filter::FilterSettings;
use crate::mapping::{FieldMapping, MappingOptions, RememberedMapping};
use crate::read::ReadOptions;

/// The settings of a run, in JSON (camelCase) or TOML; also the `config_snapshot` of a job. Everything absent is
/// found out or has its default. Unknown keys are refused with the nearest name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PipelineConfig {
    /// How the inputs are read.
    pub source: ReadOptions,
    /// Which column means what; found out from each input if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<FieldMapping>,
    /// What steers mapping beyond the columns.
    pub mapping_options: MappingOptions,
    /// Cleaning of message bodies.
    pub clean_settings: CleanSettings,
    /// Mappings that a person confirmed, each for inputs with the same columns; asked where `mappings` is empty, before
    /// anything is found out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remembered_mappings: Vec<RememberedMapping>,
    /// De-identification.
    pub pii_settings: PiiSettings,
    /// Filters.
    pub filter_settings: FilterSettings,
    /// The export format.
    pub export_format: ExportFormat,
    /// What goes into each example.
    pub export_config: ExportConfig,
}

impl PipelineConfig {
    /// Reads settings from JSON. Errors (kind `Config`) carry the path of the setting, line, column and byte, and for
    /// an unknown key or word the nearest known one; they never repeat a value.
    pub fn from_json(text: &str) -> Result<PipelineConfig> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let broken = |(message, byte): Broken| config_error(&message, None, text, byte);
        let settings = notation::from_json(text).map_err(broken)?;
        shaped(&settings).map_err(|error| {
            let byte = notation::place_in_json(text, error.steps(), error.at_key);
            config_error(error.message(), Some(error.path()), text, byte)
        })
    }

    /// Reads settings from TOML; the same keys and the same errors.
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<PipelineConfig> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let broken = |(message, byte): Broken| config_error(&message, None, text, byte);
        let settings = notation::from_toml(text).map_err(broken)?;
        shaped(&settings).map_err(|error| {
            let byte = notation::place_in_toml(text, error.steps(), error.at_key);
            config_error(error.message(), Some(error.path()), text, byte)
        })
    }

    /// The settings as the text of a `foundry.toml`: the format, and whatever differs from the defaults, without keys and
    /// without the reasons of a proposed mapping. Read again they say the same.
    ///
    /// # Errors
    /// Of kind `Config` for a value that TOML cannot write.
    #[cfg(feature = "toml")]
    pub fn to_toml(&self) -> Result<String> {
        let mut settings = self.to_value();
        let mappings = settings.get_mut("mappings").and_then(Value::as_array_mut).into_iter().flatten();
        for mapping in mappings.filter_map(Value::as_object_mut) {
            mapping.remove("reasons");
        }
        take_away(&mut settings, &PipelineConfig::default().to_value());
        if let Some(settings) = settings.as_object_mut() {
            settings.insert("exportFormat".into(), self.export_format.as_str().into());
        }
        toml::to_string(&settings).map_err(|e| {
            Error::new(ErrorKind::Config, format!("the settings cannot be written as TOML: {e}"))
        })
    }

    /// The published JSON Schema (draft 2020-12) of the settings.
    #[cfg(feature = "schema")]
    pub fn json_schema() -> Value {
        let mut schema = schemars::schema_for!(PipelineConfig).to_value();
        if let Some(root) = schema.as_object_mut() {
            root.insert("title".into(), "Settings of a Foundry run".into());
        }
        schema
    }

    /// The settings as a manifest shows them: camelCase JSON in which every list, pattern and parameter that may hold
    /// a name is given by its size (custom patterns by their tokens), what a policy says is put in, with the policy's
    /// digest, and keys are absent: `keyId` tells them apart.
    pub fn to_snapshot(&self) -> Value {
        let pii_settings = self.pii_settings.with_policy();
        let mut snapshot = PipelineConfig { pii_settings, ..self.clone() }.to_value();
        if let Some(pii) = object_at(&mut snapshot, "piiSettings") {
            for list in ["emailDomainAllowList", "companyAllowList", "allowList", "allowPhrases", "denyList"]
            {
                give_size(pii, list);
            }
            if let Some(patterns) = pii.get_mut("customPatterns").and_then(Value::as_array_mut) {
                for pattern in patterns.iter_mut().filter_map(Value::as_object_mut) {
                    pattern.retain(|key, _| key == "token");
                }
            }
            pii.remove("hashKey");
            pii.remove("encryptionKey");
            if let Some(policy) = self.pii_settings.policy {
                pii.insert("policySha256".into(), policy.sha256().into());
            }
            if let Some(key_id) = crate::deid::key_id(&self.pii_settings) {
                pii.insert("keyId".into(), key_id.into());
            }
        }
        if let Some(options) = object_at(&mut snapshot, "mappingOptions") {
            give_size(options, "supportDomains");
            give_size(options, "roleValues");
            give_size(options, "agentSenders");
        }
        // They may hold names, as transforms do; what was used of them stands beside each input.
        if !self.remembered_mappings.is_empty()
            && let Some(settings) = snapshot.as_object_mut()
        {
            give_size(settings, "rememberedMappings");
        }
        for mapping in snapshot.get_mut("mappings").and_then(Value::as_array_mut).into_iter().flatten() {
            match mapping.get_mut("transformRule") {
                Some(Value::Array(rules)) => rules.iter_mut().for_each(give_params_size),
                Some(rule) => give_params_size(rule),
                None => {}
            }
        }
        snapshot
    }

    /// SHA-256, in hex, over the whole settings as JSON with sorted keys and without keys: equal settings have
    /// equal fingerprints, whatever order they were written in.
    pub fn fingerprint(&self) -> String {
        let mut canonical = String::new();
        write_canonical(&self.to_value(), &mut canonical);
        sha256_hex(canonical.as_bytes())
    }

    /// The settings as JSON. By way of text, so that `0.4` stays `0.4` and does not become the nearest `f64` to an `f32`.
    fn to_value(&self) -> Value {
        serde_json::to_string(self)
            .and_then(|text| serde_json::from_str(&text))
            .unwrap_or_else(|_| Value::Object(Map::new()))
    }
}

/// Takes away whatever is equal in `defaults`, and `null`, which TOML does not know. A list is one value.
#[cfg(feature = "toml")]
fn take_away(settings: &mut Value, defaults: &Value) {
    let Some(settings) = settings.as_object_mut() else { return };
    settings.retain(|key, value| {
        let default = defaults.get(key);
        if default == Some(value) || value.is_null() {
            return false;
        }
        // What has a type is a whole of its own.
        if let Some(default) = default.filter(|default| default.get("type").is_none()) {
            take_away(value, default);
        }
        value.as_object().is_none_or(|object| !object.is_empty())
    });
}

fn object_at<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Map<String, Value>> {
    value.get_mut(key).and_then(Value::as_object_mut)
}

fn size_of(value: Option<&Value>) -> usize {
    match value {
        Some(Value::Array(items)) => items.len(),
        Some(Value::Object(entries)) => entries.len(),
        _ => 0,
    }
}

fn give_size(object: &mut Map<String, Value>, key: &str) {
    let size = size_of(object.get(key));
    object.insert(key.into(), size.into());
}

fn give_params_size(rule: &mut Value) {
    if let Some(rule) = rule.as_object_mut() {
        give_size(rule, "params");
    }
}

/// Writes JSON with the keys of every object in byte order, whatever map type `serde_json` was built with.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(entries) => {
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.sort();
            out.push('{');
            for (place, key) in keys.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(&entries[key], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// Line and column (in characters) from 1.
fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..byte.min(text.len())).unwrap_or_default();
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
    let starts_a_character = |b: &&u8| **b & 0xC0 != 0x80;
    let column = before[line_start..].iter().filter(starts_a_character).count() + 1;
    (before.iter().filter(|b| **b == b'\n').count() + 1, column)
}

/// Turns a message of `serde` into ours: the value is taken out, the nearest known word put in.
fn config_error(message: &str, path: Option<String>, text: &str, byte: Option<usize>) -> Error {
    let (message, hint) = explain(message);
    let message = match byte {
        Some(byte) => {
            let (line, column) = line_and_column(text, byte);
            format!("{message} (line {line}, column {column})")
        }
        None => message,
    };
    let mut error = Error::new(ErrorKind::Config, message).with_hint(hint);
    if let Some(byte) = byte {
        error = error.at_byte(byte as u64);
    }
    match path {
        Some(path) if !path.is_empty() => error.at_path(path),
        _ => error,
    }
}

/// What is wrong and what to do, from the wording that `serde` gives its errors (fixed by the tests below). A wording
/// not known here is passed on.
fn explain(message: &str) -> (String, String) {
    const SCHEMA_HINT: &str = "the JSON Schema of the settings lists every key with its type";
    let unknown = [("unknown field ", "unknown setting"), ("unknown variant ", "unknown value")];
    for (start, ours) in unknown {
        let Some(rest) = message.strip_prefix(start) else { continue };
        let mut names = rest.split('`').skip(1).step_by(2);
        let given = names.next().unwrap_or_default();
        let known: Vec<&str> = names.collect();
        let hint = match nearest(given, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "nothing can be set here".to_owned(),
            None => format!("known here: {}", known.join(", ")),
        };
        // Only a word is repeated; anything longer may be a value in the wrong place.
        let is_word = given.len() <= 40 && given.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        return (if is_word { format!("{ours} `{given}`") } else { ours.to_owned() }, hint);
    }
    for start in ["invalid type: ", "invalid value: ", "invalid length "] {
        let Some(rest) = message.strip_prefix(start) else { continue };
        let Some((found, expected)) = rest.rsplit_once(", expected ") else { continue };
        let found = found.split(['`', '"', '\'']).next().unwrap_or_default().trim();
        let start = start.trim_end_matches([':', ' ']);
        return (format!("{start}: found {found}, expected {expected}"), SCHEMA_HINT.to_owned());
    }
    if message.starts_with("not valid") {
        return (message.to_owned(), "check quotes, commas and brackets around this place".to_owned());
    }
    match message.split_once(", did you mean ") {
        Some((what, near)) => (what.to_owned(), format!("did you mean {near}")),
        None => (message.to_owned(), SCHEMA_HINT.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> (String, Option<String>, String) {
        let error = PipelineConfig::from_json(json).unwrap_err();
        assert_eq!(error.code(), "invalid_config");
        let hint = error.hint().unwrap_or_default().to_owned();
        (error.message().to_owned(), error.position().path.clone(), hint)
    }

    #[test]
    fn unknown_keys_are_refused_with_path_and_nearest_name() {
        let (message, path, hint) = refused("{\n  \"filterSettings\": {\"minWordCont\": 3}\n}");
        assert_eq!(message, "unknown setting `minWordCont` (line 2, column 34)");
        assert_eq!(path.as_deref(), Some("filterSettings.minWordCont"));
        assert_eq!(hint, "did you mean `minWordCount`?");

        let (_, path, hint) = refused(r#"{"pii_settings": {}}"#);
        assert_eq!((path.as_deref(), hint.as_str()), (Some("pii_settings"), "did you mean `piiSettings`?"));

        let (message, path, hint) = refused(r#"{"exportConfig": {"zzz": 1}}"#);
        assert!(message.starts_with("unknown setting `zzz`"), "{message}");
        assert_eq!(path.as_deref(), Some("exportConfig.zzz"));
        assert!(
            hint.starts_with("known here: includeSystemPrompt, systemPromptText, contextWindow"),
            "{hint}"
        );
    }

    #[cfg(feature = "toml")]
    #[test]
    fn settings_written_as_toml_say_the_same_when_read_again() {
        let json = r#"{
            "exportFormat": "jsonl_qa",
            "mappings": [{"sourceField": "Text", "targetField": "content", "reasons": ["said so"]}],
            "piiSettings": {"minScore": 0.45, "allowList": ["A \"B\""], "operators": {"PERSON": {"type": "redact"}},
                            "defaultOperator": {"type": "mask", "keepLast": 4}},
            "filterSettings": {"minMessageCount": 3, "dateRange": {"rolling": "6months"}},
            "exportConfig": {"split": {"validation": 0.1}}
        }"#;
        let mut config = PipelineConfig::from_json(json).unwrap();
        let text = config.to_toml().unwrap();
        assert!(!text.contains("reasons") && !text.contains("locale"), "{text}");
        config.mappings.iter_mut().for_each(|mapping| mapping.reasons.clear());
        assert_eq!(PipelineConfig::from_toml(&text).unwrap(), config, "{text}");
        assert_eq!(PipelineConfig::default().to_toml().unwrap(), "exportFormat = \"jsonl_conversation\"\n");
    }

    #[test]
    fn unknown_words_and_entity_names_are_refused_with_the_nearest() {
        let (message, path, hint) = refused(r#"{"exportFormat": "jsonl_conversations"}"#);
        assert!(message.starts_with("unknown value `jsonl_conversations`"), "{message}");
        assert_eq!(path.as_deref(), Some("exportFormat"));
        assert_eq!(hint, "did you mean `jsonl_conversation`?");

        let (message, path, hint) = refused(r#"{"piiSettings": {"entities": ["PERSON", "EMAIL_ADRESS"]}}"#);
        assert!(message.starts_with("unknown entity type `EMAIL_ADRESS` (line 1"), "{message}");
        assert_eq!(path.as_deref(), Some("piiSettings.entities[1]"));
        assert_eq!(hint, "did you mean `EMAIL_ADDRESS`?");
    }

    #[test]
    fn wrong_types_name_the_path_and_never_the_value() {
        let (message, path, _) = refused(r#"{"piiSettings": {"allowList": "Jane `Example`, expected"}}"#);
        assert_eq!(message, "invalid type: found string, expected a sequence (line 1, column 56)");
        assert_eq!(path.as_deref(), Some("piiSettings.allowList"));
        let (message, path, _) = refused(r#"{"filterSettings": {"minMessageCount": -3}}"#);
        assert!(message.starts_with("invalid value: found integer, expected usize"), "{message}");
        assert_eq!(path.as_deref(), Some("filterSettings.minMessageCount"));
        let (message, path, _) = refused(r#"{"mappings": [{"sourceField": "a"}]}"#);
        assert!(message.starts_with("missing field `targetField`"), "{message}");
        assert_eq!(path.as_deref(), Some("mappings[0]"));
    }

    #[test]
    fn broken_json_tells_line_column_and_byte() {
        let error = PipelineConfig::from_json("{\n \"source\": {},,\n}").unwrap_err();
        assert!(error.message().starts_with("not valid JSON: "), "{error}");
        assert!(error.message().ends_with("(line 2, column 15)"), "{error}");
        assert_eq!(error.position().byte, Some(16));
        assert!(PipelineConfig::from_json("{} {}").is_err());
        assert!(PipelineConfig::from_json("").is_err());
        assert_eq!(PipelineConfig::from_json("\u{feff}{}").unwrap(), PipelineConfig::default());
    }

    #[cfg(feature = "toml")]
    #[test]
    fn toml_has_the_same_keys_and_errors() {
        let text = "exportFormat = \"jsonl_qa\"\n[piiSettings]\nlocale = \"DE\"\n[exportConfig]\ncontextWindow = 2\n";
        let config = PipelineConfig::from_toml(text).unwrap();
        let json =
            r#"{"exportFormat":"jsonl_qa","piiSettings":{"locale":"DE"},"exportConfig":{"contextWindow":2}}"#;
        assert_eq!(config, PipelineConfig::from_json(json).unwrap());

        let error = PipelineConfig::from_toml("[piiSettings]\nlocal = \"é\"\n").unwrap_err();
        assert_eq!(error.message(), "unknown setting `local` (line 2, column 1)");
        assert_eq!(error.position().path.as_deref(), Some("piiSettings.local"));
        assert_eq!(error.hint(), Some("did you mean `locale`?"));

        let error = PipelineConfig::from_toml("[filterSettings]\nminWordCount = \"three\"\n").unwrap_err();
        assert_eq!(error.position().path.as_deref(), Some("filterSettings.minWordCount"));
        assert!(!error.to_string().contains("three"), "{error}");

        let error = PipelineConfig::from_toml("a = [1,\n").unwrap_err();
        assert!(error.message().starts_with("not valid TOML"), "{error}");
        assert_eq!(error.code(), "invalid_config");
    }

    #[test]
    fn the_snapshot_holds_no_name_and_no_key() {
        let config = PipelineConfig::from_json(
            r#"{
            "piiSettings": {"allowList": ["Jane Sample"], "companyAllowList": ["Sample Ltd", "Doe GmbH"],
                "denyList": ["Falcon"], "emailDomainAllowList": ["jane-sample.example"], "hashKey": "secret",
                "customPatterns": [{"pattern": "Jane\\d", "token": "STAFF", "description": "Jane's ids"}]},
            "mappings": [{"sourceField": "who", "targetField": "sender_role",
                "transformRule": {"type": "map_values", "params": {"Jane Sample": "agent"}}}],
            "mappingOptions": {"roleValues": {"jane": "agent"}, "supportDomains": ["sample.example"]}
        }"#,
        )
        .unwrap();
        let snapshot = config.to_snapshot();
        let text = snapshot.to_string().to_lowercase();
        for word in ["jane", "sample", "doe", "falcon", "secret", "hashkey"] {
            assert!(!text.contains(word), "{word} is in {text}");
        }
        let pii = &snapshot["piiSettings"];
        assert_eq!((&pii["allowList"], &pii["companyAllowList"]), (&Value::from(1), &Value::from(2)));
        assert_eq!(pii["customPatterns"], serde_json::json!([{"token": "STAFF"}]));
        assert_eq!(pii["minScore"].to_string(), "0.4");
        assert_eq!(
            snapshot["mappings"][0]["transformRule"],
            serde_json::json!({"type": "map_values", "params": 1})
        );
        assert_eq!(snapshot["exportFormat"], "jsonl_conversation");
    }

    #[test]
    fn the_fingerprint_follows_the_settings_and_not_the_key() {
        let print = |json: &str| PipelineConfig::from_json(json).unwrap().fingerprint();
        let plain = print("{}");
        assert_eq!(plain.len(), 64);
        assert_eq!(plain, print(r#"{"piiSettings": {"hashKey": "k"}}"#));
        assert_ne!(plain, print(r#"{"piiSettings": {"allowList": ["a"]}}"#));
        assert_ne!(
            print(r#"{"piiSettings": {"allowList": ["b"]}}"#),
            print(r#"{"piiSettings": {"allowList": ["a"]}}"#)
        );
        let rule = |params: &str| {
            print(&format!(
                r#"{{"mappings":[{{"sourceField":"a","targetField":"status","transformRule":{{"type":"map_values","params":{params}}}}}]}}"#
            ))
        };
        assert_eq!(rule(r#"{"b": 1, "a": 2}"#), rule(r#"{"a": 2, "b": 1}"#));
    }

    #[cfg(feature = "schema")]
    #[test]
    fn the_schema_knows_every_key_of_the_default_and_refuses_others() {
        let schema = PipelineConfig::json_schema();
        assert!(schema["$schema"].as_str().unwrap().contains("2020-12"));
        assert!(schema["title"].is_string() && schema["description"].is_string());
        let default = PipelineConfig::default().to_value();
        assert_known(&schema, &schema, &default, "");
    }

    /// Every object of the default is closed in the schema, and each of its keys described there.
    #[cfg(feature = "schema")]
    fn assert_known(root: &Value, schema: &Value, value: &Value, path: &str) {
        let schema = match schema["$ref"].as_str() {
            Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        let Some(object) = value.as_object().filter(|_| schema.get("properties").is_some()) else { return };
        assert_eq!(schema["additionalProperties"], Value::Bool(false), "{path} is open");
        for (key, value) in object {
            let property = &schema["properties"][key];
            assert!(property["description"].is_string(), "{path}.{key} is not described");
            assert_known(root, property, value, &format!("{path}.{key}"));
        }
    }
}
