//! The line of the street: a number and a name with a street word on the one or the other side.

use super::lexicon::{
    ADDRESS, ADJECTIVE, BARE_ENDING, COMMON, DIRECTION, HIGHWAY, LINK, MONTH, ORDINAL, PLACE, POSTCODE, STOP,
    SUFFIX, TYPE, UNIT, WEAK_SUFFIX, WEAK_TYPE, WHOLE,
};
use super::number::{digits, ends_freely, house_number, ordinal};
use super::tail::{abbreviated, ends_clause};
use super::unit::number_mark;
use super::word::{Case, Gap, Word};

/// The most words of a name with its street word.
const NAME_WORDS: usize = 7;

/// How sure the words make it that this is a street.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Words without a street word.
    Bare,
    /// A street word that is a common word too.
    Weak,
    Strong,
}

/// The line of a street.
#[derive(Debug, Clone, Copy)]
pub(super) struct Street {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) strength: Strength,
    /// Its name has a capital that means something.
    pub(super) capital: bool,
    /// A word in it is hardly ever part of a name.
    pub(super) common: bool,
}

/// `12 Oak Lane`, `5, avenue Foch`, `1200 NW 5th Ave`: a number at byte `at`, and the name behind it.
/// `after` is the word behind its digits, if that is known.
pub(super) fn number_first(text: &str, at: usize, after: Option<Word>) -> Option<Street> {
    let end = house_number(text.as_bytes(), at)?;
    let mut gap = Gap::at(text, end);
    if gap.next == end || gap.lines > 0 || gap.point || gap.open || gap.dash {
        return None;
    }
    if let Some(fraction) = ["1/2 ", "1/4 ", "3/4 "]
        .iter()
        .find(|half| text.get(gap.next..).is_some_and(|rest| rest.starts_with(**half)))
    {
        gap.next += fraction.len();
    }
    let mut first = after.filter(|word| word.start == gap.next).or_else(|| Word::at(text, gap.next));
    // `12 bis, rue de la Paix`, `12 B rue Foch`
    if let Some(word) = first
        && let Some(part) = text.get(word.start..word.end)
        && (word.letters == 1 || ["bis", "ter", "quater"].iter().any(|bis| part.eq_ignore_ascii_case(bis)))
    {
        let next = Gap::at(text, word.end);
        let after = Word::at(text, next.next).filter(|_| next.next > word.end && next.lines == 0);
        if after.is_some_and(|after| after.is(TYPE | WEAK_TYPE)) {
            first = after;
            gap = next;
        }
    }
    if let Some(word) = first.filter(|word| word.is(TYPE)) {
        let name = name_behind(text, &word, true)?;
        let strength = if name.named { Strength::Strong } else { Strength::Weak };
        return Some(Street { start: at, end: name.end, strength, capital: name.capital, common: false });
    }
    let street = suffixed(text, gap.next, gap.comma, first).map(|street| Street { start: at, ..street });
    if street.is_none_or(|street| street.strength == Strength::Bare)
        && let Some(word) = first.filter(|word| word.is(WEAK_TYPE))
        && let Some(name) = name_behind(text, &word, true).filter(|name| name.named)
    {
        let strength = if name.linked { Strength::Strong } else { Strength::Weak };
        return Some(Street { start: at, end: name.end, strength, capital: name.capital, common: false });
    }
    street
}

