//! Times in any spelling that is not ISO 8601 or a number: `5 Mar 2024 at 9.30 pm CET`, `03/05/24 21:30`.

use super::{DAY, Order, Parsed, certain, clock, days, is_invisible};
use crate::mapping::RawTime;
use crate::mapping::month::{is_filler, is_weekday, month_of, zone_of};

/// Any other spelling: splits into numbers, words and marks and reads date, time and zone in any order.
pub(super) fn general(text: &str, offset: i32) -> Option<Parsed> {
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

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Number { value: i64, digits: usize },
    Word(&'a str),
    Mark(u8),
}

const MAX_TOKENS: usize = 24;

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
