//! `reidentify`: tokens back to originals.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use foundry_core::deid::{PiiTokensMap, reidentify};
use foundry_core::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::Status;
use crate::files::Source;
use crate::ndjson::{Answer, TextLine, answer_lines, write_line};
use crate::output::{Ui, cannot_write};

const AFTER_HELP: &str = "\
Examples:
  foundry reidentify clean.log --map tokens.json
  foundry reidentify --ndjson clean.ndjson --map tokens.ndjson";

/// Put the originals back, with the map that `deid --map` wrote
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The de-identified text, or - for stdin
    #[arg(default_value = "-", value_name = "FILE")]
    input: PathBuf,
    /// The token map
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    /// Lines of {"id", "text"} in and out, and a map with a line for each
    #[arg(long)]
    ndjson: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MapLine<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    token_map: &'a RawValue,
}

#[derive(Serialize)]
struct OriginalLine<'a> {
    id: Option<&'a RawValue>,
    text: &'a str,
}

/// Reidentifies.
pub fn run(args: &Args, _ui: &Ui) -> Result<Status> {
    let map_text = Source::new(&args.map)?.read_text()?;
    let map_name = args.map.display().to_string();
    let source = Source::new(&args.input)?;
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    if args.ndjson {
        let maps = maps_by_id(&map_name, &map_text)?;
        let each = |_: &mut (), line: &TextLine<'_>, answer: &mut Answer| {
            let tokens = maps.get(line.id()).ok_or_else(|| {
                Error::new(ErrorKind::UnknownToken, "the map has no line for the `id` of this text")
                    .with_hint(format!("`{map_name}` belongs to another input"))
            })?;
            write_line(&mut answer.out, &OriginalLine { id: line.id, text: &reidentify(&line.text, tokens)? })
        };
        answer_lines(
            &source,
            1,
            || (),
            each,
            |answer| out.write_all(&answer.out).and_then(|()| out.flush()).map_err(cannot_write),
        )?;
    } else {
        let tokens = PiiTokensMap::from_json(&map_text).map_err(|e| e.in_file(&map_name))?;
        let text = reidentify(&source.read_text()?, &tokens).map_err(|e| e.in_file(&source.name))?;
        out.write_all(text.as_bytes()).map_err(cannot_write)?;
    }
    out.flush().map_err(cannot_write)?;
    Ok(Status::Ok)
}

fn maps_by_id(name: &str, text: &str) -> Result<BTreeMap<String, PiiTokensMap>> {
    let mut maps = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        // The parser's own words may quote an original.
        let parsed: MapLine<'_> = serde_json::from_str(line).map_err(|_| {
            Error::new(ErrorKind::Format, "is no line of a token map").in_file(name).at_row(number)
        })?;
        let tokens =
            PiiTokensMap::from_json(parsed.token_map.get()).map_err(|e| e.in_file(name).at_row(number))?;
        let id = parsed.id.map_or("null", RawValue::get).to_owned();
        if maps.insert(id, tokens).is_some() {
            return Err(Error::new(ErrorKind::Format, "has an `id` that an earlier line has too")
                .in_file(name)
                .at_row(number)
                .with_hint("ids tell the maps apart: give every text an id of its own before `deid`"));
        }
    }
    Ok(maps)
}
