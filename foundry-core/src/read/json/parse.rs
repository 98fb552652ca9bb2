//! A JSON parser (RFC 8259) that hands out ranges of its input instead of values.

use memchr::memchr2;

use crate::record::ValueKind;

/// Why a value could not be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The data ends before the value does.
    More,
    /// The text is not JSON here; [`Parser::position`] tells where.
    Syntax(&'static str),
    /// The nesting is deeper than allowed.
    TooDeep,
}

/// A value as a range of the input, quotes of a string left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: ValueKind,
    /// Whether a string holds escapes.
    pub(super) escaped: bool,
}

impl Token {
    /// No value.
    pub(super) const NULL: Token = Token { start: 0, end: 0, kind: ValueKind::Null, escaped: false };
}

/// A parser at a place in its data.
#[derive(Debug, Clone)]
pub(super) struct Parser<'a> {
    data: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// A parser that starts at `at` and goes at most `depth` levels down.
    pub(super) fn new(data: &'a [u8], at: usize, depth: usize) -> Parser<'a> {
        // The parser is recursive; whatever the settings say, the stack is finite.
        Parser { data, at, depth: depth.min(512) }
    }

    /// The data.
    pub(super) fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The offset of the next byte.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The next byte after white space.
    #[inline]
    pub(super) fn peek(&mut self) -> Result<u8, Fault> {
        loop {
            match self.data.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(&byte) => return Ok(byte),
                None => return Err(Fault::More),
            }
        }
    }

    /// Takes one byte.
    #[inline]
    pub(super) fn bump(&mut self) {
        self.at += 1;
    }

    /// Takes this byte after white space.
    #[inline]
    pub(super) fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Fault> {
        if self.peek()? != byte {
            return Err(Fault::Syntax(what));
        }
        self.at += 1;
        Ok(())
    }

    /// Goes one level down.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        self.depth = self.depth.checked_sub(1).ok_or(Fault::TooDeep)?;
        self.at += 1;
        Ok(())
    }

    /// Comes back up.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth += 1;
        self.at += 1;
    }

    /// After a member or element: whether another follows. Leaves the level at its closing bracket.
    #[inline]
    pub(super) fn another(&mut self, close: u8) -> Result<bool, Fault> {
        match self.peek()? {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            byte if byte == close => {
                self.leave();
                Ok(false)
            }
            _ => Err(Fault::Syntax("expected a comma or the closing bracket")),
        }
    }

    /// A member's key and its colon.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Token, Fault> {
        if self.peek()? != b'"' {
            return Err(Fault::Syntax("expected a key in double quotes"));
        }
        let key = self.string()?;
        self.expect(b':', "expected a colon after the key")?;
        Ok(key)
    }

    /// A string; stands at its opening quote.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Token, Fault> {
        let start = self.at + 1;
        let mut from = start;
        let mut escaped = false;
        loop {
            let rest = self.data.get(from..).ok_or(Fault::More)?;
            let found = from + memchr2(b'"', b'\\', rest).ok_or(Fault::More)?;
            if self.data[found] == b'"' {
                self.at = found + 1;
                return Ok(Token { start, end: found, kind: ValueKind::Text, escaped });
            }
            escaped = true;
            from = match self.data.get(found + 1) {
                None => return Err(Fault::More),
                Some(b'u') => {
                    let digits = self.data.get(found + 2..found + 6).ok_or(Fault::More)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        self.at = found;
                        return Err(Fault::Syntax("bad \\u escape"));
                    }
                    found + 6
                }
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => found + 2,
                Some(_) => {
                    self.at = found;
                    return Err(Fault::Syntax("unknown escape in a string"));
                }
            };
        }
    }

    /// A number, `true`, `false` or `null`.
    pub(super) fn bare(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let rest = &self.data[start..];
        let length = rest
            .iter()
            .position(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.'));
        let length = length.ok_or(Fault::More)?;
        let kind = match &rest[..length] {
            b"null" => ValueKind::Null,
            b"true" | b"false" => ValueKind::Boolean,
            text if is_number(text) => ValueKind::Number,
            _ => return Err(Fault::Syntax("expected a value")),
        };
        let end = start + length;
        self.at = end;
        Ok(match kind {
            ValueKind::Null => Token::NULL,
            kind => Token { start, end, kind, escaped: false },
        })
    }

    /// Passes over any value, checking it.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            b'"' => self.string().map(drop),
            b'{' => {
                self.enter()?;
                if self.peek()? == b'}' {
                    self.leave();
                    return Ok(());
                }
                loop {
                    self.key()?;
                    self.skip()?;
                    if !self.another(b'}')? {
                        return Ok(());
                    }
                }
            }
            b'[' => {
                self.enter()?;
                if self.peek()? == b']' {
                    self.leave();
                    return Ok(());
                }
                loop {
                    self.skip()?;
                    if !self.another(b']')? {
                        return Ok(());
                    }
                }
            }
            _ => self.bare().map(drop),
        }
    }
}

