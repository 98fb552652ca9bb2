//! Which charts a report has.

use std::collections::BTreeMap;

use super::chart::{Chart, ChartKind, Section, Series};
use super::figures::Figures;
use super::histogram::Histogram;
use super::words::reason;
use crate::dataset::manifest::Manifest;
use crate::dataset::split::Split;

/// The roles as a reader calls them, in the order of `SenderRole`.
pub(super) const ROLES: [&str; 3] = ["Customers", "Agents", "Help desk"];
/// From Monday.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Upper ends of classes, not counted themselves, with their names; the last class has no end.
type Classes<'c> = &'c [(u64, &'c str)];

const WORDS: Classes<'_> = &[
    (6, "up to 5"),
    (11, "6–10"),
    (21, "11–20"),
    (41, "21–40"),
    (81, "41–80"),
    (161, "81–160"),
    (u64::MAX, "over 160"),
];
const MESSAGES: Classes<'_> = &[
    (2, "1"),
    (3, "2"),
    (5, "3–4"),
    (7, "5–6"),
    (11, "7–10"),
    (21, "11–20"),
    (51, "21–50"),
    (u64::MAX, "over 50"),
];
const RESPONSE: Classes<'_> = &[
    (MINUTE, "< 1 min"),
    (5 * MINUTE, "1–5 min"),
    (15 * MINUTE, "5–15 min"),
    (HOUR, "15–60 min"),
    (4 * HOUR, "1–4 h"),
    (DAY, "4–24 h"),
    (3 * DAY, "1–3 days"),
    (u64::MAX, "> 3 days"),
];

/// The charts of a run, in the order of the page; those without a value are left out.
pub(super) fn charts(manifest: &Manifest, figures: Option<&Figures>) -> Vec<Chart> {
    let mut charts = Vec::new();
    if let Some(figures) = figures {
        charts.extend(of_conversations(figures));
    }
    charts.extend(of_manifest(manifest));
    charts.retain(|chart| chart.total() > 0);
    charts
}

fn of_conversations(figures: &Figures) -> [Chart; 6] {
    let (period, columns) = figures.days.periods();
    let word = period.word();
    let title = format!("Messages by {word}");
    let (names, by_role): (Vec<String>, Vec<[u64; 3]>) = columns.into_iter().unzip();
    let days = by_roles(|role| by_role.iter().filter_map(|counts| counts.get(role).copied()).collect());
    let hours = WEEKDAYS
        .into_iter()
        .zip(&figures.hours)
        .map(|(name, hours)| Series { name: name.into(), values: hours.to_vec() });
    let words = by_roles(|role| figures.words.get(role).map(|w| classes(w, WORDS)).unwrap_or_default());
    let response = figures.with_hour > 0;
    let empty = Histogram::default();
    let first_response = if response { &figures.first_response } else { &empty };
    [
        Chart::new(
            ("messages_by_day", &title, Section::Conversations),
            ChartKind::Columns,
            (&word, "message"),
            names,
            days,
        ),
        Chart::new(
            ("messages_by_hour", "When customers write", Section::Conversations),
            ChartKind::Heat,
            ("hour", "message"),
            (0..24).map(|hour| format!("{hour:02}:00")).collect(),
            hours.collect(),
        ),
        Chart::simple(
            ("roles", "Who writes", Section::Conversations),
            ChartKind::Share,
            ("role", "message"),
            ROLES.into_iter().map(str::to_owned).zip(figures.messages).filter(|(_, count)| *count > 0),
        ),
        Chart::new(
            ("words_per_message", "Words per message", Section::Conversations),
            ChartKind::Columns,
            ("words", "message"),
            names_of(WORDS),
            words,
        ),
        Chart::simple(
            ("messages_per_conversation", "Messages per conversation", Section::Conversations),
            ChartKind::Columns,
            ("messages", "conversation"),
            names_of(MESSAGES).into_iter().zip(classes(&figures.conversation_messages, MESSAGES)),
        ),
        Chart::simple(
            ("first_response", "Time to the first answer", Section::Conversations),
            ChartKind::Columns,
            ("time", "conversation"),
            names_of(RESPONSE).into_iter().zip(classes(first_response, RESPONSE)),
        ),
    ]
}

