//! Workbooks: .xlsx, .xlsb, .xls and .ods. One sheet is unpacked into memory, within limits.

mod cfb;
mod loader;
mod markup;
mod number_format;
mod ods;
mod package;
mod sheet;
mod strings;
mod value;
mod worksheet;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use loader::{WorkbookLoader, load_workbook};

use std::panic::{AssertUnwindSafe, catch_unwind};

use self::ods::OdsBook;
use self::sheet::{Chosen, Sheet, SheetCell};
use self::xls::XlsBook;
use self::xlsb::XlsbBook;
use self::xlsx::XlsxBook;
use super::dialect::{HeadRow, has_header, preamble};
use super::header::names_of;
use super::options::{FileFormat, ReadLimits, ReadOptions};
use super::remarks::Remarks;
use super::unpack::Source;
use super::{Row, SAMPLE_ROWS};
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::record::{Cell, Record, Warning};

/// The most that a workbook may unpack to, whatever the settings allow for text: all of it can end in memory.
const MAX_UNPACKED: u64 = 1 << 30;

/// Rows that header and title lines are judged on.
const HEADER_ROWS: usize = 200;

/// The rows of a sheet, one after the other.
pub(super) struct SheetRows {
    sheet: Sheet,
    names: Vec<String>,
    /// The grid column of each column of the schema.
    columns: Vec<u32>,
    slots: Vec<usize>,
    /// The first data row, and the next one.
    first: usize,
    next: usize,
    max_cell: usize,
    cells: Vec<Cell>,
    bytes: u64,
}

impl SheetRows {
    /// Reads the sheet that the options name, or else the first one with rows; writes what was found out.
    pub(super) fn open(
        mut source: Source<'_>,
        options: &mut ReadOptions,
        remarks: &mut Remarks,
    ) -> Result<SheetRows> {
        let limit = options.limits.max_unpacked_bytes.min(MAX_UNPACKED);
        let bytes = source.read_all(limit, "maxUnpackedBytes")?;
        let Chosen { name, sheet, behind } = match options.workbooks.get() {
            None => load(&bytes, options)?,
            Some(loader) => loader::answer(loader(&bytes, options)?)?,
        };
        drop(bytes);
        if sheet.rows.is_empty() {
            return Err(Error::new(ErrorKind::Format, format!("the sheet `{name}` holds no row"))
                .at_path("sheetName"));
        }
        if options.sheet_name.is_none() && behind > 0 {
            let message = format!(
                "only the sheet `{name}` was read, {behind} behind it not; `sheetName` chooses another"
            );
            remarks.note("other_sheets", message);
        }
        options.sheet_name = Some(name);
        SheetRows::over(sheet, options, remarks, source.bytes_read())
    }

    fn over(sheet: Sheet, options: &mut ReadOptions, remarks: &mut Remarks, bytes: u64) -> Result<SheetRows> {
        // One mark a column of the grid: there may be millions of cells.
        let mut seen = Vec::new();
        for cell in &sheet.cells {
            let column = cell.column as usize;
            if seen.len() <= column {
                seen.resize(column + 1, false);
            }
            if let Some(mark) = seen.get_mut(column) {
                *mark = true;
            }
        }
        let columns: Vec<u32> =
            seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(column, _)| column as u32).collect();
        if columns.len() > options.limits.max_columns {
            let limit = options.limits.max_columns;
            return Err(Error::new(ErrorKind::Limit, format!("the sheet has more than {limit} columns"))
                .with_hint("raise `limits.maxColumns` if the file can be trusted"));
        }
        let head: Vec<HeadRow> = (0..sheet.rows.len().min(HEADER_ROWS))
            .map(|at| HeadRow { cells: sheet.texts(at, &columns), next: at + 1 })
            .collect();
        let skipped = preamble(&head);
        let header = options.has_header.unwrap_or_else(|| has_header(&head[skipped..]));
        let names = match head.get(skipped) {
            Some(first) if header => names_of(&first.cells, remarks),
            _ => columns.iter().map(|column| format!("column_{}", column + 1)).collect(),
        };
        if skipped > 0 {
            remarks.note("preamble_skipped", format!("{skipped} rows above the table were left out"));
        }
        if options.has_header.is_none() && !header {
            remarks.note("no_header", "the first row does not look like names of columns");
        }
        options.has_header = Some(header);
        let first = skipped + usize::from(header);
        Ok(SheetRows {
            sheet,
            slots: (0..names.len()).collect(),
            names,
            columns,
            first,
            next: first,
            max_cell: options.limits.max_cell_bytes,
            cells: Vec::new(),
            bytes,
        })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Chooses the columns by their index.
    pub(super) fn bind(&mut self, slots: Vec<usize>) {
        self.slots = slots;
    }

    /// Bytes taken from the caller so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The values of the first rows, column by column.
    pub(super) fn sample(&self) -> Vec<Vec<String>> {
        let mut values = vec![Vec::new(); self.names.len()];
        let rows = (self.first..self.sheet.rows.len()).filter(|&at| self.sheet.rows[at].too_long.is_none());
        for at in rows.take(SAMPLE_ROWS) {
            for (column, text) in values.iter_mut().zip(self.sheet.texts(at, &self.columns)) {
                column.push(text);
            }
        }
        values
    }

