//! Counts of one entity type, or of several together.

use super::report::{Scores, TypeReport};

/// What was counted; every number is a sum over lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub gold: u64,
    pub found: u64,
    pub strict: u64,
    pub gold_met: u64,
    pub found_met: u64,
    pub gold_chars: u64,
    pub found_chars: u64,
    pub right_chars: u64,
    pub hidden_chars: u64,
    pub leaked: u64,
    pub missed: u64,
    pub spurious: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        let Tally {
            gold,
            found,
            strict,
            gold_met,
            found_met,
            gold_chars,
            found_chars,
            right_chars,
            hidden_chars,
            leaked,
            missed,
            spurious,
        } = other;
        self.gold += gold;
        self.found += found;
        self.strict += strict;
        self.gold_met += gold_met;
        self.found_met += found_met;
        self.gold_chars += gold_chars;
        self.found_chars += found_chars;
        self.right_chars += right_chars;
        self.hidden_chars += hidden_chars;
        self.leaked += leaked;
        self.missed += missed;
        self.spurious += spurious;
    }

    pub fn report(&self) -> TypeReport {
        TypeReport {
            labelled: self.gold,
            found: self.found,
            spurious: self.spurious,
            strict: scores((self.strict, self.found), (self.strict, self.gold)),
            partial: scores((self.found_met, self.found), (self.gold_met, self.gold)),
            characters: scores((self.right_chars, self.found_chars), (self.right_chars, self.gold_chars)),
            blind_character_recall: share(self.hidden_chars, self.gold_chars),
            leaked: self.leaked,
            missed: self.missed,
            leak_rate: share(self.leaked, self.gold),
            missed_rate: share(self.missed, self.gold),
            full_coverage_rate: share(self.gold - self.leaked, self.gold),
        }
    }
}

/// `part / whole`; `None` where there is nothing to divide.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Scores from (right, found) and (right, labelled).
fn scores(of_found: (u64, u64), of_gold: (u64, u64)) -> Scores {
    let (precision, recall) = (share(of_found.0, of_found.1), share(of_gold.0, of_gold.1));
    let (p, r) = (precision.unwrap_or(0.0), recall.unwrap_or(0.0));
    let f = |beta: f64| {
        let (squared, known) = (beta * beta, precision.is_some() || recall.is_some());
        known.then(|| if p + r == 0.0 { 0.0 } else { (1.0 + squared) * p * r / (squared * p + r) })
    };
    Scores { precision, recall, f1: f(1.0), f2: f(2.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_follow_their_formulas() {
        let some = scores((1, 2), (1, 4));
        assert_eq!((some.precision, some.recall), (Some(0.5), Some(0.25)));
        let (f1, f2) = (some.f1.expect("is known"), some.f2.expect("is known"));
        assert!((f1 - 1.0 / 3.0).abs() < 1e-12 && (f2 - 0.625 / 2.25).abs() < 1e-12, "{f1} {f2}");
        let nothing_found = scores((0, 0), (0, 4));
        assert_eq!((nothing_found.precision, nothing_found.f1), (None, Some(0.0)));
        assert_eq!(scores((0, 0), (0, 0)), Scores::default());
    }
}
