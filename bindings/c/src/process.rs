//! `foundry_process`.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use foundry_core::calls::{self, configured};
use foundry_core::conversation::Timestamp;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::pipeline::{Input, RunOptions};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::read;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request<'r> {
    #[serde(borrow, default)]
    config: Option<&'r RawValue>,
    #[serde(borrow)]
    files: Vec<File<'r>>,
    #[serde(borrow, default)]
    now: Option<Cow<'r, str>>,
    #[serde(default)]
    threads: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'r> {
    #[serde(borrow)]
    name: Cow<'r, str>,
    #[serde(borrow, default)]
    text: Option<Cow<'r, str>>,
    #[serde(borrow, default)]
    base64: Option<Cow<'r, str>>,
}

/// Answers a request.
pub fn process(request: &str) -> Result<String> {
    let Request { config, files, now, threads } = read(request)?;
    let config = configured(config.map_or("{}", RawValue::get), false, None, "{}")?;
    let now = now.map_or_else(|| Ok(clock()), |now| calls::time(&now))?;
    let options = RunOptions { threads: threads.unwrap_or(1).max(1), ..RunOptions::default() };
    let inputs = files.into_iter().map(input).collect::<Result<_>>()?;
    let (output, manifest) =
        calls::process(&config, inputs, now, &options, &mut |_| ControlFlow::Continue(()))?;
    Ok(match String::from_utf8(output) {
        Ok(text) => json!({ "output": text, "manifest": manifest }),
        Err(bytes) => json!({ "outputBase64": STANDARD.encode(bytes.as_bytes()), "manifest": manifest }),
    }
    .to_string())
}

fn input(File { name, text, base64 }: File<'_>) -> Result<Input<'_>> {
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_owned().into_bytes(),
        (None, Some(base64)) => STANDARD
            .decode(base64.as_bytes())
            .map_err(|_| Error::new(ErrorKind::Encoding, "is not valid base64").in_file(name.as_ref()))?,
        _ => {
            return Err(
                Error::new(ErrorKind::Config, "a file has one of `text` and `base64`").in_file(name.as_ref())
            );
        }
    };
    let size = Some(bytes.len() as u64);
    Ok(Input { name: name.into_owned(), reader: Box::new(Cursor::new(bytes)), size })
}

fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
