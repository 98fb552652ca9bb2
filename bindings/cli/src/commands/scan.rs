//! `scan`: what personal data is where: counts and rows, never values.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use foundry_core::deid::{Deidentifier, Scratch};
use foundry_core::entity::EntityType;
use foundry_core::error::Result;
use foundry_core::read::{Opened, ReadOptions, RecordReader, Row, open_archive};
use foundry_core::record::{Record, Warning};
use foundry_core::report::numbers::{counted, thousands};
use serde::Serialize;

use super::inspect::placed;
use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, ReadArgs, parse_entity_list};
use crate::engine::count_warnings;
use crate::files::{Source, expand};
use crate::layout::{Piece, table};
use crate::output::{BOLD, CYAN, DIM, GREEN, RED, Ui, cannot_write, print_json, printable};
use crate::progress::Bar;
use crate::summary;

const SHOWN_ROWS: usize = 5;
const LISTED_WARNINGS: usize = 100;
const ROWS_PER_LOOK: u64 = 1024;

const AFTER_HELP: &str = "\
Examples:
  foundry scan tickets.csv
  foundry scan 'exports/*' --json
  foundry scan train.jsonl --fail-on any                         a gate for a pipeline
  foundry scan train.jsonl --fail-on CREDIT_CARD,US_SSN --min-score 0.6

Exit codes: 0 done, 1 something of --fail-on was found, 2 cannot be read.";

/// Report what personal data is where, without showing it
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, patterns such as 'dir/*.csv', or - for stdin
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// Exit with 1 if one of these types is found, or `any`
    #[arg(long, value_name = "TYPES", value_parser = parse_fail_on)]
    fail_on: Option<FailOn>,
    /// Stop after this many rows of each file
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Clone)]
enum FailOn {
    Any,
    Types(Vec<EntityType>),
}

fn parse_fail_on(text: &str) -> Result<FailOn, String> {
    if text == "any" { Ok(FailOn::Any) } else { parse_entity_list(text).map(FailOn::Types) }
}

/// The findings of one entity type in one column.
#[derive(Default, Serialize)]
struct Tally {
    count: u64,
    /// The first few rows that have one.
    rows: Vec<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    column: String,
    entity_type: String,
    #[serde(flatten)]
    tally: Tally,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileReport {
    name: String,
    format: Option<&'static str>,
    rows: u64,
    findings: Vec<Found>,
    warnings: Vec<Warning>,
    warning_counts: BTreeMap<String, u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    files: Vec<FileReport>,
    totals: BTreeMap<String, u64>,
    failed: bool,
}

/// Scans.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut config = args.config.load(ui)?;
    args.read.apply(&mut config.source);
    args.pii.apply(&mut config.pii_settings)?;
    let deidentifier = args.pii.deidentifier(&config.pii_settings)?;
    let sources = expand(&args.inputs)?;
    let mut report = Report { files: Vec::new(), totals: BTreeMap::new(), failed: false };
    for source in &sources {
        let readers = open(source, &config.source, ui).map_err(|e| placed(e, &source.name))?;
        for reader in readers {
            let file = reader
                .and_then(|(name, reader)| {
                    scan(args, ui, (&name, source.size), reader, &deidentifier, &mut report.failed)
                })
                .map_err(|e| placed(e, &source.name))?;
            for found in &file.findings {
                *report.totals.entry(found.entity_type.clone()).or_default() += found.tally.count;
            }
            report.files.push(file);
        }
    }
    if ui.json {
        print_json(&report)?;
    } else {
        tell(&report, ui).map_err(cannot_write)?;
    }
    Ok(if report.failed { Status::Found } else { Status::Ok })
}

/// A name and what reads under it.
type Named = (String, RecordReader<'static>);

/// The file, or one after the other the members of an archive.
fn open<'s>(
    source: &'s Source,
    options: &'s ReadOptions,
    ui: &Ui,
) -> Result<Box<dyn Iterator<Item = Result<Named>> + 's>> {
    let mut archive = match open_archive(source.open()?, &options.limits)? {
        Opened::Archive(archive) => archive,
        Opened::File(input) => {
            let reader = RecordReader::open(&source.name, input, options)?;
            return Ok(Box::new(std::iter::once(Ok((source.name.clone(), reader)))));
        }
    };
    archive.take_notes().iter().for_each(|note| ui.warn(&note.message));
    let chosen = archive.chosen(options.member.as_deref())?;
    Ok(Box::new(chosen.map(move |at| {
        let (member, _) = archive.reader(at)?;
        let name = format!("{}/{member}", source.name);
        Ok((name, RecordReader::open_member(&source.name, &archive, at, options)?))
    })))
}

