//! `inspect --toml`: a settings file with the proposed mapping, for a person to correct.

use std::fmt::Write;

use foundry_core::PipelineConfig;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::mapping::{Detection, FieldMapping, RememberedMapping, StandardField};
use foundry_core::read::ReadOptions;
use serde::Serialize;
use serde_json::Value;

/// The text of a `foundry.toml`.
pub fn write(name: &str, source: &ReadOptions, detection: &Detection) -> Result<String> {
    let mut text = String::new();
    let no_column = detection.mappings.iter().all(|m| m.target_field != StandardField::Content);
    let outcome = (|| -> std::fmt::Result {
        writeln!(text, "# Settings for {}, as found out from its first rows.", comment(name))?;
        writeln!(
            text,
            "# targetField: conversation_id, content, sender_role, sender_id, timestamp, status,"
        )?;
        writeln!(text, "# custom_<name> or ignore. All settings: foundry schema")?;
        if no_column {
            writeln!(
                text,
                "# NO COLUMN LOOKS LIKE MESSAGE TEXT: set targetField = \"content\" for the right one."
            )?;
        }
        writeln!(text, "\nexportFormat = \"jsonl_conversation\"\n\n[source]")?;
        // How this one file is written is no rule for the next: found out again unless a person says so.
        for (key, value) in entries(source) {
            if !value.is_object() && key != "raggedRows" {
                writeln!(text, "# {key} = {}", toml(&value))?;
            }
        }
        let options = entries(&detection.options);
        if !options.is_empty() {
            writeln!(text, "\n[mappingOptions]")?;
        }
        for (key, value) in options {
            writeln!(text, "{key} = {}", toml(&value))?;
        }
        detection.mappings.iter().try_for_each(|mapping| write_mapping(&mut text, mapping))
    })();
    outcome.map_err(|_| Error::new(ErrorKind::Io, "cannot write the settings"))?;
    Ok(text)
}

/// Puts a confirmed mapping into the text of a settings file; one for the same columns is replaced, all else stays.
pub fn remember(settings: &str, name: &str, confirmed: &RememberedMapping) -> Result<String> {
    let mut text = String::with_capacity(settings.len() + 1024);
    text.push_str(without(settings, &confirmed.fingerprint).trim_end());
    let written = (|| -> std::fmt::Result {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        writeln!(text, "[[{TABLE}]]")?;
        writeln!(text, "# confirmed for {}", comment(name))?;
        writeln!(text, "fingerprint = {}", toml(&Value::from(confirmed.fingerprint.as_str())))?;
        writeln!(text, "mappings = [")?;
        for mapping in &confirmed.mappings {
            let kept = entries(mapping).into_iter().filter(|(key, _)| key != "reasons");
            writeln!(text, "    {},", toml(&Value::Object(kept.collect())))?;
        }
        writeln!(text, "]")?;
        let options: serde_json::Map<String, Value> =
            entries(&confirmed.mapping_options).into_iter().collect();
        writeln!(text, "mappingOptions = {}", toml(&Value::Object(options)))
    })();
    written.map_err(|_| Error::new(ErrorKind::Io, "cannot write the settings"))?;
    // What cannot be read again would stop the next run.
    PipelineConfig::from_toml(&text)?;
    Ok(text)
}

const TABLE: &str = "rememberedMappings";

/// Settings without the mapping confirmed for these columns: from its header to the next one.
fn without(settings: &str, fingerprint: &str) -> String {
    let mut kept = String::with_capacity(settings.len());
    let mut block: Option<String> = None;
    let close = |block: &mut Option<String>, kept: &mut String| {
        let same = |text: &String| {
            text.lines().any(|line| {
                line.split_once('=').is_some_and(|(key, value)| {
                    key.trim() == "fingerprint" && value.trim().trim_matches(['"', '\'']) == fingerprint
                })
            })
        };
        if let Some(text) = block.take().filter(|text| !same(text)) {
            kept.push_str(&text);
        }
    };
    for line in settings.split_inclusive('\n') {
        let start = line.trim_start();
        let is_header = start.starts_with('[') && line.starts_with('[');
        let is_ours = start.starts_with(&format!("[[{TABLE}]]"));
        let is_part = start.starts_with(&format!("[{TABLE}.")) || start.starts_with(&format!("[[{TABLE}."));
        if is_ours {
            close(&mut block, &mut kept);
            block = Some(String::new());
        } else if is_header && !is_part {
            close(&mut block, &mut kept);
        }
        block.as_mut().unwrap_or(&mut kept).push_str(line);
    }
    close(&mut block, &mut kept);
    kept
}

