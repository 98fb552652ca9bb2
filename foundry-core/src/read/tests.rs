//! The promises of the whole stage, whatever the format: chunks and packing change nothing, nothing panics.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;

use super::*;
use crate::record::ValueKind;

type Rows = Vec<(u64, Vec<Option<String>>)>;

/// Everything that a reader told about an input.
#[derive(Debug, PartialEq)]
struct Told {
    columns: Vec<String>,
    rows: Rows,
    rejected: Vec<(String, Option<u64>)>,
    notes: Vec<String>,
    resolved: ReadOptions,
}

fn tell(input: impl Read + Send, options: &ReadOptions) -> Result<Told> {
    let mut reader = RecordReader::open("input", Box::new(input), options)?;
    let mut notes = reader.take_notes();
    let columns: Vec<String> = reader.schema().names().map(str::to_owned).collect();
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    while let Some(row) = reader.next_row()? {
        match row {
            Row::Record(record) => {
                let cell = |slot| match record.get(slot) {
                    value if value.kind == ValueKind::Null => None,
                    value => Some(value.text.to_owned()),
                };
                rows.push((record.row, (0..record.len()).map(cell).collect()));
            }
            Row::Rejected(warning) => {
                assert!(warning.rejected);
                rejected.push((warning.code, warning.row));
            }
        }
    }
    notes.extend(reader.take_notes());
    let notes = notes.into_iter().map(|note| note.code).collect();
    Ok(Told { columns, rows, rejected, notes, resolved: reader.resolved().clone() })
}

fn read(text: impl AsRef<[u8]>) -> Told {
    tell(Cursor::new(text.as_ref().to_vec()), &ReadOptions::default()).unwrap()
}

fn read_with(text: impl AsRef<[u8]>, options: ReadOptions) -> Told {
    tell(Cursor::new(text.as_ref().to_vec()), &options).unwrap()
}

fn refuse(text: impl AsRef<[u8]>, options: ReadOptions) -> Error {
    let error = tell(Cursor::new(text.as_ref().to_vec()), &options).unwrap_err();
    assert_eq!(error.position().file.as_deref(), Some("input"));
    error
}

fn cells(told: &Told) -> Vec<Vec<&str>> {
    told.rows.iter().map(|(_, row)| row.iter().map(|cell| cell.as_deref().unwrap_or("-")).collect()).collect()
}

/// Gives its bytes a few at a time.
struct Drip(Cursor<Vec<u8>>, usize);

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(self.1);
        self.0.read(&mut buffer[..count])
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

const INPUTS: [&str; 12] = [
    "id,role,text\r\n1,agent,\"Hi \"\"you\"\",\r\nthere\"\r\n2,customer,ok\r\n\r\n3,agent\r\n",
    "id;text\n1;\"a;b\"\n2;\"never closed\n3;x\n",
    "{\"id\":1,\"messages\":[{\"body\":\"a\\nb\"},{\"body\":\"\\ud83d\\ude00\"}]}\n{\"id\":2,\"messages\":[]}\n{bad\n",
    "{\"count\":2,\"tickets\":[{\"id\":1,\"a\":{\"b\":[1, 2]}},{\"id\":\"x\",\"z\":null}, 7, {\"id\":2 \"b\":1}]}",
    "[{\"id\":1,\"text\":\"grüße 你好 שלום\"}, {\"id\":2,\"text\":\"e\u{301}\"}",
    "text\nhello, there\nfine",
    "06/03/2017, 00:45 - Encrypted.\n06/03/2017, 00:45 - Ann: hi 😀\nmore\n\n06/03/2017, 00:46 - Bob: <Media omitted>\n06/03/2017, 00:47 - Bob: ok",
    "From a@example.com Wed May  1 09:00:00 2024\nMessage-ID: <1@x>\nFrom: a@example.com\nTo: b@example.org\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nDate: Wed, 1 May 2024 09:00:00 +0000\n\nHi\n>From x\n\nFrom b@example.org Wed May  1 09:05:00 2024\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\nFrom: b@example.org\nTo: a@example.com\nDate: x\nContent-Type: text/html\n\n<p>Yo</p>\n",
    "[{\"id\":\"c\",\"created_at\":1,\"source\":{\"body\":\"Hi\\nyou\",\"author\":{\"type\":\"user\"}},\"conversation_parts\":{\"conversation_parts\":[{\"body\":\"Yo\",\"author\":{\"type\":\"admin\"}}]}},{\"id\":\"d\",\"source\":{\"body\":null,\"author\":null},\"conversation_parts\":{\"conversation_parts\":[]}}]",
    "{\"tickets\":[{\"id\":1,\"status\":\"open\"}],\"comments\":[{\"id\":2,\"ticket_id\":1,\"body\":\"It does not work\"},{\"id\":3,\"ticket_id\":9}]}",
    "{\"chats\":[{\"id\":\"L\",\"users\":[{\"id\":\"c\",\"type\":\"customer\"}],\"thread\":{\"id\":\"T\",\"events\":[{\"author_id\":\"c\",\"text\":\"Hi there\"},{\"text\":\"joined\"}]}}]}",
    "Report,May\n\nid,text,status\n1,\"a\nb\",open\n2,c,open\n",
];

