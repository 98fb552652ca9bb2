//! Inputs by path, as bytes or as an object with `read`; outputs written aside and renamed when they are complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::group::Spill;
use foundry_core::pipeline::Input;
use foundry_core::read::{ReadLimits, unpacked};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;
use tempfile::{Builder, TempPath};

use crate::error::raised;

const BUFFER: usize = 256 << 10;

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
                let metadata = fs::metadata(path).map_err(|e| cannot_open(name, e))?;
                if metadata.is_dir() {
                    return Err(Error::new(ErrorKind::Io, "is a folder, not a file")
                        .in_file(name)
                        .with_hint(format!("name the files, or give a pattern such as '{name}/*.csv'")));
                }
                let size = metadata.is_file().then_some(metadata.len());
                (Box::new(Lazy { path: path.clone(), open: None }), size)
            }
            Source::Object(object) => {
                let object = Python::attach(|py| object.clone_ref(py));
                (Box::new(Object { object, raised: raised.clone() }), None)
            }
        };
        Ok(Input { name: name.to_owned(), reader, size })
    }
}

/// Opens its file at the first read and closes it at the end.
struct Lazy {
    path: PathBuf,
    open: Option<Box<dyn Read + Send>>,
}

impl Read for Lazy {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.open.is_none() {
            self.open = Some(Box::new(File::open(&self.path)?));
        }
        let Some(open) = &mut self.open else { return Ok(0) };
        let count = open.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            self.open = Some(Box::new(io::empty()));
        }
        Ok(count)
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

/// An output. Under its own name there is the old file or the whole new one, never a part.
pub enum Output {
    /// Nothing is kept.
    Nowhere,
    /// A file on its way: under a name of its own until [`Output::finish`].
    File { writer: BufWriter<File>, temporary: TempPath, target: PathBuf },
    /// An object of the caller, or a device.
    Stream(Box<dyn Write + Send>),
}

impl Output {
    /// Starts writing.
    pub fn create(target: Option<Target>, raised: &Raised) -> Result<Output> {
        let path = match target {
            None => return Ok(Output::Nowhere),
            Some(Target::Path(path)) => path,
            Some(Target::Object(object)) => {
                let object = Object { object, raised: raised.clone() };
                return Ok(Output::Stream(Box::new(BufWriter::with_capacity(BUFFER, object))));
            }
        };
        let name = path.display().to_string();
        // A link stays a link: its target is replaced.
        let target = fs::canonicalize(&path).unwrap_or(path);
        match fs::metadata(&target) {
            Ok(existing) if existing.is_dir() => {
                return Err(Error::new(ErrorKind::Io, "is a folder, not a file")
                    .in_file(name)
                    .with_hint("name a file in it"));
            }
            Ok(existing) if !existing.is_file() => {
                let file = File::options().write(true).open(&target).map_err(|e| cannot_write(&name, e))?;
                return Ok(Output::Stream(Box::new(BufWriter::with_capacity(BUFFER, file))));
            }
            _ => {}
        }
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let prefix = format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy());
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As the file that is replaced; the system takes its umask off a new one.
            let usual = || fs::Permissions::from_mode(0o666);
            builder.permissions(fs::metadata(&target).map_or_else(|_| usual(), |m| m.permissions()));
        }
        let file = builder.tempfile_in(folder).map_err(|e| cannot_write(&name, e))?;
        let (file, temporary) = file.into_parts();
        Ok(Output::File { writer: BufWriter::with_capacity(BUFFER, file), temporary, target })
    }

    /// Makes it complete: the file gets its name.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Nowhere => Ok(()),
            Output::Stream(mut stream) => stream.flush().map_err(|e| Error::io("cannot write the output", e)),
            Output::File { writer, temporary, target } => {
                let name = target.display().to_string();
                let file = writer.into_inner().map_err(|e| cannot_write(&name, e.into_error()))?;
                drop(file);
                temporary.persist(&target).map_err(|e| cannot_write(&name, e.error))
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Nowhere => Ok(bytes.len()),
            Output::File { writer, .. } => writer.write(bytes),
            Output::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Nowhere => Ok(()),
            Output::File { writer, .. } => writer.flush(),
            Output::Stream(stream) => stream.flush(),
        }
    }
}

/// The spill place of grouping: a temporary file without a name, made when the first bytes arrive.
pub struct TempSpill {
    folder: PathBuf,
    /// Positions and reads in one step.
    file: Mutex<Option<File>>,
    end: u64,
}

impl TempSpill {
    /// A spill place in this folder, or in the system's folder for temporary files.
    pub fn new(folder: Option<PathBuf>) -> TempSpill {
        TempSpill { folder: folder.unwrap_or_else(std::env::temp_dir), file: Mutex::default(), end: 0 }
    }

    fn failed(&self, what: &str, error: io::Error) -> Error {
        Error::io(&format!("cannot {what} the temporary file in {}", self.folder.display()), error)
            .with_hint("choose a folder with more room with `temp_dir`, or give more memory with `memory`")
    }
}

impl Spill for TempSpill {
    fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let start = self.end;
        let append = |file: &mut Option<File>| {
            let file = match file {
                Some(file) => file,
                none => none.insert(tempfile::tempfile_in(&self.folder)?),
            };
            file.seek(SeekFrom::Start(start))?;
            file.write_all(bytes)
        };
        append(&mut self.file.lock().unwrap_or_else(PoisonError::into_inner))
            .map_err(|e| self.failed("write", e))?;
        self.end += bytes.len() as u64;
        Ok(start)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let mut read = |file: &mut Option<File>| {
            let file = file.as_mut().ok_or(io::ErrorKind::UnexpectedEof)?;
            file.seek(SeekFrom::Start(offset))?;
            file.read_exact(buffer)
        };
        read(&mut self.file.lock().unwrap_or_else(PoisonError::into_inner))
            .map_err(|e| self.failed("read", e))
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
        Error::new(ErrorKind::Encoding, "is not valid UTF-8").in_file(&name).at_row(line as u64 + 1)
    })
}

fn cannot_open(name: &str, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::new(ErrorKind::Io, "no such file")
            .in_file(name)
            .with_hint("check the name, and the folder the program runs in"),
        io::ErrorKind::PermissionDenied => {
            Error::new(ErrorKind::Io, "may not be read by this user").in_file(name)
        }
        _ => Error::io("cannot be opened", error).in_file(name),
    }
}

fn cannot_write(name: &str, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::new(ErrorKind::Io, "its folder does not exist")
            .in_file(name)
            .with_hint("create the folder first"),
        io::ErrorKind::PermissionDenied => {
            Error::new(ErrorKind::Io, "may not be written by this user").in_file(name)
        }
        _ => Error::io("cannot be written", error).in_file(name),
    }
}