fn of_manifest(manifest: &Manifest) -> [Chart; 6] {
    let counts = &manifest.counts;
    let export = &counts.export;
    let dropped: u64 = export.dropped.values().sum();
    let outcome = [
        ("Written", export.conversations),
        ("Left out by filters", counts.filtered),
        ("Unfit for the format", dropped),
    ];
    let mut drops = counts.filtered_by_reason.clone();
    for (code, count) in &export.dropped {
        *drops.entry(code.clone()).or_default() += count;
    }
    let parts = manifest.splits.iter().flat_map(|splits| {
        Split::ALL.into_iter().filter_map(|split| {
            let part = splits.parts.get(split.as_str())?;
            Some((split.as_str().to_owned(), part.examples))
        })
    });
    let findings = manifest.findings.iter().map(|(name, count)| (name.clone(), *count)).collect();
    let reasons = |codes: &BTreeMap<String, u64>| {
        sorted(codes.iter().map(|(code, count)| (reason(code).into_owned(), *count)).collect())
    };
    [
        Chart::simple(
            ("outcome", "What became of the conversations", Section::DataSet),
            ChartKind::Share,
            ("outcome", "conversation"),
            outcome.into_iter().map(|(name, count)| (name.to_owned(), count)),
        ),
        Chart::simple(
            ("drops_by_reason", "Why conversations were left out", Section::DataSet),
            ChartKind::Bars,
            ("reason", "conversation"),
            reasons(&drops),
        ),
        Chart::simple(
            ("cleaned_by_reason", "What cleaning cut", Section::DataSet),
            ChartKind::Bars,
            ("reason", "part"),
            reasons(&counts.clean.removed),
        ),
        Chart::simple(
            ("findings_by_type", "Personal data by type", Section::PersonalData),
            ChartKind::Bars,
            ("entity type", "finding"),
            sorted(findings),
        ),
        Chart::simple(
            ("splits", "Parts of the data set", Section::DataSet),
            ChartKind::Share,
            ("part", "example"),
            parts,
        ),
        Chart::simple(
            ("warnings_by_code", "Warnings", Section::Warnings),
            ChartKind::Bars,
            ("warning", "warning"),
            reasons(&manifest.warning_counts),
        ),
    ]
}

/// One series for each role that has any value.
fn by_roles(values: impl Fn(usize) -> Vec<u64>) -> Vec<Series> {
    let series =
        ROLES.into_iter().enumerate().map(|(role, name)| Series { name: name.into(), values: values(role) });
    series.filter(|series| series.values.iter().any(|value| *value > 0)).collect()
}

fn names_of(classes: Classes<'_>) -> Vec<String> {
    classes.iter().map(|(_, name)| (*name).to_owned()).collect()
}

fn classes(sizes: &Histogram, classes: Classes<'_>) -> Vec<u64> {
    let mut from = 0;
    let mut count = |(to, _): &(u64, &str)| sizes.count_between(std::mem::replace(&mut from, *to), *to);
    classes.iter().map(&mut count).collect()
}

/// The largest first, equal ones by name.
fn sorted(mut values: Vec<(String, u64)>) -> Vec<(String, u64)> {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_in_one_class() {
        let mut sizes = Histogram::default();
        let all = [0, 5, 6, 59, 60, 86_399, 86_400, 259_200, u64::MAX - 1];
        all.into_iter().for_each(|size| sizes.add(size));
        for list in [WORDS, MESSAGES, RESPONSE] {
            assert_eq!(classes(&sizes, list).iter().sum::<u64>(), all.len() as u64);
        }
    }
}
