//! From one element of a JSON file to the next: where it begins and ends, and what stands in its place if it is broken.

use memchr::memchr;

use super::parse::{BracketScan, Fault, Parser, Token};
use super::{Advance, JsonRows, Layout};
use crate::error::Result;
use crate::read::SAMPLE_BYTES;
use crate::record::Warning;

impl JsonRows<'_> {
    /// Moves to the next element and shreds it.
    pub(super) fn advance(&mut self) -> Result<Advance> {
        match self.layout {
            Layout::Lines => self.advance_line(),
            Layout::Elements | Layout::Single => self.advance_element(),
        }
    }

    /// Makes room and takes more bytes; `false` where nothing more may be taken.
    fn refill(&mut self) -> Result<bool> {
        if self.block.ended() {
            return Ok(false);
        }
        if self.sampling {
            if self.block.data().len() >= SAMPLE_BYTES {
                self.done = true;
                return Ok(false);
            }
        } else {
            self.block.consume(self.at);
            self.at = 0;
        }
        self.block.fill()?;
        Ok(true)
    }

    /// Longest element that is looked at as a whole.
    fn element_limit(&self) -> usize {
        self.limits.max_cell_bytes.saturating_mul(64).clamp(1 << 20, 1 << 30)
    }

    fn advance_line(&mut self) -> Result<Advance> {
        loop {
            let data = self.block.data();
            let rest = data.get(self.at..).unwrap_or(&[]);
            let line_end = memchr(b'\n', rest);
            if line_end.is_none() && !self.block.ended() {
                if rest.len() > self.element_limit() {
                    self.row += 1;
                    self.skip_line()?;
                    return Ok(Advance::Rejected(row_too_long(self.row)));
                }
                if !self.refill()? {
                    return Ok(Advance::End);
                }
                continue;
            }
            if rest.is_empty() {
                return Ok(Advance::End);
            }
            let length = line_end.unwrap_or(rest.len());
            let line = &rest[..length];
            let leading = line.len() - line.trim_ascii_start().len();
            self.start = self.at + leading;
            self.end = self.start + line.trim_ascii().len();
            self.at += length + usize::from(line_end.is_some());
            self.row += 1;
            if self.start == self.end {
                continue;
            }
            self.reset_found();
            let line = self.block.data().get(self.start..self.end).unwrap_or(&[]);
            let mut parser = Parser::new(line, 0, self.limits.max_depth);
            let result = match line.first() {
                Some(b'{') => self.outer.shred(&mut parser, &mut self.found),
                _ => {
                    let is_value = parser.skip().is_ok() && parser.position() == line.len();
                    let fault = if is_value { "not_an_object" } else { "invalid_json" };
                    let message = "the line is not a JSON object";
                    return Ok(Advance::Rejected(Warning::rejected(fault, self.row, message)));
                }
            };
            let position = parser.position();
            return Ok(match result {
                Ok(()) if position == line.len() => Advance::Element,
                Ok(()) => self.invalid("text follows the object", position),
                Err(Fault::TooDeep) => Advance::Rejected(self.too_deep()),
                Err(Fault::More) => self.invalid("the line ends inside the object", line.len()),
                Err(Fault::Syntax(what)) => self.invalid(what, position),
            });
        }
    }

    fn advance_element(&mut self) -> Result<Advance> {
        if self.done {
            return Ok(Advance::End);
        }
        // Between elements: white space and one comma.
        loop {
            let rest = self.block.data().get(self.at..).unwrap_or(&[]);
            let space = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.at += space;
            match rest.get(space).copied() {
                None if self.refill()? => {}
                None => {
                    let cut = self.layout == Layout::Elements && !std::mem::replace(&mut self.done, true);
                    if !cut {
                        return Ok(Advance::End);
                    }
                    self.row += 1;
                    return Ok(self.invalid("the file ends before its array does", 0));
                }
                Some(b']') if self.layout == Layout::Elements => {
                    self.done = true;
                    return Ok(Advance::End);
                }
                Some(b',') if !self.first => {
                    self.at += 1;
                    self.first = true;
                }
                Some(_) => break,
            }
        }
        self.row += 1;
        self.first = false;
        loop {
            self.reset_found();
            let rest = self.block.data().get(self.at..).unwrap_or(&[]);
            let mut parser = Parser::new(rest, 0, self.limits.max_depth);
            let is_object = rest.first() == Some(&b'{');
            let result =
                if is_object { self.outer.shred(&mut parser, &mut self.found) } else { parser.skip() };
            let position = parser.position();
            match result {
                Ok(()) => {
                    self.start = self.at;
                    self.end = self.at + position;
                    self.at = self.end;
                    self.done = self.layout == Layout::Single;
                    if is_object {
                        return Ok(Advance::Element);
                    }
                    let message = "the element is not a JSON object";
                    return Ok(Advance::Rejected(Warning::rejected("not_an_object", self.row, message)));
                }
                Err(Fault::More) if rest.len() <= self.element_limit() && !self.block.ended() => {
                    if !self.refill()? {
                        return Ok(Advance::End);
                    }
                }
                Err(Fault::More) if self.block.ended() => {
                    self.done = true;
                    return Ok(self.invalid("the file ends inside the element", rest.len()));
                }
                Err(Fault::More) => {
                    self.skip_element()?;
                    return Ok(Advance::Rejected(row_too_long(self.row)));
                }
                Err(Fault::TooDeep) => {
                    self.skip_element()?;
                    return Ok(Advance::Rejected(self.too_deep()));
                }
                Err(Fault::Syntax(what)) => {
                    let warning = self.invalid(what, position);
                    self.skip_element()?;
                    return Ok(warning);
                }
            }
        }
    }

    /// Whether anything but white space stands behind the last row and the bracket that closes the array.
    pub(super) fn text_follows(&mut self) -> Result<bool> {
        if self.layout == Layout::Elements {
            // An array that is not closed has been told of.
            if self.block.data().get(self.at) != Some(&b']') {
                return Ok(false);
            }
            self.at += 1;
        }
        loop {
            let rest = self.block.data().get(self.at..).unwrap_or(&[]);
            if !rest.iter().all(u8::is_ascii_whitespace) {
                return Ok(true);
            }
            self.at += rest.len();
            if !self.refill()? {
                return Ok(false);
            }
        }
    }

    /// Whether an array of objects stands in one of the next members behind the array of the rows.
    pub(super) fn table_follows(&mut self) -> Result<bool> {
        if self.block.data().get(self.at) != Some(&b']') {
            return Ok(false);
        }
        self.block.consume(self.at + 1);
        self.at = 0;
        self.block.fill_to(SAMPLE_BYTES)?;
        let mut parser = Parser::new(self.block.data(), 0, self.limits.max_depth);
        let mut next_is_table = || -> std::result::Result<bool, Fault> {
            while parser.another(b'}')? {
                parser.key()?;
                let mut inside = parser.clone();
                let is_array = inside.peek()? == b'[';
                inside.bump();
                if is_array && inside.peek()? == b'{' {
                    return Ok(true);
                }
                parser.skip()?;
            }
            Ok(false)
        };
        // What is broken or too far away to tell is none.
        Ok(next_is_table().unwrap_or(false))
    }

    fn reset_found(&mut self) {
        self.found.tokens.fill(Token::NULL);
        self.found.messages = None;
    }

    fn invalid(&self, what: &str, at: usize) -> Advance {
        let message = format!("not valid JSON at column {}: {what}", at + 1);
        Advance::Rejected(Warning::rejected("invalid_json", self.row, message))
    }

    fn too_deep(&self) -> Warning {
        let message = format!("nested deeper than {} levels", self.limits.max_depth);
        Warning::rejected("too_deep", self.row, message)
    }

    /// Passes over an element by its brackets alone.
    fn skip_element(&mut self) -> Result<()> {
        let mut scan = BracketScan::default();
        let mut length = 0;
        loop {
            let rest = self.block.data().get(self.at..).unwrap_or(&[]);
            let end = scan.feed(rest);
            let passed = end.unwrap_or(rest.len());
            // A stray bracket has no length; it is passed all the same.
            let stray = usize::from(end == Some(0) && length == 0);
            length += passed;
            self.at += passed + stray;
            if end.is_some() {
                return Ok(());
            }
            if !self.refill()? {
                self.done = true;
                return Ok(());
            }
        }
    }

    fn skip_line(&mut self) -> Result<()> {
        loop {
            let rest = self.block.data().get(self.at..).unwrap_or(&[]);
            let end = memchr(b'\n', rest);
            self.at += end.map_or(rest.len(), |end| end + 1);
            if end.is_some() || !self.refill()? {
                return Ok(());
            }
        }
    }
}

fn row_too_long(row: u64) -> Warning {
    Warning::rejected("row_too_long", row, "the row is longer than the limit")
}
