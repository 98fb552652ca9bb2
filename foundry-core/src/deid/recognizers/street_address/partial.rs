//! Addresses without a house number, told by their postcode.

use super::cue;
use super::judge::{decide, finding, is_led};
use super::lexicon::{CITY, LINK, POSTCODE, STATE, STATE_CODE, STOP, SUFFIX, TYPE, WEAK_SUFFIX};
use super::number::{Shape, digits, postcode};
use super::street::{Street, number_first, unnumbered, word_before};
use super::tail::{self, Context, Level, Tail, tail};
use super::word::{Case, Gap, Word};
use crate::entity::{Finding, Span};

/// A part of an address that a postcode at byte `at` makes one: behind a cue, or behind a town and its state.
pub(super) fn by_postcode(text: &str, at: usize, last: Option<Word>, floor: usize) -> Option<Finding> {
    let code = postcode(text, at)?;
    let led = is_led(text, at, floor) || last.is_some_and(|word| word.is(POSTCODE));
    let called = if led { cue::of_postcode(text, at, floor) } else { None };
    // `Springfield, IL 62704`
    if code.shape == Shape::Five
        && let Some(last) = last
        && (last.is(STATE_CODE) && last.case == Case::Upper || last.is(STATE))
        && let Some(start) = town_before(text, &last, floor)
    {
        let tail = tail(text, code.end, Context { capital: true, trusted: false });
        let cue = cue::before(text, start, floor).map(|cue| cue.span).or(called);
        return Some(finding(Span::new(start, tail.end), 0.7, "street_address.town", cue));
    }
    let gap = Gap::at(text, code.end);
    // `avenue Julie Ledoux\n97310 Da Costa`, `Rua Augusta, Lisboa 1100-053`
    let town_follows = Word::at(text, gap.next).is_some_and(|word| !word.is(STOP) || word.is(LINK));
    if (town_follows || code.shape == Shape::Town || code.shape == Shape::Five)
        && last.is_none_or(|word| !word.is(STOP))
        && let Some(street) = street_before(text, at, floor)
    {
        let context = Context { capital: street.capital, trusted: true };
        let Tail { end, level } = tail(text, street.end, context);
        if level == Level::Sure && end >= code.end {
            let cue = cue::before(text, street.start, floor).map(|cue| cue.span);
            return Some(finding(Span::new(street.start, end), 0.8, "street_address.unnumbered", cue));
        }
    }
    if !led {
        return None;
    }
    let cue = called.or_else(|| cue::before(text, at, floor).map(|cue| cue.span))?;
    let town = Word::at(text, gap.next)
        .filter(|_| gap.next > code.end && gap.lines == 0 && !gap.point && !gap.open)
        .and_then(|word| {
            tail::town(text, word.start, word.is_capital(), called.is_none() || !word.is_capital())
        });
    if called.is_none() && town.is_none() {
        return None;
    }
    let end = tail(text, town.unwrap_or(code.end), Context { capital: true, trusted: false }).end;
    Some(finding(Span::new(at, end), 0.7, "street_address.postcode", Some(cue)))
}

/// A street without a number that ends before the postcode at byte `at`, or before the town before it.
fn street_before(text: &str, at: usize, floor: usize) -> Option<Street> {
    let bytes = text.as_bytes();
    let mut end = at;
    for part in 0..2 {
        let from = end;
        let mut marks = 0;
        while end > floor && from - end < 4 && matches!(bytes[end - 1], b' ' | b',' | b'\n' | b'-') {
            marks += usize::from(matches!(bytes[end - 1], b',' | b'\n'));
            end -= 1;
        }
        let last = Word::before(text, end, floor).filter(|word| end < from && !word.is(STOP))?;
        if marks > 0
            && let Some(street) = unnumbered(text, &last, floor)
        {
            return Some(street);
        }
        if part > 0 {
            break;
        }
        // A town of up to four words between.
        let mut word = last;
        for _ in 0..3 {
            let Some(before) = word_before(text, word.start, floor) else { break };
            if !(before.is_capital() || before.is(LINK)) || before.is(STOP) && !before.is(LINK) {
                break;
            }
            word = before;
        }
        end = word.start;
    }
    None
}

