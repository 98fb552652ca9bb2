//! Number formats: which of them show a number as a date or a time.

use super::broken;
use super::markup::{Markup, Token, attribute_text};
use super::package::Part;
use crate::error::Result;

/// What a number stands for in a cell of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// A number.
    Number,
    /// A date, a time of day, or both.
    DateTime,
    /// A time span such as `[h]:mm`.
    Duration,
}

/// Reads the number formats of the cell styles, in their order (ECMA-376, part 1, 18.8.10).
pub(super) fn read_formats(part: Part<'_, '_>) -> Result<Vec<NumberFormat>> {
    let mut markup = Markup::new(part)?;
    let (mut own, mut formats) = (Vec::new(), Vec::new());
    let (mut in_own, mut in_cells) = (false, false);
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"numFmts" => in_own = true,
            Token::Close(b"numFmts") => in_own = false,
            Token::Open(tag) if tag.name == b"numFmt" && in_own => {
                if let (Some(id), Some(code)) = (tag.attribute(b"numFmtId"), tag.attribute(b"formatCode")) {
                    own.push((number(id), of_code(&attribute_text(code)?)));
                }
            }
            Token::Open(tag) if tag.name == b"cellXfs" => in_cells = true,
            Token::Close(b"cellXfs") => in_cells = false,
            Token::Open(tag) if tag.name == b"xf" && in_cells => {
                let id = tag.attribute(b"numFmtId").and_then(number);
                let found = own.iter().rev().find(|(own, _)| id.is_some() && *own == id);
                formats.push(found.map_or_else(|| built_in(id), |(_, format)| *format));
                // What else stands in it is no style of its own.
                loop {
                    match markup.next()? {
                        Token::Close(b"xf") => break,
                        Token::End => return Err(broken()),
                        _ => {}
                    }
                }
            }
            Token::Close(b"styleSheet") => return Ok(formats),
            Token::End => return Err(broken()),
            _ => {}
        }
    }
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The formats that every program knows by their number (ECMA-376, part 1, 18.8.30).
fn built_in(id: Option<u32>) -> NumberFormat {
    match id {
        Some(14..=22 | 27..=36 | 45 | 47 | 50..=58) => NumberFormat::DateTime,
        Some(46) => NumberFormat::Duration,
        _ => NumberFormat::Number,
    }
}

/// The first part of a format code, up to `;`, decides; quoted and escaped letters say nothing.
fn of_code(code: &str) -> NumberFormat {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            // What follows is a letter, a width or a filling.
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let mut units = inside.bytes().map(|unit| unit.to_ascii_lowercase());
                if let Some(first @ (b'h' | b'm' | b's')) = units.next()
                    && units.all(|unit| unit == first)
                {
                    return NumberFormat::Duration;
                }
            }
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => return NumberFormat::DateTime,
            'a' | 'A' if matches!(chars.clone().next(), Some('m' | 'M' | '/')) => {
                return NumberFormat::DateTime;
            }
            _ => {}
        }
    }
    NumberFormat::Number
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::{DateTime, Duration, Number};
    use super::*;

    #[test]
    fn formats_are_what_they_show() {
        for (code, format) in [
            ("General", Number),
            ("0.00E+00", Number),
            ("#,##0 \"days\"", Number),
            ("\\d0", Number),
            ("#,##0*y", Number),
            ("_s0", Number),
            ("0;yyyy", Number),
            ("[Red]0.00", Number),
            ("[$-409]0", Number),
            ("[$-407]d. mmmm yyyy", DateTime),
            ("yyyy\\-mm\\-dd", DateTime),
            ("\"at\" h:mm AM/PM", DateTime),
            ("A/P", DateTime),
            ("[h]:mm", Duration),
            ("[Blue][MM]:ss", Duration),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
        assert_eq!([Some(14), Some(46), Some(49), None].map(built_in), [DateTime, Duration, Number, Number]);
    }
}
