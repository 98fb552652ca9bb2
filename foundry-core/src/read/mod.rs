//! Read: bytes in, a [`Schema`](crate::record::Schema) and then one [`Row`] after the other out.

mod options;

pub use options::{Encoding, FileFormat, RaggedRows, ReadLimits, ReadOptions};

use std::io::Read;

use crate::error::{Error, ErrorKind, Result};
use crate::record::{Record, Schema, Warning};

/// How many rows of the head are kept as the sample of a [`Schema`].
pub const SAMPLE_ROWS: usize = 512;

/// One step of a reader: a row, or a row that could not be read.
#[derive(Debug)]
pub enum Row<'a> {
    /// A readable row.
    Record(Record<'a>),
    /// A row that is left out, with its reason. Always `rejected`.
    Rejected(Warning),
}

/// A streaming reader over one input.
pub struct RecordReader<'r> {
    schema: Schema,
    _input: Box<dyn Read + Send + 'r>,
}

impl<'r> RecordReader<'r> {
    /// Opens an input: finds out format, encoding, dialect and header from its head, and samples it.
    /// `name` is used in errors and, by its ending, as a hint for the format.
    pub fn open(
        name: &str,
        input: Box<dyn Read + Send + 'r>,
        options: &ReadOptions,
    ) -> Result<RecordReader<'r>> {
        let _ = (name, options);
        let _ = RecordReader { schema: Schema::default(), _input: input };
        Err(Error::new(ErrorKind::Unsupported, "not built yet"))
    }

    /// What the file turned out to be, complete: the same options read it again in the same way.
    pub fn resolved(&self) -> &ReadOptions {
        unreachable!()
    }

    /// The columns with their sampled values.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Remarks from opening (a guessed encoding, a renamed duplicate column …); taken once.
    pub fn take_notes(&mut self) -> Vec<Warning> {
        Vec::new()
    }

    /// Chooses the columns that each [`Record`] will hold, by name: slot `i` is `columns[i]`. Only these are decoded.
    /// Without this call every column of the schema is bound in order. An unknown column of a CSV or sheet is an
    /// error with the nearest name; of JSON it is allowed, since keys may come late.
    pub fn bind(&mut self, columns: &[&str]) -> Result<()> {
        let _ = columns;
        Ok(())
    }

    /// The next row, or `None` at the end. The sampled rows come again first.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>> {
        Ok(None)
    }

    /// Bytes taken from the caller's input so far (packed bytes where it is compressed), for progress.
    pub fn bytes_read(&self) -> u64 {
        0
    }
}
