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
    /// Bytes of text that cells share, counted once for each of them, and the most of it.
    shown: u64,
    most_shown: u64,
}

impl<'l> SheetBuilder<'l> {
    /// An empty sheet.
    pub(super) fn new(limits: &'l ReadLimits) -> SheetBuilder<'l> {
        SheetBuilder::after(String::new(), MAX_TEXT as u64, limits)
    }

    /// An empty sheet behind a text that its cells may point into, so many bytes of it in all: each of them is read
    /// later on as often as it is shown.
    pub(super) fn after(text: String, most_shown: u64, limits: &'l ReadLimits) -> SheetBuilder<'l> {
        let sheet = Sheet { text, ..Sheet::default() };
        let most_shown = most_shown.min(MAX_TEXT as u64);
        SheetBuilder { sheet, limits, seen: 0, repeated: 0, shown: 0, most_shown }
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
        self.count(row, column)?;
        let start = self.sheet.text.len();
        let (kind, is_error) = write(&mut self.sheet.text);
        if kind == ValueKind::Null && !is_error {
            return Ok(());
        }
        let too_long = self.sheet.text.len() - start > self.limits.max_cell_bytes;
        if too_long {
            self.sheet.text.truncate(start);
        }
        if self.sheet.text.len() > MAX_TEXT {
            return Err(passed(format!("{MAX_TEXT} bytes of text"), "maxSheetCells"));
        }
        let end = self.sheet.text.len() as u32;
        let cell = SheetCell { column, start: start as u32, end, kind };
        self.place(row, cell, too_long, is_error)
    }

    /// Adds the cell at this row and column, both from 0, whose text stands in that of the sheet already.
    pub(super) fn add_shared(&mut self, row: u32, column: u32, start: u32, end: u32) -> Result<()> {
        self.count(row, column)?;
        if start == end {
            return Ok(());
        }
        let length = end.saturating_sub(start);
        self.shown += u64::from(length);
        if self.shown > self.most_shown {
            let message = format!("the sheet shows more than {} bytes of shared text", self.most_shown);
            return Err(Error::new(ErrorKind::Limit, message).with_hint("save it as CSV"));
        }
        let too_long = length as usize > self.limits.max_cell_bytes;
        let cell =
            SheetCell { column, start, end: if too_long { start } else { end }, kind: ValueKind::Text };
        self.place(row, cell, too_long, false)
    }

    /// Counts a cell, whether anything stands in it or not.
    fn count(&mut self, row: u32, column: u32) -> Result<()> {
        self.seen += 1;
        if self.seen > self.limits.max_sheet_cells {
            return Err(passed(format!("{} cells", self.limits.max_sheet_cells), "maxSheetCells"));
        }
        if row >= GRID_ROWS || column >= GRID_COLUMNS {
            return Err(Error::new(ErrorKind::Format, "a cell stands outside the grid of a sheet"));
        }
        Ok(())
    }

    fn place(&mut self, row: u32, cell: SheetCell, too_long: bool, is_error: bool) -> Result<()> {
        let Sheet { cells, rows, .. } = &mut self.sheet;
        let number = row + 1;
        let last = rows.last().map_or(0, |row| row.number);
        if number < last {
            return Err(
                Error::new(ErrorKind::Format, "the rows of the sheet are out of order").at_row(number.into())
            );
        }
        if number > last {
            rows.push(SheetRow { number, first_cell: cells.len(), too_long: None, has_error: false });
        }
        let Some(row) = rows.last_mut() else { return Ok(()) };
        row.has_error |= is_error;
        if too_long {
            row.too_long = row.too_long.or(Some(cell.column));
        }
        let after_last =
            cells.get(row.first_cell..).and_then(<[_]>::last).is_none_or(|last| last.column < cell.column);
        if after_last && cell.kind != ValueKind::Null {
            cells.push(cell);
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

/// Bytes of a cell, of a row and of the counts at the end, as they cross.
const CELL: usize = 13;
const ROW: usize = 17;
const COUNTS: usize = 32;

impl Chosen {
    /// The sheet as bytes, for [`Chosen::decode`]: its text first, so that neither side copies it, and the counts last.
    pub(super) fn encode(self) -> Vec<u8> {
        let Sheet { text, cells, rows } = self.sheet;
        let counts = [self.name.len() as u64, cells.len() as u64, rows.len() as u64, self.behind];
        let mut out = text.into_bytes();
        out.reserve(self.name.len() + cells.len() * CELL + rows.len() * ROW + COUNTS + 1);
        out.extend(self.name.as_bytes());
        for cell in &cells {
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
        for count in counts {
            out.extend(count.to_le_bytes());
        }
        out
    }

    /// Reads what [`Chosen::encode`] gave; `None` for anything else. Places are checked where they are used.
    pub(super) fn decode(mut bytes: Vec<u8>) -> Option<Chosen> {
        let mut rest = bytes.as_slice();
        let mut last = |length: usize| -> Option<&[u8]> {
            let (head, tail) = rest.split_at_checked(rest.len().checked_sub(length)?)?;
            rest = head;
            Some(tail)
        };
        let mut counts = [0u64; COUNTS / 8];
        for count in counts.iter_mut().rev() {
            *count = u64::from_le_bytes(last(8)?.try_into().ok()?);
        }
        let [name, cells, rows, behind] = counts;
        let length = |count: u64, size: usize| usize::try_from(count).ok()?.checked_mul(size);
        let long = |bytes: &[u8]| Some(u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?));
        let rows = last(length(rows, ROW)?)?.chunks_exact(ROW).map(|row| {
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
        let cells = last(length(cells, CELL)?)?.chunks_exact(CELL).map(|cell| {
            let (kind, places) = cell.split_first()?;
            Some(SheetCell {
                kind: *KINDS.get(usize::from(*kind))?,
                column: Some(long(places)?).filter(|column| *column < GRID_COLUMNS)?,
                start: long(places.get(4..)?)?,
                end: long(places.get(8..)?)?,
            })
        });
        let cells = cells.collect::<Option<Vec<_>>>()?;
        let name = std::str::from_utf8(last(length(name, 1)?)?).ok()?.to_owned();
        let text = rest.len();
        bytes.truncate(text);
        let text = String::from_utf8(bytes).ok()?;
        Some(Chosen { name, sheet: Sheet { text, cells, rows }, behind })
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
        let sheet = builder.finish();
        assert_eq!(sheet.rows[2].too_long, Some(0));
        let copy = Sheet { text: sheet.text.clone(), cells: sheet.cells.clone(), rows: sheet.rows.clone() };
        let chosen = Chosen { name: "Sheet 1".into(), sheet: copy, behind: 2 };
        let bytes = chosen.encode();
        let decoded = Chosen::decode(bytes.clone()).expect("a whole answer");
        assert_eq!((decoded.name.as_str(), decoded.behind), ("Sheet 1", 2));
        assert_eq!(decoded.sheet, sheet);
        for cut in 0..bytes.len() {
            assert_eq!(Chosen::decode(bytes[..cut].to_vec()), None);
        }
    }
}
