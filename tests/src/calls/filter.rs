//! `filter`: keep, or why not.

use foundry_core::Result;
use foundry_core::calls::filter_reason;
use foundry_core::conversation::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{pipeline_config, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    conversation: Value,
    #[serde(default = "long_ago")]
    now: Timestamp,
}

fn long_ago() -> Timestamp {
    Timestamp(0)
}

pub(super) fn filter(config: &Value, input: &Value) -> Result<Value> {
    let config = pipeline_config(&json!({ "filterSettings": config }))?;
    let input: Input = shaped(input);
    Ok(json!({ "reason": filter_reason(&input.conversation.to_string(), &config, input.now)? }))
}
