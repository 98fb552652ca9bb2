//! One message before and after.

use std::ops::Range;

use super::gone::{gone, uncut};
use super::view::{ViewCut, ViewFinding, ViewMessage};
use crate::conversation::{KnownValue, Message};
use crate::deid::{Explanation, Replacement, Scratch};
use crate::entity::Span;
use crate::error::Result;
use crate::offsets::{OffsetConverter, OffsetUnit};
use crate::pipeline::Pipeline;

/// What showing one message needs.
pub(super) struct Shown<'v> {
    pub known: &'v [KnownValue<'static>],
    pub unit: OffsetUnit,
    pub pipeline: &'v Pipeline,
    pub scratch: &'v mut Scratch,
}

impl Shown<'_> {
    /// A message that cleaning leaves out.
    pub fn absent(
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

    /// A message that stays, with what was cut and replaced in it.
    pub fn message<'r>(
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
