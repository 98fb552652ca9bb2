//! Gathers the texts of the shared cases, since a WASM module can open no file, and writes conversations.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use foundry_training::synth;
use serde_json::Value;

/// Conversations that the generator writes.
const CONVERSATIONS: usize = 2000;

fn main() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases");
    println!("cargo::rerun-if-changed={}", cases.display());
    let mut texts = BTreeSet::new();
    walk(&cases, &mut texts);
    assert!(texts.len() > 1000, "only {} texts in the cases", texts.len());
    let mut texts: Vec<String> = texts.into_iter().collect();
    texts.extend(synth::held_out(CONVERSATIONS, 20_261_120).into_iter().map(|labelled| labelled.text));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder")).join("texts.json");
    fs::write(out, Value::from_iter(texts).to_string()).expect("the texts can be written");
}

fn walk(folder: &Path, texts: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the cases can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            walk(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let file = fs::read(&path).expect("a file of cases can be read");
            let cases: Value = serde_json::from_slice(&file).expect("cases are JSON");
            for case in cases.as_array().into_iter().flatten() {
                strings(&case["input"], texts);
            }
        }
    }
}

fn strings(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            texts.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(members) => members.values().for_each(|member| strings(member, texts)),
        _ => {}
    }
}
