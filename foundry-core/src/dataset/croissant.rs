//! The Croissant description of a data set (MLCommons Croissant 1.0, JSON-LD): its files with their hashes, and its
//! fields.

use serde_json::{Value, json};

use super::card::{CardSettings, DataFile};
use super::manifest::Manifest;
use crate::error::{Error, ErrorKind, Result};
use crate::export::ExportFormat;

/// The description as JSON, indented.
pub fn croissant(manifest: &Manifest, settings: &CardSettings, files: &[DataFile]) -> Result<String> {
    let format = manifest.output.format;
    let encoding = match format {
        ExportFormat::JsonRaw => "application/json",
        ExportFormat::Parquet => "application/x-parquet",
        _ => "application/jsonlines",
    };
    let distribution: Vec<Value> = files
        .iter()
        .map(|file| {
            json!({
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.split,
                "description": format!("{} examples", file.examples),
                "contentUrl": file.path,
                "contentSize": format!("{} B", file.bytes),
                "encodingFormat": encoding,
                "sha256": file.sha256,
            })
        })
        .collect();
    let record_sets: Vec<Value> = files
        .iter()
        .map(|file| {
            let fields: Vec<Value> =
                columns(format).iter().map(|(name, kind)| field(file, name, kind)).collect();
            json!({
                "@type": "cr:RecordSet",
                "@id": file.split,
                "name": file.split,
                "field": fields,
            })
        })
        .collect();
    let mut root = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": settings.shown_name(),
        "description": settings.shown_description(),
        "license": settings.shown_license(),
        "citeAs": citation(manifest, settings),
        "datePublished": date(&manifest.created_at.to_string()),
        "version": "1.0.0",
        "distribution": distribution,
        "recordSet": record_sets,
    });
    if let Some(root) = root.as_object_mut() {
        let optional = [("url", &settings.url), ("creator", &settings.creator)];
        for (key, value) in optional {
            if !value.trim().is_empty() {
                let value = match key {
                    "creator" => json!({ "@type": "sc:Organization", "name": value }),
                    _ => json!(value),
                };
                root.insert(key.into(), value);
            }
        }
        if !settings.languages.is_empty() {
            root.insert("inLanguage".into(), json!(settings.languages));
        }
    }
    let text = serde_json::to_string_pretty(&root);
    text.map(|text| text + "\n")
        .map_err(|e| Error::new(ErrorKind::Format, format!("the description cannot be written: {e}")))
}

fn field(file: &DataFile, name: &str, kind: &str) -> Value {
    json!({
        "@type": "cr:Field",
        "@id": format!("{}/{name}", file.split),
        "name": name,
        "dataType": kind,
        "source": { "fileObject": { "@id": file.path }, "extract": { "column": name } },
    })
}

/// The columns of a format with their types; a list or an object is given as its JSON text.
fn columns(format: ExportFormat) -> &'static [(&'static str, &'static str)] {
    const TEXT: &str = "sc:Text";
    const NUMBER: &str = "sc:Integer";
    match format {
        ExportFormat::JsonlQa => &[("question", TEXT), ("answer", TEXT)],
        ExportFormat::JsonRaw => &[("conversation_id", TEXT), ("status", TEXT), ("messages", TEXT)],
        ExportFormat::JsonlSharegpt => &[("conversations", TEXT)],
        ExportFormat::JsonlAlpaca => {
            &[("instruction", TEXT), ("input", TEXT), ("output", TEXT), ("history", TEXT)]
        }
        ExportFormat::JsonlPromptCompletion => &[("prompt", TEXT), ("completion", TEXT)],
        ExportFormat::JsonlDpo => {
            &[("input", TEXT), ("preferred_output", TEXT), ("non_preferred_output", TEXT)]
        }
        ExportFormat::JsonlNova => &[("schemaVersion", TEXT), ("messages", TEXT)],
        ExportFormat::JsonlGemini => &[("contents", TEXT)],
        ExportFormat::Chunks => &[
            ("source_path", TEXT),
            ("title", TEXT),
            ("chunk_index", NUMBER),
            ("content", TEXT),
            ("token_count", NUMBER),
        ],
        _ => &[("messages", TEXT)],
    }
}

/// `Name (creator, 2026)`.
fn citation(manifest: &Manifest, settings: &CardSettings) -> String {
    let time = manifest.created_at.to_string();
    let year = time.split('-').next().unwrap_or_default();
    let by = settings.creator.trim();
    let separator = if by.is_empty() { "" } else { ", " };
    format!("{} ({by}{separator}{year})", settings.shown_name())
}

/// The day of an RFC 3339 time.
fn date(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}

/// The context that the specification gives.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "equivalentProperty": "cr:equivalentProperty",
        "samplingRate": "cr:samplingRate",
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform"
    })
}
