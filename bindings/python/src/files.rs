//! Inputs by path, as bytes or as an object with `read`; outputs by path or as an object with `write`.

use std::io::{self, Cursor, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use foundry_core::error::{Error, Result};
use foundry_core::pipeline::Input;
use foundry_core::read::{ReadLimits, unpacked};
use foundry_files::{Access, Output, not_utf8};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::error::raised;

/// The exception that an object of the caller raised while the core read from it or wrote to it.
#[derive(Clone, Default)]
pub struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    /// Keeps the first exception, and gives the failure that the core sees in its stead.
    pub fn keep(&self, error: PyErr) -> io::Error {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        io::Error::other("the object of the caller raised an exception")
    }

    /// The exception to raise: the one that was kept, else that of the core.
    pub fn or(&self, error: Error) -> PyErr {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_else(|| raised(error))
    }
}

/// Where bytes come from.
#[derive(FromPyObject)]
pub enum Source {
    /// What the caller holds.
    #[pyo3(transparent)]
    Bytes(PyBackedBytes),
    /// A file, opened when it is read.
    #[pyo3(transparent)]
    Path(PathBuf),
    /// Anything with a method `read(size)` that gives bytes.
    #[pyo3(transparent)]
    Object(Py<PyAny>),
}

impl Source {
    /// A reader. Of a file only that it is there is checked at once, so that thousands of files need one handle.
    pub fn open(&self, name: &str, raised: &Raised) -> Result<Input<'static>> {
        let (reader, size): (Box<dyn Read + Send>, _) = match self {
            Source::Bytes(bytes) => {
                let size = bytes.len() as u64;
                let bytes = Python::attach(|py| bytes.clone_ref(py));
                (Box::new(Cursor::new(bytes)), Some(size))
            }
            Source::Path(path) => {
                let input = foundry_files::Source::new(path)?.input();
                (input.reader, input.size)
            }
            Source::Object(object) => {
                let object = Python::attach(|py| object.clone_ref(py));
                (Box::new(Object { object, raised: raised.clone() }), None)
            }
        };
        Ok(Input { name: name.to_owned(), reader, size })
    }
}

/// A Python object that is read from or written to.
struct Object {
    object: Py<PyAny>,
    raised: Raised,
}

impl Read for Object {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let given = self.object.call_method1(py, "read", (buffer.len(),))?;
            let given: Vec<u8> = given.bind(py).cast::<PyBytes>()?.as_bytes().to_vec();
            Ok(given)
        })
        .map_err(|e: PyErr| self.raised.keep(e))
        .and_then(|given: Vec<u8>| match buffer.get_mut(..given.len()) {
            Some(room) => {
                room.copy_from_slice(&given);
                Ok(given.len())
            }
            None => Err(io::Error::other("`read` gave more bytes than it was asked for")),
        })
    }
}

impl Write for Object {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Python::attach(|py| {
            self.object.call_method1(py, "write", (PyBytes::new(py, bytes),)).map(|_| bytes.len())
        })
        .map_err(|e| self.raised.keep(e))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where the data set goes.
#[derive(FromPyObject)]
pub enum Target {
    /// A file.
    #[pyo3(transparent)]
    Path(PathBuf),
    /// Anything with a method `write(bytes)`.
    #[pyo3(transparent)]
    Object(Py<PyAny>),
}

impl Target {
    /// Starts writing.
    pub fn create(self, raised: &Raised) -> Result<Output> {
        match self {
            Target::Path(path) => Output::create(&path, Access::Usual),
            Target::Object(object) => Ok(Output::stream(Object { object, raised: raised.clone() })),
        }
    }
}

/// The whole text of an input, unpacked where it is gzip or zstd.
#[pyfunction]
pub fn read_text(py: Python<'_>, name: &str, source: Source) -> PyResult<String> {
    let kept = Raised::default();
    let input = source.open(name, &kept).map_err(raised)?;
    py.detach(|| text_of(input)).map_err(|e| kept.or(e))
}

fn text_of(input: Input<'_>) -> Result<String> {
    let name = input.name;
    let failed = |e: io::Error| match e.downcast::<Error>() {
        Ok(error) => error.in_file(&name),
        Err(error) => Error::io("cannot be read", error).in_file(&name),
    };
    let mut bytes = Vec::new();
    let mut reader = unpacked(input.reader, &ReadLimits::default()).map_err(|e| e.in_file(&name))?;
    reader.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = e.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
        not_utf8(&name, line as u64 + 1)
    })
}
