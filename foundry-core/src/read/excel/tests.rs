//! Workbooks by hand, and by chance beside another reader.

use std::io::Cursor;

use super::*;
use crate::read::{RecordReader, Row as AnyRow};

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Empty" sheetId="1" r:id="r1"/><sheet name="Chats" sheetId="2" r:id="r2"/></sheets></workbook>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;

/// A zip file (APPNOTE 4.3). `claim` overrides the unpacked size of packed entries in the directory.
fn zip(entries: &[(&str, Vec<u8>, u16)], claim: Option<u32>) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content, method) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let size = content.len() as u32;
        let mut fields = Vec::new();
        for short in [20u16, 0, *method, 0, 0] {
            fields.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), size, claim.filter(|_| *method == 8).unwrap_or(size)] {
            fields.extend(long.to_le_bytes());
        }
        fields.extend((name.len() as u16).to_le_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 12]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend([0; 2]);
        out.extend(name.as_bytes());
        out.extend(content);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    for _ in 0..2 {
        out.extend((entries.len() as u16).to_le_bytes());
    }
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn workbook(rows: &str) -> Vec<u8> {
    let sheet = |rows: &str| {
        format!(
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        )
    };
    let entry = |name, text: &str| (name, text.as_bytes().to_vec(), 0);
    zip(
        &[
            entry("[Content_Types].xml", CONTENT_TYPES),
            entry("_rels/.rels", ROOT),
            entry("xl/workbook.xml", WORKBOOK),
            entry("xl/_rels/workbook.xml.rels", RELATIONS),
            entry("xl/styles.xml", STYLES),
            entry("xl/worksheets/sheet1.xml", &sheet("")),
            entry("xl/worksheets/sheet2.xml", &sheet(rows)),
        ],
        None,
    )
}

const ROWS: &str = concat!(
    r#"<row r="2"><c r="B2" t="inlineStr"><is><t>phone</t></is></c><c r="C2" t="inlineStr"><is><t>created</t></is></c>"#,
    r#"<c r="D2" t="inlineStr"><is><t>open</t></is></c><c r="E2" t="inlineStr"><is><t>price</t></is></c></row>"#,
    r#"<row r="4"><c r="B4"><v>4155550101</v></c><c r="C4" s="1"><v>45413.395833333336</v></c><c r="D4" t="b"><v>1</v></c><c r="E4"><v>19.989999999999998</v></c></row>"#,
    r#"<row r="5"><c r="B5"><v>1.5E+20</v></c><c r="C5" s="1"><v>45413</v></c><c r="E5" t="e"><v>#N/A</v></c></row>"#,
);

fn open(bytes: Vec<u8>, options: &ReadOptions) -> Result<RecordReader<'static>> {
    RecordReader::open("book.xlsx", Box::new(Cursor::new(bytes)), options)
}

#[test]
fn values_are_what_the_sheet_means() {
    let mut reader = open(workbook(ROWS), &ReadOptions::default()).unwrap();
    assert_eq!(reader.schema().names().collect::<Vec<_>>(), ["phone", "created", "open", "price"]);
    assert_eq!(reader.resolved().sheet_name.as_deref(), Some("Chats"));
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        let AnyRow::Record(record) = row else { panic!("a record") };
        rows.push((record.row, [0, 1, 2, 3].map(|slot| record.get(slot).text.to_owned())));
    }
    assert_eq!(rows[0], (4, ["4155550101", "2024-05-01T09:30:00", "true", "19.99"].map(str::to_owned)));
    assert_eq!(rows[1], (5, ["150000000000000000000", "2024-05-01", "", ""].map(str::to_owned)));
    assert_eq!(rows.len(), 2);
    let notes: Vec<String> = reader.take_notes().into_iter().map(|note| note.code).collect();
    assert_eq!(notes, ["error_cell"]);
}

#[test]
fn sheets_are_found_by_name() {
    let wanted = |name: &str| ReadOptions { sheet_name: Some(name.to_owned()), ..ReadOptions::default() };
    assert!(open(workbook(ROWS), &wanted("chats")).is_ok());
    let Err(error) = open(workbook(ROWS), &wanted("Chat")) else { panic!("no such sheet") };
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.hint(), Some("did you mean `Chats`? The sheets are: `Empty`, `Chats`"));
    assert!(open(workbook(ROWS), &wanted("Empty")).is_err());
}

