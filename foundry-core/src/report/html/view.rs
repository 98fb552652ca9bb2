//! What the template shows, with every number and code put into words.

use std::borrow::Cow;

use super::piece::{Piece, code_marked, sides, tokens_marked};
use crate::conversation::SenderRole;
use crate::dataset::manifest::{InputSummary, Manifest};
use crate::mapping::Confidence;
use crate::report::insights::{Insight, Level};
use crate::report::numbers::{bytes, counted, thousands};
use crate::report::samples::{Sample, SampleMessage};
use crate::report::words::{duration, percent, reason};
use crate::report::{ReportData, place};

/// The page lists so many warnings; the chart counts all.
const LISTED_WARNINGS: usize = 25;

/// A number that stands large at the top.
pub struct Fact {
    pub value: String,
    pub name: String,
    pub note: String,
}

/// The insights of one level.
pub struct InsightGroup<'r> {
    pub class: &'static str,
    pub name: &'static str,
    pub insights: Vec<InsightView<'r>>,
}

/// An insight; what stands in backticks is marked.
pub struct InsightView<'r> {
    pub text: Vec<Piece<'r>>,
    pub next: Option<Vec<Piece<'r>>>,
}

/// A line of the account.
pub struct Step {
    pub name: String,
    pub count: String,
    pub note: String,
    pub main: bool,
}

/// A sample.
pub struct SampleView<'r> {
    pub place: String,
    pub left_out: Option<Cow<'static, str>>,
    pub messages: Vec<MessageView<'r>>,
    pub more: Option<String>,
}

/// A message of a sample.
pub struct MessageView<'r> {
    pub class: &'static str,
    pub role: &'static str,
    pub before: Option<Vec<Piece<'r>>>,
    pub after: Vec<Piece<'r>>,
    pub cut: bool,
}

/// A warning.
pub struct WarningView {
    pub place: String,
    pub what: Cow<'static, str>,
    pub message: String,
}

/// An input and its columns.
pub struct InputView<'r> {
    pub input: &'r InputSummary,
    pub size: String,
    pub format: &'static str,
    pub columns: Vec<(&'r str, String, &'static str)>,
}

/// What the page is about: the name of the input without its folder, or how many there are.
pub fn heading(manifest: &Manifest) -> String {
    match manifest.inputs.as_slice() {
        [] => "No input".into(),
        [one] => one.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        several => counted(several.len() as u64, "file"),
    }
}

/// The numbers at the top.
pub fn facts(data: &ReportData) -> Vec<Fact> {
    let manifest = &data.manifest;
    let counts = &manifest.counts;
    let fact = |value: String, name: &str, note: String| Fact { value, name: name.into(), note };
    let export = &counts.export;
    let mut facts = vec![
        fact(
            thousands(counts.conversations),
            "conversations",
            format!("{} in {}", counted(counts.messages, "message"), counted(counts.rows_read, "row")),
        ),
        fact(
            thousands(export.records),
            "examples written",
            format!("of {} of the conversations", percent(export.conversations, counts.conversations)),
        ),
    ];
    if manifest.deidentified {
        let (replaced, audit) = (manifest.findings.values().sum(), &manifest.leak_audit);
        let kinds = counted(manifest.findings.len() as u64, "entity type");
        facts.push(fact(thousands(replaced), "findings treated", format!("of {kinds}")));
        let searched = format!("of {} searched for", counted(audit.checked, "value"));
        facts.push(fact(thousands(audit.residual), "original values left", searched));
    } else {
        facts.push(fact("off".into(), "de-identification", "the text holds personal data".into()));
    }
    let first = data.figures.as_ref().filter(|f| f.with_hour > 0).map(|f| &f.first_response);
    if let Some(first) = first.filter(|first| first.count() > 0) {
        let note = format!("nine in ten within {}", together(first.percentile(90)));
        facts.push(fact(together(first.percentile(50)), "to the first answer", note));
    }
    match &manifest.tokens {
        Some(tokens) => {
            let note = format!("{} at most in an example", thousands(tokens.largest_example));
            facts.push(fact(thousands(tokens.total), "tokens", note));
        }
        None => {
            facts.push(fact(bytes(manifest.output.bytes), "written", manifest.output.format.as_str().into()))
        }
    }
    facts
}

/// A duration that no line end divides.
fn together(seconds: u64) -> String {
    duration(seconds).replace(' ', "\u{a0}")
}

