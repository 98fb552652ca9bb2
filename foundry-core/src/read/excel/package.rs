//! The zip file around a workbook: its parts by name, unpacked within limits that hold for all of them together.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{MAX_UNPACKED, broken};
use crate::error::{Error, ErrorKind, Result};
use crate::read::directory::claimed_members;
use crate::read::options::ReadLimits;

/// Unpacked bytes below which the packing ratio is not looked at: honest small files pack very well.
const RATIO_GRACE: u64 = 100 << 20;

/// Unpacked bytes per packed byte that a workbook may have whatever the settings allow for text: honest ones of that size
/// were seen at up to 210, those made of one row repeated are above this.
const MAX_RATIO: u64 = 400;

/// The longest text between two tags that is unpacked whatever the settings say: far above Excel's own 32,767 characters.
const LONGEST_TEXT: usize = 1 << 20;

/// The parts of a workbook.
pub(super) struct Package<'z> {
    zip: ZipArchive<Cursor<&'z [u8]>>,
    /// The place of each part by its name in small letters: programs differ in how they write names.
    places: HashMap<String, usize>,
    budget: Budget,
    /// The most bytes that a tag, or a text between two, may have.
    longest: usize,
}

impl<'z> Package<'z> {
    /// Reads the directory. The sizes written there are checked first, since that is free; a hostile file may lie
    /// there, so that they are counted again while parts are read.
    pub(super) fn open(bytes: &'z [u8], limits: &ReadLimits) -> Result<Package<'z>> {
        let damaged = || {
            Error::new(ErrorKind::Format, "the workbook is not a whole zip file")
                .with_hint("copy or download the file again")
        };
        if claimed_members(bytes).is_some_and(|claimed| claimed > limits.max_archive_members as u64) {
            let limit = limits.max_archive_members;
            return Err(Error::new(ErrorKind::Limit, format!("the workbook has more than {limit} parts"))
                .with_hint(
                    "save it as CSV, or raise `limits.maxArchiveMembers` if the file can be trusted",
                ));
        }
        // The zip library would look for a beginning anywhere, and the one for workbooks might see another kind of file.
        if !bytes.starts_with(b"PK") {
            return Err(damaged());
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let places = zip.file_names_raw().enumerate().map(|(place, name)| {
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            (name.to_ascii_lowercase(), place)
        });
        let places = places.collect();
        // A part that cannot be read is told by whoever needs it.
        let sizes = (0..zip.len()).filter_map(|place| Some(zip.by_index_raw(place).ok()?.size()));
        let claimed = sizes.fold(0, u64::saturating_add);
        let budget = Budget {
            packed: bytes.len() as u64,
            unpacked: 0,
            limit: limits.max_unpacked_bytes.min(MAX_UNPACKED),
            ratio: limits.max_unpack_ratio.min(MAX_RATIO),
        };
        budget.check(claimed)?;
        Ok(Package { zip, places, budget, longest: limits.max_cell_bytes.max(LONGEST_TEXT) })
    }

    /// The part of this name, unpacked as it is read; `None` if there is none.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'z>>> {
        let Some(place) = self.places.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let file = self.zip.by_index(*place).map_err(|_| broken())?;
        Ok(Some(Part { file, budget: &mut self.budget, longest: self.longest }))
    }

    /// The bytes of the part of this name; `None` if there is none.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(mut part) = self.part(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(failure)?;
        Ok(Some(bytes))
    }

    /// The most text that its cells may show, if they share it: sharing is a way of packing too.
    pub(super) fn most_shown(&self) -> u64 {
        self.budget.packed.saturating_mul(self.budget.ratio).max(RATIO_GRACE).min(self.budget.limit)
    }

    /// Unpacks every part once without keeping any of it, for whoever reads them without limits of its own: none may be
    /// too large, and no text in its tables longer than a cell.
    pub(super) fn check(mut self) -> Result<()> {
        for place in 0..self.zip.len() {
            let Ok(file) = self.zip.by_index(place) else { continue };
            let watched = file.name_raw().ends_with(b".xml");
            let mut texts = Texts { longest: self.longest, run: 0, watched };
            let mut part = Part { file, budget: &mut self.budget, longest: self.longest };
            if let Err(error) = std::io::copy(&mut part, &mut texts) {
                let error = failure(error);
                if error.kind() == ErrorKind::Limit {
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// What may be unpacked, all parts together.
struct Budget {
    packed: u64,
    unpacked: u64,
    limit: u64,
    ratio: u64,
}

impl Budget {
    fn check(&self, unpacked: u64) -> Result<()> {
        let Budget { packed, limit, ratio, .. } = *self;
        if unpacked > limit {
            let message = format!("the workbook unpacks to more than {limit} bytes");
            return Err(Error::new(ErrorKind::Limit, message)
                .with_hint("save it as CSV, or raise `limits.maxUnpackedBytes` if the file can be trusted"));
        }
        if unpacked > RATIO_GRACE && unpacked / packed.max(1) > ratio {
            let message = format!("the workbook unpacks to more than {ratio} times its size");
            return Err(Error::new(ErrorKind::Limit, message).with_hint("save it as CSV"));
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<()> {
        self.unpacked = self.unpacked.saturating_add(bytes as u64);
        self.check(self.unpacked)
    }
}

/// One part, unpacked as it is read. Passed limits are `io::Error`s that hold this crate's [`Error`]; its checksum is
/// checked at its end.
pub(super) struct Part<'p, 'z> {
    file: ZipFile<'p, Cursor<&'z [u8]>>,
    budget: &'p mut Budget,
    longest: usize,
}

impl Part<'_, '_> {
    /// The most bytes that a tag, or a text between two, may have.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.budget.spend(count).map_err(std::io::Error::other)?;
        Ok(count)
    }
}

/// What reading a part ran into: a limit, or damage.
pub(super) fn failure(error: std::io::Error) -> Error {
    error.downcast::<Error>().unwrap_or_else(|_| broken())
}

/// Tells of a text in a table without end.
pub(super) fn text_too_long(longest: usize) -> Error {
    Error::new(ErrorKind::Limit, format!("the workbook holds a text of more than {longest} bytes"))
        .with_hint("save it as CSV, or raise `limits.maxCellBytes` if the file can be trusted")
}

/// Swallows a table and looks for texts without end in it.
struct Texts {
    longest: usize,
    run: usize,
    watched: bool,
}

impl Write for Texts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.watched {
            // Blocks are far smaller than the longest text, so only the ends of a block matter.
            let first = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
            let last = memchr::memrchr(b'<', bytes);
            let run = self.run + first;
            self.run = last.map_or(run, |last| bytes.len() - last);
            if run.max(self.run) > self.longest {
                return Err(std::io::Error::other(text_too_long(self.longest)));
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
