//! `inspect`: what a file is, its columns, and what they seem to mean.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use foundry_core::calls::Inspection;
use foundry_core::error::{Error, ErrorKind, Result, nearest};
use foundry_core::mapping::{
    Confidence, Detection, FieldMapping, Mapper, RememberedMapping, StandardField, header_fingerprint,
};
use foundry_core::read::ReadOptions;
use foundry_core::record::Column;
use serde_json::Value;

use crate::Status;
use crate::args::{ConfigArgs, ReadArgs};
use crate::config::FILE_NAME;
use crate::files::{Access, create, source};
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
  foundry inspect tickets.csv --map notes=content --remember

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
    /// Confirm the mapping: it goes into foundry.toml and counts for every file with the same columns
    #[arg(long, conflicts_with = "toml")]
    remember: bool,
    /// What a column means, where it was found out wrongly
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = parse_map)]
    map: Vec<(String, StandardField)>,
    /// Say of each column why
    #[arg(long)]
    reasons: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Inspects.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut config = args.config.load(ui)?;
    args.read.apply(&mut config.source);
    let source = source(&args.input)?;
    let mut inspected = Inspection::open(&source.name, source.open()?, &config)
        .and_then(|mut inspected| {
            correct(&mut inspected.detection, &args.map)?;
            Ok(inspected)
        })
        .map_err(|e| placed(e, &source.name))?;
    inspected.notes.append(&mut inspected.detection.warnings);

    if args.remember {
        remember(args, ui, &source.name, &inspected)?;
    }
    let samples = if args.no_samples { 0 } else { SAMPLES };
    if args.toml {
        let text = super::settings_file::write(&source.name, &inspected.source, &inspected.detection)?;
        io::stdout().lock().write_all(text.as_bytes()).map_err(cannot_write)?;
    } else if ui.json {
        print_json(&as_json(&source.name, &inspected, samples))?;
    } else {
        tell(&source.name, &inspected, samples, args.reasons).map_err(cannot_write)?;
    }
    Ok(Status::Ok)
}

fn parse_map(text: &str) -> Result<(String, StandardField), String> {
    let (column, field) = text.rsplit_once('=').ok_or("write it as COLUMN=FIELD")?;
    let field = StandardField::from_name(field.trim()).ok_or_else(|| {
        format!("unknown field `{field}`: conversation_id, content, sender_role, sender_id, timestamp, status, ignore or custom_<name>")
    })?;
    Ok((column.to_owned(), field))
}

/// Puts what a person says of columns over what was found out.
fn correct(detection: &mut Detection, given: &[(String, StandardField)]) -> Result<()> {
    for (column, field) in given {
        let names = || detection.mappings.iter().map(|m| m.source_field.as_str());
        let Some(at) = names().position(|name| name.trim().eq_ignore_ascii_case(column.trim())) else {
            let error = Error::new(ErrorKind::UnknownColumn, format!("there is no column `{column}`"));
            return Err(match nearest(column, names()) {
                Some(near) => error.with_hint(format!("did you mean `{near}`?")),
                None => error,
            });
        };
        // Whoever had the field before has it no longer.
        let taken = |m: &FieldMapping| m.target_field == *field && *field != StandardField::Ignore;
        for other in detection.mappings.iter_mut().filter(|m| taken(m)) {
            other.target_field = StandardField::Ignore;
        }
        let mapping = &mut detection.mappings[at];
        mapping.target_field = field.clone();
        mapping.confidence = Confidence::High;
        mapping.is_pii |= *field == StandardField::SenderId;
        mapping.reasons = vec!["said with `--map`".into()];
        let answered = match field {
            StandardField::Content => &["no_content", "low_confidence_content", "export_without_text"][..],
            StandardField::SenderRole => &["no_role", "low_confidence_role"],
            StandardField::ConversationId => &["no_conversation_id"],
            _ => &[],
        };
        detection.warnings.retain(|warning| !answered.contains(&warning.code.as_str()));
    }
    Ok(())
}

/// Writes the mapping into the settings, for every file with the same columns.
fn remember(args: &Args, ui: &Ui, name: &str, inspected: &Inspection) -> Result<()> {
    let Detection { mappings, options, .. } = &inspected.detection;
    let confirmed = RememberedMapping {
        fingerprint: header_fingerprint(inspected.schema.names()),
        mappings: mappings.clone(),
        mapping_options: options.clone(),
    };
    // What a run would refuse is no use to remember.
    Mapper::new(&confirmed.mappings, &confirmed.mapping_options).map_err(|e| placed(e, name))?;
    let path = args.config.path().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    let shown = path.display().to_string();
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        return Err(Error::new(ErrorKind::Config, "mappings are remembered in TOML settings only")
            .in_file(shown)
            .with_hint("leave `--config` out, or name a .toml file"));
    }
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::io("the settings cannot be read", error).in_file(shown)),
    };
    let text = super::settings_file::remember(&before, name, &confirmed).map_err(|e| e.in_file(&shown))?;
    create(&path, Access::Usual)?.write_whole(text.as_bytes())?;
    ui.note(&format!("remembered in {shown} for files with these columns ({})", confirmed.fingerprint));
    Ok(())
}

/// Adds the file's name where the core did not know it.
pub fn placed(error: Error, name: &str) -> Error {
    if error.position().file.is_some() { error } else { error.in_file(name) }
}

/// The shape that crosses, with all warnings in one list and the product under the name it has always had here.
fn as_json(name: &str, inspected: &Inspection, samples: usize) -> Value {
    let mut json = inspected.to_json(name, samples);
    if let Some(object) = json.as_object_mut() {
        let product = object.remove("product").unwrap_or_default();
        object.insert("looksLike".into(), product);
        let warnings = object.remove("notes").unwrap_or_default();
        object.insert("warnings".into(), warnings);
    }
    json
}

fn tell(name: &str, inspected: &Inspection, samples: usize, reasons: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let format = inspected.source.format.map_or("unknown", |format| format.as_str());
    let dialect = dialect(&inspected.source);
    writeln!(out, "{BOLD}{}{BOLD:#}: {format}{dialect}", printable(name))?;
    if let Some(product) = inspected.detection.product {
        writeln!(out, "looks like {}", product.name)?;
    }
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
    if !inspected.notes.is_empty() {
        writeln!(out)?;
    }
    for warning in &inspected.notes {
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
