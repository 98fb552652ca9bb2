//! Dates and times as they are written: `2024-05-01T12:30Z`, `01/05/2024`, `5 March`, `March 5th, 2024`, `17:30`, `5 pm`.

use super::date_of_birth::{
    is_day, is_day_and_month, is_year, month_at, month_before, skip_filling, skip_ordinal, skip_words,
    with_month_name,
};
use super::number_run::ends_freely;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The date or time whose first digit is at byte `start`; with the name of a month before it.
pub(super) fn at(text: &str, start: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    if before.is_ascii_alphanumeric() || matches!(before, b'.' | b'-' | b'/' | b'$' | b'#' | b'+' | b'_') {
        return None;
    }
    let (span, recognizer) = if let Some(end) = in_digits(text, start) {
        (Span::new(start, behind_date(text, end)), "date_time.digits")
    } else if let Some(end) = time(text, start) {
        (Span::new(start, end), "date_time.time")
    } else {
        (named(text, start)?, "date_time.month_name")
    };
    let (score, rank) = (0.7, Rank::Shape);
    Some(Finding { entity_type: EntityType::DateTime, span, score, rank, recognizer, cue: None })
}

fn digits(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..rest.iter().take(9).take_while(|b| b.is_ascii_digit()).count()).unwrap_or_default()
}

/// Year, month and day in any order that leaves them possible.
fn in_digits(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = digits(bytes, start);
    let separator = *bytes.get(start + first.len()).filter(|b| matches!(b, b'-' | b'/' | b'.'))?;
    let at = start + first.len() + 1;
    let second = digits(bytes, at);
    let at = at + second.len();
    let third = if bytes.get(at) == Some(&separator) { digits(bytes, at + 1) } else { &[] };
    let end = at + 1 + third.len();
    let possible = match (first.len(), third.len()) {
        (4, 1..=2) => is_year(first) && is_day_and_month(second, third),
        (1..=2, 4) => is_year(third) && is_day_and_month(first, second),
        (2, 2) | (1, 2) => {
            separator != b'.' && is_day_and_month(first, second)
                || separator == b'.' && second.len() == 2 && is_day_and_month(first, second)
        }
        _ => false,
    };
    let zoned = bytes.get(end) == Some(&b'T') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    (possible && (zoned || ends_freely(text, end))).then_some(end)
}

/// Behind a time that follows a date.
fn behind_date(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let gap = match bytes.get(end) {
        Some(b'T') => 1,
        Some(b',' | b' ') => bytes
            .get(end..)
            .unwrap_or_default()
            .iter()
            .take(2)
            .take_while(|b| matches!(b, b' ' | b','))
            .count(),
        _ => return end,
    };
    time(text, end + gap).unwrap_or(end)
}

/// `17:30`, `17:30:05.123Z`, `5:30 p.m.`, `5pm`, `17h30`, `17 Uhr`.
fn time(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let hour = digits(bytes, start);
    let hours = hour.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    if !(1..=2).contains(&hour.len()) || hours > 24 {
        return None;
    }
    let mut end = start + hour.len();
    let minutes = digits(bytes, end + 1);
    let is_sixty = |two: &[u8]| matches!(two, [b'0'..=b'5', _]);
    if matches!(bytes.get(end), Some(b':' | b'h' | b'.')) && is_sixty(minutes) {
        let separator = bytes.get(end).copied();
        end += 3;
        if separator == Some(b':') {
            let seconds = digits(bytes, end + 1);
            if bytes.get(end) == Some(&b':') && is_sixty(seconds) {
                end += 3;
                let fraction = digits(bytes, end + 1).len();
                end += if bytes.get(end) == Some(&b'.') && fraction > 0 { fraction + 1 } else { 0 };
            }
        }
        let zone = zone_len(bytes, end);
        let half = half_day_len(bytes, end).or_else(|| clock_len(text, end));
        end += half.unwrap_or(zone);
        return (separator != Some(b'.') || half.is_some())
            .then_some(end)
            .filter(|end| ends_freely(text, *end));
    }
    end += half_day_len(bytes, end).filter(|_| hours <= 12).or_else(|| clock_len(text, end))?;
    ends_freely(text, end).then_some(end)
}

