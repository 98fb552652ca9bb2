//! Geographical coordinates: `40.7128, -74.0060`, `40.7128° N, 74.0060° W`, `40°42'46"N 74°00'22"W`.

use crate::entity::{EntityType, Finding, Rank, Span};

/// The fewest decimals that tell a place from a price or a version: about ten metres.
const DECIMALS: usize = 4;

/// The pair whose first digit is at byte `at`; with the sign of its latitude. `floor` as in the scan.
pub(super) fn at(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let mut start = at;
    if at > floor && matches!(bytes.get(at - 1), Some(b'-' | b'+')) {
        start = at - 1;
    }
    let before = start.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    if before.is_ascii_alphanumeric() || matches!(before, b'.' | b'_' | b'$' | b'-' | b'+') {
        return None;
    }
    let (latitude, end, degrees) = angle(text, start)?;
    let mut next = end;
    let mut marked = false;
    for _ in 0..12 {
        match bytes.get(next)? {
            b' ' | b'\n' => next += 1,
            b',' | b';' | b'/' | b'|' | b')' | b'(' | b':' | b'=' | b'"' => (marked, next) = (true, next + 1),
            _ => break,
        }
    }
    // `lat 40.7128 lon -74.0060`, `"lat":40.7128,"lng":-74.0060`
    for word in ["longitude", "long", "lng", "lon", "E", "W"] {
        if bytes.get(next..next + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
        {
            next += word.len();
            marked = true;
            next += bytes
                .get(next..)?
                .iter()
                .take(4)
                .take_while(|b| matches!(b, b' ' | b':' | b'=' | b'"'))
                .count();
            break;
        }
    }
    let (longitude, end, far) = angle(text, next)?;
    let signed = bytes.get(next) == Some(&b'-') || bytes.get(start) == Some(&b'-');
    let told = marked || degrees || signed;
    let decimals = bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let cut = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) || decimals;
    let right = latitude <= 90.0 && longitude <= 180.0 && told && !cut && degrees == far;
    right.then_some(Finding {
        entity_type: EntityType::Coordinates,
        span: Span::new(start, end),
        score: if degrees { 0.9 } else { 0.75 },
        rank: Rank::Shape,
        recognizer: if degrees { "coordinates.degrees" } else { "coordinates.decimal" },
        cue: None,
    })
}

/// An angle at byte `start`, without its sign; one past it; whether it has a sign of degrees.
fn angle(text: &str, start: usize) -> Option<(f64, usize, bool)> {
    let bytes = text.as_bytes();
    let mut at = start + usize::from(matches!(bytes.get(start), Some(b'-' | b'+')));
    let whole = number(bytes, &mut at, 3)?;
    if bytes.get(at) == Some(&b'.') {
        let from = at + 1;
        let count = bytes.get(from..)?.iter().take(18).take_while(|b| b.is_ascii_digit()).count();
        let fraction =
            bytes.get(from..from + count)?.iter().rev().fold(0.0, |f, d| (f + f64::from(d - b'0')) / 10.0);
        at = from + count;
        let degrees = text.get(at..)?.starts_with('°');
        if count < if degrees { 2 } else { DECIMALS } || count == 18 {
            return None;
        }
        at += if degrees { '°'.len_utf8() } else { 0 };
        let letter = direction(bytes, at).filter(|_| {
            degrees || bytes.get(at) == Some(&b' ') || bytes.get(at).is_some_and(u8::is_ascii_uppercase)
        });
        return Some((whole + fraction, letter.unwrap_or(at), degrees || letter.is_some()));
    }
    if !text.get(at..)?.starts_with('°') {
        return None;
    }
    at += '°'.len_utf8();
    at += usize::from(bytes.get(at) == Some(&b' '));
    let minutes = number(bytes, &mut at, 2)?;
    at += fraction_len(bytes, at);
    at += mark_len(text, at, &["'", "′", "’"])?;
    at += usize::from(bytes.get(at) == Some(&b' '));
    let mut seconds_at = at;
    let mut seconds = 0.0;
    if let Some(value) = number(bytes, &mut seconds_at, 2) {
        seconds_at += fraction_len(bytes, seconds_at);
        if let Some(len) = mark_len(text, seconds_at, &["\"", "″", "”", "''"]) {
            (seconds, at) = (value, seconds_at + len);
        }
    }
    let end = direction(bytes, at)?;
    (minutes < 60.0 && seconds < 60.0).then_some((whole + minutes / 60.0 + seconds / 3600.0, end, true))
}

/// At most so many digits at byte `at`, which moves behind them.
fn number(bytes: &[u8], at: &mut usize, most: usize) -> Option<f64> {
    let digits = bytes.get(*at..)?.iter().take(most + 1).take_while(|b| b.is_ascii_digit()).count();
    let value =
        bytes.get(*at..*at + digits)?.iter().fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'));
    *at += digits;
    (1..=most).contains(&digits).then_some(value)
}

fn fraction_len(bytes: &[u8], at: usize) -> usize {
    let digits = |from: usize| {
        bytes.get(from..).unwrap_or_default().iter().take(8).take_while(|b| b.is_ascii_digit()).count()
    };
    match bytes.get(at) {
        Some(b'.' | b',') if digits(at + 1) > 0 => 1 + digits(at + 1),
        _ => 0,
    }
}

fn mark_len(text: &str, at: usize, marks: &[&str]) -> Option<usize> {
    let rest = text.get(at..)?;
    marks.iter().find(|mark| rest.starts_with(**mark)).map(|mark| mark.len())
}

/// One past a letter of the compass, a space before it or none.
fn direction(bytes: &[u8], at: usize) -> Option<usize> {
    let at = at + usize::from(bytes.get(at) == Some(&b' '));
    let letter = matches!(bytes.get(at), Some(b'N' | b'S' | b'E' | b'W' | b'O' | b'n' | b's' | b'e' | b'w'));
    (letter && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let first = text.find(|c: char| c.is_ascii_digit())?;
        at(text, first, 0).map(|f| &text[f.span.start..f.span.end])
    }

    #[test]
    fn pairs() {
        for (text, wanted) in [
            ("at 40.7128, -74.0060 now", "40.7128, -74.0060"),
            ("-33.86882,151.20929", "-33.86882,151.20929"),
            ("40.7128° N, 74.0060° W.", "40.7128° N, 74.0060° W"),
            ("40°42'46\"N 74°00'22\"W", "40°42'46\"N 74°00'22\"W"),
            ("48° 51′ 29.6″ N, 2° 17′ 40.2″ E", "48° 51′ 29.6″ N, 2° 17′ 40.2″ E"),
            ("lat: 52.5200, lon: 13.4050", "52.5200, lon: 13.4050"),
            ("40.7128 -74.0060", "40.7128 -74.0060"),
        ] {
            assert_eq!(found(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn look_alikes() {
        for text in [
            "1.2345, 200.1234",
            "99.12345, 1.12345",
            "10.50, 12.75",
            "1.2345 and 2.3456",
            "12.3456.78, 1.2",
            "v1.2345, 2.3456x",
            "192.0.2.1, 198.51.100.2",
            "3.1415, 2.71",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