/// A name with its street word behind it, or just words, from byte `from`. `comma`: one stands before; `first`: its
/// first word, if that is known.
pub(super) fn suffixed(text: &str, from: usize, comma: bool, first: Option<Word>) -> Option<Street> {
    let bytes = text.as_bytes();
    let mut best: Option<Street> = None;
    let mut bare = Street { start: from, end: from, strength: Strength::Bare, capital: false, common: false };
    let (mut at, mut names, mut ordered, mut look) = (from, 0, false, 0);
    for _ in 0..NAME_WORDS {
        let end;
        if let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            if best.is_some() {
                break;
            }
            let numeric = names > 0 && digits(bytes, at) <= 3 && *byte != b'0';
            let Some(number) = ordinal(text, at).or_else(|| numeric_name(text, at).filter(|_| numeric))
            else {
                break;
            };
            (end, ordered) = (number, true);
            names += 1;
        } else {
            let known = first.filter(|word| word.start == at);
            let Some(word) = known.or_else(|| Word::at(text, at)) else { break };
            end = word.end;
            if let Some(road) = word.phrase(text, HIGHWAY).and_then(|end| highway(text, end))
                && best.is_none()
            {
                let strength = if word.letters > 2 { Strength::Strong } else { Strength::Weak };
                best = Some(Street { end: road, strength, capital: word.case == Case::Title, ..bare });
                break;
            }
            if names == 0
                && let Some(whole) = word.phrase(text, WHOLE)
            {
                let capital = word.case == Case::Title;
                return Some(Street { end: whole, strength: Strength::Weak, capital, ..bare });
            }
            bare.common |= names == 0 && word.is(MONTH);
            if names == 0 && word.is(UNIT) && ident_follows(text, end) {
                break;
            }
            let strong = word.is(SUFFIX) || word.is(WEAK_SUFFIX) && ordered || word.ending() == SUFFIX;
            if names > 0 && (strong || word.is(WEAK_SUFFIX)) {
                let strength = if strong { Strength::Strong } else { Strength::Weak };
                let strength = best.map_or(strength, |best| best.strength.max(strength));
                bare.capital |= word.case == Case::Title;
                best = Some(Street { end, strength, capital: bare.capital, ..bare });
                look = usize::from(strength == Strength::Weak && !word.is(STOP));
            } else if word.ending() == SUFFIX && best.is_none() {
                best = Some(Street { end, strength: Strength::Strong, capital: word.is_capital(), ..bare });
                break;
            } else if best.is_none() && bare.common && names > 1 {
                break;
            } else if let Some(street) = &mut best {
                if word.is(DIRECTION)
                    && !word.is(COMMON)
                    && (word.letters > 1 || word.case == Case::Upper || ends_clause(text, end))
                {
                    street.end = end;
                    break;
                }
                if look == 0 || word.is(STOP) {
                    break;
                }
                look -= 1;
            } else {
                let link = word.is(LINK) && (names > 0 || word.is_capital());
                let title = word.case == Case::Title;
                if word.is(STOP) && !link && !(word.is(DIRECTION) && word.letters <= 2)
                    || word.is(ADDRESS | POSTCODE) && !title
                {
                    break;
                }
                let named =
                    title || word.is(DIRECTION | ORDINAL) || word.is(WEAK_SUFFIX) && word.letters == 2;
                bare.common |= word.is(COMMON) && !named;
                bare.capital |= title;
                ordered |= word.is(ORDINAL);
                names += usize::from(!(word.is(LINK) && word.is(STOP)));
                bare.end = end;
            }
        }
        let gap = Gap::at(text, end);
        if gap.next == end || !(gap.is_plain() || gap.point && gap.lines == 0 && abbreviated(text, end)) {
            break;
        }
        at = gap.next;
    }
    if let Some(street) = &mut best {
        street.capital |= bare.capital;
        street.common |= bare.common;
        if comma && street.strength < Strength::Strong && !street.capital {
            street.strength = Strength::Bare;
        }
    }
    best.or_else(|| (names > 0 && bare.end > from && !bare.common).then_some(bare))
}

/// A number as a street's name, as in `200 W 42 St`: a street word must follow.
fn numeric_name(text: &str, at: usize) -> Option<usize> {
    let end = at + digits(text.as_bytes(), at);
    let gap = Gap::at(text, end);
    let next = Word::at(text, gap.next).filter(|_| gap.is_plain() && gap.next > end)?;
    next.is(SUFFIX | WEAK_SUFFIX).then_some(end)
}

/// The number of a highway whose words end at byte `end`: `Highway 61 N`, `US-1`, `I-35`.
fn highway(text: &str, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let gap = Gap::at(text, end);
    let count = digits(bytes, gap.next);
    if gap.next == end || gap.comma || gap.lines > 0 || !(1..=4).contains(&count) {
        return None;
    }
    let mut last = gap.next + count;
    last += usize::from(bytes.get(last).is_some_and(u8::is_ascii_uppercase));
    if !ends_freely(bytes, last) {
        return None;
    }
    let next = Gap::at(text, last);
    let direction = Word::at(text, next.next)
        .filter(|word| next.is_plain() && word.is(DIRECTION) && !word.is(STOP | COMMON));
    Some(direction.map_or(last, |word| word.end))
}

