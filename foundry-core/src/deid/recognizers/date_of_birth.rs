//! Dates of birth: a date of any usual form beside a word that speaks of birth.

use super::cue::{BIRTH, Cues, MONTH, VERSION, speaks_for};
use super::number_run::{DASH, DOT, NumberRun, SLASH, SPACE, ends_freely};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The longest name of a month, in bytes.
const MONTH_NAME: usize = 12;

/// The date of birth in digits that starts with group `i`, and its last group.
pub(super) fn at(text: &str, run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    // A date has one group or three; a cue behind it stands where the run ends.
    let before = cues.rather(BIRTH, VERSION);
    if before.is_none() && !matches!(run.len() - i, 1 | 3) {
        return None;
    }
    let last = in_digits(run, i)?;
    let span = run.span(i, last);
    let cue = before.or_else(|| Cues::after(text, span.end).nearest(BIRTH))?;
    Some((finding(span, "date_of_birth.digits", cue.span), last))
}

/// The date of birth with a month's name, around the digits in `[start, end)`: its day, or its year if that is first.
pub(super) fn around(text: &str, start: usize, end: usize, earlier: &[Finding]) -> Option<Finding> {
    let span = with_month_name(text, start, end)?;
    let cues = Cues::before(text, span.start, earlier);
    let cue = cues.nearest(BIRTH).or_else(|| Cues::after(text, span.end).nearest(BIRTH))?;
    Some(finding(span, "date_of_birth.month_name", cue.span))
}

fn finding(span: Span, recognizer: &'static str, cue: Span) -> Finding {
    Finding {
        entity_type: EntityType::DateOfBirth,
        span,
        score: 0.9,
        rank: Rank::Cue,
        recognizer,
        cue: Some(cue),
    }
}

/// Day, month and year in digits, in any order that leaves them possible; or eight bare digits.
fn in_digits(run: &NumberRun, i: usize) -> Option<usize> {
    if run.size(i) == 8 && run.ends_freely(i) {
        let digits = run.group(i);
        let year_first = is_year(&digits[..4]) && is_day_and_month(&digits[4..6], &digits[6..]);
        let year_last = is_year(&digits[4..]) && is_day_and_month(&digits[..2], &digits[2..4]);
        return (year_first || year_last).then_some(i);
    }
    let j = i + 2;
    if j >= run.len() || !run.is_date(i, j) || !run.ends_freely(j) {
        return None;
    }
    let separator = run.gap(i);
    let spaced = |mark| separator & !SPACE == mark;
    if separator != run.gap(i + 1) || !(separator == SPACE || spaced(DASH) || spaced(DOT) || spaced(SLASH)) {
        return None;
    }
    let (first, second, third) = (run.group(i), run.group(i + 1), run.group(j));
    let possible = match (first.len(), third.len()) {
        (4, _) => is_year(first) && is_day_and_month(second, third),
        (_, 4) => is_year(third) && is_day_and_month(first, second),
        // Two digits of a year may stand first or last: `85-03-21`, `21/03/85`.
        _ => is_day_and_month(first, second) || is_day_and_month(second, third),
    };
    possible.then_some(j)
}

/// `5 March 1990`, `5. März 1990`, `5 de marzo de 1990`, `5-Mar-90`; `March 5th, 1990` with the day in `[start, end)`.
pub(super) fn with_month_name(text: &str, start: usize, end: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let digits = &bytes[start..end];
    let touches = |byte: u8| is_filling(byte) || is_letter(byte);
    if !bytes.get(end).is_some_and(|&next| touches(next)) {
        return None;
    }
    if is_day(digits) {
        let after_day = skip_words(text, skip_ordinal(bytes, end), &["of", "de", "do", "di"]);
        if let Some(after_month) = month_at(text, after_day) {
            let at_year = skip_words(text, after_month, &["of", "de", "del", "do", "di"]);
            return year_end(text, at_year).map(|end| Span::new(start, end));
        }
        if let Some(month) = month_before(text, start) {
            let at_year = skip_filling(bytes, skip_ordinal(bytes, end));
            return year_end(text, at_year).map(|end| Span::new(month, end));
        }
    } else if is_year(digits) {
        // `1990 March 5`
        let after_month = month_at(text, skip_filling(bytes, end))?;
        let day = skip_filling(bytes, after_month);
        let len = bytes.get(day..)?.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let end = day + len;
        return (is_day(&bytes[day..end]) && ends_freely(text, end)).then(|| Span::new(start, end));
    }
    None
}

