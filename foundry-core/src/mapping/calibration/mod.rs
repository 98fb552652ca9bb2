//! How far a confidence can be believed, measured on invented tables: one bank of names to calibrate on, one to judge.

mod generator;
mod words;

use std::collections::BTreeMap;

use self::generator::{Table, table};
use crate::mapping::{Confidence, StandardField, detect};

/// Proposals of one confidence.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    right: usize,
    wrong: usize,
}

impl Tally {
    fn share(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }
}

#[derive(Debug, Default)]
struct Report {
    high: Tally,
    medium: Tally,
    low: Tally,
    /// High on a column that is a trap for that field.
    trapped: usize,
    /// Fields with more than one high.
    doubled: usize,
    /// Columns with a field that were found, and all of them.
    found: usize,
    wanted: usize,
    faults: BTreeMap<String, usize>,
}

impl Report {
    fn add(&mut self, table: &Table) {
        let detection = detect(&table.schema);
        let mut highs: BTreeMap<String, usize> = BTreeMap::new();
        for (at, column) in table.schema.columns.iter().enumerate() {
            let truth = table.truth[at];
            // `?sender_id`: may be it, need not be.
            self.wanted += usize::from(!truth.is_empty() && !truth.starts_with('?'));
            let truth = truth.trim_start_matches('?');
            for mapping in detection.mappings.iter().filter(|m| m.source_field == column.name) {
                let target = match &mapping.target_field {
                    StandardField::Custom(_) | StandardField::Ignore => continue,
                    field => field.name(),
                };
                let right = target == truth;
                self.found += usize::from(right);
                let tally = match mapping.confidence {
                    Confidence::High => &mut self.high,
                    Confidence::Medium => &mut self.medium,
                    Confidence::Low => &mut self.low,
                };
                if right {
                    tally.right += 1
                } else {
                    tally.wrong += 1
                }
                if !right {
                    let key = format!("{:?} {target} on `{}` ({truth})", mapping.confidence, column.name);
                    *self.faults.entry(key).or_default() += 1;
                }
                if mapping.confidence == Confidence::High {
                    // A question and its answer are two columns of content.
                    let key = format!("{target}{:?}", mapping.role);
                    *highs.entry(key).or_default() += 1;
                    self.trapped += usize::from(table.traps[at]);
                }
            }
        }
        self.doubled += highs.values().filter(|count| **count > 1).count();
    }
}

fn judge(bank: usize, seeds: std::ops::Range<u64>) -> Report {
    let mut report = Report::default();
    seeds.for_each(|seed| report.add(&table(seed, bank)));
    println!(
        "bank {bank}: high {:.4} of {}, medium {:.4} of {}, low {:.4} of {}, found {:.4}, trapped {}, doubled {}",
        report.high.share(),
        report.high.right + report.high.wrong,
        report.medium.share(),
        report.medium.right + report.medium.wrong,
        report.low.share(),
        report.low.right + report.low.wrong,
        report.found as f64 / report.wanted as f64,
        report.trapped,
        report.doubled,
    );
    let mut faults: Vec<_> = report.faults.iter().collect();
    faults.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    faults.iter().take(40).for_each(|(fault, count)| println!("  {count} {fault}"));
    report
}

#[test]
fn confidence_is_calibrated() {
    for bank in 0..2 {
        let report = judge(bank, 1..201);
        assert!(report.high.share() >= 0.99, "high is right in {:.4}", report.high.share());
        assert!(report.medium.share() >= 0.85, "medium is right in {:.4}", report.medium.share());
        assert_eq!((report.trapped, report.doubled), (0, 0), "no high on a trap, one high a field");
        assert!(report.high.right * 2 > report.wanted, "high is not empty caution");
    }
}
