//! Reads times as people and programs write them. No regular expressions; linear; no allocation on any path.

use super::RawTime;
use super::month::{is_filler, is_weekday, month_of, zone_of};

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
pub(super) fn parse_offset(text: &str) -> Option<i32> {
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

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Number { value: i64, digits: usize },
    Word(&'a str),
    Mark(u8),
}

const MAX_TOKENS: usize = 24;

/// Everything else: splits into numbers, words and marks and reads date, time and zone in any order.
fn general(text: &str, offset: i32) -> Option<Parsed> {
    let mut store = [Token::Mark(0); MAX_TOKENS];
    let tokens = tokenize(text, &mut store)?;
    let mut reader = Reader { tokens, at: 0 };
    let mut date: Option<Date> = None;
    let mut time: Option<i64> = None;
    let mut zone: Option<i64> = None;
    while let Some(token) = reader.peek(0) {
        if time.is_none()
            && let Some(millis) = reader.time(date.is_some())
        {
            time = Some(millis);
        } else if date.is_none()
            && let Some(found) = reader.date()
        {
            date = Some(found);
        } else if zone.is_none()
            && time.is_some()
            && let Some(minutes) = reader.zone()
        {
            zone = Some(minutes);
        } else {
            match token {
                Token::Word(word) if is_filler(word) || is_weekday(word) => {}
                Token::Mark(b',' | b'-' | b'[' | b']' | b'(' | b')' | b'.') => {}
                _ => return None,
            }
            reader.at += 1;
        }
    }
    let shift = time.unwrap_or(0) - zone.unwrap_or(i64::from(offset)) * 60_000;
    let at = |days: i64| days * DAY + shift;
    Some(match date? {
        Date::Certain(days) => certain(at(days)),
        Date::Numbers { day_first, month_first, mark } => match (day_first, month_first) {
            (Some(d), Some(m)) if d == m => certain(at(d)),
            (Some(d), Some(m)) => {
                Parsed { time: RawTime { day_first: at(d), month_first: at(m) }, order: Order::Either(mark) }
            }
            (Some(d), None) => Parsed { order: Order::DayFirst, ..certain(at(d)) },
            (None, Some(m)) => Parsed { order: Order::MonthFirst, ..certain(at(m)) },
            (None, None) => return None,
        },
    })
}

fn tokenize<'s, 'a>(text: &'a str, store: &'s mut [Token<'a>; MAX_TOKENS]) -> Option<&'s [Token<'a>]> {
    let mut count = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
        } else if c.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let (part, tail) = rest.split_at_checked(length)?;
        rest = tail;
        let token = if c.is_ascii_digit() {
            if part.len() > 9 {
                return None;
            }
            Token::Number { value: part.parse().ok()?, digits: part.len() }
        } else if c.is_alphabetic() {
            Token::Word(part)
        } else if c.is_whitespace() || is_invisible(c) {
            continue;
        } else {
            Token::Mark(match c {
                '–' | '—' => b'-',
                'º' | '°' | '’' => b',',
                c if c.is_ascii() => c as u8,
                _ => return None,
            })
        };
        *store.get_mut(count)? = token;
        count += 1;
    }
    store.get(..count)
}

enum Date {
    Certain(i64),
    Numbers { day_first: Option<i64>, month_first: Option<i64>, mark: u8 },
}

struct Reader<'s, 'a> {
    tokens: &'s [Token<'a>],
    at: usize,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn number(&self, ahead: usize) -> Option<(i64, usize)> {
        match self.peek(ahead)? {
            Token::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn mark(&self, ahead: usize) -> Option<u8> {
        match self.peek(ahead)? {
            Token::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn word(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead)? {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Skips marks and small words between day, month and year: `1st of May, 2024`, `1. Mai 2024`, `1 de maio de`.
    fn skip_filler(&self, mut ahead: usize) -> usize {
        for _ in 0..3 {
            match self.peek(ahead) {
                Some(Token::Mark(b'.' | b',' | b'-' | b'/')) => ahead += 1,
                Some(Token::Word(word)) if is_filler(word) => ahead += 1,
                _ => break,
            }
        }
        ahead
    }

    fn date(&mut self) -> Option<Date> {
        let (found, used) = self.numeric_date().or_else(|| self.worded_date())?;
        self.at += used;
        Some(found)
    }

    fn numeric_date(&self) -> Option<(Date, usize)> {
        let (first, digits) = self.number(0)?;
        if digits == 8 {
            return Some((Date::Certain(days(first / 10_000, first / 100 % 100, first % 100)?), 1));
        }
        let mark = self.mark(1).filter(|m| matches!(m, b'/' | b'.' | b'-'))?;
        let (second, second_digits) = self.number(2)?;
        if self.mark(3) != Some(mark) {
            return None;
        }
        let (third, third_digits) = self.number(4)?;
        if second_digits > 2 {
            return None;
        }
        if digits == 4 {
            return Some((Date::Certain(days(first, second, third)?), 5));
        }
        if digits > 2 || !matches!(third_digits, 2 | 4) {
            return None;
        }
        let year = full_year(third, third_digits);
        let (day_first, month_first) = (days(year, second, first), days(year, first, second));
        (day_first.is_some() || month_first.is_some())
            .then_some((Date::Numbers { day_first, month_first, mark }, 5))
    }

    fn worded_date(&self) -> Option<(Date, usize)> {
        if let Some((day, digits)) = self.number(0) {
            if digits > 2 {
                return None;
            }
            let at = self.skip_filler(1);
            let month = month_of(self.word(at)?)?;
            let at = self.skip_filler(at + 1);
            let (year, year_digits) = self.number(at).filter(|(_, d)| matches!(d, 2 | 4))?;
            return Some((Date::Certain(days(full_year(year, year_digits), month, day)?), at + 1));
        }
        let month = month_of(self.word(0)?)?;
        let at = self.skip_filler(1);
        let (day, _) = self.number(at).filter(|(_, d)| *d <= 2)?;
        let at = self.skip_filler(at + 1);
        let (year, _) = self.number(at).filter(|(_, d)| *d == 4)?;
        Some((Date::Certain(days(year, month, day)?), at + 1))
    }

    /// A time of day. Dots separate only once the date is known, else `01.05.` would be one.
    fn time(&mut self, date_known: bool) -> Option<i64> {
        let (hour, digits) = self.number(0)?;
        if date_known && matches!(digits, 4 | 6) && self.at > 0 {
            let hms = if digits == 6 { hour } else { hour * 100 };
            let millis = clock(hms / 10_000, hms / 100 % 100, hms % 100)?;
            self.at += 1;
            return Some(millis);
        }
        if digits > 2 {
            return None;
        }
        let separates = |token: Option<Token<'_>>| match token {
            Some(Token::Mark(b':')) => true,
            Some(Token::Mark(b'.')) => date_known,
            Some(Token::Word(word)) => matches!(word, "h" | "H" | "u"),
            _ => false,
        };
        let (mut minute, mut second, mut millis, mut used) = (0, 0, 0, 1);
        let mut plain_hour = true;
        if separates(self.peek(1)) {
            match self.number(2) {
                Some((value, 2)) => {
                    (minute, used, plain_hour) = (value, 3, false);
                    let goes_on = self.mark(3) == Some(b':') || (date_known && self.mark(3) == Some(b'.'));
                    if goes_on && let Some((value, 2)) = self.number(4) {
                        (second, used) = (value, 5);
                        if matches!(self.mark(5), Some(b'.' | b','))
                            && let Some((value, digits)) = self.number(6)
                        {
                            millis = if digits <= 3 {
                                value * [1000, 100, 10, 1].get(digits).copied().unwrap_or(1)
                            } else {
                                value / 10i64.pow(digits as u32 - 3)
                            };
                            used = 7;
                        }
                    }
                }
                _ if self.word(1).is_some() => (used, plain_hour) = (2, false),
                _ => return None,
            }
        }
        let mut hour = hour;
        if let Some((afternoon, tokens)) = self.half_day(used) {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            used += tokens;
        } else if plain_hour {
            return None;
        }
        let time = clock(hour, minute, second)? + millis;
        self.at += used;
        Some(time)
    }

    /// `am`, `PM`, `a.m.`, `p. m.`: whether it is the afternoon, and the tokens used.
    fn half_day(&self, ahead: usize) -> Option<(bool, usize)> {
        let word = self.word(ahead)?;
        if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm") {
            return Some((word.eq_ignore_ascii_case("pm"), 1));
        }
        let afternoon = match word {
            "a" | "A" => false,
            "p" | "P" => true,
            _ => return None,
        };
        let dot = |at: usize| usize::from(self.mark(at) == Some(b'.'));
        let next = ahead + 1 + dot(ahead + 1);
        self.word(next).filter(|w| w.eq_ignore_ascii_case("m"))?;
        Some((afternoon, next + 1 + dot(next + 1) - ahead))
    }

    fn zone(&mut self) -> Option<i64> {
        if let Some(word) = self.word(0) {
            let base = zone_of(word)?;
            self.at += 1;
            // GMT+2, UTC-05:00
            return Some(base + self.zone().filter(|_| base == 0).unwrap_or(0));
        }
        let sign = match self.mark(0)? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (value, digits) = self.number(1)?;
        let (hours, minutes, used) = match (digits, self.mark(2), self.number(3)) {
            (1 | 2, Some(b':'), Some((minutes, 2))) => (value, minutes, 4),
            (1 | 2, ..) => (value, 0, 2),
            (4, ..) => (value / 100, value % 100, 2),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        self.at += used;
        Some(sign * (hours * 60 + minutes))
    }
}

/// Two-digit years are of this century up to 69 (POSIX `%y`).
fn full_year(year: i64, digits: usize) -> i64 {
    match digits {
        2 if year < 70 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    }
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
