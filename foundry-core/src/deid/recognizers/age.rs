//! The age of a person, behind a cue or before a unit that says so: `age: 34`, `34 years old`, `34 Jahre alt`.

use super::cued::{Lead, closes, digits_at, finding};
use crate::entity::{EntityType, Finding, Rank, Span};

/// Units that speak of an age by themselves.
const UNITS: [&str; 14] = [
    " years old",
    "-year-old",
    "-years-old",
    " year old",
    " yrs old",
    " yo",
    " y/o",
    " years of age",
    " jahre alt",
    " jahre jung",
    "-jährig",
    " jaar oud",
    " años de edad",
    " anos de idade",
];
/// Units that do where someone has or is so many of them, with the words before that say so.
const HELD: [(&str, &[&str]); 4] = [
    (" ans", &["j'ai ", "j’ai ", " a ", "âgé de ", "âgée de ", "ai "]),
    (" años", &["tengo ", "tiene ", "cumplí ", "cumplo "]),
    (" anni", &["ho ", "ha ", "di "]),
    (" anos", &["tenho ", "tem ", "com "]),
];
/// What stands before a bare number that is an age.
const SUBJECTS: [&str; 8] = ["i'm ", "i’m ", "i am ", "he is ", "she is ", "ich bin ", "turned ", "turning "];

/// The age at byte `start`, behind a cue.
pub(super) fn behind_cue(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let digits = digits_at(text, start).filter(|n| *n <= 3)?;
    let span = Span::new(start, start + digits);
    is_age(text, span).then(|| finding(EntityType::Age, span, 0.8, "age.cue", lead))
}

/// The age in the digits `[start, end)`, by the words around them.
pub(super) fn around(text: &str, start: usize, end: usize) -> Option<Finding> {
    let span = Span::new(start, end);
    if !is_age(text, span) {
        return None;
    }
    let bytes = text.as_bytes();
    let (before, after) = (bytes.get(..start)?, bytes.get(end..)?);
    let ends = |word: &str| {
        before.len() >= word.len()
            && before[before.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    };
    let unit = |unit: &str| {
        let rest =
            after.split_at_checked(unit.len()).filter(|(head, _)| head.eq_ignore_ascii_case(unit.as_bytes()));
        rest.is_some_and(|(_, rest)| {
            unit.ends_with("ig") || !rest.first().is_some_and(u8::is_ascii_alphanumeric)
        })
    };
    let held = || HELD.iter().any(|(known, words)| unit(known) && words.iter().any(|word| ends(word)));
    let told = matches!(after.first(), Some(b' ' | b'-'))
        && (UNITS.iter().any(|known| unit(known)) || held())
        || matches!(before.last(), Some(b' ')) && SUBJECTS.iter().any(|word| ends(word)) && closes(text, end);
    let (score, rank, recognizer) = (0.7, Rank::Cue, "age.unit");
    told.then_some(Finding { entity_type: EntityType::Age, span, score, rank, recognizer, cue: None })
}

fn is_age(text: &str, span: Span) -> bool {
    text.get(span.start..span.end)
        .and_then(|digits| digits.parse::<u32>().ok())
        .is_some_and(|age| (1..=120).contains(&age))
}
