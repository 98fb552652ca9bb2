//! Conversations before and after, one by one: what a person looks at before a run, with the bytes that the run will give.
//!
//! [`Preview`] reads the inputs once and holds their conversations; a [`Viewer`] shows them under some settings, and
//! another takes its place when the settings change. Both hold personal data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use serde::Serialize;

use super::ledger::Ledger;
use super::process::clean;
use super::{Input, Pipeline, PipelineConfig, Progress, RunOptions, intake};
use crate::clean::{CleanCounts, Cleaned, Cleaner};
use crate::conversation::{Conversation, KnownValue, Message, SenderRole, Timestamp};
use crate::dataset::manifest::{InputSummary, StageCounts};
use crate::deid::{AuditCounts, Explanation, Replacement, Scratch};
use crate::entity::Span;
use crate::error::Result;
use crate::export::TOOL_FIELDS;
use crate::group::{Grouper, MemorySpill};
use crate::offsets::{OffsetConverter, OffsetUnit};
use crate::record::Warning;

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
        let mut spill = MemorySpill::default();
        let mut ledger = Ledger::new(&inputs, progress);
        let mut grouper = Grouper::new(&mut spill, usize::MAX);
        let (mut rules, mut custom_fields) = (Vec::new(), Vec::new());
        for input in inputs {
            let first = rules.len();
            for done in intake::read_whole(&config, first, input, &mut grouper, options, &mut ledger)? {
                rules.push(done.rule);
                custom_fields.push(done.custom_fields);
            }
        }
        ledger.counts.messages = grouper.messages();
        let partitions = grouper.finish(rules);
        let (mut conversations, mut stored) = (Vec::new(), Vec::new());
        for index in 0..partitions.len() {
            partitions.load(index, &mut stored)?;
            partitions.conversations(&stored, &custom_fields, &mut |conversation| {
                conversations.push(owned(conversation));
                Ok(())
            })?;
        }
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

/// Shows conversations under some settings.
pub struct Viewer {
    pipeline: Pipeline,
    cleaner: Cleaner,
    scratch: Scratch,
    unit: OffsetUnit,
    tally: ViewTally,
}

/// The counts of the conversations that were [counted](Viewer::count), as a manifest gives them for a run.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewTally {
    /// Counts of the stages from cleaning on.
    pub counts: StageCounts,
    /// Findings by entity type.
    pub findings: BTreeMap<String, u64>,
    /// The leak audit.
    pub leak_audit: AuditCounts,
}

/// One line of a list of conversations. Holds no personal data that was found.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewLine {
    /// Its place in the preview.
    pub index: usize,
    /// The id as it will be written.
    pub id: String,
    /// The input row of its first message.
    pub first_row: u64,
    /// How many messages it has.
    pub messages: usize,
    /// How much was replaced in it.
    pub findings: u64,
    /// Examples it gives.
    pub examples: u64,
    /// Why it is left out by a filter or by the export, if it is.
    pub reason: Option<String>,
    /// How it begins, after de-identification.
    pub title: String,
}

/// A conversation before and after.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Its place in the preview.
    pub index: usize,
    /// The id as it will be written.
    pub id: String,
    /// The input row of its first message.
    pub first_row: u64,
    /// The status as it will be written.
    pub status: Option<String>,
    /// Why it is left out by a filter or by the export, if it is.
    pub reason: Option<String>,
    /// Its messages, those that cleaning leaves out too.
    pub messages: Vec<ViewMessage>,
    /// The bytes that the export gives for it; empty where it is left out.
    pub examples: String,
    /// The leak audit.
    pub audit: AuditCounts,
}

/// A message before and after. All offsets count the unit of the viewer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewMessage {
    /// Who wrote it.
    pub role: SenderRole,
    /// When, if known.
    pub timestamp: Option<Timestamp>,
    /// As it was mapped.
    pub before: String,
    /// As it will be written; `None` where cleaning leaves it out.
    pub after: Option<String>,
    /// What kind of message no person wrote, where cleaning leaves it out.
    pub left_out: Option<&'static str>,
    /// What cleaning cuts, in `before`.
    pub cut: Vec<ViewCut>,
    /// What is replaced.
    pub findings: Vec<ViewFinding>,
    /// What was found and stays, with why, in `before`.
    pub passed_over: Vec<Explanation>,
}

/// A part that cleaning cuts.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewCut {
    /// First unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

/// A part that is replaced.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFinding {
    /// What it is: the type's wire name, or the token of a custom pattern.
    pub entity_type: String,
    /// Where it stands in `before`.
    pub before: Span,
    /// Where what stands for it is in `after`.
    pub after: Span,
    /// Why it was found, in `before`; `None` where its value was found elsewhere in the conversation.
    pub explanation: Option<Explanation>,
}

