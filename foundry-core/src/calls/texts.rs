//! Texts and conversations: findings, reasons, what cleaning cuts, a conversation without its personal data.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::engine::Engine;
use super::given::{shaped, unwritten};
use crate::clean::{Cleaned, Removed};
use crate::conversation::Conversation;
use crate::deid::{AuditCounts, Deidentified, Deidentifier, Explanation, PiiTokensMap, Scratch};
use crate::entity::{Rank, Span};
use crate::error::Result;
use crate::export::{ExportCounts, export};
use crate::offsets::{OffsetConverter, OffsetUnit};

/// One place of personal data in a text, in the caller's unit. Holds no text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundSpan<'e> {
    /// Where it begins.
    pub start: usize,
    /// One past its end.
    pub end: usize,
    /// What it is: the entity type, or the token of a custom pattern.
    pub entity_type: &'e str,
    /// How sure the recognizer is, 0.0 to 1.0, in at most six decimals.
    pub score: f64,
    /// How strong the kind of evidence is.
    pub rank: Rank,
    /// Which rule fired.
    pub recognizer: &'static str,
}

/// What is found in a text, by offsets of this unit: sorted, never overlapping.
///
/// # Errors
/// Those of a model of the caller's.
pub fn find<'e>(
    deidentifier: &'e Deidentifier,
    text: &str,
    unit: OffsetUnit,
    scratch: &mut Scratch,
) -> Result<Vec<FoundSpan<'e>>> {
    let mut offsets = OffsetConverter::new(text, unit);
    let found = deidentifier.find_with(&[], text, scratch)?;
    let found = found.iter().map(|finding| {
        let Span { start, end } = offsets.convert_span(finding.span);
        FoundSpan {
            start,
            end,
            entity_type: deidentifier.entity_name(finding.entity_type),
            score: shortest(finding.score),
            rank: finding.rank,
            recognizer: finding.recognizer,
        }
    });
    Ok(found.collect())
}

/// Every finding of a text with its reasons, dropped ones too, by offsets of this unit.
///
/// # Errors
/// Those of a model of the caller's.
pub fn explain(
    deidentifier: &Deidentifier,
    text: &str,
    unit: OffsetUnit,
    scratch: &mut Scratch,
) -> Result<Vec<Explanation>> {
    let mut offsets = OffsetConverter::new(text, unit);
    let mut explained = deidentifier.find_explained_with(&[], text, scratch)?;
    for explanation in &mut explained {
        explanation.start = offsets.convert(explanation.start);
        explanation.end = offsets.convert(explanation.end);
        explanation.cue = explanation.cue.map(|cue| offsets.convert_span(cue));
    }
    Ok(explained)
}

/// A part of a text that cleaning cut, or that stays and is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CleanedPart {
    /// Where it begins, in the caller's unit.
    pub start: usize,
    /// One past its end.
    pub end: usize,
    /// Why: the stable code.
    pub reason: &'static str,
}

/// A text cleaned, with what was cut by the caller's offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CleanedText<'t> {
    /// What is left.
    pub text: std::borrow::Cow<'t, str>,
    /// What was cut.
    pub removed: Vec<CleanedPart>,
    /// Placeholders that stay.
    pub flagged: Vec<CleanedPart>,
    /// What the whole message is, where no person wrote it: the stable code.
    pub kind: Option<&'static str>,
}

impl<'t> CleanedText<'t> {
    /// The account of a cleaning in this unit; `text` is what was cleaned.
    pub(super) fn of(text: &str, done: Cleaned<'t>, unit: OffsetUnit) -> CleanedText<'t> {
        let (removed, flagged) = (parts(text, &done.removed, unit), parts(text, &done.flagged, unit));
        CleanedText { text: done.text, removed, flagged, kind: done.kind.map(|kind| kind.code()) }
    }
}

fn parts(text: &str, removed: &[Removed], unit: OffsetUnit) -> Vec<CleanedPart> {
    let mut offsets = OffsetConverter::new(text, unit);
    let each = removed.iter().map(|part| {
        let start = offsets.convert(part.span.start);
        CleanedPart { start, end: offsets.convert(part.span.end), reason: part.reason.code() }
    });
    each.collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeidentifiedJson<'a> {
    conversation: &'a Conversation<'a>,
    token_map: InOrder<'a>,
    audit: AuditCounts,
    findings: BTreeMap<&'a str, u64>,
}

/// Tokens and originals in order of first appearance, which a JSON value would not keep.
struct InOrder<'a>(&'a PiiTokensMap);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.members())
    }
}

