//! Workbooks of Excel 97 to 2003 (MS-XLS). The library reads them whole, so the grid is measured first.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::cfb;
use super::sheet::{Sheet, SheetBuilder};
use super::value::write_value;
use super::{Book, broken, protected};
use crate::error::Result;
use crate::read::options::ReadLimits;

/// An .xls workbook.
pub(super) struct XlsBook {
    book: Xls<Cursor<Vec<u8>>>,
    is_1904: bool,
}

impl XlsBook {
    /// Opens it, all sheets at once.
    pub(super) fn open(bytes: &[u8], limits: &ReadLimits) -> Result<XlsBook> {
        let checked = cfb::check(bytes, limits)?;
        let book: Xls<_> = Xls::new(Cursor::new(checked)).map_err(|error| match error {
            XlsError::Password => protected(),
            _ => broken(),
        })?;
        let is_1904 = book.has_1904_epoch();
        Ok(XlsBook { book, is_1904 })
    }
}

impl Book for XlsBook {
    fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    fn load(&mut self, name: &str, limits: &ReadLimits) -> Result<Sheet> {
        let range = self.book.worksheet_range(name).map_err(|_| broken())?;
        let (top, left) = range.start().unwrap_or_default();
        let mut sheet = SheetBuilder::new(limits);
        for (row, column, value) in range.used_cells() {
            let (row, column) = (top.saturating_add(row as u32), left.saturating_add(column as u32));
            sheet.add(row, column, |out| write_value(&by_reference(value), self.is_1904, out))?;
        }
        Ok(sheet.finish())
    }
}

fn by_reference(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}
