//! What the figures say, in sentences: computed, each with its numbers, most pressing first.

use std::collections::BTreeMap;

use serde::Serialize;

use super::charts::WEEKDAYS;
use super::figures::Figures;
use super::words::{counted, duration, mean, percent, plain_list, reason, setting, thousands};
use crate::dataset::manifest::Manifest;
use crate::mapping::{Confidence, StandardField};

/// One thing worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Insight {
    /// A stable name: `peak_hours`.
    pub code: &'static str,
    /// How pressing it is.
    pub level: Level,
    /// The sentence.
    pub text: String,
    /// What to do about it, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The numbers in it, by name.
    pub figures: BTreeMap<&'static str, u64>,
}

/// How pressing an insight is; the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Look at this before the data set is used.
    Look,
    /// As it should be.
    Good,
    /// Good to know.
    Know,
}

impl Insight {
    fn new(code: &'static str, level: Level, text: String, figures: &[(&'static str, u64)]) -> Insight {
        Insight { code, level, text, next: None, figures: figures.iter().copied().collect() }
    }

    fn next(mut self, text: impl Into<String>) -> Insight {
        self.next = Some(text.into());
        self
    }
}

/// All insights of a run, most pressing first; of equal ones in a fixed order.
pub(super) fn insights(manifest: &Manifest, figures: Option<&Figures>) -> Vec<Insight> {
    let mut all: Vec<Insight> = [
        usable(manifest),
        privacy(manifest),
        rejected_rows(manifest),
        left_out(manifest),
        doubtful_columns(manifest),
        crossing(manifest),
        top_findings(manifest),
        cleaned(manifest),
        tokens(manifest),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(figures) = figures.filter(|figures| figures.conversations > 0) {
        let of_figures = [
            density(manifest, figures),
            one_sided(figures),
            unanswered(figures),
            response(figures),
            peak(figures),
            times(figures),
            lengths(figures),
            longest(manifest, figures),
            statuses(figures),
        ];
        all.extend(of_figures.into_iter().flatten());
    }
    all.sort_by_key(|insight| insight.level);
    all
}

fn usable(manifest: &Manifest) -> Option<Insight> {
    let (all, written) = (manifest.counts.conversations, manifest.counts.export.conversations);
    let examples = manifest.counts.export.records;
    let figures = [("conversations", all), ("written", written), ("examples", examples)];
    if examples == 0 {
        let text = match all {
            0 => "No conversation was found, so there is no data set.".to_owned(),
            _ => format!("None of the {} could be used.", counted(all, "conversation")),
        };
        let insight = Insight::new("usable", Level::Look, text, &figures);
        return Some(insight.next("`foundry inspect FILE` shows how the columns are understood"));
    }
    let text = format!(
        "{} of {} ({}) became {}.",
        thousands(written),
        counted(all, "conversation"),
        percent(written, all),
        counted(examples, "example")
    );
    Some(Insight::new("usable", Level::Good, text, &figures))
}

fn privacy(manifest: &Manifest) -> Option<Insight> {
    let audit = &manifest.leak_audit;
    if !manifest.deidentified {
        let text = "De-identification was off: the data set holds personal data as it came.".to_owned();
        let insight = Insight::new("privacy", Level::Look, text, &[]);
        return Some(insight.next("set `piiSettings.enabled` before anything leaves this machine"));
    }
    let replaced = manifest.findings.values().sum();
    let figures = [
        ("findings", replaced),
        ("checked", audit.checked),
        ("rescued", audit.rescued),
        ("left", audit.residual),
    ];
    let rescued = match audit.rescued {
        0 => String::new(),
        count => format!(", replaced {} that had stood elsewhere", thousands(count)),
    };
    let text = format!(
        "{} were treated; the leak audit then searched everything for {}{rescued}, and none is left.",
        counted(replaced, "finding"),
        counted(audit.checked, "original value")
    );
    let next = "names in free text are never all found: read a sample before you share the data set";
    Some(Insight::new("privacy", Level::Good, text, &figures).next(next))
}

fn rejected_rows(manifest: &Manifest) -> Option<Insight> {
    let (read, rejected) = (manifest.counts.rows_read, manifest.counts.rows_rejected);
    if rejected == 0 {
        return None;
    }
    let first = manifest.warnings.iter().find(|w| w.rejected).map(|w| w.code.as_str());
    let why = first.map(|code| format!("; the first one: {}", reason(code))).unwrap_or_default();
    let text = format!(
        "{} of {} ({}) could not be used{why}.",
        thousands(rejected),
        counted(read, "row"),
        percent(rejected, read)
    );
    let level = if rejected * 20 > read { Level::Look } else { Level::Know };
    let insight = Insight::new("rejected_rows", level, text, &[("rows", read), ("rejected", rejected)]);
    Some(insight.next("the warnings below name each row"))
}

fn left_out(manifest: &Manifest) -> Option<Insight> {
    let counts = &manifest.counts;
    let mut reasons: Vec<(&str, u64)> = counts
        .filtered_by_reason
        .iter()
        .chain(&counts.export.dropped)
        .map(|(c, n)| (c.as_str(), *n))
        .collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let (code, most) = *reasons.first()?;
    let out: u64 = reasons.iter().map(|(_, count)| count).sum();
    let text = format!(
        "{} ({}) left out, most often for this reason: {} ({}).",
        counted(out, "conversation"),
        percent(out, counts.conversations),
        reason(code),
        thousands(most)
    );
    let level = if out * 4 > counts.conversations { Level::Look } else { Level::Know };
    let figures = [("conversations", counts.conversations), ("leftOut", out), ("mainReason", most)];
    let insight = Insight::new("left_out", level, text, &figures);
    Some(match setting(code) {
        Some(path) => insight.next(format!("`{path}` steers it")),
        None => insight,
    })
}

fn doubtful_columns(manifest: &Manifest) -> Option<Insight> {
    let mappings = manifest.inputs.iter().flat_map(|input| &input.mappings);
    let doubtful: Vec<&str> = mappings
        .filter(|m| m.confidence != Confidence::High && m.reasons.iter().any(|reason| !reason.is_empty()))
        .filter(|m| !matches!(m.target_field, StandardField::Custom(_) | StandardField::Ignore))
        .map(|m| m.source_field.as_str())
        .collect();
    if doubtful.is_empty() {
        return None;
    }
    let count = doubtful.len() as u64;
    let text =
        format!("What {} means was not certain: {}.", counted(count, "column"), plain_list(&doubtful, 5));
    let insight = Insight::new("doubtful_columns", Level::Look, text, &[("columns", count)]);
    Some(insight.next("`foundry inspect FILE --toml` writes the mapping down to be corrected"))
}

fn crossing(manifest: &Manifest) -> Option<Insight> {
    let splits = manifest.splits.as_ref()?;
    let parts: Vec<String> =
        splits.parts.iter().map(|(name, part)| format!("{name} {}", thousands(part.examples))).collect();
    let figures = [("crossingExamples", splits.crossing_examples)];
    let text = format!("The parts ({}) share no conversation and no customer.", parts.join(", "));
    if splits.crossing_examples > 0 {
        let equal = counted(splits.crossing_examples, "example");
        let text = format!("{text} {equal} stand word for word in more than one part.");
        let insight = Insight::new("split", Level::Look, text, &figures);
        return Some(insight.next("leave duplicates out by a filter"));
    }
    if !splits.customers_known {
        let text =
            format!("The parts ({}) share no conversation; the source names no customers.", parts.join(", "));
        let insight = Insight::new("split", Level::Look, text, &figures);
        return Some(insight.next("map the column that names the sender to `sender_id`"));
    }
    Some(Insight::new("split", Level::Good, text, &figures))
}

fn top_findings(manifest: &Manifest) -> Option<Insight> {
    let mut types: Vec<(&str, u64)> = manifest.findings.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    types.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let all: u64 = types.iter().map(|(_, count)| count).sum();
    let top = types.get(..types.len().min(3)).unwrap_or_default();
    let of_top: u64 = top.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return None;
    }
    let names: Vec<String> =
        top.iter().map(|(name, count)| format!("{name} ({})", thousands(*count))).collect();
    let text = if types.len() > top.len() {
        format!("{} make up {} of all findings.", names.join(", "), percent(of_top, all))
    } else {
        format!("All findings are {}.", names.join(", "))
    };
    Some(Insight::new("top_findings", Level::Know, text, &[("findings", all), ("top", of_top)]))
}

