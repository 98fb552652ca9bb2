//! What follows a street: units, districts, towns, states, postcodes and countries, over commas and line breaks.

use super::lexicon::{
    ADDRESS, AMBIGUOUS, CITY, COMMON, COUNTRY, LINK, PHRASE, PLACE, POSTCODE, STATE, STATE_CODE, STOP,
    TOWN_START,
};
use super::number::{Postcode, Shape, digits, ends_freely, postcode};
use super::unit::unit;
use super::word::{Case, Gap, Word};

/// The most words of a town and a district together.
const TOWN_WORDS: usize = 6;
/// The most parts behind a street.
const PARTS: usize = 10;
/// The most line breaks within an address.
const LINES: u8 = 5;

/// How much what follows a street says for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Nothing,
    /// Words that may be a town.
    Words,
    /// A unit or a known town.
    Known,
    /// A postcode, a state or a country.
    Sure,
}

/// What is known of an address while what follows its street is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// It has capitals that mean something.
    pub(super) capital: bool,
    /// A street word or a box stands in it, so that what follows needs less of its own.
    pub(super) trusted: bool,
}

/// What follows a street.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    pub(super) end: usize,
    pub(super) level: Level,
}

/// Reads what follows the street that ends at byte `from`.
pub(super) fn tail(text: &str, from: usize, context: Context) -> Tail {
    let mut tail = Tail { end: from, level: Level::Nothing };
    let (mut town, mut again, mut lines) = (false, false, 0);
    for _ in 0..PARTS {
        let gap = Gap::at(text, tail.end);
        lines += gap.lines;
        let touches = gap.next == tail.end && text.as_bytes().get(gap.next) != Some(&b'#');
        if touches || lines > LINES || gap.point && !abbreviated(text, tail.end) {
            break;
        }
        if gap.open {
            match province(text, gap.next) {
                Some(end) => {
                    tail = Tail { end, level: tail.level.max(Level::Known) };
                    continue;
                }
                None => break,
            }
        }
        if let Some(end) = unit(text, gap.next).filter(|_| gap.lines == 0 || tail.level < Level::Sure) {
            tail = Tail { end, level: tail.level.max(Level::Known) };
            continue;
        }
        if let Some(found) = anchored(text, gap, context, town) {
            town = true;
            tail = Tail { end: found.end, level: tail.level.max(found.level) };
            continue;
        }
        // A province may stand behind the town: `Merlo 5881, San Luis`.
        if (!town || context.capital && gap.comma && !again)
            && let Some(end) = words(text, gap, context)
        {
            again = town;
            town = true;
            tail = Tail { end, level: tail.level.max(Level::Words) };
            continue;
        }
        break;
    }
    tail
}

/// Words that lead to a known town, a state, a postcode or a country. `town`: one was read already.
fn anchored(text: &str, start: Gap, context: Context, town: bool) -> Option<Tail> {
    let (mut gap, mut before) = (start, None);
    let mut lines = 0;
    let most = if town { 2 } else { TOWN_WORDS };
    for read in 0..=most {
        if let Some(found) = anchor(text, gap, before, context, town || read > 0) {
            return Some(found);
        }
        let word = Word::at(text, gap.next)?;
        let linked = word.is(LINK) && !gap.comma;
        if word.is(STOP) && !linked || town && !context.capital && gap.is_plain() {
            return None;
        }
        before = Some(word);
        gap = Gap::at(text, word.end);
        lines += gap.lines;
        if gap.next == word.end || gap.open || lines > 2 || gap.point && !abbreviated(text, word.end) {
            return None;
        }
    }
    None
}

/// What makes words before it a town: here, behind `gap`.
fn anchor(text: &str, gap: Gap, before: Option<Word>, context: Context, named: bool) -> Option<Tail> {
    let at = gap.next;
    let sure = |end| Some(Tail { end, level: Level::Sure });
    if let Some(code) = postcode(text, at) {
        let known =
            before.is_some_and(|word| word.is(CITY | STATE_CODE | STATE) || ends_known(text, word.end));
        if let Some(end) = with_postcode(text, code, gap, known, context, named) {
            return sure(end);
        }
    }
    let word = Word::at(text, at)?;
    if let Some(end) = word.phrase(text, COUNTRY).filter(|_| named || gap.comma || gap.lines > 0) {
        return sure(end);
    }
    if word.is(STATE_CODE | STATE | PHRASE) {
        let is_state = word.is(STATE_CODE | STATE) || word.phrase(text, STATE | STATE_CODE).is_some();
        let town = is_state && before.is_some_and(|word| ends_known(text, word.end));
        // `São Paulo - SP`
        if town && gap.dash && word.is(STATE_CODE) && word.letters == 2 {
            let end = state(text, &word, true, context.capital, true);
            return sure(end.unwrap_or(word.end));
        }
        let known = gap.comma || gap.dash || town;
        if is_state && let Some(end) = state(text, &word, known, context.capital, named) {
            return sure(end);
        }
    }
    let end = word.phrase(text, CITY).filter(|&end| !word.is(STOP) || end > word.end)?;
    // `Dublin 2`, `Wien 1010`, `Paris Cedex 08`
    Some(Tail { end: zone(text, end).unwrap_or(end), level: Level::Known })
}

