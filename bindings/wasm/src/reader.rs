//! Rows of a file, one after the other.

use foundry_core::PipelineConfig;
use foundry_core::read::{RecordReader, Row};
use foundry_core::record::{ValueKind, Warning};
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::error::{Result, raised, written};
use crate::files::{Source, open, thrown_or};

/// A file being read.
#[wasm_bindgen]
pub struct Reader {
    reader: RecordReader<'static>,
    warnings: Vec<Warning>,
}

#[wasm_bindgen]
impl Reader {
    /// Finds out what the file is; `settings` are those of a run.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, file: Source) -> Result<Reader> {
        let config = PipelineConfig::from_json(settings).map_err(raised)?;
        let input = open(file)?;
        let reader = RecordReader::open(&input.name, input.reader, &config.source).map_err(thrown_or)?;
        Ok(Reader { reader, warnings: Vec::new() })
    }

    /// Columns, their types and what was found out about the file, as JSON.
    pub fn head(&self) -> Result<String> {
        let schema = self.reader.schema();
        let types: Vec<_> = schema.columns.iter().map(|column| column.column_type).collect();
        let columns: Vec<&str> = schema.names().collect();
        written(&json!({ "columns": columns, "types": types, "options": self.reader.resolved() }))
    }

    /// What could not be read so far, and remarks, as JSON.
    pub fn warnings(&mut self) -> Result<String> {
        self.warnings.extend(self.reader.take_notes());
        written(&self.warnings)
    }

    /// The next rows, at most so many, as JSON; none at the end. A cell is its text, or `null`.
    pub fn rows(&mut self, most: usize) -> Result<String> {
        let columns = self.reader.schema().columns.len();
        let mut rows: Vec<Vec<Option<String>>> = Vec::new();
        // Some remarks are made before the first row, some are only known after the last.
        self.warnings.extend(self.reader.take_notes());
        while rows.len() < most {
            match self.reader.next_row().map_err(thrown_or)? {
                None => break,
                Some(Row::Rejected(warning)) => self.warnings.push(warning),
                Some(Row::Record(record)) => {
                    let text = |slot| {
                        let cell = record.get(slot);
                        (cell.kind != ValueKind::Null).then(|| cell.text.to_owned())
                    };
                    rows.push((0..columns).map(text).collect());
                }
            }
        }
        written(&rows)
    }
}
