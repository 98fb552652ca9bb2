//! Where the rows stand in a JSON document: a path, and the way along it in a stream.

use super::super::text::Block;
use super::parse::{BracketScan, Fault, Parser, unescape};
use crate::error::{Error, ErrorKind, Result, nearest};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into an object, by key.
    Key(String),
    /// Into an array, by position from 0.
    Index(usize),
    /// Into every element of an array.
    All,
}

/// Parses `a.b`, `$.a.b[*]`, `a[0].b`, `$['a b']`.
pub(super) fn parse_path(path: &str) -> Result<Vec<Step>> {
    let bad = |what: &str| {
        Error::new(ErrorKind::Config, format!("`jsonPath` {what}"))
            .at_path("jsonPath")
            .with_hint("write it as `data.tickets`, `$.data.tickets[*]` or `data[0].tickets`")
    };
    let mut rest = path.trim();
    rest = rest.strip_prefix('$').unwrap_or(rest);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let quoted = inside.chars().next().filter(|c| matches!(c, '\'' | '"'));
            let close = match quoted {
                Some(quote) => inside[1..].find(&format!("{quote}]")[..]).map(|at| at + 2),
                None => inside.find(']'),
            };
            let close = close.ok_or_else(|| bad("has a bracket that is not closed"))?;
            let content = &inside[..close];
            steps.push(match (quoted, content) {
                (Some(_), content) => Step::Key(content[1..content.len() - 1].to_owned()),
                (None, "*" | "") => Step::All,
                (None, digits) => {
                    Step::Index(digits.parse().map_err(|_| bad("has a bracket without a number"))?)
                }
            });
            rest = &inside[close + 1..];
            continue;
        }
        let key = rest.strip_prefix('.').unwrap_or(rest);
        let end = key.find(['.', '[']).unwrap_or(key.len());
        if end == 0 {
            return Err(bad("has an empty part"));
        }
        steps.push(match &key[..end] {
            "*" => Step::All,
            key => Step::Key(key.to_owned()),
        });
        rest = &key[end..];
    }
    Ok(steps)
}

/// Writes a path as [`parse_path`] reads it, `$` for the document itself.
pub(super) fn write_path(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Key(key) if key.is_empty() || key.contains(['.', '[', ']', '$', '*', '\'']) => {
                out.push_str(&format!("[\"{key}\"]"));
            }
            Step::Key(key) => {
                out.push_str(if out.is_empty() { "" } else { "." });
                out.push_str(key);
            }
            Step::Index(index) => out.push_str(&format!("[{index}]")),
            Step::All => out.push_str("[*]"),
        }
    }
    if out.is_empty() { "$".to_owned() } else { out }
}

/// Moves the window along the path, to the first byte of what is there, and gives that byte.
pub(super) fn go_to(block: &mut Block<'_>, steps: &[Step]) -> Result<u8> {
    for (at, step) in steps.iter().enumerate() {
        let here = write_path(&steps[..at]);
        match step {
            Step::Key(key) => enter_key(block, key, &here, &write_path(&steps[..=at]))?,
            Step::Index(index) => enter_index(block, *index, &here)?,
            Step::All => return Err(not_there("`[*]` stands in the middle of the path", &here)),
        }
    }
    peek(block)?.ok_or_else(|| cut_short(block))
}

fn enter_key(block: &mut Block<'_>, key: &str, here: &str, path: &str) -> Result<()> {
    if peek(block)? != Some(b'{') {
        return Err(not_there(&format!("`{here}` is no object"), path));
    }
    block.consume(1);
    let mut seen: Vec<String> = Vec::new();
    if peek(block)? == Some(b'}') {
        return Err(not_there(&format!("`{here}` is an empty object"), path));
    }
    loop {
        let name = key_at(block)?;
        if name == key {
            return Ok(());
        }
        skip_value(block)?;
        if seen.len() < 1000 {
            seen.push(name);
        }
        match peek(block)? {
            Some(b',') => block.consume(1),
            Some(b'}') => break,
            Some(_) => return Err(broken(block, "expected a comma or the closing bracket")),
            None => return Err(cut_short(block)),
        }
    }
    let error = not_there(&format!("`{here}` has no key `{key}`"), path);
    Err(match nearest(key, seen.iter().map(String::as_str)) {
        Some(name) => error.with_hint(format!("did you mean `{name}`?")),
        None => {
            seen.truncate(20);
            error.with_hint(format!("its keys are: {}", seen.join(", ")))
        }
    })
}

fn enter_index(block: &mut Block<'_>, index: usize, here: &str) -> Result<()> {
    let path = format!("{here}[{index}]");
    if peek(block)? != Some(b'[') {
        return Err(not_there(&format!("`{here}` is no array"), &path));
    }
    block.consume(1);
    for passed in 0..=index {
        if peek(block)? == Some(b']') {
            return Err(not_there(&format!("`{here}` has only {passed} elements"), &path));
        }
        if passed == index {
            break;
        }
        skip_value(block)?;
        if peek(block)? == Some(b',') {
            block.consume(1);
        }
    }
    Ok(())
}

