//! What a run did, in words: counts that add up, drops by reason, findings by type, leak audit, warnings.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use foundry_core::clean::CleanCounts;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::filter::FilterReport;
use foundry_core::record::Warning;
use foundry_core::report::numbers::{bytes, counted, thousands};

use crate::output::{BOLD, DIM, GREEN, RED, YELLOW, warning_line};

const SHOWN_WARNINGS: usize = 5;
const SHOWN_ROWS: usize = 5;

/// Writes the account of a run. `output` is where the data set went, `None` for a dry run.
pub fn write(
    out: &mut dyn Write,
    manifest: &Manifest,
    output: Option<&str>,
    time: Duration,
) -> io::Result<()> {
    let counts = &manifest.counts;
    let format = manifest.output.format.as_str();
    match output {
        Some(output) => writeln!(out, "{GREEN}wrote{GREEN:#} {BOLD}{output}{BOLD:#} ({format})")?,
        None => writeln!(out, "{YELLOW}dry run{YELLOW:#}, nothing written ({format})")?,
    }
    let mut line = |label: &str, text: String| writeln!(out, "  {DIM}{label:<14}{DIM:#}{text}");

    let read: u64 = manifest.inputs.iter().map(|input| input.bytes).sum();
    let inputs = manifest.inputs.len() as u64;
    line("input", format!("{}, {}", counted(inputs, "file"), bytes(read)))?;
    let (mapped, rejected) = (thousands(counts.rows_mapped), thousands(counts.rows_rejected));
    line("rows", format!("{} read: {mapped} mapped, {rejected} rejected", thousands(counts.rows_read)))?;
    line("messages", thousands(counts.messages))?;
    if !counts.clean.is_empty() {
        line("cleaned", cleaned(&counts.clean))?;
    }
    let (kept, filtered) = (thousands(counts.kept), thousands(counts.filtered));
    let by_reason = in_brackets(&counts.filtered_by_reason);
    let conversations = thousands(counts.conversations);
    line("conversations", format!("{conversations}: {kept} kept, {filtered} filtered{by_reason}"))?;
    let export = &counts.export;
    let (examples, size) = (counted(export.records, "example"), bytes(manifest.output.bytes));
    line("written", format!("{examples} of {}, {size}", counted(export.conversations, "conversation")))?;
    if !export.changes.is_empty() {
        line("changed", listed(&export.changes))?;
    }
    if !export.dropped.is_empty() {
        line("dropped", listed(&export.dropped))?;
    }
    if let Some(tokens) = &manifest.tokens {
        let (all, most) = (thousands(tokens.total), thousands(tokens.largest_example));
        let how = tokens.tokenizer.as_str();
        line("tokens", format!("{all} ({how}), {most} in the largest example"))?;
        let costs: Vec<String> = tokens.costs.iter().map(|c| format!("{} ${:.2}", c.model, c.usd)).collect();
        line("cost a pass", format!("{} (prices of {})", costs.join(", "), tokens.prices_as_of))?;
    }
    if let Some(splits) = &manifest.splits {
        let parts: Vec<String> = ["train", "validation", "test"]
            .into_iter()
            .filter_map(|name| splits.parts.get(name).map(|part| (name, part)))
            .map(|(name, part)| {
                let (conversations, customers) = (thousands(part.conversations), thousands(part.customers));
                let examples = counted(part.examples, "example");
                format!("{name} {examples} ({conversations} conversations, {customers} customers)")
            })
            .collect();
        line("parts", parts.join(", "))?;
        let (conversations, customers) = (splits.crossing_conversations, splits.crossing_customers);
        let examples = thousands(splits.crossing_examples);
        let clusters = if splits.clusters_known {
            format!("{} clusters of near duplicates, ", splits.crossing_clusters)
        } else {
            String::new()
        };
        line(
            "in two parts",
            format!(
                "{conversations} conversations, {customers} customers, {clusters}{examples} examples word for word"
            ),
        )?;
    }
    if manifest.deidentified {
        let replaced: u64 = manifest.findings.values().sum();
        line("replaced", format!("{}{}", counted(replaced, "finding"), in_brackets(&manifest.findings)))?;
        let audit = &manifest.leak_audit;
        let (checked, rescued) = (counted(audit.checked, "value"), thousands(audit.rescued));
        line("leak audit", format!("{checked} searched for: {rescued} rescued, {} left", audit.residual))?;
    } else {
        line("replaced", format!("{RED}nothing: de-identification is off{RED:#}"))?;
    }
    let seconds = time.as_secs_f64();
    let rate = read as f64 / 1e6 / seconds.max(1e-6);
    line("time", format!("{seconds:.2} s, {rate:.0} MB/s"))?;
    warnings(out, &manifest.warnings, &manifest.warning_counts, "; `--rejects FILE` lists them")
}

