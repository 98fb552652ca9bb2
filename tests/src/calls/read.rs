//! `read`: columns, rows and warnings of a file.

use std::io::Cursor;

use foundry_core::Result;
use foundry_core::read::{ReadOptions, RecordReader, Row};
use foundry_core::record::{Value as Cell, ValueKind};
use serde_json::{Value, json};

use super::{File, settings, shaped};

pub(super) fn read(config: &Value, input: &Value) -> Result<Value> {
    let options: ReadOptions = settings(config)?;
    let file: File = shaped(input);
    let mut reader = RecordReader::open(&file.name, Box::new(Cursor::new(file.bytes())), &options)?;
    let columns: Vec<String> = reader.schema().names().map(str::to_owned).collect();
    let types: Vec<Value> = reader.schema().columns.iter().map(|c| json!(c.column_type)).collect();
    let resolved = json!(reader.resolved());
    let mut warnings = reader.take_notes();
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row()? {
        match row {
            Row::Record(record) => {
                let cells: Vec<Value> = (0..columns.len()).map(|slot| cell(record.get(slot))).collect();
                rows.push(Value::Array(cells));
            }
            Row::Rejected(warning) => warnings.push(warning),
        }
    }
    // Some remarks are only known when the last row has been read.
    warnings.extend(reader.take_notes());
    Ok(json!({
        "columns": columns, "types": types, "rows": rows, "warnings": warnings, "options": resolved,
    }))
}

fn cell(cell: Cell<'_>) -> Value {
    match cell.kind {
        ValueKind::Null => Value::Null,
        _ => Value::String(cell.text.to_owned()),
    }
}
