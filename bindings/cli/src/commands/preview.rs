//! `preview`: a few conversations before and after, side by side.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use foundry_core::clean::{CleanSettings, Cleaned, Cleaner};
use foundry_core::dataset::manifest::Manifest;
use foundry_core::deid::SpanModel;
use foundry_core::entity::EntityType;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::export::ExportFormat;
use foundry_core::filter::FilterSettings;
use foundry_core::pipeline::{Input, RunOptions};
use foundry_core::{Pipeline, PipelineConfig};
use serde_json::Value;

use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, ReadArgs};
use crate::diff::{Part, compare};
use crate::engine::now;
use crate::files::Source;
use crate::layout::{Piece, line_width, terminal_width, wrap, write_line};
use crate::output::{BOLD, DIM, Ui, YELLOW, cannot_write, counted, printable, thousands};
use crate::spill::TempSpill;
use crate::summary;

/// Below this many columns the two texts stand one above the other.
const SIDE_BY_SIDE: usize = 100;
/// Longer messages are cut for show.
const SHOWN_CHARACTERS: usize = 2_000;

const AFTER_HELP: &str = "\
Examples:
  foundry preview tickets.csv
  foundry preview tickets.csv -n 10 --entities all | less -R

What is shown before is the file as it is. Filters are left aside, so that nothing is hidden.";

/// Show conversations before and after cleaning and de-identification
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The file, or - for stdin
    #[arg(value_name = "FILE")]
    input: PathBuf,
    /// How many conversations
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3)]
    count: usize,
    /// How many rows of the file are looked at
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    rows: u64,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Previews.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut config = args.config.load(ui)?;
    args.read.apply(&mut config.source);
    args.pii.apply(&mut config.pii_settings)?;
    config.filter_settings = FilterSettings::default();
    config.export_format = ExportFormat::JsonRaw;
    config.export_config = Default::default();

    // Messages of both runs stand side by side: none is left out.
    config.clean_settings.drop_messages.clear();

    let source = Source::new(&args.input)?;
    let mut file = source.open_seekable()?;
    let clean_settings = config.clean_settings.clone();
    config.pii_settings.enabled = true;
    let model = args.pii.model(&config.pii_settings)?;
    let (after, manifest) = conversations(&source, &mut file, &config, model.clone(), args.rows)?;
    config.pii_settings.enabled = false;
    config.clean_settings.enabled = false;
    let (before, _) = conversations(&source, &mut file, &config, model, args.rows)?;
    if before.len() != after.len() {
        return Err(Error::new(ErrorKind::Unsupported, "the two runs gave different conversations"));
    }
    let pairs: Vec<(&Value, &Value)> = before.iter().zip(&after).take(args.count).collect();
    if ui.json {
        let mut cleaner = Cleaner::new(&clean_settings);
        let pairs: Vec<Value> = pairs
            .iter()
            .map(|(b, a)| serde_json::json!({ "before": b, "after": a, "cut": parts_cut(b, &mut cleaner) }))
            .collect();
        crate::output::print_json(&pairs)?;
    } else {
        tell(&pairs, &manifest, &clean_settings).map_err(cannot_write)?;
    }
    Ok(Status::Ok)
}

fn conversations(
    source: &Source,
    file: &mut std::fs::File,
    config: &PipelineConfig,
    model: Option<Arc<dyn SpanModel>>,
    rows: u64,
) -> Result<(Vec<Value>, Manifest)> {
    file.seek(SeekFrom::Start(0)).map_err(|e| source.cannot_read(e))?;
    let reader: Box<dyn Read + Send + '_> = Box::new(&*file);
    let input = Input { name: source.name.clone(), reader, size: source.size };
    let options = RunOptions { row_limit: Some(rows), ..RunOptions::default() };
    let mut out = Vec::new();
    let pipeline = Pipeline::with_model(config, now(None), model)?;
    let mut go_on = |_| ControlFlow::Continue(());
    let manifest = pipeline.run(vec![input], &mut TempSpill::new(None), &mut out, &options, &mut go_on)?;
    let parsed: Vec<Value> = serde_json::from_slice(&out)
        .map_err(|_| Error::new(ErrorKind::Unsupported, "the export is no JSON array"))?;
    Ok((parsed, manifest))
}

/// What cleaning cut from a conversation: message, reason and text of each part.
fn parts_cut(before: &Value, cleaner: &mut Cleaner) -> Vec<Value> {
    let mut parts = Vec::new();
    let messages = before.get("messages").and_then(Value::as_array).into_iter().flatten();
    for (index, message) in messages.enumerate() {
        let content = message.get("content").and_then(Value::as_str).unwrap_or_default();
        for part in cleaner.clean(content).removed {
            let text = content.get(part.span).unwrap_or_default().trim();
            parts.push(serde_json::json!({ "message": index, "reason": part.reason, "text": text }));
        }
    }
    parts
}

