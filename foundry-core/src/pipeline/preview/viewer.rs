//! Shows held conversations under some settings.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::Preview;
use super::message::Shown;
use super::view::{View, ViewLine, ViewTally};
use crate::clean::{CleanCounts, Cleaned, Cleaner};
use crate::conversation::{Conversation, Message, Timestamp};
use crate::deid::{DeidentifiedConversation, Scratch, SpanModel};
use crate::error::Result;
use crate::export::ExportCounts;
use crate::filter::FilterReason;
use crate::offsets::OffsetUnit;
use crate::pipeline::process::clean;
use crate::pipeline::{Pipeline, PipelineConfig, intake};

/// Shows conversations under some settings.
pub struct Viewer {
    pub(super) pipeline: Pipeline,
    cleaner: Cleaner,
    scratch: Scratch,
    unit: OffsetUnit,
    tally: ViewTally,
}

impl Viewer {
    /// Checks all settings; `now` is the end of a rolling date range. Offsets will count `unit`.
    pub fn new(config: &PipelineConfig, now: Timestamp, unit: OffsetUnit) -> Result<Viewer> {
        Viewer::with_model(config, now, unit, None)
    }

    /// The same, with a model of the caller's, if there is one.
    pub fn with_model(
        config: &PipelineConfig,
        now: Timestamp,
        unit: OffsetUnit,
        model: Option<Arc<dyn SpanModel>>,
    ) -> Result<Viewer> {
        let pipeline = Pipeline::with_model(config, now, model)?;
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
        let counted = self.count_one(given, &mut |_, _, _| {})?;
        let written = counted.conversation.conversation();
        Ok(ViewLine {
            index,
            id: written.id.clone().into_owned(),
            first_row: given.first_row,
            messages: written.messages.len(),
            findings: counted.conversation.findings().values().sum(),
            examples: counted.judged.export.records,
            reason: counted.judged.reason(),
            title: written.messages.first().map(|message| title(&message.content)).unwrap_or_default(),
        })
    }

    /// Cleans, de-identifies and judges a conversation, and adds it to the tally. `visit` is shown what was cut.
    pub(super) fn count_one(
        &mut self,
        given: &Conversation<'static>,
        visit: &mut dyn FnMut(usize, &str, &Cleaned<'_>),
    ) -> Result<Counted> {
        let mut cleaned = CleanCounts::default();
        let conversation = self.prepared(given, &mut cleaned, visit)?;
        let Viewer { pipeline, scratch, tally, .. } = self;
        tally.counts.clean.add(&cleaned);
        let conversation = pipeline.deidentifier.deidentify_with(conversation, scratch)?.conversation;
        tally.counts.conversations += 1;
        tally.counts.messages += given.messages.len() as u64;
        for (entity_type, count) in conversation.findings() {
            let name = pipeline.deidentifier.entity_name(*entity_type);
            *tally.findings.entry(name.to_owned()).or_default() += count;
        }
        tally.leak_audit.add(conversation.audit());
        let judged = Judged::of(pipeline, &conversation)?;
        match judged.filtered {
            Some(reason) => tally.counts.filter_out(reason),
            None => {
                tally.counts.kept += 1;
                tally.counts.export.add(&judged.export);
            }
        }
        Ok(Counted { conversation, judged })
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
        let judged = Judged::of(pipeline, &done)?;
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
            reason: judged.reason(),
            messages,
            examples: String::from_utf8(judged.examples).unwrap_or_default(),
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
            intake::drop_metadata(&mut conversation);
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

/// A conversation that was counted.
pub(super) struct Counted {
    pub conversation: DeidentifiedConversation<'static>,
    pub judged: Judged,
}

/// What filters and export make of a conversation.
#[derive(Default)]
pub(super) struct Judged {
    filtered: Option<FilterReason>,
    /// The bytes of its examples.
    pub examples: Vec<u8>,
    export: ExportCounts,
}

impl Judged {
    fn of(pipeline: &Pipeline, conversation: &DeidentifiedConversation<'_>) -> Result<Judged> {
        let filtered = pipeline.filter.verdict_of(conversation);
        let mut judged = Judged { filtered, ..Judged::default() };
        if filtered.is_none() {
            pipeline.exporter.write(conversation, &mut judged.examples, &mut judged.export)?;
        }
        Ok(judged)
    }

    /// Why it is left out, if it is.
    fn reason(&self) -> Option<String> {
        match self.filtered {
            Some(reason) => Some(reason.code().to_owned()),
            None => self.export.dropped.keys().next().cloned(),
        }
    }
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
