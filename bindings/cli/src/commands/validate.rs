//! `validate`: any fine-tuning file against the rules of its format.

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use foundry_core::calls::tell_format;
use foundry_core::error::{Error, Result};
use foundry_core::export::{ExportFormat, Problem, ValidationReport, validate};
use foundry_core::report::numbers::{counted, thousands};

use crate::Status;
use crate::args::export_format;
use crate::files::source;
use crate::output::{BOLD, CYAN, DIM, GREEN, RED, Ui, YELLOW, cannot_write, print_json};

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
    let source = source(&args.input)?;
    // A byte-order mark is one of the things to report.
    let mut reader = source.open_unpacked()?;
    let mut head = Vec::new();
    let format = match args.format {
        Some(format) => format,
        None => tell_format(&source.name, &mut reader, &mut head).map_err(by_option)?,
    };
    let report = validate(Cursor::new(head).chain(reader), format).map_err(|e| e.in_file(&source.name))?;
    if ui.json {
        print_json(&report)?;
    } else {
        tell(&source.name, format, &report, ui).map_err(cannot_write)?;
    }
    Ok(if report.valid { Status::Ok } else { Status::Found })
}

/// What to do about it, by the option that does it here.
fn by_option(error: Error) -> Error {
    match error.hint().map(|hint| hint.replace("`format`", "`--format`")) {
        Some(hint) => error.with_hint(hint),
        None => error,
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
    // Line 0 is the file as a whole.
    let place = if line > 0 { format!("{name}:{line}") } else { name.to_owned() };
    writeln!(out, "{BOLD}{place}{BOLD:#}: {style}{word}[{rule}]{style:#}{field}: {message}")?;
    if problem.remedy.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {CYAN}hint{CYAN:#}: {}", problem.remedy)
}
