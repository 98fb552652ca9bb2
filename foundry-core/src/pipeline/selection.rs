//! What can only be decided in the order of conversations: which of several that are alike stays, and which part of a
//! split a cluster belongs to. Workers take fingerprints on any number of threads; one thread selects.

use std::ops::Range;

use super::clusters::Clusters;
use super::outputs::Written;
use super::{PipelineConfig, Split};
use crate::dataset::split::SplitUnit;
use crate::export::ExportCounts;
use crate::filter::{
    Answers, Broken, DuplicateRule, Duplicates, FilterReason, FilterReport, FilterSettings, Fingerprint,
    Fingerprinter, ReportBuilder,
};

/// A conversation on its way: judged by itself, written into its partition's bytes, not selected yet.
pub(super) struct Candidate {
    /// Its number inside the partition.
    pub number: u64,
    /// The row of its first message.
    pub row: u64,
    /// The rules it breaks by itself; only one where no report is made.
    pub broken: Broken,
    pub fingerprint: Fingerprint,
    /// The part that its customers or its id ask for.
    pub split: Split,
    pub unit: Option<SplitUnit>,
    /// Its bytes.
    pub bytes: Range<usize>,
    pub examples: Vec<Written>,
    /// What writing it gave.
    pub export: ExportCounts,
}

/// What becomes of a candidate.
pub(super) enum Selected {
    /// It is written to this part.
    Kept(Split),
    /// A filter leaves it out.
    Filtered(FilterReason),
    /// It fits in no part.
    Conflict,
}

/// Whether a run selects, and what for.
#[derive(Clone)]
pub(super) struct SelectionPlan {
    filters: FilterSettings,
    compares: bool,
    clusters: bool,
    pub reports: bool,
}

impl SelectionPlan {
    /// `None` where every conversation stands by itself.
    pub(super) fn new(config: &PipelineConfig, reports: bool) -> Option<SelectionPlan> {
        let filters = config.filter_settings.clone();
        let compares =
            filters.duplicates != DuplicateRule::Keep || filters.max_answer_repeats.is_some() || reports;
        let clusters = config.export_config.split.as_ref().is_some_and(|s| s.near_duplicates_together);
        (compares || clusters).then_some(SelectionPlan { filters, compares, clusters, reports })
    }

    /// What takes the fingerprints that the selection needs; one per worker.
    pub(super) fn fingerprinter(&self) -> Fingerprinter {
        let mut fingerprinter = Fingerprinter::new(&self.filters);
        if self.clusters {
            fingerprinter = fingerprinter.with_sketches();
        }
        if self.reports { fingerprinter.with_answers() } else { fingerprinter }
    }

    /// The selection, with nothing selected yet.
    pub(super) fn begin(self) -> Selection {
        Selection {
            duplicates: Duplicates::new(&self.filters),
            answers: Answers::new(&self.filters),
            clusters: self.clusters.then(|| Clusters::new(self.filters.min_similarity)),
            report: self.reports.then(|| ReportBuilder::new(&self.filters)),
            compares: self.compares,
        }
    }
}

/// Selects candidates in their order.
pub(super) struct Selection {
    duplicates: Duplicates,
    answers: Answers,
    clusters: Option<Clusters>,
    report: Option<ReportBuilder>,
    compares: bool,
}

impl Selection {
    /// Decides about the next candidate; `first` is the number of the first conversation of its partition. Notes its
    /// cluster in it.
    pub(super) fn select(&mut self, first: u64, candidate: &mut Candidate) -> Selected {
        let Candidate { fingerprint, split, unit, .. } = candidate;
        let number = first + candidate.number;
        let reason = match &mut self.report {
            Some(report) => report.judge(candidate.row, candidate.broken, fingerprint),
            None => candidate.broken.first().or_else(|| {
                let repeats = self.compares.then(|| self.duplicates.show(number, fingerprint)).flatten();
                let mut is_old = || self.answers.show(number, fingerprint);
                repeats
                    .map(|found| found.reason)
                    .or_else(|| is_old().then_some(FilterReason::RepeatedAnswers))
            }),
        };
        if let Some(reason) = reason {
            return Selected::Filtered(reason);
        }
        // What gives no example is in no part.
        let (Some(clusters), Some(unit), false) = (&mut self.clusters, unit, candidate.bytes.is_empty())
        else {
            return Selected::Kept(*split);
        };
        let is_bound = !unit.customers.is_empty();
        match clusters.place(fingerprint, *split, is_bound) {
            None => Selected::Conflict,
            Some((part, cluster)) => {
                candidate.examples.iter_mut().for_each(|example| example.move_to(part, cluster));
                Selected::Kept(part)
            }
        }
    }

    /// The report, if one was to be made.
    pub(super) fn into_report(self) -> Option<FilterReport> {
        self.report.map(ReportBuilder::finish)
    }
}
