//! `validate`: any file against the rules of a training format, named or told from the first line.

use std::io::{BufRead, BufReader, Cursor, Read};

use crate::error::{Error, ErrorKind, Result};
use crate::export::{self, ExportFormat, ValidationReport, guess_format};
use crate::read::{ReadLimits, unpacked};

/// The longest first line that is looked at to tell a format.
const LONGEST_LINE: u64 = 16 << 20;

/// What breaks the rules of a format in a file; gzip and zstd are unpacked. The format is told from the first line where
/// it is not given.
///
/// # Errors
/// Where the bytes cannot be read, or nothing tells the format.
pub fn validate(
    name: &str,
    input: Box<dyn Read + Send + '_>,
    format: Option<ExportFormat>,
) -> Result<ValidationReport> {
    let input = unpacked(input, &ReadLimits::default()).map_err(|e| e.in_file(name))?;
    let mut reader = BufReader::new(input);
    let mut head = Vec::new();
    let format = match format {
        Some(format) => format,
        None => tell_format(name, &mut reader, &mut head)?,
    };
    export::validate(Cursor::new(head).chain(reader), format).map_err(|e| e.in_file(name))
}

/// The format by the first line that is not blank; `head` gets all lines read for it.
///
/// # Errors
/// Of kind `Format` for a file without such a line and for a line that tells nothing; those of the reader.
pub fn tell_format(name: &str, reader: &mut dyn BufRead, head: &mut Vec<u8>) -> Result<ExportFormat> {
    let failed = |e: std::io::Error| match e.downcast::<Error>() {
        Ok(error) => error.in_file(name),
        Err(error) => Error::io("cannot be read", error).in_file(name),
    };
    let mut lines = reader.take(LONGEST_LINE);
    while head.trim_ascii().is_empty() && lines.read_until(b'\n', head).map_err(failed)? > 0 {}
    if head.trim_ascii().is_empty() {
        return Err(Error::new(ErrorKind::Format, "the file is empty")
            .in_file(name)
            .with_hint("check that the export has finished"));
    }
    guess_format(&String::from_utf8_lossy(head)).ok_or_else(|| {
        let names = ExportFormat::names().collect::<Vec<_>>().join(", ");
        Error::new(ErrorKind::Format, "its first line does not tell the format")
            .in_file(name)
            .with_hint(format!("name it with `format`: {names}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, format: Option<ExportFormat>) -> Result<ValidationReport> {
        validate("a.jsonl", Box::new(Cursor::new(text.as_bytes())), format)
    }

    #[test]
    fn the_format_is_told_from_the_first_line_that_is_not_blank() {
        let line = r#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#;
        assert!(check(line, None).is_ok_and(|report| report.valid && report.records == 1));
        // Blank lines break a rule of their own; they are read again.
        assert!(check(&format!("\n\n{line}\n"), None).is_ok_and(|report| report.records == 1));
        assert!(check(&format!("\u{feff}{line}"), None).is_ok_and(|report| !report.valid));
    }

    #[test]
    fn what_tells_nothing_is_refused_with_a_way_out() {
        for (text, message) in
            [("", "the file is empty"), (" \n", "the file is empty"), ("x", "its first line")]
        {
            let error = check(text, None).expect_err("tells nothing");
            assert!(error.message().starts_with(message) && error.hint().is_some(), "{error}");
            assert_eq!(error.position().file.as_deref(), Some("a.jsonl"));
        }
    }
}
