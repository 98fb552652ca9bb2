//! Office Open XML workbooks (ECMA-376, .xlsx): which parts there are, and what their cells refer to.

use std::collections::BTreeMap;

use super::cfb;
use super::markup::{Markup, Token, attribute_text};
use super::number_format::{NumberFormat, read_formats};
use super::package::{Package, Part};
use super::sheet::{Sheet, SheetBuilder};
use super::strings::SharedStrings;
use super::worksheet::{Shared, read_cells};
use super::{Book, broken};
use crate::error::Result;
use crate::read::options::ReadLimits;

/// An .xlsx workbook.
pub(super) struct XlsxBook<'b> {
    package: Package<'b>,
    /// The names of the sheets and of their parts.
    sheets: Vec<(String, String)>,
    strings: SharedStrings,
    formats: Vec<NumberFormat>,
    is_1904: bool,
}

impl<'b> XlsxBook<'b> {
    /// Opens it: names of sheets, shared strings, number formats.
    pub(super) fn open(bytes: &'b [u8], limits: &ReadLimits) -> Result<XlsxBook<'b>> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            // An encrypted workbook is wrapped so; any other is no .xlsx.
            cfb::check(bytes, limits)?;
            return Err(broken());
        }
        let mut package = Package::open(bytes, limits)?;
        let root = relations(package.part("_rels/.rels")?.ok_or_else(broken)?)?;
        let is_document = |relation: &&Relation| relation.kind.ends_with("/officeDocument");
        let document = root.values().find(is_document).ok_or_else(broken)?;
        let document = join("", &document.target);
        let (folder, name) = document.rsplit_once('/').unwrap_or(("", &document));
        let parts =
            relations(package.part(&join(folder, &format!("_rels/{name}.rels")))?.ok_or_else(broken)?)?;
        let part_of = |kind: &str, usual: &str| {
            let relation = parts.values().find(|relation| relation.kind.rsplit('/').next() == Some(kind));
            join(folder, relation.map_or(usual, |relation| &relation.target))
        };
        let strings = match package.part(&part_of("sharedStrings", "sharedStrings.xml"))? {
            Some(part) => SharedStrings::read(part, limits)?,
            None => SharedStrings::default(),
        };
        let formats = match package.part(&part_of("styles", "styles.xml"))? {
            Some(part) => read_formats(part)?,
            None => Vec::new(),
        };
        let document = package.part(&document)?.ok_or_else(broken)?;
        let (named, is_1904) = contents(document)?;
        let sheets = named.into_iter().map(|(name, id)| {
            let target = parts.get(&id).map(|relation| join(folder, &relation.target));
            (name, target.unwrap_or_default())
        });
        Ok(XlsxBook { sheets: sheets.collect(), package, strings, formats, is_1904 })
    }
}

impl Book for XlsxBook<'_> {
    fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    fn load(&mut self, name: &str, limits: &ReadLimits) -> Result<Sheet> {
        let XlsxBook { package, sheets, strings, formats, is_1904 } = self;
        let (_, part) = sheets.iter().find(|(other, _)| other == name).ok_or_else(broken)?;
        let most_shown = package.most_shown();
        let part = package.part(part)?.ok_or_else(broken)?;
        // Cells point into the shared text instead of holding copies of it; a sheet without cells gives it back.
        let text = std::mem::take(&mut strings.text);
        let mut sheet = SheetBuilder::after(text, most_shown, limits);
        let shared = Shared { strings, formats, is_1904: *is_1904 };
        let outcome = read_cells(part, &shared, &mut sheet);
        let mut sheet = sheet.finish();
        if outcome.is_err() || sheet.rows.is_empty() {
            strings.text = std::mem::take(&mut sheet.text);
        }
        outcome.map(|()| sheet)
    }
}

/// What one part says of another.
struct Relation {
    kind: String,
    target: String,
}

/// The relations of a part by their ids (ECMA-376, part 2, 9.3).
fn relations(part: Part<'_, '_>) -> Result<BTreeMap<String, Relation>> {
    let mut markup = Markup::new(part)?;
    let mut relations = BTreeMap::new();
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"Relationship" => {
                let text = |name| attribute_text(tag.attribute(name).unwrap_or_default());
                relations.insert(text(b"Id")?, Relation { kind: text(b"Type")?, target: text(b"Target")? });
            }
            Token::Close(b"Relationships") => return Ok(relations),
            Token::End => return Err(broken()),
            _ => {}
        }
    }
}

/// The names of the sheets with the ids of their parts, and whether days are counted from 1904.
fn contents(part: Part<'_, '_>) -> Result<(Vec<(String, String)>, bool)> {
    let mut markup = Markup::new(part)?;
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"sheet" => {
                let name = attribute_text(tag.attribute(b"name").unwrap_or_default())?;
                let is_id = |key: &[u8]| key == b"id" || key.ends_with(b":id");
                let id = tag.attributes().find(|(key, _)| is_id(key)).map_or(&b""[..], |(_, id)| id);
                sheets.push((name, attribute_text(id)?));
            }
            Token::Open(tag) if tag.name == b"workbookPr" => {
                if let Some(value) = tag.attribute(b"date1904") {
                    is_1904 = matches!(value, b"1" | b"true");
                }
            }
            Token::Close(b"workbook") => return Ok((sheets, is_1904)),
            Token::End => return Err(broken()),
            _ => {}
        }
    }
}

/// The name of a part that is named from a folder.
fn join(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(target) => ("", target),
        None => (folder, target),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
