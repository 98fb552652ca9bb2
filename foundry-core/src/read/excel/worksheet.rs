//! The cells of an .xlsx sheet, one after the other (ECMA-376, part 1, 18.3).

use std::borrow::Cow;

use super::broken;
use super::markup::{Markup, Tag, Token, push_text};
use super::number_format::NumberFormat;
use super::package::Part;
use super::sheet::SheetBuilder;
use super::strings::{SharedStrings, push_data, push_run, read_rich, unescape};
use super::value::{write_float, write_serial};
use crate::error::Result;
use crate::record::ValueKind;

/// What the cells of every sheet of a workbook refer to.
pub(super) struct Shared<'w> {
    pub(super) strings: &'w SharedStrings,
    pub(super) formats: &'w [NumberFormat],
    pub(super) is_1904: bool,
}

/// Reads the cells of a sheet. The text of the sheet must start with that of the shared strings.
///
/// # Errors
/// `format` for damage, and for a part without cells such as a chart; `limit` as [`SheetBuilder::add`].
pub(super) fn read_cells(
    part: Part<'_, '_>,
    shared: &Shared<'_>,
    sheet: &mut SheetBuilder<'_>,
) -> Result<()> {
    let mut markup = Markup::new(part)?;
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"sheetData" => break,
            Token::End => return Err(broken()),
            _ => {}
        }
    }
    let (mut row, mut column) = (0u32, 0u32);
    let mut text = String::new();
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"c" => {
                let cell = Cell::of(tag, shared.formats)?;
                let (row, at) = cell.place.unwrap_or((row, column));
                text.clear();
                let content = read_content(&mut markup, &cell, shared.strings, &mut text)?;
                column = at.saturating_add(1);
                match content {
                    Content::Shared(start, end) => sheet.add_shared(row, at, start, end)?,
                    content => sheet.add(row, at, |out| write(&content, &text, shared.is_1904, out))?,
                }
            }
            Token::Open(tag) if tag.name == b"row" => {
                if let Some(number) = tag.attribute(b"r") {
                    row = place_of(number).ok_or_else(broken)?.0;
                }
            }
            Token::Close(b"row") => (row, column) = (row.saturating_add(1), 0),
            Token::Close(b"sheetData") => return markup.finish(),
            Token::End => return Err(broken()),
            _ => {}
        }
    }
}

/// How the value of a cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellType {
    /// A number; where the type is not said, a text that is no number stays one.
    Number {
        said: bool,
    },
    Shared,
    Boolean,
    Error,
    /// A date as ISO 8601.
    Date,
    /// The text that a formula gives.
    Formula,
    Inline,
}

/// What the tag of a cell tells.
struct Cell {
    /// Its row and column from 0, if it says.
    place: Option<(u32, u32)>,
    kind: CellType,
    format: NumberFormat,
}

impl Cell {
    fn of(tag: Tag<'_>, formats: &[NumberFormat]) -> Result<Cell> {
        let mut cell =
            Cell { place: None, kind: CellType::Number { said: false }, format: NumberFormat::Number };
        for (name, value) in tag.attributes() {
            match name {
                b"r" => {
                    let (row, column) = place_of(value).ok_or_else(broken)?;
                    cell.place = Some((row, column.ok_or_else(broken)?));
                }
                b"s" => {
                    let style = digits(value).unwrap_or(0);
                    cell.format = formats.get(style).copied().unwrap_or(NumberFormat::Number);
                }
                b"t" => {
                    cell.kind = match value {
                        b"s" => CellType::Shared,
                        b"inlineStr" | b"is" => CellType::Inline,
                        b"str" => CellType::Formula,
                        b"n" => CellType::Number { said: true },
                        b"b" => CellType::Boolean,
                        b"e" => CellType::Error,
                        b"d" => CellType::Date,
                        _ => return Err(broken()),
                    }
                }
                _ => {}
            }
        }
        Ok(cell)
    }
}

/// The row and column, from 0, that a name such as `B7` stands for; rows alone have no column.
fn place_of(name: &[u8]) -> Option<(u32, Option<u32>)> {
    let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let mut column = 0u32;
    let mut cut = 0;
    for letter in letters {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
        cut += 1;
    }
    let row = u32::try_from(digits(name.get(cut..)?)?).ok()?.checked_sub(1)?;
    Some((row, column.checked_sub(1)))
}

/// A number of digits alone.
fn digits(text: &[u8]) -> Option<usize> {
    let (first, _) = text.split_first()?;
    first.is_ascii_digit().then_some(())?;
    text.iter().try_fold(0usize, |sum, digit| {
        digit.is_ascii_digit().then_some(())?;
        sum.checked_mul(10)?.checked_add(usize::from(digit - b'0'))
    })
}

