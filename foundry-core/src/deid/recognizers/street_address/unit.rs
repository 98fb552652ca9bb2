//! Units within a house, floors and post boxes.

use super::lexicon::{BOX, DISTRICT, FLOOR, ORDINAL, STOP, UNIT, WHOLE_UNIT};
use super::number::{digits, ends_freely, house_number, ordinal};
use super::word::{Case, Gap, Word};

/// The most digits of the number of a unit, and of a post box.
const UNIT_DIGITS: usize = 5;
const BOX_DIGITS: usize = 7;

/// The end of a unit that starts at byte `at`: `Apt 4B`, `#12`, `2nd floor`, `3º izq`, `EG`, `Col. Roma Norte`.
pub(super) fn unit(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.get(at)? {
        b'#' => ident(text, Gap::at(text, at + 1).next, true),
        b'0'..=b'9' => floor(text, at),
        _ => {
            let word = Word::at(text, at)?;
            if let Some(end) = word.phrase(text, BOX).and_then(|end| box_number(text, end)) {
                return Some(end);
            }
            if let Some(end) = word.phrase(text, UNIT).and_then(|end| numbered(text, end)) {
                return Some(end);
            }
            if word.is(ORDINAL) && word.phrase(text, WHOLE_UNIT).is_none() {
                let next = Word::at(text, Gap::at(text, word.end).next)?;
                return (next.is(FLOOR) && next.letters > 1).then_some(next.end);
            }
            if let Some(end) = word.phrase(text, WHOLE_UNIT) {
                return Some(end);
            }
            word.is(DISTRICT).then(|| district(text, &word)).flatten()
        }
    }
}

/// What follows the word of a unit: `4B`, `# 4`, `No. 7`, `B`.
fn numbered(text: &str, end: usize) -> Option<usize> {
    let mut gap = Gap::at(text, end);
    if gap.comma || gap.lines > 0 || gap.open {
        return None;
    }
    if text.as_bytes().get(gap.next) == Some(&b'#') {
        return ident(text, Gap::at(text, gap.next + 1).next, true);
    }
    if text.as_bytes().get(gap.next) == Some(&b':') {
        gap = Gap::at(text, gap.next + 1);
    }
    if let Some(marked) = number_mark(text, gap.next) {
        return ident(text, marked, true);
    }
    ident(text, gap.next, gap.next > end)
}

/// The number or letter of a unit: `4`, `4B`, `4-B`, `B`, `B12`, `PH2`.
fn ident(text: &str, at: usize, apart: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    if let Some(end) = house_number(bytes, at) {
        return Some(end);
    }
    if let Some(end) = ordinal(text, at) {
        return Some(end);
    }
    let letters = bytes.get(at..)?.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let mut end = at + letters;
    let dash = usize::from(bytes.get(end) == Some(&b'-'));
    let count = digits(bytes, end + dash);
    if letters == 0 || letters > 2 || count > UNIT_DIGITS || !apart {
        return None;
    }
    if count > 0 {
        end += dash + count;
        end += usize::from(bytes.get(end).is_some_and(u8::is_ascii_alphabetic));
        return ends_freely(bytes, end).then_some(end);
    }
    // One letter; not the article or pronoun of what follows.
    let word = Word::at(text, at)?;
    let pronoun = matches!(bytes[at], b'a' | b'i' | b'I' | b'y' | b'e' | b'o' | b'u' | b'k');
    (letters == 1 && word.end == end && !(pronoun && clause_goes_on(text, end))).then_some(end)
}

/// Whether another word follows in the same clause.
fn clause_goes_on(text: &str, end: usize) -> bool {
    let gap = Gap::at(text, end);
    gap.is_plain() && Word::at(text, gap.next).is_some_and(|word| !word.is_capital())
}

/// `2nd floor`, `3. OG`, `3º B`, `2e verdieping`, `4 piso`, `12 B`.
fn floor(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let count = digits(bytes, at);
    if count > 2 {
        return None;
    }
    let ordered = ordinal(text, at);
    let end = ordered.unwrap_or(at + count);
    let sign = text.get(..end).is_some_and(|text| text.ends_with(['º', 'ª', '°']));
    let gap = Gap::at(text, end);
    let word = Word::at(text, gap.next).filter(|_| !(gap.comma || gap.lines > 0 || gap.open));
    let last = match word {
        Some(word) if word.is(FLOOR) && (word.letters > 1 || sign || word.case == Case::Upper) => {
            Some(word.end)
        }
        _ => None,
    };
    // `3º izq`: the door may go on, `3º piso B`.
    match last {
        Some(last) => Some(last),
        None if sign => Some(end),
        None => None,
    }
}

/// The name of a district: up to three words, with capitals or to the end of the clause.
fn district(text: &str, word: &Word) -> Option<usize> {
    let mut end = None;
    let mut at = word.end;
    for _ in 0..3 {
        let gap = Gap::at(text, at);
        if gap.comma || gap.lines > 0 || gap.dash || gap.open || gap.point && at != word.end {
            break;
        }
        let Some(next) = Word::at(text, gap.next).filter(|next| !next.is(STOP)) else { break };
        at = next.end;
        end = Some(at);
    }
    end
}

/// What says that a number follows: `#`, `No.`, `n°`, `nº`, `Nr.`, `núm.`; gives where the number stands.
pub(super) fn number_mark(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    const MARKS: &[&str] = &[
        "#", "no.", "no", "n.º", "n.°", "nº", "n°", "n.", "nr.", "nr", "núm.", "num.", "núm", "num",
        "numero", "número", "nro.", "nro", "n",
    ];
    let mark = MARKS.iter().find(|mark| {
        rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
            && !rest.get(mark.len()).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xC3)
    })?;
    let gap = Gap::at(text, at + mark.len());
    let number = gap.is_plain() && text.as_bytes().get(gap.next).is_some_and(u8::is_ascii_digit);
    number.then_some(gap.next)
}

/// The end of the number of a post box whose words end at byte `end`.
pub(super) fn box_number(text: &str, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = Gap::at(text, end).next;
    if bytes.get(at) == Some(&b':') {
        at = Gap::at(text, at + 1).next;
    }
    let at = number_mark(text, at).unwrap_or(at);
    let count = digits(bytes, at);
    if at == end || count == 0 {
        // `PO Box B12`
        let letter = bytes.get(at).is_some_and(u8::is_ascii_uppercase);
        let count = digits(bytes, at + 1);
        let number =
            at > end && letter && (1..=UNIT_DIGITS).contains(&count) && ends_freely(bytes, at + 1 + count);
        return number.then_some(at + 1 + count);
    }
    // German boxes are written in pairs: `Postfach 10 20 30`.
    let mut last = at + count;
    let mut total = count;
    while count == 2 && bytes.get(last) == Some(&b' ') && digits(bytes, last + 1) == 2 && total < BOX_DIGITS {
        last += 3;
        total += 2;
    }
    let letter = bytes.get(last).is_some_and(u8::is_ascii_alphabetic);
    last += usize::from(letter);
    (total <= BOX_DIGITS && ends_freely(bytes, last)).then_some(last)
}
