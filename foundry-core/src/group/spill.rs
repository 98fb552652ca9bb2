//! The place for what does not fit in memory.

use crate::error::{Error, ErrorKind, Result};

/// A place for what does not fit in memory, handed in by the caller: an append-only store of bytes.
pub trait Spill: Send + Sync {
    /// Appends bytes and returns the offset where they start.
    fn append(&mut self, bytes: &[u8]) -> Result<u64>;
    /// Fills `buffer` from this offset.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()>;
}

/// Keeps everything in memory: for tests, and where there is no disk.
#[derive(Debug, Default, Clone)]
pub struct MemorySpill {
    bytes: Vec<u8>,
}

impl MemorySpill {
    /// An empty place.
    pub fn new() -> MemorySpill {
        MemorySpill::default()
    }
}

impl Spill for MemorySpill {
    fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let offset = self.bytes.len() as u64;
        self.bytes.extend_from_slice(bytes);
        Ok(offset)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let found = start.checked_add(buffer.len()).and_then(|end| self.bytes.get(start..end));
        match found {
            Some(bytes) => {
                buffer.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(Error::new(ErrorKind::Io, "the spill place is shorter than what was written to it")),
        }
    }
}