#[test]
fn hostile_workbooks_are_refused() {
    let mut options = ReadOptions::default();
    options.limits.max_sheet_cells = 5;
    let kind = |bytes, options: &ReadOptions| open(bytes, options).err().map(|error| error.kind());
    assert_eq!(kind(workbook(ROWS), &options), Some(ErrorKind::Limit));
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048577"><c r="A1048577"><v>1</v></c></row>"#;
    assert_eq!(kind(workbook(far), &ReadOptions::default()), Some(ErrorKind::Format));
    let nowhere = r#"<row r="1"><c r="A99999999999"><v>1</v></c></row>"#;
    assert_eq!(kind(workbook(nowhere), &ReadOptions::default()), Some(ErrorKind::Format));
    options.limits = ReadLimits { max_unpacked_bytes: 1000, ..ReadLimits::default() };
    assert_eq!(kind(workbook(ROWS), &options), Some(ErrorKind::Limit));
    // A million bytes: said so, or said to be ten.
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut deflate, &vec![b'x'; 1 << 20]).unwrap();
    let parts = [
        ("_rels/.rels", ROOT.into(), 0),
        ("xl/_rels/workbook.xml.rels", RELATIONS.into(), 0),
        ("xl/workbook.xml", deflate.finish().unwrap(), 8),
    ];
    options.limits.max_unpacked_bytes = 100_000;
    assert_eq!(kind(zip(&parts, Some(1 << 20)), &options), Some(ErrorKind::Limit));
    assert_eq!(kind(zip(&parts, Some(10)), &options), Some(ErrorKind::Format));
    for cut in [10, 50, 200, 400] {
        let book = workbook(ROWS);
        assert!(open(book[..book.len() - cut].to_vec(), &ReadOptions::default()).is_err());
    }
}

// The same workbooks by the library that reads the other formats: cell by cell, the same must come out.

/// A sheet as calamine reads it; `None` where it tells of damage, or panics at it.
fn by_calamine(bytes: &[u8], name: &str, limits: &ReadLimits) -> Option<Sheet> {
    use calamine::Reader;
    without_panic(|| {
        let mut book = calamine::Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
        let is_1904 = book.has_1904_epoch();
        let mut reader = book.worksheet_cells_reader(name).map_err(|_| broken())?;
        let mut sheet = sheet::SheetBuilder::new(limits);
        while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
            let (row, column) = cell.get_position();
            sheet.add(row, column, |out| value::write_value(cell.get_value(), is_1904, out))?;
        }
        Ok(sheet.finish())
    })
    .ok()
}

/// What can be seen of a sheet, wherever its texts stand.
fn seen(sheet: &Sheet) -> Vec<String> {
    let row = |at: usize| {
        let row = sheet.rows[at];
        let cells = sheet.cells_of(at).iter().map(|cell| {
            format!(
                "{} {:?} {:?}",
                cell.column,
                cell.kind,
                &sheet.text[cell.start as usize..cell.end as usize]
            )
        });
        format!("{} {:?} {} {:?}", row.number, row.too_long, row.has_error, cells.collect::<Vec<_>>())
    };
    (0..sheet.rows.len()).map(row).collect()
}

