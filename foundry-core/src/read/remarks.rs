//! Remarks about an input: some at once, some counted over all rows and told at the end.

use crate::record::Warning;

/// How many rows something happened in, and where first.
#[derive(Debug, Default)]
pub(super) struct Count {
    first: u64,
    rows: u64,
}

impl Count {
    /// Counts one row.
    pub(super) fn count(&mut self, row: u64) {
        if self.rows == 0 {
            self.first = row;
        }
        self.rows += 1;
    }

    fn take(&mut self, code: &str, what: &str) -> Option<Warning> {
        let Count { first, rows } = std::mem::take(self);
        let plural = if rows == 1 { "row" } else { "rows" };
        let message = format!("{what} in {rows} {plural}, first in row {first}");
        (rows > 0).then(|| Warning::note(code, message).at_row(first))
    }
}

/// What is to be told about an input.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    notes: Vec<Warning>,
    /// Rows of another width that were fitted to the header.
    pub(super) padded: Count,
    /// Rows in Windows-1252 in a file that is otherwise UTF-8.
    pub(super) mixed_encoding: Count,
    /// Rows with half of a surrogate pair in a JSON string.
    pub(super) lone_surrogates: Count,
    /// Rows with error cells such as `#N/A`.
    pub(super) error_cells: Count,
}

impl Remarks {
    /// Adds a remark.
    pub(super) fn note(&mut self, code: &str, message: impl Into<String>) {
        self.notes.push(Warning::note(code, message));
    }

    /// Adds a remark that was made elsewhere.
    #[cfg(feature = "compression")]
    pub(super) fn push(&mut self, note: Warning) {
        self.notes.push(note);
    }

    /// Takes all remarks so far.
    pub(super) fn take(&mut self) -> Vec<Warning> {
        let mut notes = std::mem::take(&mut self.notes);
        notes.extend(self.padded.take("ragged_row_padded", "the number of cells was fitted to the header"));
        notes.extend(
            self.mixed_encoding.take("mixed_encoding", "text that is not UTF-8 was read as Windows-1252"),
        );
        notes.extend(self.lone_surrogates.take("lone_surrogate", "half a surrogate pair became U+FFFD"));
        notes.extend(self.error_cells.take("error_cell", "formula errors were read as missing"));
        notes
    }
}
