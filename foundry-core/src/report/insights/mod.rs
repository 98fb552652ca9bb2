//! What the figures say, in sentences: computed, each with its numbers, most pressing first.

mod conversations;
mod run;

use std::collections::BTreeMap;

use serde::Serialize;

use super::figures::Figures;
use crate::dataset::manifest::Manifest;

/// One thing worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Insight {
    /// A stable name: `peak_hours`.
    pub code: &'static str,
    /// How pressing it is.
    pub level: Level,
    /// The sentence.
    pub text: String,
    /// What to do about it, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The numbers in it, by name.
    pub figures: BTreeMap<&'static str, u64>,
}

/// How pressing an insight is; the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Look at this before the data set is used.
    Look,
    /// As it should be.
    Good,
    /// Good to know.
    Know,
}

impl Insight {
    fn new(code: &'static str, level: Level, text: String, figures: &[(&'static str, u64)]) -> Insight {
        Insight { code, level, text, next: None, figures: figures.iter().copied().collect() }
    }

    fn next(mut self, text: impl Into<String>) -> Insight {
        self.next = Some(text.into());
        self
    }
}

/// All insights of a run, most pressing first; of equal ones in a fixed order.
pub(super) fn insights(manifest: &Manifest, figures: Option<&Figures>) -> Vec<Insight> {
    let mut all: Vec<Insight> = [
        run::usable(manifest),
        run::privacy(manifest),
        run::rejected_rows(manifest),
        run::left_out(manifest),
        run::doubtful_columns(manifest),
        run::crossing(manifest),
        run::top_findings(manifest),
        run::cleaned(manifest),
        run::tokens(manifest),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(figures) = figures.filter(|figures| figures.conversations > 0) {
        let of_figures = [
            conversations::density(manifest, figures),
            conversations::one_sided(figures),
            conversations::last_word(figures),
            conversations::response(figures),
            conversations::peak(figures),
            conversations::times(figures),
            conversations::lengths(figures),
            conversations::longest(manifest, figures),
            conversations::statuses(figures),
        ];
        all.extend(of_figures.into_iter().flatten());
    }
    all.sort_by_key(|insight| insight.level);
    all
}

/// `UTC` or `UTC+02:00`.
pub(super) fn zone(offset: i32) -> String {
    if offset == 0 {
        return "UTC".into();
    }
    let minutes = offset.unsigned_abs() / 60;
    format!("UTC{}{:02}:{:02}", if offset < 0 { '−' } else { '+' }, minutes / 60, minutes % 60)
}
