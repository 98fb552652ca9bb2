//! Files made to harm, built on the spot: small ones that would unpack, spread out or nest without end.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A name and what builds the file.
pub type Bomb = (&'static str, fn() -> Vec<u8>);

/// Those that are quickly built.
pub fn bombs() -> Vec<Bomb> {
    vec![
        ("corner.xlsx", || {
            sheet(
                r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
            )
        }),
        ("wide.xlsx", || {
            sheet(
                r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="ALL100000"><v>1</v></c></row>"#,
            )
        }),
        ("entities.xlsx", entities),
        ("shared.xlsx", || {
            let text = format!("<si><t>{}</t></si>", "a ".repeat(15_000));
            workbook(&r#"<row><c t="s"><v>0</v></c></row>"#.repeat(40_000), Strings::These(&text))
        }),
        ("value.xlsx", || sheet(&format!("<row><c><v>{}</v></c></row>", "1".repeat(2 << 20)))),
        ("tag.xlsx", || sheet(&format!("<row><c r=\"{}\"/></row>", "A".repeat(2 << 20)))),
        ("tags.xlsx", || sheet(&"<a>".repeat(50_000))),
        ("field.csv", || long_field(4 << 20)),
        ("columns.csv", || "a,".repeat(1 << 19).into_bytes()),
        ("quotes.csv", || "\"".repeat(1 << 20).into_bytes()),
        ("depth.json", || "[".repeat(2_000_000).into_bytes()),
        ("depth.ndjson", || r#"{"a":"#.repeat(200_000).into_bytes()),
        ("names.json", references),
        ("nested.zip", || archive(&[("inner.zip", &archive(&[("a.csv", b"a,b\n")]))])),
        ("members.zip", || many_members(11_000)),
        ("zeros.zip", || archive(&[("a.csv", &vec![b'0'; 8 << 20])])),
        ("zeros.csv.gz", || gzip(&vec![b'0'; 8 << 20])),
        ("mails.mbox", mails),
        ("parts.eml", parts),
        ("lines.txt", || "1/2/24, 10:00 - Ann: hi\n".repeat(10_000).into_bytes()),
        ("line.txt", || format!("1/2/24, 10:00 - Ann: {}\n", "hi ".repeat(1 << 19)).into_bytes()),
    ]
}

/// Those that take seconds to build.
pub fn large_bombs() -> Vec<Bomb> {
    vec![
        ("string.xlsx", || workbook("", Strings::Endless)),
        ("cells.xlsx", || sheet(&r#"<row><c t="s"><v>0</v></c><c/><c><v>1</v></c></row>"#.repeat(3_000_000))),
        ("zeros_large.csv.gz", || gzip(&vec![b'0'; 80 << 20])),
        ("lines_large.txt", || "1/2/24, 10:00 - Ann: hi\n".repeat(1_000_000).into_bytes()),
        ("large_field.csv", || long_field(200 << 20)),
        ("large_columns.csv", || "a,".repeat(20 << 20).into_bytes()),
        ("gigabyte.zip", || archive_of(&[("a.csv", (&[], (&[b'0'; 1 << 20], 1024), &[]))])),
    ]
}

/// What a member holds: a beginning, a piece so many times, an end.
type Content<'c> = (&'c [u8], (&'c [u8], usize), &'c [u8]);

/// An archive of these members.
fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let members: Vec<(&str, Content<'_>)> =
        members.iter().map(|(name, bytes)| (*name, (*bytes, (&[][..], 0), &[][..]))).collect();
    archive_of(&members)
}

/// The same of members that are too large to hold.
fn archive_of(members: &[(&str, Content<'_>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, (start, (piece, times), end)) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options.compression_level(Some(1))).expect("an archive takes a file");
        zip.write_all(start).expect("memory takes bytes");
        for _ in 0..*times {
            zip.write_all(piece).expect("memory takes bytes");
        }
        zip.write_all(end).expect("memory takes bytes");
    }
    zip.finish().expect("an archive ends").into_inner()
}

fn many_members(count: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..count {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(format!("{at}.csv"), options).expect("an archive takes a file");
        zip.write_all(b"a\n").expect("memory takes bytes");
    }
    zip.finish().expect("an archive ends").into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(1));
    packed.write_all(bytes).expect("memory takes bytes");
    packed.finish().expect("a stream ends")
}

/// A workbook with this XML of rows.
fn sheet(rows: &str) -> Vec<u8> {
    workbook(rows, Strings::These("<si><t>a</t></si>"))
}

/// The shared strings of a workbook.
enum Strings<'s> {
    These(&'s str),
    /// One of a gigabyte.
    Endless,
}

fn workbook(rows: &str, strings: Strings<'_>) -> Vec<u8> {
    const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
    let open = format!(r#"<sst xmlns="{MAIN}">"#);
    let long = vec![b'a'; 1 << 20];
    let (start, pieces, end) = match strings {
        Strings::These(strings) => (format!("{open}{strings}"), (&[][..], 0), "</sst>"),
        Strings::Endless => (format!("{open}<si><t>"), (long.as_slice(), 1024), "</t></si></sst>"),
    };
    let types = format!(r#"<Types xmlns="{TYPES}"/>"#);
    let relations = format!(
        r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let parts = format!(
        r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
    );
    archive_of(&[
        ("[Content_Types].xml", plain(&types)),
        ("_rels/.rels", plain(&relations)),
        ("xl/workbook.xml", plain(&book)),
        ("xl/_rels/workbook.xml.rels", plain(&parts)),
        ("xl/worksheets/sheet1.xml", plain(&sheet)),
        ("xl/sharedStrings.xml", (start.as_bytes(), pieces, end.as_bytes())),
    ])
}

fn plain(text: &str) -> Content<'_> {
    (text.as_bytes(), (&[], 0), &[])
}

/// Entities that would double with every level.
fn entities() -> Vec<u8> {
    let levels: String = (1..40).map(|at| format!("<!ENTITY e{at} \"&e{0};&e{0};\">", at - 1)).collect();
    let text = format!("<!DOCTYPE a [<!ENTITY e0 \"lol\">{levels}]><si><t>&e39;</t></si>");
    workbook(r#"<row><c t="s"><v>0</v></c></row>"#, Strings::These(&text))
}

fn long_field(bytes: usize) -> Vec<u8> {
    format!("ticket_id,sender_role,message\n1,customer,\"{}\"\n2,agent,Hello there\n", "a".repeat(bytes))
        .into_bytes()
}

/// Tables whose rows have many members that could name rows of another.
fn references() -> Vec<u8> {
    let row: String = (0..400).map(|at| format!("\"key{at}_id\":\"{}\",", "x".repeat(60))).collect();
    let rows = format!("{{{row}\"id\":1}},").repeat(40);
    format!("{{\"tickets\":[{rows}{{\"id\":2}}],\"users\":[{{\"id\":1,\"name\":\"A\"}}]}}").into_bytes()
}

/// Mails that all name each other.
fn mails() -> Vec<u8> {
    let references: String = (0..400).map(|at| format!("<m{at}@example.com> ")).collect();
    (0..200)
        .map(|at| {
            format!(
                "From a@example.com Tue Mar  1 10:00:00 2022\nFrom: a@example.com\nTo: b@example.com\nSubject: Re: x\n\
                 Date: Tue, 1 Mar 2022 10:00:00 +0000\nMessage-ID: <m{at}@example.com>\nReferences: {references}\n\nHello there\n\n"
            )
        })
        .collect::<String>()
        .into_bytes()
}

/// A mail of parts within parts.
fn parts() -> Vec<u8> {
    let mut mail = String::from(
        "From: a@example.com\nTo: b@example.com\nSubject: x\nDate: Tue, 1 Mar 2022 10:00:00 +0000\nMIME-Version: 1.0\n",
    );
    for at in 0..2_000 {
        mail += &format!("Content-Type: multipart/mixed; boundary=\"b{at}\"\n\n--b{at}\n");
    }
    mail.into_bytes()
}
