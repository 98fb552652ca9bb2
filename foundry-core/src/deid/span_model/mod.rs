//! A model of the caller's: what it is shown, what it answers, and what becomes of its spans.
//!
//! The engine trusts no model. What it says is checked, cut where a token of an earlier run stands, held against the
//! same guards as the names of the built-in model, and merged by the same overlap rules, at the lowest rank. A model that
//! fails stops the call: a text that it could not read never passes as a text without findings.

mod ahead;
mod settings;

use std::sync::Arc;

pub(super) use self::ahead::ReadAhead;
pub use self::settings::{LabelMap, SpanModelSettings};
use super::labels::Labels;
use super::names::{last_line, possible_name};
use super::settings::PiiSettings;
use super::token_map::literal_tokens;
use crate::entity::{EntitySet, EntityType, Finding, Rank, Span};
use crate::error::{Error, ErrorKind, Result};

/// The rule that a finding of such a model names.
const SPAN_MODEL: &str = "span_model";

/// A text, and what was said before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TextInContext<'t> {
    /// The last line said before, as it will be written; empty where nothing was. At most 160 bytes.
    pub before: &'t str,
    /// The text itself; spans are counted in it.
    pub text: &'t str,
}

impl std::fmt::Debug for TextInContext<'_> {
    /// Shows lengths only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextInContext")
            .field("before", &self.before.len())
            .field("text", &self.text.len())
            .finish()
    }
}

/// What a model sees at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModelSpan {
    /// What it is.
    pub entity_type: EntityType,
    /// Where it is, in bytes of the text, on character boundaries.
    pub span: Span,
    /// How sure the model is, 0.0 to 1.0.
    pub score: f32,
}

/// A model that finds personal data in text, brought by the caller.
///
/// The same texts must give the same spans, in whatever order and thread they are asked for; everything the engine
/// promises of its output rests on that.
pub trait SpanModel: Send + Sync {
    /// What it is and how it is set, complete, for the settings snapshot.
    fn settings(&self) -> SpanModelSettings;

    /// The spans in each of the texts, one list for each, in their order. Spans may overlap and need no order.
    ///
    /// # Errors
    /// Whatever keeps it from reading a text whole. A message must not name what stands in a text.
    fn find(&self, texts: &[TextInContext<'_>]) -> Result<Vec<Vec<ModelSpan>>>;

    /// How many texts it is best given at once. Where that is more than one, the messages of a conversation are read
    /// ahead; whichever stands behind a line that changes is read again in its turn, so that the outcome is the same.
    fn batch(&self) -> usize {
        1
    }
}

/// A model with the settings of a run.
pub(super) struct OwnModel {
    model: Arc<dyn SpanModel>,
    chosen: EntitySet,
    settings: SpanModelSettings,
}

impl OwnModel {
    /// Takes the model, if it is the one that the settings want. Errors are of kind `Config`.
    pub(super) fn new(settings: &PiiSettings, model: Option<Arc<dyn SpanModel>>) -> Result<Option<OwnModel>> {
        let wanted = settings.span_model.as_ref();
        let Some(model) = model else {
            return match wanted {
                None => Ok(None),
                Some(_) => Err(Error::new(ErrorKind::Config, "the settings want a model that is not given")
                    .at_path("piiSettings.spanModel")
                    .with_hint("give the model's files, or take `spanModel` out of the settings")),
            };
        };
        let own = model.settings();
        let sums = wanted.and_then(|wanted| wanted.sha256.as_deref()).zip(own.sha256.as_deref());
        if sums.is_some_and(|(wanted, own)| !wanted.eq_ignore_ascii_case(own)) {
            return Err(Error::new(
                ErrorKind::Config,
                "the model given is not the one that the settings name",
            )
            .at_path("piiSettings.spanModel.sha256")
            .with_hint("give the files with that checksum, or take `sha256` out of the settings"));
        }
        Ok(Some(OwnModel { model, chosen: settings.chosen(), settings: own }))
    }

    /// What the snapshot says of it.
    pub(super) fn settings(&self) -> &SpanModelSettings {
        &self.settings
    }

    /// Reads texts ahead that follow each other, if the model wants several at once: those that are prose, which it will
    /// be shown as they stand.
    pub(super) fn read_ahead<'t>(
        &self,
        texts: impl Iterator<Item = (&'t str, bool)>,
        ahead: &mut ReadAhead,
    ) -> Result<()> {
        ahead.clear();
        if self.model.batch() < 2 {
            return Ok(());
        }
        let (mut asked, mut before) = (Vec::new(), "");
        for (text, is_prose) in texts {
            if is_prose && has_words(text) {
                asked.push(TextInContext { before, text });
            }
            before = last_line(text);
        }
        ahead.ask(self.model.as_ref(), asked)
    }

    /// Calls `add` with what the model sees in a text, as far as the settings want it and it can be what it says.
    ///
    /// # Errors
    /// Those of the model; `Format` for an answer that makes no sense.
    pub(super) fn find(
        &self,
        asked: TextInContext<'_>,
        labels: &Labels,
        ahead: &ReadAhead,
        mut add: impl FnMut(Finding),
    ) -> Result<()> {
        let text = asked.text;
        if !has_words(text) {
            return Ok(());
        }
        let now;
        let spans = match ahead.answer(asked) {
            Some(spans) => spans,
            None => {
                now = self.model.find(&[asked])?;
                let [spans] = now.as_slice() else { return Err(other_number()) };
                spans
            }
        };
        let tokens: Vec<Span> = match memchr::memchr(b'[', text.as_bytes()) {
            Some(_) => literal_tokens(text, |label| labels.is_label(label)).collect(),
            None => Vec::new(),
        };
        for ModelSpan { entity_type, span, score } in spans.iter().copied() {
            if text.get(span.start..span.end).is_none() {
                return Err(senseless("gives a span that is none of the text"));
            }
            if !(0.0..=1.0).contains(&score) {
                return Err(senseless("gives a score that does not lie between 0 and 1"));
            }
            if !self.chosen.contains(entity_type) {
                continue;
            }
            each_part(span, &tokens, |part| {
                if let Some(span) = bounded(text, part, entity_type) {
                    let (rank, recognizer) = (Rank::Model, SPAN_MODEL);
                    add(Finding { entity_type, span, score, rank, recognizer, cue: None });
                }
            });
        }
        Ok(())
    }
}

/// Calls `visit` with what is left of a span between the tokens in it.
fn each_part(span: Span, tokens: &[Span], mut visit: impl FnMut(Span)) {
    let mut start = span.start;
    let first = tokens.partition_point(|token| token.end <= span.start);
    for token in tokens.iter().skip(first).take_while(|token| token.start < span.end) {
        if start < token.start {
            visit(Span::new(start, token.start));
        }
        start = token.end;
    }
    if start < span.end {
        visit(Span::new(start, span.end));
    }
}

/// A span from its first letter or digit to its last, as far as it can be what the model says.
fn bounded(text: &str, span: Span, entity_type: EntityType) -> Option<Span> {
    let value = text.get(span.start..span.end)?;
    let first = value.find(char::is_alphanumeric)?;
    let (last, end) = value.char_indices().rev().find(|(_, c)| c.is_alphanumeric())?;
    let span = Span::new(span.start + first, span.start + last + end.len_utf8());
    possible_name(text, span, entity_type)
}

/// Whether there is anything to read.
fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn other_number() -> Error {
    senseless("answers for another number of texts than it was given")
}

fn senseless(what: &str) -> Error {
    Error::new(ErrorKind::Format, format!("the model {what}")).at_path("piiSettings.spanModel")
}

#[cfg(test)]
mod tests;
