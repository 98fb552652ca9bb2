//! United States individual taxpayer identification numbers, by the ranges of the Internal Revenue Service.

use super::cue::{Cues, SSN, TAX};
use super::number_run::{DASH, NumberRun, SPACE};
use super::us_ssn::{all_alike, nine_digit_cue, nine_digit_finding, nine_digits};
use crate::entity::{EntityType, Finding};

/// The number that starts with group `i`, and its last group.
pub(super) fn at(text: &str, run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    let (j, shape) = nine_digits(run, i)?;
    if !is_assignable(run.digits(i, j)) {
        return None;
    }
    let cue = nine_digit_cue(text, run.end_of(j), cues, TAX | SSN).ok()?;
    let (recognizer, score) = match (shape, cue) {
        (Some(DASH), _) => ("us_itin.dashes", 0.7),
        (Some(SPACE), _) => ("us_itin.spaces", 0.5),
        (_, Some(_)) => ("us_itin.digits", 0.85),
        _ => return None,
    };
    Some((nine_digit_finding(EntityType::UsItin, run.span(i, j), recognizer, score, cue), j))
}

/// Whether nine digits lie in a range that is given out; 987-65-4320 to 987-65-4329 are kept for advertisements.
fn is_assignable(digits: &[u8]) -> bool {
    let in_range = match digits {
        [b'9', _, _, tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => {
            matches!((tens - b'0') * 10 + ones - b'0', 50..=65 | 70..=88 | 90..=92 | 94..=99)
        }
        _ => false,
    };
    in_range && !all_alike(digits) && !digits.starts_with(b"98765432")
}
