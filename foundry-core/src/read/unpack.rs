//! The caller's bytes: counted, unpacked where they are gzip or zstd, within the limits.

use std::io::{ErrorKind as IoKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::options::ReadLimits;
use crate::error::{Error, ErrorKind, Result};

/// Unpacked bytes below which the packing ratio is not looked at: honest small files pack very well.
const RATIO_GRACE: u64 = 100 << 20;

/// What the caller's reader has given so far, seen from outside all the layers around it.
#[derive(Default)]
struct Tap {
    bytes: AtomicU64,
    failed: AtomicBool,
}

struct Tapped<'r> {
    input: Box<dyn Read + Send + 'r>,
    tap: Arc<Tap>,
}

impl Read for Tapped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self.input.read(buffer) {
                Ok(count) => {
                    self.tap.bytes.fetch_add(count as u64, Ordering::Relaxed);
                    return Ok(count);
                }
                Err(error) if error.kind() == IoKind::Interrupted => {}
                Err(error) => {
                    self.tap.failed.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
    }
}

/// Gives the bytes of an input after unpacking, where it is gzip or zstd (RFC 1952, RFC 8878), and as they are where it
/// is not. Damage and passed limits are `io::Error`s that hold this crate's [`Error`].
///
/// # Errors
/// If the first bytes cannot be read; `unsupported` for packed input in a build without the feature `compression`.
pub fn unpacked<'r>(
    input: Box<dyn Read + Send + 'r>,
    limits: &ReadLimits,
) -> Result<impl Read + Send + use<'r>> {
    Source::open(input, limits)
}

impl Read for Source<'_> {
    /// As much as there is: whoever asks line by line must not wait for a full buffer.
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.head_at < self.head.len() {
            let count = buffer.len().min(self.head.len() - self.head_at);
            return self.read_full(&mut buffer[..count]).map_err(std::io::Error::other);
        }
        let count = loop {
            match self.input.read(buffer) {
                Err(error) if error.kind() == IoKind::Interrupted => {}
                outcome => break outcome.map_err(|e| std::io::Error::other(self.failure(e)))?,
            }
        };
        self.unpacked += count as u64;
        self.check_limits().map_err(std::io::Error::other)?;
        Ok(count)
    }
}

/// An input after unpacking, with a head that can be looked at before it is read.
pub(super) struct Source<'r> {
    input: Box<dyn Read + Send + 'r>,
    tap: Arc<Tap>,
    packing: Option<&'static str>,
    unpacked: u64,
    max_unpacked: u64,
    max_ratio: u64,
    head: Vec<u8>,
    head_at: usize,
    ended: bool,
}

impl<'r> Source<'r> {
    /// Wraps the caller's reader; gzip and zstd are known by their magic bytes.
    pub(super) fn open(input: Box<dyn Read + Send + 'r>, limits: &ReadLimits) -> Result<Source<'r>> {
        let tap = Arc::new(Tap::default());
        let mut input = Tapped { input, tap: tap.clone() };
        let mut magic = [0u8; 4];
        let mut have = 0;
        while have < magic.len() {
            match input.read(&mut magic[have..]).map_err(read_failed)? {
                0 => break,
                count => have += count,
            }
        }
        let magic = magic[..have].to_vec();
        let packing = match magic.as_slice() {
            [0x1f, 0x8b, ..] => Some("gzip"),
            [0x28, 0xb5, 0x2f, 0xfd] => Some("zstd"),
            _ => None,
        };
        let (head, input): (_, Box<dyn Read + Send + 'r>) = match packing {
            None => (magic, Box::new(input)),
            Some(packing) => (Vec::new(), unpack(packing, magic, input)?),
        };
        Ok(Source {
            input,
            tap,
            packing,
            unpacked: 0,
            max_unpacked: limits.max_unpacked_bytes,
            max_ratio: limits.max_unpack_ratio,
            head,
            head_at: 0,
            ended: false,
        })
    }

    /// Bytes that stand in memory; they are text, whatever they begin with.
    pub(super) fn in_memory(bytes: Vec<u8>, limits: &ReadLimits) -> Result<Source<'r>> {
        Source::open(Box::new(std::io::Cursor::new(bytes)), limits)
    }

