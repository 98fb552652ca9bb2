//! What a reader yields: a [`Schema`], then [`Record`]s that borrow from the read buffer, and [`Warning`]s.

use serde::{Deserialize, Serialize};

/// The kind of value a column mostly holds, judged on its sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ColumnType {
    /// No value was seen.
    Empty,
    /// `true`/`false`, `yes`/`no`, `0`/`1` spelled as the format spells them.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Number,
    /// Dates or times in any known shape.
    Datetime,
    /// Anything else.
    Text,
    /// Nested objects or arrays.
    Json,
}

/// One column of the input with the values of the first rows.
///
/// `values` holds personal data: it is never logged and `Debug` shows only its length.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// The header, trimmed; `column_3` where the file has none; made unique by a suffix `_2`.
    pub name: String,
    /// What the sample looks like.
    pub column_type: ColumnType,
    /// The values of the sampled rows in row order, empty where a row has none. All columns have equal length.
    pub values: Vec<String>,
}

impl Column {
    /// Up to `count` different non-empty values, in order of appearance.
    pub fn samples(&self, count: usize) -> Vec<&str> {
        let mut samples: Vec<&str> = Vec::new();
        for value in &self.values {
            if samples.len() == count {
                break;
            }
            if !value.is_empty() && !samples.contains(&value.as_str()) {
                samples.push(value);
            }
        }
        samples
    }
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Column")
            .field("name", &self.name)
            .field("column_type", &self.column_type)
            .field("values", &format_args!("[{} values]", self.values.len()))
            .finish()
    }
}

/// The columns of an input, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema {
    /// The columns.
    pub columns: Vec<Column>,
}

impl Schema {
    /// The index of the column with this name, exactly, or else without regard to case and outer spaces.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name).or_else(|| {
            let name = name.trim();
            self.columns.iter().position(|c| c.name.trim().eq_ignore_ascii_case(name))
        })
    }

    /// The column names as a list for a message: the first twenty, and how many more there are.
    pub fn listed(&self) -> String {
        const LISTED: usize = 20;
        let mut list =
            self.names().take(LISTED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        if self.columns.len() > LISTED {
            list.push_str(&format!(" and {} more", self.columns.len() - LISTED));
        }
        list
    }

    /// The column names in file order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|c| c.name.as_str())
    }
}

/// What a cell is in its own format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// No value: an empty or missing cell, JSON `null`.
    Null,
    /// Text.
    Text,
    /// A number, written as the format means it (`4155550101`, never `4.15555E9`).
    Number,
    /// `true` or `false`.
    Boolean,
    /// A nested object or array, as compact JSON text.
    Json,
}

/// One cell: its text and what it is. CSV cells are `Text` or `Null`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Value<'a> {
    /// The text; empty for `Null`.
    pub text: &'a str,
    /// What it is.
    pub kind: ValueKind,
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}({} bytes)", self.kind, self.text.len())
    }
}

/// A cell inside a [`Record`]: a byte range of one of its two buffers.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: ValueKind,
    /// Whether the range is in `unescaped` (text that had to be rewritten) rather than in `block`.
    pub unescaped: bool,
}

impl Cell {
    /// A missing cell.
    pub const NULL: Cell = Cell { start: 0, end: 0, kind: ValueKind::Null, unescaped: false };
}

/// One row, borrowed from the reader until the next one is read. `get(slot)` follows the reader's bound columns.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The row number from 1, header included.
    pub row: u64,
    pub(crate) block: &'a str,
    pub(crate) unescaped: &'a str,
    pub(crate) cells: &'a [Cell],
}

impl<'a> Record<'a> {
    /// A record over two text buffers and the cells in them.
    pub fn new(row: u64, block: &'a str, unescaped: &'a str, cells: &'a [Cell]) -> Record<'a> {
        Record { row, block, unescaped, cells }
    }

    /// The value in this slot; `Null` where the row has none.
    pub fn get(&self, slot: usize) -> Value<'a> {
        let cell = self.cells.get(slot).copied().unwrap_or(Cell::NULL);
        let buffer = if cell.unescaped { self.unescaped } else { self.block };
        let text = buffer.get(cell.start as usize..cell.end as usize).unwrap_or("");
        Value { text, kind: cell.kind }
    }

    /// The number of slots.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no slot.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

impl std::fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record(row {}, {} cells)", self.row, self.cells.len())
    }
}

/// Something to tell about one row or a whole input. Never carries a value of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// Stable code, such as `ragged_row`, `empty_content`, `unparsed_timestamp`.
    pub code: String,
    /// The input, where there are several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    /// The row from 1, header included.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u64>,
    /// The column by name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
    /// What happened, lower case, no full stop.
    pub message: String,
    /// Whether the row was left out because of it. Rows read = rows mapped + rejecting warnings.
    pub rejected: bool,
}

impl Warning {
    /// A warning that leaves the row out.
    pub fn rejected(code: &str, row: u64, message: impl Into<String>) -> Warning {
        Warning {
            code: code.to_owned(),
            file: None,
            row: Some(row),
            column: None,
            message: message.into(),
            rejected: true,
        }
    }

    /// A remark about the input or a row that stays in.
    pub fn note(code: &str, message: impl Into<String>) -> Warning {
        Warning {
            code: code.to_owned(),
            file: None,
            row: None,
            column: None,
            message: message.into(),
            rejected: false,
        }
    }

    /// Adds the row.
    pub fn at_row(mut self, row: u64) -> Warning {
        self.row = Some(row);
        self
    }

    /// Adds the column.
    pub fn at_column(mut self, column: impl Into<String>) -> Warning {
        self.column = Some(column.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_of_columns_is_cut() {
        let column = |n| Column { name: format!("c{n}"), column_type: ColumnType::Empty, values: Vec::new() };
        let schema = |count| Schema { columns: (1..=count).map(column).collect() };
        assert_eq!(schema(2).listed(), "`c1`, `c2`");
        assert!(schema(20).listed().ends_with("`c20`"));
        assert!(schema(400).listed().ends_with("`c20` and 380 more"));
    }
}
