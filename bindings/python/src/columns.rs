//! Columns of text by the Arrow C data interface: read where they lie, written anew only where something was found.

use std::sync::Arc;

use arrow_array::builder::{LargeStringBuilder, StringBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyArray;
use pyo3_arrow::{PyArray, PyChunkedArray};

use crate::engine::Engine;
use crate::error::{Result, raised};

/// De-identifies each text of a column by itself; nothing where nothing was found. An array gives an array, a stream of
/// arrays a stream.
pub fn deidentify<'py>(
    py: Python<'py>,
    engine: &Engine,
    column: AnyArray,
    threads: usize,
) -> Result<Option<Bound<'py, PyAny>>> {
    let is_array = matches!(column, AnyArray::Array(_));
    let reader = column.into_reader()?;
    let field = reader.field();
    if !matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
        let message = format!("the column must hold strings, not {}", field.data_type());
        return Err(PyTypeError::new_err(message));
    }
    let (mut chunks, mut changed) = (Vec::new(), false);
    for chunk in reader {
        let chunk = chunk.map_err(|e| PyTypeError::new_err(e.to_string()))?;
        let done = py.detach(|| clean(engine, &chunk, threads)).map_err(raised)?;
        changed |= done.is_some();
        chunks.push(done.unwrap_or(chunk));
        py.check_signals()?;
    }
    if !changed {
        return Ok(None);
    }
    Ok(Some(match chunks.pop() {
        Some(chunk) if is_array => Bound::new(py, PyArray::new(chunk, field))?.into_any(),
        last => {
            chunks.extend(last);
            Bound::new(py, PyChunkedArray::try_new(chunks, field)?)?.into_any()
        }
    }))
}

/// A chunk de-identified; `None` where nothing was found.
fn clean(engine: &Engine, chunk: &ArrayRef, threads: usize) -> foundry_core::Result<Option<ArrayRef>> {
    let texts: Vec<Option<&str>> = match chunk.data_type() {
        DataType::LargeUtf8 => chunk.as_string::<i64>().iter().collect(),
        DataType::Utf8View => chunk.as_string_view().iter().collect(),
        _ => chunk.as_string::<i32>().iter().collect(),
    };
    let core = &engine.core;
    let done = core.answers(&texts, threads, |text, scratch| core.replaced(text, scratch))?;
    if done.iter().all(Option::is_none) {
        return Ok(None);
    }
    let rows = texts.iter().zip(&done).map(|(text, clean)| clean.as_deref().or(*text));
    let bytes = rows.clone().flatten().map(str::len).sum();
    Ok(Some(match chunk.data_type() {
        DataType::LargeUtf8 => {
            let mut column = LargeStringBuilder::with_capacity(chunk.len(), bytes);
            rows.for_each(|text| column.append_option(text));
            Arc::new(column.finish())
        }
        DataType::Utf8View => {
            let mut column = StringViewBuilder::with_capacity(chunk.len());
            rows.for_each(|text| column.append_option(text));
            Arc::new(column.finish())
        }
        // An array of this type holds less than 2 GiB; what is longer needs wider offsets.
        _ if bytes > i32::MAX as usize => {
            return Err(foundry_core::Error::new(
                foundry_core::ErrorKind::Limit,
                "the column grows beyond the 2 GiB that its type can hold",
            )
            .with_hint("cast it to `large_string` first, or give it in smaller chunks"));
        }
        _ => {
            let mut column = StringBuilder::with_capacity(chunk.len(), bytes);
            rows.for_each(|text| column.append_option(text));
            Arc::new(column.finish())
        }
    }))
}