impl Viewer {
    /// Checks all settings; `now` is the end of a rolling date range. Offsets will count `unit`.
    pub fn new(config: &PipelineConfig, now: Timestamp, unit: OffsetUnit) -> Result<Viewer> {
        let pipeline = Pipeline::new(config, now)?;
        let cleaner = Cleaner::new(&config.clean_settings);
        let (scratch, tally) = Default::default();
        Ok(Viewer { pipeline, cleaner, scratch, unit, tally })
    }

    /// The counts of all conversations that were counted.
    pub fn tally(&self) -> &ViewTally {
        &self.tally
    }

    /// One line about each of these conversations; they are added to the tally. Errors are those of a run.
    pub fn count(&mut self, preview: &Preview, range: Range<usize>) -> Result<Vec<ViewLine>> {
        let mut lines = Vec::new();
        for (index, given) in preview.conversations.iter().enumerate().skip(range.start).take(range.len()) {
            lines.push(self.line(index, given)?);
        }
        Ok(lines)
    }

    fn line(&mut self, index: usize, given: &Conversation<'static>) -> Result<ViewLine> {
        let mut cleaned = CleanCounts::default();
        let conversation = self.prepared(given, &mut cleaned, &mut |_, _, _| {})?;
        let Viewer { pipeline, scratch, tally, .. } = self;
        tally.counts.clean.add(&cleaned);
        let messages = conversation.messages.len();
        let done = pipeline.deidentifier.deidentify_with(conversation, scratch)?.conversation;
        tally.counts.conversations += 1;
        tally.counts.messages += given.messages.len() as u64;
        let mut findings = 0;
        for (entity_type, count) in done.findings() {
            findings += count;
            let name = pipeline.deidentifier.entity_name(*entity_type);
            *tally.findings.entry(name.to_owned()).or_default() += count;
        }
        tally.leak_audit.add(done.audit());
        let mut examples = 0;
        let reason = match pipeline.filter.verdict_of(&done) {
            Some(reason) => {
                tally.counts.filtered += 1;
                *tally.counts.filtered_by_reason.entry(reason.code().to_owned()).or_default() += 1;
                Some(reason.code().to_owned())
            }
            None => {
                tally.counts.kept += 1;
                let (mut out, mut counts) = Default::default();
                pipeline.exporter.write(&done, &mut out, &mut counts)?;
                examples = counts.records;
                let reason = counts.dropped.keys().next().cloned();
                tally.counts.export.add(&counts);
                reason
            }
        };
        let written = done.conversation();
        Ok(ViewLine {
            index,
            id: written.id.clone().into_owned(),
            first_row: given.first_row,
            messages,
            findings,
            examples,
            reason,
            title: written.messages.first().map(|message| title(&message.content)).unwrap_or_default(),
        })
    }

