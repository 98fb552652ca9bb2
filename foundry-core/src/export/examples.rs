//! Cuts a file into examples, one line or one array element at a time, in bounded memory; and parses each, with the
//! rules that hold for every format: encoding, size, JSON syntax.

use std::io::BufRead;

use super::check::Limits;
use super::json_tree::{Json, Object};
use super::report::{Findings, Rule, ValidationReport, key_label};
use crate::error::{Error, Result};

/// The longest example that is looked at.
const MAX_EXAMPLE_BYTES: usize = 64 << 20;

const BYTE_ORDER_MARK: Rule = Rule::error(
    "byte_order_mark",
    "the file starts with a byte-order mark",
    "save the file as UTF-8 without a byte-order mark",
);
const NOT_UTF8: Rule =
    Rule::error("not_utf8", "not valid UTF-8", "save the file as UTF-8; other encodings are refused");
const BLANK_LINE: Rule =
    Rule::error("blank_line", "an empty line", "remove the line: every line is one example");
const TOO_LONG: Rule = Rule::error(
    "example_too_long",
    "longer than 64 MiB",
    "split the example; no service trains on one of this size",
);
const INVALID_JSON: Rule = Rule::error(
    "invalid_json",
    "not valid JSON",
    "write each example with a JSON library; a line feed inside a text is written as \\n",
);
const NOT_AN_OBJECT: Rule =
    Rule::error("not_an_object", "the example is not a JSON object", "write one object for each example");
const REPEATED_KEY: Rule = Rule::advice(
    "repeated_key",
    "a key is there twice: readers disagree about which value counts",
    "keep one of the two",
);
const NOT_AN_ARRAY: Rule = Rule::error(
    "not_an_array",
    "the file is not a JSON array",
    "put `[` before and `]` after the conversations",
);
const UNCLOSED_ARRAY: Rule =
    Rule::error("unclosed_array", "the array is not closed: the file is cut off", "write the file again");
const AFTER_ARRAY: Rule = Rule::error(
    "text_after_array",
    "something stands after the end of the array",
    "keep one array in the file; remove what follows it",
);
const EMPTY_ELEMENT: Rule =
    Rule::error("empty_element", "nothing stands between two commas", "remove the comma too many");
pub(super) const NO_EXAMPLE: Rule =
    Rule::error("no_example", "the file holds no example", "give at least one");

/// Checks a file line by line: the limits of its service, and with `check` each line that is a JSON object.
pub(super) fn validate(
    input: impl BufRead,
    limits: &Limits,
    keys_differ: &'static Rule,
    mut check: impl FnMut(&Object<'_>, &mut Findings),
) -> Result<ValidationReport> {
    let mut findings = Findings::default();
    let bytes = for_each_line(input, &mut findings, keys_differ, |example, findings| {
        limits.check_example(example, findings);
        check(example, findings);
    })?;
    limits.check_file(bytes, &mut findings);
    Ok(findings.into_report())
}

/// Calls `check` with each line that is a JSON object; `keys_differ` is broken where its keys are not those of the
/// first. Returns the size of the file in bytes.
pub(super) fn for_each_line(
    mut input: impl BufRead,
    findings: &mut Findings,
    keys_differ: &'static Rule,
    mut check: impl FnMut(&Object<'_>, &mut Findings),
) -> Result<u64> {
    let mut first_keys = None;
    let mut check = |json: &Json<'_>, findings: &mut Findings| {
        if let Some(example) = top_object(json, findings) {
            check_same_keys(example, &mut first_keys, keys_differ, findings);
            check(example, findings);
        }
    };
    let mut bytes = check_start(&mut input, findings)?;
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = read_line(&mut input, &mut line)?;
        if length == 0 {
            return Ok(bytes);
        }
        bytes += length as u64;
        findings.line += 1;
        if length > MAX_EXAMPLE_BYTES {
            findings.count_record();
            findings.add_whole(&TOO_LONG);
        } else if line.iter().all(u8::is_ascii_whitespace) {
            findings.add_whole(&BLANK_LINE);
        } else {
            findings.count_record();
            parse(&line, findings, &mut check);
        }
    }
}

/// Calls `check` with each element of one JSON array.
pub(super) fn for_each_element(
    mut input: impl BufRead,
    findings: &mut Findings,
    mut check: impl FnMut(&Json<'_>, &mut Findings),
) -> Result<()> {
    check_start(&mut input, findings)?;
    let mut scan = ElementScan::default();
    loop {
        let block = input.fill_buf().map_err(|e| Error::io("reading the file", e))?;
        if block.is_empty() {
            break;
        }
        let length = block.len();
        let mut rest = scan.skip_string(block);
        while let Some((byte, after)) = rest.split_first() {
            match scan.step(*byte) {
                Step::Within => {}
                Step::Element => scan.hand_over(findings, &mut check),
                Step::Broken(rule) => {
                    findings.line = 0;
                    findings.add_whole(rule);
                    return Ok(());
                }
            }
            rest = scan.skip_string(after);
        }
        input.consume(length);
    }
    if scan.place != Place::After {
        findings.line = 0;
        findings.add_whole(if scan.place == Place::Before { &NOT_AN_ARRAY } else { &UNCLOSED_ARRAY });
    }
    Ok(())
}

/// Takes a UTF-8 byte-order mark off. Returns the bytes taken.
fn check_start(input: &mut impl BufRead, findings: &mut Findings) -> Result<u64> {
    let start = input.fill_buf().map_err(|e| Error::io("reading the file", e))?;
    if !start.starts_with(b"\xEF\xBB\xBF") {
        return Ok(0);
    }
    input.consume(3);
    findings.add_whole(&BYTE_ORDER_MARK);
    Ok(3)
}

/// Appends a line, at most [`MAX_EXAMPLE_BYTES`] of it, and returns its full length with the line feed; 0 at the end.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<usize> {
    let mut length = 0;
    loop {
        let block = input.fill_buf().map_err(|e| Error::io("reading the file", e))?;
        let end = memchr::memchr(b'\n', block);
        let taken = end.map_or(block.len(), |end| end + 1);
        let room = MAX_EXAMPLE_BYTES.saturating_sub(line.len()).min(taken);
        line.extend_from_slice(block.get(..room).unwrap_or_default());
        input.consume(taken);
        length += taken;
        if end.is_some() || taken == 0 {
            return Ok(length);
        }
    }
}