    /// Bytes taken from the caller so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.tap.bytes.load(Ordering::Relaxed)
    }

    /// The first bytes, up to `count`, without taking them.
    pub(super) fn peek(&mut self, count: usize) -> Result<&[u8]> {
        let have = self.head.len();
        if have < count {
            self.head.resize(count, 0);
            let mut head = std::mem::take(&mut self.head);
            let read = self.pull(&mut head[have..])?;
            head.truncate(have + read);
            self.head = head;
        }
        Ok(&self.head)
    }

    /// Fills the whole of `buffer` unless the input ends; gives the bytes written.
    pub(super) fn read_full(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let waiting = &self.head[self.head_at..];
        let replayed = waiting.len().min(buffer.len());
        buffer[..replayed].copy_from_slice(&waiting[..replayed]);
        self.head_at += replayed;
        if self.head_at == self.head.len() && self.head_at > 0 {
            self.head = Vec::new();
            self.head_at = 0;
        }
        Ok(replayed + self.pull(&mut buffer[replayed..])?)
    }

    /// Reads all that is left, at most `limit` bytes, which the settings name `key`.
    #[cfg(any(feature = "excel", feature = "compression"))]
    pub(super) fn read_all(&mut self, limit: u64, key: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            let start = bytes.len();
            bytes.resize(start + start.clamp(64 << 10, 16 << 20), 0);
            let count = self.read_full(&mut bytes[start..])?;
            let full = start + count == bytes.len();
            bytes.truncate(start + count);
            if bytes.len() as u64 > limit {
                return Err(Error::new(ErrorKind::Limit, format!("the file is larger than {limit} bytes"))
                    .with_hint(format!("raise `limits.{key}` if the file can be trusted")));
            }
            if !full {
                return Ok(bytes);
            }
        }
    }

    fn pull(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut have = 0;
        while have < buffer.len() && !self.ended {
            match self.input.read(&mut buffer[have..]) {
                Ok(0) => self.ended = true,
                Ok(count) => have += count,
                Err(error) if error.kind() == IoKind::Interrupted => {}
                Err(error) => return Err(self.failure(error)),
            }
        }
        self.unpacked += have as u64;
        self.check_limits()?;
        Ok(have)
    }

    fn check_limits(&self) -> Result<()> {
        if self.packing.is_none() {
            return Ok(());
        }
        let passed = |what: String, key: &str| {
            Error::new(ErrorKind::Limit, format!("the input unpacks to more than {what}"))
                .at_byte(self.unpacked)
                .with_hint(format!("raise `limits.{key}` if the file can be trusted"))
        };
        if self.unpacked > self.max_unpacked {
            return Err(passed(format!("{} bytes", self.max_unpacked), "maxUnpackedBytes"));
        }
        let packed = self.bytes_read().max(1);
        if self.unpacked > RATIO_GRACE && self.unpacked / packed > self.max_ratio {
            return Err(passed(format!("{} times its size", self.max_ratio), "maxUnpackRatio"));
        }
        Ok(())
    }

    fn failure(&self, error: std::io::Error) -> Error {
        match self.packing {
            Some(packing) if !self.tap.failed.load(Ordering::Relaxed) => {
                let what = match error.kind() {
                    IoKind::UnexpectedEof => "ends too early",
                    _ => "is damaged",
                };
                Error::new(ErrorKind::Format, format!("the {packing} stream {what}"))
                    .at_byte(self.unpacked)
                    .with_hint("copy or download the file again, or unpack it by hand")
            }
            _ => read_failed(error),
        }
    }
}

/// The error for what the caller's reader says; what reads the member of an archive says itself what is wrong.
fn read_failed(error: std::io::Error) -> Error {
    error.downcast::<Error>().unwrap_or_else(|error| Error::io("reading failed", error))
}

#[cfg(feature = "compression")]
fn unpack<'r>(packing: &str, magic: Vec<u8>, input: Tapped<'r>) -> Result<Box<dyn Read + Send + 'r>> {
    let input = std::io::Cursor::new(magic).chain(input);
    Ok(match packing {
        "gzip" => Box::new(flate2::read::MultiGzDecoder::new(input)),
        _ => Box::new(ZstdFrames {
            input: std::io::BufReader::with_capacity(64 << 10, input),
            decoder: ruzstd::decoding::FrameDecoder::new(),
            in_frame: false,
        }),
    })
}

#[cfg(not(feature = "compression"))]
fn unpack<'r>(packing: &str, _: Vec<u8>, _: Tapped<'r>) -> Result<Box<dyn Read + Send + 'r>> {
    Err(Error::new(ErrorKind::Unsupported, format!("{packing} is not part of this build"))
        .with_hint("unpack the file first, or build with the feature `compression`"))
}

/// One zstd frame after the other (RFC 8878), skippable frames left out.
#[cfg(feature = "compression")]
struct ZstdFrames<R> {
    input: R,
    decoder: ruzstd::decoding::FrameDecoder,
    in_frame: bool,
}

#[cfg(feature = "compression")]
impl<R: std::io::BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        use ruzstd::decoding::BlockDecodingStrategy;
        use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.in_frame {
                while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                    self.decoder
                        .decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1))
                        .map_err(std::io::Error::other)?;
                }
                if self.decoder.can_collect() > 0 {
                    return self.decoder.read(buffer);
                }
                self.in_frame = false;
                if let Some(expected) = self.decoder.get_checksum_from_data()
                    && self.decoder.get_calculated_checksum() != Some(expected)
                {
                    return Err(std::io::Error::other("checksum mismatch"));
                }
            }
            if self.input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            match self.decoder.reset(&mut self.input) {
                Ok(()) => self.in_frame = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let skipped =
                        std::io::copy(&mut self.input.by_ref().take(length.into()), &mut std::io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(IoKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(std::io::Error::other(error)),
            }
        }
    }
}
