//! Lines of `{"id": …, "text": …}` in and out: ids go through byte for byte, order stays, a bad line ends the run.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read, Write};

use foundry_core::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::files::{Source, not_utf8};
use crate::output::cannot_write;

/// One object of the input.
#[derive(Deserialize)]
pub struct TextLine<'a> {
    /// Any JSON scalar, as it was written; `null` where there is none.
    #[serde(borrow, default)]
    pub id: Option<&'a RawValue>,
    /// The text.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

impl TextLine<'_> {
    /// The id as JSON.
    pub fn id(&self) -> &str {
        self.id.map_or("null", RawValue::get)
    }
}

/// Calls `each` for every line; what it writes is flushed whenever the input has nothing more at hand, so that
/// a program at the other end can ask and wait for the answer.
pub fn for_each_line(
    source: &Source,
    out: &mut dyn Write,
    mut each: impl FnMut(&TextLine<'_>, &mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut reader = source.open_lines()?;
    let mut line = Vec::new();
    let mut number = 0;
    while next_line(source, &mut reader, &mut line)? {
        number += 1;
        if !line.trim_ascii().is_empty() {
            each(&parse(&source.name, number, &line)?, out)?;
        }
        if reader.buffer().is_empty() {
            out.flush().map_err(cannot_write)?;
        }
    }
    out.flush().map_err(cannot_write)
}

/// Reads one line of any content into `line`; false at the end.
pub fn next_line<R: Read>(source: &Source, reader: &mut BufReader<R>, line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    let count = reader.read_until(b'\n', line).map_err(|e| source.cannot_read(e))?;
    Ok(count > 0)
}

/// Writes one JSON value and a line end.
pub fn write_line(out: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(|e| cannot_write(io::Error::from(e)))?;
    out.write_all(b"\n").map_err(cannot_write)
}

fn parse<'a>(file: &str, number: u64, line: &'a [u8]) -> Result<TextLine<'a>> {
    let text = std::str::from_utf8(line).map_err(|_| not_utf8(file, number))?;
    let parsed: Result<TextLine<'a>, serde_json::Error> = serde_json::from_str(text);
    match parsed {
        Ok(line) if !line.id().starts_with(['{', '[']) => Ok(line),
        Ok(_) => {
            Err(refuse(file, number, "`id` is an object or an array; it must be text, a number or null"))
        }
        // The parser's own words may quote the text.
        Err(error) => Err(refuse(file, number, &reason(text, &error))),
    }
}

fn reason(text: &str, error: &serde_json::Error) -> String {
    match serde_json::from_str::<Value>(text) {
        Err(_) => format!("is not valid JSON at byte {}", error.column()),
        Ok(Value::Object(object)) => match object.get("text") {
            None => "has no `text`".into(),
            Some(Value::String(_)) => "has a key twice".into(),
            Some(_) => "`text` is not a string".into(),
        },
        Ok(_) => "is not a JSON object".into(),
    }
}

fn refuse(file: &str, number: u64, message: &str) -> Error {
    Error::new(ErrorKind::Format, message)
        .in_file(file)
        .at_row(number)
        .with_hint("each line is one JSON object such as {\"id\": 1, \"text\": \"…\"}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(line: &str) -> String {
        match parse("x", 7, line.as_bytes()) {
            Ok(_) => "fine".into(),
            Err(error) => {
                assert_eq!(error.position().row, Some(7));
                error.message().to_owned()
            }
        }
    }

    #[test]
    fn ids_go_through_as_written() {
        for id in ["1.50", "\"a\\u00e9\"", "12345678901234567890123", "null", "true"] {
            let line = format!("{{\"id\": {id}, \"text\": \"x\", \"more\": 1}}");
            assert_eq!(parse("x", 1, line.as_bytes()).map(|l| l.id().to_owned()).ok().as_deref(), Some(id));
        }
        assert_eq!(
            parse("x", 1, b"{\"text\":\"\"}").map(|l| l.id().to_owned()).ok().as_deref(),
            Some("null")
        );
    }

    #[test]
    fn bad_lines_are_named_without_what_they_hold() {
        assert_eq!(message("{\"id\":1,\"text\":\"a\"}"), "fine");
        assert_eq!(message("{\"id\":1}"), "has no `text`");
        assert_eq!(message("{\"id\":1,\"text\":5551234}"), "`text` is not a string");
        assert_eq!(message("\"secret\""), "is not a JSON object");
        assert!(message("{\"id\":1,\"text\":\"se").starts_with("is not valid JSON at byte"));
        assert!(message("{\"id\":{},\"text\":\"a\"}").starts_with("`id` is"));
    }
}