    /// The next row.
    pub(super) fn next(&mut self, remarks: &mut Remarks) -> Option<Row<'_>> {
        let at = self.next;
        let row = *self.sheet.rows.get(at)?;
        self.next += 1;
        let number = u64::from(row.number);
        if let Some(column) = row.too_long {
            let message = format!("a cell is longer than {} bytes", self.max_cell);
            let warning = Warning::rejected("cell_too_long", number, message);
            let index = self.columns.binary_search(&column).ok();
            return Some(Row::Rejected(match index.and_then(|index| self.names.get(index)) {
                Some(name) => warning.at_column(name),
                None => warning,
            }));
        }
        if row.has_error {
            remarks.error_cells.count(number);
        }
        let cells = self.sheet.cells_of(at);
        self.cells.clear();
        self.cells.extend(self.slots.iter().map(|&slot| {
            let Some(&column) = self.columns.get(slot) else { return Cell::NULL };
            match cells.binary_search_by_key(&column, |cell| cell.column) {
                Ok(found) => {
                    let SheetCell { start, end, kind, .. } = cells[found];
                    Cell { start, end, kind, unescaped: false }
                }
                Err(_) => Cell::NULL,
            }
        }));
        Some(Row::Record(Record::new(number, &self.sheet.text, "", &self.cells)))
    }
}

/// A workbook that was opened.
trait Book {
    /// The names of its sheets, in order.
    fn sheets(&self) -> Vec<String>;

    /// The cells of one sheet.
    fn load(&mut self, name: &str, limits: &ReadLimits) -> Result<Sheet>;
}

/// The sheet that the options name, or else the first one with rows.
fn load(bytes: &[u8], options: &ReadOptions) -> Result<Chosen> {
    let limits = &options.limits;
    without_panic(|| match options.format {
        Some(FileFormat::Xls) => choose(XlsBook::open(bytes, limits)?, options),
        Some(FileFormat::Xlsb) => choose(XlsbBook::open(bytes, limits)?, options),
        Some(FileFormat::Ods) => choose(OdsBook::open(bytes, limits)?, options),
        _ => choose(XlsxBook::open(bytes, limits)?, options),
    })
}

fn choose(mut book: impl Book, options: &ReadOptions) -> Result<Chosen> {
    let sheets = book.sheets();
    let (name, sheet) = match &options.sheet_name {
        None => first_with_rows(&mut book, &sheets, &options.limits)?,
        Some(wanted) => {
            let name = find_sheet(&sheets, wanted)?;
            let sheet = book.load(&name, &options.limits)?;
            (name, sheet)
        }
    };
    let behind = sheets.iter().skip_while(|other| **other != name).skip(1).count() as u64;
    Ok(Chosen { name, sheet, behind })
}

/// Does work with the workbook library, which counts on whole files: where overflow of integers is checked, a cell
/// called `A99999999999` makes it panic.
fn without_panic<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // What the work changes is its own and gone with it.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken()))
}

fn find_sheet(sheets: &[String], wanted: &str) -> Result<String> {
    let same = |name: &&String| name.trim().to_lowercase() == wanted.trim().to_lowercase();
    if let Some(name) = sheets.iter().find(|name| *name == wanted).or_else(|| sheets.iter().find(same)) {
        return Ok(name.clone());
    }
    let error = Error::new(ErrorKind::Config, format!("there is no sheet `{wanted}`")).at_path("sheetName");
    let list = sheets.join("`, `");
    Err(match nearest(wanted, sheets.iter().map(String::as_str)) {
        Some(near) => error.with_hint(format!("did you mean `{near}`? The sheets are: `{list}`")),
        None => error.with_hint(format!("the sheets are: `{list}`")),
    })
}

fn first_with_rows(book: &mut impl Book, sheets: &[String], limits: &ReadLimits) -> Result<(String, Sheet)> {
    let mut empty = None;
    for name in sheets {
        match book.load(name, limits) {
            Ok(sheet) if !sheet.rows.is_empty() => return Ok((name.clone(), sheet)),
            Ok(sheet) => empty = empty.or(Some((name.clone(), sheet))),
            // A chart sheet has no cells.
            Err(error) if error.kind() == ErrorKind::Format => {}
            Err(error) => return Err(error),
        }
    }
    empty.ok_or_else(|| Error::new(ErrorKind::Format, "the workbook has no sheet with rows"))
}

fn protected() -> Error {
    Error::new(ErrorKind::Unsupported, "the workbook is protected by a password")
        .with_hint("save it without a password")
}

fn broken() -> Error {
    Error::new(ErrorKind::Format, "the workbook is damaged, or not a workbook")
        .with_hint("open it in a spreadsheet program and save it again as .xlsx")
}

#[cfg(test)]
mod tests;
