//! Inputs by path, pattern or stdin; outputs written aside and renamed when they are complete.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::pipeline::Input;
use foundry_core::read::{ReadLimits, unpacked};
use tempfile::{Builder, TempPath};

use crate::interrupt;

const BUFFER: usize = 256 << 10;
/// Lines are answered by the bufferful, on all threads.
const LINES: usize = 1 << 20;

/// One input: a file, or stdin.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name for errors, reports and as a hint for the format.
    pub name: String,
    /// Its size in bytes, if it is known.
    pub size: Option<u64>,
    path: Option<PathBuf>,
}

impl Source {
    /// The file at this path, or stdin for `-`.
    pub fn new(path: &Path) -> Result<Source> {
        if is_stdio(path) {
            return Ok(Source { name: "stdin".into(), size: None, path: None });
        }
        let name = path.display().to_string();
        let metadata = fs::metadata(path).map_err(|e| cannot_open(&name, e))?;
        if metadata.is_dir() {
            return Err(Error::new(ErrorKind::Io, "is a folder, not a file")
                .in_file(&name)
                .with_hint(format!("name the files, or give a pattern such as '{name}/*.csv'")));
        }
        let size = metadata.is_file().then_some(metadata.len());
        Ok(Source { name, size, path: Some(path.to_owned()) })
    }

    /// Opens it.
    pub fn open(&self) -> Result<Box<dyn Read + Send>> {
        match &self.path {
            None => Ok(Box::new(io::stdin())),
            Some(path) => {
                let file = File::open(path).map_err(|e| cannot_open(&self.name, e))?;
                Ok(Box::new(file))
            }
        }
    }

    /// Opens it for reading more than once: stdin goes to a temporary file.
    pub fn open_seekable(&self) -> Result<File> {
        if let Some(path) = self.path.as_ref().filter(|_| self.size.is_some()) {
            return File::open(path).map_err(|e| cannot_open(&self.name, e));
        }
        let mut file = tempfile::tempfile().map_err(|e| Error::io("cannot create a temporary file", e))?;
        io::copy(&mut self.open()?, &mut file).map_err(|e| self.cannot_read(e))?;
        Ok(file)
    }

    /// Opens it for reading as it stands, unpacked where it is gzip or zstd.
    pub fn open_unpacked(&self) -> Result<BufReader<Box<dyn Read + Send>>> {
        let input = unpacked(self.open()?, &ReadLimits::default()).map_err(|e| e.in_file(&self.name))?;
        Ok(BufReader::with_capacity(LINES, Box::new(input) as Box<dyn Read + Send>))
    }

    /// The same for reading line by line: without a byte-order mark.
    pub fn open_lines(&self) -> Result<BufReader<Box<dyn Read + Send>>> {
        let mut reader = self.open_unpacked()?;
        let head = reader.fill_buf().map_err(|e| self.cannot_read(e))?;
        if head.starts_with(b"\xEF\xBB\xBF") {
            reader.consume(3);
        }
        Ok(reader)
    }

    /// The whole text.
    pub fn read_text(&self) -> Result<String> {
        let mut bytes = Vec::new();
        self.open_lines()?.read_to_end(&mut bytes).map_err(|e| self.cannot_read(e))?;
        String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            let line = e.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
            not_utf8(&self.name, line as u64 + 1)
        })
    }

    /// An input of a run, opened when the run gets to it, so that thousands of files need one handle.
    pub fn input(&self) -> Input<'static> {
        Input {
            name: self.name.clone(),
            reader: Box::new(Lazy { source: self.clone(), open: None }),
            size: self.size,
        }
    }

    /// A failure while reading it.
    pub fn cannot_read(&self, error: io::Error) -> Error {
        match error.downcast::<Error>() {
            Ok(error) => error.in_file(&self.name),
            Err(error) => Error::io("cannot be read", error).in_file(&self.name),
        }
    }
}

/// The files of paths and patterns, in the order given, those of a pattern by name.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        match path.to_str().filter(|text| text.contains(['*', '?', '[']) && !path.exists()) {
            None => sources.push(Source::new(path)?),
            Some(pattern) => {
                let before = sources.len();
                let matches = glob::glob(pattern).map_err(|e| {
                    Error::new(ErrorKind::Config, format!("`{pattern}` is no pattern for files: {}", e.msg))
                })?;
                for found in matches {
                    let found = found.map_err(|e| cannot_open(pattern, e.into()))?;
                    if found.is_file() {
                        sources.push(Source::new(&found)?);
                    }
                }
                if sources.len() == before {
                    return Err(Error::new(ErrorKind::Io, format!("no file matches `{pattern}`")));
                }
            }
        }
    }
    if sources.iter().filter(|s| s.path.is_none()).count() > 1 {
        return Err(Error::new(ErrorKind::Config, "`-` is named more than once; stdin can be read once"));
    }
    let mut seen = BTreeSet::new();
    for source in &sources {
        let path = source.path.as_ref().map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.clone()));
        if path.is_some_and(|path| !seen.insert(path)) {
            return Err(Error::new(
                ErrorKind::Config,
                "is named more than once, so its messages would count twice",
            )
            .in_file(&source.name)
            .with_hint("name each file once; a pattern may match it too"));
        }
    }
    Ok(sources)
}