/// The next byte after white space, which is passed; `None` at the end.
pub(super) fn peek(block: &mut Block<'_>) -> Result<Option<u8>> {
    loop {
        let data = block.data();
        let space = data.iter().take_while(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t')).count();
        let byte = data.get(space).copied();
        block.consume(space);
        if byte.is_some() || block.ended() {
            return Ok(byte);
        }
        block.fill()?;
    }
}

fn key_at(block: &mut Block<'_>) -> Result<String> {
    loop {
        let mut parser = Parser::new(block.data(), 0, 1);
        match parser.key() {
            Ok(key) => {
                let mut name = String::new();
                unescape(&String::from_utf8_lossy(&block.data()[key.start..key.end]), &mut name);
                let end = parser.position();
                block.consume(end);
                return Ok(name);
            }
            Err(Fault::More) if !block.ended() && block.data().len() < 1 << 20 => block.fill()?,
            Err(Fault::Syntax(what)) => return Err(broken(block, what)),
            Err(_) => return Err(cut_short(block)),
        }
    }
}

/// Passes over a value of any size.
fn skip_value(block: &mut Block<'_>) -> Result<()> {
    peek(block)?;
    let mut scan = BracketScan::default();
    loop {
        let data = block.data();
        let length = data.len();
        let end = scan.feed(data);
        block.consume(end.unwrap_or(length));
        if end.is_some() {
            return Ok(());
        }
        if block.ended() {
            return Err(cut_short(block));
        }
        block.fill()?;
    }
}

fn not_there(what: &str, path: &str) -> Error {
    Error::new(ErrorKind::Config, format!("`jsonPath` does not fit the file: {what}")).at_path(path)
}

/// An error for text that is not JSON.
pub(super) fn broken(block: &Block<'_>, what: &str) -> Error {
    Error::new(ErrorKind::Format, format!("the file is not valid JSON: {what}"))
        .at_byte(block.offset())
        .with_hint("check the file with a JSON tool; one object a line is read as NDJSON")
}

fn cut_short(block: &Block<'_>) -> Error {
    Error::new(ErrorKind::Format, "the JSON document ends too early")
        .at_byte(block.offset() + block.data().len() as u64)
        .with_hint("check that the export has finished")
}

/// Finds the rows of a document that starts with an object: the largest array of objects in the head, or the
/// document itself where it is one conversation with its messages.
pub(super) fn find_rows(head: &[u8], whole: bool, depth: usize) -> Vec<Step> {
    let mut finder = Finder { parser: Parser::new(head, 0, depth), found: Vec::new(), has_id: false };
    let complete = finder.object(&mut Vec::new()).is_ok();
    let Some((steps, _)) =
        finder.found.iter().max_by_key(|(steps, size)| (*size, std::cmp::Reverse(steps.len())))
    else {
        return Vec::new();
    };
    if whole && complete && finder.has_id && is_conversation(head, depth) {
        return Vec::new();
    }
    steps.clone()
}

/// Whether a whole document is one row whose messages are found.
fn is_conversation(document: &[u8], depth: usize) -> bool {
    let sample = super::shape::Sample::parse(&mut Parser::new(document, 0, depth));
    sample.is_ok_and(|row| super::shape::messages_path(&[row]).is_some())
}

struct Finder<'a> {
    parser: Parser<'a>,
    found: Vec<(Vec<Step>, usize)>,
    has_id: bool,
}

impl Finder<'_> {
    fn object(&mut self, path: &mut Vec<Step>) -> Result<(), Fault> {
        self.parser.peek()?;
        self.parser.enter()?;
        if self.parser.peek()? == b'}' {
            self.parser.leave();
            return Ok(());
        }
        loop {
            let key = self.parser.key()?;
            let mut name = String::new();
            unescape(&String::from_utf8_lossy(&self.parser.data()[key.start..key.end]), &mut name);
            let first = self.parser.peek()?;
            let lower = name.to_ascii_lowercase();
            let is_id =
                path.is_empty() && (lower.ends_with("id") || matches!(lower.as_str(), "number" | "subject"));
            path.push(Step::Key(name));
            match first {
                b'{' if path.len() < 4 => self.object(path)?,
                b'[' => self.array(path)?,
                b'{' => self.parser.skip()?,
                _ => {
                    self.has_id |= is_id;
                    self.parser.skip()?;
                }
            }
            path.pop();
            if !self.parser.another(b'}')? {
                return Ok(());
            }
        }
    }

    fn array(&mut self, path: &[Step]) -> Result<(), Fault> {
        let start = self.parser.position();
        let mut inside = Parser::new(self.parser.data(), start + 1, 1);
        let objects = inside.peek().is_ok_and(|byte| byte == b'{');
        let result = self.parser.skip();
        if objects {
            let end = if result.is_ok() { self.parser.position() } else { self.parser.data().len() };
            self.found.push((path.to_vec(), end - start));
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        for (given, written) in [
            ("a.b", "a.b"),
            ("$.a.b[*]", "a.b[*]"),
            ("a[0].b", "a[0].b"),
            ("$['a b']", "a b"),
            ("$[\"a.b\"]", "[\"a.b\"]"),
            ("$", "$"),
            ("", "$"),
        ] {
            assert_eq!(write_path(&parse_path(given).unwrap()), written, "{given}");
        }
        for bad in ["a..b", "a[", "a[x]"] {
            assert_eq!(parse_path(bad).unwrap_err().kind(), ErrorKind::Config, "{bad}");
        }
    }
}
