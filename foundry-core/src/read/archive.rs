//! ZIP archives, as help desks export: each member that can be read is an input of its own, `export.zip/tickets.csv`.
//!
//! The packed archive is held in memory, its members are unpacked as they are read. What the directory says of a member
//! is checked before any of it is unpacked, and again while it is.

use std::io::{BufRead, Cursor, Read};
use std::sync::Arc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::directory::claimed_members;
use super::options::ReadLimits;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::record::Warning;

/// Unpacked bytes below which the packing ratio is not looked at: honest small files pack very well.
const RATIO_GRACE: u64 = 100 << 20;

/// Endings of members that are read, and after `.gz`, `.zst` or `.zstd` likewise.
const READABLE: [&str; 14] = [
    "csv", "tsv", "tab", "txt", "json", "jsonl", "ndjson", "xlsx", "xlsm", "xlsb", "xls", "ods", "mbox",
    "eml",
];

/// Endings of archives, which are not looked into again: that is how bombs are built.
const ARCHIVES: [&str; 10] = ["zip", "rar", "7z", "tar", "tgz", "tbz", "tbz2", "txz", "jar", "cab"];

/// What the first member of a workbook or another office document is called.
const OFFICE: [&str; 14] = [
    "mimetype",
    "[Content_Types].xml",
    "_rels/",
    "xl/",
    "docProps/",
    "word/",
    "ppt/",
    "customXml/",
    "META-INF/",
    "content.xml",
    "styles.xml",
    "meta.xml",
    "settings.xml",
    "Thumbnails/",
];

/// Names that are told of in one error or note, at most.
const TOLD: usize = 20;

/// Bytes of the head that tell an archive.
const HEAD: usize = 64;

/// What an input turned out to be.
pub enum Opened<'r> {
    /// An archive.
    Archive(Archive),
    /// Anything else, from its start on.
    File(Box<dyn Read + Send + 'r>),
}

/// Looks at the first bytes of an input, and takes it whole where it is a ZIP archive and no workbook.
///
/// # Errors
/// As [`Archive::open`], and `limit` for an archive larger than `max_archive_bytes`.
pub fn open_archive<'r>(mut input: Box<dyn Read + Send + 'r>, limits: &ReadLimits) -> Result<Opened<'r>> {
    let failed = |e: std::io::Error| Error::io("reading failed", e);
    let mut bytes = Vec::with_capacity(HEAD);
    input.by_ref().take(HEAD as u64).read_to_end(&mut bytes).map_err(failed)?;
    if !is_archive(&bytes) {
        return Ok(Opened::File(Box::new(Cursor::new(bytes).chain(input))));
    }
    let limit = limits.max_archive_bytes;
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Error::new(ErrorKind::Limit, format!("the archive is larger than {limit} bytes"))
            .with_hint("unpack it and give the files inside, or raise `limits.maxArchiveBytes`"));
    }
    Archive::open(bytes, limits).map(Opened::Archive)
}

/// Whether these first bytes are those of a ZIP archive that is no office document.
pub(super) fn is_archive(head: &[u8]) -> bool {
    if head.starts_with(b"PK\x05\x06") {
        return true;
    }
    let is_zip = head.starts_with(b"PK\x03\x04");
    let length =
        head.get(26..28).map_or(0, |bytes| bytes.iter().rev().fold(0, |sum, b| sum << 8 | usize::from(*b)));
    let rest = head.get(30..).unwrap_or_default();
    let name = rest.get(..length).unwrap_or(rest);
    is_zip && !OFFICE.iter().any(|start| name.starts_with(start.as_bytes()))
}

/// The readable members of an archive.
pub struct Archive {
    bytes: Arc<Vec<u8>>,
    members: Vec<Member>,
    notes: Vec<Warning>,
}