fn scan(
    args: &Args,
    ui: &Ui,
    (file, size): (&str, Option<u64>),
    mut reader: RecordReader<'_>,
    deidentifier: &Deidentifier,
    failed: &mut bool,
) -> Result<FileReport> {
    let mut bar = Bar::new(ui);
    let columns: Vec<String> = reader.schema().names().map(str::to_owned).collect();
    let (mut tallies, mut scratch) = (BTreeMap::new(), Scratch::default());
    let mut warnings = reader.take_notes();
    let mut rows = 0;
    while args.limit.is_none_or(|limit| rows < limit) {
        match reader.next_row()? {
            None => break,
            Some(Row::Record(record)) => {
                scan_record(&record, columns.len(), deidentifier, &mut scratch, &mut tallies)?;
            }
            Some(Row::Rejected(warning)) => warnings.push(warning),
        }
        rows += 1;
        if rows.is_multiple_of(ROWS_PER_LOOK) {
            bar.show_bytes(reader.bytes_read(), size, rows);
        }
    }
    *failed |= match &args.fail_on {
        None => false,
        Some(FailOn::Any) => !tallies.is_empty(),
        Some(FailOn::Types(types)) => tallies.keys().any(|(_, found)| types.contains(found)),
    };
    let name = |column: usize| columns.get(column).cloned().unwrap_or_default();
    let findings = tallies.into_iter().map(|((column, entity_type), tally)| Found {
        column: name(column),
        entity_type: deidentifier.entity_name(entity_type).to_owned(),
        tally,
    });
    let findings = findings.collect();
    let warning_counts = count_warnings(&warnings);
    warnings.truncate(LISTED_WARNINGS);
    let format = reader.resolved().format.map(|format| format.as_str());
    Ok(FileReport { name: file.to_owned(), format, rows, findings, warnings, warning_counts })
}

fn scan_record(
    record: &Record<'_>,
    columns: usize,
    deidentifier: &Deidentifier,
    scratch: &mut Scratch,
    tallies: &mut BTreeMap<(usize, EntityType), Tally>,
) -> Result<()> {
    for column in 0..columns {
        let text = record.get(column).text;
        if text.is_empty() {
            continue;
        }
        for finding in deidentifier.find_with(&[], text, scratch)? {
            let tally = tallies.entry((column, finding.entity_type)).or_default();
            tally.count += 1;
            if tally.rows.len() < SHOWN_ROWS && tally.rows.last() != Some(&record.row) {
                tally.rows.push(record.row);
            }
        }
    }
    Ok(())
}

fn tell(report: &Report, ui: &Ui) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for file in &report.files {
        let (name, rows) = (printable(&file.name), counted(file.rows, "row"));
        writeln!(out, "{BOLD}{name}{BOLD:#}: {rows}, {}", file.format.unwrap_or("unknown"))?;
        if file.findings.is_empty() {
            writeln!(out, "  {GREEN}nothing found{GREEN:#}")?;
        } else {
            table(&mut out, &["COLUMN", "TYPE", "COUNT", "ROWS"], &rows_of(file))?;
        }
        if !ui.quiet {
            summary::warnings(&mut anstream::stderr().lock(), &file.warnings, &file.warning_counts, "")?;
        }
    }
    if report.files.len() > 1 && !report.totals.is_empty() {
        writeln!(out, "{BOLD}in all{BOLD:#}: {}", summary::listed(&report.totals))?;
    }
    Ok(())
}

fn rows_of(file: &FileReport) -> Vec<Vec<Piece>> {
    let row = |found: &Found| {
        let mut rows: Vec<String> = found.tally.rows.iter().map(|row| thousands(*row)).collect();
        if found.tally.count as usize > rows.len() {
            rows.push("…".into());
        }
        vec![
            (printable(&found.column), Style::new()),
            (found.entity_type.clone(), CYAN),
            (thousands(found.tally.count), RED),
            (rows.join(" "), DIM),
        ]
    };
    file.findings.iter().map(row).collect()
}