#[test]
fn chunks_and_packing_change_nothing() {
    for text in INPUTS {
        let whole = read(text);
        for size in [1, 7] {
            let drip = Drip(Cursor::new(text.as_bytes().to_vec()), size);
            assert_eq!(tell(drip, &ReadOptions::default()).unwrap(), whole, "{size} bytes at a time: {text}");
        }
        assert_eq!(read(gzip(text.as_bytes())), whole);
        let (first, second) = text.as_bytes().split_at(9);
        assert_eq!(read([gzip(first), gzip(second)].concat()), whole, "two gzip members");
    }
}

#[test]
fn resolved_options_read_the_same_again() {
    for text in INPUTS {
        let first = read(text);
        let again = read_with(text, first.resolved.clone());
        assert_eq!(
            (&again.rows, &again.rejected, &again.columns),
            (&first.rows, &first.rejected, &first.columns)
        );
        assert_eq!(again.resolved, first.resolved);
    }
}

#[test]
fn rows_beyond_the_sample_and_the_window_are_read_once() {
    let mut csv = "id,text\n".to_owned();
    let mut lines = String::new();
    let mut array = "{\"rows\":[".to_owned();
    for row in 0..20_000 {
        let text = format!("row {row} ").repeat(1 + row % 9);
        csv.push_str(&format!("{row},\"{text},\n\"\"x\"\"\"\n"));
        lines.push_str(&format!("{{\"id\":{row},\"text\":\"{text},\\n\\\"x\\\"\"}}\n"));
        array.push_str(&format!(
            "{}{{\"id\":{row}, \"text\":\"{text},\\n\\\"x\\\"\"}}",
            if row > 0 { "," } else { "" }
        ));
    }
    array.push_str("]}");
    let told = read(&csv);
    assert_eq!(told.rows.len(), 20_000);
    assert!(told.rejected.is_empty());
    assert_eq!(told.rows[19_999].0, 20_001);
    let values: Vec<_> = told.rows.iter().map(|(_, cells)| cells.clone()).collect();
    for json in [lines, array] {
        let other = read(json);
        assert_eq!(other.rows.last().unwrap().0, 20_000);
        assert!(other.rows.iter().map(|(_, cells)| cells).eq(values.iter()));
    }
}

#[test]
fn encodings_are_found() {
    let text = "id,text\n1,Grüße\n2,naïve café\n";
    let utf16 = |swap: bool, mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let marked = ["\u{feff}".as_bytes(), text.as_bytes()].concat();
    let expected = [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8),
        (utf16(false, true), Encoding::Utf16Le),
        (utf16(true, true), Encoding::Utf16Be),
        (utf16(false, false), Encoding::Utf16Le),
        (utf16(true, false), Encoding::Utf16Be),
        (latin, Encoding::Windows1252),
    ];
    for (bytes, encoding) in expected {
        let told = read(&bytes);
        assert_eq!(told.resolved.encoding, Some(encoding));
        assert_eq!(told.columns, ["id", "text"]);
        assert_eq!(cells(&told), [["1", "Grüße"], ["2", "naïve café"]], "{encoding:?}");
    }
}

