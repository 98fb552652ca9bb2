//! Workbooks: .xlsx, .xlsb, .xls and .ods. One sheet is unpacked into memory, within limits.

mod cfb;
mod loader;
mod ods;
mod sheet;
mod value;
mod xls;
mod xlsx;
mod xml;
mod zip;

pub use loader::{WorkbookLoader, load_workbook};

use std::panic::{AssertUnwindSafe, catch_unwind};

use self::ods::OdsBook;
use self::sheet::{Chosen, Sheet, SheetCell};
use self::xls::XlsBook;
use self::xlsx::{XlsbBook, XlsxBook};
use self::zip::check_unpacked_size;
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
            Some(loader) => loader::answer(&loader(&bytes, options)?)?,
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
    if bytes.starts_with(b"PK") {
        check_unpacked_size(bytes, limits, limits.max_unpacked_bytes.min(MAX_UNPACKED))?;
    }
    without_panic(|| match options.format {
        Some(FileFormat::Xls) => choose(XlsBook::open(bytes, limits)?, options),
        Some(FileFormat::Xlsb) => choose(XlsbBook::open(bytes)?, options),
        Some(FileFormat::Ods) => choose(OdsBook::open(bytes)?, options),
        _ => choose(XlsxBook::open(bytes)?, options),
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
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::read::{RecordReader, Row as AnyRow};

    const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Empty" sheetId="1" r:id="r1"/><sheet name="Chats" sheetId="2" r:id="r2"/></sheets></workbook>"#;
    const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;

    /// A zip file of stored entries (APPNOTE 4.3). `claim` overrides the unpacked size in the directory.
    fn zip(entries: &[(&str, Vec<u8>, u16)], claim: Option<u32>) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, content, method) in entries {
            let mut crc = flate2::Crc::new();
            crc.update(content);
            let size = content.len() as u32;
            let mut fields = Vec::new();
            for short in [20u16, 0, *method, 0, 0] {
                fields.extend(short.to_le_bytes());
            }
            for long in [crc.sum(), size, claim.unwrap_or(size)] {
                fields.extend(long.to_le_bytes());
            }
            fields.extend((name.len() as u16).to_le_bytes());
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(&fields);
            directory.extend([0; 12]);
            directory.extend((out.len() as u32).to_le_bytes());
            directory.extend(name.as_bytes());
            out.extend(b"PK\x03\x04");
            out.extend(&fields);
            out.extend([0; 2]);
            out.extend(name.as_bytes());
            out.extend(content);
        }
        let start = out.len() as u32;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\x00\x00\x00\x00");
        for _ in 0..2 {
            out.extend((entries.len() as u16).to_le_bytes());
        }
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0; 2]);
        out
    }

    fn workbook(rows: &str) -> Vec<u8> {
        let sheet = |rows: &str| {
            format!(
                r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
            )
        };
        let entry = |name, text: &str| (name, text.as_bytes().to_vec(), 0);
        zip(
            &[
                entry("[Content_Types].xml", CONTENT_TYPES),
                entry("_rels/.rels", ROOT),
                entry("xl/workbook.xml", WORKBOOK),
                entry("xl/_rels/workbook.xml.rels", RELATIONS),
                entry("xl/styles.xml", STYLES),
                entry("xl/worksheets/sheet1.xml", &sheet("")),
                entry("xl/worksheets/sheet2.xml", &sheet(rows)),
            ],
            None,
        )
    }

    const ROWS: &str = concat!(
        r#"<row r="2"><c r="B2" t="inlineStr"><is><t>phone</t></is></c><c r="C2" t="inlineStr"><is><t>created</t></is></c>"#,
        r#"<c r="D2" t="inlineStr"><is><t>open</t></is></c><c r="E2" t="inlineStr"><is><t>price</t></is></c></row>"#,
        r#"<row r="4"><c r="B4"><v>4155550101</v></c><c r="C4" s="1"><v>45413.395833333336</v></c><c r="D4" t="b"><v>1</v></c><c r="E4"><v>19.989999999999998</v></c></row>"#,
        r#"<row r="5"><c r="B5"><v>1.5E+20</v></c><c r="C5" s="1"><v>45413</v></c><c r="E5" t="e"><v>#N/A</v></c></row>"#,
    );

    fn open(bytes: Vec<u8>, options: &ReadOptions) -> Result<RecordReader<'static>> {
        RecordReader::open("book.xlsx", Box::new(Cursor::new(bytes)), options)
    }

    #[test]
    fn values_are_what_the_sheet_means() {
        let mut reader = open(workbook(ROWS), &ReadOptions::default()).unwrap();
        assert_eq!(reader.schema().names().collect::<Vec<_>>(), ["phone", "created", "open", "price"]);
        assert_eq!(reader.resolved().sheet_name.as_deref(), Some("Chats"));
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            let AnyRow::Record(record) = row else { panic!("a record") };
            rows.push((record.row, [0, 1, 2, 3].map(|slot| record.get(slot).text.to_owned())));
        }
        assert_eq!(rows[0], (4, ["4155550101", "2024-05-01T09:30:00", "true", "19.99"].map(str::to_owned)));
        assert_eq!(rows[1], (5, ["150000000000000000000", "2024-05-01", "", ""].map(str::to_owned)));
        assert_eq!(rows.len(), 2);
        let notes: Vec<String> = reader.take_notes().into_iter().map(|note| note.code).collect();
        assert_eq!(notes, ["error_cell"]);
    }

    #[test]
    fn sheets_are_found_by_name() {
        let wanted = |name: &str| ReadOptions { sheet_name: Some(name.to_owned()), ..ReadOptions::default() };
        assert!(open(workbook(ROWS), &wanted("chats")).is_ok());
        let Err(error) = open(workbook(ROWS), &wanted("Chat")) else { panic!("no such sheet") };
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.hint(), Some("did you mean `Chats`? The sheets are: `Empty`, `Chats`"));
        assert!(open(workbook(ROWS), &wanted("Empty")).is_err());
    }

    #[test]
    fn hostile_workbooks_are_refused() {
        let mut options = ReadOptions::default();
        options.limits.max_sheet_cells = 5;
        let kind = |bytes, options: &ReadOptions| open(bytes, options).err().map(|error| error.kind());
        assert_eq!(kind(workbook(ROWS), &options), Some(ErrorKind::Limit));
        let far =
            r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048577"><c r="A1048577"><v>1</v></c></row>"#;
        assert_eq!(kind(workbook(far), &ReadOptions::default()), Some(ErrorKind::Format));
        let nowhere = r#"<row r="1"><c r="A99999999999"><v>1</v></c></row>"#;
        assert_eq!(kind(workbook(nowhere), &ReadOptions::default()), Some(ErrorKind::Format));
        options.limits = ReadLimits { max_unpacked_bytes: 1000, ..ReadLimits::default() };
        assert_eq!(kind(workbook(ROWS), &options), Some(ErrorKind::Limit));
        // The directory says ten bytes; it is a million.
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut deflate, &vec![b'x'; 1 << 20]).unwrap();
        let bomb = zip(&[("xl/workbook.xml", deflate.finish().unwrap(), 8)], Some(10));
        options.limits.max_unpacked_bytes = 100_000;
        assert_eq!(kind(bomb.clone(), &options), Some(ErrorKind::Limit));
        for cut in [10, 50, 200, 400] {
            let book = workbook(ROWS);
            assert!(open(book[..book.len() - cut].to_vec(), &ReadOptions::default()).is_err());
        }
    }
}