fn cleaned(manifest: &Manifest) -> Option<Insight> {
    let clean = &manifest.counts.clean;
    let (code, most) = clean.removed.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
    let text = format!(
        "Something was cut from {} ({}), most often: {} ({}).",
        counted(clean.changed, "message"),
        percent(clean.changed, manifest.counts.messages),
        reason(code),
        thousands(*most)
    );
    Some(Insight::new("cleaned", Level::Know, text, &[("messages", clean.changed), ("mainReason", *most)]))
}

fn tokens(manifest: &Manifest) -> Option<Insight> {
    let tokens = manifest.tokens.as_ref()?;
    let examples = manifest.counts.export.records;
    let dearest = tokens.costs.iter().max_by(|a, b| a.usd.total_cmp(&b.usd));
    let cheapest = tokens.costs.iter().min_by(|a, b| a.usd.total_cmp(&b.usd));
    let cost = match (cheapest, dearest) {
        (Some(low), Some(high)) => {
            format!(
                " A pass over them costs ${:.2} to ${:.2} at list prices of {}.",
                low.usd, high.usd, tokens.prices_as_of
            )
        }
        _ => String::new(),
    };
    let text = format!(
        "The examples hold {} ({}), {} each on average, {} at most.{cost}",
        counted(tokens.total, "token"),
        tokens.tokenizer.as_str(),
        thousands(tokens.total / examples.max(1)),
        thousands(tokens.largest_example)
    );
    Some(Insight::new(
        "tokens",
        Level::Know,
        text,
        &[("tokens", tokens.total), ("largest", tokens.largest_example)],
    ))
}

fn density(manifest: &Manifest, figures: &Figures) -> Option<Insight> {
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

fn one_sided(figures: &Figures) -> Option<Insight> {
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

fn unanswered(figures: &Figures) -> Option<Insight> {
    let open = figures.unanswered.saturating_sub(figures.without_agent.min(figures.unanswered));
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

fn response(figures: &Figures) -> Option<Insight> {
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

fn peak(figures: &Figures) -> Option<Insight> {
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

fn times(figures: &Figures) -> Option<Insight> {
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

fn lengths(figures: &Figures) -> Option<Insight> {
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

fn longest(manifest: &Manifest, figures: &Figures) -> Option<Insight> {
    let longest = figures.longest.first()?;
    let typical = figures.conversation_messages.percentile(50).max(1);
    // Ten times the usual length is worth a look: often it is a wrong id.
    if longest.messages < 50 || longest.messages < 10 * typical {
        return None;
    }
    let place = super::place(manifest, longest.input, longest.row);
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

fn statuses(figures: &Figures) -> Option<Insight> {
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

/// `UTC` or `UTC+02:00`.
pub(super) fn zone(offset: i32) -> String {
    if offset == 0 {
        return "UTC".into();
    }
    let minutes = offset.unsigned_abs() / 60;
    format!("UTC{}{:02}:{:02}", if offset < 0 { '−' } else { '+' }, minutes / 60, minutes % 60)
}
