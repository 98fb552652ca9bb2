//! United States social security numbers, by the rules of the Social Security Administration.

use super::cue::{Cue, Cues, REFERENCE, SSN, TAX};
use super::number_run::{DASH, DOT, NumberRun, SPACE};
use crate::entity::{EntityType, Finding, Rank, Span};

/// Numbers printed on sample cards and in advertisements: never anybody's.
const SAMPLES: [&[u8]; 3] = [b"078051120", b"219099999", b"457555462"];

/// The number that starts with group `i`, and its last group.
pub(super) fn at(run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    let (j, shape) = nine_digits(run, i)?;
    let assignable = is_assignable(run.digits(i, j));
    let cue = cues.rather(if assignable { SSN | TAX } else { SSN }, REFERENCE);
    let (recognizer, score) = match (shape, cue) {
        // Nobody's number; but somebody who calls it theirs has mistyped one that is.
        (Some(_), Some(_)) if !assignable => ("us_ssn.cued", 0.9),
        _ if !assignable => return None,
        (Some(DASH), _) => ("us_ssn.dashes", 0.7),
        (Some(SPACE), _) => ("us_ssn.spaces", 0.5),
        (_, Some(_)) => ("us_ssn.digits", 0.85),
        _ => return None,
    };
    Some((nine_digit_finding(EntityType::UsSsn, run.span(i, j), recognizer, score, cue), j))
}

/// The finding of a nine-digit number: a cue beside it counts for more than its shape.
pub(super) fn nine_digit_finding(
    entity_type: EntityType,
    span: Span,
    recognizer: &'static str,
    score: f32,
    cue: Option<Cue>,
) -> Finding {
    let (score, rank) = if cue.is_some() { (0.9, Rank::Cue) } else { (score, Rank::Shape) };
    Finding { entity_type, span, score, rank, recognizer, cue: cue.map(|cue| cue.span) }
}

/// The last group of nine digits in 3-2-4 with one separator, or bare (`None`).
pub(super) fn nine_digits(run: &NumberRun, i: usize) -> Option<(usize, Option<u8>)> {
    let (j, shape) = match run.size(i) {
        9 => (i, None),
        3 if run.len() > i + 2 && run.size(i + 1) == 2 && run.size(i + 2) == 4 => {
            (i + 2, Some(run.uniform_gap(i, i + 2).filter(|gap| matches!(*gap, DASH | SPACE | DOT))?))
        }
        _ => return None,
    };
    (run.ends_freely(j) && !(run.plus && i == 0)).then_some((j, shape))
}

fn is_assignable(digits: &[u8]) -> bool {
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    area != b"000"
        && area != b"666"
        && area[0] != b'9'
        && group != b"00"
        && serial != b"0000"
        && !SAMPLES.contains(&digits)
}
