//! The XML of a workbook's parts as a stream: tags and texts out of a window over the unpacked bytes, so that a table of any
//! size is read in the memory of its longest text.

use std::io::{Cursor, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

use super::broken;
use super::package::{Part, failure, text_too_long};
use crate::error::Result;

/// Bytes of the window at first: what the unpacking of a block leaves in the processor's cache.
const WINDOW: usize = 64 << 10;

/// What comes next.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// A tag that opens.
    Open(Tag<'a>),
    /// The name of a tag that closes, without its prefix; of a tag that is empty too.
    Close(&'a [u8]),
    /// Text as written, its references unresolved.
    Text(&'a [u8]),
    /// The text of a CDATA section.
    Data(&'a [u8]),
    /// The end of the part.
    End,
}

/// A tag with its attributes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its name without the prefix.
    pub(super) name: &'a [u8],
    attributes: &'a [u8],
}

impl<'a> Tag<'a> {
    /// The names and values of its attributes as written, up to the first that is damaged.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_ascii_start();
            let equals = rest.iter().position(|byte| *byte == b'=')?;
            let (name, after) = rest.split_at_checked(equals)?;
            let (quote, value) = after.get(1..)?.trim_ascii_start().split_first()?;
            let end =
                matches!(quote, b'"' | b'\'').then(|| value.iter().position(|byte| byte == quote))??;
            rest = value.get(end + 1..)?;
            Some((name.trim_ascii_end(), value.get(..end)?))
        })
    }

    /// The value of an attribute as written.
    pub(super) fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// A place in a part.
pub(super) struct Markup<'r> {
    input: Box<dyn Read + 'r>,
    window: Vec<u8>,
    /// What of the window is not read yet.
    at: usize,
    end: usize,
    ended: bool,
    longest: usize,
    /// The name of the tag before, if it was empty and is still to be closed.
    closing: Option<(usize, usize)>,
}

