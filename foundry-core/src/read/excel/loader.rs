//! Where a workbook is taken apart: here, or in another process that may fail alone.

use std::sync::Arc;

use super::sheet::Chosen;
use super::{broken, load};
use crate::error::{Error, ErrorKind, Result};
use crate::read::options::ReadOptions;

type Load = dyn Fn(&[u8], &ReadOptions) -> Result<Vec<u8>> + Send + Sync;

/// How the bytes of a workbook become the answer of [`load_workbook`]; by default right here.
///
/// No setting: it is not written and not compared.
#[derive(Clone, Default)]
pub struct WorkbookLoader(Option<Arc<Load>>);

impl WorkbookLoader {
    /// A loader that calls `load` with the bytes of the workbook and the options as far as they are resolved. What it
    /// gives back must come from [`load_workbook`], called with the same bytes and options.
    pub fn new(
        load: impl Fn(&[u8], &ReadOptions) -> Result<Vec<u8>> + Send + Sync + 'static,
    ) -> WorkbookLoader {
        WorkbookLoader(Some(Arc::new(load)))
    }

    /// The function, if one was given.
    pub(super) fn get(&self) -> Option<&Load> {
        self.0.as_deref()
    }
}

impl PartialEq for WorkbookLoader {
    fn eq(&self, _: &WorkbookLoader) -> bool {
        true
    }
}

impl std::fmt::Debug for WorkbookLoader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "WorkbookLoader(outside)" } else { "WorkbookLoader(here)" })
    }
}

/// Takes a workbook apart and gives the chosen sheet, or the error, as bytes for the process that asked.
pub fn load_workbook(bytes: &[u8], options: &ReadOptions) -> Vec<u8> {
    match load(bytes, options) {
        Ok(chosen) => {
            let mut answer = chosen.encode();
            answer.push(b'+');
            answer
        }
        Err(error) => {
            let position = error.position();
            let told = serde_json::json!({
                "code": error.code(), "message": error.message(), "hint": error.hint(),
                "row": position.row, "column": position.column, "byte": position.byte, "path": position.path,
            });
            let mut answer = told.to_string().into_bytes();
            answer.push(b'-');
            answer
        }
    }
}

/// Reads what [`load_workbook`] gave; its last byte tells which of the two it is.
pub(super) fn answer(mut bytes: Vec<u8>) -> Result<Chosen> {
    let unclear = || Error::new(ErrorKind::Io, "the process that reads workbooks gave no clear answer");
    match bytes.pop() {
        Some(b'+') => Chosen::decode(bytes).ok_or_else(unclear),
        Some(b'-') => Err(error_of(&bytes).unwrap_or_else(broken)),
        _ => Err(unclear()),
    }
}

fn error_of(json: &[u8]) -> Option<Error> {
    let told: serde_json::Value = serde_json::from_slice(json).ok()?;
    let text = |key: &str| told.get(key).and_then(|value| value.as_str());
    let number = |key: &str| told.get(key).and_then(serde_json::Value::as_u64);
    let code = text("code")?;
    let kind = ErrorKind::ALL.into_iter().find(|kind| kind.code() == code)?;
    let mut error = Error::new(kind, text("message")?);
    if let Some(hint) = text("hint") {
        error = error.with_hint(hint);
    }
    if let Some(row) = number("row") {
        error = error.at_row(row);
    }
    if let Some(column) = text("column") {
        error = error.at_column(column);
    }
    if let Some(byte) = number("byte") {
        error = error.at_byte(byte);
    }
    if let Some(path) = text("path") {
        error = error.at_path(path);
    }
    Some(error)
}
