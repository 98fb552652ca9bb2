//! Written dates: which day a text such as `5th of March 2024`, `05.03.2024` or `2024-03-05T10:00Z` names, and the same
//! text with another day. Used by `shift_date` and `generalize`.

mod words;

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use self::words::{Name, ordinal_suffix};

/// The year of dates that name none: not a leap year, so that a day stays a day.
const SOME_YEAR: i16 = 2023;
/// Two-digit years from this one up are of the last century.
const CENTURY: i16 = 70;

/// How numbers are read where the text leaves it open.
#[derive(Clone, Copy)]
pub(super) struct Habits {
    /// Whether the month comes before the day in `3/4/2024`.
    pub month_first: bool,
    /// The calling code of the country, for its language.
    pub calling_code: &'static str,
}

/// A run of digits, or of letters.
#[derive(Clone, Debug)]
struct Run {
    at: Range<usize>,
    /// The number; `None` for letters.
    number: Option<u32>,
}

impl Run {
    fn digits(&self) -> usize {
        if self.number.is_some() { self.at.len() } else { 0 }
    }

    fn is(&self, lengths: std::ops::RangeInclusive<usize>, values: std::ops::RangeInclusive<u32>) -> bool {
        lengths.contains(&self.digits()) && self.number.is_some_and(|number| values.contains(&number))
    }

    fn is_day(&self) -> bool {
        self.is(1..=2, 1..=31)
    }

    fn is_month(&self) -> bool {
        self.is(1..=2, 1..=12)
    }

    fn is_year(&self) -> bool {
        self.is(4..=4, 1800..=2199)
    }
}

/// A date as a text writes it.
pub(super) struct WrittenDate<'v> {
    value: &'v str,
    year: Option<Range<usize>>,
    month: Option<Range<usize>>,
    day: Option<Range<usize>>,
    /// The month's name, where it is no number.
    name: Option<Name>,
    weekday: Option<(Range<usize>, Name)>,
    /// `5th`: where the ending stands.
    ordinal: Option<Range<usize>>,
    date: Date,
}

