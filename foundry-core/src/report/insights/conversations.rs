//! What the figures of the conversations say.

use super::{Insight, Level, zone};
use crate::dataset::manifest::Manifest;
use crate::report::charts::WEEKDAYS;
use crate::report::figures::Figures;
use crate::report::numbers::{counted, thousands};
use crate::report::place;
use crate::report::words::{duration, mean, percent};

pub(super) fn density(manifest: &Manifest, figures: &Figures) -> Option<Insight> {
    if !manifest.deidentified {
        return None;
    }
    let findings: u64 = manifest.findings.values().sum();
    let text = format!(
        "{} of all conversations held personal data, {} findings each on average.",
        percent(figures.with_findings, figures.conversations),
        mean(findings, figures.with_findings)
    );
    let numbers = [
        ("conversations", figures.conversations),
        ("withFindings", figures.with_findings),
        ("findings", findings),
    ];
    Some(Insight::new("personal_data", Level::Know, text, &numbers))
}

pub(super) fn one_sided(figures: &Figures) -> Option<Insight> {
    let (all, agent, customer) = (figures.conversations, figures.without_agent, figures.without_customer);
    if agent + customer == 0 {
        return None;
    }
    let text = match (agent, customer) {
        (agent, 0) => format!("{} no answer of an agent.", have(agent, all)),
        (0, customer) => format!("{} no message of a customer.", have(customer, all)),
        (agent, customer) => {
            let customer = thousands(customer);
            format!("{} no answer of an agent, {customer} no message of a customer.", have(agent, all))
        }
    };
    let level = if (agent + customer) * 5 > all { Level::Look } else { Level::Know };
    let numbers = [("conversations", all), ("withoutAgent", agent), ("withoutCustomer", customer)];
    let insight = Insight::new("one_sided", level, text, &numbers);
    Some(insight.next("`filterSettings.requireRoles = [\"customer\", \"agent\"]` leaves them out"))
}

/// `4 conversations (3%) have`.
fn have(count: u64, all: u64) -> String {
    let verb = if count == 1 { "has" } else { "have" };
    format!("{} ({}) {verb}", counted(count, "conversation"), percent(count, all))
}

pub(super) fn last_word(figures: &Figures) -> Option<Insight> {
    let open = figures.customer_last;
    if open == 0 {
        return None;
    }
    let text = format!(
        "In {} ({}) the customer has the last word: thanks, or a question that stayed open.",
        counted(open, "answered conversation"),
        percent(open, figures.conversations)
    );
    Some(Insight::new(
        "last_word",
        Level::Know,
        text,
        &[("conversations", figures.conversations), ("customerLast", open)],
    ))
}

pub(super) fn response(figures: &Figures) -> Option<Insight> {
    let first = &figures.first_response;
    if first.count() == 0 || figures.with_hour == 0 {
        return None;
    }
    let (median, p90) = (first.percentile(50), first.percentile(90));
    let text = format!(
        "Half of all first answers came within {}, nine in ten within {}.",
        duration(median),
        duration(p90)
    );
    let numbers = [("answers", first.count()), ("medianSeconds", median), ("p90Seconds", p90)];
    Some(Insight::new("first_response", Level::Know, text, &numbers))
}

pub(super) fn peak(figures: &Figures) -> Option<Insight> {
    const WINDOW: usize = 3;
    let mut by_hour = [0u64; 24];
    for day in &figures.hours {
        by_hour.iter_mut().zip(day).for_each(|(sum, count)| *sum += count);
    }
    let all: u64 = by_hour.iter().sum();
    if all == 0 {
        return None;
    }
    let window = |start: usize| (start..start + WINDOW).filter_map(|h| by_hour.get(h % 24)).sum::<u64>();
    let start = (0..24).max_by_key(|start| (window(*start), std::cmp::Reverse(*start)))?;
    let by_day: Vec<u64> = figures.hours.iter().map(|day| day.iter().sum()).collect();
    let (weekday, most) =
        by_day.iter().enumerate().max_by_key(|(day, count)| (**count, std::cmp::Reverse(*day)))?;
    let text = format!(
        "Customers write most between {start:02}:00 and {:02}:00 {}: {} of their messages; {} is the busiest day ({}).",
        (start + WINDOW) % 24,
        zone(figures.utc_offset),
        percent(window(start), all),
        WEEKDAYS.get(weekday).copied().unwrap_or_default(),
        percent(*most, all)
    );
    let numbers =
        [("fromHour", start as u64), ("messages", all), ("inPeak", window(start)), ("onBusiestDay", *most)];
    Some(Insight::new("peak_hours", Level::Know, text, &numbers))
}

