//! Lines of `{"id": …, "text": …}` in and out: ids go through byte for byte, order stays, a bad line ends the run.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::panic::resume_unwind;
use std::thread;

use foundry_core::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::files::{Source, not_utf8};
use crate::output::cannot_write;

/// Bytes of lines that are answered together.
const BATCH: usize = 1 << 20;
/// Below this a thread takes longer to start than to work.
const WORTH_A_THREAD: usize = 64 << 10;

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

/// What one line gives: the answer, and a second stream beside it.
#[derive(Default)]
pub struct Answer {
    /// For stdout.
    pub out: Vec<u8>,
    /// For a file beside it, such as a token map.
    pub side: Vec<u8>,
}

/// Answers every line, in order, on several threads; each has a `worker` of its own. Answers are written whenever the
/// input has no whole line more at hand, so that a program at the other end can ask and wait.
pub fn answer_lines<W>(
    source: &Source,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    each: impl Fn(&mut W, &TextLine<'_>, &mut Answer) -> Result<()> + Sync,
    mut write: impl FnMut(&Answer) -> Result<()>,
) -> Result<()> {
    let mut reader = source.open_lines()?;
    let mut batch = Batch::default();
    let mut first = 1;
    while batch.fill(&mut reader).map_err(|e| source.cannot_read(e))? {
        let lines: Vec<&[u8]> = batch.lines().collect();
        let answer_some = |from: u64, lines: &[&[u8]]| {
            let (mut worker, mut answer) = (worker(), Answer::default());
            let outcome = (from..).zip(lines).try_for_each(|(number, line)| {
                if line.trim_ascii().is_empty() {
                    return Ok(());
                }
                each(&mut worker, &parse(&source.name, number, line)?, &mut answer).map_err(|e| {
                    if e.position().row.is_some() { e } else { e.in_file(&source.name).at_row(number) }
                })
            });
            (answer, outcome)
        };
        let share =
            if batch.bytes.len() < WORTH_A_THREAD { lines.len() } else { lines.len().div_ceil(threads) };
        let results: Vec<(Answer, Result<()>)> = if share >= lines.len() {
            vec![answer_some(first, &lines)]
        } else {
            thread::scope(|scope| {
                let shares = (first..).step_by(share).zip(lines.chunks(share));
                let running: Vec<_> =
                    shares.map(|(from, lines)| scope.spawn(move || answer_some(from, lines))).collect();
                running.into_iter().map(|handle| handle.join().unwrap_or_else(|e| resume_unwind(e))).collect()
            })
        };
        for (answer, outcome) in results {
            write(&answer)?;
            outcome?;
        }
        first += lines.len() as u64;
    }
    Ok(())
}

/// Whole lines that are answered together.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Batch {
    /// Takes one line, and those that are there already; false at the end.
    fn fill<R: Read>(&mut self, reader: &mut BufReader<R>) -> io::Result<bool> {
        self.bytes.clear();
        self.ends.clear();
        loop {
            let count = reader.read_until(b'\n', &mut self.bytes)?;
            if count > 0 {
                self.ends.push(self.bytes.len());
            }
            if count == 0 || self.bytes.len() >= BATCH || !reader.buffer().contains(&b'\n') {
                return Ok(!self.ends.is_empty());
            }
        }
    }

    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.bytes.get(start..*end).unwrap_or_default())
    }
}

/// Writes one JSON value and a line end.
pub fn write_line(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
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
