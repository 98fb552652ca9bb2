//! United States social security numbers, by the rules of the Social Security Administration.

use super::cue::{Cue, Cues, Kinds, REFERENCE, SSN, TAX};
use super::number_run::{DASH, DOT, NumberRun, SPACE};
use crate::entity::{EntityType, Finding, Rank, Span};

/// Numbers printed on sample cards, in brochures and in advertisements, as the Administration lists them: never
/// anybody's.
const SAMPLES: [&[u8]; 22] = [
    b"002281852",
    b"042103580",
    b"062360749",
    b"078051120",
    b"095073645",
    b"128036045",
    b"135016629",
    b"141186941",
    b"165167999",
    b"165187999",
    b"165207999",
    b"165227999",
    b"165247999",
    b"189092294",
    b"212097694",
    b"212099999",
    b"219099999",
    b"306302348",
    b"308125070",
    b"457555462",
    b"468288779",
    b"549241889",
];

/// How many words lie at most between a reference and a number that is one for that.
const REFERENCE_REACH: usize = 3;

/// Words for references that people also use of numbers of persons.
const WEAK_REFERENCES: [&str; 6] = ["id", "account", "acct", "customer", "policy", "claim"];

/// The number that starts with group `i`, and its last group.
pub(super) fn at(text: &str, run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    let (j, shape) = nine_digits(run, i)?;
    if !is_assignable(run.digits(i, j)) {
        return None;
    }
    let cue = nine_digit_cue(text, run.end_of(j), cues, SSN | TAX).ok()?;
    let (recognizer, score) = match (shape, cue) {
        (Some(DASH), _) => ("us_ssn.dashes", 0.7),
        (Some(SPACE), _) => ("us_ssn.spaces", 0.5),
        (_, Some(_)) => ("us_ssn.digits", 0.85),
        _ => return None,
    };
    Some((nine_digit_finding(EntityType::UsSsn, run.span(i, j), recognizer, score, cue), j))
}

/// The cue for a number that ends at byte `end`, before it or behind it. An error where it is called an order or the
/// like instead.
pub(super) fn nine_digit_cue(text: &str, end: usize, cues: &Cues, kinds: Kinds) -> Result<Option<Cue>, ()> {
    let weak = |cue: &Cue| {
        let word = text.get(cue.span.start..cue.span.end).unwrap_or_default();
        WEAK_REFERENCES.iter().any(|weak| word.eq_ignore_ascii_case(weak))
    };
    match (cues.nearest(kinds), cues.nearest(REFERENCE)) {
        (Some(own), Some(other)) if own.distance < other.distance => Ok(Some(own)),
        // `tax id`
        (Some(own), Some(other)) if own.distance == other.distance + 1 && weak(&other) => Ok(Some(own)),
        (_, Some(other)) if !weak(&other) && !other.past_digits && other.distance <= REFERENCE_REACH => {
            Err(())
        }
        (Some(own), None) => Ok(Some(own)),
        _ => Ok(Cues::after(text, end).rather(kinds, REFERENCE)),
    }
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

/// Whether all digits are the same.
pub(super) fn all_alike(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| pair.first() == pair.last())
}

fn is_assignable(digits: &[u8]) -> bool {
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    area != b"000"
        && area != b"666"
        && area[0] != b'9'
        && group != b"00"
        && serial != b"0000"
        && !all_alike(digits)
        && !SAMPLES.contains(&digits)
}