/// `am`, `p.m.`, with a space before or none.
fn half_day_len(bytes: &[u8], at: usize) -> Option<usize> {
    let space = usize::from(bytes.get(at) == Some(&b' '));
    let rest = bytes.get(at + space..)?;
    let len = match rest {
        [b'a' | b'p' | b'A' | b'P', b'.', b'm' | b'M', b'.', ..] => 4,
        [b'a' | b'p' | b'A' | b'P', b'm' | b'M', ..] => 2,
        _ => return None,
    };
    (!rest.get(len).is_some_and(u8::is_ascii_alphanumeric)).then_some(space + len)
}

/// ` Uhr`, ` o'clock`, `h`.
fn clock_len(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    [" Uhr", " uhr", " o'clock", " o’clock", "h", " heures", " horas", " uur"].iter().find_map(|unit| {
        let after = rest.strip_prefix(*unit)?;
        (!after.starts_with(char::is_alphanumeric)).then_some(unit.len())
    })
}

/// `Z`, `+02:00`, ` UTC`.
fn zone_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'Z', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_alphanumeric) => 1,
        [b'+' | b'-', rest @ ..] => match rest {
            [a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => 6,
            [a, b, c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => 5,
            _ => 0,
        },
        [b' ', zone @ ..]
            if [&b"UTC"[..], b"GMT", b"EST", b"PST", b"CET"].iter().any(|known| zone.starts_with(known)) =>
        {
            4
        }
        _ => 0,
    }
}

/// A day and the name of a month, with a year or without.
fn named(text: &str, start: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let day = digits(bytes, start);
    let end = start + day.len();
    if let Some(span) = with_month_name(text, start, end) {
        return Some(span);
    }
    if is_year(day) {
        let month = month_before(text, start)?;
        return ends_freely(text, end).then(|| Span::new(month, end));
    }
    if !is_day(day) {
        return None;
    }
    let from = skip_words(text, skip_ordinal(bytes, end), &["of", "de", "do", "di"]);
    if let Some(month) = month_at(text, from) {
        // `I have 3 may be more`: a small word is a month only with a capital.
        let name = text.get(from..month)?;
        return (!matches!(name, "may" | "march" | "mar" | "mars" | "mai" | "sep" | "dec"))
            .then(|| Span::new(start, month));
    }
    let month = month_before(text, start)?;
    let end = skip_ordinal(bytes, end);
    let name = text.get(month..skip_filling(bytes, month)).unwrap_or_default();
    let small = text.get(month..start)?.starts_with(|c: char| c.is_lowercase());
    (name.is_empty() && !(small && text.get(month..start)?.starts_with("ma")) && ends_freely(text, end))
        .then(|| Span::new(month, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let first = text.find(|c: char| c.is_ascii_digit())?;
        at(text, first).map(|f| &text[f.span.start..f.span.end])
    }

    #[test]
    fn dates_and_times() {
        for whole in [
            "2024-05-01",
            "2024-05-01T12:30:05Z",
            "2024-05-01 12:30",
            "01/05/2024",
            "1.5.2024",
            "12/31/99",
            "5 March 2024",
            "March 5th, 2024",
            "5. März",
            "March 5th",
            "17:30",
            "5:30 p.m.",
            "5pm",
            "17h30",
            "17 Uhr",
            "12:30:05.123+02:00",
            "3 de mayo de 2024",
            "March 2024",
            "5:30 pm",
        ] {
            assert_eq!(found(whole), Some(whole), "{whole}");
            assert_eq!(found(&format!("on {whole}, ok")), Some(whole), "{whole}");
        }
    }

    #[test]
    fn others() {
        for text in [
            "12.50",
            "1.2.3",
            "4 may be more",
            "10/12",
            "3 apples",
            "version 10.4.22.1",
            "16:9000",
            "25:61",
            "5 pmx",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