fn write_mapping(text: &mut String, mapping: &FieldMapping) -> std::fmt::Result {
    writeln!(text, "\n[[mappings]]")?;
    for reason in &mapping.reasons {
        writeln!(text, "# {}", comment(reason))?;
    }
    for (key, value) in entries(mapping) {
        if key != "reasons" {
            writeln!(text, "{key} = {}", toml(&value))?;
        }
    }
    Ok(())
}

fn entries(value: &impl Serialize) -> Vec<(String, Value)> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => object.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Vec::new(),
    }
}

/// A value as it stands in TOML; objects stay on their line.
fn toml(value: &Value) -> String {
    match value {
        // JSON writes text as TOML does, the delete character apart.
        Value::String(text) => Value::from(text.as_str()).to_string().replace('\u{7F}', "\\u007f"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter(|item| !item.is_null()).map(toml).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(object) => {
            let present = object.iter().filter(|(_, value)| !value.is_null());
            let entries: Vec<String> = present
                .map(|(key, value)| format!("{} = {}", toml(&Value::from(key.as_str())), toml(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use foundry_core::conversation::SenderRole;
    use foundry_core::mapping::{
        Confidence, ConversationRule, MappingOptions, TransformRule, TransformRules,
    };
    use serde_json::json;

    use super::*;

    #[test]
    fn the_file_reads_back_as_the_same_mapping() {
        let params = json!({ "pattern": "a\"b\\c\n", "group": 1, "map": { "x y": "z" } });
        let rule = TransformRule {
            kind: "regex_extract".into(),
            params: params.as_object().cloned().unwrap_or_default(),
        };
        let mapping = FieldMapping {
            source_field: "Text \"quoted\" é \u{7F}".into(),
            target_field: StandardField::Content,
            confidence: Confidence::Medium,
            is_pii: false,
            entity_type: None,
            role: Some(SenderRole::Customer),
            transform_rule: Some(TransformRules::Many(vec![rule])),
            reasons: vec!["long\ntext".into()],
        };
        let options = MappingOptions {
            conversations: Some(ConversationRule::SenderGap { gap_minutes: 30 }),
            ..Default::default()
        };
        let detection = Detection {
            mappings: vec![mapping.clone()],
            options: options.clone(),
            warnings: vec![],
            product: None,
        };
        let text = write("a.csv", &ReadOptions::default(), &detection).expect("writes");
        let config = PipelineConfig::from_toml(&text).expect("reads back");
        assert_eq!(config.mappings, [FieldMapping { reasons: vec![], ..mapping }]);
        assert_eq!(config.mapping_options, options);
        assert_eq!(config.source, ReadOptions::default());
    }

    #[test]
    fn confirmed_mappings_are_added_and_replaced() {
        let mapping = |field: StandardField| FieldMapping {
            source_field: "Te\"xt".into(),
            target_field: field,
            confidence: Confidence::High,
            is_pii: false,
            entity_type: None,
            role: None,
            transform_rule: None,
            reasons: vec!["why".into()],
        };
        let confirmed = |fingerprint: &str, field| RememberedMapping {
            fingerprint: fingerprint.into(),
            mappings: vec![mapping(field)],
            mapping_options: MappingOptions::default(),
        };
        let old = "# mine\nexportFormat = \"json_raw\"\n\n[source]\ndelimiter = \";\"\n";
        let first = remember(old, "a.csv", &confirmed("aa", StandardField::Content)).expect("writes");
        assert!(first.starts_with(old.trim_end()), "{first}");
        let second = remember(&first, "b.csv", &confirmed("bb", StandardField::Content)).expect("writes");
        let third = remember(&second, "a.csv", &confirmed("aa", StandardField::Status)).expect("writes");
        let config = PipelineConfig::from_toml(&third).expect("reads back");
        let found: Vec<(&str, &StandardField)> = config
            .remembered_mappings
            .iter()
            .map(|one| (one.fingerprint.as_str(), &one.mappings[0].target_field))
            .collect();
        assert_eq!(found, [("bb", &StandardField::Content), ("aa", &StandardField::Status)]);
        assert_eq!(config.source.delimiter.as_deref(), Some(";"));
    }
}