/// Numbers by chance, the same every time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16) as usize % count.max(1)
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn text(&mut self) -> String {
        let pieces = [
            "a",
            "Hello there",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "&amp;",
            "&lt;b&gt;",
            "&#65;",
            "&#x1F600;",
            "é",
            "日本",
            "_x000D_",
            "_x0041_",
            "_xD83D__xDE00_",
            "_xD83D_",
            "_x005F_x000D_",
            "_x00",
            "_",
            "\u{a0}",
            "&quot;",
            "1",
            "<!-- c -->",
            "&#10;",
            "]]",
        ];
        (0..self.below(6)).map(|_| self.of(&pieces)).collect()
    }

    /// The inside of a shared or inline string.
    fn string(&mut self, prefix: &str) -> String {
        let mut run = |name: &str| {
            let space = self.of(&["", " xml:space=\"preserve\"", " xml:space='default'"]);
            format!("<{prefix}{name}{space}>{}</{prefix}{name}>", self.text())
        };
        let plain = run("t");
        let (second, sound) = (run("t"), run("t"));
        match self.below(8) {
            0 => String::new(),
            1 => format!("<{prefix}t/>"),
            2 => format!(
                "<{prefix}r><{prefix}rPr><{prefix}b/></{prefix}rPr>{plain}</{prefix}r><{prefix}r>{second}</{prefix}r>"
            ),
            3 => format!(
                "{plain}<{prefix}rPh sb=\"0\" eb=\"1\">{sound}</{prefix}rPh><{prefix}phoneticPr fontId=\"1\"/>"
            ),
            4 => format!("<{prefix}t><![CDATA[{}]]></{prefix}t>", self.of(&["<a>", "x & y", "plain", " x "])),
            _ => plain,
        }
    }

    fn cell(&mut self, prefix: &str, row: usize, column: usize) -> String {
        let name = char::from(b'A' + (column % 26) as u8);
        let place = match self.below(6) {
            0 => String::new(),
            1 => format!(" r='{}{row}'", name.to_ascii_lowercase()),
            _ => format!(" r=\"{name}{row}\""),
        };
        let style = match self.below(3) {
            0 => format!(" s=\"{}\"", self.below(9)),
            _ => String::new(),
        };
        let numbers = [
            "0",
            "-0",
            "1",
            "42",
            "-17.5",
            "0.1",
            "19.989999999999998",
            "45413.395833333336",
            "45413",
            "0.5",
            "1.5E+20",
            "1E-7",
            "123456789012345678",
            "0.30000000000000004",
            "-1",
            "2958465.99999",
            "3000000",
            "60",
            "61",
            "1e308",
            "100000000000000000000",
            "33.333333333333336",
            "99999999999999.99",
            "1.0",
        ];
        let value = |prefix: &str, text: &str| format!("<{prefix}v>{text}</{prefix}v>");
        let (kind, inside) = match self.below(12) {
            0 => (" t=\"inlineStr\"", format!("<{prefix}is>{}</{prefix}is>", self.string(prefix))),
            1 => (" t=\"s\"", value(prefix, self.of(&["0", "1", "2", "3", "4", "5", "6", "7"]))),
            2 => (" t=\"b\"", value(prefix, self.of(&["0", "1", "true", "FALSE", ""]))),
            3 => (" t=\"e\"", value(prefix, self.of(&["#N/A", "#REF!", "#DIV/0!", "#VALUE!"]))),
            4 => (" t=\"str\"", format!("<{prefix}f>A1&amp;B1</{prefix}f>{}", value(prefix, &self.text()))),
            5 => (
                " t=\"d\"",
                value(prefix, self.of(&["2024-05-01T09:30:00", "2024-05-01T00:00:00", "2024-05-01"])),
            ),
            6 => (" t='n'", value(prefix, self.of(&numbers))),
            7 => ("", self.of(&["", "<!-- empty -->"]).to_owned()),
            8 => ("", value(prefix, self.of(&["", "abc", "12 monkeys", "1,5"]))),
            _ => ("", value(prefix, self.of(&numbers))),
        };
        match inside.is_empty() && self.below(2) == 0 {
            true => format!("<{prefix}c{place}{style}{kind}/>"),
            false => format!("<{prefix}c{place}{style}{kind}>{inside}</{prefix}c>"),
        }
    }

    /// The parts of a workbook: relations, styles, shared strings and a sheet.
    fn parts(&mut self) -> Vec<(&'static str, String)> {
        let prefix = self.of(&["", "", "x:"]);
        let main = match prefix {
            "" => "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"",
            _ => "xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"",
        };
        let (mut rows, mut number) = (String::new(), 1);
        for _ in 0..self.below(6) {
            number += self.below(3);
            let place = match self.below(4) {
                0 => String::new(),
                _ => format!(" r=\"{number}\""),
            };
            rows += &format!("<{prefix}row{place} spans=\"1:4\">");
            let mut column = 0;
            for _ in 0..self.below(5) {
                column += self.below(3);
                rows += &self.cell(prefix, number, column);
                column += 1;
            }
            rows += &format!("</{prefix}row>\n");
            number += 1;
        }
        let sheet = format!(
            "<?xml version=\"1.0\"?><{prefix}worksheet {main}><{prefix}dimension ref=\"A1:B2\"/><{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>"
        );
        let strings: String = (0..8).map(|_| format!("<si>{}</si>", self.string(""))).collect();
        let calendar = self.of(&["", "<workbookPr/>", "<workbookPr date1904=\"1\"/>"]);
        vec![
            ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
            ("_rels/.rels", ROOT.to_owned()),
            ("xl/workbook.xml", WORKBOOK.replace("<sheets>", &format!("{calendar}<sheets>"))),
            ("xl/_rels/workbook.xml.rels", RELATIONS.to_owned()),
            ("xl/styles.xml", MANY_STYLES.to_owned()),
            ("xl/sharedStrings.xml", format!("<sst uniqueCount=\"8\">{strings}</sst>")),
            ("xl/worksheets/sheet1.xml", sheet.clone()),
            ("xl/worksheets/sheet2.xml", sheet),
        ]
    }
}

const MANY_STYLES: &str = r##"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="#,##0.00\ &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"><alignment/></xf><xf numFmtId="166"/><xf numFmtId="46"/><xf numFmtId="14"/></cellXfs></styleSheet>"##;

