//! Whether a line of a street is an address, with what follows it and what stands before it.

use super::cue;
use super::lexicon::{ADDRESS, LEAD, PLACE, STOP};
use super::number::digits;
use super::street::{Street, Strength, word_before};
use super::tail::{Context, Level, Tail, ends_clause, tail};
use super::word::Word;
use crate::entity::{EntityType, Finding, Rank, Span};

/// How far behind a street a postcode is looked for before anything else is, in bytes.
const POSTCODE_REACH: usize = 80;

/// Judges a street with what follows it; `start` is where the address begins, at the latest with the street.
pub(super) fn decide(
    text: &str,
    street: Street,
    start: usize,
    floor: usize,
    recognizer: &'static str,
) -> Option<Finding> {
    // Words alone need a postcode behind them or a cue right before: most numbers in a text go no further.
    if street.strength == Strength::Bare
        && start == street.start
        && !postcode_ahead(text, street.end)
        && !is_led(text, start, floor)
    {
        return None;
    }
    let trusted = street.strength == Strength::Strong
        || street.strength == Strength::Weak && (street.capital || is_house_number(text, &street));
    let context = Context { capital: street.capital, trusted };
    let Tail { end, level } = tail(text, street.end, context);
    let unit_before = start < street.start;
    let goes_on = !ends_clause(text, street.end) && level == Level::Nothing;
    let sure = match street.strength {
        _ if street.common => level == Level::Sure && street.strength > Strength::Bare,
        Strength::Strong => street.capital || !goes_on || is_house_number(text, &street),
        Strength::Weak => {
            level >= Level::Sure
                || unit_before
                || level == Level::Known
                || !goes_on
                    && (street.capital || is_house_number(text, &street))
                    && !follows_name(text, start, floor)
        }
        Strength::Bare => level == Level::Sure || unit_before && level == Level::Known,
    };
    let cue = cue::before(text, start, floor);
    let by_cue = cue.is_some_and(|cue| match street.strength {
        Strength::Strong => true,
        Strength::Weak => !goes_on,
        // `My address is 4821 Sycamore`, but not `send 3 blue shirts`.
        Strength::Bare => {
            let named = cue.right_before(text, start)
                && (cue.names || level >= Level::Known && cue.span.end + 1 < start && street.capital);
            named
                && text.get(street.start..street.end).is_some_and(|line| !line.contains(','))
                && !street.common
                && !goes_on
                && (level >= Level::Words || street.capital || street.end - street.start > 8)
        }
    });
    if !sure && !by_cue {
        return None;
    }
    let score = match (level, street.strength) {
        (Level::Sure, _) => 0.9,
        (Level::Known, _) | (_, Strength::Strong) => 0.8,
        _ => 0.6,
    };
    Some(finding(Span::new(start, end), score, recognizer, cue.map(|cue| cue.span)))
}

pub(super) fn finding(span: Span, score: f32, recognizer: &'static str, cue: Option<Span>) -> Finding {
    let rank = if cue.is_some() { Rank::Cue } else { Rank::Shape };
    Finding { entity_type: EntityType::StreetAddress, span, score, rank, recognizer, cue }
}

/// Whether a cue may stand before byte `at`: behind a colon or a line break, or a word that leads on to an address.
pub(super) fn is_led(text: &str, at: usize, floor: usize) -> bool {
    let bytes = text.as_bytes();
    let mut end = at;
    while end > floor && at - end < 3 && bytes[end - 1] == b' ' {
        end -= 1;
    }
    match bytes.get(end.wrapping_sub(1)) {
        None | Some(b'\n' | b':') => true,
        _ => Word::before(text, end, floor).is_some_and(|word| word.is(LEAD | ADDRESS | PLACE)),
    }
}

/// Whether a postcode may stand in the bytes behind byte `from`: three digits, or a digit right behind a letter.
fn postcode_ahead(text: &str, from: usize) -> bool {
    let bytes = text.as_bytes();
    let mut digits = 0;
    let mut letter = false;
    bytes[from..bytes.len().min(from + POSTCODE_REACH)].iter().any(|byte| {
        let digit = byte.is_ascii_digit();
        let found = digit && (letter || digits == 2);
        digits = if digit { digits + 1 } else { 0 };
        letter = byte.is_ascii_alphabetic();
        found
    })
}

/// Whether the number of a street with its number first is hardly a count: three digits, a letter, or two numbers.
fn is_house_number(text: &str, street: &Street) -> bool {
    let bytes = text.as_bytes();
    let count = digits(bytes, street.start);
    let whole = (3..=5).contains(&count) && !bytes[street.start..].starts_with(b"100 ");
    count > 0 && (whole || bytes.get(street.start + count).is_some_and(|byte| !matches!(byte, b' ' | b',')))
}

/// Whether a capitalised word stands right before byte `at`, and is not the first of its sentence: `iPhone 15 Pro`.
fn follows_name(text: &str, at: usize, floor: usize) -> bool {
    let Some(word) = word_before(text, at, floor).filter(|word| word.is_capital() && !word.is(STOP)) else {
        return false;
    };
    text.get(word.end..at).is_some_and(|gap| gap == " ")
}