/// The name behind a street word: `de la Paix`, `du 8 Mai 1945`, `45`.
#[derive(Debug, Clone, Copy)]
struct Name {
    end: usize,
    capital: bool,
    /// It has a word besides links.
    named: bool,
    /// A link stands before it: `place de la République`.
    linked: bool,
    /// It is a number and nothing more.
    numeric: bool,
}

/// Reads the name behind the street word `first`. `numbered`: the house number stands before it, so that years and
/// numbers in the name are not taken for it.
fn name_behind(text: &str, first: &Word, numbered: bool) -> Option<Name> {
    let bytes = text.as_bytes();
    let mut name = Name { end: first.end, capital: false, named: false, linked: false, numeric: false };
    let (mut at, mut words, mut dated) = (first.end, 0, false);
    for _ in 0..NAME_WORDS + 2 {
        let gap = Gap::at(text, at);
        let reads = gap.next > at
            && (gap.is_plain() || gap.point && gap.lines == 0 && !gap.comma && abbreviated(text, at));
        if !reads && bytes.get(at.wrapping_sub(1)) != Some(&b'/') {
            break;
        }
        if number_mark(text, gap.next).is_some() {
            break;
        }
        let count = digits(bytes, gap.next);
        if count > 0 {
            let end = gap.next + count;
            let next = Gap::at(text, end);
            let word = Word::at(text, next.next)
                .filter(|word| next.is_plain() && next.next > end && (word.is(LINK) || !word.is(STOP)));
            let day = count <= 2
                && words == 0
                && ends_freely(bytes, end)
                && word.is_some_and(|word| word.letters > 2 || word.is(LINK));
            let year = count == 4 && dated && (numbered || word.is_none() && number_follows(text, end));
            let only = words == 0 && !name.linked && count <= 3 && number_follows(text, end);
            let last = if only { numbered_name(text, end) } else { end };
            if !(day || year || only) {
                break;
            }
            dated |= day;
            at = last;
            name.end = last;
            name.named |= only || year;
            name.numeric = only;
            if year || only {
                break;
            }
            continue;
        }
        let Some(word) = Word::at(text, gap.next) else { break };
        if word.is(LINK) && !(word.is(STOP) && word.letters == 1 && words > 0 && !name.capital) {
            name.linked |= words == 0;
            at = word.end;
            // `Insurgentes Sur`
            if word.is(DIRECTION) && words > 0 {
                name.end = at;
            }
            continue;
        }
        if word.is(STOP) && !(word.is_capital() && words == 0) && !word.is(WEAK_TYPE)
            || word.is(ADDRESS | POSTCODE)
        {
            break;
        }
        if words > 0 && (name.capital && !word.is_capital() || word.is(UNIT) && ident_follows(text, word.end))
        {
            break;
        }
        if !word.is_capital() && word.is(COMMON) && words > 0 || words == 4 && !name.capital {
            break;
        }
        name.capital |= word.case == Case::Title;
        name.named = true;
        words += 1;
        at = word.end;
        name.end = at;
    }
    (name.end > first.end).then_some(name)
}

/// The end of a street name that is a number whose digits end at byte `end`: `7ª`, `63 Bis R`, `45A`, `26 Sur`.
fn numbered_name(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = end;
    if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    } else if bytes.get(end) == Some(&0xC2) && matches!(bytes.get(end + 1), Some(0xAA | 0xBA)) {
        end += 2;
    }
    for _ in 0..2 {
        let gap = Gap::at(text, end);
        let Some(word) = Word::at(text, gap.next).filter(|_| gap.is_plain() && gap.next > end) else { break };
        let bis = text.get(word.start..word.end).is_some_and(|part| part.eq_ignore_ascii_case("bis"));
        let letter = word.letters == 1 && word.case == Case::Upper && number_mark(text, word.start).is_none();
        if !(bis || letter || word.is(DIRECTION) && word.letters > 2) {
            break;
        }
        end = word.end;
    }
    end
}

/// Whether a house number stands behind byte `end`.
fn number_follows(text: &str, end: usize) -> bool {
    let end = numbered_name(text, end);
    let gap = Gap::at(text, end);
    gap.lines == 0
        && (number_mark(text, gap.next).is_some()
            || ordinal(text, gap.next).is_none()
                && house_number(text.as_bytes(), gap.next).is_some()
                && (gap.comma || gap.dash))
}