impl<'v> WrittenDate<'v> {
    /// Reads a value that holds one date, and a time of day perhaps. `None` where it holds no date of the calendar, or
    /// a number that belongs to neither.
    pub fn read(value: &'v str, habits: Habits) -> Option<WrittenDate<'v>> {
        let all = runs(value);
        let runs: Vec<Run> = all
            .iter()
            .enumerate()
            .filter(|(i, _)| !is_time(value, &all, *i))
            .map(|(_, r)| r.clone())
            .collect();
        let mut date = in_words(value, &runs, habits).or_else(|| in_numbers(value, &runs, habits))?;
        let parts = [&date.year, &date.month, &date.day];
        let belongs = |run: &&Run| {
            parts.into_iter().flatten().any(|part| part.start < run.at.end && run.at.start < part.end)
        };
        if runs.iter().filter(|run| run.number.is_some()).any(|run| !belongs(&run)) {
            return None;
        }
        let words = runs.iter().filter(|run| run.number.is_none() && date.month.as_ref() != Some(&run.at));
        date.weekday = words.into_iter().find_map(|run| {
            let word = value.get(run.at.clone())?;
            let language = date.name.map(|name| name.language);
            Name::of_weekday(word, language, habits.calling_code).map(|name| (run.at.clone(), name))
        });
        Some(date)
    }

    /// The same text with the date so many days later (or earlier); `None` out of the calendar, and for a year alone.
    pub fn shifted(&self, days: i32) -> Option<String> {
        self.month.as_ref()?;
        let date = self.date.checked_add(i64::from(days).days()).ok()?;
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        if let Some(at) = &self.year {
            let width = at.len();
            let year = if width == 2 { i32::from(date.year()) % 100 } else { i32::from(date.year()) };
            changes.push((at.clone(), format!("{year:0width$}")));
        }
        let padded = self.is_padded();
        let number = |value: i8| if padded { format!("{value:02}") } else { value.to_string() };
        if let Some(at) = &self.month {
            let written = self.value.get(at.clone())?;
            let new = match self.name {
                Some(name) => name.with_place(date.month() as usize - 1).month(written),
                None => number(date.month()),
            };
            changes.push((at.clone(), new));
        }
        if let Some(at) = &self.day {
            changes.push((at.clone(), number(date.day())));
        }
        if let Some(at) = &self.ordinal {
            let written = self.value.get(at.clone())?;
            changes.push((at.clone(), ordinal_suffix(written, date.day() as u8)));
        }
        if let Some((at, name)) = &self.weekday {
            let place = (name.place as i32 + days).rem_euclid(7) as usize;
            changes.push((at.clone(), name.with_place(place).weekday(self.value.get(at.clone())?)));
        }
        changes.sort_by_key(|(at, _)| at.start);
        let mut out = String::with_capacity(self.value.len() + 8);
        let mut done = 0;
        for (at, new) in changes {
            out.push_str(self.value.get(done..at.start)?);
            out.push_str(&new);
            done = at.end;
        }
        out.push_str(self.value.get(done..)?);
        Some(out)
    }

    /// Month and year in the order and words of the text; the year alone where the text names no month.
    pub fn month_and_year(&self) -> Option<String> {
        let part = |at: &Option<Range<usize>>| at.clone().and_then(|at| self.value.get(at));
        let Some(month) = part(&self.month) else { return part(&self.year).map(str::to_owned) };
        let (Some(year), Some(year_at), Some(month_at)) = (part(&self.year), &self.year, &self.month) else {
            // No year: `March` tells no more than `March 2024` would.
            return self.name.map(|_| month.to_owned());
        };
        let (first, last) =
            if year_at.start < month_at.start { (year_at, month_at) } else { (month_at, year_at) };
        let between = self.value.get(first.end..last.start)?;
        // `March 5, 2024`, `03/05/2024`: what stands around the day goes with it.
        let between = match between.find(|c: char| c.is_ascii_digit()) {
            None => between,
            Some(_) if self.name.is_some() => " ",
            Some(day) => between.get(..day)?,
        };
        Some(if first == year_at {
            format!("{year}{between}{month}")
        } else {
            format!("{month}{between}{year}")
        })
    }

    /// The year, with its century.
    pub fn year(&self) -> Option<String> {
        self.year.as_ref().map(|_| self.date.year().to_string())
    }

    fn is_padded(&self) -> bool {
        let width = |at: &Option<Range<usize>>| at.as_ref().map_or(0, |at| at.len());
        let starts_with_zero = |at: &Option<Range<usize>>| {
            at.clone().and_then(|at| self.value.get(at)).is_some_and(|text| text.starts_with('0'))
        };
        let both = self.name.is_none() && width(&self.month) == 2 && width(&self.day) != 1;
        both || starts_with_zero(&self.day) || self.name.is_none() && starts_with_zero(&self.month)
    }
}

/// A date whose month is a word.
fn in_words<'v>(value: &'v str, runs: &[Run], habits: Habits) -> Option<WrittenDate<'v>> {
    let words = runs.iter().enumerate().filter(|(_, run)| run.number.is_none());
    let (place, name) = words.into_iter().find_map(|(place, run)| {
        let name = Name::of_month(value, run.at.clone(), habits.calling_code)?;
        Some((place, name))
    })?;
    let number_at = |found: Option<(usize, &Run)>| found.map(|(_, run)| run.at.clone());
    let before = runs.get(..place)?.iter().enumerate().rev().find(|(_, run)| run.number.is_some());
    let after = || runs.iter().enumerate().skip(place + 1).filter(|(_, run)| run.number.is_some());
    let day_after = || after().next().filter(|(_, run)| run.is_day());
    let day = before.filter(|(_, run)| run.is_day()).or_else(day_after);
    let is_day = |i: usize| day.is_some_and(|(day, _)| day == i);
    let year = runs
        .iter()
        .enumerate()
        .find(|(_, run)| run.is_year())
        .or_else(|| after().find(|(i, run)| !is_day(*i) && day.is_some() && run.is(2..=2, 0..=99)));
    let year_number = match year.and_then(|(_, run)| run.number.map(|number| (number, run.digits()))) {
        Some((number, digits)) => full_year(number, digits)?,
        None => SOME_YEAR,
    };
    let day_number = day.and_then(|(_, run)| run.number).unwrap_or(15);
    let ordinal = day.and_then(|(i, day)| {
        let next = runs.get(i + 1)?;
        let word = value.get(next.at.clone())?;
        let glued = next.at.start == day.at.end && next.number.is_none();
        (glued && words::is_ordinal(word)).then(|| next.at.clone())
    });
    Some(WrittenDate {
        value,
        year: number_at(year),
        month: runs.get(place).map(|run| run.at.clone()),
        day: number_at(day),
        name: Some(name),
        weekday: None,
        ordinal,
        date: Date::new(year_number, name.place as i8 + 1, day_number as i8).ok()?,
    })
}

