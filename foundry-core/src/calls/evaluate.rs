//! `evaluate`: how good findings are on labelled lines.

use std::collections::BTreeMap;

use serde_json::json;

use super::engine::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::{Evaluator, LabelMap, LabelledText, detect};
use crate::offsets::{OffsetConverter, OffsetUnit};

/// What steers an evaluation.
#[derive(Debug, Clone, Default)]
pub struct EvaluateOptions {
    /// Label → entity type, `-` (left out) or `O` (plain text).
    pub label_map: BTreeMap<String, String>,
    /// What the offsets of the lines count.
    pub offsets: OffsetUnit,
    /// How many wrong places are listed.
    pub show_errors: usize,
    /// What the offsets of the wrong places count.
    pub error_offsets: OffsetUnit,
}

impl Engine {
    /// Judges findings on labelled lines (`{"text", "spans": [{"start", "end", "label"}]}`): the report and the first wrong
    /// places, as JSON of the shape `{report, faults}`. With `predictions`, lines of another tool in the same order, that
    /// tool is judged in place of our own findings.
    ///
    /// # Errors
    /// Of kind `Format` for a line of another shape (by its row) or where the numbers of lines differ; `Config` for a
    /// label map that names no entity type.
    pub fn evaluate(
        &self,
        lines: &[String],
        predictions: Option<&[String]>,
        options: &EvaluateOptions,
    ) -> Result<String> {
        let unit = options.offsets;
        if predictions.is_some_and(|predictions| predictions.len() != lines.len()) {
            return Err(Error::new(ErrorKind::Format, "labelled lines and predictions differ in number")
                .with_hint("the predictions need one line for every labelled line, in the same order"));
        }
        let mut evaluator =
            Evaluator::new(LabelMap::new(options.label_map.clone(), &self.settings().pii_settings)?);
        let (mut scratch, mut wrong) = (Default::default(), Vec::new());
        for (place, line) in lines.iter().enumerate() {
            let at = |e: Error| e.at_row(place as u64 + 1);
            let text = LabelledText::from_json(line, unit).map_err(at)?;
            let faults = match predictions.and_then(|predictions| predictions.get(place)) {
                Some(predicted) => {
                    evaluator.add(&text, &text.found_from_json(predicted, unit).map_err(at)?, None)
                }
                None => {
                    let (found, clean) = detect(self.deidentifier(), &text, &mut scratch).map_err(at)?;
                    evaluator.add(&text, &found, Some(&clean))
                }
            };
            let mut offsets = OffsetConverter::new(&text.text, options.error_offsets);
            for fault in faults.iter().take(options.show_errors.saturating_sub(wrong.len())) {
                let span = offsets.convert_span(fault.span);
                wrong.push(json!({
                    "line": place + 1, "kind": fault.kind.as_str(), "entityType": fault.entity_type,
                    "start": span.start, "end": span.end,
                }));
            }
        }
        Ok(json!({ "report": evaluator.report(), "faults": wrong }).to_string())
    }
}
