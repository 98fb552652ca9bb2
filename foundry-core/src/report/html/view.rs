//! What the template shows, with every number and code put into words.

use std::borrow::Cow;

use super::super::chart::{Chart, ChartKind, plural};
use super::super::diff::{Part, compare};
use super::super::insights::{Insight, Level};
use super::super::samples::{Sample, SampleMessage};
use super::super::words::{bytes, counted, duration, percent, reason, thousands};
use super::super::{ReportData, place};
use super::draw::{Picture, draw};
use crate::conversation::SenderRole;
use crate::dataset::manifest::{InputSummary, Manifest};
use crate::mapping::Confidence;

/// The page lists so many warnings; the chart counts all.
const LISTED_WARNINGS: usize = 25;

/// A number that stands large at the top.
pub struct Fact {
    pub value: String,
    pub name: String,
    pub note: String,
}

/// An insight with its mark.
pub struct InsightView<'r> {
    pub class: &'static str,
    pub mark: &'static str,
    pub insight: &'r Insight,
}

/// A chart, its picture and its table.
pub struct Figure<'r> {
    pub chart: &'r Chart,
    pub class: &'static str,
    pub picture: Picture,
    pub legend: Vec<Key>,
    pub heads: Vec<String>,
    pub rows: Vec<(&'r str, Vec<String>)>,
}

/// A line of a legend.
pub struct Key {
    pub class: String,
    pub name: String,
    pub value: String,
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

/// A stretch of text.
pub struct Piece<'r> {
    pub text: &'r str,
    pub marked: bool,
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
        let note = format!("nine in ten within {}", duration(first.percentile(90)));
        facts.push(fact(duration(first.percentile(50)), "to the first answer", note));
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

impl InsightView<'_> {
    /// The insight with its mark.
    pub fn new(insight: &Insight) -> InsightView<'_> {
        let (class, mark) = match insight.level {
            Level::Look => ("look", "Look at this"),
            Level::Good => ("good", "As it should be"),
            Level::Know => ("know", "Good to know"),
        };
        InsightView { class, mark, insight }
    }
}

impl Figure<'_> {
    /// The chart, drawn.
    pub fn new(chart: &Chart) -> Figure<'_> {
        let key = |class: String, name: &str, value: String| Key { class, name: name.to_owned(), value };
        let total = chart.total();
        let legend = match chart.kind {
            ChartKind::Share => {
                let value =
                    |i| format!("{} ({})", thousands(chart.sum_of(i)), percent(chart.sum_of(i), total));
                chart
                    .categories
                    .iter()
                    .enumerate()
                    .map(|(i, name)| key(format!("s{i}"), name, value(i)))
                    .collect()
            }
            ChartKind::Columns if chart.series.len() > 1 => chart
                .series
                .iter()
                .enumerate()
                .map(|(i, s)| key(format!("s{i}"), &s.name, String::new()))
                .collect(),
            ChartKind::Heat => vec![
                key("q1".into(), "few", String::new()),
                key("q3".into(), "some", String::new()),
                key("q5".into(), "most", String::new()),
            ],
            _ => Vec::new(),
        };
        let heads = match chart.series.as_slice() {
            [_] => vec![plural(&chart.unit)],
            several => several.iter().map(|series| series.name.clone()).collect(),
        };
        let row = |place: usize| {
            chart
                .series
                .iter()
                .map(move |s| thousands(s.values.get(place).copied().unwrap_or_default()))
                .collect()
        };
        Figure {
            class: match chart.kind {
                ChartKind::Columns => "columns",
                ChartKind::Bars => "bars",
                ChartKind::Share => "share",
                ChartKind::Heat => "heat",
            },
            picture: draw(chart),
            legend,
            heads,
            rows: chart
                .categories
                .iter()
                .enumerate()
                .map(|(place, name)| (name.as_str(), row(place)))
                .collect(),
            chart,
        }
    }

    /// Whether it wants the whole width: days, and hours of the week.
    pub fn is_wide(&self) -> bool {
        matches!(self.chart.id.as_str(), "messages_by_day" | "messages_by_hour")
    }
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

fn sides<'r>(original: &'r str, text: &'r str) -> (Vec<Piece<'r>>, Vec<Piece<'r>>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for part in compare(original, text) {
        let (old, new, marked) = match part {
            Part::Same(same) => (same, same, false),
            Part::Changed(old, new) => (old, new, true),
        };
        before.push(Piece { text: old, marked });
        after.push(Piece { text: new, marked });
    }
    (before, after)
}

/// A text with its tokens, such as `[EMAIL_1]`, marked.
fn tokens_marked(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices('[') {
        let inside = text.get(at + 1..).unwrap_or_default();
        let end = inside.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        let is_token = |end: usize| {
            let (word, rest) = inside.split_at(end);
            let (label, number) = word.rsplit_once('_').unwrap_or((word, "0"));
            rest.starts_with(']')
                && label.len() > 1
                && !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
        };
        let Some(end) = end.filter(|end| at >= done && is_token(*end)) else { continue };
        let end = at + 1 + end + 1;
        pieces.push(Piece { text: text.get(done..at).unwrap_or_default(), marked: false });
        pieces.push(Piece { text: text.get(at..end).unwrap_or_default(), marked: true });
        done = end;
    }
    pieces.push(Piece { text: text.get(done..).unwrap_or_default(), marked: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
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

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<&str> {
        let pieces = tokens_marked(text);
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text);
        pieces.into_iter().filter(|piece| piece.marked).map(|piece| piece.text).collect()
    }

    #[test]
    fn tokens_are_marked_and_nothing_else() {
        assert_eq!(marked("Hi [PERSON_1], [EMAIL_2]![[PHONE_3]]"), ["[PERSON_1]", "[EMAIL_2]", "[PHONE_3]"]);
        assert_eq!(marked("[EMAIL]"), ["[EMAIL]"]);
        assert!(marked("[1] [x] [A] [PERSON_] [PERSON_1 [é_1]").is_empty());
    }
}
