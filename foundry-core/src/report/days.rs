//! Messages by day: counted while a run goes, put into at most [`MAX_COLUMNS`] equal periods to be shown.

use std::collections::BTreeMap;

use jiff::Timestamp as Instant;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::conversation::{SenderRole, Timestamp};

/// Messages by role: customer, agent, system.
pub type ByRole = [u64; 3];

/// A chart of days has no more columns than this.
const MAX_COLUMNS: i64 = 62;
/// More days than this are told apart by month.
const MAX_DAYS: usize = 20_000;
const DAY: i64 = 86_400_000;

/// A time of day and the day it belongs to, at the offset of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Days since 1 January 1970.
    pub day: i64,
    /// Monday is 0.
    pub weekday: usize,
    /// From 0 to 23.
    pub hour: usize,
    /// Whether it is midnight to the millisecond: a date without a time, most likely.
    pub midnight: bool,
}

impl Moment {
    /// The moment at this offset in seconds; `None` outside the years 1 to 9999.
    pub fn of(time: Timestamp, offset: i32) -> Option<Moment> {
        let millis = time.0.checked_add(i64::from(offset) * 1000)?;
        let (day, rest) = (millis.div_euclid(DAY), millis.rem_euclid(DAY));
        if !(FIRST_DAY..=LAST_DAY).contains(&day) {
            return None;
        }
        Some(Moment {
            day,
            // 1 January 1970 was a Thursday.
            weekday: usize::try_from((day + 3).rem_euclid(7)).ok()?,
            hour: usize::try_from(rest / 3_600_000).ok()?,
            midnight: time.0.rem_euclid(DAY) == 0,
        })
    }
}

const FIRST_DAY: i64 = -719_162;
const LAST_DAY: i64 = 2_932_896;

/// Messages by day and role; by month where there are more days than the room allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    counts: BTreeMap<i64, ByRole>,
    by_month: bool,
}

impl Days {
    /// Counts one message.
    pub fn add(&mut self, day: i64, role: SenderRole) {
        let day = if self.by_month { first_of_month(day) } else { day };
        if let Some(count) = self.counts.entry(day).or_default().get_mut(role as usize) {
            *count += 1;
        }
        self.keep_room();
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Days) {
        if other.by_month && !self.by_month {
            self.coarsen();
        }
        for (day, counts) in &other.counts {
            let day = if self.by_month { first_of_month(*day) } else { *day };
            add_roles(self.counts.entry(day).or_default(), counts);
        }
        self.keep_room();
    }

    /// The first and the last day with a message, as `2026-01-31`.
    pub fn range(&self) -> Option<(String, String)> {
        let (first, last) = (self.counts.keys().next()?, self.counts.keys().next_back()?);
        Some((iso(*first), iso(*last)))
    }

    /// The days from the first to the last, both counted; 0 if there is none.
    pub fn span(&self) -> u64 {
        match (self.counts.keys().next(), self.counts.keys().next_back()) {
            (Some(first), Some(last)) => (last - first + 1).unsigned_abs(),
            _ => 0,
        }
    }

    /// The days in equal periods without gaps, each by the name of its first day, month or year, and what a period is.
    pub fn periods(&self) -> (Period, Vec<(String, ByRole)>) {
        let (Some(first), Some(last)) = (self.counts.keys().next(), self.counts.keys().next_back()) else {
            return (Period::Day, Vec::new());
        };
        let years = 1 + i64::from(date(*last).year()) - i64::from(date(*first).year());
        let all = [Period::Day, Period::Week, Period::Month, Period::Years(1)];
        let finest = if self.by_month { Period::Month } else { Period::Day };
        let fits = |p: &Period| p.number(*last) - p.number(*first) < MAX_COLUMNS;
        let period =
            all.into_iter().filter(|p| *p >= finest).find(fits).unwrap_or(Period::Years(
                years.unsigned_abs().div_ceil(MAX_COLUMNS.unsigned_abs() - 1) as i16,
            ));
        let start = period.number(*first);
        let mut columns: Vec<(String, ByRole)> =
            (start..=period.number(*last)).map(|number| (period.name(number), ByRole::default())).collect();
        for (day, counts) in &self.counts {
            let place = usize::try_from(period.number(*day) - start).unwrap_or(usize::MAX);
            if let Some((_, column)) = columns.get_mut(place) {
                add_roles(column, counts);
            }
        }
        (period, columns)
    }

    fn keep_room(&mut self) {
        if !self.by_month && self.counts.len() > MAX_DAYS {
            self.coarsen();
        }
    }

    fn coarsen(&mut self) {
        self.by_month = true;
        for (day, counts) in std::mem::take(&mut self.counts) {
            add_roles(self.counts.entry(first_of_month(day)).or_default(), &counts);
        }
    }
}