fn tell(pairs: &[(&Value, &Value)], manifest: &Manifest, clean_settings: &CleanSettings) -> io::Result<()> {
    let mut cleaner = Cleaner::new(clean_settings);
    let mut out = anstream::stdout().lock();
    let width = terminal_width();
    for (number, (before, after)) in (1..).zip(pairs) {
        writeln!(out, "{BOLD}conversation {number}{BOLD:#}")?;
        let messages =
            |v: &'_ Value| v.get("messages").and_then(Value::as_array).cloned().unwrap_or_default();
        for (before, after) in messages(before).iter().zip(&messages(after)) {
            tell_message(&mut out, before, after, width, &mut cleaner)?;
        }
        writeln!(out)?;
    }
    let counts = &manifest.counts;
    let (shown, all) = (pairs.len() as u64, counted(counts.conversations, "conversation"));
    let rows = thousands(counts.rows_read);
    writeln!(out, "{DIM}{shown} of {all} in the first {rows} rows{DIM:#}")?;
    if !counts.clean.removed.is_empty() {
        writeln!(out, "{DIM}cut in all of them: {}{DIM:#}", summary::listed(&counts.clean.removed))?;
    }
    writeln!(out, "{DIM}replaced in all of them: {}{DIM:#}", summary::listed(&manifest.findings))?;
    if pairs.is_empty() {
        writeln!(out, "{YELLOW}no conversation{YELLOW:#}")?;
    }
    summary::warnings(&mut anstream::stderr().lock(), &manifest.warnings, &manifest.warning_counts, "")
}

fn tell_message(
    out: &mut dyn Write,
    before: &Value,
    after: &Value,
    width: usize,
    cleaner: &mut Cleaner,
) -> io::Result<()> {
    let field = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (old, new) = sides(&field(before, "content"), &field(after, "content"));
    write!(out, " {DIM}{}{DIM:#}", printable(&field(after, "role")))?;
    let reasons = reasons_of(&cleaner.clean(&field(before, "content")));
    if !reasons.is_empty() {
        write!(out, " {YELLOW}cut: {}{YELLOW:#}", reasons.join(", "))?;
    }
    writeln!(out)?;
    if width < SIDE_BY_SIDE {
        let sides = if old == new { vec![(" ", old)] } else { vec![("-", old), ("+", new)] };
        for (mark, side) in sides {
            for line in wrap(&side, width - 6) {
                write!(out, "  {DIM}{mark}{DIM:#} ")?;
                write_line(out, &line)?;
                writeln!(out)?;
            }
        }
        return Ok(());
    }
    let half = (width - 7) / 2;
    let (old, new) = (wrap(&old, half), wrap(&new, half));
    let empty = Vec::new();
    for i in 0..old.len().max(new.len()) {
        let left = old.get(i).unwrap_or(&empty);
        write!(out, "  ")?;
        write_line(out, left)?;
        write!(out, "{:1$} {DIM}│{DIM:#} ", "", half.saturating_sub(line_width(left)))?;
        write_line(out, new.get(i).unwrap_or(&empty))?;
        writeln!(out)?;
    }
    Ok(())
}

/// Why parts of a message were cut, each reason once, in order.
fn reasons_of(cleaned: &Cleaned<'_>) -> Vec<&'static str> {
    let mut reasons: Vec<&str> = cleaned.removed.iter().map(|part| part.reason.code()).collect();
    reasons.dedup();
    reasons
}

/// Both texts with what changed in the colour of its type.
fn sides(before: &str, after: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for part in compare(&shortened(before), &shortened(after)) {
        match part {
            Part::Same(text) => {
                old.push((lines(text), Style::new()));
                new.push((lines(text), Style::new()));
            }
            Part::Changed(was, is) => {
                let style = style_of(is);
                old.push((lines(was), style));
                new.push((lines(is), style));
            }
        }
    }
    (old, new)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
    }
}

fn lines(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// The colour of a token such as `[EMAIL_1]`; red where there is no token to tell.
fn style_of(token: &str) -> Style {
    const COLORS: [AnsiColor; 6] = [
        AnsiColor::Cyan,
        AnsiColor::Magenta,
        AnsiColor::Yellow,
        AnsiColor::Green,
        AnsiColor::Blue,
        AnsiColor::BrightRed,
    ];
    let label = token.trim_start_matches('[').rsplit_once('_').map_or("", |(label, _)| label);
    let place = EntityType::ALL.iter().position(|t| t.label() == label);
    place.and_then(|i| COLORS.get(i % COLORS.len())).unwrap_or(&AnsiColor::Red).on_default().bold()
}
