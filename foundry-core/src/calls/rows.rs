//! `read`: the rows of a file as they stand in it.

use std::io::Read;

use serde::Serialize;
use serde_json::json;

use crate::config::PipelineConfig;
use crate::error::Result;
use crate::read::{RecordReader, Row};
use crate::record::{Record, ValueKind};

/// The rows of a file, at most `limit`, as JSON of the shape `{columns, types, rows, warnings, options}`: a row is a list
/// of its cells, a cell its text or `null`, `options` how the file is read. Holds all of it in memory.
///
/// # Errors
/// Those of reading.
pub fn read_rows(
    name: &str,
    input: Box<dyn Read + Send + '_>,
    config: &PipelineConfig,
    limit: Option<u64>,
) -> Result<String> {
    let mut reader = RecordReader::open(name, input, &config.source)?;
    let columns: Vec<String> = reader.schema().names().map(str::to_owned).collect();
    let types: Vec<_> = reader.schema().columns.iter().map(|column| column.column_type).collect();
    let options = json!(reader.resolved());
    let mut warnings = reader.take_notes();
    let mut rows = Vec::new();
    while limit.is_none_or(|limit| (rows.len() as u64) < limit) {
        match reader.next_row()? {
            None => break,
            Some(Row::Rejected(warning)) => warnings.push(warning),
            Some(Row::Record(record)) => rows.push(json!(Cells(&record, columns.len()))),
        }
    }
    // Some remarks are only known when the last row has been read.
    warnings.extend(reader.take_notes());
    let read =
        json!({ "columns": columns, "types": types, "rows": rows, "warnings": warnings, "options": options });
    Ok(read.to_string())
}

/// The cells of so many columns.
struct Cells<'r>(&'r Record<'r>, usize);

impl Serialize for Cells<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cell = |slot| Some(self.0.get(slot)).filter(|cell| cell.kind != ValueKind::Null);
        serializer.collect_seq((0..self.1).map(|slot| cell(slot).map(|cell| cell.text)))
    }
}
