//! `schema`: the settings, as a JSON Schema.

use foundry_core::PipelineConfig;
use foundry_core::error::Result;

use crate::Status;
use crate::output::print_json;

/// Prints the schema.
pub fn run() -> Result<Status> {
    print_json(&PipelineConfig::json_schema())?;
    Ok(Status::Ok)
}
