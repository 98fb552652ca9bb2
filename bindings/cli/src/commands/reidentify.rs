//! `reidentify`: tokens and encrypted values back to originals.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use foundry_core::deid::{PiiTokensMap, Reidentifier};
use foundry_core::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::Status;
use crate::args::{key_of, read_key};
use crate::engine::split_line_end;
use crate::files::source;
use crate::ndjson::{Answer, TextLine, answer_lines, write_line};
use crate::output::{Ui, cannot_write};

const AFTER_HELP: &str = "\
Examples:
  foundry reidentify clean.log --map tokens.json
  foundry reidentify --ndjson clean.ndjson --map tokens.ndjson
  foundry reidentify sealed.log --key-file key.txt

The key of encrypted values is read from --key-file, or from FOUNDRY_ENCRYPTION_KEY or FOUNDRY_ENCRYPTION_KEY_FILE. Give
the text as `deid` wrote it: in a text that was changed since, every spelling of a value comes back as its first one.";

/// Put the originals back, with the map that `deid --map` wrote, or with the key of encrypted values
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The de-identified text, or - for stdin
    #[arg(default_value = "-", value_name = "FILE")]
    input: PathBuf,
    /// The token map
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The file with the key of encrypted values
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
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
    let key = match &args.key_file {
        Some(path) => Some(read_key(path)?),
        None => key_of("FOUNDRY_ENCRYPTION_KEY")?,
    };
    let map = args.map.as_ref().map(|path| Ok((path.display().to_string(), source(path)?.read_text()?)));
    let map = map.transpose()?;
    if map.is_none() && key.is_none() {
        return Err(Error::new(ErrorKind::Config, "there is neither a token map nor a key")
            .with_hint("give `--map FILE`, or `--key-file FILE` for encrypted values"));
    }
    let source = source(&args.input)?;
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    if args.ndjson {
        let maps = map.as_ref().map(|(name, text)| maps_by_id(name, text)).transpose()?;
        let none = PiiTokensMap::default();
        let each = |_: &mut (), line: &TextLine<'_>, answer: &mut Answer| {
            let tokens = match &maps {
                Some(maps) => maps.get(line.id()).ok_or_else(|| {
                    let name = map.as_ref().map_or("", |(name, _)| name);
                    Error::new(ErrorKind::UnknownToken, "the map has no line for the `id` of this text")
                        .with_hint(format!("`{name}` belongs to another input"))
                })?,
                None => &none,
            };
            let text = reidentifier(tokens, key.as_deref())?.restore(&line.text)?;
            write_line(&mut answer.out, &OriginalLine { id: line.id, text: &text })
        };
        answer_lines(
            &source,
            1,
            || (),
            each,
            |answer| out.write_all(&answer.out).and_then(|()| out.flush()).map_err(cannot_write),
        )?;
    } else {
        let tokens = match &map {
            Some((name, text)) => PiiTokensMap::from_json(text).map_err(|e| e.in_file(name))?,
            None => PiiTokensMap::default(),
        };
        let mut reidentifier = reidentifier(&tokens, key.as_deref())?;
        // `deid` takes lines for messages.
        let text = source.read_text()?;
        for (number, (content, end)) in (1..).zip(text.split_inclusive('\n').map(split_line_end)) {
            let original =
                reidentifier.restore(content).map_err(|e| e.in_file(&source.name).at_row(number))?;
            out.write_all(original.as_bytes())
                .and_then(|()| out.write_all(end.as_bytes()))
                .map_err(cannot_write)?;
        }
    }
    out.flush().map_err(cannot_write)?;
    Ok(Status::Ok)
}

fn reidentifier<'m>(tokens: &'m PiiTokensMap, key: Option<&str>) -> Result<Reidentifier<'m>> {
    let reidentifier = Reidentifier::new(tokens);
    match key {
        Some(key) => reidentifier.with_key(key),
        None => Ok(reidentifier),
    }
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
