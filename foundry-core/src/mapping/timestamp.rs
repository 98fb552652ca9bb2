//! Reads times as people and programs write them. No regular expressions; linear; no allocation on any path.

mod general;

use self::general::general;
use super::RawTime;

/// A time that was read, and what it says about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parsed {
    /// Both readings.
    pub time: RawTime,
    /// How the date was written.
    pub order: Order,
}

/// What one date says about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing: the year comes first, the month is a word, the number is an epoch, or day and month are equal.
    Silent,
    /// Only the day-first reading is a date.
    DayFirst,
    /// Only the month-first reading is a date.
    MonthFirst,
    /// Both are; the character between the parts may hint.
    Either(u8),
}

const DAY: i64 = 86_400_000;
const YEARS: std::ops::RangeInclusive<i64> = 1990..=2099;

/// Reads a time; `offset` (minutes east of UTC) counts where the text names no zone. `None` for what is no time,
/// for dates that do not exist and for years outside 1990 to 2099.
pub(super) fn parse(text: &str, offset: i32) -> Option<Parsed> {
    let bytes = text.as_bytes();
    if let Some(millis) = iso(bytes, offset) {
        return Some(certain(millis));
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    if let Some(millis) = iso(text.as_bytes(), offset) {
        return Some(certain(millis));
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(millis) = number(text, offset)
    {
        return Some(certain(millis));
    }
    general(text, offset)
}

/// Reads an offset such as `Z`, `UTC`, `+02:00`, `-0530`, `+2`; minutes east of UTC.
pub(crate) fn parse_offset(text: &str) -> Option<i32> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") {
        return Some(0);
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((h, m)) if m.len() == 2 => (h, m),
        Some(_) => return None,
        None if rest.len() > 2 => rest.split_at_checked(rest.len() - 2)?,
        None => (rest, "0"),
    };
    if hours.is_empty() || hours.len() > 2 || !rest.bytes().all(|b| b.is_ascii_digit() || b == b':') {
        return None;
    }
    let (h, m): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (h <= 14 && m < 60).then_some(sign * (h * 60 + m))
}

/// A time that leaves nothing to settle, unless its year is absurd.
pub(super) fn certain_in_range(millis: i64) -> Option<Parsed> {
    in_range(millis).then(|| certain(millis))
}