/// Whether the number or letter of a unit stands behind byte `end`.
fn ident_follows(text: &str, end: usize) -> bool {
    let gap = Gap::at(text, end);
    text.as_bytes().get(gap.next).is_some_and(u8::is_ascii_digit)
        || Word::at(text, gap.next).is_some_and(|word| word.letters == 1 && word.end - word.start == 1)
}

/// A street whose number stands behind its name and holds the digit at byte `at`: `Calle de Alcalá, 45`,
/// `Hauptstraße 12`, `Via Roma n. 10`, `Calle 45 # 12-34`.
pub(super) fn name_first(text: &str, last: &Word, at: usize, floor: usize) -> Option<Street> {
    let bytes = text.as_bytes();
    if last.is(BARE_ENDING) || last.ending() == SUFFIX {
        return compound(text, last, at, floor);
    }
    let Some(typed) = type_before(text, last, floor) else {
        return (last.ending() != 0).then(|| compound(text, last, at, floor)).flatten();
    };
    let name = name_behind(text, &typed, false)?;
    let mut gap = Gap::at(text, name.end);
    let marked = number_mark(text, gap.next);
    gap.next = marked.unwrap_or(gap.next);
    if gap.lines > 0 || gap.next == name.end {
        return None;
    }
    let number = match house_number(bytes, gap.next) {
        Some(number) => number,
        // The only number is the name, as in `Calle 45`, or stands in it.
        None if name.end > at => name.end,
        None => return None,
    };
    if number <= at || !name.named {
        return None;
    }
    if name.numeric && !typed.is(TYPE) && marked.is_none() {
        return None;
    }
    let strength = match typed.is(TYPE) || marked.is_some() && name.named || name.linked && typed.letters > 2
    {
        true => Strength::Strong,
        false => Strength::Weak,
    };
    let capital = name.capital || typed.case == Case::Title && typed.letters > 1;
    Some(Street {
        start: typed.start,
        end: inner(text, lettered(text, number)),
        strength,
        capital,
        common: false,
    })
}

/// The end of a second number of three digits, that of a unit: `Retorno Sonora 228 303`.
fn inner(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let last = end + 4;
    let fits = bytes.get(end) == Some(&b' ') && digits(bytes, end + 1) == 3 && ends_freely(bytes, last);
    let closed = matches!(bytes.get(last), None | Some(b',' | b'\n' | b'.'));
    if fits && closed { last } else { end }
}

/// A street without a number whose name ends with the word `last`: `avenue Julie Ledoux`, `Marienplatz`.
pub(super) fn unnumbered(text: &str, last: &Word, floor: usize) -> Option<Street> {
    let (start, capital) = if last.ending() == SUFFIX {
        (last.start, last.is_capital())
    } else {
        let typed = type_before(text, last, floor)?;
        let name = name_behind(text, &typed, true).filter(|name| name.named && name.end >= last.end)?;
        if !(typed.is(TYPE) || name.capital || name.linked) {
            return None;
        }
        (typed.start, name.capital)
    };
    Some(Street { start, end: last.end, strength: Strength::Strong, capital, common: false })
}

/// The word before a number: spaces, a comma and what says "number" are passed over.
pub(super) fn word_before_number(text: &str, at: usize, floor: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    let mut end = at;
    let (mut marks, mut steps) = (0, 0);
    while end > floor && steps < 5 {
        match bytes[end - 1] {
            b' ' | b'\t' | 0xA0 | 0xC2 => {}
            b',' | b'.' | b'#' if marks < 2 => marks += 1,
            0xBA | 0xB0 if end >= 3 && bytes[end - 2] == 0xC2 => {}
            _ => break,
        }
        end -= 1;
        steps += 1;
    }
    let word = Word::before(text, end, floor)?;
    // `Via Roma n. 10`, `Hauptstraße Nr. 5`
    if end < at
        && word.letters <= 6
        && may_mark(bytes[word.start])
        && number_mark(text, word.start) == Some(at)
    {
        let mut end = word.start;
        while end > floor && matches!(bytes[end - 1], b' ' | b',') {
            end -= 1;
        }
        return Word::before(text, end, floor);
    }
    Some(word)
}

/// Whether a word that says "number" may begin with this byte.
fn may_mark(byte: u8) -> bool {
    byte | 0x20 == b'n'
}