impl Serialize for Days {
    /// As `[{day, customer, agent, system}]`, in order.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Day {
            day: String,
            customer: u64,
            agent: u64,
            system: u64,
        }
        let day = |(day, [customer, agent, system]): (&i64, &ByRole)| Day {
            day: iso(*day),
            customer: *customer,
            agent: *agent,
            system: *system,
        };
        serializer.collect_seq(self.counts.iter().map(day))
    }
}

/// What a column of the chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// One day.
    Day,
    /// Seven days from Monday.
    Week,
    /// A month of the calendar.
    Month,
    /// So many years.
    Years(i16),
}

impl Period {
    /// `day`, `week`, `month`, `year` or `10 years`.
    pub fn word(self) -> String {
        match self {
            Period::Day => "day".into(),
            Period::Week => "week".into(),
            Period::Month => "month".into(),
            Period::Years(1) => "year".into(),
            Period::Years(years) => format!("{years} years"),
        }
    }

    fn number(self, day: i64) -> i64 {
        match self {
            Period::Day => day,
            Period::Week => (day + 3).div_euclid(7),
            Period::Month => {
                let date = date(day);
                i64::from(date.year()) * 12 + i64::from(date.month()) - 1
            }
            Period::Years(years) => i64::from(date(day).year()).div_euclid(i64::from(years.max(1))),
        }
    }

    fn name(self, number: i64) -> String {
        match self {
            Period::Day => iso(number),
            Period::Week => iso(number * 7 - 3),
            Period::Month => format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
            Period::Years(years) => format!("{:04}", number * i64::from(years)),
        }
    }
}

fn add_roles(into: &mut ByRole, more: &ByRole) {
    into.iter_mut().zip(more).for_each(|(sum, count)| *sum += count);
}

fn date(day: i64) -> Date {
    Instant::from_second(day.saturating_mul(DAY / 1000))
        .map_or(Date::ZERO, |instant| jiff::tz::Offset::UTC.to_datetime(instant).date())
}

fn iso(day: i64) -> String {
    date(day).to_string()
}

fn first_of_month(day: i64) -> i64 {
    day + 1 - i64::from(date(day).day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<Instant>().unwrap().as_millisecond())
    }

    fn days(dates: &[&str]) -> Days {
        let mut days = Days::default();
        for text in dates {
            days.add(Moment::of(at(text), 0).unwrap().day, SenderRole::Customer);
        }
        days
    }

    #[test]
    fn a_moment_knows_its_weekday_and_offset() {
        let moment = Moment::of(at("2026-11-20T23:30:00Z"), 0).unwrap();
        assert_eq!((iso(moment.day).as_str(), moment.weekday, moment.hour), ("2026-11-20", 4, 23));
        let later = Moment::of(at("2026-11-20T23:30:00Z"), 3600).unwrap();
        assert_eq!((iso(later.day).as_str(), later.weekday, later.hour), ("2026-11-21", 5, 0));
        assert!(Moment::of(at("2026-11-20T00:00:00Z"), 3600).unwrap().midnight);
        assert_eq!(Moment::of(Timestamp(i64::MAX), 0), None);
        assert_eq!(Moment::of(Timestamp(i64::MIN), -1), None);
    }

    #[test]
    fn periods_grow_with_the_span() {
        let shown = |dates: &[&str]| {
            let (period, columns) = days(dates).periods();
            (period.word(), columns.len(), columns.first().map(|c| c.0.clone()).unwrap_or_default())
        };
        assert_eq!(shown(&[]), ("day".into(), 0, String::new()));
        let (a, b) = ("2026-01-07T10:00:00Z", "2026-02-07T10:00:00Z");
        assert_eq!(shown(&[a, b]), ("day".into(), 32, "2026-01-07".into()));
        assert_eq!(shown(&[a, "2026-12-07T10:00:00Z"]), ("week".into(), 49, "2026-01-05".into()));
        assert_eq!(shown(&[a, "2028-12-07T10:00:00Z"]), ("month".into(), 36, "2026-01".into()));
        assert_eq!(shown(&[a, "2046-12-07T10:00:00Z"]), ("year".into(), 21, "2026".into()));
        assert_eq!(
            shown(&["0001-01-01T00:00:00Z", "9999-12-30T00:00:00Z"]),
            ("164 years".into(), 61, "0000".into())
        );
    }

    #[test]
    fn too_many_days_become_months_whatever_the_order() {
        let mut whole = Days::default();
        let mut halves = [Days::default(), Days::default()];
        for day in 0..i64::try_from(MAX_DAYS).unwrap() + 5 {
            whole.add(day, SenderRole::Agent);
            halves[usize::from(day % 2 == 0)].add(day, SenderRole::Agent);
        }
        let [mut one, two] = halves;
        one.merge(&two);
        assert!(whole.by_month);
        assert_eq!(one, whole);
    }
}
