//! Outputs: written aside and renamed when they are complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foundry_core::error::{Error, ErrorKind, Result};
use tempfile::{Builder, TempPath};

const BUFFER: usize = 256 << 10;

/// Files that must not stay behind if the process is stopped.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The list of unfinished files, locked: a program that ends on a signal removes them while it holds the lock, so that
/// nobody creates or renames one meanwhile.
pub fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// A pipe, a device, or an object of the caller, written as it goes.
    Stream(Box<dyn Write + Send>),
}

/// A file on its way: under a name of its own until [`Output::finish`].
pub struct Aside {
    writer: BufWriter<File>,
    temporary: TempPath,
    target: PathBuf,
    listed: Listed,
}

/// A place on the list of unfinished files. Without it the list would grow in a process that makes many runs.
struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

impl Output {
    /// Starts writing a file.
    ///
    /// # Errors
    /// If its folder is not there, or may not be written to.
    pub fn create(path: &Path, access: Access) -> Result<Output> {
        let name = path.display().to_string();
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
                return Ok(Output::stream(file));
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
        let mut unfinished = unfinished();
        let file = builder.tempfile_in(folder).map_err(|e| cannot_write(&name, e))?;
        let (file, temporary) = file.into_parts();
        unfinished.push(temporary.to_path_buf());
        let listed = Listed(temporary.to_path_buf());
        Ok(Output::File(Aside { writer: BufWriter::with_capacity(BUFFER, file), temporary, target, listed }))
    }

    /// Writes to a stream, by the bufferful.
    pub fn stream(to: impl Write + Send + 'static) -> Output {
        Output::Stream(Box::new(BufWriter::with_capacity(BUFFER, to)))
    }

    /// Makes it complete: the file gets its name.
    ///
    /// # Errors
    /// If the last bytes cannot be written.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Stream(mut stream) => stream.flush().map_err(|e| Error::io("cannot write the output", e)),
            Output::File(Aside { writer, temporary, target, listed }) => {
                let name = target.display().to_string();
                let file = writer.into_inner().map_err(|e| cannot_write(&name, e.into_error()))?;
                drop(file);
                let mut unfinished = unfinished();
                let renamed = temporary.persist(&target);
                unfinished.retain(|path| *path != listed.0);
                drop(unfinished);
                renamed.map_err(|e| cannot_write(&name, e.error))
            }
        }
    }

    /// Writes a whole text and finishes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_whole(mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|e| Error::io("cannot write the output", e))?;
        self.finish()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_old_one_or_the_whole_new_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        let parts = || {
            let list = unfinished();
            list.iter().filter(|path| path.starts_with(folder.path())).count()
        };
        fs::write(&path, "old").expect("writes");
        let mut output = Output::create(&path, Access::Private).expect("creates");
        output.write_all(b"new").expect("writes");
        assert_eq!((fs::read_to_string(&path).ok().as_deref(), parts()), (Some("old"), 1));
        drop(output);
        assert_eq!((fs::read_dir(folder.path()).expect("lists").count(), parts()), (1, 0));
        Output::create(&path, Access::Usual).and_then(|output| output.write_whole(b"new")).expect("writes");
        assert_eq!((fs::read_to_string(&path).ok().as_deref(), parts()), (Some("new"), 0));
        let error = Output::create(&folder.path().join("no/b.txt"), Access::Usual).err().expect("no folder");
        assert_eq!(error.hint(), Some("create the folder first"));
        assert!(Output::create(folder.path(), Access::Usual).is_err());
    }
}