/// A date in numbers: year first (ISO 8601, also with 年月日), year last, month and year, a year alone.
fn in_numbers<'v>(value: &'v str, runs: &[Run], habits: Habits) -> Option<WrittenDate<'v>> {
    let numbers: Vec<&Run> = runs.iter().filter(|run| run.number.is_some()).collect();
    let at = |run: &Run| Some(run.at.clone());
    let date = |year: Option<Range<usize>>, month, day, date| {
        Some(WrittenDate { value, year, month, day, name: None, weekday: None, ordinal: None, date })
    };
    let day_of = |year: &Run, month: u32, day: u32| {
        let year = full_year(year.number?, year.digits())?;
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match numbers.as_slice() {
        [year] if year.is_year() => date(at(year), None, None, day_of(year, 7, 1)?),
        [whole] if whole.digits() == 8 => {
            let number = whole.number?;
            let start = whole.at.start;
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            let read = Date::new(full_year(year, 4)?, month as i8, day as i8).ok()?;
            if !(1800..=2199).contains(&year) {
                return None;
            }
            date(Some(start..start + 4), Some(start + 4..start + 6), Some(start + 6..start + 8), read)
        }
        [year, month] if year.is_year() && month.is_month() => {
            date(at(year), at(month), None, day_of(year, month.number?, 15)?)
        }
        [month, year] if year.is_year() && month.is_month() => {
            date(at(year), at(month), None, day_of(year, month.number?, 15)?)
        }
        [year, month, day] if year.is_year() => {
            date(at(year), at(month), at(day), day_of(year, month.number?, day.number?)?)
        }
        [first, second, year] if year.is_year() || year.digits() == 2 => {
            let dotted = value.get(first.at.end..second.at.start)?.contains('.');
            let month_first = match (first.number? > 12, second.number? > 12) {
                (true, _) => false,
                (_, true) => true,
                _ => habits.month_first && !dotted,
            };
            let (month, day) = if month_first { (first, second) } else { (second, first) };
            date(at(year), at(month), at(day), day_of(year, month.number?, day.number?)?)
        }
        _ => None,
    }
}

fn full_year(number: u32, digits: usize) -> Option<i16> {
    let number = i16::try_from(number).ok()?;
    Some(match digits {
        2 if number >= CENTURY => 1900 + number,
        2 => 2000 + number,
        _ => number,
    })
}

/// Runs of ASCII digits and of letters; a run of more than eight digits is no part of a date and stays a number.
fn runs(value: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in value.char_indices() {
        let digit = c.is_ascii_digit();
        if !digit && !c.is_alphabetic() {
            continue;
        }
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(last) if last.at.end == at && last.number.is_some() == digit => last.at.end = end,
            _ => runs.push(Run { at: at..end, number: digit.then_some(0) }),
        }
    }
    for run in runs.iter_mut().filter(|run| run.number.is_some()) {
        run.number = value.get(run.at.clone()).map(|text| text.parse().unwrap_or(u32::MAX));
    }
    runs
}