#[test]
fn a_row_in_another_encoding_is_read_or_rejected() {
    let mut bytes = "id,text\n".as_bytes().to_vec();
    for row in 0..9 {
        bytes.extend(format!("{row},Grüße\n").as_bytes());
    }
    bytes.extend(b"9,caf\xe9\n10,Gr\xc3\xbc\xdf\n11,\x81\n12,end\n");
    let told = read(&bytes);
    assert_eq!(told.rows.len(), 11);
    assert_eq!(told.rows[9], (11, vec![Some("9".into()), Some("café".into())]));
    assert_eq!(told.rejected, [("invalid_utf8".into(), Some(12)), ("invalid_utf8".into(), Some(13))]);
    assert_eq!(told.notes, ["mixed_encoding"]);
}

#[test]
fn half_a_pair_of_utf16_rejects_its_row() {
    let mut bytes: Vec<u8> = "\u{feff}id,text\n1,a\n2,".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.extend([0x3d, 0xd8]);
    bytes.extend("\n3,c\n".encode_utf16().flat_map(u16::to_le_bytes));
    let told = read(bytes);
    assert_eq!(cells(&told), [["1", "a"], ["3", "c"]]);
    assert_eq!(told.rejected, [("invalid_utf16".into(), Some(3))]);
}

#[test]
fn limits_end_or_reject() {
    let limits = |change: fn(&mut ReadLimits)| {
        let mut options = ReadOptions::default();
        change(&mut options.limits);
        options
    };
    let told = read_with("id,text\n1,short\n2,longer than ten\n3,x\n", limits(|l| l.max_cell_bytes = 10));
    assert_eq!(told.rejected, [("cell_too_long".into(), Some(3))]);
    assert_eq!(told.rows.len(), 2);
    let error = refuse("a,b,c\n1,2,3\n", limits(|l| l.max_columns = 2));
    assert_eq!(error.kind(), ErrorKind::Limit);
    let told = read_with("{\"a\":1}\n{\"a\":{\"b\":{\"c\":[1]}}}\n", limits(|l| l.max_depth = 3));
    assert_eq!(told.rejected, [("too_deep".into(), Some(2))]);
    let error = refuse(gzip(&[b'a'; 5000]), limits(|l| l.max_unpacked_bytes = 4000));
    assert_eq!(error.kind(), ErrorKind::Limit);
    let mut cut = gzip(b"id,text\n1,a\n");
    cut.truncate(cut.len() - 9);
    assert_eq!(refuse(cut, ReadOptions::default()).kind(), ErrorKind::Format);
}

#[test]
fn long_cells_and_open_quotes_take_no_memory_and_lose_no_later_row() {
    let long = "x".repeat(3 << 20);
    let told = read(format!("id,text\n1,{long}\n2,b\n"));
    assert_eq!(told.rejected, [("cell_too_long".into(), Some(2))]);
    assert_eq!(cells(&told), [["2", "b"]]);
    let huge = "y".repeat(40 << 20);
    let told = read(format!("id,text\n1,{huge}\n2,\"{huge}\n3,c\n"));
    assert_eq!(told.rejected, [("row_too_long".into(), Some(2)), ("unclosed_quote".into(), Some(3))]);
    assert_eq!(cells(&told), [["3", "c"]]);
}

#[test]
fn what_is_no_table_is_named() {
    for (bytes, word) in [
        (&b""[..], "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04 some zip with a.txt in it", "zip"),
        (b"a,b\n1,\x002\n", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"   \n\n", "no row"),
    ] {
        let error = refuse(bytes, ReadOptions::default());
        assert!(error.message().contains(word), "{} for {word}", error.message());
        assert!(error.hint().is_some(), "{word} has a hint");
    }
}

#[test]
fn bind_orders_and_checks_columns() {
    let open = |text: &str| {
        RecordReader::open("a.csv", Box::new(Cursor::new(text.as_bytes().to_vec())), &ReadOptions::default())
            .unwrap()
    };
    let mut reader = open("id,role,text\n1,agent,Hi\n");
    let error = reader.bind(&["txet"]).unwrap_err();
    assert_eq!((error.kind(), error.hint()), (ErrorKind::UnknownColumn, Some("did you mean `text`?")));
    reader.bind(&["text", "id", "text"]).unwrap();
    let Some(Row::Record(record)) = reader.next_row().unwrap() else { panic!("a row") };
    assert_eq!([0, 1, 2, 3].map(|slot| record.get(slot).text), ["Hi", "1", "Hi", ""]);
    assert!(reader.next_row().unwrap().is_none());
    assert_eq!(reader.bytes_read(), 24);
    let mut reader = open("{\"a\":1}\n{\"a\":2,\"late\":{\"x\":\"y\"}}\n");
    reader.bind(&["late.x", "late", "a"]).unwrap();
    reader.next_row().unwrap();
    let Some(Row::Record(record)) = reader.next_row().unwrap() else { panic!("a row") };
    assert_eq!([0, 2].map(|slot| record.get(slot).text), ["y", "2"]);
}

