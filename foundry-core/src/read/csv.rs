//! Delimited text: rows are split in place, cells are ranges of the block.

use memchr::memchr;

use super::options::{RaggedRows, ReadLimits};
use super::remarks::Remarks;
use super::split::{Dialect, Form, RawCell, Split, is_blank, split_row, unquote};
use super::text::{Block, from_windows_1252};
use super::{Row, SAMPLE_BYTES, SAMPLE_ROWS};
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Cell, Record, ValueKind, Warning};

/// Turns the raw cells of the bound columns into cells over `row` and `unescaped`.
fn bind_cells(
    row: &str,
    raw: &[RawCell],
    slots: &[usize],
    quote: Option<u8>,
    unescaped: &mut String,
    cells: &mut Vec<Cell>,
) {
    cells.clear();
    unescaped.clear();
    cells.extend(slots.iter().map(|&column| {
        let Some(cell) = raw.get(column).filter(|cell| cell.start < cell.end) else { return Cell::NULL };
        let kind = ValueKind::Text;
        match (cell.form, quote) {
            (Form::Plain, _) | (_, None) => Cell { start: cell.start, end: cell.end, kind, unescaped: false },
            (form, Some(quote)) => {
                let start = unescaped.len() as u32;
                unquote(
                    row.get(cell.start as usize..cell.end as usize).unwrap_or(""),
                    form,
                    quote,
                    unescaped,
                );
                let end = unescaped.len() as u32;
                let kind = if start == end { ValueKind::Null } else { kind };
                Cell { start, end, kind, unescaped: true }
            }
        }
    }));
}

enum Step {
    Record,
    Rejected(Warning),
    End,
}

/// The rows of a delimited file, one after the other.
pub(super) struct CsvRows<'r> {
    block: Block<'r>,
    dialect: Dialect,
    ragged: RaggedRows,
    max_columns: usize,
    max_cell: usize,
    names: Vec<String>,
    slots: Vec<usize>,
    row: u64,
    used: usize,
    end: usize,
    raw: Vec<RawCell>,
    cells: Vec<Cell>,
    unescaped: String,
    decoded: String,
    utf16: bool,
    recovered_to: u64,
}