/// Whether a path means stdin or stdout.
pub fn is_stdio(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As the system's defaults say, or as the file that is replaced.
    Usual,
    /// Its owner alone: it holds personal data.
    Private,
}

/// An output. Under its own name there is the old file or the whole new one, never a part.
pub enum Output {
    /// A file, written aside.
    File(Aside),
    /// A pipe, a device or stdout, written as it goes.
    Stream(Box<dyn Write>),
}

/// A file on its way: under a name of its own until [`Output::finish`].
pub struct Aside {
    writer: BufWriter<File>,
    temporary: TempPath,
    target: PathBuf,
}

impl Output {
    /// Starts writing; `-` is stdout.
    pub fn create(path: &Path, access: Access) -> Result<Output> {
        let name = path.display().to_string();
        if is_stdio(path) {
            return Ok(Output::Stream(Box::new(BufWriter::with_capacity(BUFFER, io::stdout()))));
        }
        // A link stays a link: its target is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
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
        let mode = permissions(&target, access);
        if let Some(mode) = mode.clone() {
            builder.permissions(mode);
        }
        let mut unfinished = interrupt::unfinished();
        let file = builder.tempfile_in(folder).map_err(|e| cannot_write(&name, e))?;
        let (file, temporary) = file.into_parts();
        unfinished.push(temporary.to_path_buf());
        Ok(Output::File(Aside { writer: BufWriter::with_capacity(BUFFER, file), temporary, target }))
    }

    /// Makes it complete: the file gets its name.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Stream(mut stream) => stream.flush().map_err(|e| Error::io("cannot write the output", e)),
            Output::File(Aside { writer, temporary, target }) => {
                let name = target.display().to_string();
                let file = writer.into_inner().map_err(|e| cannot_write(&name, e.into_error()))?;
                drop(file);
                let mut unfinished = interrupt::unfinished();
                let path = temporary.to_path_buf();
                temporary.persist(&target).map_err(|e| cannot_write(&name, e.error))?;
                unfinished.retain(|p| *p != path);
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::File(aside) => aside.writer.write(bytes),
            Output::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::File(aside) => aside.writer.flush(),
            Output::Stream(stream) => stream.flush(),
        }
    }
}

/// Refuses to write over an input: a failed run could not be repeated.
pub fn refuse_input_as_output(sources: &[Source], output: &Path) -> Result<()> {
    let Ok(output) = fs::canonicalize(output) else { return Ok(()) };
    let same = |s: &Source| s.path.as_ref().and_then(|p| fs::canonicalize(p).ok()).as_ref() == Some(&output);
    match sources.iter().find(|source| same(source)) {
        None => Ok(()),
        Some(source) => Err(Error::new(ErrorKind::Config, "the output is one of the inputs")
            .in_file(&source.name)
            .with_hint("choose another name with `-o`")),
    }
}

/// The error for a line that is not text.
pub fn not_utf8(file: &str, line: u64) -> Error {
    Error::new(ErrorKind::Encoding, "is not valid UTF-8")
        .in_file(file)
        .at_row(line)
        .with_hint("convert it on the way in: `iconv -f WINDOWS-1252 -t UTF-8 FILE | foundry … -`")
}

#[cfg(unix)]
fn permissions(target: &Path, access: Access) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(match access {
        Access::Private => fs::Permissions::from_mode(0o600),
        // The system takes its umask off a new file.
        Access::Usual => fs::metadata(target)
            .map(|m| m.permissions())
            .unwrap_or_else(|_| fs::Permissions::from_mode(0o666)),
    })
}

#[cfg(not(unix))]
fn permissions(_: &Path, _: Access) -> Option<fs::Permissions> {
    None
}

fn cannot_open(name: &str, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::new(ErrorKind::Io, "no such file")
            .in_file(name)
            .with_hint("check the name, and the folder the command runs in"),
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

/// Opens its file at the first read and closes it at the end.
struct Lazy {
    source: Source,
    open: Option<Box<dyn Read + Send>>,
}

impl Read for Lazy {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.open.is_none() {
            self.open = Some(self.source.open().map_err(|e| io::Error::other(e.to_string()))?);
        }
        let Some(open) = &mut self.open else { return Ok(0) };
        let count = open.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            self.open = Some(Box::new(io::empty()));
        }
        Ok(count)
    }
}
