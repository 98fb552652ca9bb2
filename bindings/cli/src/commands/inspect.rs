//! `inspect`: what a file is, its columns, and what they seem to mean.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::mapping::{Confidence, Detection, FieldMapping, StandardField, detect};
use foundry_core::read::{ReadOptions, RecordReader};
use foundry_core::record::{Column, Schema, Warning};
use serde_json::{Value, json};

use crate::Status;
use crate::args::{ConfigArgs, ReadArgs};
use crate::files::Source;
use crate::layout::{Piece, table};
use crate::output::{
    BOLD, CYAN, DIM, GREEN, RED, Ui, YELLOW, cannot_write, print_json, printable, warning_line,
};

const SAMPLES: usize = 3;

const AFTER_HELP: &str = "\
Examples:
  foundry inspect tickets.csv
  foundry inspect tickets.xlsx --sheet Export --json
  foundry inspect tickets.csv --toml > foundry.toml    settings to start from

The samples are values of the file. `--no-samples` leaves them out.";

/// Show format, columns and the proposed mapping of a file
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The file, or - for stdin
    #[arg(value_name = "FILE")]
    input: PathBuf,
    /// Print a foundry.toml with the mapping
    #[arg(long, conflicts_with = "json")]
    toml: bool,
    /// Show no values of the file
    #[arg(long)]
    no_samples: bool,
    /// Say of each column why
    #[arg(long)]
    reasons: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// What was found out about one file.
struct Inspected {
    source: ReadOptions,
    schema: Schema,
    detection: Detection,
    warnings: Vec<Warning>,
}

/// Inspects.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut options = args.config.load(ui)?.source;
    args.read.apply(&mut options);
    let source = Source::new(&args.input)?;
    let mut reader =
        RecordReader::open(&source.name, source.open()?, &options).map_err(|e| placed(e, &source.name))?;
    let detection = detect(reader.schema());
    let mut warnings = reader.take_notes();
    warnings.extend(detection.warnings.iter().cloned());
    let inspected =
        Inspected { source: reader.resolved().clone(), schema: reader.schema().clone(), detection, warnings };

    let samples = if args.no_samples { 0 } else { SAMPLES };
    if args.toml {
        let text = super::settings_file::write(&source.name, &inspected.source, &inspected.detection)?;
        io::stdout().lock().write_all(text.as_bytes()).map_err(cannot_write)?;
    } else if ui.json {
        print_json(&as_json(&source.name, &inspected, samples)?)?;
    } else {
        tell(&source.name, &inspected, samples, args.reasons).map_err(cannot_write)?;
    }
    Ok(Status::Ok)
}

/// Adds the file's name where the core did not know it.
pub fn placed(error: Error, name: &str) -> Error {
    if error.position().file.is_some() { error } else { error.in_file(name) }
}

fn as_json(name: &str, inspected: &Inspected, samples: usize) -> Result<Value> {
    let column = |c: &Column| json!({ "name": c.name, "type": c.column_type, "samples": c.samples(samples) });
    let mapping = |m: &FieldMapping| -> Result<Value, serde_json::Error> {
        let mut value = serde_json::to_value(m)?;
        if let Some(object) = value.as_object_mut() {
            // Always there for those who read it.
            object.entry("reasons").or_insert_with(|| json!([]));
        }
        Ok(value)
    };
    let mappings: Result<Vec<Value>, _> = inspected.detection.mappings.iter().map(mapping).collect();
    let mappings = mappings.map_err(|e| Error::new(ErrorKind::Io, format!("cannot write JSON: {e}")))?;
    Ok(json!({
        "file": name,
        "format": inspected.source.format.map(|format| format.as_str()),
        "source": inspected.source,
        "columns": inspected.schema.columns.iter().map(column).collect::<Vec<_>>(),
        "mappings": mappings,
        "mappingOptions": inspected.detection.options,
        "warnings": inspected.warnings,
    }))
}

fn tell(name: &str, inspected: &Inspected, samples: usize, reasons: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let format = inspected.source.format.map_or("unknown", |format| format.as_str());
    let dialect = dialect(&inspected.source);
    writeln!(out, "{BOLD}{}{BOLD:#}: {format}{dialect}", printable(name))?;
    writeln!(out)?;
    let rows: Vec<Vec<Piece>> =
        inspected.schema.columns.iter().map(|c| row(c, &inspected.detection, samples)).collect();
    table(&mut out, &["COLUMN", "TYPE", "MEANS", "CONFIDENCE", "PII", "SAMPLES"], &rows)?;
    if reasons {
        writeln!(out)?;
        for mapping in &inspected.detection.mappings {
            let field = printable(&mapping.source_field);
            writeln!(out, "  {BOLD}{field}{BOLD:#}: {}", printable(&mapping.reasons.join("; ")))?;
        }
    }
    if !inspected.warnings.is_empty() {
        writeln!(out)?;
    }
    for warning in &inspected.warnings {
        writeln!(out, "{YELLOW}warning{YELLOW:#}: {}", warning_line(warning))?;
    }
    Ok(())
}

fn row(column: &Column, detection: &Detection, samples: usize) -> Vec<Piece> {
    let plain = Style::new();
    let mapping = detection.mappings.iter().find(|m| m.source_field == column.name);
    let target = mapping.map_or_else(|| StandardField::Ignore.name(), |m| m.target_field.name());
    let ignored = mapping.is_none_or(|m| m.target_field == StandardField::Ignore);
    let (confidence, style) = match mapping.map(|m| m.confidence) {
        _ if ignored => ("", plain),
        Some(Confidence::High) => ("high", GREEN),
        Some(Confidence::Medium) => ("medium", YELLOW),
        Some(Confidence::Low) => ("low", RED),
        None => ("", plain),
    };
    let role = mapping.and_then(|m| m.role).map(|role| format!(" ({})", role.as_str())).unwrap_or_default();
    let kind = serde_json::to_value(column.column_type).ok();
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
    let samples: Vec<String> = column.samples(samples).into_iter().map(printable).collect();
    vec![
        (printable(&column.name), BOLD),
        (kind.to_owned(), DIM),
        (format!("{target}{role}"), if ignored { DIM } else { CYAN }),
        (confidence.to_owned(), style),
        (if mapping.is_some_and(|m| m.is_pii) { "yes" } else { "" }.to_owned(), RED),
        (samples.join(" · "), DIM),
    ]
}

fn dialect(source: &ReadOptions) -> String {
    let encoding = serde_json::to_value(source.encoding).ok();
    let parts = [
        source.delimiter.as_ref().map(|d| format!("delimiter `{}`", printable(d))),
        encoding.as_ref().and_then(Value::as_str).map(str::to_owned),
        source.sheet_name.as_ref().map(|s| format!("sheet `{}`", printable(s))),
        source.json_path.as_ref().filter(|p| !p.is_empty()).map(|p| format!("rows at `{}`", printable(p))),
        source
            .messages_path
            .as_ref()
            .filter(|p| !p.is_empty())
            .map(|p| format!("messages in `{}`", printable(p))),
    ];
    parts.into_iter().flatten().map(|part| format!(", {part}")).collect()
}