impl<'r> CsvRows<'r> {
    /// Reads rows from the start of the block's window on; `row` is the number of the row before.
    pub(super) fn new(
        block: Block<'r>,
        dialect: Dialect,
        names: Vec<String>,
        row: u64,
        ragged: RaggedRows,
        limits: &ReadLimits,
        utf16: bool,
    ) -> CsvRows<'r> {
        CsvRows {
            block,
            dialect,
            ragged,
            max_columns: limits.max_columns,
            max_cell: limits.max_cell_bytes,
            slots: (0..names.len()).collect(),
            names,
            row,
            used: 0,
            end: 0,
            raw: Vec::new(),
            cells: Vec::new(),
            unescaped: String::new(),
            decoded: String::new(),
            utf16,
            recovered_to: 0,
        }
    }

    /// Chooses the columns by their index.
    pub(super) fn bind(&mut self, slots: Vec<usize>) {
        self.slots = slots;
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Bytes taken from the caller so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.block.bytes_read()
    }

    /// The values of the first rows, column by column, without taking them.
    pub(super) fn sample(&mut self) -> Result<Vec<Vec<String>>> {
        let mut columns = vec![Vec::new(); self.names.len()];
        let (mut at, mut rows) = (0, 0);
        let mut raw = Vec::new();
        while rows < SAMPLE_ROWS {
            let data = self.block.data().get(at..).unwrap_or(&[]);
            if data.is_empty() && self.block.ended() {
                break;
            }
            match split_row(data, self.block.ended(), self.dialect, self.max_columns, &mut raw) {
                Split::Row { end, next } => {
                    let row = &data[..end];
                    at += next;
                    let fits = raw.len() == self.names.len() || self.ragged == RaggedRows::Pad;
                    let long = raw.iter().any(|cell| cell.bytes(row).len() > self.max_cell);
                    if is_blank(row, &raw) || !fits || long {
                        continue;
                    }
                    let decoded;
                    let row = match std::str::from_utf8(row) {
                        Ok(row) => row,
                        Err(_) => {
                            let Some(text) = from_windows_1252(row).filter(|_| !self.utf16) else { continue };
                            decoded = text;
                            split_row(decoded.as_bytes(), true, self.dialect, usize::MAX, &mut raw);
                            &decoded
                        }
                    };
                    for (index, column) in columns.iter_mut().enumerate() {
                        let text = raw.get(index).map(|cell| cell.text(row, self.dialect.quote));
                        column.push(text.unwrap_or_default());
                    }
                    rows += 1;
                }
                Split::More(_) if self.block.data().len() < SAMPLE_BYTES => self.block.fill()?,
                _ => break,
            }
        }
        Ok(columns)
    }

    /// The next row.
    pub(super) fn next(&mut self, remarks: &mut Remarks) -> Result<Option<Row<'_>>> {
        match self.advance(remarks)? {
            Step::End => return Ok(None),
            Step::Rejected(warning) => return Ok(Some(Row::Rejected(warning))),
            Step::Record => {}
        }
        let quote = self.dialect.quote;
        let bytes = &self.block.data()[..self.end];
        let text = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let Some(decoded) = from_windows_1252(bytes).filter(|_| !self.utf16) else {
                    let code = if self.utf16 { "invalid_utf16" } else { "invalid_utf8" };
                    let message = format!("byte {} of the row is not valid text", error.valid_up_to() + 1);
                    return Ok(Some(Row::Rejected(Warning::rejected(code, self.row, message))));
                };
                remarks.mixed_encoding.count(self.row);
                self.decoded = decoded;
                // The ranges moved; the same text splits in the same places.
                split_row(self.decoded.as_bytes(), true, self.dialect, usize::MAX, &mut self.raw);
                &self.decoded
            }
        };
        bind_cells(text, &self.raw, &self.slots, quote, &mut self.unescaped, &mut self.cells);
        Ok(Some(Row::Record(Record::new(self.row, text, &self.unescaped, &self.cells))))
    }

    /// Longest row that is looked at as a whole.
    fn row_limit(&self) -> usize {
        self.max_cell.saturating_mul(16).clamp(1 << 20, 1 << 30)
    }

    fn advance(&mut self, remarks: &mut Remarks) -> Result<Step> {
        loop {
            self.block.consume(self.used);
            self.used = 0;
            let (data, ended) = (self.block.data(), self.block.ended());
            if data.is_empty() {
                if ended {
                    return Ok(Step::End);
                }
                self.block.fill()?;
                continue;
            }
            match split_row(data, ended, self.dialect, self.max_columns, &mut self.raw) {
                Split::Row { end, next } => {
                    self.used = next;
                    self.end = end;
                    if self.raw.len() == 1 && is_blank(&data[..end], &self.raw) {
                        continue;
                    }
                    self.row += 1;
                    if let Some(warning) = self.check_row(remarks) {
                        return Ok(Step::Rejected(warning));
                    }
                    return Ok(Step::Record);
                }
                Split::TooWide => {
                    let limit = self.max_columns;
                    let message = format!("the row has more than {limit} columns");
                    return Err(Error::new(ErrorKind::Limit, message)
                        .at_row(self.row + 1)
                        .at_byte(self.block.offset())
                        .with_hint("check the delimiter and the quote, or raise `limits.maxColumns`"));
                }
                Split::Unclosed(quote) => {
                    return Ok(Step::Rejected(self.skip_line_of(quote, "never closed")?));
                }
                Split::More(_) if data.len() < self.row_limit() => self.block.fill()?,
                Split::More(Some(quote)) => {
                    return Ok(Step::Rejected(
                        self.skip_line_of(quote, "not closed within the longest row")?,
                    ));
                }
                Split::More(None) => {
                    self.row += 1;
                    let warning =
                        Warning::rejected("row_too_long", self.row, "the row is longer than the limit");
                    self.skip_line_from(0)?;
                    return Ok(Step::Rejected(warning));
                }
            }
        }
    }

    /// Checks width and cell sizes of the row just split.
    fn check_row(&mut self, remarks: &mut Remarks) -> Option<Warning> {
        let (cells, width) = (self.raw.len(), self.names.len());
        if let Some(warning) = self.recover_quote() {
            return Some(warning);
        }
        if cells != width {
            if self.ragged == RaggedRows::Reject {
                let message = format!("has {cells} cells, the header has {width}");
                return Some(Warning::rejected("ragged_row", self.row, message));
            }
            remarks.padded.count(self.row);
        }
        if self.end > self.max_cell
            && let Some(long) =
                self.raw.iter().position(|cell| (cell.end - cell.start) as usize > self.max_cell)
        {
            let message = format!("a cell is longer than {} bytes", self.max_cell);
            let warning = Warning::rejected("cell_too_long", self.row, message);
            return Some(match self.names.get(long) {
                Some(name) => warning.at_column(name),
                None => warning,
            });
        }
        None
    }

    /// A stray quote at the start of a cell runs on to the next quote, lines later, and takes the rows between
    /// with it. It shows: the quoted cell spans lines and goes on after its closing quote.
    /// Then only its first line is left out. Each stretch of text is taken back once, so the time stays linear.
    fn recover_quote(&mut self) -> Option<Warning> {
        let data = &self.block.data()[..self.end];
        let offset = self.block.offset();
        let stray = self.raw.iter().find(|cell| cell.is_trailing())?;
        let line = memchr(self.dialect.line_end, stray.bytes(data))?;
        if offset < self.recovered_to {
            return None;
        }
        self.recovered_to = offset + self.used as u64;
        self.used = stray.start as usize + line + 1;
        let message = "a quote opens in this line and is not closed in it";
        Some(Warning::rejected("unclosed_quote", self.row, message))
    }

    fn skip_line_of(&mut self, quote: usize, what: &str) -> Result<Warning> {
        self.row += 1;
        self.skip_line_from(quote)?;
        let message = format!("a quote opens in this row and is {what}; reading goes on at the next line");
        Ok(Warning::rejected("unclosed_quote", self.row, message))
    }

    fn skip_line_from(&mut self, mut from: usize) -> Result<()> {
        loop {
            let data = self.block.data();
            if let Some(found) = memchr(self.dialect.line_end, data.get(from..).unwrap_or(&[])) {
                self.used = from + found + 1;
                return Ok(());
            }
            let length = data.len();
            self.block.consume(length);
            from = 0;
            if self.block.ended() {
                return Ok(());
            }
            self.block.fill()?;
        }
    }
}
