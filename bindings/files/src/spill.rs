//! The spill place of grouping: a temporary file that has no name, so nothing can stay behind.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::group::Spill;

/// Bytes beyond the memory budget, in a file that is made when the first of them arrives.
pub struct TempSpill {
    folder: PathBuf,
    file: Option<File>,
    end: u64,
    /// Positions and reads in one step where the system cannot.
    #[cfg(not(unix))]
    seeking: std::sync::Mutex<()>,
}

impl TempSpill {
    /// A spill place in this folder, or in the system's folder for temporary files.
    pub fn new(folder: Option<PathBuf>) -> TempSpill {
        TempSpill {
            folder: folder.unwrap_or_else(std::env::temp_dir),
            file: None,
            end: 0,
            #[cfg(not(unix))]
            seeking: std::sync::Mutex::new(()),
        }
    }

    fn failed(&self, what: &str, error: std::io::Error) -> Error {
        Error::io(&format!("cannot {what} the temporary file in {}", self.folder.display()), error)
            .with_hint("choose a folder with more room for it, or give the run more memory")
    }
}

impl Spill for TempSpill {
    fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        if self.file.is_none() {
            let file = tempfile::tempfile_in(&self.folder).map_err(|e| self.failed("create", e))?;
            self.file = Some(file);
        }
        let start = self.end;
        if let Some(file) = &mut self.file {
            write_at_end(file, start, bytes).map_err(|e| self.failed("write", e))?;
        }
        self.end += bytes.len() as u64;
        Ok(start)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let Some(file) = &self.file else {
            return Err(Error::new(ErrorKind::Io, "nothing was written to the temporary file yet"));
        };
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset);
        #[cfg(not(unix))]
        let read = {
            use std::io::{Read, Seek, SeekFrom};
            let _alone = self.seeking.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let mut file = file;
            file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(buffer))
        };
        read.map_err(|e| self.failed("read", e))
    }
}

#[cfg(unix)]
fn write_at_end(file: &mut File, _end: u64, bytes: &[u8]) -> std::io::Result<()> {
    // Positioned reads leave the write position where it is.
    file.write_all(bytes)
}

#[cfg(not(unix))]
fn write_at_end(file: &mut File, end: u64, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::{Seek, SeekFrom};
    file.seek(SeekFrom::Start(end))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_any_place() {
        let mut spill = TempSpill::new(None);
        let mut buffer = [0; 3];
        assert!(spill.read_at(0, &mut buffer).is_err());
        assert_eq!(spill.append(b"abc").ok(), Some(0));
        assert_eq!(spill.append(b"defgh").ok(), Some(3));
        assert!(spill.read_at(4, &mut buffer).is_ok());
        assert_eq!(&buffer, b"efg");
        assert_eq!(spill.append(b"ij").ok(), Some(8));
        assert!(spill.read_at(7, &mut buffer).is_ok());
        assert_eq!(&buffer, b"hij");
        assert!(spill.read_at(8, &mut buffer).is_err());
    }

    #[test]
    fn a_missing_folder_is_named() {
        let mut spill = TempSpill::new(Some(PathBuf::from("/no/such/folder")));
        let error = spill.append(b"x").expect_err("no folder");
        assert!(error.message().contains("/no/such/folder"));
        assert!(error.hint().is_some());
    }
}
