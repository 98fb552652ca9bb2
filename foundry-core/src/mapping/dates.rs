//! Settles over a whole column whether the day or the month comes first.

use super::timestamp::{Order, Parsed};
use super::{DateOrder, RawTime};
use crate::record::Warning;

/// What a column's dates have said so far.
#[derive(Debug, Default)]
pub(super) struct DateEvidence {
    day_first: u64,
    month_first: u64,
    dots: u64,
    slashes: u64,
    previous: Option<RawTime>,
    by_day: Course,
    by_month: Course,
}

/// How a reading's times run from row to row.
#[derive(Debug, Default)]
struct Course {
    rises: u64,
    falls: u64,
    /// The way up and down, in minutes.
    way: u64,
}

impl Course {
    fn step(&mut self, from: i64, to: i64) {
        self.rises += u64::from(to > from);
        self.falls += u64::from(to < from);
        self.way = self.way.saturating_add(to.abs_diff(from) / 60_000);
    }

    /// Steps against the main direction; files run newest first as often as oldest first.
    fn breaks(&self) -> u64 {
        self.rises.min(self.falls)
    }
}

impl DateEvidence {
    /// Adds the date of one row.
    pub(super) fn add(&mut self, parsed: &Parsed) {
        match parsed.order {
            Order::Silent => {}
            Order::DayFirst => self.day_first += 1,
            Order::MonthFirst => self.month_first += 1,
            Order::Either(b'/') => self.slashes += 1,
            Order::Either(_) => self.dots += 1,
        }
        if let Some(previous) = self.previous {
            self.by_day.step(previous.day_first, parsed.time.day_first);
            self.by_month.step(previous.month_first, parsed.time.month_first);
        }
        self.previous = Some(parsed.time);
    }

    /// The order, and a note where it was a guess or the column contradicts itself.
    pub(super) fn settle(&self, wanted: DateOrder, column: &str) -> (DateOrder, Option<Warning>) {
        if wanted != DateOrder::Auto {
            return (wanted, None);
        }
        let majority =
            if self.day_first >= self.month_first { DateOrder::DayFirst } else { DateOrder::MonthFirst };
        if self.day_first > 0 && self.month_first > 0 {
            let message = format!(
                "{} dates can only be read day first and {} only month first; the others are read {}, set `mappingOptions.dateOrder` to change it",
                self.day_first,
                self.month_first,
                name(majority)
            );
            return (majority, Some(Warning::note("mixed_date_order", message).at_column(column)));
        }
        if self.day_first + self.month_first > 0 || self.dots + self.slashes == 0 {
            return (majority, None);
        }
        let (order, why, sure) = self.guess();
        if sure {
            return (order, None);
        }
        let message = format!(
            "nothing in the column tells day from month; read {} because {why}, set `mappingOptions.dateOrder` to `day_first` or `month_first`",
            name(order)
        );
        (order, Some(Warning::note("ambiguous_date_order", message).at_column(column)))
    }

    fn guess(&self) -> (DateOrder, &'static str, bool) {
        let (by_day, by_month) = (self.by_day.breaks(), self.by_month.breaks());
        let (fewer, more, order) = if by_day <= by_month {
            (by_day, by_month, DateOrder::DayFirst)
        } else {
            (by_month, by_day, DateOrder::MonthFirst)
        };
        if more >= 1 && fewer * 3 <= more {
            return (order, "the times then follow one another", fewer == 0 && more >= 3);
        }
        // 01/05, 02/05, 03/05: neighbouring days, or the same day of neighbouring months.
        if self.by_day.way.saturating_mul(4) < self.by_month.way {
            return (DateOrder::DayFirst, "the times then lie close together", false);
        }
        if self.by_month.way.saturating_mul(4) < self.by_day.way {
            return (DateOrder::MonthFirst, "the times then lie close together", false);
        }
        if self.slashes > self.dots {
            (DateOrder::MonthFirst, "slashes stand between the parts", false)
        } else {
            (DateOrder::DayFirst, "no slashes stand between the parts", false)
        }
    }
}

fn name(order: DateOrder) -> &'static str {
    match order {
        DateOrder::MonthFirst => "month first",
        DateOrder::Auto | DateOrder::DayFirst => "day first",
    }
}

#[cfg(test)]
mod tests {
    use super::super::timestamp::parse;
    use super::*;

    fn settle(dates: &[&str]) -> (DateOrder, Option<String>) {
        let mut evidence = DateEvidence::default();
        for date in dates {
            evidence.add(&parse(date, 0).unwrap());
        }
        let (order, note) = evidence.settle(DateOrder::Auto, "date");
        (order, note.map(|n| n.code))
    }

    #[test]
    fn one_telling_date_settles_the_column() {
        assert_eq!(settle(&["03/04/2024", "13/04/2024"]), (DateOrder::DayFirst, None));
        assert_eq!(settle(&["03/04/2024", "04/13/2024"]), (DateOrder::MonthFirst, None));
        assert_eq!(settle(&["2024-05-01"]), (DateOrder::DayFirst, None));
    }

    #[test]
    fn both_kinds_are_reported() {
        let mixed = settle(&["13/04/2024", "04/13/2024", "04/14/2024"]);
        assert_eq!(mixed, (DateOrder::MonthFirst, Some("mixed_date_order".into())));
    }

    #[test]
    fn rising_times_settle_silently_and_separators_with_a_note() {
        // Read month first this runs May, June, May, June …; read day first it only rises.
        let rising = [
            "05/01/2024",
            "06/01/2024",
            "05/02/2024",
            "06/02/2024",
            "05/03/2024",
            "06/03/2024",
            "05/04/2024",
            "07/04/2024",
        ];
        assert_eq!(settle(&rising), (DateOrder::DayFirst, None));
        assert_eq!(settle(&["03/04/2024"]), (DateOrder::MonthFirst, Some("ambiguous_date_order".into())));
        assert_eq!(settle(&["03.04.2024"]), (DateOrder::DayFirst, Some("ambiguous_date_order".into())));
        let close = ["01/05/2024", "02/05/2024", "03/05/2024"];
        assert_eq!(settle(&close), (DateOrder::DayFirst, Some("ambiguous_date_order".into())));
    }
}