/// The insights by level, those to look at first.
pub fn insights(all: &[Insight]) -> Vec<InsightGroup<'_>> {
    let names = [
        (Level::Look, "look", "Look at this"),
        (Level::Good, "good", "As it should be"),
        (Level::Know, "know", "Good to know"),
    ];
    let group = |(level, class, name)| {
        let of_level = all.iter().filter(|insight| insight.level == level);
        let insights = of_level.map(|insight| InsightView {
            text: code_marked(&insight.text),
            next: insight.next.as_deref().map(code_marked),
        });
        InsightGroup { class, name, insights: insights.collect() }
    };
    names.into_iter().map(group).filter(|group| !group.insights.is_empty()).collect()
}

/// The account of the run, step by step.
pub fn steps(manifest: &Manifest) -> Vec<Step> {
    let counts = &manifest.counts;
    let (clean, export) = (&counts.clean, &counts.export);
    let mut steps = Vec::new();
    let mut step = |main: bool, name: &str, count: u64, note: &str| {
        if main || count > 0 {
            steps.push(Step { name: name.to_owned(), count: thousands(count), note: note.to_owned(), main });
        }
    };
    step(true, "Rows read", counts.rows_read, "");
    step(false, "rejected", counts.rows_rejected, "each has a warning");
    step(true, "Messages", counts.messages, "");
    step(false, "cut by cleaning", clean.changed, "quotes, signatures, footers");
    for (code, count) in &clean.dropped {
        step(false, &reason(code), *count, "left out of its conversation");
    }
    step(true, "Conversations", counts.conversations, "");
    for (code, count) in &counts.filtered_by_reason {
        step(false, &reason(code), *count, "left out by a filter");
    }
    step(true, "Kept", counts.kept, "");
    for (code, count) in &export.dropped {
        step(false, &reason(code), *count, "gave no example");
    }
    step(true, "Conversations written", export.conversations, "");
    for (code, count) in &export.changes {
        step(false, &reason(code), *count, "changed for the format");
    }
    step(true, "Messages written", export.messages, "");
    step(true, "Examples", export.records, manifest.output.format.as_str());
    steps
}

impl SampleView<'_> {
    /// The sample with its place and marks.
    pub fn new<'r>(manifest: &Manifest, sample: &'r Sample) -> SampleView<'r> {
        SampleView {
            place: place(manifest, sample.input, sample.row),
            left_out: sample.left_out.as_deref().map(reason),
            messages: sample.messages.iter().map(MessageView::new).collect(),
            more: (sample.more_messages > 0).then(|| counted(sample.more_messages, "more message")),
        }
    }
}

impl MessageView<'_> {
    fn new(message: &SampleMessage) -> MessageView<'_> {
        let (class, role) = match message.role {
            SenderRole::Customer => ("customer", "Customer"),
            SenderRole::Agent => ("agent", "Agent"),
            SenderRole::System => ("system", "Help desk"),
        };
        let (before, after) = match &message.original {
            None => (None, tokens_marked(&message.text)),
            Some(original) => {
                let (before, after) = sides(original, &message.text);
                (Some(before), after)
            }
        };
        MessageView { class, role, before, after, cut: message.cut }
    }
}

/// The first warnings.
pub fn warnings(manifest: &Manifest) -> Vec<WarningView> {
    let several = manifest.inputs.len() > 1;
    let view = |warning: &crate::record::Warning| {
        let mut place: Vec<String> = warning.file.iter().filter(|_| several).cloned().collect();
        place.extend(warning.row.map(|row| format!("row {}", thousands(row))));
        place.extend(warning.column.iter().map(|column| format!("column {column}")));
        let message =
            if warning.rejected { format!("{}; left out", warning.message) } else { warning.message.clone() };
        WarningView {
            place: if place.is_empty() { "the whole input".into() } else { place.join(", ") },
            what: reason(&warning.code),
            message,
        }
    };
    manifest.warnings.iter().take(LISTED_WARNINGS).map(view).collect()
}

impl InputView<'_> {
    /// The input with its columns.
    pub fn new(input: &InputSummary) -> InputView<'_> {
        let column = |m: &'_ crate::mapping::FieldMapping| {
            let confidence = match m.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            };
            (m.target_field.name(), confidence)
        };
        InputView {
            size: bytes(input.bytes),
            format: input.source.format.map_or("unknown", |format| format.as_str()),
            columns: input
                .mappings
                .iter()
                .map(|m| {
                    let (target, confidence) = column(m);
                    (m.source_field.as_str(), target, confidence)
                })
                .collect(),
            input,
        }
    }
}