/// The value of a cell; text stands beside it.
#[derive(Debug)]
enum Content {
    Nothing,
    Text,
    Shared(u32, u32),
    Number(f64),
    Time(f64, NumberFormat),
    Boolean(bool),
    Error,
}

fn write(content: &Content, text: &str, is_1904: bool, out: &mut String) -> (ValueKind, bool) {
    let kind = match content {
        Content::Error => return (ValueKind::Null, true),
        Content::Nothing | Content::Shared(..) => ValueKind::Null,
        Content::Text if text.is_empty() => ValueKind::Null,
        Content::Text => {
            out.push_str(text);
            ValueKind::Text
        }
        Content::Number(number) => {
            write_float(*number, out);
            ValueKind::Number
        }
        Content::Time(serial, format) => {
            write_serial(*serial, *format == NumberFormat::Duration, is_1904, out);
            ValueKind::Text
        }
        Content::Boolean(value) => {
            out.push_str(if *value { "true" } else { "false" });
            ValueKind::Boolean
        }
    };
    (kind, false)
}

/// Reads what stands in a cell, and its end; formulas and what later versions add are passed over.
fn read_content(
    markup: &mut Markup<'_>,
    cell: &Cell,
    strings: &SharedStrings,
    text: &mut String,
) -> Result<Content> {
    if cell.kind == CellType::Inline {
        if let Some(raw) = markup.plain(b"<is><t>", b"</t></is></c>") {
            push_run(raw, text)?;
            return Ok(Content::Text);
        }
    } else if let Some(raw) = markup.plain(b"<v>", b"</v></c>") {
        push_text(raw, text)?;
        return content_of(cell, strings, text);
    }
    let mut content = Content::Nothing;
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"v" && cell.kind != CellType::Inline => {
                text.clear();
                content = read_value(markup, cell, strings, text)?;
            }
            Token::Open(tag) if tag.name == b"is" => {
                text.clear();
                read_rich(markup, b"is", text)?;
                content = Content::Text;
            }
            Token::Open(tag) => {
                // A value comes after its formula.
                if tag.name == b"f" {
                    content = Content::Nothing;
                }
                markup.skip()?;
            }
            Token::Close(b"c") => return Ok(content),
            Token::End => return Err(broken()),
            _ => {}
        }
    }
}

/// Reads a `v`, and its end.
fn read_value(
    markup: &mut Markup<'_>,
    cell: &Cell,
    strings: &SharedStrings,
    text: &mut String,
) -> Result<Content> {
    loop {
        match markup.next()? {
            Token::Text(raw) => push_text(raw, text)?,
            Token::Data(raw) => push_data(raw, text)?,
            Token::Close(b"v") => break,
            Token::Open(_) => markup.skip()?,
            Token::Close(_) => {}
            Token::End => return Err(broken()),
        }
    }
    content_of(cell, strings, text)
}

/// What the text of a `v` stands for.
fn content_of(cell: &Cell, strings: &SharedStrings, text: &mut String) -> Result<Content> {
    let plain = text.trim_matches([' ', '\t', '\r', '\n']);
    Ok(match cell.kind {
        CellType::Inline => Content::Nothing,
        CellType::Number { .. } | CellType::Shared | CellType::Boolean | CellType::Error
            if plain.is_empty() =>
        {
            Content::Nothing
        }
        CellType::Number { said } => match plain.parse::<f64>() {
            Ok(number) if cell.format == NumberFormat::Number => Content::Number(number),
            Ok(number) => Content::Time(number, cell.format),
            Err(_) if said => return Err(broken()),
            Err(_) => Content::Text,
        },
        CellType::Shared => {
            let place = digits(plain.as_bytes()).and_then(|index| strings.place(index));
            let (start, end) = place.ok_or_else(broken)?;
            Content::Shared(start, end)
        }
        CellType::Boolean if plain == "1" || plain.eq_ignore_ascii_case("true") => Content::Boolean(true),
        CellType::Boolean if plain == "0" || plain.eq_ignore_ascii_case("false") => Content::Boolean(false),
        CellType::Boolean => return Err(broken()),
        CellType::Error => Content::Error,
        CellType::Date => {
            text.truncate(text.trim_end_matches("T00:00:00").len());
            Content::Text
        }
        CellType::Formula => {
            if let Cow::Owned(unescaped) = unescape(text) {
                *text = unescaped;
            }
            Content::Text
        }
    })
}