fn pack(parts: &[(&'static str, String)]) -> Vec<u8> {
    let entries: Vec<_> = parts.iter().map(|(name, text)| (*name, text.clone().into_bytes(), 0)).collect();
    zip(&entries, None)
}

fn own(bytes: &[u8], limits: &ReadLimits) -> Option<Sheet> {
    XlsxBook::open(bytes, limits).and_then(|mut book| book.load("Chats", limits)).ok()
}

#[test]
fn sheets_are_read_as_by_calamine() {
    let limits = ReadLimits { max_cell_bytes: 40, ..ReadLimits::default() };
    for seed in 1..3_000 {
        let parts = Chance(seed).parts();
        let bytes = pack(&parts);
        let theirs = by_calamine(&bytes, "Chats", &limits);
        let ours = own(&bytes, &limits);
        assert_eq!(
            ours.as_ref().map(seen),
            theirs.as_ref().map(seen),
            "seed {seed}: {}",
            parts.last().unwrap().1
        );
    }
}

#[test]
fn damaged_sheets_are_read_as_by_calamine_or_refused() {
    let limits = ReadLimits::default();
    let (mut same, mut refused) = (0, 0);
    for seed in 1..6_000 {
        let mut chance = Chance(seed);
        let mut parts = chance.parts();
        let at = 4 + chance.below(4);
        // Which prefix a tag closes with is not looked at here, but there.
        if parts[at].1.contains("<x:") {
            continue;
        }
        let mut text = std::mem::take(&mut parts[at].1).into_bytes();
        for _ in 0..1 + chance.below(3) {
            let place = chance.below(text.len());
            match chance.below(3) {
                0 => text[place] = b"<>/\"= v1c&;!"[chance.below(12)],
                1 => drop(text.drain(place..(place + chance.below(12)).min(text.len()))),
                _ => text.truncate(text.len() - chance.below(4)),
            }
        }
        parts[at].1 = String::from_utf8_lossy(&text).into_owned();
        let bytes = pack(&parts);
        match (own(&bytes, &limits), by_calamine(&bytes, "Chats", &limits)) {
            (Some(ours), Some(theirs)) => {
                same += 1;
                assert_eq!(seen(&ours), seen(&theirs), "seed {seed}: {}", parts[at].1);
            }
            _ => refused += 1,
        }
    }
    assert!(same > 1_000 && refused > 1_000, "{same} read, {refused} refused");
}

#[test]
fn parts_in_utf_16_are_read() {
    let limits = ReadLimits::default();
    let parts = Chance(11).parts();
    let narrow = own(&pack(&parts), &limits).unwrap();
    for big in [false, true] {
        let wide = |text: &str| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let entries: Vec<_> = parts.iter().map(|(name, text)| (*name, wide(text), 0)).collect();
        assert_eq!(seen(&own(&zip(&entries, None), &limits).unwrap()), seen(&narrow));
    }
}

#[test]
fn texts_longer_than_the_window_are_read() {
    let limits = ReadLimits::default();
    for length in [1 << 16, (1 << 16) + 1, 300_000, 1 << 20] {
        let text = "é".repeat(length / 2);
        let rows = format!(
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c><c r="B1"><v>1</v></c></row>"#
        );
        let sheet = own(&workbook(&rows), &limits).unwrap();
        assert_eq!((sheet.text.len(), sheet.cells.len()), (text.len() + 1, 2));
    }
    let endless = workbook(&format!("<row><c><v>{}</v></c></row>", "1".repeat((1 << 20) + 100)));
    let outcome = XlsxBook::open(&endless, &limits).and_then(|mut book| book.load("Chats", &limits));
    assert_eq!(outcome.err().map(|error| error.kind()), Some(ErrorKind::Limit));
}

#[test]
fn text_that_cells_share_is_counted_for_each() {
    let limits = ReadLimits { max_unpacked_bytes: 200_000, ..ReadLimits::default() };
    let mut parts = Chance(1).parts();
    parts[5].1 = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(1_000));
    for (count, read) in [(200, true), (201, false)] {
        let rows = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(count);
        parts[7].1 = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        assert_eq!(own(&pack(&parts), &limits).is_some(), read, "{count}");
    }
}

#[test]
fn a_closing_tag_that_swallows_a_cell_is_refused() {
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c<c r="B1"><v>1</v></c></row>"#;
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut parts = Chance(11).parts();
    parts.last_mut().unwrap().1 = sheet;
    assert!(own(&pack(&parts), &ReadLimits::default()).is_none());
}