impl<'r> Markup<'r> {
    /// At the start of a part, which is UTF-8, or UTF-16 as its first bytes tell.
    pub(super) fn new(mut part: Part<'r, '_>) -> Result<Markup<'r>> {
        let longest = part.longest();
        let mut head = Vec::with_capacity(4);
        part.by_ref().take(4).read_to_end(&mut head).map_err(failure)?;
        let mark = head.starts_with(b"\xef\xbb\xbf");
        let wide = match head.as_slice() {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] | [0, b'<', ..] => Some(UTF_16BE),
            _ => None,
        };
        let bytes = Cursor::new(head).chain(part);
        let input: Box<dyn Read + 'r> = match wide {
            None => Box::new(bytes),
            Some(wide) => {
                Box::new(Wide { input: bytes, decoder: wide.new_decoder(), raw: Vec::new(), at: 0 })
            }
        };
        let window = vec![0; WINDOW];
        let mut markup = Markup { input, window, at: 0, end: 0, ended: false, longest, closing: None };
        if mark {
            markup.fill()?;
            markup.at = 3.min(markup.end);
        }
        Ok(markup)
    }

    /// The next token; comments, declarations and processing instructions are passed over.
    ///
    /// # Errors
    /// `limit` for a token without end, `format` for damage and for a document type, which no workbook may have.
    pub(super) fn next(&mut self) -> Result<Token<'_>> {
        if let Some((start, end)) = self.closing.take() {
            return Ok(Token::Close(self.window.get(start..end).unwrap_or(b"")));
        }
        loop {
            if self.at == self.end && !self.fill()? {
                return Ok(Token::End);
            }
            if self.rest().first() != Some(&b'<') {
                let length = match self.find(|rest| memchr::memchr(b'<', rest))? {
                    Some(length) => length,
                    None => self.end - self.at,
                };
                return Ok(Token::Text(self.take(length)));
            }
            while self.end - self.at < 9 && self.fill()? {}
            match self.rest().get(1) {
                Some(b'/') => {
                    let length = self.find(|rest| memchr::memchr(b'>', rest))?.ok_or_else(broken)?;
                    let name = self.take(length + 1).get(2..length).unwrap_or(b"");
                    // One that is not whole would swallow the tag behind it.
                    if name.contains(&b'<') {
                        return Err(broken());
                    }
                    return Ok(Token::Close(local(name.trim_ascii_end())));
                }
                Some(b'!') if self.rest().starts_with(b"<!--") => self.pass(4, b"-->")?,
                Some(b'!') if self.rest().starts_with(b"<![CDATA[") => {
                    let length = self.until(9, b"]]>")?;
                    return Ok(Token::Data(self.take(length).get(9..length - 3).unwrap_or(b"")));
                }
                Some(b'!') => return Err(broken()),
                Some(b'?') => self.pass(2, b"?>")?,
                _ => {
                    let length = self.find(tag_end)?.ok_or_else(broken)?;
                    return Ok(Token::Open(self.open(length)));
                }
            }
        }
    }

    /// The text between these tags, if just that comes next, and is in the window: what nearly all cells look like. It is
    /// then read with the tags.
    pub(super) fn plain(&mut self, open: &[u8], close: &[u8]) -> Option<&[u8]> {
        let rest = self.rest().strip_prefix(open).filter(|_| self.closing.is_none())?;
        let length = memchr::memchr(b'<', rest)?;
        rest.get(length..)?.starts_with(close).then_some(())?;
        let start = self.at + open.len();
        self.at = start + length + close.len();
        self.window.get(start..start + length)
    }

    /// Passes over what stands in the tag that was opened last, and its end.
    pub(super) fn skip(&mut self) -> Result<()> {
        let mut depth = 1u64;
        while depth > 0 {
            match self.next()? {
                Token::Open(_) => depth += 1,
                Token::Close(_) => depth -= 1,
                Token::End => return Err(broken()),
                Token::Text(_) | Token::Data(_) => {}
            }
        }
        Ok(())
    }

    /// Reads the rest of the part, so that its checksum is checked.
    pub(super) fn finish(mut self) -> Result<()> {
        self.at = self.end;
        while self.fill()? {
            self.at = self.end;
        }
        Ok(())
    }

    /// The tag that ends after so many bytes.
    fn open(&mut self, length: usize) -> Tag<'_> {
        let start = self.at;
        self.at += length + 1;
        let tag = self.window.get(start + 1..start + length).unwrap_or(b"");
        let inside = tag.strip_suffix(b"/");
        let empty = inside.is_some();
        let tag = inside.unwrap_or(tag);
        let cut = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        let (full, attributes) = tag.split_at(cut);
        let name = local(full);
        if empty {
            let end = start + 1 + full.len();
            self.closing = Some((end - name.len(), end));
        }
        Tag { name, attributes }
    }

    fn rest(&self) -> &[u8] {
        self.window.get(self.at..self.end).unwrap_or(b"")
    }

    /// The next bytes, which are then read.
    fn take(&mut self, length: usize) -> &[u8] {
        let start = self.at;
        self.at += length;
        self.window.get(start..self.at).unwrap_or(b"")
    }

    /// Where something is found, from the place on; `None` if the part ends without it.
    fn find(&mut self, search: impl Fn(&[u8]) -> Option<usize>) -> Result<Option<usize>> {
        loop {
            if let Some(found) = search(self.rest()) {
                return Ok(Some(found));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// The length of what ends with these bytes, searched after so many, and of them.
    fn until(&mut self, skip: usize, close: &[u8]) -> Result<usize> {
        let found = self.find(|rest| memchr::memmem::find(rest.get(skip..)?, close))?;
        Ok(skip + found.ok_or_else(broken)? + close.len())
    }

    fn pass(&mut self, skip: usize, close: &[u8]) -> Result<()> {
        self.at += self.until(skip, close)?;
        Ok(())
    }

    /// Reads more behind what is not read yet, and tells whether there was any.
    fn fill(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.at > 0 {
            self.window.copy_within(self.at..self.end, 0);
            self.end -= self.at;
            self.at = 0;
        }
        if self.end == self.window.len() {
            // Room for what tells the kind of a token beside the text.
            let most = self.longest.saturating_add(16);
            if self.end >= most {
                return Err(text_too_long(self.longest));
            }
            self.window.resize(self.end.saturating_mul(2).min(most), 0);
        }
        let room = self.window.get_mut(self.end..).unwrap_or_default();
        let count = self.input.read(room).map_err(failure)?;
        self.end += count;
        self.ended = count == 0;
        Ok(count > 0)
    }
}

/// The `>` that ends a tag; one inside a value does not.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut quote = 0;
    tag.iter().position(|&byte| {
        if quote != 0 {
            if byte == quote {
                quote = 0;
            }
        } else if byte == b'>' {
            return true;
        } else if matches!(byte, b'"' | b'\'') {
            quote = byte;
        }
        false
    })
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    match name.iter().position(|byte| *byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or(b""),
        None => name,
    }
}

/// UTF-16 as UTF-8.
struct Wide<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    at: usize,
}

impl<R: Read> Read for Wide<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let mut last = false;
            if self.at == self.raw.len() {
                self.raw.resize(WINDOW / 4, 0);
                let count = self.input.read(&mut self.raw)?;
                self.raw.truncate(count);
                self.at = 0;
                last = count == 0;
            }
            let raw = self.raw.get(self.at..).unwrap_or(b"");
            let (_, read, written, _) = self.decoder.decode_to_utf8(raw, buffer, last);
            self.at += read;
            if last || written > 0 {
                return Ok(written);
            }
        }
    }
}

/// Appends text as it is meant: references resolved, line ends as XML 1.0 (2.11) has them.
pub(super) fn push_text(raw: &[u8], out: &mut String) -> Result<()> {
    let mut rest = std::str::from_utf8(raw).map_err(|_| broken())?;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        if let Some(after) = special.strip_prefix('\r') {
            out.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        let end = special.bytes().take(12).position(|byte| byte == b';').ok_or_else(broken)?;
        out.push(special.get(1..end).and_then(referred).ok_or_else(broken)?);
        rest = special.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    Ok(())
}

/// An attribute's value as it is meant.
pub(super) fn attribute_text(raw: &[u8]) -> Result<String> {
    let mut text = String::new();
    push_text(raw, &mut text)?;
    Ok(text)
}

/// The character that a reference names.
fn referred(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    })
}
