//! Rows that a reader writes itself, field by field, where the file has no cells of its own.

use crate::record::{Cell, Record, ValueKind};

/// One row in the making, given out by the bound columns.
#[derive(Debug)]
pub(super) struct Composer {
    names: &'static [&'static str],
    text: String,
    fields: Vec<Cell>,
    slots: Vec<usize>,
    cells: Vec<Cell>,
}

impl Composer {
    /// A composer of rows with these columns, all bound in order.
    pub(super) fn new(names: &'static [&'static str]) -> Composer {
        Composer {
            names,
            text: String::new(),
            fields: vec![Cell::NULL; names.len()],
            slots: (0..names.len()).collect(),
            cells: Vec::new(),
        }
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().copied()
    }

    /// Chooses the columns by their index.
    pub(super) fn bind(&mut self, slots: Vec<usize>) {
        self.slots = slots;
    }

    /// Starts a new row.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.fields.fill(Cell::NULL);
    }

    /// Adds text to a field; a field is written in one go, before the next one.
    pub(super) fn push(&mut self, field: usize, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.extend(field, start);
    }

    /// Lets `write` add text to a field.
    pub(super) fn write(&mut self, field: usize, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        self.extend(field, start);
    }

    fn extend(&mut self, field: usize, start: usize) {
        let end = self.text.len();
        let Some(cell) = self.fields.get_mut(field).filter(|_| end > start) else { return };
        // Rows are bounded by the limits of their readers, far below 4 GiB.
        let start = if cell.kind == ValueKind::Null { start as u32 } else { cell.start };
        *cell = Cell { start, end: end as u32, kind: ValueKind::Text, unescaped: false };
    }

    /// The text of a field so far.
    pub(super) fn get(&self, field: usize) -> &str {
        let cell = self.fields.get(field).copied().unwrap_or(Cell::NULL);
        self.text.get(cell.start as usize..cell.end as usize).unwrap_or("")
    }

    /// The first field that is longer than allowed, by its name.
    pub(super) fn too_long(&self, limit: usize) -> Option<&'static str> {
        let long = self.fields.iter().position(|cell| (cell.end - cell.start) as usize > limit)?;
        self.names.get(long).copied()
    }

    /// The values of all fields, for a sample.
    pub(super) fn texts(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.fields.len()).map(|field| self.get(field).to_owned())
    }

    /// The row as it stands.
    pub(super) fn record(&mut self, row: u64) -> Record<'_> {
        self.cells.clear();
        let fields = &self.fields;
        self.cells.extend(self.slots.iter().map(|&slot| fields.get(slot).copied().unwrap_or(Cell::NULL)));
        Record::new(row, &self.text, "", &self.cells)
    }
}