/// Whether a text is a JSON number (RFC 8259, section 6).
fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let Some((b'e' | b'E', exponent)) = rest.split_first() {
        let exponent =
            exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        return !exponent.is_empty() && digits(exponent) == exponent.len();
    }
    rest.is_empty()
}

/// Finds the end of a value by brackets and strings alone, piece by piece.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct BracketScan {
    depth: u64,
    in_string: bool,
    escaped: bool,
    bare: bool,
}

impl BracketScan {
    /// Takes the next piece; gives the length of its part that belongs to the value, once that ends.
    pub(super) fn feed(&mut self, data: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = data.get(at) {
            at += 1;
            if self.escaped {
                self.escaped = false;
            } else if self.in_string {
                match byte {
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(at);
                        }
                    }
                    _ => at += memchr2(b'"', b'\\', &data[at..]).unwrap_or(data.len() - at),
                }
            } else {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth == 0 => return Some(at - 1),
                    b'}' | b']' => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            return Some(at);
                        }
                    }
                    b',' if self.depth == 0 => return Some(at - 1),
                    b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 && self.bare => return Some(at - 1),
                    b' ' | b'\n' | b'\r' | b'\t' => {}
                    _ => self.bare = true,
                }
            }
        }
        None
    }
}

/// Writes a string without its escapes; gives whether half a surrogate pair had to be replaced.
pub(super) fn unescape(raw: &str, out: &mut String) -> bool {
    let bytes = raw.as_bytes();
    let (mut from, mut lone) = (0, false);
    while let Some(found) = memchr::memchr(b'\\', &bytes[from..]) {
        let at = from + found;
        out.push_str(&raw[from..at]);
        from = at + 2;
        match bytes.get(at + 1) {
            Some(b'n') => out.push('\n'),
            Some(b't') => out.push('\t'),
            Some(b'r') => out.push('\r'),
            Some(b'b') => out.push('\u{8}'),
            Some(b'f') => out.push('\u{c}'),
            Some(b'u') => {
                let (unit, end) = (hex_unit(bytes, at), at + 6);
                let pair = match unit {
                    0xd800..=0xdbff if bytes.get(end..end + 2) == Some(b"\\u") => Some(hex_unit(bytes, end)),
                    _ => None,
                };
                let (c, end) = match pair {
                    Some(low @ 0xdc00..=0xdfff) => {
                        (char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)), end + 6)
                    }
                    _ => (char::from_u32(unit), end),
                };
                lone |= c.is_none();
                out.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
                from = end;
            }
            Some(&byte) => out.push(byte as char),
            None => from = bytes.len(),
        }
    }
    out.push_str(raw.get(from..).unwrap_or(""));
    lone
}

/// The value of the four digits of the escape at `at`.
fn hex_unit(bytes: &[u8], at: usize) -> u32 {
    let digits = bytes.get(at + 2..at + 6).unwrap_or(&[]);
    digits.iter().fold(0, |value, digit| value * 16 + (*digit as char).to_digit(16).unwrap_or(0))
}

/// Writes JSON text without the white space between its tokens.
pub(super) fn compact(raw: &str, out: &mut String) {
    let bytes = raw.as_bytes();
    let (mut from, mut at, mut in_string) = (0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => at += 1,
            b' ' | b'\n' | b'\r' | b'\t' if !in_string => {
                out.push_str(&raw[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    out.push_str(&raw[from..]);
}

/// Whether JSON text has white space between its tokens.
pub(super) fn has_space(raw: &str) -> bool {
    let mut in_string = false;
    let mut escaped = false;
    raw.bytes().any(|byte| {
        if escaped {
            escaped = false;
        } else if in_string {
            escaped = byte == b'\\';
            in_string = byte != b'"';
        } else if byte == b'"' {
            in_string = true;
        } else {
            return byte.is_ascii_whitespace();
        }
        false
    })
}
