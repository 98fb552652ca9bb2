//! From the head of a delimited file to its rows: options, header, names of columns.

use std::collections::BTreeMap;

use super::csv::CsvRows;
use super::dialect::{dialect_of, has_header, head_rows, preamble};
use super::options::{Encoding, ReadOptions};
use super::remarks::Remarks;
use super::text::Block;
use crate::error::{Error, ErrorKind, Result};
use crate::record::ColumnType;

/// Bytes that the dialect is judged on.
const DIALECT_BYTES: usize = 512 << 10;

/// Rows that header and preamble are judged on.
const HEADER_ROWS: usize = 200;

/// Opens a delimited text; writes what was found out into `options`.
pub(super) fn open<'r>(
    mut block: Block<'r>,
    options: &mut ReadOptions,
    remarks: &mut Remarks,
) -> Result<CsvRows<'r>> {
    let delimiter = options.delimiter.as_deref().map(|text| one_byte(text, "delimiter")).transpose()?;
    let quote = match options.quote.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(text) => Some(Some(one_byte(text, "quote")?)),
    };
    block.fill_to(DIALECT_BYTES)?;
    let (head, whole) = (block.data(), block.ended());
    let dialect = dialect_of(head, whole, delimiter, quote);
    let rows = head_rows(head, whole, dialect, HEADER_ROWS);
    let skipped = preamble(&rows);
    let table = &rows[skipped..];
    let header = options.has_header.unwrap_or_else(|| has_header(table));
    let Some(first) = table.first() else {
        if !whole {
            return Err(Error::new(ErrorKind::Format, "the first row has no end within 512 KiB")
                .at_row(1)
                .with_hint("check the delimiter and the quote, and whether the file is text"));
        }
        return Err(Error::new(ErrorKind::Format, "the file holds no row")
            .with_hint("check that the export has finished, and the delimiter and quote if they are set"));
    };
    if first.cells.len() > options.limits.max_columns {
        let limit = options.limits.max_columns;
        return Err(Error::new(ErrorKind::Limit, format!("the row has more than {limit} columns"))
            .at_row(1)
            .with_hint("check the delimiter and the quote, or raise `limits.maxColumns`"));
    }
    let names = if header {
        names_of(&first.cells, remarks)
    } else {
        (1..=first.cells.len()).map(|column| format!("column_{column}")).collect()
    };
    let start = match (header, skipped) {
        (true, _) => first.next,
        (false, 0) => 0,
        (false, skipped) => rows[skipped - 1].next,
    };
    if skipped > 0 {
        remarks.note("preamble_skipped", format!("{skipped} lines above the table were left out"));
    }
    if options.has_header.is_none() && !header {
        remarks.note(
            "no_header",
            "the first row does not look like names of columns; they are `column_1` and on",
        );
    }
    options.delimiter =
        Some(if dialect.delimiter == b'\t' { "tab".into() } else { char::from(dialect.delimiter).into() });
    options.quote = Some(dialect.quote.map_or_else(String::new, |quote| char::from(quote).into()));
    options.has_header = Some(header);
    let utf16 = matches!(options.encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be));
    block.consume(start);
    Ok(CsvRows::new(block, dialect, names, u64::from(header), options.ragged_rows, &options.limits, utf16))
}

fn one_byte(text: &str, key: &str) -> Result<u8> {
    match text.as_bytes() {
        _ if text.eq_ignore_ascii_case("tab") || text == "\\t" => Ok(b'\t'),
        &[byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') => Ok(byte),
        _ => Err(Error::new(ErrorKind::Config, format!("`{key}` must be one ASCII character"))
            .at_path(key)
            .with_hint("such as `,`, `;`, `|` or `tab`")),
    }
}

/// Names from header cells: trimmed, `column_3` for an empty one, `_2` after one that was there before.
pub(super) fn names_of(cells: &[String], remarks: &mut Remarks) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let mut name =
            cell.trim().trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            name = format!("column_{}", at + 1);
        }
        let original = name.clone();
        let mut number = 1;
        while seen.contains_key(&name) {
            number += 1;
            name = format!("{original}_{number}");
        }
        if number > 1 {
            remarks.note(
                "duplicate_column",
                format!("the column name `{original}` occurs again; read as `{name}`"),
            );
        }
        seen.insert(name.clone(), at);
        names.push(name);
    }
    names
}

/// What a column mostly holds.
pub(super) fn type_of(values: &[String]) -> ColumnType {
    let filled: Vec<&str> = values.iter().map(|v| v.trim()).filter(|v| !v.is_empty()).collect();
    let mostly = |test: fn(&str) -> bool| filled.iter().filter(|v| test(v)).count() * 20 >= filled.len() * 19;
    if filled.is_empty() {
        ColumnType::Empty
    } else if mostly(is_boolean) {
        ColumnType::Boolean
    } else if mostly(is_integer) {
        ColumnType::Integer
    } else if mostly(is_datetime) {
        ColumnType::Datetime
    } else if mostly(is_number) {
        ColumnType::Number
    } else if mostly(is_json) {
        ColumnType::Json
    } else {
        ColumnType::Text
    }
}

fn is_boolean(text: &str) -> bool {
    ["true", "false", "yes", "no"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().filter(|b| matches!(b, b'.' | b',')).count() <= 1
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'e' | b'E' | b'-' | b'+'))
}

/// A date in figures, with or without a time, or with the name of a month.
fn is_datetime(text: &str) -> bool {
    let date = text.split(['T', ' ', ',']).next().unwrap_or("");
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let figures = parts.len() == 3 && parts.iter().all(|p| (1..=4).contains(&p.len()) && is_integer(p));
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_ascii_lowercase();
    let words = text.len() <= 40
        && text.bytes().filter(u8::is_ascii_digit).count() >= 3
        && lower.split(|c: char| !c.is_ascii_alphabetic()).any(|w| MONTHS.iter().any(|m| w.starts_with(m)));
    figures || words
}

fn is_json(text: &str) -> bool {
    (text.starts_with('{') && text.ends_with('}')) || (text.starts_with('[') && text.ends_with(']'))
}
