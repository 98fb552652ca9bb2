//! OpenDocument spreadsheets (OASIS ODF 1.3, part 3): a cell may say that it stands a million times, so cells are
//! kept once and empty ones are only counted.

use super::package::Package;
use super::sheet::{Sheet, SheetBuilder};
use super::value::write_float;
use super::xml::{Event, Tag, Xml};
use super::{Book, broken, protected};
use crate::error::{Error, ErrorKind, Result};
use crate::read::options::ReadLimits;
use crate::record::ValueKind;

/// An .ods workbook: the text of its `content.xml`.
pub(super) struct OdsBook {
    content: String,
    sheets: Vec<String>,
}

impl OdsBook {
    /// Unpacks the content and finds the names of the sheets.
    pub(super) fn open(bytes: &[u8], limits: &ReadLimits) -> Result<OdsBook> {
        Package::open(bytes, limits)?.check()?;
        let mut package = Package::open(bytes, limits)?;
        let manifest = package.bytes("META-INF/manifest.xml")?.unwrap_or_default();
        if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
            return Err(protected());
        }
        let content = package.bytes("content.xml")?.ok_or_else(broken)?;
        let content = String::from_utf8(content).map_err(|_| broken())?;
        let mut sheets = Vec::new();
        let mut xml = Xml::new(&content);
        while let Some(event) = xml.next() {
            if let Event::Open(tag) = event
                && tag.is("table:table")
                && let Some(name) = tag.attribute("table:name")
            {
                sheets.push(name.into_owned());
            }
        }
        if !xml.is_whole() {
            return Err(broken());
        }
        Ok(OdsBook { content, sheets })
    }
}

impl Book for OdsBook {
    fn sheets(&self) -> Vec<String> {
        self.sheets.clone()
    }

    fn load(&mut self, name: &str, limits: &ReadLimits) -> Result<Sheet> {
        let mut xml = Xml::new(&self.content);
        while let Some(event) = xml.next() {
            if let Event::Open(tag) = event
                && tag.is("table:table")
                && tag.attribute("table:name").as_deref() == Some(name)
            {
                return if tag.is_empty() { Ok(Sheet::default()) } else { table(&mut xml, limits) };
            }
        }
        Err(broken())
    }
}

/// A cell on its way into the sheet.
#[derive(Default)]
struct OdsCell {
    kind: Option<ValueKind>,
    /// The value of the attributes, where it is no text.
    value: String,
    /// The paragraphs.
    text: String,
    paragraphs: usize,
    /// Whether a paragraph is open.
    open: bool,
    columns: u32,
}

fn table(xml: &mut Xml<'_>, limits: &ReadLimits) -> Result<Sheet> {
    let mut sheet = SheetBuilder::new(limits);
    let (mut row, mut rows, mut column) = (0u32, 1u32, 0u32);
    let mut filled: Vec<(u32, OdsCell)> = Vec::new();
    let mut cell: Option<OdsCell> = None;
    // Depth of what is no part of the cell's text: remarks, drawings.
    let mut aside = 0u32;
    let mut nested = 0u32;
    while let Some(event) = xml.next() {
        match event {
            Event::Open(tag) if tag.is("table:table") => nested += u32::from(!tag.is_empty()),
            Event::Close("table:table") if nested > 0 => nested -= 1,
            Event::Close("table:table") => return Ok(sheet.finish()),
            _ if nested > 0 => {}
            Event::Open(tag) if is_aside(&tag) => aside += u32::from(!tag.is_empty()),
            Event::Close("office:annotation" | "draw:frame" | "draw:custom-shape") => {
                aside = aside.saturating_sub(1)
            }
            _ if aside > 0 => {}
            Event::Open(tag) if tag.is("table:table-row") => {
                (rows, column) = (tag.count("table:number-rows-repeated").max(1), 0);
                if tag.is_empty() {
                    row = row.saturating_add(rows);
                }
            }
            Event::Close("table:table-row") => {
                end_row(&mut sheet, row, rows, &mut filled)?;
                row = row.saturating_add(rows);
            }
            Event::Open(tag) if tag.is("table:table-cell") || tag.is("table:covered-table-cell") => {
                let opened = OdsCell::open(&tag);
                if tag.is_empty() {
                    column = close_cell(opened, column, &mut filled);
                } else {
                    cell = Some(opened);
                }
            }
            Event::Close("table:table-cell" | "table:covered-table-cell") => {
                column = close_cell(
                    cell.take().unwrap_or(OdsCell { columns: 1, ..OdsCell::default() }),
                    column,
                    &mut filled,
                );
            }
            Event::Open(tag) => {
                if let Some(cell) = &mut cell {
                    cell.inside(&tag);
                }
            }
            Event::Text(text) => {
                if let Some(cell) = cell.as_mut().filter(|cell| cell.open) {
                    cell.text.push_str(&text);
                }
            }
            Event::Close("text:p" | "text:h") => {
                if let Some(cell) = &mut cell {
                    cell.open = false;
                }
            }
            Event::Close(_) => {}
        }
        if filled.len() as u64 > limits.max_sheet_cells {
            return Err(Error::new(ErrorKind::Limit, "a row has more cells than a sheet may have"));
        }
    }
    Err(broken())
}