/// The number of a part of a town behind its name.
fn zone(text: &str, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let gap = Gap::at(text, end);
    let (at, most) = match Word::at(text, gap.next) {
        Some(word) if text.get(word.start..word.end).is_some_and(|w| w.eq_ignore_ascii_case("cedex")) => {
            let next = Gap::at(text, word.end);
            if !next.is_plain() || digits(bytes, next.next) == 0 {
                return Some(word.end);
            }
            (next.next, 2)
        }
        _ => (gap.next, 2),
    };
    let count = digits(bytes, at);
    let last = at + count;
    (gap.is_plain() && (1..=most).contains(&count) && ends_freely(bytes, last) && ends_clause(text, last))
        .then_some(last)
}

/// Whether the word that ends at byte `end` is the last of a known town.
fn ends_known(text: &str, end: usize) -> bool {
    let mut at = end;
    for _ in 0..4 {
        let Some(word) = Word::before(text, at, 0) else { return false };
        if word.phrase(text, CITY) == Some(end) {
            return true;
        }
        at = back(text, word.start);
    }
    false
}

/// The end of the spaces and of a point or a hyphen before byte `start`.
fn back(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at > 0 && start - at < 3 && matches!(bytes[at - 1], b' ' | b'.' | b'-') {
        at -= 1;
    }
    at
}

/// The end of a postcode with what belongs to it, if it is one here.
fn with_postcode(
    text: &str,
    code: Postcode,
    gap: Gap,
    known: bool,
    context: Context,
    named: bool,
) -> Option<usize> {
    let next = Gap::at(text, code.end);
    let digit_follows = next.is_plain() && text.as_bytes().get(next.next).is_some_and(u8::is_ascii_digit);
    let follows = |strict: bool| {
        let apart = next.next > code.end && !next.point && !next.open;
        apart.then(|| town(text, next.next, context.capital, strict)).flatten()
    };
    let apart = gap.comma || gap.lines > 0 || gap.dash;
    match code.shape {
        Shape::Letters => Some(follows(true).filter(|_| !named && next.is_plain()).unwrap_or(code.end)),
        Shape::Town if named => Some(follows(true).unwrap_or(code.end)),
        Shape::Five if named => Some(code.end),
        Shape::Town | Shape::Five => follows(false).or((!digit_follows).then_some(code.end)),
        Shape::Six => {
            let alone = gap.lines > 0 && next.lines > 0 && context.trusted;
            (gap.dash || known || named && context.capital || alone).then_some(code.end)
        }
        Shape::Four => {
            let year = text.get(code.end - 4..code.end).is_some_and(|year| ("1900".."2100").contains(&year));
            if named {
                let fits = known || (context.capital || context.trusted) && !year;
                return (fits && !digit_follows).then_some(code.end);
            }
            follows(!(apart && (context.capital || context.trusted)))
        }
    }
}

/// The end of a town that starts at byte `at`, behind its postcode; `strict`: a known one.
pub(super) fn town(text: &str, at: usize, capital: bool, strict: bool) -> Option<usize> {
    let first = Word::at(text, at)?;
    if first.is(STOP) && !first.is(LINK) {
        return None;
    }
    let known = first.phrase(text, CITY);
    if strict || !capital && known.is_some() {
        return known.map(|end| zone(text, end).unwrap_or(end));
    }
    let (mut end, mut word, mut pending) = (known, first, false);
    for count in 1..=5 {
        let starts = word.is(TOWN_START) && !word.is(CITY);
        if word.is(LINK) && (count > 1 || word.is(STOP)) || starts && !capital {
            pending = true;
            if starts && !word.is(STOP) {
                end = end.max(Some(word.end));
            }
        } else if word.is(STOP) || capital && !word.is_capital() || !capital && count > 1 && !pending {
            break;
        } else {
            pending = false;
            end = end.max(Some(word.end));
        }
        let gap = Gap::at(text, word.end);
        if !(gap.is_plain() || gap.point && abbreviated(text, word.end)) || gap.next == word.end {
            break;
        }
        let Some(next) = Word::at(text, gap.next) else { break };
        word = next;
    }
    let end = end?;
    // In lower case a second word belongs to the town if nothing comes behind it.
    if !capital && known.is_none() {
        let gap = Gap::at(text, end);
        let second = Word::at(text, gap.next)
            .filter(|word| gap.is_plain() && !word.is(STOP | COMMON | PLACE | ADDRESS));
        return Some(second.filter(|word| ends_clause(text, word.end)).map_or(end, |word| word.end));
    }
    Some(zone(text, end).unwrap_or(end))
}

