//! Postal addresses by grammar: a house number, a postcode or a post box, and the words around it.

mod cities;
mod cue;
mod judge;
mod lexicon;
mod number;
mod partial;
mod regions;
mod stop_words;
mod street;
mod street_words;
mod tail;
#[cfg(test)]
mod tests;
mod unit;
mod unit_words;
mod word;

use self::judge::{decide, finding, is_led};
use self::lexicon::{
    ADDRESS, BOX, BOX_LAST, COMMON, DISTRICT, HIGHWAY, LINK, MONTH, PLACE, STOP, UNIT, WEAK_TYPE,
};
use self::number::{Shape, digits, house_number, may_begin, postcode};
use self::partial::{by_postcode, lettered_postcode};
use self::street::{
    Street, Strength, lettered, name_first, number_first, suffixed, word_before, word_before_number,
};
use self::tail::{Context, Level, Tail, ends_clause, tail};
use self::unit::{box_number, unit};
use self::word::{Case, Gap, Word};
use crate::entity::{Finding, Span};

/// The most units before a street.
const UNITS: usize = 3;
/// The most digits an address may begin with: those of a post box.
const DIGITS: usize = 7;

/// The address around the first digit of a number at byte `at`. Nothing before `floor` is looked at.
///
/// Looks at a bounded number of words on either side, and at none if the words beside the number are in no name.
pub(super) fn at(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).map_or(b' ', |i| bytes[i]);
    if before.is_ascii_alphanumeric() {
        return lettered_postcode(text, at, floor);
    }
    if matches!(before, b'$' | b'+' | b'/' | b'-' | b'_' | b'*' | b'=' | b'@' | b'%' | b'\\') {
        return None;
    }
    let count = digits(bytes, at);
    if count > DIGITS || before == b'.' && at >= 2 && bytes[at - 2].is_ascii_digit() {
        return None;
    }
    if !may_begin(text, at, at + count) {
        return None;
    }
    let next = Gap::at(text, at + count);
    let after = Word::at(text, next.next).filter(|_| next.next > at + count);
    let last = word_before_number(text, at, floor);
    if let Some(last) = last
        && (!last.is(STOP) || last.is(BOX_LAST | UNIT | WEAK_TYPE))
        && let Some(found) = behind(text, &last, at, floor)
    {
        return Some(found);
    }
    let dead = after.is_some_and(|word| word.is(STOP) && !word.is(LINK | HIGHWAY | UNIT));
    if !dead
        && (after.is_none() || !next.point)
        && next.lines == 0
        && let Some(street) = number_first(text, at, after)
        && let Some(found) =
            decide(text, street, lead(text, at, last, floor), floor, "street_address.number_first")
    {
        return Some(found);
    }
    let marked = bytes.get(at + count).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    if (marked || next.point)
        && let Some(found) = with_unit(text, at, floor)
    {
        return Some(found);
    }
    if (4..=6).contains(&count) || count == 2 && bytes.get(at + 2) == Some(&b'-') {
        return by_postcode(text, at, last, floor);
    }
    None
}

/// An address whose number stands behind the word `last`: a box, a unit or a street.
fn behind(text: &str, last: &Word, at: usize, floor: usize) -> Option<Finding> {
    if last.is(BOX_LAST)
        && let Some(found) = post_box(text, last, at, floor)
    {
        return Some(found);
    }
    if last.is(UNIT)
        && let Some(found) = with_unit(text, last.start, floor)
    {
        return Some(found);
    }
    if let Some(street) = name_first(text, last, at, floor) {
        return decide(text, street, street.start, floor, "street_address.name_first");
    }
    unnamed(text, last, at, floor)
}

/// Where an address begins whose street begins at byte `at`: a unit may stand before it, `Flat B, 12 Oak Road`.
fn lead(text: &str, at: usize, last: Option<Word>, floor: usize) -> usize {
    if last.is_some_and(|word| word.letters > 2) {
        return at;
    }
    let bytes = text.as_bytes();
    let mut end = at;
    while end > floor && at - end < 3 && matches!(bytes[end - 1], b' ' | b',' | b'\n') {
        end -= 1;
    }
    let Some(letter) = Word::before(text, end, floor).filter(|word| word.letters <= 2 && end < at) else {
        return at;
    };
    match word_before(text, letter.start, floor) {
        Some(word) if word.is(UNIT) && unit(text, word.start) == Some(letter.end) => word.start,
        _ => at,
    }
}

