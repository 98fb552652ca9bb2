//! Charts as data: one small shape that the page draws and that any other surface may draw as well.

use serde::Serialize;

use super::numbers::{counted, thousands};
use super::words::percent;

/// One chart: every series has one value for each category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// A stable name: `messages_by_day`.
    pub id: String,
    /// The part of the report it belongs to.
    pub section: Section,
    /// What it shows, as a heading.
    pub title: String,
    /// What there is to see, in a sentence.
    pub summary: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What a category is: `day`, `entity type`.
    pub category: String,
    /// What is counted, in the singular: `message`.
    pub unit: String,
    /// The categories, in order.
    pub categories: Vec<String>,
    /// The series, in order.
    pub series: Vec<Series>,
}

/// One series of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// Its name.
    pub name: String,
    /// A value for each category.
    pub values: Vec<u64>,
}

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What the conversations are like.
    Conversations,
    /// What was found and treated.
    PersonalData,
    /// What became of the conversations.
    DataSet,
    /// What to look at in the inputs.
    Warnings,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// A column for each category, its series one above the other.
    Columns,
    /// A bar for each category, the first series alone.
    Bars,
    /// One bar that the categories divide, the first series alone.
    Share,
    /// A field for each category and series.
    Heat,
}

impl Chart {
    /// A chart with its summary.
    pub(super) fn new(
        (id, title, section): (&str, &str, Section),
        kind: ChartKind,
        (category, unit): (&str, &str),
        categories: Vec<String>,
        series: Vec<Series>,
    ) -> Chart {
        let mut chart = Chart {
            id: id.into(),
            section,
            title: title.into(),
            summary: String::new(),
            kind,
            category: category.into(),
            unit: unit.into(),
            categories,
            series,
        };
        chart.summary = chart.told();
        chart
    }

    /// A chart of one series.
    pub(super) fn simple(
        names: (&str, &str, Section),
        kind: ChartKind,
        what: (&str, &str),
        values: impl IntoIterator<Item = (String, u64)>,
    ) -> Chart {
        let (categories, values): (Vec<String>, Vec<u64>) = values.into_iter().unzip();
        Chart::new(names, kind, what, categories, vec![Series { name: plural(what.1), values }])
    }

    /// The sum of all values.
    pub fn total(&self) -> u64 {
        self.series.iter().flat_map(|series| &series.values).sum()
    }

    /// The sum over all series for one category.
    pub fn sum_of(&self, category: usize) -> u64 {
        self.series.iter().filter_map(|series| series.values.get(category)).sum()
    }

    fn told(&self) -> String {
        let total = self.total();
        if total == 0 {
            return "Nothing to show.".into();
        }
        let share = |value| format!("{} ({})", thousands(value), percent(value, total));
        match self.kind {
            ChartKind::Share => {
                let parts = self.categories.iter().enumerate();
                let parts: Vec<String> =
                    parts.map(|(i, name)| format!("{name} {}", share(self.sum_of(i)))).collect();
                format!("{}: {}.", counted(total, &self.unit), parts.join(", "))
            }
            ChartKind::Heat => {
                let cells = self
                    .series
                    .iter()
                    .flat_map(|s| s.values.iter().zip(&self.categories).map(move |c| (s, c)));
                let most =
                    cells.max_by(|(_, (a, _)), (_, (b, _))| a.cmp(b).then(std::cmp::Ordering::Greater));
                let (day, (value, hour)) = match most {
                    Some((series, (value, category))) => (series.name.as_str(), (*value, category.as_str())),
                    None => ("", (0, "")),
                };
                format!("{}; most on {day} at {hour}: {}.", counted(total, &self.unit), share(value))
            }
            ChartKind::Columns | ChartKind::Bars => {
                let most =
                    (0..self.categories.len()).max_by_key(|i| (self.sum_of(*i), std::cmp::Reverse(*i)));
                let most = most.unwrap_or_default();
                let name = self.categories.get(most).map_or("", String::as_str);
                let name = match self.category.as_str() {
                    "words" | "messages" => format!("{name} {}", self.category),
                    "week" => format!("the week of {name}"),
                    _ => name.to_owned(),
                };
                format!("{}; most: {name}, {}.", counted(total, &self.unit), share(self.sum_of(most)))
            }
        }
    }
}

/// `messages`.
pub(super) fn plural(noun: &str) -> String {
    counted(0, noun).split_once(' ').map(|(_, noun)| noun.to_owned()).unwrap_or_default()
}
