//! A date range as two moments: days, moments and rolling spans resolved in UTC.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::DateRange;
use crate::conversation::Timestamp;
use crate::error::{Error, ErrorKind, Result};

/// The largest number in a rolling span.
const MAX_ROLLING: i32 = 9_999;

/// First and last moment, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl Bounds {
    /// Resolves a range; `None` where nothing is set. A rolling range reaches from the first moment of the day that
    /// lies so far before `now` up to `now`; months and years keep the day of the month, or take the month's last day
    /// where it has fewer. Beside `start` and `end`, a rolling range narrows further: all bounds hold.
    pub(super) fn resolve(range: &DateRange, now: Timestamp) -> Result<Option<Bounds>> {
        let start = range.start.as_deref().map(|text| parse_bound(text, "start", Edge::Start)).transpose()?;
        let end = range.end.as_deref().map(|text| parse_bound(text, "end", Edge::End)).transpose()?;
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            return Err(Error::new(ErrorKind::Config, "`start` lies after `end`")
                .at_path("filterSettings.dateRange")
                .with_hint("swap the two"));
        }
        let rolling = range.rolling.as_deref().map(|text| rolling_start(text, now)).transpose()?;
        let bounds = Bounds {
            start: start.max(rolling),
            end: match (end, rolling) {
                (Some(end), Some(_)) => Some(end.min(now)),
                (end, None) => end,
                (None, Some(_)) => Some(now),
            },
        };
        Ok((bounds.start.is_some() || bounds.end.is_some()).then_some(bounds))
    }

    pub(super) fn is_before(&self, time: Timestamp) -> bool {
        self.start.is_some_and(|start| time < start)
    }

    pub(super) fn is_after(&self, time: Timestamp) -> bool {
        self.end.is_some_and(|end| time > end)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Start,
    End,
}

/// A day (its first or last millisecond, UTC) or an RFC 3339 moment.
fn parse_bound(text: &str, key: &str, edge: Edge) -> Result<Timestamp> {
    let text = text.trim();
    let moment = if text.len() == 10 {
        text.parse::<Date>().ok().and_then(|day| match edge {
            Edge::Start => first_moment(day),
            Edge::End => day.tomorrow().ok().and_then(first_moment).map(|next| Timestamp(next.0 - 1)),
        })
    } else {
        text.parse::<jiff::Timestamp>().ok().map(|time| Timestamp(time.as_millisecond()))
    };
    moment.ok_or_else(|| {
        Error::new(ErrorKind::Config, "neither a day nor a moment in time")
            .at_path(format!("filterSettings.dateRange.{key}"))
            .with_hint("write `2024-01-31`, or RFC 3339 such as `2024-01-31T09:30:00Z`")
    })
}

fn first_moment(day: Date) -> Option<Timestamp> {
    let time = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(Timestamp(time.as_millisecond()))
}

fn rolling_start(text: &str, now: Timestamp) -> Result<Timestamp> {
    let refused = || {
        Error::new(ErrorKind::Config, "not a span of time that can be counted back from now")
            .at_path("filterSettings.dateRange.rolling")
            .with_hint(
                "write a number from 1 to 9999 and `days`, `weeks`, `months` or `years`, such as `6months`",
            )
    };
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number = number.parse::<i32>().ok().filter(|n| (1..=MAX_ROLLING).contains(n)).ok_or_else(refused)?;
    let span = match unit.trim_start().to_ascii_lowercase().as_str() {
        "day" | "days" => number.days(),
        "week" | "weeks" => number.weeks(),
        "month" | "months" => number.months(),
        "year" | "years" => number.years(),
        _ => return Err(refused()),
    };
    let today =
        jiff::Timestamp::from_millisecond(now.0).map_err(|_| refused())?.to_zoned(TimeZone::UTC).date();
    today.checked_sub(span).ok().and_then(first_moment).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn rolling(text: &str, now: &str) -> String {
        let range = DateRange { rolling: Some(text.into()), ..DateRange::default() };
        let bounds = Bounds::resolve(&range, at(now)).unwrap().unwrap();
        assert_eq!(bounds.end, Some(at(now)));
        bounds.start.unwrap().to_string()
    }

    #[test]
    fn rolling_spans_clamp_to_the_last_day_of_a_month() {
        for (text, now, start) in [
            ("6months", "2026-08-31T08:00:00Z", "2026-02-28T00:00:00Z"),
            ("6months", "2024-08-31T08:00:00Z", "2024-02-29T00:00:00Z"),
            ("1month", "2026-03-31T23:59:59Z", "2026-02-28T00:00:00Z"),
            ("1 Month", "2026-07-31T00:00:00Z", "2026-06-30T00:00:00Z"),
            ("1year", "2024-02-29T12:00:00Z", "2023-02-28T00:00:00Z"),
            ("4years", "2024-02-29T12:00:00Z", "2020-02-29T00:00:00Z"),
            ("30days", "2024-03-01T12:00:00Z", "2024-01-31T00:00:00Z"),
            ("2weeks", "2026-01-10T12:00:00Z", "2025-12-27T00:00:00Z"),
            ("13months", "2026-01-31T12:00:00Z", "2024-12-31T00:00:00Z"),
        ] {
            assert_eq!(rolling(text, now), start, "{text} before {now}");
        }
    }

    #[test]
    fn a_last_day_is_whole() {
        let range = DateRange { end: Some("2024-02-29".into()), ..DateRange::default() };
        let bounds = Bounds::resolve(&range, at("2026-01-01T00:00:00Z")).unwrap().unwrap();
        assert!(!bounds.is_after(at("2024-02-29T23:59:59.999Z")));
        assert!(bounds.is_after(at("2024-03-01T00:00:00Z")));
    }

    #[test]
    fn all_bounds_hold_together() {
        let range = DateRange {
            start: Some("2026-01-01".into()),
            end: Some("2030-01-01".into()),
            rolling: Some("1year".into()),
        };
        let now = at("2026-06-30T10:00:00Z");
        let bounds = Bounds::resolve(&range, now).unwrap().unwrap();
        assert_eq!((bounds.start, bounds.end), (Some(at("2026-01-01T00:00:00Z")), Some(now)));
    }

    #[test]
    fn an_empty_range_is_no_rule() {
        assert_eq!(Bounds::resolve(&DateRange::default(), at("2026-01-01T00:00:00Z")).unwrap(), None);
    }

    #[test]
    fn nonsense_is_refused_with_its_path() {
        let resolve = |range| Bounds::resolve(&range, at("2026-01-01T00:00:00Z")).unwrap_err();
        for text in ["", "months", "0days", "-1days", "6fortnights", "99999days", "1e3days", "９days"] {
            let error = resolve(DateRange { rolling: Some(text.into()), ..DateRange::default() });
            assert_eq!(error.position().path.as_deref(), Some("filterSettings.dateRange.rolling"), "{text}");
        }
        for text in ["2024-02-30", "01.02.2024", "2024-01-01T10:00", "yesterday", ""] {
            let error = resolve(DateRange { end: Some(text.into()), ..DateRange::default() });
            assert_eq!(error.position().path.as_deref(), Some("filterSettings.dateRange.end"), "{text}");
        }
        let swapped =
            DateRange { start: Some("2025-01-02".into()), end: Some("2025-01-01".into()), rolling: None };
        assert_eq!(resolve(swapped).position().path.as_deref(), Some("filterSettings.dateRange"));
    }
}
