//! `parquet`: the column `messages`, a list of `{role, content}`, as an Apache Parquet file (format 2.4), the way
//! `datasets` reads conversations.
//!
//! Written by hand because it is small: two columns of plain, unpacked byte arrays, one page a row group, the footer in
//! Thrift's compact protocol. So the text of the lines, which have passed the leak check, stands in the file as it is.

use super::json_tree::Json;
use crate::error::{Error, ErrorKind, Result};

/// Text of a row group in memory before it is written.
const GROUP_BYTES: usize = 8 << 20;
const MAGIC: &[u8] = b"PAR1";
const COLUMNS: [&str; 2] = ["role", "content"];

/// Turns lines of `{"messages":[{"role","content"}…]}` into a Parquet file, row group by row group.
#[derive(Default)]
pub struct ParquetTable {
    /// The values of each column as a page has them: length and bytes.
    values: [Vec<u8>; 2],
    /// Repetition levels: 0 begins a row, 1 goes on.
    levels: Vec<u8>,
    messages: u64,
    rows: u64,
    all_rows: u64,
    /// Bytes given out so far.
    written: u64,
    groups: Vec<Group>,
}

/// A row group that is written.
struct Group {
    rows: u64,
    messages: u64,
    /// Where the page of each column begins, and its size with its header.
    pages: [(u64, u64); 2],
}

impl ParquetTable {
    /// Takes whole lines; appends to `out` what is ready.
    pub fn push_lines(&mut self, lines: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let before = out.len();
        self.begin(out);
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let json: Json<'_> = serde_json::from_slice(line).map_err(|_| not_ours())?;
            let messages = json.as_object().and_then(|o| o.get("messages")).and_then(Json::as_array);
            for (place, message) in messages.ok_or_else(not_ours)?.iter().enumerate() {
                let message = message.as_object().ok_or_else(not_ours)?;
                for (column, values) in COLUMNS.iter().zip(&mut self.values) {
                    let text = message.get(column).and_then(Json::as_text).ok_or_else(not_ours)?;
                    let length = u32::try_from(text.len()).map_err(|_| not_ours())?;
                    values.extend_from_slice(&length.to_le_bytes());
                    values.extend_from_slice(text.as_bytes());
                }
                self.levels.push(u8::from(place > 0));
                self.messages += 1;
            }
            self.rows += 1;
            if self.values.iter().map(Vec::len).sum::<usize>() >= GROUP_BYTES {
                self.flush(out, before);
            }
        }
        self.written += (out.len() - before) as u64;
        Ok(())
    }

    /// Appends the rest and the footer.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        let before = out.len();
        self.begin(out);
        self.flush(out, before);
        let start = out.len();
        self.push_footer(out);
        let length = (out.len() - start) as u32;
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(MAGIC);
    }

    fn begin(&self, out: &mut Vec<u8>) {
        if self.written == 0 {
            out.extend_from_slice(MAGIC);
        }
    }

    /// Writes the row group at hand; `before` is where this call's bytes begin in `out`.
    fn flush(&mut self, out: &mut Vec<u8>, before: usize) {
        if self.rows == 0 {
            return;
        }
        let levels = self.level_bytes();
        let mut pages = [(0, 0); 2];
        for (page, values) in pages.iter_mut().zip(&mut self.values) {
            let start = out.len();
            let size = (levels.len() + values.len()) as i64;
            let mut header = Thrift { out, last: 0 };
            // PageHeader: DATA_PAGE, sizes, DataPageHeader (PLAIN values, RLE levels).
            header.number(1, I32, 0);
            header.number(2, I32, size);
            header.number(3, I32, size);
            header.open(5);
            for (field, value) in [(1, self.messages as i64), (2, 0), (3, 3), (4, 3)] {
                header.number(field, I32, value);
            }
            header.close(5);
            header.end();
            out.extend_from_slice(&levels);
            out.append(values);
            *page = (self.written + (start - before) as u64, (out.len() - start) as u64);
        }
        self.groups.push(Group { rows: self.rows, messages: self.messages, pages });
        self.all_rows += self.rows;
        self.levels.clear();
        (self.rows, self.messages) = (0, 0);
    }

    /// Repetition and definition levels, each as its length and its runs (value 0 or 1, one bit wide).
    fn level_bytes(&self) -> Vec<u8> {
        let mut runs = Vec::new();
        for run in self.levels.chunk_by(|a, b| a == b) {
            push_varint(&mut runs, (run.len() as u64) << 1);
            runs.extend(run.first());
        }
        // Every value is there.
        let mut defined = Vec::new();
        push_varint(&mut defined, self.messages << 1);
        defined.push(1);
        let mut bytes = Vec::with_capacity(runs.len() + defined.len() + 8);
        for part in [runs, defined] {
            bytes.extend_from_slice(&(part.len() as u32).to_le_bytes());
            bytes.extend_from_slice(&part);
        }
        bytes
    }

    /// FileMetaData.
    fn push_footer(&self, out: &mut Vec<u8>) {
        let mut meta = Thrift { out, last: 0 };
        meta.number(1, I32, 1);
        meta.list(2, STRUCT, 6);
        // The tree, depth first: repetition (0 required, 2 repeated), children, converted type (0 UTF8, 3 LIST).
        let group =
            |name, repetition, children, converted| (name, None, repetition, Some(children), converted);
        for (name, kind, repetition, children, converted) in [
            group("schema", None, 1, None),
            group("messages", Some(0), 1, Some(3)),
            group("list", Some(2), 1, None),
            group("element", Some(0), 2, None),
            ("role", Some(BYTE_ARRAY), Some(0), None, Some(0)),
            ("content", Some(BYTE_ARRAY), Some(0), None, Some(0)),
        ] {
            let mut element = Thrift { out: meta.out, last: 0 };
            for (field, value) in [(1, kind), (3, repetition)] {
                if let Some(value) = value {
                    element.number(field, I32, value);
                }
            }
            element.text(4, name);
            for (field, value) in [(5, children), (6, converted)] {
                if let Some(value) = value {
                    element.number(field, I32, value);
                }
            }
            element.end();
        }
        meta.number(3, I64, self.all_rows as i64);
        meta.list(4, STRUCT, self.groups.len());
        for group in &self.groups {
            let mut row_group = Thrift { out: meta.out, last: 0 };
            row_group.list(1, STRUCT, 2);
            for (column, (offset, size)) in COLUMNS.iter().zip(group.pages) {
                let mut chunk = Thrift { out: row_group.out, last: 0 };
                chunk.number(2, I64, offset as i64);
                chunk.open(3);
                chunk.number(1, I32, BYTE_ARRAY);
                chunk.list(2, I32, 2);
                // Encodings: PLAIN, RLE.
                chunk.out.extend_from_slice(&[zigzag_byte(0), zigzag_byte(3)]);
                chunk.list(3, BINARY, 4);
                for part in ["messages", "list", "element", column] {
                    push_varint(chunk.out, part.len() as u64);
                    chunk.out.extend_from_slice(part.as_bytes());
                }
                chunk.number(4, I32, 0);
                chunk.number(5, I64, group.messages as i64);
                chunk.number(6, I64, size as i64);
                chunk.number(7, I64, size as i64);
                chunk.number(9, I64, offset as i64);
                chunk.close(3);
                chunk.end();
            }
            row_group.number(2, I64, group.pages.iter().map(|page| page.1 as i64).sum());
            row_group.number(3, I64, group.rows as i64);
            row_group.end();
        }
        meta.text(6, concat!("foundry ", env!("CARGO_PKG_VERSION")));
        meta.end();
    }
}