pub(super) fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'9', _, _] | [b'2', b'0', b'0'..=b'2', _])
}

pub(super) fn is_day(digits: &[u8]) -> bool {
    (1..=2).contains(&digits.len()) && (1..=31).contains(&value(digits))
}

/// Whether one of two numbers may be the day and the other the month.
pub(super) fn is_day_and_month(one: &[u8], other: &[u8]) -> bool {
    is_day(one) && is_day(other) && value(one).min(value(other)) <= 12
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
}

/// Behind `st`, `nd`, `rd`, `th`, `er`, `.` or `º`.
pub(super) fn skip_ordinal(bytes: &[u8], at: usize) -> usize {
    const ENDINGS: [&[u8]; 8] = [b"st", b"nd", b"rd", b"th", b"er", b".", "º".as_bytes(), "°".as_bytes()];
    let rest = bytes.get(at..).unwrap_or_default();
    if matches!(rest.first(), None | Some(b' ' | b',' | b'-')) {
        return at;
    }
    let ending = ENDINGS.iter().find(|ending| {
        rest.get(..ending.len()).is_some_and(|found| found.eq_ignore_ascii_case(ending))
            && !rest.get(ending.len()).is_some_and(u8::is_ascii_alphanumeric)
    });
    at + ending.map_or(0, |ending| ending.len())
}

/// Behind at most four spaces, commas, points, dashes and slashes.
pub(super) fn skip_filling(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take(4).take_while(|&&byte| is_filling(byte)).count()
}

/// Behind filling, at most one of `words`, and filling again.
pub(super) fn skip_words(text: &str, at: usize, words: &[&str]) -> usize {
    let bytes = text.as_bytes();
    let at = skip_filling(bytes, at);
    let len = bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    match words.iter().any(|word| bytes[at..at + len].eq_ignore_ascii_case(word.as_bytes())) {
        true => skip_filling(bytes, at + len),
        false => at,
    }
}

/// The end of the month name that starts at byte `at`.
pub(super) fn month_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let len = bytes.get(at..)?.iter().take(MONTH_NAME + 1).take_while(|&&byte| is_letter(byte)).count();
    let name = text.get(at..at + len).filter(|name| (3..=MONTH_NAME).contains(&name.len()))?;
    speaks_for(name, MONTH).then_some(at + len)
}

/// The start of the month name that ends before byte `at`, at most three spaces and points between.
pub(super) fn month_before(text: &str, at: usize) -> Option<usize> {
    let before = &text.as_bytes()[..at];
    let filling = before.iter().rev().take(3).take_while(|byte| is_filling(**byte)).count();
    let end = at - filling;
    let len = before[..end].iter().rev().take(MONTH_NAME + 1).take_while(|&&byte| is_letter(byte)).count();
    let name = text.get(end - len..end).filter(|name| (3..=MONTH_NAME).contains(&name.len()))?;
    speaks_for(name, MONTH).then_some(end - len)
}

/// A letter of a month's name; beyond ASCII, the word list decides.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

fn is_filling(byte: u8) -> bool {
    matches!(byte, b' ' | b',' | b'.' | b'-' | b'/')
}

/// The end of the year that starts at byte `at`: four digits, or two with or without an apostrophe.
fn year_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = at + usize::from(bytes.get(at) == Some(&b'\''));
    let len = bytes.get(at..)?.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let end = at + len;
    let possible = len == 2 || is_year(&bytes[at..end]);
    (possible && ends_freely(text, end)).then_some(end)
}