/// The end of a state with its postcode.
fn state(text: &str, word: &Word, known: bool, capital: bool, named: bool) -> Option<usize> {
    let is_name = word.phrase(text, STATE);
    let end = is_name.or_else(|| word.phrase(text, STATE_CODE))?;
    let mut gap = Gap::at(text, end);
    // `Mumbai, Maharashtra - 400001`, `Lisboa, CEP 1000-205`
    if let Some(next) = Word::at(text, gap.next)
        && next.is(POSTCODE)
        && !gap.point
    {
        gap = Gap::at(text, next.end);
        if text.as_bytes().get(gap.next) == Some(&b':') {
            gap = Gap::at(text, gap.next + 1);
        }
    }
    let code = postcode(text, gap.next).filter(|code| {
        let fits = gap.next > end && !gap.open && (!gap.point || abbreviated(text, end));
        let four = code.shape == Shape::Four && gap.lines > 0 && !known;
        fits && !four && (named || gap.lines == 0)
    });
    if let Some(code) = code {
        return Some(code.end);
    }
    if is_name.is_some_and(|end| end > word.end) || is_name.is_some() && !word.is(STATE_CODE) {
        return (named || known).then_some(end);
    }
    let sure = match (word.case, capital) {
        (Case::Upper, true) => named || known,
        // Beside capitals a code has them too.
        (_, true) => false,
        _ => (named || known) && (!word.is(AMBIGUOUS) || ends_line(text, end)),
    };
    sure.then_some(end)
}

/// Words behind a street that are a town for all one can tell.
fn words(text: &str, gap: Gap, context: Context) -> Option<usize> {
    let capital = context.capital;
    if gap.dash || gap.point || gap.lines > 0 && !capital {
        return None;
    }
    let mut most = if gap.comma { 4 } else { 2 };
    let (mut end, mut at, mut start) = (None, gap.next, false);
    for count in 0..6 {
        let Some(word) = Word::at(text, at).filter(|_| count < most) else { break };
        let fits =
            if capital { word.is_capital() && !word.is(STOP) } else { !word.is(STOP | COMMON | PLACE) };
        start |= count == 0 && word.is(TOWN_START);
        let links = word.is(LINK) && end.is_some() || count == 0 && start && !word.is(STOP);
        if !(fits || links) {
            break;
        }
        // `la` alone is no town.
        if fits && !(count == 0 && word.is(LINK)) {
            end = Some(word.end);
        } else {
            most += 1;
        }
        let next = Gap::at(text, word.end);
        if !next.is_plain() || next.next == word.end {
            break;
        }
        at = next.next;
    }
    let end = end?;
    let closed = match (gap.lines > 0, gap.comma) {
        // The next line may be anything; a field of a form is no town.
        (true, _) => ends_line(text, end),
        (_, true) => capital || ends_clause(text, end),
        (_, false) => capital && ends_clause(text, end) || start || context.trusted && ends_line(text, end),
    };
    (closed && text.as_bytes().get(end) != Some(&b'@')).then_some(end)
}

/// `(MI)`: the code of an Italian province or a Swiss canton; gives what is behind the bracket.
fn province(text: &str, at: usize) -> Option<usize> {
    let word = Word::at(text, at)?;
    (text.as_bytes().get(word.end) == Some(&b')')
        && (word.letters == 2 || word.letters <= 12 && !word.is(STOP)))
    .then_some(word.end + 1)
}

/// Whether a point at byte `at` is that of an abbreviation: `St.`, `Av.`, `Str.`, `Blvd.`
pub(super) fn abbreviated(text: &str, at: usize) -> bool {
    Word::before(text, at, 0).is_some_and(|word| word.letters <= 5 || word.ending() != 0)
}

/// Whether a clause may end at byte `at`: punctuation, a line break, a word that is in no name, or nothing more.
pub(super) fn ends_clause(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"'s") || rest.starts_with("’s".as_bytes())) {
        return false;
    }
    let gap = Gap::at(text, at);
    if gap.comma || gap.lines > 0 || gap.point || gap.dash {
        return true;
    }
    match bytes.get(gap.next) {
        None => true,
        Some(byte) if byte.is_ascii_alphabetic() || *byte >= 0xC3 => {
            gap.next > at && Word::at(text, gap.next).is_none_or(|word| word.is(STOP | PLACE | ADDRESS))
        }
        Some(b'_' | b'@' | b'\'') => false,
        Some(_) => true,
    }
}

/// Whether nothing more stands in the line behind byte `at`.
fn ends_line(text: &str, at: usize) -> bool {
    let gap = Gap::at(text, at);
    gap.lines > 0
        || gap.comma
        || matches!(text.as_bytes().get(gap.next), None | Some(b'.' | b'!' | b'?' | b')' | b'"'))
}
