//! Conversations before and after, one by one: what a person looks at before a run, with the bytes that the run will give.
//!
//! [`Preview`] reads the inputs once and holds their conversations; a [`Viewer`] shows them under some settings, and
//! another takes its place when the settings change. [`pairs`] shows the first ones in one call. All hold personal data.

mod gone;
mod message;
mod pairs;
mod view;
mod viewer;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::Serialize;

use super::ledger::Ledger;
use super::{Input, PipelineConfig, Progress, RunOptions, intake};
use crate::conversation::{Conversation, KnownValue, Message};
use crate::dataset::manifest::InputSummary;
use crate::error::Result;
use crate::group::{Grouper, MemorySpill};
use crate::record::Warning;
pub use pairs::{CutPart, Pair, Pairs, pairs};
pub use view::{View, ViewCut, ViewFinding, ViewLine, ViewMessage, ViewTally};
pub use viewer::Viewer;

/// Conversations of some inputs as they came, held in memory.
pub struct Preview {
    conversations: Vec<Conversation<'static>>,
    account: PreviewAccount,
}

/// What reading for a preview gave.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewAccount {
    /// Data rows that were looked at.
    pub rows_read: u64,
    /// Rows that became no message; each has a rejecting warning.
    pub rows_rejected: u64,
    /// Messages that came out of the rows.
    pub messages: u64,
    /// Conversations they formed.
    pub conversations: u64,
    /// Whether every row was looked at.
    pub complete: bool,
    /// The inputs, and how their columns were understood; of an input that was not read to its end, size and hash are
    /// those of the part that was.
    pub inputs: Vec<InputSummary>,
    /// Warnings, the first thousand, in input order.
    pub warnings: Vec<Warning>,
    /// All warnings by code.
    pub warning_counts: BTreeMap<String, u64>,
}

impl Preview {
    /// Reads, maps and groups inputs as a run does; `options.row_limit` bounds what is held. Settings other than
    /// `source`, `mappings`, `mappingOptions` and `rememberedMappings` play no part. Errors are those of a run.
    pub fn read(
        config: &PipelineConfig,
        inputs: Vec<Input<'_>>,
        options: &RunOptions,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Preview> {
        let mut config = config.clone();
        // Whatever a setting may ask for later is carried along.
        config.pii_settings.enabled = true;
        config.export_config.include_metadata = true;
        let mut ledger = Ledger::new(&inputs, progress);
        let conversations = hold(&config, inputs, options, &mut ledger)?;
        let complete = options.row_limit.is_none_or(|limit| ledger.counts.rows_read < limit);
        let (warnings, warning_counts) = ledger.take_warnings();
        let account = PreviewAccount {
            rows_read: ledger.counts.rows_read,
            rows_rejected: ledger.counts.rows_rejected,
            messages: ledger.counts.messages,
            conversations: conversations.len() as u64,
            complete,
            inputs: ledger.inputs,
            warnings,
            warning_counts,
        };
        Ok(Preview { conversations, account })
    }

    /// What reading gave.
    pub fn account(&self) -> &PreviewAccount {
        &self.account
    }

    /// The conversations as they came, in the order of a run.
    pub fn conversations(&self) -> &[Conversation<'static>] {
        &self.conversations
    }
}

/// Reads, maps and groups as a run does, and holds all conversations, in the order of a run.
fn hold(
    config: &PipelineConfig,
    inputs: Vec<Input<'_>>,
    options: &RunOptions,
    ledger: &mut Ledger<'_>,
) -> Result<Vec<Conversation<'static>>> {
    let mut spill = MemorySpill::default();
    let mut grouper = Grouper::new(&mut spill, usize::MAX);
    let intake = intake::read_all(config, inputs, &mut grouper, options, ledger)?;
    let partitions = grouper.finish(intake.rules);
    let (mut conversations, mut stored) = (Vec::new(), Vec::new());
    for index in 0..partitions.len() {
        partitions.load(index, &mut stored)?;
        partitions.conversations(&stored, &intake.custom_fields, &mut |conversation| {
            conversations.push(owned(conversation));
            Ok(())
        })?;
    }
    Ok(conversations)
}

