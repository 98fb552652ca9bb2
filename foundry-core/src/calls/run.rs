//! `process` and `preview` in memory: for hosts that hand bytes over and have no place for files.

use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::clean::Cleaner;
use crate::config::PipelineConfig;
use crate::conversation::Timestamp;
use crate::dataset::manifest::Manifest;
use crate::deid::SpanModel;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{ExportConfig, ExportFormat};
use crate::filter::FilterSettings;
use crate::group::MemorySpill;
use crate::pipeline::{Input, Pipeline, Progress, RunOptions};

/// The whole job in memory: inputs in, the bytes of the data set and its account out.
///
/// # Errors
/// Those of a run; of kind `Cancelled` where `progress` stops it.
pub fn process(
    config: &PipelineConfig,
    inputs: Vec<Input<'_>>,
    now: Timestamp,
    options: &RunOptions,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Vec<u8>, Manifest)> {
    run(config, None, inputs, now, options, progress)
}

fn run(
    config: &PipelineConfig,
    model: Option<Arc<dyn SpanModel>>,
    inputs: Vec<Input<'_>>,
    now: Timestamp,
    options: &RunOptions,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Vec<u8>, Manifest)> {
    let mut out = Vec::new();
    let pipeline = Pipeline::with_model(config, now, model)?;
    let manifest = pipeline.run(inputs, &mut MemorySpill::default(), &mut out, options, progress)?;
    Ok((out, manifest))
}

/// The first conversations of a file before and after. Holds the text of the file: `Debug` is not there.
#[derive(Serialize)]
pub struct Preview {
    /// The conversations, in the order of the export.
    pub conversations: Vec<PreviewPair>,
    /// The account of all that was looked at.
    pub manifest: Manifest,
}

/// One conversation as it came and as it would be written.
#[derive(Serialize)]
pub struct PreviewPair {
    /// As it is in the file, in the shape of the format `json_raw`.
    pub before: Value,
    /// Cleaned and de-identified, in the same shape.
    pub after: Value,
    /// What cleaning cut.
    pub cut: Vec<CutPart>,
}

/// A part of a message that cleaning cut.
#[derive(Serialize)]
pub struct CutPart {
    /// The place of the message in its conversation, from 0.
    pub message: usize,
    /// Why: the stable code.
    pub reason: &'static str,
    /// What it said, without the spaces around it.
    pub text: String,
}

/// The settings of a preview, before and after: filters left aside, no message left out, every conversation as it is,
/// so that messages of both runs stand side by side.
pub fn for_preview(config: &PipelineConfig) -> (PipelineConfig, PipelineConfig) {
    let mut after = config.clone();
    after.filter_settings = FilterSettings::none();
    after.export_format = ExportFormat::JsonRaw;
    after.export_config = ExportConfig::default();
    after.clean_settings.drop_messages.clear();
    after.pii_settings.enabled = true;
    let mut before = after.clone();
    before.pii_settings.enabled = false;
    before.clean_settings.enabled = false;
    (before, after)
}

/// The first `count` conversations of an input before and after. The input is opened twice; `model` is one of the
/// caller's, if there is one; `options` limits the rows
/// that are looked at.
///
/// # Errors
/// Those of a run and of opening.
pub fn preview<'i>(
    config: &PipelineConfig,
    model: Option<Arc<dyn SpanModel>>,
    open: &mut dyn FnMut() -> Result<Input<'i>>,
    now: Timestamp,
    options: &RunOptions,
    count: usize,
) -> Result<Preview> {
    let mut conversations = |config: &PipelineConfig| -> Result<(Vec<Value>, Manifest)> {
        let (out, manifest) =
            run(config, model.clone(), vec![open()?], now, options, &mut |_| ControlFlow::Continue(()))?;
        let parsed = serde_json::from_slice(&out)
            .map_err(|_| Error::new(ErrorKind::Unsupported, "the export is no JSON array"))?;
        Ok((parsed, manifest))
    };
    let (before, after) = for_preview(config);
    let mut cleaner = Cleaner::new(&after.clean_settings);
    let (after, manifest) = conversations(&after)?;
    let (before, _) = conversations(&before)?;
    if before.len() != after.len() {
        return Err(Error::new(ErrorKind::Unsupported, "the two runs gave different conversations"));
    }
    let pairs = before.into_iter().zip(after).take(count).map(|(before, after)| {
        let cut = parts_cut(&before, &mut cleaner);
        PreviewPair { before, after, cut }
    });
    Ok(Preview { conversations: pairs.collect(), manifest })
}

