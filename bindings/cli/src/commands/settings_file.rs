//! `inspect --toml`: a settings file with the proposed mapping, for a person to correct.

use std::fmt::Write;

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::mapping::{Detection, FieldMapping, StandardField};
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
    use foundry_core::PipelineConfig;
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
}