/// One file in an archive.
#[derive(Debug, Clone)]
struct Member {
    name: String,
    packing: Packing,
    /// Where its packed bytes stand.
    start: usize,
    end: usize,
    unpacked: u64,
    crc: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Stored,
    Deflate,
}

impl Archive {
    /// Reads the directory of an archive. What is no data (folders, pictures, hidden files) is left out, with a note.
    ///
    /// # Errors
    /// `limit` for too many members or too much in them, `unsupported` for an encrypted member, a packing other than
    /// deflate, or an archive in the archive, `format` for damage.
    pub fn open(bytes: Vec<u8>, limits: &ReadLimits) -> Result<Archive> {
        let most = limits.max_archive_members;
        let too_many = || passed(format!("{most} members"), "maxArchiveMembers");
        // The directory is taken into memory as a whole, so what it promises is looked at first.
        if claimed_members(&bytes).is_some_and(|claimed| claimed > most as u64) {
            return Err(too_many());
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|_| damaged())?;
        if zip.len() > most {
            return Err(too_many());
        }
        let (mut members, mut left_out) = (Vec::new(), Vec::new());
        let (mut packed, mut unpacked) = (0_u64, 0_u64);
        for at in 0..zip.len() {
            let file = zip.by_index_raw(at).map_err(|_| damaged())?;
            let name = plain_name(&String::from_utf8_lossy(file.name_raw()));
            packed = packed.saturating_add(file.compressed_size());
            unpacked = unpacked.saturating_add(file.size());
            match kind_of(&name) {
                _ if file.is_dir() || file.size() == 0 => continue,
                Kind::Hidden => continue,
                Kind::Other => {
                    left_out.push(name);
                    continue;
                }
                Kind::Archive => {
                    return Err(refused(&name, "is an archive in an archive", "unpack it first"));
                }
                Kind::Data => {}
            }
            if file.encrypted() {
                return Err(refused(&name, "is encrypted", "unpack the archive with its password first"));
            }
            let packing = match file.compression() {
                CompressionMethod::Stored => Packing::Stored,
                CompressionMethod::Deflated => Packing::Deflate,
                _ => return Err(refused(&name, "is packed in a rare way", "unpack the archive first")),
            };
            let range = file.data_start().and_then(|start| {
                let end = start.checked_add(file.compressed_size())?;
                Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?))
            });
            let Some((start, end)) = range.filter(|(_, end)| *end <= bytes.len()) else {
                return Err(damaged());
            };
            members.push(Member { name, packing, start, end, unpacked: file.size(), crc: file.crc32() });
        }
        if unpacked > limits.max_unpacked_bytes {
            return Err(passed(format!("{} unpacked bytes", limits.max_unpacked_bytes), "maxUnpackedBytes"));
        }
        if unpacked > RATIO_GRACE && unpacked / (bytes.len() as u64).max(1) > limits.max_unpack_ratio {
            return Err(passed(format!("{} times its size", limits.max_unpack_ratio), "maxUnpackRatio"));
        }
        check_apart(&members)?;
        // The order of the names, whatever the order in the archive: the same files are the same run.
        members.sort_by(|a, b| a.name.cmp(&b.name));
        if let Some([twice, _]) = members.array_windows().find(|[a, b]| a.name == b.name) {
            return Err(refused(
                &twice.name,
                "is there twice",
                "unpack the archive and give the file that counts",
            ));
        }
        if members.is_empty() {
            return Err(Error::new(ErrorKind::Format, "the archive holds no file that can be read")
                .with_hint("CSV, JSON, NDJSON, workbooks, mailboxes and chat exports are looked for"));
        }
        let mut notes = Vec::new();
        if !left_out.is_empty() {
            let message =
                format!("{} in the archive were not read: {}", files(left_out.len()), list(&left_out));
            notes.push(Warning::note("member_not_read", message));
        }
        Ok(Archive { bytes: Arc::new(bytes), members, notes })
    }

    /// The names of the members, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.name.as_str())
    }

    /// What is to be told about the archive as a whole, once.
    pub fn take_notes(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.notes)
    }

    /// Its size as it is packed, in bytes.
    pub fn packed_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Bytes of all readable members after unpacking.
    pub fn unpacked_bytes(&self) -> u64 {
        self.members.iter().fold(0, |sum, member| sum.saturating_add(member.unpacked))
    }

    /// The places of the wanted member, or of all.
    ///
    /// # Errors
    /// `invalid_config` where there is no member of that name.
    pub fn chosen(&self, wanted: Option<&str>) -> Result<std::ops::Range<usize>> {
        let Some(wanted) = wanted else { return Ok(0..self.members.len()) };
        match self.names().position(|name| name == wanted) {
            Some(at) => Ok(at..at + 1),
            None => {
                let error = Error::new(ErrorKind::Config, format!("the archive has no member `{wanted}`"))
                    .at_path("source.member");
                Err(match nearest(wanted, self.names()) {
                    Some(near) => error.with_hint(format!("did you mean `{near}`?")),
                    None => error.with_hint(format!("its members are {}", self.told())),
                })
            }
        }
    }

    /// The place of the only member, or of the wanted one.
    ///
    /// # Errors
    /// As [`Archive::chosen`], and `invalid_config` where there are several and none is named.
    pub fn only(&self, wanted: Option<&str>) -> Result<usize> {
        let chosen = self.chosen(wanted)?;
        if chosen.len() > 1 {
            let message =
                format!("the archive holds {}, and one is looked at at a time", files(chosen.len()));
            return Err(Error::new(ErrorKind::Config, message)
                .at_path("source.member")
                .with_hint(format!("name one of them as `member`: {}", self.told())));
        }
        Ok(chosen.start)
    }

    /// The name of the member at this place, and its bytes, unpacked.
    ///
    /// # Errors
    /// `format` if there is no such place.
    pub fn reader(&self, at: usize) -> Result<(&str, MemberReader)> {
        let member = self.members.get(at).ok_or_else(damaged)?;
        let packed = Packed { bytes: self.bytes.clone(), at: member.start, end: member.end };
        let inner = match member.packing {
            Packing::Stored => Inner::Stored(packed),
            Packing::Deflate => Inner::Deflate(DeflateDecoder::new(packed)),
        };
        Ok((
            &member.name,
            MemberReader { inner, left: member.unpacked, crc: Crc::new(), expected: member.crc },
        ))
    }

    fn told(&self) -> String {
        list(&self.names().map(str::to_owned).collect::<Vec<_>>())
    }
}

