//! Binary workbooks (MS-XLSB, .xlsb), cell by cell.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsb, XlsbError};

use super::package::Package;
use super::sheet::{Sheet, SheetBuilder};
use super::value::write_value;
use super::{Book, broken, protected};
use crate::error::Result;
use crate::read::options::ReadLimits;

/// An .xlsb workbook.
pub(super) struct XlsbBook<'b>(Xlsb<Cursor<&'b [u8]>>);

impl<'b> XlsbBook<'b> {
    /// Opens it: names of sheets, shared strings, styles. The library has no limits, so all of it is unpacked before.
    pub(super) fn open(bytes: &'b [u8], limits: &ReadLimits) -> Result<XlsbBook<'b>> {
        Package::open(bytes, limits)?.check()?;
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
        // The message of the library may quote the file; only its kind is told.
        while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
            let (row, column) = cell.get_position();
            let value: &DataRef<'_> = cell.get_value();
            sheet.add(row, column, |out| write_value(value, is_1904, out))?;
        }
        Ok(sheet.finish())
    }
}
