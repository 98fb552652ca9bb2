//! `deid`: a text filter, personal data in, tokens out.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use foundry_core::deid::Scratch;
use foundry_core::error::Result;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, ThreadArgs};
use crate::engine::{deidentify_texts, split_line_end};
use crate::files::{Access, Output, create, source};
use crate::ndjson::{Answer, TextLine, answer_lines, write_line};
use crate::output::{Ui, cannot_write};

const AFTER_HELP: &str = "\
Examples:
  foundry deid < chat.log
  foundry deid chat.log --map tokens.json > clean.log
  foundry deid --ndjson texts.ndjson > clean.ndjson

Lines stay lines, and the whole input is one conversation: the same value has the same token in every line. It is held
in memory for that. With --ndjson every object is a conversation of its own and comes out as soon as it is done; only
`id` and `text` are written, since other keys are not de-identified.";

/// De-identify text, line by line
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The text, or - for stdin
    #[arg(default_value = "-", value_name = "FILE")]
    input: PathBuf,
    /// Lines of {"id", "text"} in and out
    #[arg(long)]
    ndjson: bool,
    /// Write tokens and originals here, for `reidentify`: personal data, readable by you alone
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Serialize)]
struct CleanLine<'a> {
    id: Option<&'a RawValue>,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MapLine<'a> {
    id: Option<&'a RawValue>,
    token_map: &'a RawValue,
}

/// De-identifies.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut settings = args.config.load(ui)?.pii_settings;
    args.pii.apply(&mut settings)?;
    // Whoever calls this command wants it done, whatever a project's settings say about data sets.
    settings.enabled = true;
    let deidentifier = args.pii.deidentifier(&settings)?;
    let source = source(&args.input)?;
    let mut map = args.map.as_deref().map(|path| create_map(path, ui)).transpose()?;
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    if args.ndjson {
        let each = |scratch: &mut Scratch, line: &TextLine<'_>, answer: &mut Answer| {
            let (texts, tokens) = deidentify_texts(&deidentifier, &[&line.text], scratch)?;
            if args.map.is_some() {
                // In order of first appearance, which a JSON value would not keep.
                let token_map =
                    RawValue::from_string(tokens.to_json()).map_err(|e| cannot_write(e.into()))?;
                write_line(&mut answer.side, &MapLine { id: line.id, token_map: &token_map })?;
            }
            write_line(&mut answer.out, &CleanLine { id: line.id, text: &texts.concat() })
        };
        answer_lines(&source, args.threads.count(), Scratch::default, each, |answer| {
            if let Some(map) = &mut map {
                map.write_all(&answer.side).map_err(cannot_write)?;
            }
            out.write_all(&answer.out).and_then(|()| out.flush()).map_err(cannot_write)
        })?;
    } else {
        let text = source.read_text()?;
        let lines: Vec<(&str, &str)> = text.split_inclusive('\n').map(split_line_end).collect();
        let contents: Vec<&str> = lines.iter().map(|(content, _)| *content).collect();
        let (texts, tokens) = deidentify_texts(&deidentifier, &contents, &mut Scratch::default())?;
        if let Some(map) = &mut map {
            writeln!(map, "{}", tokens.to_json()).map_err(cannot_write)?;
        }
        for (text, (_, end)) in texts.iter().zip(&lines) {
            out.write_all(text.as_bytes())
                .and_then(|()| out.write_all(end.as_bytes()))
                .map_err(cannot_write)?;
        }
    }
    out.flush().map_err(cannot_write)?;
    map.map_or(Ok(()), Output::finish)?;
    Ok(Status::Ok)
}

fn create_map(path: &Path, ui: &Ui) -> Result<Output> {
    ui.warn(&format!("{} will hold the originals: keep it as safe as the input", path.display()));
    create(path, Access::Private)
}