    /// A conversation before and after; `None` where the preview has none at this place. Not counted.
    pub fn view(&mut self, preview: &Preview, index: usize) -> Result<Option<View>> {
        let Some(given) = preview.conversations.get(index) else { return Ok(None) };
        let mut cuts: BTreeMap<usize, Vec<(Range<usize>, &'static str)>> = BTreeMap::new();
        let conversation =
            self.prepared(given, &mut CleanCounts::default(), &mut |message, _, cleaned| {
                let parts = cleaned.removed.iter().map(|part| (part.span.clone(), part.reason.code()));
                cuts.insert(message, parts.collect());
            })?;
        let kinds = self.left_out(given);
        let cleaned: Vec<String> =
            conversation.messages.iter().map(|message| message.content.clone().into_owned()).collect();
        let known = conversation.known_values.clone();
        let Viewer { pipeline, scratch, unit, .. } = self;
        let (done, replacements) = pipeline.deidentifier.deidentify_traced(conversation, scratch)?;
        let done = done.conversation;
        let (mut out, mut counts) = Default::default();
        let reason = match pipeline.filter.verdict_of(&done) {
            Some(reason) => Some(reason.code().to_owned()),
            None => {
                pipeline.exporter.write(&done, &mut out, &mut counts)?;
                counts.dropped.keys().next().cloned()
            }
        };
        let written = done.conversation();
        let mut messages = Vec::with_capacity(given.messages.len());
        let mut place = 0;
        for (number, (message, kind)) in given.messages.iter().zip(kinds).enumerate() {
            let cut = cuts.remove(&number).unwrap_or_default();
            let mut shown = Shown { known: &known, unit: *unit, pipeline, scratch };
            messages.push(match (kind, cleaned.get(place), written.messages.get(place)) {
                (None, Some(cleaned), Some(after)) => {
                    let own = place;
                    place += 1;
                    let own = replacements.iter().filter(move |replacement| replacement.message == own);
                    shown.message(message, cleaned, &after.content, &cut, own)?
                }
                (kind, ..) => shown.absent(message, kind, &cut),
            });
        }
        Ok(Some(View {
            index,
            id: written.id.clone().into_owned(),
            first_row: given.first_row,
            status: written.status.clone().map(Cow::into_owned),
            reason,
            messages,
            examples: String::from_utf8(out).unwrap_or_default(),
            audit: done.audit(),
        }))
    }

    /// What is true of a conversation when it comes to de-identification in a run.
    fn prepared(
        &mut self,
        given: &Conversation<'static>,
        counts: &mut CleanCounts,
        visit: &mut dyn FnMut(usize, &str, &Cleaned<'_>),
    ) -> Result<Conversation<'static>> {
        let mut conversation = given.clone();
        let Viewer { pipeline, cleaner, scratch, .. } = self;
        clean(&pipeline.deidentifier, cleaner, scratch, &mut conversation, counts, visit)?;
        if !pipeline.config.pii_settings.enabled {
            conversation.known_values.clear();
        }
        if !intake::writes_metadata(&pipeline.config) {
            for message in &mut conversation.messages {
                message.sender_id = None;
                message.custom.retain(|(name, _)| TOOL_FIELDS.contains(&name.as_ref()));
            }
        }
        Ok(conversation)
    }

    /// Per message its kind, if cleaning leaves it out.
    fn left_out(&mut self, given: &Conversation<'static>) -> Vec<Option<&'static str>> {
        let settings = self.cleaner.settings();
        let (enabled, drop) = (settings.enabled, settings.drop_messages.clone());
        let kind = |message: &Message<'_>| {
            let kind = self.cleaner.clean(&message.content).kind;
            kind.filter(|kind| enabled && drop.contains(kind)).map(|kind| kind.code())
        };
        given.messages.iter().map(kind).collect()
    }
}

/// What showing one message needs.
struct Shown<'v> {
    known: &'v [KnownValue<'static>],
    unit: OffsetUnit,
    pipeline: &'v Pipeline,
    scratch: &'v mut Scratch,
}