fn parse(example: &[u8], findings: &mut Findings, check: &mut impl FnMut(&Json<'_>, &mut Findings)) {
    let text = match std::str::from_utf8(example) {
        Ok(text) => text,
        Err(error) => {
            let column = error.valid_up_to() + 1;
            return findings
                .add_worded(&NOT_UTF8, String::new, || format!("not valid UTF-8 at byte {column}"));
        }
    };
    match serde_json::from_str::<Json<'_>>(text) {
        Ok(json) => check(&json, findings),
        Err(error) => findings.add_worded(&INVALID_JSON, String::new, || syntax_message(&error)),
    }
}

/// What `serde_json` says about syntax, which never repeats content, with the column within the example.
fn syntax_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let what = text.strip_suffix(&place).unwrap_or("broken");
    if error.line() > 1 {
        format!("not valid JSON at line {} byte {} of the example: {what}", error.line(), error.column())
    } else {
        format!("not valid JSON at byte {}: {what}", error.column())
    }
}

/// The example as an object, with the rules for any object at the top.
pub(super) fn top_object<'j, 'a>(json: &'j Json<'a>, findings: &mut Findings) -> Option<&'j Object<'a>> {
    let Some(object) = json.as_object() else {
        findings.add_whole(&NOT_AN_OBJECT);
        return None;
    };
    check_repeated(object, String::new, findings);
    Some(object)
}

/// Notes a key that an object holds twice; `path` gives what stands before the key in its field, with the point.
pub(super) fn check_repeated(object: &Object<'_>, path: impl FnOnce() -> String, findings: &mut Findings) {
    if let Some((place, key)) = object.repeated_key() {
        findings.add(&REPEATED_KEY, || format!("{}{}", path(), key_label(key, place)));
    }
}

/// Notes an object whose keys are others than those of the first one, which `first` remembers.
pub(super) fn check_same_keys(
    object: &Object<'_>,
    first: &mut Option<Vec<String>>,
    rule: &Rule,
    findings: &mut Findings,
) {
    let mut keys: Vec<&str> = object.keys().collect();
    keys.sort_unstable();
    match first {
        None => *first = Some(keys.into_iter().map(str::to_owned).collect()),
        Some(first) if *first != keys => findings.add_whole(rule),
        Some(_) => {}
    }
}

#[derive(Clone, Copy, PartialEq, Default)]
enum Place {
    /// Before `[`.
    #[default]
    Before,
    /// Inside the array.
    Inside,
    /// After `]`.
    After,
}

enum Step {
    Within,
    Element,
    Broken(&'static Rule),
}

/// Finds the ends of an array's elements by counting brackets outside strings; the elements are parsed afterwards.
#[derive(Default)]
struct ElementScan {
    place: Place,
    element: Vec<u8>,
    length: usize,
    depth: usize,
    in_string: bool,
    after_backslash: bool,
    /// Whether a comma came before, so that an element must follow.
    after_comma: bool,
}

impl ElementScan {
    fn step(&mut self, byte: u8) -> Step {
        match self.place {
            Place::Before if byte == b'[' => self.place = Place::Inside,
            Place::Inside => return self.step_inside(byte),
            _ if byte.is_ascii_whitespace() => {}
            Place::Before => return Step::Broken(&NOT_AN_ARRAY),
            Place::After => return Step::Broken(&AFTER_ARRAY),
        }
        Step::Within
    }

    /// Takes what surely stays inside the string at hand, and returns the rest.
    fn skip_string<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        if !self.in_string || self.after_backslash {
            return bytes;
        }
        let end = memchr::memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
        let (within, rest) = bytes.split_at(end);
        self.take(within);
        rest
    }

    fn take(&mut self, bytes: &[u8]) {
        let room = MAX_EXAMPLE_BYTES.saturating_sub(self.element.len()).min(bytes.len());
        self.element.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.length += bytes.len();
    }

    fn step_inside(&mut self, byte: u8) -> Step {
        if self.in_string {
            self.in_string = self.after_backslash || byte != b'"';
            self.after_backslash = byte == b'\\' && !self.after_backslash;
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'[' | b'{' => self.depth += 1,
                b']' if self.depth == 0 => {
                    self.place = Place::After;
                    let ends_empty = self.length == 0 && !self.after_comma;
                    return if ends_empty { Step::Within } else { Step::Element };
                }
                b',' if self.depth == 0 => {
                    self.after_comma = true;
                    return Step::Element;
                }
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ if self.length == 0 && byte.is_ascii_whitespace() => return Step::Within,
                _ => {}
            }
        }
        self.take(&[byte]);
        Step::Within
    }

    fn hand_over(&mut self, findings: &mut Findings, check: &mut impl FnMut(&Json<'_>, &mut Findings)) {
        findings.line += 1;
        if self.length == 0 {
            findings.add_whole(&EMPTY_ELEMENT);
        } else {
            findings.count_record();
            if self.length > MAX_EXAMPLE_BYTES {
                findings.add_whole(&TOO_LONG);
            } else {
                parse(&self.element, findings, check);
            }
        }
        self.element.clear();
        self.length = 0;
    }
}
