//! What the account of a run says.

use super::{Insight, Level};
use crate::dataset::manifest::Manifest;
use crate::dataset::split::Split;
use crate::mapping::{Confidence, StandardField};
use crate::report::numbers::{counted, thousands};
use crate::report::words::{percent, plain_list, reason, setting};

pub(super) fn usable(manifest: &Manifest) -> Option<Insight> {
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

pub(super) fn privacy(manifest: &Manifest) -> Option<Insight> {
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

pub(super) fn rejected_rows(manifest: &Manifest) -> Option<Insight> {
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

pub(super) fn left_out(manifest: &Manifest) -> Option<Insight> {
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
        "{} left out ({} of all), most often for this reason: {} ({}).",
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

pub(super) fn doubtful_columns(manifest: &Manifest) -> Option<Insight> {
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

pub(super) fn crossing(manifest: &Manifest) -> Option<Insight> {
    let splits = manifest.splits.as_ref()?;
    let part = |split: Split| {
        let part = splits.parts.get(split.as_str())?;
        Some(format!("{} {}", split.as_str(), thousands(part.examples)))
    };
    let parts: Vec<String> = Split::ALL.into_iter().filter_map(part).collect();
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

pub(super) fn top_findings(manifest: &Manifest) -> Option<Insight> {
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

pub(super) fn cleaned(manifest: &Manifest) -> Option<Insight> {
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

pub(super) fn tokens(manifest: &Manifest) -> Option<Insight> {
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
