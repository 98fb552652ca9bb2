//! Rows of a file, one after the other.

use std::sync::{Mutex, MutexGuard, PoisonError};

use foundry_core::read::{ReadOptions, RecordReader, Row};
use foundry_core::record::{ValueKind, Warning};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use crate::error::{Result, raised};
use crate::files::{Raised, Source};

/// A file being read.
#[pyclass(frozen, module = "foundry._foundry")]
pub struct Reader {
    inner: Mutex<Inner>,
    raised: Raised,
}

struct Inner {
    reader: RecordReader<'static>,
    warnings: Vec<Warning>,
}

/// A row by its number and its cells.
type Cells = (u64, Vec<Option<String>>);

#[pymethods]
impl Reader {
    #[new]
    fn new(py: Python<'_>, name: &str, source: Source, options: &str) -> Result<Reader> {
        let kept = Raised::default();
        let options = read_options(options)?;
        let input = source.open(name, &kept).map_err(raised)?;
        let reader =
            py.detach(|| RecordReader::open(name, input.reader, &options)).map_err(|e| kept.or(e))?;
        Ok(Reader { inner: Mutex::new(Inner { reader, warnings: Vec::new() }), raised: kept })
    }

    /// Columns, their types and what was found out about the file, as JSON.
    fn head(&self, py: Python<'_>) -> String {
        let inner = self.lock_meanwhile(py);
        let schema = inner.reader.schema();
        let names: Vec<&str> = schema.names().collect();
        let types: Vec<_> = schema.columns.iter().map(|column| column.column_type).collect();
        serde_json::json!({ "columns": names, "types": types, "options": inner.reader.resolved() })
            .to_string()
    }

    /// What could not be read so far, and remarks, as JSON.
    fn warnings(&self, py: Python<'_>) -> String {
        let mut inner = self.lock_meanwhile(py);
        let notes = inner.reader.take_notes();
        inner.warnings.extend(notes);
        serde_json::json!(inner.warnings).to_string()
    }

    /// The next rows, at most so many; none at the end.
    fn rows(&self, py: Python<'_>, count: usize) -> Result<Vec<Cells>> {
        py.detach(|| self.lock().rows(count)).map_err(|e| self.raised.or(e))
    }
}

impl Reader {
    /// Waits without holding up other Python threads: who has the lock may be waiting for them.
    fn lock_meanwhile(&self, py: Python<'_>) -> MutexGuard<'_, Inner> {
        self.inner.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn rows(&mut self, count: usize) -> foundry_core::Result<Vec<Cells>> {
        let columns = self.reader.schema().columns.len();
        let mut rows = Vec::new();
        // Some remarks are made before the first row, some are only known after the last.
        self.warnings.extend(self.reader.take_notes());
        while rows.len() < count {
            match self.reader.next_row()? {
                None => break,
                Some(Row::Rejected(warning)) => self.warnings.push(warning),
                Some(Row::Record(record)) => {
                    let cell = |slot| record.get(slot);
                    let text =
                        |slot| (cell(slot).kind != ValueKind::Null).then(|| cell(slot).text.to_owned());
                    rows.push((record.row, (0..columns).map(text).collect()));
                }
            }
        }
        Ok(rows)
    }
}

/// Settings of reading, with the path in errors that they have in the settings of a run.
pub fn read_options(options: &str) -> Result<ReadOptions> {
    let settings = format!("{{\"source\":{options}}}");
    foundry_core::PipelineConfig::from_json(&settings).map(|config| config.source).map_err(raised)
}
