//! The zip file around a workbook: how large it really is.

use std::io::Read;

use crate::error::{Error, ErrorKind, Result};

/// Adds up what the entries of a zip file really unpack to, before anything is kept of them. The sizes written in
/// the directory are checked first, since that is free, but a hostile file may lie there.
pub(super) fn check_unpacked_size(zip: &[u8], limit: u64) -> Result<()> {
    let passed = || {
        Error::new(ErrorKind::Limit, format!("the workbook unpacks to more than {limit} bytes"))
            .with_hint("save it as CSV")
    };
    let entries = directory(zip).ok_or_else(|| {
        Error::new(ErrorKind::Format, "the workbook is not a whole zip file")
            .with_hint("copy or download the file again")
    })?;
    if entries.iter().map(|entry| entry.unpacked).sum::<u64>() > limit {
        return Err(passed());
    }
    let mut left = limit;
    for entry in &entries {
        let packed = entry.data(zip).unwrap_or(&[]);
        let unpacked = match entry.method {
            8 => {
                let mut inflate = flate2::bufread::DeflateDecoder::new(packed).take(left + 1);
                // A damaged entry is told by whoever needs it.
                std::io::copy(&mut inflate, &mut std::io::sink()).unwrap_or(0)
            }
            _ => packed.len() as u64,
        };
        left = left.checked_sub(unpacked).ok_or_else(passed)?;
    }
    Ok(())
}

struct Entry {
    method: u16,
    packed: u64,
    unpacked: u64,
    offset: usize,
}

impl Entry {
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
