//! The cells of one sheet, and how they cross from one process to another.

use crate::error::{Error, ErrorKind, Result};
use crate::read::options::ReadLimits;
use crate::record::ValueKind;

/// Rows of the grid (ECMA-376; Excel's own limit).
const GRID_ROWS: u32 = 1 << 20;

/// Columns of the grid.
const GRID_COLUMNS: u32 = 1 << 14;

/// The most text that a sheet may hold, in bytes: places in it are 32 bits wide.
const MAX_TEXT: usize = 1 << 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SheetCell {
    /// From 0.
    pub(super) column: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: ValueKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// From 1, as the sheet counts.
    pub(super) number: u32,
    pub(super) first_cell: usize,
    /// The column of a cell that is longer than allowed.
    pub(super) too_long: Option<u32>,
    pub(super) has_error: bool,
}

/// The cells of one sheet that hold something, row by row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) text: String,
    pub(super) cells: Vec<SheetCell>,
    pub(super) rows: Vec<SheetRow>,
}

impl Sheet {
    /// The cells of the row at this place.
    pub(super) fn cells_of(&self, row: usize) -> &[SheetCell] {
        let first = self.rows.get(row).map_or(0, |row| row.first_cell);
        let end = self.rows.get(row + 1).map_or(self.cells.len(), |row| row.first_cell);
        self.cells.get(first..end).unwrap_or(&[])
    }

    /// The texts of a row in these columns, empty where it has none.
    pub(super) fn texts(&self, row: usize, columns: &[u32]) -> Vec<String> {
        let cells = self.cells_of(row);
        let text = |column: &u32| {
            let cell = cells.iter().find(|cell| cell.column == *column)?;
            self.text.get(cell.start as usize..cell.end as usize)
        };
        columns.iter().map(|column| text(column).unwrap_or("").to_owned()).collect()
    }
}

/// Takes cells in the order of the sheet, within the limits.
pub(super) struct SheetBuilder<'l> {
    sheet: Sheet,
    limits: &'l ReadLimits,
    seen: u64,
    repeated: u64,
}

impl<'l> SheetBuilder<'l> {
    /// An empty sheet.
    pub(super) fn new(limits: &'l ReadLimits) -> SheetBuilder<'l> {
        SheetBuilder { sheet: Sheet::default(), limits, seen: 0, repeated: 0 }
    }

    /// The sheet as it stands.
    pub(super) fn finish(self) -> Sheet {
        self.sheet
    }

    /// Adds the cell at this row and column, both from 0; `write` appends its value and tells its kind and whether it
    /// is a formula error.
    pub(super) fn add(
        &mut self,
        row: u32,
        column: u32,
        write: impl FnOnce(&mut String) -> (ValueKind, bool),
    ) -> Result<()> {
        let SheetBuilder { sheet, limits, seen, .. } = self;
        *seen += 1;
        if *seen > limits.max_sheet_cells {
            return Err(passed(format!("{} cells", limits.max_sheet_cells), "maxSheetCells"));
        }
        if row >= GRID_ROWS || column >= GRID_COLUMNS {
            return Err(Error::new(ErrorKind::Format, "a cell stands outside the grid of a sheet"));
        }
        let start = sheet.text.len();
        let (kind, is_error) = write(&mut sheet.text);
        if kind == ValueKind::Null && !is_error {
            return Ok(());
        }
        let number = row + 1;
        let last = sheet.rows.last().map_or(0, |row| row.number);
        if number < last {
            return Err(
                Error::new(ErrorKind::Format, "the rows of the sheet are out of order").at_row(number.into())
            );
        }
        if number > last {
            let first_cell = sheet.cells.len();
            sheet.rows.push(SheetRow { number, first_cell, too_long: None, has_error: false });
        }
        let Some(row) = sheet.rows.last_mut() else { return Ok(()) };
        row.has_error |= is_error;
        if sheet.text.len() - start > limits.max_cell_bytes {
            row.too_long = row.too_long.or(Some(column));
            sheet.text.truncate(start);
        }
        if sheet.text.len() > MAX_TEXT {
            return Err(passed(format!("{MAX_TEXT} bytes of text"), "maxSheetCells"));
        }
        let after_last =
            sheet.cells.get(row.first_cell..).and_then(<[_]>::last).is_none_or(|c| c.column < column);
        if after_last && kind != ValueKind::Null {
            let end = sheet.text.len() as u32;
            sheet.cells.push(SheetCell { column, start: start as u32, end, kind });
        }
        Ok(())
    }

    /// Lets the cell that was added last at this column stand in the next `count` columns too.
    pub(super) fn repeat_cell(&mut self, column: u32, count: u32) -> Result<()> {
        let Some(cell) = self.sheet.cells.last().copied().filter(|cell| cell.column == column) else {
            return Ok(());
        };
        for at in 1..=count {
            self.count_repeated(1)?;
            let column = column.saturating_add(at);
            if column >= GRID_COLUMNS {
                return Err(Error::new(ErrorKind::Format, "a cell stands outside the grid of a sheet"));
            }
            self.sheet.cells.push(SheetCell { column, ..cell });
        }
        Ok(())
    }

    /// Lets the row that was added last, at this place from 0, stand in the next `count` rows too.
    pub(super) fn repeat_row(&mut self, row: u32, count: u32) -> Result<()> {
        let Some(last) = self.sheet.rows.last().copied().filter(|last| last.number == row + 1) else {
            return Ok(());
        };
        let end = self.sheet.cells.len();
        for at in 1..=count {
            self.count_repeated((end - last.first_cell) as u64)?;
            let number = last.number.saturating_add(at);
            if number > GRID_ROWS {
                return Err(Error::new(ErrorKind::Format, "a cell stands outside the grid of a sheet"));
            }
            let first_cell = self.sheet.cells.len();
            self.sheet.rows.push(SheetRow { number, first_cell, ..last });
            self.sheet.cells.extend_from_within(last.first_cell..end);
        }
        Ok(())
    }

    fn count_repeated(&mut self, cells: u64) -> Result<()> {
        self.repeated += cells.max(1);
        let limit = self.limits.max_grid_cells;
        if self.repeated > limit {
            return Err(passed(format!("{limit} repeated cells"), "maxGridCells"));
        }
        Ok(())
    }
}

fn passed(what: String, key: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("the sheet has more than {what}"))
        .with_hint(format!("raise `limits.{key}` if the file can be trusted"))
}

