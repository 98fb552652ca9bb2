//! Inputs by path and pattern, opened when their turn comes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::pipeline::Input;
use foundry_core::read::{ReadLimits, unpacked};

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
    /// The file at this path.
    ///
    /// # Errors
    /// If it is not there, is a folder, or may not be looked at.
    pub fn new(path: &Path) -> Result<Source> {
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

    /// The standard input of this process.
    pub fn stdin() -> Source {
        Source { name: "stdin".into(), size: None, path: None }
    }

    /// Whether it is the standard input, which can be read once.
    pub fn is_stdin(&self) -> bool {
        self.path.is_none()
    }

    /// Opens it.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(&self) -> Result<Box<dyn Read + Send>> {
        match &self.path {
            None => Ok(Box::new(io::stdin())),
            Some(path) => {
                let file = File::open(path).map_err(|e| cannot_open(&self.name, e))?;
                Ok(Box::new(file))
            }
        }
    }

    /// Opens it as it stands, unpacked where it is gzip or zstd.
    ///
    /// # Errors
    /// If it cannot be opened or its first bytes cannot be read.
    pub fn open_unpacked(&self) -> Result<BufReader<Box<dyn Read + Send>>> {
        let input = unpacked(self.open()?, &ReadLimits::default()).map_err(|e| e.in_file(&self.name))?;
        Ok(BufReader::with_capacity(LINES, Box::new(input) as Box<dyn Read + Send>))
    }

    /// The same for reading line by line: without a byte-order mark.
    ///
    /// # Errors
    /// As [`Source::open_unpacked`].
    pub fn open_lines(&self) -> Result<BufReader<Box<dyn Read + Send>>> {
        let mut reader = self.open_unpacked()?;
        let head = reader.fill_buf().map_err(|e| self.cannot_read(e))?;
        if head.starts_with(b"\xEF\xBB\xBF") {
            reader.consume(3);
        }
        Ok(reader)
    }

    /// The whole text.
    ///
    /// # Errors
    /// If it cannot be read, or is not UTF-8.
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

    fn real_path(&self) -> Option<PathBuf> {
        self.path.as_ref().map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.clone()))
    }
}

/// The file at a path, or those that a pattern such as `exports/*.csv` matches, by name.
///
/// # Errors
/// If there is none, or the pattern is none.
pub fn matching(path: &Path) -> Result<Vec<Source>> {
    let is_pattern = |text: &&str| text.contains(['*', '?', '[']) && !path.exists();
    let Some(pattern) = path.to_str().filter(is_pattern) else { return Ok(vec![Source::new(path)?]) };
    let matches = glob::glob(pattern).map_err(|e| {
        Error::new(ErrorKind::Config, format!("`{pattern}` is no pattern for files: {}", e.msg))
    })?;
    let mut sources = Vec::new();
    for found in matches {
        let found = found.map_err(|e| cannot_open(pattern, e.into()))?;
        if found.is_file() {
            sources.push(Source::new(&found)?);
        }
    }
    if sources.is_empty() {
        return Err(Error::new(ErrorKind::Io, format!("no file matches `{pattern}`")));
    }
    Ok(sources)
}

/// Refuses inputs of which two are the same file.
///
/// # Errors
/// Of kind `Config`, with the name of the second.
pub fn refuse_twins(sources: &[Source]) -> Result<()> {
    let mut seen = BTreeSet::new();
    match sources.iter().find(|source| source.real_path().is_some_and(|path| !seen.insert(path))) {
        None => Ok(()),
        Some(twin) => {
            Err(Error::new(ErrorKind::Config, "is named more than once, so its messages would count twice")
                .in_file(&twin.name)
                .with_hint("name each file once; a pattern may match it too"))
        }
    }
}

/// Refuses to write over an input: a failed run could not be repeated.
///
/// # Errors
/// Of kind `Config`, with the name of the input.
pub fn refuse_as_output(sources: &[Source], output: &Path) -> Result<()> {
    let Ok(output) = fs::canonicalize(output) else { return Ok(()) };
    match sources.iter().find(|source| source.real_path().as_ref() == Some(&output)) {
        None => Ok(()),
        Some(source) => Err(Error::new(ErrorKind::Config, "the output is one of the inputs")
            .in_file(&source.name)
            .with_hint("choose another name for the output")),
    }
}

/// The error for a line that is not text.
pub fn not_utf8(file: &str, line: u64) -> Error {
    Error::new(ErrorKind::Encoding, "is not valid UTF-8")
        .in_file(file)
        .at_row(line)
        .with_hint("convert it on the way in: `iconv -f WINDOWS-1252 -t UTF-8 FILE`")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_give_files_by_name_and_twins_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.csv", "a.csv", "c.txt"] {
            fs::write(folder.path().join(name), name).expect("writes");
        }
        let mut found = matching(&folder.path().join("*.csv")).expect("two files");
        let names: Vec<bool> = found.iter().map(|source| source.name.ends_with("b.csv")).collect();
        assert_eq!(names, [false, true]);
        assert!(refuse_twins(&found).is_ok());
        found.extend(matching(&folder.path().join("./a.csv")).expect("a file"));
        assert_eq!(refuse_twins(&found).map_err(|e| e.code()), Err("invalid_config"));
        assert!(refuse_as_output(&found, &folder.path().join("a.csv")).is_err());
        assert!(refuse_as_output(&found, &folder.path().join("new.jsonl")).is_ok());
        for (path, message) in
            [("*.none", "no file matches"), ("none.csv", "no such file"), (".", "is a folder")]
        {
            let error = matching(&folder.path().join(path)).expect_err("nothing there");
            assert!(error.message().starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_file_is_opened_when_it_is_read_and_closed_at_its_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "\u{feff}one\ntwo").expect("writes");
        let source = Source::new(&path).expect("is there");
        let mut input = source.input();
        assert_eq!((input.size, source.read_text().ok().as_deref()), (Some(10), Some("one\ntwo")));
        fs::write(&path, "later").expect("writes");
        let mut text = String::new();
        input.reader.read_to_string(&mut text).expect("reads");
        assert_eq!(text, "later");
        assert_eq!(input.reader.read(&mut [0; 4]).ok(), Some(0));
        fs::write(&path, b"ok\n\xff\n").expect("writes");
        let error = source.read_text().expect_err("no UTF-8");
        assert_eq!((error.code(), error.position().row), ("invalid_encoding", Some(2)));
    }
}
