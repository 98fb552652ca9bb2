//! Group: messages in any order → conversations by first appearance, their messages by time, ties by input order.

use crate::error::Result;

/// A place for what does not fit in memory, handed in by the caller: an append-only store of bytes.
pub trait Spill: Send + Sync {
    /// Appends bytes and returns the offset where they start.
    fn append(&mut self, bytes: &[u8]) -> Result<u64>;
    /// Fills `buffer` from this offset.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()>;
}
