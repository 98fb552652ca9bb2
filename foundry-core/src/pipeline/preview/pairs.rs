//! The first conversations as they came and as they would be written, and the account of all that was looked at.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::{Viewer, hold};
use crate::conversation::{Conversation, Timestamp};
use crate::dataset::manifest::{Manifest, OutputSummary};
use crate::dataset::split::Split;
use crate::deid::{Deidentifier, PiiSettings, Scratch, SpanModel};
use crate::error::{Error, ErrorKind, Result};
use crate::export::{ExportConfig, ExportCounts, ExportFormat};
use crate::filter::FilterSettings;
use crate::offsets::OffsetUnit;
use crate::pipeline::ledger::Ledger;
use crate::pipeline::outputs::{Outputs, Sinks};
use crate::pipeline::{Input, PipelineConfig, RunOptions};

/// The first conversations of some inputs before and after. Holds their text: `Debug` is not there.
#[derive(Serialize)]
pub struct Pairs {
    /// The conversations, in the order of the export.
    pub conversations: Vec<Pair>,
    /// The account of all that was looked at.
    pub manifest: Manifest,
}

/// One conversation as it came and as it would be written.
#[derive(Serialize)]
pub struct Pair {
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

/// The first `count` conversations of some inputs before and after: filters left aside, no message left out, every
/// conversation as it is, so that the messages of both stand side by side. `model` is one of the caller's, if there is
/// one; `options` limits the rows that are looked at. The manifest is that of a run with these settings.
///
/// # Errors
/// Those of a run.
pub fn pairs(
    config: &PipelineConfig,
    model: Option<Arc<dyn SpanModel>>,
    inputs: Vec<Input<'_>>,
    now: Timestamp,
    options: &RunOptions,
    count: usize,
) -> Result<Pairs> {
    let mut viewer = Viewer::with_model(&side_by_side(config), now, OffsetUnit::Bytes, model)?;
    let mut go_on = |_| ControlFlow::Continue(());
    let mut ledger = Ledger::new(&inputs, &mut go_on);
    let held = hold(&viewer.pipeline.config, inputs, options, &mut ledger)?;
    let mut raw = Raw::new(&viewer)?;
    let mut nowhere = io::sink();
    let outputs = Outputs::whole(&mut nowhere);
    let mut sinks = Sinks::begin(outputs, &viewer.pipeline.exporter, &viewer.pipeline.config)?;

    let mut conversations = Vec::new();
    for given in &held {
        let mut cut = Vec::new();
        let counted = viewer.count_one(given, &mut |message, before, cleaned| {
            cut.extend(cleaned.removed.iter().map(|part| {
                let text = before.get(part.span.clone()).unwrap_or_default().trim().to_owned();
                CutPart { message, reason: part.reason.code(), text }
            }));
        })?;
        let written = &counted.judged.examples;
        sinks.write(Split::Train, written, viewer.pipeline.exporter.separator())?;
        if conversations.len() < count && !written.is_empty() {
            conversations.push(Pair { before: raw.of(&viewer, given)?, after: parsed(written)?, cut });
        }
    }

    let pipeline = &viewer.pipeline;
    let (bytes, sha256, _) = sinks.finish(&pipeline.exporter)?;
    let tally = viewer.tally();
    ledger.add(&tally.counts, tally.leak_audit);
    ledger.findings.clone_from(&tally.findings);
    let output = OutputSummary { format: pipeline.config.export_format, bytes, sha256 };
    Ok(Pairs { conversations, manifest: ledger.into_manifest(&pipeline.config, now, output, None)? })
}

/// The settings of such a preview.
fn side_by_side(config: &PipelineConfig) -> PipelineConfig {
    let mut config = config.clone();
    config.filter_settings = FilterSettings::none();
    config.export_format = ExportFormat::JsonRaw;
    config.export_config = ExportConfig::default();
    config.clean_settings.drop_messages.clear();
    config.pii_settings.enabled = true;
    config
}

/// Writes conversations as they came.
struct Raw {
    untouched: Deidentifier,
    scratch: Scratch,
    bytes: Vec<u8>,
}

impl Raw {
    fn new(viewer: &Viewer) -> Result<Raw> {
        let nothing = PiiSettings { enabled: false, ..viewer.pipeline.config.pii_settings.clone() };
        Ok(Raw { untouched: Deidentifier::new(&nothing)?, scratch: Scratch::default(), bytes: Vec::new() })
    }

    fn of(&mut self, viewer: &Viewer, given: &Conversation<'static>) -> Result<Value> {
        let mut given = given.clone();
        given.known_values.clear();
        let given = self.untouched.deidentify_with(given, &mut self.scratch)?.conversation;
        self.bytes.clear();
        viewer.pipeline.exporter.write(&given, &mut self.bytes, &mut ExportCounts::default())?;
        parsed(&self.bytes)
    }
}

fn parsed(bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes)
        .map_err(|_| Error::new(ErrorKind::Unsupported, "the export is no JSON object"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::MemorySpill;
    use crate::pipeline::Pipeline;

    const FILE: &str = "conversation_id,role,message\n1,customer,Write to ann@example.org please\n\
                        1,agent,Thank you for that\n2,customer,\"Hello\n\nSent from my iPhone\"\n";

    fn inputs() -> Vec<Input<'static>> {
        vec![Input { name: "a.csv".into(), reader: Box::new(FILE.as_bytes()), size: None }]
    }

    fn shown(config: &PipelineConfig, count: usize) -> Pairs {
        pairs(config, None, inputs(), Timestamp(0), &RunOptions::default(), count).expect("previews")
    }

    #[test]
    fn both_sides_are_shown_whatever_the_filters_say() {
        let config = PipelineConfig::from_json(r#"{"filterSettings": {"minMessageCount": 9}}"#);
        let config = config.expect("valid");
        let all = shown(&config, 9);
        let text = serde_json::to_string(&all).expect("JSON");
        assert_eq!(all.conversations.len(), 2);
        assert!(text.contains("ann@example.org") && text.contains("[EMAIL_1]"), "{text}");
        let cut: Vec<&CutPart> = all.conversations.iter().flat_map(|pair| &pair.cut).collect();
        assert_eq!(cut.iter().map(|part| part.text.as_str()).collect::<Vec<_>>(), ["Sent from my iPhone"]);
        let one = shown(&config, 1);
        assert_eq!((one.conversations.len(), one.manifest.counts.conversations), (1, 2));
    }

    #[test]
    fn both_sides_and_the_manifest_are_those_of_runs() {
        let config = side_by_side(&PipelineConfig::default());
        let run = |config: &PipelineConfig| {
            let mut out = Vec::new();
            let pipeline = Pipeline::new(config, Timestamp(0)).expect("compiles");
            let (spill, options) = (&mut MemorySpill::default(), RunOptions::default());
            let manifest =
                pipeline.run(inputs(), spill, &mut out, &options, &mut |_| ControlFlow::Continue(()));
            let written: Vec<Value> = serde_json::from_slice(&out).expect("JSON");
            (written, manifest.expect("runs"))
        };
        let (after, manifest) = run(&config);
        let mut raw = config;
        raw.pii_settings.enabled = false;
        raw.clean_settings.enabled = false;
        let (before, _) = run(&raw);
        let shown = shown(&PipelineConfig::default(), 9);
        assert_eq!(shown.manifest, manifest);
        assert_eq!(shown.conversations.iter().map(|pair| pair.before.clone()).collect::<Vec<_>>(), before);
        assert_eq!(shown.conversations.iter().map(|pair| pair.after.clone()).collect::<Vec<_>>(), after);
    }
}
