//! United States individual taxpayer identification numbers, by the ranges of the Internal Revenue Service.

use super::cue::{Cues, REFERENCE, SSN, TAX};
use super::number_run::{DASH, NumberRun, SPACE};
use super::us_ssn::{nine_digit_finding, nine_digits};
use crate::entity::{EntityType, Finding};

/// The number that starts with group `i`, and its last group.
pub(super) fn at(run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    let (j, shape) = nine_digits(run, i)?;
    let digits = run.digits(i, j);
    let group = (digits[3] - b'0') * 10 + digits[4] - b'0';
    if digits[0] != b'9' || !matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99) {
        return None;
    }
    let cue = cues.rather(TAX | SSN, REFERENCE);
    let (recognizer, score) = match (shape, cue) {
        (Some(DASH), _) => ("us_itin.dashes", 0.7),
        (Some(SPACE), _) => ("us_itin.spaces", 0.5),
        (_, Some(_)) => ("us_itin.digits", 0.85),
        _ => return None,
    };
    Some((nine_digit_finding(EntityType::UsItin, run.span(i, j), recognizer, score, cue), j))
}
