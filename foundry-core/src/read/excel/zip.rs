//! The zip file around a workbook: how large it really is.

use std::io::Read;

use crate::error::{Error, ErrorKind, Result};
use crate::read::options::ReadLimits;

/// Unpacked bytes below which the packing ratio is not looked at: honest small files pack very well.
const RATIO_GRACE: u64 = 100 << 20;

/// Unpacked bytes per packed byte that a workbook may have whatever the settings allow for text: honest ones of that size
/// were seen at up to 210, those made of one row repeated are above this.
const MAX_RATIO: u64 = 400;

/// The longest text between two tags that is unpacked whatever the settings say: far above Excel's own 32,767 characters.
const LONGEST_TEXT: usize = 1 << 20;

/// Adds up what the entries of a zip file really unpack to, before anything is kept of them. The sizes written in
/// the directory are checked first, since that is free, but a hostile file may lie there; and no text in its tables may
/// be longer than a cell.
pub(super) fn check_unpacked_size(zip: &[u8], limits: &ReadLimits, limit: u64) -> Result<()> {
    let passed = |what: String, key: &str| {
        Error::new(ErrorKind::Limit, format!("the workbook unpacks to more than {what}"))
            .with_hint(format!("save it as CSV, or raise `limits.{key}` if the file can be trusted"))
    };
    let too_large = || passed(format!("{limit} bytes"), "maxUnpackedBytes");
    let entries = directory(zip).ok_or_else(|| {
        Error::new(ErrorKind::Format, "the workbook is not a whole zip file")
            .with_hint("copy or download the file again")
    })?;
    let claimed = entries.iter().fold(0u64, |sum, entry| sum.saturating_add(entry.unpacked));
    if claimed > limit {
        return Err(too_large());
    }
    let ratio = limits.max_unpack_ratio.min(MAX_RATIO);
    if claimed > RATIO_GRACE && claimed / (zip.len() as u64).max(1) > ratio {
        let message = format!("the workbook unpacks to more than {ratio} times its size");
        return Err(Error::new(ErrorKind::Limit, message).with_hint("save it as CSV"));
    }
    let mut left = limit;
    for entry in &entries {
        let packed = entry.data(zip).unwrap_or(&[]);
        let longest = limits.max_cell_bytes.max(LONGEST_TEXT);
        let mut texts = Texts { longest, run: 0, watched: entry.is_table(zip), passed: false };
        let unpacked = match entry.method {
            8 => {
                let mut inflate = flate2::bufread::DeflateDecoder::new(packed).take(left + 1);
                // A damaged entry is told by whoever needs it.
                std::io::copy(&mut inflate, &mut texts).unwrap_or(0)
            }
            _ => {
                let _ = std::io::Write::write(&mut texts, packed);
                packed.len() as u64
            }
        };
        if texts.passed {
            let what = format!("the workbook holds a text of more than {longest} bytes");
            return Err(Error::new(ErrorKind::Limit, what)
                .with_hint("save it as CSV, or raise `limits.maxCellBytes` if the file can be trusted"));
        }
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

/// The unpacked bytes of the entry of this name, at most `limit`.
pub(super) fn entry(zip: &[u8], name: &str, limit: u64) -> Option<Vec<u8>> {
    let entry = directory(zip)?.into_iter().find(|entry| entry.name(zip) == Some(name.as_bytes()))?;
    let packed = entry.data(zip)?;
    let mut unpacked = Vec::new();
    match entry.method {
        8 => flate2::bufread::DeflateDecoder::new(packed).take(limit).read_to_end(&mut unpacked).ok()?,
        _ => packed.take(limit).read_to_end(&mut unpacked).ok()?,
    };
    Some(unpacked)
}

/// Swallows a table and looks for texts without end in it.
struct Texts {
    longest: usize,
    run: usize,
    watched: bool,
    passed: bool,
}

impl std::io::Write for Texts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.watched {
            match memchr::memchr(b'<', bytes) {
                None => self.run += bytes.len(),
                Some(first) => {
                    self.passed |= self.run + first > self.longest;
                    // Blocks are far smaller than the longest text, so only the ends of a block matter.
                    self.run = memchr::memrchr(b'<', bytes).map_or(0, |last| bytes.len() - last);
                    if bytes.len() > self.longest {
                        let longest = bytes.split(|b| *b == b'<').map(<[u8]>::len).max().unwrap_or(0);
                        self.passed |= longest > self.longest;
                    }
                }
            }
            self.passed |= self.run > self.longest;
            if self.passed {
                return Err(std::io::ErrorKind::FileTooLarge.into());
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Entry {
    method: u16,
    packed: u64,
    unpacked: u64,
    offset: usize,
    /// Where its name stands in the directory.
    name: (usize, usize),
}

impl Entry {
    fn name<'z>(&self, zip: &'z [u8]) -> Option<&'z [u8]> {
        zip.get(self.name.0..self.name.1)
    }

    /// Whether texts of cells stand in it as XML.
    fn is_table(&self, zip: &[u8]) -> bool {
        self.name(zip).is_some_and(|name| name.ends_with(b".xml"))
    }

    /// The packed bytes, behind the local header (APPNOTE 4.3.7).
    fn data<'z>(&self, zip: &'z [u8]) -> Option<&'z [u8]> {
        let header = zip.get(self.offset..)?;
        let skip = 30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        let data = header.get(skip..)?;
        data.get(..usize::try_from(self.packed).ok()?).or(Some(data))
    }
}

/// The central directory of a zip file (PKWARE APPNOTE 4.3.12 and 4.3.16).
fn directory(zip: &[u8]) -> Option<Vec<Entry>> {
    let tail = zip.len().saturating_sub(22 + 0xffff);
    let end = tail + memchr::memmem::rfind(zip.get(tail..)?, b"PK\x05\x06")?;
    let start = u32_at(zip.get(end..)?, 16)? as usize;
    let mut entries = Vec::new();
    let mut at = start;
    while let Some(header) = zip.get(at..).filter(|header| header.starts_with(b"PK\x01\x02")) {
        entries.push(Entry {
            method: u16_at(header, 10)?,
            packed: u32_at(header, 20)?.into(),
            unpacked: u32_at(header, 24)?.into(),
            offset: u32_at(header, 42)? as usize,
            name: (at + 46, at + 46 + usize::from(u16_at(header, 28)?)),
        });
        let skip = usize::from(u16_at(header, 28)?)
            + usize::from(u16_at(header, 30)?)
            + usize::from(u16_at(header, 32)?);
        at += 46 + skip;
    }
    Some(entries)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