/// An address that begins with a unit at byte `start`: `Flat 3, 12 Oak Road`, `Unit 5\nMill House\nMill Lane\nOX1 1AA`.
fn with_unit(text: &str, start: usize, floor: usize) -> Option<Finding> {
    let mut end = unit(text, start)?;
    for units in 0..=UNITS {
        if units == UNITS {
            return None;
        }
        let gap = Gap::at(text, end);
        if gap.next == end || gap.point {
            return None;
        }
        if text.as_bytes().get(gap.next).is_some_and(u8::is_ascii_digit)
            && let Some(street) = number_first(text, gap.next, None)
            && let Some(found) = decide(text, street, start, floor, "street_address.unit")
        {
            return Some(found);
        }
        match unit(text, gap.next) {
            Some(next) => end = next,
            None => break,
        }
    }
    let gap = Gap::at(text, end);
    let first = Word::at(text, gap.next).filter(|word| !word.is(STOP))?;
    // The name of a house, then the number and the street.
    let cue = cue::before(text, start, floor);
    if let Some(house) = suffixed(text, gap.next, true, None) {
        let next = Gap::at(text, house.end);
        if (next.comma || next.lines > 0)
            && text.as_bytes().get(next.next).is_some_and(u8::is_ascii_digit)
            && let Some(street) = number_first(text, next.next, None)
            && let Some(found) = decide(text, street, start, floor, "street_address.unit")
        {
            return Some(found);
        }
        if house.strength > Strength::Bare && !house.common && (house.capital || cue.is_some()) {
            return decide(text, house, start, floor, "street_address.unit");
        }
        let tail = tail(text, house.end, Context { capital: house.capital, trusted: false });
        if tail.level == Level::Sure && !house.common {
            return Some(finding(Span::new(start, tail.end), 0.85, "street_address.unit", None));
        }
    }
    let tail = tail(text, end, Context { capital: first.is_capital(), trusted: false });
    (tail.level == Level::Sure)
        .then(|| finding(Span::new(start, tail.end), 0.85, "street_address.unit", None))
}

/// A post box whose number stands at byte `at`.
fn post_box(text: &str, last: &Word, at: usize, floor: usize) -> Option<Finding> {
    let mut first = *last;
    let mut found = None;
    for _ in 0..4 {
        if first.phrase(text, BOX) == Some(last.end) {
            found = Some(first);
        }
        let Some(word) = word_before(text, first.start, floor) else { break };
        first = word;
    }
    let first = found?;
    let end = box_number(text, last.end).filter(|&end| end > at)?;
    let tail = tail(text, end, Context { capital: first.is_capital(), trusted: true });
    // `BP 12`, `CP 28013`: short words need a town or a postcode behind the number.
    let short = first.start == last.start && last.letters <= 3
        || last.case == Case::Lower && first.start == last.start && last.letters < 6;
    if short && tail.level < Level::Known {
        return None;
    }
    let cue = cue::before(text, first.start, floor).map(|cue| cue.span);
    Some(finding(Span::new(first.start, tail.end), 0.9, "street_address.box", cue))
}

/// `Am Alten Markt 5, 50667 Köln`: words that end with `last`, a number, and a postcode with its town right behind,
/// or anything that is sure if the words begin with a preposition.
fn unnamed(text: &str, last: &Word, at: usize, floor: usize) -> Option<Finding> {
    let number = house_number(text.as_bytes(), at)?;
    if last.is(STOP | COMMON | MONTH | DISTRICT | LINK) {
        return None;
    }
    let capital = last.case == Case::Title;
    let (mut start, mut links) = (last.start, 0);
    for count in 0..4 {
        let Some(word) = word_before(text, start, floor) else { break };
        // `am alten Graben`: an adjective behind its preposition.
        let adjective = || {
            count == 0
                && !word.is(STOP | COMMON | ADDRESS | PLACE)
                && word_before(text, word.start, floor).is_some_and(|link| link.is(LINK))
        };
        let more = links == 0 && (capital && word.is_capital() && !word.is(STOP) || adjective());
        if !(more || word.is(LINK) && links < 2) {
            break;
        }
        links += usize::from(word.is(LINK));
        start = word.start;
    }
    let placed = links > 0;
    if placed {
        let street =
            Street { start, end: lettered(text, number), strength: Strength::Bare, capital, common: false };
        return decide(text, street, start, floor, "street_address.name_first");
    }
    // `My address is Backstigen 357`
    if is_led(text, start, floor)
        && let Some(cue) = cue::before(text, start, floor)
        && cue.right_before(text, start)
    {
        let Tail { end, level } = tail(text, lettered(text, number), Context { capital, trusted: false });
        if level >= Level::Known && capital
            || cue.names && (level >= Level::Known || ends_clause(text, number) && last.letters > 4)
        {
            return Some(finding(Span::new(start, end), 0.7, "street_address.name_first", Some(cue.span)));
        }
    }
    let gap = Gap::at(text, number);
    let code = postcode(text, gap.next).filter(|_| gap.next > number && !gap.point && !gap.open)?;
    let town_gap = Gap::at(text, code.end);
    let strict = code.shape == Shape::Four || !capital;
    let town = tail::town(text, town_gap.next, capital, strict)
        .filter(|_| town_gap.next > code.end && !town_gap.point && code.shape != Shape::Six)?;
    let tail = tail(text, town, Context { capital, trusted: true });
    let cue = cue::before(text, start, floor).map(|cue| cue.span);
    Some(finding(Span::new(start, tail.end), 0.7, "street_address.name_first", cue))
}
