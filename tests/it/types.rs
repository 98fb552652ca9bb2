//! `bindings/types.d.ts`: its settings are those of the JSON Schema, its error codes those of the core.

use std::fs;

use foundry_core::{ErrorKind, PipelineConfig};
use foundry_tests::repository;
use serde_json::{Map, Value};

/// Behind this line of the file everything is made here.
const MARK: &str = "// Settings, from the JSON Schema of the core.\n";

#[test]
fn settings_are_typed_as_the_schema_says() {
    let path = repository().join("bindings/types.d.ts");
    let text = fs::read_to_string(&path).expect("reads");
    let (by_hand, made) = text.split_once(MARK).expect("the mark is there");
    let expected = settings();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        fs::write(&path, format!("{by_hand}{MARK}{expected}")).expect("writes");
        return;
    }
    assert!(made == expected, "bindings/types.d.ts is not up to date: run this test with UPDATE_TYPES=1");
}

#[test]
fn every_error_code_is_typed() {
    let text = fs::read_to_string(repository().join("bindings/types.d.ts")).expect("reads");
    let (_, codes) = text.split_once("export type ErrorCode =").expect("is there");
    let codes = codes.split_once(';').expect("ends").0;
    let typed: Vec<&str> =
        codes.split('|').map(|code| code.trim().trim_matches('"')).filter(|code| !code.is_empty()).collect();
    assert_eq!(typed, ErrorKind::ALL.map(ErrorKind::code));
}

fn settings() -> String {
    let schema = PipelineConfig::json_schema();
    let mut out = String::new();
    declare(&mut out, "PipelineConfig", &schema);
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        declare(&mut out, name, definition);
    }
    out
}

fn declare(out: &mut String, name: &str, schema: &Value) {
    out.push('\n');
    describe(out, "", schema);
    match schema["properties"].as_object() {
        None => *out += &format!("export type {name} = {};\n", type_of(schema)),
        Some(properties) => {
            *out += &format!("export interface {name} {{\n");
            for (key, property) in properties {
                describe(out, "  ", property);
                *out += &format!("  {};\n", member(key, property, schema));
            }
            *out += "}\n";
        }
    }
}

fn describe(out: &mut String, indent: &str, schema: &Value) {
    let text = schema["description"].as_str().unwrap_or_default().replace("[`", "`").replace("`]", "`");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    match lines.as_slice() {
        [] => {}
        [line] => *out += &format!("{indent}/** {line} */\n"),
        lines => {
            *out += &format!("{indent}/**\n");
            for line in lines {
                *out += &format!("{indent} * {line}\n");
            }
            *out += &format!("{indent} */\n");
        }
    }
}

fn member(key: &str, property: &Value, of: &Value) -> String {
    let required = of["required"].as_array().is_some_and(|names| names.iter().any(|name| name == key));
    format!("{key}{}: {}", if required { "" } else { "?" }, type_of(property))
}

fn type_of(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    for key in ["enum", "anyOf", "oneOf"] {
        if let Some(choices) = schema[key].as_array() {
            let words =
                choices.iter().map(|choice| if key == "enum" { choice.to_string() } else { type_of(choice) });
            return words.collect::<Vec<String>>().join(" | ");
        }
    }
    if let Some(first) = schema["allOf"].get(0) {
        return type_of(first);
    }
    let names = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect::<Vec<&str>>(),
    };
    let types: Vec<String> = names.into_iter().map(|name| named_type(name, schema)).collect();
    if types.is_empty() { "unknown".into() } else { types.join(" | ") }
}

fn named_type(name: &str, schema: &Value) -> String {
    match name {
        "integer" => "number".into(),
        "array" => {
            let item = type_of(&schema["items"]);
            if item.contains(' ') { format!("({item})[]") } else { format!("{item}[]") }
        }
        "object" => object_type(schema),
        name => name.to_owned(),
    }
}

fn object_type(schema: &Value) -> String {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    // A map with the entity types for keys.
    let values: Vec<String> = properties.values().map(type_of).collect();
    if properties.len() > 20 && values.windows(2).all(|pair| pair[0] == pair[1]) {
        return format!("Partial<Record<EntityType, {}>>", values[0]);
    }
    if properties.is_empty() {
        let value = schema.get("additionalProperties").filter(|value| value.is_object());
        return format!("Record<string, {}>", value.map_or("unknown".into(), type_of));
    }
    let members: Vec<String> =
        properties.iter().map(|(key, property)| member(key, property, schema)).collect();
    format!("{{ {} }}", members.join("; "))
}