pub(super) fn times(figures: &Figures) -> Option<Insight> {
    let (all, timed) = (figures.all_messages(), figures.timed);
    let numbers = [("messages", all), ("withTime", timed), ("days", figures.days.span())];
    let Some((first, last)) = figures.days.range() else {
        let text = "No message has a time, so their order is that of the file.".to_owned();
        let insight = Insight::new("times", Level::Look, text, &numbers);
        return Some(insight.next("map the column with the time to `timestamp`"));
    };
    let untimed = match all.saturating_sub(timed) {
        0 => String::new(),
        count => format!("; {} ({}) have no time", counted(count, "message"), percent(count, all)),
    };
    let text = format!(
        "The messages are from {first} to {last}, {} a day on average{untimed}.",
        mean(timed, figures.days.span())
    );
    let level = if (all - timed.min(all)) * 5 > all { Level::Look } else { Level::Know };
    Some(Insight::new("times", level, text, &numbers))
}

pub(super) fn lengths(figures: &Figures) -> Option<Insight> {
    let [customer, agent, _] = &figures.words;
    let messages = figures.conversation_messages.percentile(50);
    let single = figures.conversation_messages.count_between(0, 2);
    let text = format!(
        "A typical conversation has {}; a customer writes {} at a time, an agent {} (medians).",
        counted(messages, "message"),
        counted(customer.percentile(50), "word"),
        thousands(agent.percentile(50))
    );
    let numbers = [
        ("medianMessages", messages),
        ("medianCustomerWords", customer.percentile(50)),
        ("medianAgentWords", agent.percentile(50)),
        ("singleMessage", single),
    ];
    if single * 5 <= figures.conversations {
        return Some(Insight::new("lengths", Level::Know, text, &numbers));
    }
    let text = format!("{text} {} are a single message.", percent(single, figures.conversations));
    let insight = Insight::new("lengths", Level::Look, text, &numbers);
    Some(
        insight.next(
            "check the column mapped to `conversation_id`, or set `filterSettings.minMessageCount = 2`",
        ),
    )
}

pub(super) fn longest(manifest: &Manifest, figures: &Figures) -> Option<Insight> {
    let longest = figures.longest.first()?;
    let typical = figures.conversation_messages.percentile(50).max(1);
    // Ten times the usual length is worth a look: often it is a wrong id.
    if longest.messages < 50 || longest.messages < 10 * typical {
        return None;
    }
    let place = place(manifest, longest.input, longest.row);
    let text = format!(
        "The longest conversation has {}, against {} in a typical one; it begins at {place}.",
        counted(longest.messages, "message"),
        thousands(typical)
    );
    let insight =
        Insight::new("longest", Level::Look, text, &[("messages", longest.messages), ("median", typical)]);
    Some(
        insight.next(
            "if it is several conversations, the column mapped to `conversation_id` is not unique enough",
        ),
    )
}

pub(super) fn statuses(figures: &Figures) -> Option<Insight> {
    let (all, with) = (figures.conversations, figures.with_status);
    if with == 0 || with == all {
        return None;
    }
    let without = all - with;
    let text = format!("{} no status.", have(without, all));
    let insight =
        Insight::new("no_status", Level::Know, text, &[("conversations", all), ("withoutStatus", without)]);
    Some(insight.next("`filterSettings.statusFilter` would leave them out"))
}
