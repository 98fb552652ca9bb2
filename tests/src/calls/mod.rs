//! The calls of the shared cases, made on the core.

mod clean;
mod deid;
mod evaluate;
mod export;
mod filter;
mod mapping;
mod process;
mod read;
mod report;

use foundry_core::{PipelineConfig, Result};
use serde::Deserialize;
use serde_json::Value;

pub use process::run as run_pipeline;
pub use report::run as run_report;

/// Every call a case may name.
pub const CALLS: [&str; 14] = [
    "find",
    "deidentify_text",
    "deidentify_conversation",
    "reidentify",
    "read",
    "detect_mapping",
    "map",
    "clean",
    "filter",
    "export",
    "validate",
    "process",
    "evaluate",
    "report",
];

/// Makes one call. Settings that cannot be read are an error of kind `Config`, as they are for every caller.
///
/// # Panics
/// On an unknown call and on an `input` that is not of the call's shape: faults of the case, not of the core.
pub fn run_case(call: &str, config: &Value, input: &Value) -> Result<Value> {
    match call {
        "find" => deid::find(config, input),
        "deidentify_text" => deid::deidentify_text(config, input),
        "deidentify_conversation" => deid::deidentify_conversation(config, input),
        "reidentify" => deid::reidentify(input),
        "read" => read::read(config, input),
        "detect_mapping" => mapping::detect_mapping(input),
        "map" => mapping::map(config, input),
        "clean" => clean::clean(config, input),
        "filter" => filter::filter(config, input),
        "export" => export::export(config, input),
        "validate" => export::validate(config, input),
        "process" => process::process(config, input),
        "evaluate" => evaluate::evaluate(config, input),
        "report" => report::report(config, input),
        _ => panic!("unknown call `{call}`"),
    }
}

/// The settings of a run.
fn pipeline_config(config: &Value) -> Result<PipelineConfig> {
    PipelineConfig::from_json(&config.to_string())
}

/// A result of the core as JSON.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("results are JSON")
}

/// The input of a call.
fn shaped<'de, T: Deserialize<'de>>(input: &'de Value) -> T {
    T::deserialize(input)
        .unwrap_or_else(|e| panic!("the input of the case has not the shape of its call: {e}"))
}

/// A file inside a case: text, or bytes in base64.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    base64: Option<String>,
}

impl File {
    fn named(&self) -> (String, Vec<u8>) {
        (self.name.clone(), self.bytes())
    }

    fn bytes(&self) -> Vec<u8> {
        use base64::Engine;
        match (&self.text, &self.base64) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(text)) => {
                base64::engine::general_purpose::STANDARD.decode(text).expect("a case's `base64` is valid")
            }
            _ => panic!("a file of a case has either `text` or `base64`"),
        }
    }
}