/// A compound, with what belongs to its name before it and the number at byte `at` behind it.
fn compound(text: &str, last: &Word, at: usize, floor: usize) -> Option<Street> {
    let number = house_number(text.as_bytes(), at)?;
    let bare = last.is(BARE_ENDING);
    let mut start = last.start;
    let mut capital = last.case == Case::Title;
    let (mut names, mut linked) = (0, false);
    for _ in 0..4 {
        let Some(word) = word_before(text, start, floor) else { break };
        let adjective = word.is(ADJECTIVE) || linked && word.case == Case::Title && !word.is(STOP);
        linked = false;
        // `Burgemeester de Vlugtlaan`
        if word.is(LINK) && !word.is(ADJECTIVE) && !bare && word.case != Case::Title {
            let title = word_before(text, word.start, floor);
            if title.is_some_and(|title| title.is(ADJECTIVE) || title.case == Case::Title && !title.is(STOP))
            {
                linked = true;
                start = word.start;
                continue;
            }
        }
        let fits = if bare {
            !word.is(STOP | ADDRESS | PLACE | COMMON) && (word.is_capital() || names == 0)
                || adjective
                || word.is(LINK) && names == 0 && word.is_capital()
        } else {
            adjective && (!word.is(STOP | COMMON) || word.is_capital() || word.letters <= 3)
                || word.is(LINK) && word.case == Case::Title
        };
        if !fits {
            break;
        }
        start = word.start;
        names += 1;
        capital |= word.case == Case::Title;
    }
    if bare && names == 0 {
        return None;
    }
    let strength = match bare || last.ending() == SUFFIX || last.ends_in_str() {
        true => Strength::Strong,
        false => Strength::Weak,
    };
    Some(Street { start, end: lettered(text, number), strength, capital, common: false })
}

/// The word before byte `start`, with a space, a hyphen or the point of an abbreviation between.
pub(super) fn word_before(text: &str, start: usize, floor: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    let mut end = start;
    while end > floor && start - end < 3 && matches!(bytes[end - 1], b' ' | b'.' | b'-') {
        end -= 1;
    }
    let word = Word::before(text, end, floor)?;
    let point = bytes.get(end..start).is_some_and(|gap| gap.contains(&b'.'));
    (end < start && !(point && word.letters > 5)).then_some(word)
}

/// The street word (`calle`, `rue`) before a name that ends with `last`; the first of several.
fn type_before(text: &str, last: &Word, floor: usize) -> Option<Word> {
    let mut found: Option<Word> = None;
    let mut word = *last;
    for _ in 0..NAME_WORDS {
        let point = word.letters > 1 || matches!(text.as_bytes().get(word.end), Some(b'.')) || word.is(TYPE);
        if word.is(TYPE) || word.is(WEAK_TYPE) && point && found.is_none_or(|found| !found.is(TYPE)) {
            found = Some(word);
        } else if word.is(STOP) && !word.is(LINK) || !word.is_capital() && word.is(COMMON) && !word.is(LINK) {
            break;
        }
        let slash = text.as_bytes().get(word.start.wrapping_sub(1)) == Some(&b'/');
        let next =
            if slash { Word::before(text, word.start, floor) } else { word_before(text, word.start, floor) };
        let Some(next) = next else { break };
        word = next;
    }
    found
}

/// The end of a house number with a letter apart: `12 a`, `12 bis`.
pub(super) fn lettered(text: &str, end: usize) -> usize {
    let gap = Gap::at(text, end);
    let Some(word) = Word::at(text, gap.next).filter(|_| gap.is_plain() && gap.next > end) else {
        return end;
    };
    let Some(part) = text.get(word.start..word.end) else { return end };
    let bis = ["bis", "ter", "hs", "II", "III", "IV"].contains(&part);
    let letter = word.letters == 1 && part.len() == 1 && (b'a'..=b'h').contains(&(part.as_bytes()[0] | 0x20));
    let next = text.as_bytes().get(word.end);
    // `# 50-47 Este`
    let wind = word.is(DIRECTION)
        && !word.is(COMMON)
        && (word.letters > 2 && ends_clause(text, word.end) || word.case == Case::Upper);
    if bis
        || wind
        || letter
            && (word.case == Case::Upper
                || !matches!(part, "a" | "e")
                || matches!(next, None | Some(b',' | b'\n' | b'.')))
    {
        return word.end;
    }
    end
}
