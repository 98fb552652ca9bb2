//! `process`: files in, the data set and its manifest out.

use std::io::Cursor;
use std::ops::ControlFlow;

use foundry_core::calls;
use foundry_core::conversation::Timestamp;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::pipeline::{Input, RunOptions};
use foundry_core::{PipelineConfig, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{File, pipeline_config, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    files: Vec<File>,
    #[serde(default = "long_ago")]
    now: Timestamp,
}

pub(super) fn long_ago() -> Timestamp {
    Timestamp(0)
}

pub(super) fn process(config: &Value, input: &Value) -> Result<Value> {
    let config = pipeline_config(config)?;
    let Files { files, now } = shaped(input);
    let files: Vec<(String, Vec<u8>)> = files.iter().map(File::named).collect();
    let (output, manifest) = run(&config, &files, now, &RunOptions::default())?;
    Ok(json!({ "output": String::from_utf8(output).expect("exports are UTF-8"), "manifest": manifest }))
}

/// Runs a whole job in memory: named files in, the data set and its account out.
pub fn run(
    config: &PipelineConfig,
    files: &[(String, Vec<u8>)],
    now: Timestamp,
    options: &RunOptions,
) -> Result<(Vec<u8>, Manifest)> {
    calls::process(config, inputs(files), now, options, &mut |_| ControlFlow::Continue(()))
}

/// Named bytes as the inputs of a run.
pub(super) fn inputs(files: &[(String, Vec<u8>)]) -> Vec<Input<'_>> {
    let mut inputs = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let size = Some(bytes.len() as u64);
        inputs.push(Input { name: name.clone(), reader: Box::new(Cursor::new(bytes.as_slice())), size });
    }
    inputs
}