/// What a member is by its name.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Data,
    Archive,
    Hidden,
    Other,
}

fn kind_of(name: &str) -> Kind {
    let lower = name.to_ascii_lowercase();
    let hidden = |part: &str| {
        part.starts_with('.') || part == "__macosx" || part == "thumbs.db" || part == "desktop.ini"
    };
    if lower.split('/').any(hidden) {
        return Kind::Hidden;
    }
    let unpacked = [".gz", ".zst", ".zstd"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    match unpacked.rsplit_once('.').map_or("", |(_, ending)| ending) {
        ending if READABLE.contains(&ending) => Kind::Data,
        ending if ARCHIVES.contains(&ending) => Kind::Archive,
        _ => Kind::Other,
    }
}

/// A member's name as a label: it names no place of this machine, whatever stands in it.
fn plain_name(name: &str) -> String {
    let parts =
        name.split(['/', '\\']).map(|part| part.chars().filter(|c| !c.is_control()).collect::<String>());
    let parts: Vec<String> = parts.filter(|part| !matches!(part.trim(), "" | "." | "..")).collect();
    parts.join("/")
}

/// Refuses members that share bytes: a few of those unpack to any size, each one honest by itself.
fn check_apart(members: &[Member]) -> Result<()> {
    let mut ranges: Vec<(usize, usize)> = members.iter().map(|member| (member.start, member.end)).collect();
    ranges.sort_unstable();
    if ranges.array_windows().any(|[(_, end), (next, _)]| next < end) {
        return Err(Error::new(ErrorKind::Format, "members of the archive overlap")
            .with_hint("no program writes such archives by itself; pack the files again"));
    }
    Ok(())
}

fn damaged() -> Error {
    Error::new(ErrorKind::Format, "the zip archive is damaged or not whole")
        .with_hint("copy or download the file again")
}

fn passed(what: String, key: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("the archive holds more than {what}"))
        .with_hint(format!("unpack it first, or raise `limits.{key}` if the file can be trusted"))
}