fn not_ours() -> Error {
    Error::new(ErrorKind::Format, "a line is no example with `messages`, so it has no place in the table")
}

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;
const BYTE_ARRAY: i64 = 6;

/// One struct in Thrift's compact protocol.
struct Thrift<'o> {
    out: &'o mut Vec<u8>,
    last: u8,
}

impl Thrift<'_> {
    fn field(&mut self, id: u8, kind: u8) {
        // Field ids rise by less than 16 in every struct here.
        self.out.push((id - self.last) << 4 | kind);
        self.last = id;
    }

    fn number(&mut self, id: u8, kind: u8, value: i64) {
        self.field(id, kind);
        push_varint(self.out, ((value << 1) ^ (value >> 63)) as u64);
    }

    fn text(&mut self, id: u8, text: &str) {
        self.field(id, BINARY);
        push_varint(self.out, text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn list(&mut self, id: u8, kind: u8, size: usize) {
        self.field(id, LIST);
        if size < 15 {
            self.out.push((size as u8) << 4 | kind);
        } else {
            self.out.push(0xF0 | kind);
            push_varint(self.out, size as u64);
        }
    }

    /// Begins a struct inside; its fields count from 0.
    fn open(&mut self, id: u8) {
        self.field(id, STRUCT);
        self.last = 0;
    }

    /// Ends the struct inside that was field `id`.
    fn close(&mut self, id: u8) {
        self.end();
        self.last = id;
    }

    fn end(&mut self) {
        self.out.push(0);
    }
}

const fn zigzag_byte(value: u8) -> u8 {
    value << 1
}

fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(parts: &[&str]) -> Vec<u8> {
        let (mut table, mut out) = (ParquetTable::default(), Vec::new());
        for part in parts {
            table.push_lines(part.as_bytes(), &mut out).unwrap();
        }
        table.finish(&mut out);
        out
    }

    #[test]
    fn a_file_has_its_marks_and_the_length_of_its_footer() {
        let line = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi \\\"é\\\"\"},{\"role\":\"assistant\",\"content\":\"Yes\"}]}\n";
        let bytes = table(&[line]);
        assert!(bytes.starts_with(MAGIC) && bytes.ends_with(MAGIC));
        let end = bytes.len() - 8;
        let length = u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
        assert!(length < end);
        assert!(memchr::memmem::find(&bytes, "\u{7}\0\0\0Hi \"é\"".as_bytes()).is_some());
        assert_eq!(bytes, table(&["", line, ""]), "the parts that lines come in change no byte");
    }

    #[test]
    fn an_empty_table_is_a_table() {
        let bytes = table(&[]);
        assert!(bytes.starts_with(MAGIC) && bytes.ends_with(MAGIC));
    }

    #[test]
    fn other_lines_are_refused() {
        let mut table = ParquetTable::default();
        for line in ["{}", "[]", "{\"messages\":[1]}", "{\"messages\":[{\"role\":\"user\"}]}", "x"] {
            assert!(table.push_lines(line.as_bytes(), &mut Vec::new()).is_err(), "{line}");
        }
    }
}
