//! `filter`: keep, or why not.

use foundry_core::Result;
use foundry_core::conversation::{Conversation, Timestamp};
use foundry_core::filter::FilterSettings;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{settings, shaped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input<'a> {
    #[serde(borrow)]
    conversation: Conversation<'a>,
    #[serde(default = "long_ago")]
    now: Timestamp,
}

fn long_ago() -> Timestamp {
    Timestamp(0)
}

pub(super) fn filter(config: &Value, input: &Value) -> Result<Value> {
    let settings: FilterSettings = settings(config)?;
    let input: Input<'_> = shaped(input);
    let verdict = foundry_core::filter(&input.conversation, &settings, input.now)?;
    Ok(json!({ "reason": verdict.map(|reason| reason.code()) }))
}