fn owned(conversation: Conversation<'_>) -> Conversation<'static> {
    let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    let message = |message: Message<'_>| Message {
        role: message.role,
        content: own(message.content),
        sender_id: message.sender_id.map(own),
        timestamp: message.timestamp,
        custom: message.custom.into_iter().map(|(name, value)| (own(name), own(value))).collect(),
    };
    let known = |known: KnownValue<'_>| KnownValue {
        entity_type: known.entity_type,
        value: own(known.value),
        party: known.party,
    };
    Conversation {
        id: own(conversation.id),
        status: conversation.status.map(own),
        messages: conversation.messages.into_iter().map(message).collect(),
        known_values: conversation.known_values.into_iter().map(known).collect(),
        first_row: conversation.first_row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Timestamp;
    use crate::offsets::OffsetUnit;
    use crate::pipeline::Pipeline;

    const FILE: &str = "conversation_id,role,message\n\
        1,customer,\"Grüße, write to ann@example.org please.\n\nOn Mon, 3 Mar 2025 at 10:00, Shop wrote:\n> Hello\n> there\"\n\
        1,agent,\"Thank you, I wrote to ann@example.org\"\n\
        2,customer,Nobody answered this question at all\n";

    fn input() -> Vec<Input<'static>> {
        vec![Input { name: "a.csv".into(), reader: Box::new(FILE.as_bytes()), size: None }]
    }

    fn config(json: &str) -> PipelineConfig {
        PipelineConfig::from_json(json).expect("the settings are valid")
    }

    fn read(options: &RunOptions) -> Preview {
        Preview::read(&PipelineConfig::default(), input(), options, &mut |_| ControlFlow::Continue(()))
            .expect("reads")
    }

    fn viewer(json: &str) -> Viewer {
        Viewer::new(&config(json), Timestamp(0), OffsetUnit::Utf16).expect("compiles")
    }

    #[test]
    fn a_view_tells_what_was_cut_and_what_was_replaced_where() {
        let preview = read(&RunOptions::default());
        let view = viewer("{}").view(&preview, 0).expect("views").expect("is there");
        let [question, answer] = view.messages.as_slice() else { panic!("two messages") };
        assert_eq!(question.after.as_deref(), Some("Grüße, write to [EMAIL_1] please."));
        assert!(question.cut.iter().any(|cut| cut.reason == "quoted_reply"), "{:?}", question.cut);
        let [finding] = question.findings.as_slice() else { panic!("one finding") };
        // In UTF-16 units, as asked for.
        let before: Vec<u16> = question.before.encode_utf16().collect();
        let value = String::from_utf16_lossy(&before[finding.before.start..finding.before.end]);
        assert_eq!(value, "ann@example.org");
        assert_eq!((finding.after.start, finding.after.end), (16, 25));
        let explanation = finding.explanation.as_ref().expect("is explained");
        assert_eq!((explanation.start, explanation.decision.as_str()), (finding.before.start, "found"));
        assert_eq!(answer.findings.len(), 1);
        assert!(!view.examples.contains("ann@"), "{}", view.examples);
    }

    #[test]
    fn the_lines_and_the_tally_are_those_of_a_run() {
        let settings = r#"{"filterSettings": {"minMessageCount": 2}}"#;
        let mut out = Vec::new();
        let manifest = Pipeline::new(&config(settings), Timestamp(0))
            .expect("compiles")
            .run(input(), &mut MemorySpill::default(), &mut out, &RunOptions::default(), &mut |_| {
                ControlFlow::Continue(())
            })
            .expect("runs");
        let preview = read(&RunOptions::default());
        let mut viewer = viewer(settings);
        let lines = viewer.count(&preview, 0..9).expect("counts");
        let mut shown = String::new();
        for line in &lines {
            shown += &viewer.view(&preview, line.index).expect("views").expect("is there").examples;
        }
        assert_eq!(shown.as_bytes(), out);
        assert_eq!(lines[1].reason.as_deref(), Some("too_few_messages"));
        let tally = viewer.tally();
        assert_eq!(tally.counts.export, manifest.counts.export);
        assert_eq!((&tally.findings, tally.leak_audit), (&manifest.findings, manifest.leak_audit));
        assert_eq!(tally.counts.clean, manifest.counts.clean);
    }

    #[test]
    fn what_is_held_is_bounded_and_there_is_nothing_behind_its_end() {
        let preview = read(&RunOptions { row_limit: Some(1), ..RunOptions::default() });
        assert!(!preview.account().complete);
        assert_eq!((preview.account().rows_read, preview.conversations().len()), (1, 1));
        assert!(viewer("{}").view(&preview, 1).expect("views").is_none());
        assert!(viewer("{}").count(&preview, 5..9).expect("counts").is_empty());
    }
}