/// Where an address begins that ends with the postcode at byte `at`: at the first of the parts before it that has a
/// street word, `Rose Cottage, Church Lane, Little Milton, Oxford OX44 7QB`.
fn parts_before(text: &str, at: usize, floor: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut end, mut lines, mut start) = (at, 0, None);
    let (mut part, mut street, mut road) = (at, false, false);
    for _ in 0..12 {
        let from = end;
        let mut comma = false;
        while end > floor && from - end < 4 && matches!(bytes[end - 1], b' ' | b',' | b'\n') {
            comma |= bytes[end - 1] != b' ';
            lines += usize::from(bytes[end - 1] == b'\n');
            end -= 1;
        }
        if comma {
            start = if street { Some(part) } else { start };
            street = false;
        }
        let Some(word) = Word::before(text, end, floor).filter(|_| end < from && lines < 5) else { break };
        if !(word.is_capital() && !word.is(STOP) || word.is(LINK)) {
            break;
        }
        let first_of_name = word.is(SUFFIX | WEAK_SUFFIX | TYPE);
        street |= first_of_name;
        road |= first_of_name;
        part = word.start;
        end = word.start;
    }
    if street { Some(part) } else { start }.filter(|_| road)
}

/// Where the town before the state `last` begins: up to three words with capitals, or a known town.
fn town_before(text: &str, last: &Word, floor: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = last.start;
    while end > floor && last.start - end < 3 && matches!(bytes[end - 1], b' ' | b',') {
        end -= 1;
    }
    let mut word = Word::before(text, end, floor).filter(|_| end < last.start)?;
    let (mut start, mut known) = (None, None);
    for _ in 0..3 {
        if word.phrase(text, CITY) == Some(end) {
            known = Some(word.start);
        }
        if !word.is_capital() || word.is(STOP) {
            break;
        }
        start = Some(word.start);
        let Some(before) = word_before(text, word.start, floor) else { break };
        word = before;
    }
    known.or(start)
}

/// `postcode SW1A 2AA`: the postcode that holds the digit at byte `at` behind one or two letters.
pub(super) fn lettered_postcode(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let letters =
        bytes[floor.min(at)..at].iter().rev().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = at - letters;
    if !(1..=2).contains(&letters)
        || start > floor && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] >= 0x80)
    {
        return None;
    }
    // `U6/79 Highland Parade`
    if letters == 1
        && bytes.get(at + digits(bytes, at)) == Some(&b'/')
        && let Some(street) = number_first(text, at, None)
    {
        return decide(text, street, start, floor, "street_address.unit");
    }
    let code = postcode(text, start).filter(|code| code.shape == Shape::Letters)?;
    if let Some(from) = parts_before(text, start, floor) {
        let end = tail(text, code.end, Context { capital: true, trusted: false }).end;
        let cue = cue::before(text, from, floor).map(|cue| cue.span);
        return Some(finding(Span::new(from, end), 0.8, "street_address.unnumbered", cue));
    }
    let cue = cue::of_postcode(text, start, floor).or_else(|| {
        // `London SW1A 2AA`, behind a word of living or sending.
        let spaced = bytes.get(start..code.end)?.contains(&b' ');
        cue::before(text, start, floor).filter(|_| spaced).map(|cue| cue.span)
    })?;
    let mut from = start;
    if let Some(word) = word_before(text, start, floor)
        && word.is(CITY)
    {
        from = word.start;
    }
    let end = tail(text, code.end, Context { capital: true, trusted: false }).end;
    Some(finding(Span::new(from, end), 0.7, "street_address.postcode", Some(cue)))
}
