//! Postal addresses by grammar: a house number, a postcode or a post box, and the words around it.

mod cities;
mod cue;
mod lexicon;
mod number;
mod regions;
mod stop_words;
mod street;
mod street_words;
mod tail;
mod unit;
mod unit_words;
mod word;

use self::lexicon::{
    ADDRESS, BOX, BOX_LAST, CITY, COMMON, DISTRICT, HIGHWAY, LEAD, LINK, MONTH, PLACE, POSTCODE, STATE,
    STATE_CODE, STOP, SUFFIX, TYPE, UNIT, WEAK_SUFFIX,
};
use self::number::{Shape, digits, house_number, may_begin, postcode};
use self::street::{
    Street, Strength, before_number, lettered, name_first, number_first, suffixed, unnumbered, word_before,
};
use self::tail::{Context, Level, Tail, ends_clause, tail};
use self::unit::{box_number, unit};
use self::word::{Case, Gap, Word};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The most digits an address may begin with: those of a post box.
const DIGITS: usize = 7;

/// How far behind a street a postcode is looked for before anything else is, in bytes.
const POSTCODE_REACH: usize = 80;

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
    let end = before_number(text, at, floor);
    let last = Word::before(text, end, floor);
    if let Some(last) = last
        && (!last.is(STOP) || last.is(BOX_LAST | UNIT))
        && let Some(found) = behind(text, &last, at, end, floor)
    {
        return Some(found);
    }
    let dead = after.is_some_and(|word| word.is(STOP) && !word.is(LINK | HIGHWAY | UNIT));
    if !dead
        && (after.is_none() || !next.point)
        && next.lines == 0
        && let Some(street) = number_first(text, at)
        && let Some(found) = decide(text, street, lead(text, at, floor), floor, "street_address.number_first")
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
fn behind(text: &str, last: &Word, at: usize, end: usize, floor: usize) -> Option<Finding> {
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
    if let Some(street) = name_first(text, at, floor) {
        return decide(text, street, street.start, floor, "street_address.name_first");
    }
    unnamed(text, last, at, end, floor)
}

/// Judges a street with what follows it; `start` is where the address begins, at the latest with the street.
fn decide(
    text: &str,
    street: Street,
    start: usize,
    floor: usize,
    recognizer: &'static str,
) -> Option<Finding> {
    // Words alone need a postcode behind them or a cue right before: most numbers in a text go no further.
    if street.strength == Strength::Bare
        && start == street.start
        && !digit_ahead(text, street.end)
        && !is_led(text, start, floor)
    {
        return None;
    }
    let context = Context { capital: street.capital, trusted: street.strength > Strength::Bare };
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
        Strength::Bare => {
            cue.near
                && !text[street.start..street.end].contains(',')
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

/// Whether a digit stands in the bytes behind byte `from`, where a postcode would.
fn digit_ahead(text: &str, from: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[from..bytes.len().min(from + POSTCODE_REACH)].iter().any(u8::is_ascii_digit)
}

/// Whether a cue may stand before byte `at`: behind a colon or a line break, or a word that leads on to an address.
fn is_led(text: &str, at: usize, floor: usize) -> bool {
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

fn finding(span: Span, score: f32, recognizer: &'static str, cue: Option<Span>) -> Finding {
    let rank = if cue.is_some() { Rank::Cue } else { Rank::Shape };
    Finding { entity_type: EntityType::StreetAddress, span, score, rank, recognizer, cue }
}

/// Whether the number of a street with its number first is hardly a count: three digits, a letter, or two numbers.
fn is_house_number(text: &str, street: &Street) -> bool {
    let bytes = text.as_bytes();
    let count = digits(bytes, street.start);
    let whole = (3..=5).contains(&count) && !text[street.start..street.end].starts_with("100 ");
    count > 0 && (whole || bytes.get(street.start + count).is_some_and(|byte| !matches!(byte, b' ' | b',')))
}

/// Whether a capitalised word stands right before byte `at`, and is not the first of its sentence: `iPhone 15 Pro`.
fn follows_name(text: &str, at: usize, floor: usize) -> bool {
    let Some(word) = word_before(text, at, floor).filter(|word| word.is_capital() && !word.is(STOP)) else {
        return false;
    };
    text.get(word.end..at).is_some_and(|gap| gap == " ")
}

/// Where an address begins whose street begins at byte `at`: a unit may stand before it, `Flat B, 12 Oak Road`.
fn lead(text: &str, at: usize, floor: usize) -> usize {
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
    for _ in 0..3 {
        let gap = Gap::at(text, end);
        if gap.next == end || gap.point {
            return None;
        }
        if text.as_bytes().get(gap.next).is_some_and(u8::is_ascii_digit)
            && let Some(street) = number_first(text, gap.next)
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
    if let Some(house) = suffixed(text, gap.next, true) {
        let next = Gap::at(text, house.end);
        if (next.comma || next.lines > 0)
            && text.as_bytes().get(next.next).is_some_and(u8::is_ascii_digit)
            && let Some(street) = number_first(text, next.next)
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

/// `Am Alten Markt 5, 50667 Köln`: words that end at byte `end`, a number, and a postcode with its town right behind,
/// or anything that is sure if the words begin with a preposition.
fn unnamed(text: &str, last: &Word, at: usize, end: usize, floor: usize) -> Option<Finding> {
    let number = house_number(text.as_bytes(), at)?;
    if last.end != end || last.is(STOP | COMMON | MONTH | DISTRICT) {
        return None;
    }
    let capital = last.case == Case::Title;
    let (mut start, mut placed) = (last.start, false);
    for _ in 0..4 {
        let Some(word) = word_before(text, start, floor) else { break };
        let more = capital && word.is_capital() && !word.is(STOP);
        if !(more || word.is(LINK) && !(placed && !word.is_capital())) {
            break;
        }
        placed = word.is(LINK);
        start = word.start;
    }
    if placed {
        let street =
            Street { start, end: lettered(text, number), strength: Strength::Bare, capital, common: false };
        return decide(text, street, start, floor, "street_address.name_first");
    }
    // `My address is Backstigen 357`
    if is_led(text, start, floor)
        && let Some(cue) = cue::before(text, start, floor)
        && cue.right_before(text, start)
        && (capital || cue.names)
    {
        let Tail { end, level } = tail(text, lettered(text, number), Context { capital, trusted: false });
        if level >= Level::Known || ends_clause(text, number) && last.letters > 4 {
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

/// A part of an address that a postcode at byte `at` makes one: behind a cue, or behind a town and its state.
fn by_postcode(text: &str, at: usize, last: Option<Word>, floor: usize) -> Option<Finding> {
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
fn lettered_postcode(text: &str, at: usize, floor: usize) -> Option<Finding> {
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
        && let Some(street) = number_first(text, at)
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