/// Whether a number belongs to a time of day: a colon beside it, a fraction or zone behind one that has, or a word
/// such as `pm`.
fn is_time(value: &str, runs: &[Run], index: usize) -> bool {
    let Some(run) = runs.get(index).filter(|run| run.number.is_some()) else { return false };
    let colon = value.get(run.at.end..).is_some_and(|rest| rest.starts_with(':'))
        || value.get(..run.at.start).is_some_and(|rest| rest.ends_with(':'));
    let next = runs.get(index + 1).filter(|next| next.number.is_none());
    let unit = next.is_some_and(|next| {
        let near = next.at.start - run.at.end <= 1;
        near && value.get(next.at.clone()).is_some_and(words::is_time_unit)
    });
    let earlier = index.checked_sub(1).and_then(|before| runs.get(before));
    let behind = earlier.is_some_and(|before| {
        let gap = value.get(before.at.end..run.at.start);
        before.number.is_some() && matches!(gap, Some("." | "+" | "-")) && is_time(value, runs, index - 1)
    });
    colon || unit || behind
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: Habits = Habits { month_first: true, calling_code: "1" };
    const DE: Habits = Habits { month_first: false, calling_code: "49" };

    fn shifted(value: &str, days: i32, habits: Habits) -> Option<String> {
        WrittenDate::read(value, habits).and_then(|date| date.shifted(days))
    }

    #[test]
    fn the_written_form_stays() {
        for (value, habits, expected) in [
            ("2024-03-05", US, "2024-03-15"),
            ("2024-12-25T10:30:00.250Z", US, "2025-01-04T10:30:00.250Z"),
            ("2024-12-25T10:30:00+02:00", US, "2025-01-04T10:30:00+02:00"),
            ("2024/3/5", US, "2024/3/15"),
            ("20240225", US, "20240306"),
            ("3/5/2024", US, "3/15/2024"),
            ("03/05/24", US, "03/15/24"),
            ("03/05/2024", DE, "13/05/2024"),
            ("25/12/2024", US, "04/01/2025"),
            ("05.03.2024", US, "15.03.2024"),
            ("5.3.2024 um 14:30 Uhr", DE, "15.3.2024 um 14:30 Uhr"),
            ("March 5, 2024", US, "March 15, 2024"),
            ("Tuesday, March 5th, 2024 at 5 pm", US, "Friday, March 15th, 2024 at 5 pm"),
            ("22nd of MARCH 2024", US, "1st of APRIL 2024"),
            ("Mar 25", US, "Apr 4"),
            ("25-Dec-2024", US, "4-Jan-2025"),
            ("5. März 2024", DE, "15. März 2024"),
            ("Dienstag, 25. Dezember 2024", DE, "Freitag, 4. Januar 2025"),
            ("1er mars 2024", US, "11 mars 2024"),
            ("25 de diciembre de 2024", US, "4 de enero de 2025"),
            ("25 de março de 2024", US, "4 de abril de 2024"),
            ("25 dicembre 2024", US, "4 gennaio 2025"),
            ("25 maart 2024", US, "4 april 2024"),
            ("10:15 on 5 April 2024", US, "10:15 on 15 April 2024"),
            ("2024年3月5日", US, "2024年3月15日"),
            ("March 2024", US, "March 2024"),
            ("25/12/1999 23:59", US, "04/01/2000 23:59"),
        ] {
            assert_eq!(shifted(value, 10, habits).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for value in [
            "",
            "yesterday",
            "2024",
            "31/31/2024",
            "2024-02-30",
            "5-7 March 2024",
            "March",
            "1/2",
            "12345678901",
        ] {
            let shifted = shifted(value, 10, US);
            assert!(shifted.is_none() || value == "March", "{value}: {shifted:?}");
        }
    }

    #[test]
    fn what_is_general_is_left() {
        for (value, month, year) in [
            ("2024-03-05T10:00Z", Some("2024-03"), Some("2024")),
            ("03/05/2024", Some("03/2024"), Some("2024")),
            ("05.03.24", Some("03.24"), Some("2024")),
            ("20240305", Some("202403"), Some("2024")),
            ("March 5, 2024", Some("March 2024"), Some("2024")),
            ("5 de março de 2024", Some("março de 2024"), Some("2024")),
            ("March 5", Some("March"), None),
            ("2024", Some("2024"), Some("2024")),
            ("12/1998", Some("12/1998"), Some("1998")),
        ] {
            let date = WrittenDate::read(value, US).unwrap();
            assert_eq!((date.month_and_year().as_deref(), date.year().as_deref()), (month, year), "{value}");
        }
    }
}