/// What cleaning cut from a conversation: message, reason and text of each part.
fn parts_cut(before: &Value, cleaner: &mut Cleaner) -> Vec<CutPart> {
    let mut parts = Vec::new();
    let messages = before.get("messages").and_then(Value::as_array).into_iter().flatten();
    for (message, said) in messages.enumerate() {
        let content = said.get("content").and_then(Value::as_str).unwrap_or_default();
        for part in cleaner.clean(content).removed {
            let text = content.get(part.span).unwrap_or_default().trim().to_owned();
            parts.push(CutPart { message, reason: part.reason.code(), text });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const FILE: &str = "conversation_id,role,message\n1,customer,Write to ann@example.org please\n\
                        1,agent,Thank you for that\n2,customer,\"Hello\n\nSent from my iPhone\"\n";

    fn input() -> Result<Input<'static>> {
        Ok(Input { name: "a.csv".into(), reader: Box::new(Cursor::new(FILE)), size: None })
    }

    #[test]
    fn a_preview_shows_both_sides_whatever_the_filters_say() {
        let config = PipelineConfig::from_json(r#"{"filterSettings": {"minMessageCount": 9}}"#);
        let config = config.expect("valid");
        let shown =
            preview(&config, None, &mut input, Timestamp(0), &RunOptions::default(), 9).expect("previews");
        let text = serde_json::to_string(&shown).expect("JSON");
        assert_eq!(shown.conversations.len(), 2);
        assert!(text.contains("ann@example.org") && text.contains("[EMAIL_1]"), "{text}");
        let cut: Vec<&CutPart> = shown.conversations.iter().flat_map(|pair| &pair.cut).collect();
        assert_eq!(cut.iter().map(|part| part.text.as_str()).collect::<Vec<_>>(), ["Sent from my iPhone"]);
        let one =
            preview(&config, None, &mut input, Timestamp(0), &RunOptions::default(), 1).expect("previews");
        assert_eq!((one.conversations.len(), one.manifest.counts.conversations), (1, 2));
    }

    #[test]
    fn a_run_in_memory_can_be_stopped() {
        let config = PipelineConfig::default();
        let inputs = vec![input().expect("opens")];
        let mut stop = |_| ControlFlow::Break(());
        let error = process(&config, inputs, Timestamp(0), &RunOptions::default(), &mut stop);
        assert_eq!(error.err().map(|e| e.kind()), Some(ErrorKind::Cancelled));
    }
    #[test]
    fn progress_tells_of_conversations_to_come_and_ends_with_all_of_them() {
        let mut file = String::from("conversation_id,role,message\n");
        for number in 0..400 {
            file.push_str(&format!(
                "c-{number},customer,where is the parcel of order {number}\nc-{number},agent,parcel {number} left today\n"
            ));
        }
        for threads in [1, 3] {
            let inputs = vec![Input {
                name: "a.csv".into(),
                reader: Box::new(Cursor::new(file.as_str())),
                size: None,
            }];
            let mut told = Vec::new();
            let options = RunOptions { threads, memory_budget: 4 << 10, ..RunOptions::default() };
            let mut tell = |progress: Progress| {
                told.push((progress.conversations_done, progress.conversations_total));
                ControlFlow::Continue(())
            };
            process(&PipelineConfig::default(), inputs, Timestamp(0), &options, &mut tell).expect("runs");
            assert_eq!(told.last(), Some(&(400, 400)));
            assert!(told.iter().all(|(done, all)| done <= all), "{told:?}");
        }
    }
}
