//! The account that a run keeps while it goes: counts, warnings, progress; at the end the manifest.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{Input, Phase, PipelineConfig, Progress};
use crate::conversation::Timestamp;
use crate::dataset::manifest::{
    InputSummary, MAX_LISTED_WARNINGS, Manifest, OutputSummary, StageCounts, TokenSummary,
};
use crate::dataset::prices::{PRICES_AS_OF, estimate_costs};
use crate::dataset::split::SplitReport;
use crate::deid::AuditCounts;
use crate::error::{Error, ErrorKind, Result};
use crate::record::Warning;
use crate::report::Gathered;

/// Counts, warnings and progress of one run.
pub(super) struct Ledger<'p> {
    pub counts: StageCounts,
    pub inputs: Vec<InputSummary>,
    pub findings: BTreeMap<String, u64>,
    pub audit: AuditCounts,
    pub gathered: Option<Gathered>,
    pub bytes_read: u64,
    /// Partitions done, and all of them; 0 while reading.
    pub partitions: (u64, u64),
    bytes_total: Option<u64>,
    warnings: Vec<Warning>,
    warning_counts: BTreeMap<String, u64>,
    file: Option<String>,
    progress: &'p mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl<'p> Ledger<'p> {
    pub fn new(inputs: &[Input<'_>], progress: &'p mut dyn FnMut(Progress) -> ControlFlow<()>) -> Ledger<'p> {
        Ledger {
            counts: StageCounts::default(),
            inputs: Vec::with_capacity(inputs.len()),
            findings: BTreeMap::new(),
            audit: AuditCounts::default(),
            gathered: None,
            bytes_read: 0,
            partitions: (0, 0),
            bytes_total: inputs.iter().map(|input| input.size).sum(),
            warnings: Vec::new(),
            warning_counts: BTreeMap::new(),
            file: None,
            progress,
        }
    }

    /// Names the input that the next warnings belong to.
    pub fn enter_file(&mut self, name: &str) {
        self.file = Some(name.to_owned());
    }

    /// Corrects what is to be read by an archive that unpacks to so many bytes.
    #[cfg(feature = "compression")]
    pub fn unpack(&mut self, packed: u64, unpacked: u64) {
        self.bytes_total =
            self.bytes_total.map(|total| total.saturating_sub(packed).saturating_add(unpacked));
    }

    /// Keeps a warning: counted always, listed while there is room.
    pub fn warn(&mut self, mut warning: Warning) {
        match self.warning_counts.get_mut(&warning.code) {
            Some(count) => *count += 1,
            None => {
                self.warning_counts.insert(warning.code.clone(), 1);
            }
        }
        if self.warnings.len() < MAX_LISTED_WARNINGS {
            warning.file = warning.file.or_else(|| self.file.clone());
            self.warnings.push(warning);
        }
    }

    /// The warnings so far, listed and counted.
    pub fn take_warnings(&mut self) -> (Vec<Warning>, BTreeMap<String, u64>) {
        (std::mem::take(&mut self.warnings), std::mem::take(&mut self.warning_counts))
    }

    /// Adds what one partition gave.
    pub fn add(&mut self, counts: &StageCounts, audit: AuditCounts) {
        self.counts.conversations += counts.conversations;
        self.counts.clean.add(&counts.clean);
        self.counts.kept += counts.kept;
        self.counts.filtered += counts.filtered;
        add_by_key(&mut self.counts.filtered_by_reason, &counts.filtered_by_reason);
        self.counts.export.add(&counts.export);
        self.audit.add(audit);
    }

    /// Takes what a partition gathered for the report.
    pub fn gather(&mut self, gathered: Gathered) {
        match &mut self.gathered {
            None => self.gathered = Some(gathered),
            Some(all) => all.merge(gathered),
        }
    }

    /// Tells the caller how far the run is; an error of kind `Cancelled` if it wants to stop.
    pub fn report(&mut self, phase: Phase) -> Result<()> {
        let progress = Progress {
            phase,
            bytes_read: self.bytes_read,
            bytes_total: self.bytes_total,
            rows_read: self.counts.rows_read,
            conversations_done: self.counts.conversations,
            conversations_total: self.expected_conversations(),
            records_written: self.counts.export.records,
        };
        match (self.progress)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::new(ErrorKind::Cancelled, "stopped by the caller")),
        }
    }

    /// Keys are spread evenly over partitions, so those that are done tell of the others.
    fn expected_conversations(&self) -> u64 {
        let (done, all) = self.partitions;
        (self.counts.conversations * all).checked_div(done).unwrap_or(0)
    }

    /// An empty data set is allowed, but never without a word.
    fn warn_if_empty(&mut self) {
        let counts = &self.counts;
        if counts.export.records > 0 {
            return;
        }
        let reasons: Vec<String> = counts
            .filtered_by_reason
            .iter()
            .chain(&counts.export.dropped)
            .map(|(reason, count)| format!("{count} {reason}"))
            .collect();
        let message = match (counts.rows_read, counts.conversations) {
            (0, _) => "no example was written: the inputs hold no rows".to_owned(),
            (rows, 0) => format!("no example was written: none of {rows} rows could be used"),
            (_, all) => {
                format!("no example was written: {all} conversations left out ({})", reasons.join(", "))
            }
        };
        self.file = None;
        self.warn(Warning::note("no_example", message));
    }

    pub fn into_manifest(
        mut self,
        config: &PipelineConfig,
        now: Timestamp,
        output: OutputSummary,
        splits: Option<SplitReport>,
    ) -> Result<Manifest> {
        self.warn_if_empty();
        if let Some(crossing) = splits.as_ref().map(|s| s.crossing_examples).filter(|count| *count > 0) {
            self.file = None;
            let message =
                format!("{crossing} examples are in more than one part of the split, word for word");
            self.warn(Warning::note("examples_cross_parts", message));
        }
        let export = &self.counts.export;
        let tokens = config.export_config.count_tokens.then(|| TokenSummary {
            tokenizer: config.export_config.tokenizer,
            total: export.tokens,
            largest_example: export.largest_example,
            costs: estimate_costs(export.tokens, &config.export_config.prices),
            prices_as_of: PRICES_AS_OF.to_owned(),
        });
        let manifest = Manifest {
            manifest_version: 1,
            engine: format!("foundry {}", env!("CARGO_PKG_VERSION")),
            created_at: now,
            inputs: self.inputs,
            output,
            splits,
            tokens,
            config: config.to_snapshot(),
            config_sha256: config.fingerprint(),
            counts: self.counts,
            deidentified: config.pii_settings.enabled,
            findings: self.findings,
            leak_audit: self.audit,
            warnings: self.warnings,
            warning_counts: self.warning_counts,
        };
        manifest.check()?;
        Ok(manifest)
    }
}

fn add_by_key(into: &mut BTreeMap<String, u64>, more: &BTreeMap<String, u64>) {
    for (key, count) in more {
        *into.entry(key.clone()).or_default() += count;
    }
}
