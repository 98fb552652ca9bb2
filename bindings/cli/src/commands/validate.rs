//! `validate`: any fine-tuning file against the rules of its format.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::export::{ExportFormat, Problem, ValidationReport, validate};
use serde_json::Value;

use crate::Status;
use crate::args::export_format;
use crate::files::Source;
use crate::output::{BOLD, CYAN, DIM, GREEN, RED, Ui, YELLOW, cannot_write, counted, print_json, thousands};

const AFTER_HELP: &str = "\
Examples:
  foundry validate train.jsonl
  foundry validate train.jsonl --format jsonl_conversation --json

Exit codes: 0 valid, 1 invalid, 2 cannot be checked.";

/// Check a fine-tuning file, ours or not
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The file, or - for stdin
    #[arg(value_name = "FILE")]
    input: PathBuf,
    /// Its format; by default told from its first line
    #[arg(short, long, value_name = "FORMAT", value_parser = export_format())]
    format: Option<ExportFormat>,
}

/// Validates.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let source = Source::new(&args.input)?;
    let mut reader = source.open_lines()?;
    let format = match args.format {
        Some(format) => format,
        None => guess(&mut reader, &source)?,
    };
    let report = validate(reader, format).map_err(|e| e.in_file(&source.name))?;
    if ui.json {
        print_json(&report)?;
    } else {
        tell(&source.name, format, &report, ui).map_err(cannot_write)?;
    }
    Ok(if report.valid { Status::Ok } else { Status::Found })
}

/// The format by the first line, which stays to be read.
fn guess<R: Read>(reader: &mut BufReader<R>, source: &Source) -> Result<ExportFormat> {
    let head = reader.fill_buf().map_err(|e| source.cannot_read(e))?;
    let head = head.trim_ascii_start();
    if head.starts_with(b"[") {
        return Ok(ExportFormat::JsonRaw);
    }
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let object: Option<Value> = serde_json::from_slice(line).ok();
    let has = |key: &str| object.as_ref().is_some_and(|o| o.get(key).is_some());
    if has("messages") {
        Ok(ExportFormat::JsonlConversation)
    } else if has("question") || has("answer") {
        Ok(ExportFormat::JsonlQa)
    } else {
        let names = ExportFormat::ALL.map(ExportFormat::as_str).join(", ");
        Err(Error::new(ErrorKind::Format, "its first line does not tell the format")
            .in_file(&source.name)
            .with_hint(format!("name it with `--format`: {names}")))
    }
}

fn tell(name: &str, format: ExportFormat, report: &ValidationReport, ui: &Ui) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    for problem in &report.problems {
        tell_problem(&mut out, name, problem)?;
    }
    let unlisted = report.problem_count.saturating_sub(report.problems.len() as u64);
    if unlisted > 0 {
        writeln!(out, "{DIM}and {} more{DIM:#}", thousands(unlisted))?;
    }
    if ui.quiet {
        return Ok(());
    }
    let records = counted(report.records, "record");
    let format = format.as_str();
    if report.valid {
        writeln!(out, "{GREEN}valid{GREEN:#} {name}: {records}, {format}")
    } else {
        let problems = counted(report.problem_count, "problem");
        writeln!(out, "{RED}invalid{RED:#} {name}: {records}, {format}, {problems}")
    }
}

fn tell_problem(out: &mut dyn Write, name: &str, problem: &Problem) -> std::io::Result<()> {
    let (style, word) = if problem.warning { (YELLOW, "warning") } else { (RED, "error") };
    let field = if problem.field.is_empty() { String::new() } else { format!(" `{}`", problem.field) };
    let (line, rule, message) = (problem.line, &problem.rule, &problem.message);
    writeln!(out, "{BOLD}{name}:{line}{BOLD:#}: {style}{word}[{rule}]{style:#}{field}: {message}")?;
    if problem.remedy.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {CYAN}hint{CYAN:#}: {}", problem.remedy)
}