fn any_text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\"".to_vec()),
        Just(b",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"{\"a\":".to_vec()),
        Just(b"}".to_vec()),
        Just(b"[".to_vec()),
        Just(b"]".to_vec()),
        Just(b"\\u12".to_vec()),
        Just(b"\xc3".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"1e5".to_vec()),
        Just("é".as_bytes().to_vec()),
        Just(b"null".to_vec()),
        Just(b"\n06/03/2017, 00:45 - Ann: ".to_vec()),
        Just(b"From a Wed May 1 09:00:00 2024\nFrom: a\nTo: b\nDate: x\n".to_vec()),
        Just(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n".to_vec()),
        Just(b"Content-Transfer-Encoding: base64\n".to_vec()),
        Just(b"=?utf-8?q?=C3".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..4),
        "[a-z ;|\t'\"]{0,6}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic_and_rows_rise(bytes in any_text(), format in 0..6) {
        let format = [
            None,
            Some(FileFormat::Csv),
            Some(FileFormat::Json),
            Some(FileFormat::Ndjson),
            Some(FileFormat::Whatsapp),
            Some(FileFormat::Mbox),
        ][format as usize];
        let options = ReadOptions { format, ..ReadOptions::default() };
        let whole = tell(Cursor::new(bytes.clone()), &options);
        let drip = tell(Drip(Cursor::new(bytes.clone()), 1), &options);
        match (whole, drip) {
            (Ok(whole), Ok(drip)) => {
                prop_assert!(whole.rows.is_sorted_by_key(|(row, _)| *row));
                prop_assert!(whole.rejected.is_sorted_by_key(|(_, row)| *row));
                prop_assert_eq!(whole, drip);
            }
            (Err(whole), Err(drip)) => {
                prop_assert_eq!(whole.to_string(), drip.to_string());
                prop_assert!(whole.hint().is_some(), "{} has no hint", whole);
            }
            (whole, drip) => prop_assert!(false, "{:?} but by drips {:?}", whole.is_ok(), drip.is_ok()),
        }
    }

    #[test]
    fn written_csv_is_read_back(rows in proptest::collection::vec(proptest::collection::vec("[a-z\",;\n é👍]{0,8}", 3), 1..20)) {
        let mut text = "id,note,body\n".to_owned();
        for row in &rows {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            text.push('\n');
        }
        let delimiter = Some(",".to_owned());
        let options = ReadOptions { format: Some(FileFormat::Csv), delimiter, has_header: Some(true), quote: Some("\"".into()), ..Default::default() };
        let told = read_with(&text, options);
        prop_assert!(told.rejected.is_empty());
        let expected: Vec<Vec<Option<String>>> =
            rows.iter().map(|row| row.iter().map(|cell| (!cell.is_empty()).then(|| cell.clone())).collect()).collect();
        let got: Vec<_> = told.rows.into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn written_json_is_read_back(rows in proptest::collection::vec(("\\PC{0,12}", any::<i64>(), "[\"\\\\/\n\t👍a]{0,6}"), 1..20), lines in any::<bool>()) {
        let values: Vec<serde_json::Value> = rows.iter().map(|(a, b, c)| serde_json::json!({"x": {"a": a}, "b": b, "c": c})).collect();
        let text = if lines {
            values.iter().map(|value| format!("{value}\n")).collect::<String>()
        } else {
            serde_json::to_string_pretty(&values).unwrap()
        };
        let mut reader = RecordReader::open("x", Box::new(Cursor::new(text.into_bytes())), &ReadOptions::default()).unwrap();
        reader.bind(&["x.a", "b", "c"]).unwrap();
        for (a, b, c) in &rows {
            let Some(Row::Record(record)) = reader.next_row().unwrap() else { panic!("a row") };
            prop_assert_eq!(record.get(0).text, a);
            prop_assert_eq!(record.get(1).text, b.to_string());
            prop_assert_eq!(record.get(2).text, c);
        }
        prop_assert!(reader.next_row().unwrap().is_none());
    }
}
