//! Judge: labelled texts and what was found in them → precision, recall, leaks, clean lines touched.
//!
//! Pure arithmetic on spans, so that any detector can be judged the same way: ours by [`evaluate`], another by an
//! [`Evaluator`] that is handed its spans. What each figure means stands with its field in [`EvaluationReport`].

mod cover;
mod judge;
mod label_map;
mod labelled;
mod report;
mod residual;
mod tally;
mod tokens;

pub use judge::{Fault, FaultKind};
pub use label_map::LabelMap;
pub use labelled::{FoundSpan, LabelledSpan, LabelledText};
pub use report::{
    CleanLines, EvaluationReport, LabelUse, ResidualValues, Scores, TokenConsistency, TypeReport,
};

use std::collections::BTreeMap;

use crate::conversation::{Conversation, Message, SenderRole};
use crate::deid::{Deidentifier, PiiSettings, Scratch};
use crate::error::Result;

use judge::Line;
use tally::Tally;

/// Collects what was right and wrong, line by line.
#[derive(Debug)]
pub struct Evaluator {
    label_map: LabelMap,
    lines: u64,
    overall: Tally,
    entity_types: BTreeMap<String, Tally>,
    languages: BTreeMap<String, Tally>,
    clean: CleanLines,
    consistency: TokenConsistency,
    residual: ResidualValues,
    labels: BTreeMap<String, LabelUse>,
    left_out: u64,
}

impl Evaluator {
    /// Starts with nothing judged.
    pub fn new(label_map: LabelMap) -> Evaluator {
        Evaluator {
            label_map,
            lines: 0,
            overall: Tally::default(),
            entity_types: BTreeMap::new(),
            languages: BTreeMap::new(),
            clean: CleanLines::default(),
            consistency: TokenConsistency::default(),
            residual: ResidualValues::default(),
            labels: BTreeMap::new(),
            left_out: 0,
        }
    }

    /// Judges what was found in one text; gives what is wrong with it, in order of position.
    ///
    /// `deidentified` is the text as it came out; where there is none, it is taken to be the text without what was
    /// found. Spans that do not lie between characters of the text are left out.
    pub fn add(
        &mut self,
        labelled: &LabelledText<'_>,
        found: &[FoundSpan<'_>],
        deidentified: Option<&str>,
    ) -> Vec<Fault> {
        let text = labelled.text.as_ref();
        self.lines += 1;
        let mut line = Line::new(text, labelled, found, &self.label_map, &mut self.labels);
        line.judge();
        if let Some(deidentified) = deidentified {
            line.read_tokens(deidentified);
        }
        self.left_out += line.left_out;
        if line.is_clean {
            self.clean.lines += 1;
            self.clean.touched += u64::from(line.is_touched());
        }
        for (class, tally) in &line.tallies {
            self.overall.add(tally);
            self.entity_types.entry((*class).to_owned()).or_default().add(tally);
            if let Some(language) = &labelled.language {
                self.languages.entry(language.clone().into_owned()).or_default().add(tally);
            }
        }
        tokens::check(&line, &mut self.consistency);
        residual::check(&line, deidentified, &mut self.residual);
        line.faults
    }

    /// What all lines so far give.
    pub fn report(&self) -> EvaluationReport {
        let reports = |tallies: &BTreeMap<String, Tally>| {
            tallies.iter().map(|(name, tally)| (name.clone(), tally.report())).collect()
        };
        EvaluationReport {
            lines: self.lines,
            overall: self.overall.report(),
            entity_types: reports(&self.entity_types),
            languages: reports(&self.languages),
            clean_lines: self.clean.with_share(),
            token_consistency: self.consistency,
            residual_values: self.residual.with_share(),
            labels: self.labels.clone(),
            left_out: self.left_out,
        }
    }
}

/// What a [`Deidentifier`] finds in a labelled text, known values given, and the text that it makes of it.
///
/// # Errors
/// Those of de-identification.
pub fn detect<'d>(
    deidentifier: &'d Deidentifier,
    labelled: &LabelledText<'_>,
    scratch: &mut Scratch,
) -> Result<(Vec<FoundSpan<'d>>, String)> {
    let text = labelled.text.as_ref();
    let found = deidentifier.find_with(&labelled.known_values, text, scratch)?;
    let found = found.iter().map(|finding| FoundSpan {
        span: finding.span,
        label: deidentifier.entity_name(finding.entity_type).into(),
        token: None,
        is_kept: deidentifier.keeps(finding.entity_type),
    });
    let found = found.collect();
    let message = Message {
        role: SenderRole::Customer,
        content: text.into(),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let conversation = Conversation {
        id: "".into(),
        status: None,
        messages: vec![message],
        known_values: labelled.known_values.clone(),
        first_row: 0,
    };
    let done = deidentifier.deidentify_with(conversation, scratch)?;
    let messages = &done.conversation.conversation().messages;
    Ok((found, messages.first().map(|message| message.content.clone().into_owned()).unwrap_or_default()))
}

/// Judges de-identification by these settings on labelled texts.
///
/// ```
/// use foundry_core::deid::PiiSettings;
/// use foundry_core::evaluate::{LabelMap, LabelledText};
/// use foundry_core::offsets::OffsetUnit;
///
/// let line = r#"{"text": "write to ann@example.org", "spans": [{"start": 9, "end": 24, "label": "MAIL"}]}"#;
/// let settings = PiiSettings::default();
/// let map = LabelMap::new([("MAIL", "EMAIL_ADDRESS")], &settings)?;
/// let report = foundry_core::evaluate(&[LabelledText::from_json(line, OffsetUnit::Bytes)?], map, &settings)?;
/// assert_eq!(report.overall.strict.f1, Some(1.0));
/// # Ok::<(), foundry_core::Error>(())
/// ```
///
/// # Errors
/// Those of the settings.
pub fn evaluate(
    texts: &[LabelledText<'_>],
    label_map: LabelMap,
    settings: &PiiSettings,
) -> Result<EvaluationReport> {
    let deidentifier = Deidentifier::new(settings)?;
    let (mut evaluator, mut scratch) = (Evaluator::new(label_map), Scratch::default());
    for text in texts {
        let (found, deidentified) = detect(&deidentifier, text, &mut scratch)?;
        evaluator.add(text, &found, Some(&deidentified));
    }
    Ok(evaluator.report())
}

#[cfg(test)]
mod tests;