/// A sheet as it was chosen from its workbook.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Its name.
    pub(super) name: String,
    /// Its cells.
    pub(super) sheet: Sheet,
    /// How many sheets stand behind it.
    pub(super) behind: u64,
}

const KINDS: [ValueKind; 5] =
    [ValueKind::Null, ValueKind::Text, ValueKind::Number, ValueKind::Boolean, ValueKind::Json];

impl Chosen {
    /// Appends the sheet as bytes, for [`Chosen::decode`].
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let Sheet { text, cells, rows } = &self.sheet;
        out.reserve(self.name.len() + text.len() + cells.len() * 13 + rows.len() * 17 + 64);
        for count in
            [self.name.len() as u64, text.len() as u64, cells.len() as u64, rows.len() as u64, self.behind]
        {
            out.extend(count.to_le_bytes());
        }
        out.extend(self.name.as_bytes());
        out.extend(text.as_bytes());
        for cell in cells {
            let kind = KINDS.iter().position(|kind| *kind == cell.kind).unwrap_or(0);
            let [c0, c1, c2, c3] = cell.column.to_le_bytes();
            let [s0, s1, s2, s3] = cell.start.to_le_bytes();
            let [e0, e1, e2, e3] = cell.end.to_le_bytes();
            // One piece, so that its room is looked for once.
            out.extend([kind as u8, c0, c1, c2, c3, s0, s1, s2, s3, e0, e1, e2, e3]);
        }
        for row in rows {
            out.push(u8::from(row.has_error) | u8::from(row.too_long.is_some()) << 1);
            out.extend(row.number.to_le_bytes());
            out.extend((row.first_cell as u64).to_le_bytes());
            out.extend(row.too_long.unwrap_or(0).to_le_bytes());
        }
    }

    /// Reads what [`Chosen::encode`] wrote; `None` for anything else. Places are checked where they are used.
    pub(super) fn decode(bytes: &[u8]) -> Option<Chosen> {
        let mut rest = bytes;
        let mut take = |count: usize| -> Option<&[u8]> {
            let (head, tail) = rest.split_at_checked(count)?;
            rest = tail;
            Some(head)
        };
        let mut counts = [0usize; 5];
        for count in &mut counts {
            *count = usize::try_from(u64::from_le_bytes(take(8)?.try_into().ok()?)).ok()?;
        }
        let [name, text, cells, rows, behind] = counts;
        let name = std::str::from_utf8(take(name)?).ok()?.to_owned();
        let text = std::str::from_utf8(take(text)?).ok()?.to_owned();
        let long = |bytes: &[u8]| Some(u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?));
        let cells = take(cells.checked_mul(13)?)?.chunks_exact(13).map(|cell| {
            let (kind, places) = cell.split_first()?;
            Some(SheetCell {
                kind: *KINDS.get(usize::from(*kind))?,
                column: Some(long(places)?).filter(|column| *column < GRID_COLUMNS)?,
                start: long(places.get(4..)?)?,
                end: long(places.get(8..)?)?,
            })
        });
        let cells = cells.collect::<Option<Vec<_>>>()?;
        let rows = take(rows.checked_mul(17)?)?.chunks_exact(17).map(|row| {
            let (marks, row) = row.split_first()?;
            let first = u64::from_le_bytes(row.get(4..12)?.try_into().ok()?);
            Some(SheetRow {
                number: long(row)?,
                first_cell: usize::try_from(first).ok()?,
                too_long: (marks & 2 != 0).then(|| long(row.get(12..).unwrap_or(&[]))).flatten(),
                has_error: marks & 1 != 0,
            })
        });
        let rows = rows.collect::<Option<Vec<_>>>()?;
        Some(Chosen { name, sheet: Sheet { text, cells, rows }, behind: behind as u64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_cross_as_they_are() {
        let limits = ReadLimits { max_cell_bytes: 4, ..ReadLimits::default() };
        let mut builder = SheetBuilder::new(&limits);
        for (row, column, text) in [(0, 0, "é"), (0, 3, "b"), (7, 1, "12"), (8, 0, "too long")] {
            let write = |out: &mut String| {
                out.push_str(text);
                (if text == "12" { ValueKind::Number } else { ValueKind::Text }, row == 7)
            };
            builder.add(row, column, write).unwrap();
        }
        let chosen = Chosen { name: "Sheet 1".into(), sheet: builder.finish(), behind: 2 };
        assert_eq!(chosen.sheet.rows[2].too_long, Some(0));
        let mut bytes = Vec::new();
        chosen.encode(&mut bytes);
        assert_eq!(Chosen::decode(&bytes), Some(chosen));
        for cut in 0..bytes.len() {
            assert_eq!(Chosen::decode(&bytes[..cut]), None);
        }
    }
}
