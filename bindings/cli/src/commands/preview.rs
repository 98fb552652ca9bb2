//! `preview`: a few conversations before and after, side by side.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use foundry_core::entity::EntityType;
use foundry_core::error::Result;
use foundry_core::pipeline::RunOptions;
use foundry_core::pipeline::preview::{CutPart, Pair, Pairs, pairs};
use foundry_core::report::diff::{Part, compare};
use foundry_core::report::numbers::{counted, thousands};
use serde_json::Value;

use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, ReadArgs};
use crate::engine::now;
use crate::files::source;
use crate::layout::{Piece, line_width, terminal_width, wrap, write_line};
use crate::output::{BOLD, DIM, Ui, YELLOW, cannot_write, printable};
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

    let source = source(&args.input)?;
    let model = args.pii.model(&config.pii_settings)?;
    let options = RunOptions { row_limit: Some(args.rows), ..RunOptions::default() };
    let shown = pairs(&config, model, vec![source.input()], now(None), &options, args.count)?;
    if ui.json {
        crate::output::print_json(&serde_json::json!(shown.conversations))?;
    } else {
        tell(&shown).map_err(cannot_write)?;
    }
    Ok(Status::Ok)
}

fn tell(shown: &Pairs) -> io::Result<()> {
    let Pairs { conversations, manifest } = shown;
    let mut out = anstream::stdout().lock();
    let width = terminal_width();
    for (number, Pair { before, after, cut }) in (1..).zip(conversations) {
        writeln!(out, "{BOLD}conversation {number}{BOLD:#}")?;
        let messages =
            |v: &'_ Value| v.get("messages").and_then(Value::as_array).cloned().unwrap_or_default();
        for (place, (before, after)) in messages(before).iter().zip(&messages(after)).enumerate() {
            tell_message(&mut out, before, after, width, &reasons_of(cut, place))?;
        }
        writeln!(out)?;
    }
    let counts = &manifest.counts;
    let (shown, all) = (conversations.len() as u64, counted(counts.conversations, "conversation"));
    let rows = thousands(counts.rows_read);
    writeln!(out, "{DIM}{shown} of {all} in the first {rows} rows{DIM:#}")?;
    if !counts.clean.removed.is_empty() {
        writeln!(out, "{DIM}cut in all of them: {}{DIM:#}", summary::listed(&counts.clean.removed))?;
    }
    writeln!(out, "{DIM}replaced in all of them: {}{DIM:#}", summary::listed(&manifest.findings))?;
    if conversations.is_empty() {
        writeln!(out, "{YELLOW}no conversation{YELLOW:#}")?;
    }
    summary::warnings(&mut anstream::stderr().lock(), &manifest.warnings, &manifest.warning_counts, "")
}

fn tell_message(
    out: &mut dyn Write,
    before: &Value,
    after: &Value,
    width: usize,
    cut: &[&str],
) -> io::Result<()> {
    let field = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (old, new) = sides(&field(before, "content"), &field(after, "content"));
    write!(out, " {DIM}{}{DIM:#}", printable(&field(after, "role")))?;
    if !cut.is_empty() {
        write!(out, " {YELLOW}cut: {}{YELLOW:#}", cut.join(", "))?;
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
fn reasons_of(cut: &[CutPart], message: usize) -> Vec<&'static str> {
    let parts = cut.iter().filter(|part| part.message == message);
    let mut reasons: Vec<&str> = parts.map(|part| part.reason).collect();
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