impl Shown<'_> {
    fn absent(
        &self,
        message: &Message<'_>,
        left_out: Option<&'static str>,
        cut: &[(Range<usize>, &'static str)],
    ) -> ViewMessage {
        ViewMessage {
            role: message.role,
            timestamp: message.timestamp,
            before: message.content.clone().into_owned(),
            after: None,
            left_out,
            cut: view_cuts(&message.content, cut.iter().map(|(span, reason)| (span, *reason)), self.unit),
            findings: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    fn message<'r>(
        &mut self,
        message: &Message<'_>,
        cleaned: &str,
        after: &str,
        cut: &[(Range<usize>, &'static str)],
        replacements: impl Iterator<Item = &'r Replacement>,
    ) -> Result<ViewMessage> {
        let before = message.content.as_ref();
        // Where a cleaned text is not just what was left standing, it is shown by itself.
        let (before, gone) = match gone(before, cut, cleaned) {
            Some(gone) => (before, gone),
            None => (cleaned, Vec::new()),
        };
        let deidentifier = &self.pipeline.deidentifier;
        let explained = if deidentifier.settings().enabled {
            deidentifier.find_explained_with(self.known, cleaned, self.scratch)?
        } else {
            Vec::new()
        };
        let mut old = OffsetConverter::new(before, self.unit);
        let mut new = OffsetConverter::new(after, self.unit);
        let mut place = |mut explanation: Explanation| {
            let mut convert = |span| old.convert_span(uncut(&gone, span));
            let span = convert(Span::new(explanation.start, explanation.end));
            (explanation.start, explanation.end) = (span.start, span.end);
            explanation.cue = explanation.cue.map(convert);
            explanation
        };
        // Both are in order: what lies before a replacement is not looked at again.
        let mut first = 0;
        let findings = replacements.map(|replacement| {
            let span = replacement.before;
            let name = deidentifier.entity_name(replacement.entity_type);
            while explained.get(first).is_some_and(|e| e.end <= span.start) {
                first += 1;
            }
            let near = explained.iter().skip(first).take_while(|e| e.start < span.end);
            let best = near.filter(|e| span.start < e.end && e.decision.starts_with("found"));
            let best =
                best.max_by_key(|e| (e.entity_type == name, e.end.min(span.end) - e.start.max(span.start)));
            ViewFinding {
                entity_type: name.to_owned(),
                before: span,
                after: new.convert_span(replacement.after),
                explanation: best.cloned().map(&mut place),
            }
        });
        let mut findings: Vec<ViewFinding> = findings.collect();
        let stays =
            |e: &&Explanation| matches!(e.decision.as_str(), "allow_list" | "below_min_score" | "kept");
        let passed_over = explained.iter().filter(stays).cloned().map(&mut place).collect();
        for finding in &mut findings {
            finding.before = old.convert_span(uncut(&gone, finding.before));
        }
        Ok(ViewMessage {
            role: message.role,
            timestamp: message.timestamp,
            cut: view_cuts(
                before,
                gone.iter().filter_map(|part| Some((&part.span, part.reason?))),
                self.unit,
            ),
            before: before.to_owned(),
            after: Some(after.to_owned()),
            left_out: None,
            findings,
            passed_over,
        })
    }
}

fn view_cuts<'c>(
    text: &str,
    cuts: impl Iterator<Item = (&'c Range<usize>, &'static str)>,
    unit: OffsetUnit,
) -> Vec<ViewCut> {
    let mut offsets = OffsetConverter::new(text, unit);
    let cuts = cuts.map(|(span, reason)| {
        let span = offsets.convert_span(Span::new(span.start, span.end));
        ViewCut { start: span.start, end: span.end, reason }
    });
    cuts.collect()
}

/// A part of a text that cleaning did not leave standing: cut for a reason, or blanks around such parts.
#[derive(Debug, PartialEq)]
struct Gone {
    span: Range<usize>,
    reason: Option<&'static str>,
    /// Where it would be in what was left.
    left: usize,
}

/// What is gone from a text so that `cleaned` is left, in order; `None` where that is not all there is to it.
fn gone(text: &str, cut: &[(Range<usize>, &'static str)], cleaned: &str) -> Option<Vec<Gone>> {
    let mut gone: Vec<Gone> = Vec::with_capacity(cut.len());
    let mut left = cleaned.chars().peekable();
    let mut stood = 0;
    let mut stand = |span: Range<usize>, gone: &mut Vec<Gone>, stood: &mut usize| {
        for (at, c) in text.get(span.clone())?.char_indices().map(|(at, c)| (span.start + at, c)) {
            if left.next_if_eq(&c).is_some() {
                *stood += c.len_utf8();
                continue;
            }
            if !c.is_whitespace() {
                return None;
            }
            match gone.last_mut() {
                Some(Gone { span, reason: None, .. }) if span.end == at => span.end += c.len_utf8(),
                _ => gone.push(Gone { span: at..at + c.len_utf8(), reason: None, left: *stood }),
            }
        }
        Some(())
    };
    let mut from = 0;
    for (span, reason) in cut {
        stand(from..span.start, &mut gone, &mut stood)?;
        gone.push(Gone { span: span.clone(), reason: Some(reason), left: stood });
        from = span.end;
    }
    stand(from..text.len(), &mut gone, &mut stood)?;
    left.next().is_none().then_some(gone)
}

/// A span of what was left as a span of the whole: its ends hold on to the characters inside it.
fn uncut(gone: &[Gone], span: Span) -> Span {
    // A part stands in the whole as much later than in what was left as was gone before it, and itself.
    let behind = |count: usize| match gone.get(count.wrapping_sub(1)) {
        Some(part) => part.span.end - part.left,
        None => 0,
    };
    let start = span.start + behind(gone.partition_point(|part| part.left <= span.start));
    let end = span.end + behind(gone.partition_point(|part| part.left < span.end));
    Span::new(start, end.max(start))
}

/// How a message begins: its first characters on one line.
fn title(text: &str) -> String {
    const CHARACTERS: usize = 120;
    let mut title = String::new();
    for word in text.split_whitespace() {
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
        if let Some((end, _)) = title.char_indices().nth(CHARACTERS) {
            title.truncate(end);
            title.push('…');
            break;
        }
    }
    title
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

    #[test]
    fn spans_of_what_is_left_are_found_in_the_whole() {
        let cut = [(2..4, "signature"), (6..9, "signature")];
        let parts = gone("abXXcdYYYe f\n", &cut, "abcdef").expect("blanks may go");
        assert_eq!(
            parts.iter().map(|part| part.span.clone()).collect::<Vec<_>>(),
            [2..4, 6..9, 10..11, 12..13]
        );
        assert_eq!(uncut(&parts, Span::new(0, 2)), Span::new(0, 2));
        assert_eq!(uncut(&parts, Span::new(2, 4)), Span::new(4, 6));
        assert_eq!(uncut(&parts, Span::new(1, 5)), Span::new(1, 10));
        assert_eq!(uncut(&parts, Span::new(4, 6)), Span::new(9, 12));
        assert_eq!(gone("abXXcd", &cut[..1], "abd"), None);
        assert_eq!(gone("abXXcd", &cut[..1], "abcde"), None);
    }
}