/// Writes what each filter leaves out, alone and in order, with the rows where the first few begin.
pub fn filters(out: &mut dyn Write, report: &FilterReport) -> io::Result<()> {
    writeln!(out, "{BOLD}filters{BOLD:#}{:>28} {:>9}  {DIM}the first, by row{DIM:#}", "alone", "in order")?;
    for rule in &report.rules {
        let reason = rule.reason.code();
        let rows: Vec<String> =
            rule.dropped.iter().filter(|d| d.row > 0).take(SHOWN_ROWS).map(|d| d.row.to_string()).collect();
        let more = if rule.alone as usize > rows.len() && !rows.is_empty() { ", …" } else { "" };
        let (alone, in_order) = (thousands(rule.alone), thousands(rule.in_order));
        writeln!(out, "  {reason:<24} {alone:>8} {in_order:>9}  {DIM}{}{more}{DIM:#}", rows.join(", "))?;
    }
    if let Some(most) = report.frequent_answers.first() {
        let (answers, most) = (report.frequent_answers.len() as u64, thousands(most.conversations.into()));
        let answers = counted(answers, "answer");
        writeln!(
            out,
            "  {DIM}{answers} given in three conversations or more, the most frequent in {most}{DIM:#}"
        )?;
    }
    Ok(())
}

/// `12 messages cut (8 signature, 4 quoted_reply), left out: 3 chat_event`.
fn cleaned(counts: &CleanCounts) -> String {
    let mut text = format!("{} cut{}", counted(counts.changed, "message"), in_brackets(&counts.removed));
    for (label, counts) in [("left out", &counts.dropped), ("no person wrote", &counts.kinds)] {
        if !counts.is_empty() {
            text.push_str(&format!(", {label}: {}", listed(counts)));
        }
    }
    if counts.placeholders > 0 {
        text.push_str(&format!(", {}", counted(counts.placeholders, "unfilled placeholder")));
    }
    text
}

/// Writes the counts of warnings and the first few; nothing where there are none. `rest` says where the others are.
pub fn warnings(
    out: &mut dyn Write,
    listed_ones: &[Warning],
    counts: &BTreeMap<String, u64>,
    rest: &str,
) -> io::Result<()> {
    let total: u64 = counts.values().sum();
    if total == 0 {
        return Ok(());
    }
    writeln!(out, "{YELLOW}{}{YELLOW:#}: {}", counted(total, "warning"), listed(counts))?;
    for warning in listed_ones.iter().take(SHOWN_WARNINGS) {
        writeln!(out, "  {}", warning_line(warning))?;
    }
    let more = total.saturating_sub(listed_ones.len().min(SHOWN_WARNINGS) as u64);
    if more > 0 {
        writeln!(out, "  {DIM}and {} more{rest}{DIM:#}", thousands(more))?;
    }
    Ok(())
}

/// `8 too_few_messages, 4 before_date_range`, the most frequent first.
pub fn listed(counts: &BTreeMap<String, u64>) -> String {
    let mut counts: Vec<(&str, u64)> = counts.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let words: Vec<String> = counts.iter().map(|(name, n)| format!("{} {name}", thousands(*n))).collect();
    words.join(", ")
}

fn in_brackets(counts: &BTreeMap<String, u64>) -> String {
    if counts.is_empty() { String::new() } else { format!(" ({})", listed(counts)) }
}