fn refused(name: &str, what: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("the member `{name}` {what}")).with_hint(hint)
}

fn files(count: usize) -> String {
    format!("{count} {}", if count == 1 { "file" } else { "files" })
}

fn list(names: &[String]) -> String {
    let told = names.iter().take(TOLD).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > TOLD { format!("{told} and {} more", names.len() - TOLD) } else { told }
}

/// The packed bytes of a member.
struct Packed {
    bytes: Arc<Vec<u8>>,
    at: usize,
    end: usize,
}

impl BufRead for Packed {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        Ok(self.bytes.get(self.at..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.end);
    }
}

impl Read for Packed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

enum Inner {
    Stored(Packed),
    Deflate(DeflateDecoder<Packed>),
}

/// The bytes of one member. More or others than its directory promises are an `io::Error` that holds this crate's
/// [`Error`].
pub struct MemberReader {
    inner: Inner,
    left: u64,
    crc: Crc,
    expected: u32,
}

impl Read for MemberReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let broken = || {
            let error = Error::new(ErrorKind::Format, "the member is not what the archive's directory says")
                .with_hint("copy or download the archive again");
            std::io::Error::other(error)
        };
        let read = match &mut self.inner {
            Inner::Stored(packed) => packed.read(buffer),
            Inner::Deflate(decoder) => decoder.read(buffer),
        };
        let count = read.map_err(|_| broken())?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(broken)?;
        self.crc.update(buffer.get(..count).unwrap_or_default());
        let ended = count == 0 && !buffer.is_empty();
        if ended && (self.left > 0 || self.crc.sum() != self.expected) {
            return Err(broken());
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels() {
        for (name, label) in [
            ("../../etc/passwd.csv", "etc/passwd.csv"),
            ("C:\\exports\\a.csv", "C:/exports/a.csv"),
            ("/a//b/./c.csv", "a/b/c.csv"),
            ("a\u{0}\n.csv", "a.csv"),
        ] {
            assert_eq!(plain_name(name), label);
        }
    }

    #[test]
    fn endings_tell_what_is_read() {
        for (name, kind) in [
            ("a/Tickets.CSV", Kind::Data),
            ("a.jsonl.gz", Kind::Data),
            ("b.sql.gz", Kind::Other),
            ("photo.png", Kind::Other),
            ("README", Kind::Other),
            ("inner.zip", Kind::Archive),
            ("x.tar.gz", Kind::Archive),
            ("__MACOSX/._a.csv", Kind::Hidden),
            (".git/x.json", Kind::Hidden),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }

    #[test]
    fn workbooks_are_no_archives() {
        let head = |name: &str| {
            let mut head = b"PK\x03\x04".to_vec();
            head.resize(26, 0);
            head.extend_from_slice(&(name.len() as u16).to_le_bytes());
            head.extend_from_slice(&[0, 0]);
            head.extend_from_slice(name.as_bytes());
            head
        };
        assert!(is_archive(&head("tickets.csv")) && is_archive(&head("xls/tickets.csv")));
        assert!(!is_archive(&head("xl/workbook.xml")) && !is_archive(&head("[Content_Types].xml")));
        assert!(!is_archive(b"PK") && !is_archive(b"a,b") && !is_archive(b""));
    }
}
