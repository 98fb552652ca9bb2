//! Office Open XML workbooks (ECMA-376, .xlsx) and their binary twin (MS-XLSB, .xlsb), cell by cell.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsb, XlsbError, Xlsx, XlsxError};

use super::sheet::{Sheet, SheetBuilder};
use super::value::write_value;
use super::{Book, broken, protected};
use crate::error::Result;
use crate::read::options::ReadLimits;

/// An .xlsx workbook.
pub(super) struct XlsxBook<'b>(Xlsx<Cursor<&'b [u8]>>);

impl<'b> XlsxBook<'b> {
    /// Opens it: names of sheets, shared strings, styles.
    pub(super) fn open(bytes: &'b [u8]) -> Result<XlsxBook<'b>> {
        Xlsx::new(Cursor::new(bytes)).map(XlsxBook).map_err(|error| match error {
            XlsxError::Password => protected(),
            _ => broken(),
        })
    }
}

impl Book for XlsxBook<'_> {
    fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    fn load(&mut self, name: &str, limits: &ReadLimits) -> Result<Sheet> {
        let is_1904 = self.0.has_1904_epoch();
        let mut reader = self.0.worksheet_cells_reader(name).map_err(|_| broken())?;
        let mut sheet = SheetBuilder::new(limits);
        // The message of the library may quote the file; only its kind is told.
        while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
            let (row, column) = cell.get_position();
            sheet.add(row, column, |out| write_value(cell.get_value(), is_1904, out))?;
        }
        Ok(sheet.finish())
    }
}

/// An .xlsb workbook.
pub(super) struct XlsbBook<'b>(Xlsb<Cursor<&'b [u8]>>);

impl<'b> XlsbBook<'b> {
    /// Opens it: names of sheets, shared strings, styles.
    pub(super) fn open(bytes: &'b [u8]) -> Result<XlsbBook<'b>> {
        Xlsb::new(Cursor::new(bytes)).map(XlsbBook).map_err(|error| match error {
            XlsbError::Password => protected(),
            _ => broken(),
        })
    }
}

impl Book for XlsbBook<'_> {
    fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    fn load(&mut self, name: &str, limits: &ReadLimits) -> Result<Sheet> {
        let is_1904 = self.0.has_1904_epoch();
        let mut reader = self.0.worksheet_cells_reader(name).map_err(|_| broken())?;
        let mut sheet = SheetBuilder::new(limits);
        while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
            let (row, column) = cell.get_position();
            let value: &DataRef<'_> = cell.get_value();
            sheet.add(row, column, |out| write_value(value, is_1904, out))?;
        }
        Ok(sheet.finish())
    }
}