impl Engine {
    /// A conversation (its JSON) de-identified and audited: `{conversation, tokenMap, audit, findings}`, the token map in
    /// order of first appearance.
    ///
    /// # Errors
    /// Of kind `Config` for a conversation of another shape; those of the operators.
    pub fn deidentify_conversation(&self, conversation: &str) -> Result<String> {
        let given: Conversation<'_> = shaped("the conversation", conversation)?;
        let deidentifier = self.deidentifier();
        let done = self.with_room(|scratch| deidentifier.deidentify_with(given, scratch))?;
        let Deidentified { conversation, token_map, .. } = done;
        let findings = conversation.findings().iter();
        let result = DeidentifiedJson {
            conversation: conversation.conversation(),
            token_map: InOrder(&token_map),
            audit: conversation.audit(),
            findings: findings.map(|(t, count)| (deidentifier.entity_name(*t), *count)).collect(),
        };
        serde_json::to_string(&result).map_err(unwritten)
    }

    /// Conversations (their JSON, a list) de-identified and written as a data set in the format of the settings, and the
    /// account of it.
    ///
    /// # Errors
    /// Of kind `Config` for conversations of another shape; those of the operators and of the export.
    pub fn export(&self, conversations: &str) -> Result<(Vec<u8>, ExportCounts)> {
        let given: Vec<Conversation<'_>> = shaped("the conversations", conversations)?;
        let done = self.with_room(|scratch| {
            let done = given.into_iter().map(|c| self.deidentifier().deidentify_with(c, scratch));
            done.collect::<Result<Vec<_>>>()
        })?;
        let conversations = done.iter().map(|done| &done.conversation);
        export(conversations, self.settings().export_format, &self.settings().export_config)
    }
}

/// A score as it is written: `0.85`, not the number of twice the width that is nearest to it.
fn shortest(score: f32) -> f64 {
    (f64::from(score) * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PipelineConfig;

    #[test]
    fn tokens_come_in_order_of_first_appearance() {
        let engine = Engine::new(PipelineConfig::default()).expect("valid");
        let content = (0..12).map(|n| format!("write to user{n}@example.org. ")).collect::<String>();
        let given = serde_json::json!({"id": "1", "messages": [{"role": "customer", "content": content}]});
        let done = engine.deidentify_conversation(&given.to_string()).expect("de-identifies");
        let place = |token: &str| done.find(&format!("\"[{token}]\":")).expect("is in the map");
        assert!(place("EMAIL_2") < place("EMAIL_10"), "{done}");
        assert!(done.contains("\"findings\":{\"EMAIL_ADDRESS\":12}"), "{done}");
    }

    #[test]
    fn spans_and_cuts_are_in_the_unit_asked_for() {
        let engine = Engine::new(PipelineConfig::default()).expect("valid");
        let text = "👋 é ann.lee@example.org!";
        let starts: Vec<usize> = OffsetUnit::ALL
            .iter()
            .filter_map(|unit| engine.find(text, *unit).expect("finds").first().map(|found| found.start))
            .collect();
        assert_eq!(starts, [8, 4, 5]);
        let explained = engine.explain(text, OffsetUnit::Utf16).expect("explains");
        assert!(explained.contains("\"start\":5"), "{explained}");
        let mail = "👋 Thanks!\n\nSent from my iPhone";
        let cut = engine.clean(mail, OffsetUnit::Utf16);
        assert_eq!((cut.text.as_ref(), cut.removed.len()), ("👋 Thanks!", 1));
        assert_eq!(cut.removed.first().map(|part| part.end), Some(mail.encode_utf16().count()));
    }

    #[test]
    fn scores_are_written_short() {
        assert_eq!(shortest(0.85).to_string(), "0.85");
        assert_eq!(shortest(1.0), 1.0);
    }
}
