//! Text in blocks: whatever the encoding, the readers see UTF-8 bytes in one growing and sliding buffer.

use encoding_rs::{Decoder, DecoderResult};

use super::options::{Encoding, ReadLimits};
use super::unpack::Source;
use crate::error::Result;

/// How many bytes a refill aims at: small enough for the second-level cache.
const CHUNK: usize = 256 << 10;

/// Stands for a malformed sequence of another encoding, so that the row holding it fails the UTF-8 check.
const MALFORMED: u8 = 0xff;

/// A sliding window over the decoded text. Bytes are UTF-8 where the input is well-formed; who takes a row out
/// checks it.
pub(super) struct Block<'r> {
    source: Source<'r>,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    ended: bool,
}

impl<'r> Block<'r> {
    /// A window at the start of the text; a byte-order mark is left out.
    pub(super) fn open(mut source: Source<'r>, encoding: Encoding) -> Result<Block<'r>> {
        let mark: &[u8] = match encoding {
            Encoding::Utf8 => &[0xef, 0xbb, 0xbf],
            Encoding::Utf16Le => &[0xff, 0xfe],
            Encoding::Utf16Be => &[0xfe, 0xff],
            Encoding::Windows1252 => &[],
        };
        if !mark.is_empty() && source.peek(mark.len())?.starts_with(mark) {
            source.read_full(&mut [0; 4][..mark.len()])?;
        }
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
            Encoding::Windows1252 => Some(encoding_rs::WINDOWS_1252),
        };
        Ok(Block {
            source,
            decoder: decoder.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
            raw: Vec::new(),
            buffer: Vec::new(),
            start: 0,
            end: 0,
            offset: 0,
            ended: false,
        })
    }

    /// A window over a text that stands in memory.
    pub(super) fn of_text(text: String, limits: &ReadLimits) -> Result<Block<'r>> {
        let source = Source::in_memory(text.into_bytes(), limits)?;
        Block::open(source, Encoding::Utf8)
    }

    /// The bytes in the window.
    pub(super) fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether no byte follows the window.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// The offset of the window in the decoded text.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Bytes taken from the caller so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// Moves the start of the window on.
    pub(super) fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// Takes at least one more byte into the window unless the text ends. The window at least doubles, so that
    /// starting a row over after a refill stays linear.
    pub(super) fn fill(&mut self) -> Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let target = CHUNK.max(self.end * 2);
        if self.buffer.len() < target {
            self.buffer.resize(target, 0);
        }
        match &mut self.decoder {
            None => {
                let count = self.source.read_full(&mut self.buffer[self.end..target])?;
                self.end += count;
                self.ended = self.end < target;
            }
            Some(decoder) => {
                self.raw.resize(target - self.end, 0);
                let count = self.source.read_full(&mut self.raw)?;
                self.ended = count < self.raw.len();
                self.buffer.truncate(self.end);
                decode(decoder, &self.raw[..count], self.ended, &mut self.buffer);
                self.end = self.buffer.len();
            }
        }
        Ok(())
    }

    /// Fills the window up to `count` bytes, or to the end of the text.
    pub(super) fn fill_to(&mut self, count: usize) -> Result<()> {
        while self.end - self.start < count && !self.ended {
            self.fill()?;
        }
        Ok(())
    }
}

fn decode(decoder: &mut Decoder, mut raw: &[u8], last: bool, out: &mut Vec<u8>) {
    loop {
        let start = out.len();
        out.resize(start + raw.len() * 3 + 16, 0);
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(raw, &mut out[start..], last);
        out.truncate(start + written);
        raw = &raw[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => out.push(MALFORMED),
        }
    }
}

/// Reads one row that is not UTF-8 as Windows-1252, as files pieced together from two encodings need. `None` if
/// that cannot be: the row has well-formed multi-byte UTF-8 too, or a byte without a character in Windows-1252.
pub(super) fn from_windows_1252(row: &[u8]) -> Option<String> {
    let undefined = |b: &u8| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let multi_byte = row.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if multi_byte || row.iter().any(undefined) {
        return None;
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(row);
    Some(text.into_owned())
}
