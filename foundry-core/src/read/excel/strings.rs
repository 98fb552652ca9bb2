//! Texts of an .xlsx workbook: the shared table of them, and those that stand in a cell.

use std::borrow::Cow;

use super::broken;
use super::markup::{Markup, Token, push_text};
use super::package::Part;
use crate::error::{Error, ErrorKind, Result};
use crate::read::options::ReadLimits;

/// The shared strings of a workbook, one behind the other.
#[derive(Default)]
pub(super) struct SharedStrings {
    /// The text of all of them.
    pub(super) text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    /// Reads the table (ECMA-376, part 1, 18.4).
    pub(super) fn read(part: Part<'_, '_>, limits: &ReadLimits) -> Result<SharedStrings> {
        let mut markup = Markup::new(part)?;
        let mut strings = SharedStrings::default();
        loop {
            match markup.next()? {
                Token::Open(tag) if tag.name == b"si" => {
                    match markup.plain(b"<t>", b"</t></si>") {
                        Some(raw) => push_run(raw, &mut strings.text)?,
                        None => read_rich(&mut markup, b"si", &mut strings.text)?,
                    }
                    // What unpacks is far below what 32 bits count.
                    strings.ends.push(strings.text.len() as u32);
                    if strings.ends.len() as u64 > limits.max_sheet_cells {
                        let limit = limits.max_sheet_cells;
                        let message = format!("the workbook has more than {limit} texts");
                        return Err(Error::new(ErrorKind::Limit, message)
                            .with_hint("raise `limits.maxSheetCells` if the file can be trusted"));
                    }
                }
                Token::Close(b"sst") => break,
                Token::End => return Err(broken()),
                _ => {}
            }
        }
        markup.finish()?;
        Ok(strings)
    }

    /// Where the string of this index stands in the text.
    pub(super) fn place(&self, index: usize) -> Option<(u32, u32)> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        Some((start, end))
    }
}

/// Appends the text of a string up to the tag that closes it: of its runs, but not how they are pronounced.
pub(super) fn read_rich(markup: &mut Markup<'_>, closing: &[u8], out: &mut String) -> Result<()> {
    let mut phonetic = false;
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"t" && !phonetic => {
                let preserve = tag.attribute(b"xml:space") == Some(b"preserve");
                read_run(markup, preserve, out)?;
            }
            Token::Open(tag) if tag.name == b"rPh" => phonetic = true,
            Token::Close(b"rPh") => phonetic = false,
            Token::Close(name) if name == closing => return Ok(()),
            Token::End => return Err(broken()),
            _ => {}
        }
    }
}

/// Appends the text of a `t`, without the space around it unless that is to be kept.
fn read_run(markup: &mut Markup<'_>, preserve: bool, out: &mut String) -> Result<()> {
    let start = out.len();
    loop {
        match markup.next()? {
            Token::Text(raw) => push_text(raw, out)?,
            Token::Data(raw) => push_data(raw, out)?,
            Token::Close(b"t") => break,
            Token::End => return Err(broken()),
            Token::Open(_) | Token::Close(_) => {}
        }
    }
    finish_run(start, preserve, out);
    Ok(())
}

/// Appends the text of a run that has nothing in it but text.
pub(super) fn push_run(raw: &[u8], out: &mut String) -> Result<()> {
    let start = out.len();
    push_text(raw, out)?;
    finish_run(start, false, out);
    Ok(())
}

/// Takes the space around what was appended away unless it is to be kept, and resolves its escapes.
fn finish_run(start: usize, preserve: bool, out: &mut String) {
    let added = out.get(start..).unwrap_or("");
    let is_space = [' ', '\t', '\r', '\n'];
    let is_spaced = added.starts_with(is_space) || added.ends_with(is_space);
    if is_spaced && !preserve {
        let kept = added.trim_end_matches(is_space);
        let leading = kept.len() - kept.trim_start_matches(is_space).len();
        out.truncate(start + kept.len());
        out.drain(start..start + leading);
    }
    if let Cow::Owned(text) = unescape(out.get(start..).unwrap_or("")) {
        out.truncate(start);
        out.push_str(&text);
    }
}

/// Appends the text of a CDATA section: nothing in it is a reference.
pub(super) fn push_data(raw: &[u8], out: &mut String) -> Result<()> {
    let text = std::str::from_utf8(raw).map_err(|_| broken())?;
    match text.contains('\r') {
        true => out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n")),
        false => out.push_str(text),
    }
    Ok(())
}

/// Resolves the escapes of Excel (ECMA-376, part 1, 22.9.2.19): `_x000D_` is the UTF-16 unit of that number.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = find_escape(text, 0) else { return Cow::Borrowed(text) };
    let (mut out, mut copied, mut next) = (String::with_capacity(text.len()), 0, Some(first));
    let mut units: Vec<u16> = Vec::new();
    while let Some((at, unit)) = next {
        if at > copied {
            push_units(&mut units, &mut out);
            out.push_str(text.get(copied..at).unwrap_or(""));
        }
        units.push(unit);
        copied = at + ESCAPE;
        next = find_escape(text, copied);
    }
    push_units(&mut units, &mut out);
    out.push_str(text.get(copied..).unwrap_or(""));
    Cow::Owned(out)
}

/// The length of an escape.
const ESCAPE: usize = 7;

/// The next escape from a place on, and its unit.
fn find_escape(text: &str, from: usize) -> Option<(usize, u16)> {
    memchr::memchr_iter(b'_', text.get(from..)?.as_bytes()).find_map(|found| {
        let at = from + found;
        let digits = text.get(at..at + ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
        Some((at, u16::from_str_radix(digits, 16).ok()?))
    })
}

fn push_units(units: &mut Vec<u16>, out: &mut String) {
    let characters = char::decode_utf16(units.drain(..));
    out.extend(characters.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
