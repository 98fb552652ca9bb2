//! What an input is, judged on its head: format and encoding.

use super::options::{Encoding, FileFormat};
use super::{mbox, whatsapp};
use crate::error::{Error, ErrorKind, Result};

/// Leading bytes of files that are no text, and what they are.
const MAGIC: [(&[u8], &str); 16] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x1f\x8b", "a gzip file inside a packed file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file inside a packed file"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"Obj\x01", "an Avro file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
];

/// The format of an input by its head, and what speaks against reading it.
pub(super) fn format_of(name: &str, head: &[u8]) -> Result<FileFormat> {
    let refuse = |kind: ErrorKind, what: &str, hint: &str| {
        Err(Error::new(kind, format!("the file is {what}")).with_hint(hint.to_owned()))
    };
    if head.is_empty() {
        return refuse(ErrorKind::Format, "empty", "check that the export has finished");
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zip_content(head);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        // Whether a workbook stands in it is known when it is opened.
        return Ok(FileFormat::Xls);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return refuse(
            ErrorKind::Format,
            what,
            "give a CSV, JSON, NDJSON or workbook file, a mailbox or a chat export",
        );
    }
    let ending = ending_of(name);
    if !matches!(ending.as_str(), "csv" | "tsv" | "tab" | "json" | "jsonl" | "ndjson") {
        if whatsapp::is_chat(head) {
            return Ok(FileFormat::Whatsapp);
        }
        if mbox::is_mailbox(head.trim_ascii_start()) {
            return Ok(FileFormat::Mbox);
        }
    }
    let first = head
        .iter()
        .copied()
        .find(|b| !b.is_ascii_whitespace() && !matches!(b, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff));
    Ok(match (first, ending.as_str()) {
        (Some(b'['), "csv" | "tsv" | "tab") => FileFormat::Csv,
        (Some(b'{' | b'['), "jsonl" | "ndjson") => FileFormat::Ndjson,
        (Some(b'{'), _) if looks_ndjson(head) => FileFormat::Ndjson,
        (Some(b'{' | b'['), _) => FileFormat::Json,
        (_, "jsonl" | "ndjson") => FileFormat::Ndjson,
        (_, "json") if second_line_opens_object(head) => FileFormat::Ndjson,
        (_, "json") => FileFormat::Json,
        _ if second_line_opens_object(head) => FileFormat::Ndjson,
        _ => FileFormat::Csv,
    })
}

fn zip_content(head: &[u8]) -> Result<FileFormat> {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    let unsupported = |what: &str| {
        Err(Error::new(ErrorKind::Unsupported, format!("the file is {what}"))
            .with_hint("save it as .xlsx or CSV".to_owned()))
    };
    if has(b"opendocument.spreadsheet") {
        return Ok(FileFormat::Ods);
    }
    if has(b"xl/workbook.bin") {
        return Ok(FileFormat::Xlsb);
    }
    if has(b"word/") {
        return unsupported("a Word document");
    }
    if has(b"xl/") || has(b"[Content_Types].xml") {
        return Ok(FileFormat::Xlsx);
    }
    Err(Error::new(ErrorKind::Format, "the file is a zip archive".to_owned())
        .with_hint("unpack it and give the files inside"))
}

/// The ending of a file name in lower case, a packing ending left out.
fn ending_of(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = [".gz", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_owned())
}

/// Whether the first line is a whole JSON object. Works on the ASCII skeleton, so UTF-16 is read too.
fn looks_ndjson(head: &[u8]) -> bool {
    let text: Vec<u8> = head.iter().copied().filter(|&b| b != 0).collect();
    let mut lines = text.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return false };
    let closes = first.last() == Some(&b'}');
    match lines.next() {
        Some(second) => {
            closes && (second.starts_with(b"{") || lines.next().is_some_and(|l| l.starts_with(b"{")))
        }
        None => false,
    }
}

/// Whether the first line is odd but the lines after it are objects.
fn second_line_opens_object(head: &[u8]) -> bool {
    let mut lines =
        head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).skip(1);
    let is_object = |line: &[u8]| line.starts_with(b"{\"") && line.ends_with(b"}");
    lines.next().is_some_and(is_object) && lines.next().is_none_or(|line| line.starts_with(b"{"))
}

/// The encoding of a text by its head. `whole`: nothing follows the head.
pub(super) fn encoding_of(head: &[u8], whole: bool) -> Result<(Encoding, bool)> {
    if head.starts_with(b"\xff\xfe\x00\x00") || head.starts_with(b"\x00\x00\xfe\xff") {
        return Err(Error::new(ErrorKind::Encoding, "the file is UTF-32").with_hint("save it as UTF-8"));
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        return Ok((Encoding::Utf8, false));
    }
    if head.starts_with(b"\xff\xfe") {
        return Ok((Encoding::Utf16Le, false));
    }
    if head.starts_with(b"\xfe\xff") {
        return Ok((Encoding::Utf16Be, false));
    }
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let half = head.len() / 2;
        // Text in Latin letters has nearly all high bytes zero; other scripts still have spaces and line ends.
        if odd >= 4 && odd * 20 > half && even * 20 < odd {
            return Ok((Encoding::Utf16Le, true));
        }
        if even >= 4 && even * 20 > half && odd * 20 < even {
            return Ok((Encoding::Utf16Be, true));
        }
        let at = memchr::memchr(0, head).unwrap_or(0);
        return Err(Error::new(ErrorKind::Format, "the file looks binary: it holds zero bytes")
            .at_byte(at as u64)
            .with_hint("give a CSV, JSON, NDJSON or workbook file, a mailbox or a chat export"));
    }
    match std::str::from_utf8(head) {
        Ok(_) => return Ok((Encoding::Utf8, false)),
        // The head may end inside a character.
        Err(error) if error.error_len().is_none() && !whole => return Ok((Encoding::Utf8, false)),
        Err(_) => {}
    }
    let (mut multi_byte, mut broken) = (0, 0);
    for chunk in head.utf8_chunks() {
        multi_byte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let controls = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x1f))
        .count();
    if controls * 20 > head.len() {
        return Err(Error::new(ErrorKind::Format, "the file looks binary: it is full of control characters")
            .with_hint("give a CSV, JSON, NDJSON or workbook file, a mailbox or a chat export"));
    }
    Ok(if multi_byte > broken { (Encoding::Utf8, false) } else { (Encoding::Windows1252, true) })
}
