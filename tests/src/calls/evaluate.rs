//! `evaluate`: how good findings are on labelled texts.

use std::collections::BTreeMap;

use foundry_core::Result;
use foundry_core::deid::PiiSettings;
use foundry_core::evaluate::{Evaluator, LabelMap, LabelledText};
use foundry_core::offsets::OffsetUnit;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{settings, shaped};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Config {
    #[serde(default)]
    label_map: BTreeMap<String, String>,
    #[serde(default)]
    pii_settings: PiiSettings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    lines: Vec<Value>,
    #[serde(default)]
    predictions: Option<Vec<Value>>,
    #[serde(default)]
    offsets: OffsetUnit,
}

pub(super) fn evaluate(config: &Value, input: &Value) -> Result<Value> {
    let Config { label_map, pii_settings } = settings(config)?;
    let Input { lines, predictions, offsets } = shaped(input);
    let map = LabelMap::new(label_map, &pii_settings)?;
    let texts = lines.iter().map(|line| LabelledText::from_json(&line.to_string(), offsets));
    let texts: Vec<LabelledText<'_>> = texts.collect::<Result<_>>()?;
    let Some(predictions) = predictions else {
        return Ok(json!(foundry_core::evaluate(&texts, map, &pii_settings)?));
    };
    assert_eq!(texts.len(), predictions.len(), "a case predicts every line");
    let mut evaluator = Evaluator::new(map);
    for (text, line) in texts.iter().zip(&predictions) {
        evaluator.add(text, &text.found_from_json(&line.to_string(), offsets)?, None);
    }
    Ok(json!(evaluator.report()))
}