fn certain(millis: i64) -> Parsed {
    Parsed { time: RawTime { day_first: millis, month_first: millis }, order: Order::Silent }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{2066}'..='\u{2069}')
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`), if the date exists.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > length {
        return None;
    }
    let y = if month <= 2 { year - 1 } else { year };
    let era = y / 400;
    let year_of_era = y - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

fn two(bytes: &[u8], at: usize) -> Option<i64> {
    let tens = bytes.get(at)?.wrapping_sub(b'0');
    let ones = bytes.get(at + 1)?.wrapping_sub(b'0');
    (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
}

/// ISO 8601 / RFC 3339, the path that nearly every export takes: `2024-05-01[T ]09:30[:15[.123]][Z|+02:00]`.
fn iso(b: &[u8], offset: i32) -> Option<i64> {
    let year = two(b, 0)? * 100 + two(b, 2)?;
    let separator = *b.get(4)?;
    if !matches!(separator, b'-' | b'/') || b.get(7) != Some(&separator) {
        return None;
    }
    let date = days(year, two(b, 5)?, two(b, 8)?)? * DAY;
    let local = |millis: i64| millis - i64::from(offset) * 60_000;
    if b.len() == 10 {
        return Some(local(date));
    }
    if !matches!(b.get(10)?, b'T' | b' ' | b't') || b.get(13) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (two(b, 11)?, two(b, 14)?);
    let (mut at, mut second, mut millis) = (16, 0, 0);
    if b.get(16) == Some(&b':') {
        second = two(b, 17)?;
        at = 19;
        if matches!(b.get(19), Some(b'.' | b',')) {
            at = 20;
            let mut weight = 100;
            while let Some(digit) = b.get(at).filter(|d| d.is_ascii_digit()) {
                millis += i64::from(digit - b'0') * weight;
                weight /= 10;
                at += 1;
            }
            if at == 20 {
                return None;
            }
        }
    }
    let time = clock(hour, minute, second)? + millis;
    let rest = b.get(at..)?;
    let zone = match rest {
        [] => return Some(local(date + time)),
        [b'Z' | b'z'] | b" UTC" | b" Z" => 0,
        [b' ', zone @ ..] => zone_minutes(zone)?,
        zone => zone_minutes(zone)?,
    };
    Some(date + time - zone * 60_000)
}

fn zone_minutes(b: &[u8]) -> Option<i64> {
    let sign = match b.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = two(b, 1)?;
    let minutes = match (b.len(), b.get(3)) {
        (3, _) => 0,
        (5, _) => two(b, 3)?,
        (6, Some(b':')) => two(b, 4)?,
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Milliseconds of the day; 23:59:60 (a leap second) is the last second, 24:00 is refused.
fn clock(hour: i64, minute: i64, second: i64) -> Option<i64> {
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some((hour * 3600 + minute * 60 + second.min(59)) * 1000)
}

/// Epoch seconds, milliseconds, microseconds and nanoseconds by their number of digits, Excel serial days (1900
/// system), and compact calendar times.
fn number(text: &str, offset: i32) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() > 19 || fraction.contains('.') || fraction.len() > 18 {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    let local = |millis: i64| millis - i64::from(offset) * 60_000;
    let millis = match whole.len() {
        10 => value * 1000 + thousandths(fraction),
        13 => value,
        16 => value / 1000,
        19 => value / 1_000_000,
        5 => {
            let part: f64 = format_fraction(fraction)?;
            local((value - 25_569) * DAY + (part * 86_400.0).round() as i64 * 1000)
        }
        8 | 12 | 14 if fraction.is_empty() => {
            let b = whole.as_bytes();
            let date = days(two(b, 0)? * 100 + two(b, 2)?, two(b, 4)?, two(b, 6)?)? * DAY;
            let hour = two(b, 8).unwrap_or(0);
            let minute = two(b, 10).unwrap_or(0);
            local(date + clock(hour, minute, two(b, 12).unwrap_or(0))?)
        }
        _ => return None,
    };
    in_range(millis).then_some(millis)
}

fn in_range(millis: i64) -> bool {
    // 1990-01-01 to the end of 2099.
    (631_152_000_000..4_102_444_800_000).contains(&millis)
}

fn thousandths(fraction: &str) -> i64 {
    fraction
        .bytes()
        .chain(*b"000")
        .take(3)
        .fold(0, |sum, b| sum * 10 + i64::from(b.wrapping_sub(b'0').min(9)))
}

/// The fraction of a day from its decimals; integer digits in, so that every platform gives the same.
fn format_fraction(fraction: &str) -> Option<f64> {
    let digits = fraction.get(..fraction.len().min(12))?;
    if digits.is_empty() {
        return Some(0.0);
    }
    let value: u64 = digits.parse().ok()?;
    Some(value as f64 / 10f64.powi(digits.len() as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        let parsed = parse(text, 0)?;
        Some(crate::conversation::Timestamp(parsed.time.day_first).to_string())
    }

    #[test]
    fn reads_common_shapes() {
        for text in [
            "2024-05-01T09:30:00Z",
            "2024-05-01 09:30",
            "2024-05-01T11:30:00+02:00",
            "2024/05/01 09:30:00",
            "2024-05-01T09:30:00.000Z",
            "2024-05-01 09:30:00 UTC",
            "2024-05-01 09:30:00 +0000",
            "01.05.2024 09:30",
            "1.5.2024, 9:30 Uhr",
            "1/5/2024 9:30 AM",
            "1 May 2024 09:30",
            "May 1, 2024 at 9:30 AM",
            "1. Mai 2024 09:30",
            "Wed, 01 May 2024 09:30:00 +0000",
            "Wed, 1 May 2024 09:30:00 GMT",
            "Wed, 01 May 2024 11:30:00 +0200",
            "1er mai 2024 à 9h30",
            "1 de maio de 2024 às 09:30",
            "1 de mayo de 2024, 9:30",
            "1 maggio 2024 09:30",
            "1 mei 2024 om 09:30",
            "20240501T093000Z",
            "20240501093000",
            "202405010930",
            "1714555800",
            "1714555800000",
            "1714555800000000",
            "1714555800.000100",
            "45413.3958333333",
            "01-May-2024 09:30",
            "[01.05.24 09.30.00]",
            "\u{200e}01.05.24, 09:30",
            "1.5.2024 klo 9.30.00",
            "1/5/24, 9:30 a.m.",
            "Wed May 1 2024 09:30:00 GMT+0000",
            "May 1, 2024 5:30 AM EDT",
            "May 1, 2024 1:30 AM PST",
            "09:30 01.05.2024",
            "mercredi 1 mai 2024 09:30",
            "2024.05.01 09:30",
            "01-05-2024, 09.30 AM",
        ] {
            assert_eq!(utc(text).as_deref(), Some("2024-05-01T09:30:00Z"), "{text}");
        }
        assert_eq!(utc("2024-05-01T09:30:00.1239Z").as_deref(), Some("2024-05-01T09:30:00.123Z"));
        assert_eq!(utc("2024-02-29").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(utc("5/13/24 12:05 PM").as_deref(), Some("2024-05-13T12:05:00Z"));
        assert_eq!(utc("13.06.18 12:05 AM").as_deref(), Some("2018-06-13T00:05:00Z"));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "hello",
            "2023-02-29",
            "2024-05-01T24:00:00Z",
            "2024-13-01",
            "32.01.2024",
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "0",
            "12345",
            "9:30",
            "2024-05-01T09:60",
            "yesterday",
            "5",
            "2.0",
            "1.2.3",
            "+1 212 555 0101",
            "10-20",
            "99999999999999999999",
            "2024-05-01T09:30:00+99:00",
            "١٢٣",
            "13/13/2024",
            "May 2024",
            "1.5.2024 9:30 13:00 PM",
            "2024-05-01é09:30:00",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    #[test]
    fn tells_day_first_from_month_first() {
        assert_eq!(parse("13/04/2024", 0).map(|p| p.order), Some(Order::DayFirst));
        assert_eq!(parse("04/13/2024", 0).map(|p| p.order), Some(Order::MonthFirst));
        assert_eq!(parse("04/04/2024", 0).map(|p| p.order), Some(Order::Silent));
        let both = parse("03/04/2024", 0).unwrap();
        assert_eq!(both.order, Order::Either(b'/'));
        assert_eq!(both.time.month_first - both.time.day_first, -30 * DAY);
    }

    #[test]
    fn adds_the_offset_only_where_none_is_named() {
        assert_eq!(
            parse("2024-05-01 09:30", 120).unwrap().time.day_first,
            parse("2024-05-01T07:30Z", 0).unwrap().time.day_first
        );
        assert_eq!(parse("2024-05-01T09:30Z", 120), parse("2024-05-01T09:30Z", 0));
        assert_eq!(parse("1714555800", 120), parse("1714555800", 0));
        assert_eq!(parse_offset("+02:00"), Some(120));
        assert_eq!(parse_offset("-0530"), Some(-330));
        assert_eq!(parse_offset("+2"), Some(120));
        assert_eq!(parse_offset("Europe/Berlin"), None);
    }
}