/// Writes the cells of a row once; what repeats them points to the same text.
fn end_row(
    sheet: &mut SheetBuilder<'_>,
    row: u32,
    rows: u32,
    filled: &mut Vec<(u32, OdsCell)>,
) -> Result<()> {
    for (column, cell) in filled.iter() {
        sheet.add(row, *column, |out| cell.write(out))?;
        sheet.repeat_cell(*column, cell.columns - 1)?;
    }
    if !filled.is_empty() {
        sheet.repeat_row(row, rows - 1)?;
    }
    filled.clear();
    Ok(())
}

fn is_aside(tag: &Tag<'_>) -> bool {
    tag.is("office:annotation") || tag.is("draw:frame") || tag.is("draw:custom-shape")
}

fn close_cell(cell: OdsCell, column: u32, filled: &mut Vec<(u32, OdsCell)>) -> u32 {
    let next = column.saturating_add(cell.columns);
    if cell.kind.is_some() || !cell.text.is_empty() {
        filled.push((column, cell));
    }
    next
}

impl OdsCell {
    fn open(tag: &Tag<'_>) -> OdsCell {
        let text = |name: &str| tag.attribute(name).map(|value| value.into_owned());
        let kind = tag.attribute("office:value-type");
        let (kind, value) = match kind.as_deref() {
            Some("float" | "currency" | "percentage") => (ValueKind::Number, text("office:value")),
            Some("boolean") => (ValueKind::Boolean, text("office:boolean-value")),
            Some("date") => (ValueKind::Text, text("office:date-value")),
            Some("time") => (ValueKind::Text, text("office:time-value")),
            Some("string") => (ValueKind::Text, text("office:string-value")),
            _ => {
                return OdsCell {
                    columns: tag.count("table:number-columns-repeated").max(1),
                    ..OdsCell::default()
                };
            }
        };
        OdsCell {
            kind: Some(kind),
            value: value.unwrap_or_default(),
            columns: tag.count("table:number-columns-repeated").max(1),
            ..OdsCell::default()
        }
    }

    /// Takes a tag inside the cell: paragraphs, breaks and runs of spaces.
    fn inside(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "text:p" | "text:h" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                self.open = !tag.is_empty();
            }
            "text:s" => (0..tag.count("text:c").min(1000)).for_each(|_| self.text.push(' ')),
            "text:tab" => self.text.push('\t'),
            "text:line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    fn write(&self, out: &mut String) -> (ValueKind, bool) {
        let is_error =
            matches!(self.text.as_str(), "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NUM!")
                || (self.text.starts_with("Err:") && self.text.len() <= 8);
        if is_error {
            return (ValueKind::Null, true);
        }
        let kind = self.kind.unwrap_or(ValueKind::Text);
        let value = self.value.as_str();
        match kind {
            ValueKind::Number => match value.parse::<f64>() {
                Ok(number) => write_float(number, out),
                Err(_) => out.push_str(value),
            },
            ValueKind::Boolean => out.push_str(value),
            _ if value.is_empty() => out.push_str(&self.text),
            _ if value.starts_with("PT") => write_duration(value, out),
            _ => out.push_str(value.trim_end_matches("T00:00:00")),
        }
        (kind, false)
    }
}

/// `PT09H30M05S` as `09:30:05`; another duration stays as it is.
fn write_duration(value: &str, out: &mut String) {
    let parts = value.strip_prefix("PT").and_then(|rest| {
        let (hours, rest) = rest.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = rest.strip_suffix('S')?.split('.').next()?;
        let number = |text: &str| text.parse::<u32>().ok();
        Some((number(hours)?, number(minutes)?, number(seconds)?))
    });
    match parts {
        Some((hours, minutes, seconds)) => {
            use std::fmt::Write;
            // Writing to a string cannot fail.
            let _ = write!(out, "{hours:02}:{minutes:02}:{seconds:02}");
        }
        None => out.push_str(value),
    }
}
