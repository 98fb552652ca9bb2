//! Errors of the core as exceptions of `foundry.errors`.

use foundry_core::error::{Error, ErrorKind};
use pyo3::prelude::*;

/// What every call of this crate returns.
pub type Result<T> = PyResult<T>;

/// The exception for an error: the class of its code, with the same text, place and hint.
pub fn raised(error: Error) -> PyErr {
    Python::attach(|py| exception(py, &error).map_or_else(|failure| failure, PyErr::from_value))
}

/// The result of a call of the core, its error as an exception.
pub fn core<T>(result: std::result::Result<T, Error>) -> Result<T> {
    result.map_err(raised)
}

fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    let at = error.position();
    let place = (at.file.as_deref(), at.row, at.column.as_deref(), at.byte, at.path.as_deref());
    py.import("foundry.errors")?.getattr("from_core")?.call1((
        error.code(),
        error.to_string(),
        error.message(),
        error.hint(),
        place,
    ))
}

/// The exception for a string that is no text: it holds half of a surrogate pair.
pub fn not_text(place: Option<usize>) -> PyErr {
    let which = place.map_or_else(|| "the text".to_owned(), |place| format!("text {place}"));
    raised(
        Error::new(ErrorKind::Encoding, format!("{which} holds a lone surrogate, which is no character"))
            .with_hint("`text.encode('utf-8', 'replace').decode()` puts a question mark in its place"),
    )
}
