//! A chart on the page: its picture, its legend and its table.

use super::draw::{Picture, draw, share_class};
use crate::report::chart::{Chart, ChartKind, plural};
use crate::report::numbers::thousands;
use crate::report::words::percent;

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
                    .map(|(i, name)| key(share_class(chart, i), name, value(i)))
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
