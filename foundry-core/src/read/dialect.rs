//! How a delimited file is written, judged on its head: delimiter, quote, line ends, header.

use std::collections::{BTreeMap, BTreeSet};

use super::split::{Dialect, RawCell, Split, is_blank, split_row};

/// Delimiters that are tried, the usual ones first: at equal evidence the earlier one wins.
const DELIMITERS: [u8; 9] = [b',', b'\t', b';', b'|', b'\x1f', b'^', b'~', b'\x01', b':'];

/// How many of [`DELIMITERS`] need no more than even rows to be believed.
const USUAL: usize = 5;

/// Stands for the delimiter of files with one column; never found in text.
pub(super) const NO_DELIMITER: u8 = 0x1f;

/// Rows that may stand above a table.
const PREAMBLE_ROWS: usize = 20;

/// Rows that are looked at for one guess.
const SNIFF_ROWS: usize = 256;

/// Bytes that are looked at for one guess.
const SNIFF_BYTES: usize = 256 << 10;

/// The dialect of a file with what the caller already knows about it. `whole`: nothing follows the head.
pub(super) fn dialect_of(
    head: &[u8],
    whole: bool,
    delimiter: Option<u8>,
    quote: Option<Option<u8>>,
) -> Dialect {
    let whole = whole && head.len() <= SNIFF_BYTES;
    let head = head.get(..SNIFF_BYTES).unwrap_or(head);
    let line_end =
        if memchr::memchr(b'\n', head).is_some() || !head.contains(&b'\r') { b'\n' } else { b'\r' };
    let delimiters: Vec<u8> = delimiter.map_or_else(|| DELIMITERS.to_vec(), |d| vec![d]);
    let quotes = quote.map_or_else(|| vec![Some(b'"'), Some(b'\''), None], |q| vec![q]);
    let mut best: Option<(f64, Dialect)> = None;
    for (rank, &delimiter) in delimiters.iter().enumerate() {
        for &quote in &quotes {
            let dialect = Dialect { delimiter, quote, line_end };
            let score = score(head, whole, dialect, rank >= USUAL);
            if best.as_ref().is_none_or(|(top, _)| score > *top + 1e-9) {
                best = Some((score, dialect));
            }
        }
    }
    match best {
        Some((score, dialect)) if score > 0.0 || delimiter.is_some() => dialect,
        // One column: nothing splits it.
        _ => Dialect { delimiter: NO_DELIMITER, quote: quote.unwrap_or(Some(b'"')), line_end },
    }
}

/// How well a dialect explains the head: 0 for not at all. Even rows count most, then cells that are whole
/// (a quoted cell that ends where the cell ends), then the number of columns.
fn score(head: &[u8], whole: bool, dialect: Dialect, unusual: bool) -> f64 {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut rows, mut split, mut broken, mut quoted) = (0usize, 0usize, 0usize, 0usize);
    each_row(head, whole, dialect, |row, cells| {
        rows += 1;
        if cells.is_empty() {
            broken += 1;
            return;
        }
        *widths.entry(cells.len()).or_default() += 1;
        split += 1;
        broken += cells.iter().filter(|cell| cell.is_trailing()).count();
        quoted += cells.iter().filter(|cell| cell.is_quoted(row, dialect.quote)).count();
        if dialect.quote.is_none() {
            let opens = |cell: &&RawCell| matches!(cell.bytes(row), [b'"', .., b'"'] | [b'"']);
            broken += cells.iter().filter(opens).count();
        }
    });
    let Some((&width, &even)) =
        widths.iter().filter(|(width, _)| **width > 1).max_by_key(|(_, count)| **count)
    else {
        return 0.0;
    };
    let share = even as f64 / split as f64;
    let floor = if unusual { 0.99 } else { 0.5 };
    if share < floor || (unusual && rows < 3) || (rows > 2 && even < 2) {
        return 0.0;
    }
    // A single quote is an apostrophe until cells are wrapped in it on purpose.
    if dialect.quote == Some(b'\'') && (quoted < 2 || quoted < rows / 4) {
        return 0.0;
    }
    let whole_cells = 1.0 - (broken as f64 / rows as f64).min(1.0) * 0.5;
    let columns = 1.0 - 1.0 / (width as f64 + 1.0);
    let quotes = (quoted.min(rows) as f64 / rows as f64) * 0.1;
    // A few stray quotes are likelier than a file without quoting.
    let doubt = if dialect.quote.is_none() { 0.85 } else { 1.0 };
    doubt * (share * share * whole_cells * (0.5 + 0.5 * columns) + quotes * share)
}

/// Calls `visit` with every whole row of the head that is not blank.
fn each_row(head: &[u8], whole: bool, dialect: Dialect, mut visit: impl FnMut(&[u8], &[RawCell])) {
    let mut cells = Vec::new();
    let (mut at, mut rows) = (0, 0);
    while at < head.len() && rows < SNIFF_ROWS {
        let data = &head[at..];
        match split_row(data, whole, dialect, 10_000, &mut cells) {
            Split::Row { end, next } => {
                at += next;
                let row = &data[..end];
                if !is_blank(row, &cells) {
                    rows += 1;
                    visit(row, &cells);
                }
            }
            // A quote that is never closed speaks against this dialect: its line counts as a row of its own.
            Split::Unclosed(quote) => {
                let Some(line) = memchr::memchr(dialect.line_end, &data[quote..]) else { return };
                at += quote + line + 1;
                rows += 1;
                visit(&[], &[]);
            }
            _ => return,
        }
    }
}

/// The first rows of a file as text, for finding its header.
pub(super) struct HeadRow {
    /// The cells, quotes resolved.
    pub(super) cells: Vec<String>,
    /// Where the row after this one starts, from the start of the head.
    pub(super) next: usize,
}

/// The first rows of the head, up to `count`.
pub(super) fn head_rows(head: &[u8], whole: bool, dialect: Dialect, count: usize) -> Vec<HeadRow> {
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let mut at = 0;
    while at < head.len() && rows.len() < count {
        let data = &head[at..];
        match split_row(data, whole, dialect, usize::MAX, &mut cells) {
            Split::Row { end, next } => {
                at += next;
                let row = String::from_utf8_lossy(&data[..end]);
                if is_blank(&data[..end], &cells) {
                    continue;
                }
                if matches!(row, std::borrow::Cow::Owned(_)) {
                    split_row(row.as_bytes(), true, dialect, usize::MAX, &mut cells);
                }
                let cells = cells.iter().map(|cell| cell.text(&row, dialect.quote)).collect();
                rows.push(HeadRow { cells, next: at });
            }
            Split::Unclosed(quote) => {
                let Some(line) = memchr::memchr(dialect.line_end, &data[quote..]) else { break };
                at += quote + line + 1;
            }
            _ => break,
        }
    }
    rows
}

/// How many rows stand before the table: a title or remarks of one cell above rows that are all wider, or lines of a
/// few cells (`Period, May 2024`) above a row that names the columns.
pub(super) fn preamble(rows: &[HeadRow]) -> usize {
    let width = |row: &HeadRow| row.cells.len();
    let filled = |row: &HeadRow| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let is_table = |rest: &[HeadRow]| {
        let even = rest.iter().filter(|row| width(row) == width(&rest[0])).count();
        rest.len() >= 2 && even * 10 >= rest.len() * 9
    };
    let Some(start) = rows.iter().take(PREAMBLE_ROWS).position(|row| width(row) > 1 && filled(row) > 1)
    else {
        return 0;
    };
    let head = rows.get(start..rows.len().min(PREAMBLE_ROWS)).unwrap_or(&[]);
    let mut widest = 0;
    for (at, row) in head.iter().enumerate() {
        let cells = filled(row);
        // Everything above is at most half as full, or of another width, and says less.
        let differs = || widest < cells && head[..at].iter().all(|above| width(above) != width(row));
        if at > 0 && (widest * 2 <= cells || differs()) && names_columns(row) && is_table(&rows[start + at..])
        {
            return start + at;
        }
        widest = widest.max(cells);
    }
    if is_table(&rows[start..]) { start } else { 0 }
}

/// Whether most cells of a row are words that name columns, and none is a value.
fn names_columns(row: &HeadRow) -> bool {
    let cells = || row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let known = cells().filter(|cell| is_known_name(cell)).count();
    known >= 2 && known * 2 >= cells().count() && cells().all(can_be_name)
}

/// Whether the first of these rows names the columns.
pub(super) fn has_header(rows: &[HeadRow]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let names: Vec<&str> = first.cells.iter().map(|cell| cell.trim()).collect();
    if names.iter().all(|name| name.is_empty()) {
        return false;
    }
    let odd = || names.iter().filter(|name| !can_be_name(name));
    if odd().next().is_some() {
        // One name may be a whole explanation, where the others leave no doubt.
        let known = names.iter().filter(|name| is_known_name(name) && can_be_name(name)).count();
        return odd().count() * 4 <= names.len()
            && known * 2 >= names.len()
            && !odd().any(|name| is_data(name));
    }
    if names.iter().any(|name| is_known_name(name)) {
        return true;
    }
    let distinct: BTreeSet<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    if distinct.len() * 2 < names.len() {
        return false;
    }
    let mut votes = 0i32;
    for (column, name) in names.iter().enumerate() {
        let values: Vec<&str> = rest
            .iter()
            .filter_map(|row| row.cells.get(column))
            .map(|v| v.trim())
            .filter(|v| !v.is_empty())
            .collect();
        if values.is_empty() {
            continue;
        }
        if values.contains(name) {
            votes -= 2;
        } else if values.iter().all(|value| is_data(value)) {
            votes += 2;
        } else if values.iter().map(|v| v.len()).sum::<usize>() > 3 * name.len() * values.len() {
            votes += 1;
        }
    }
    votes > 0 || (votes == 0 && names.iter().all(|name| is_identifier(name)))
}

/// Whether a cell can name a column: short, one line, no value of a known shape, no sentence.
fn can_be_name(text: &str) -> bool {
    let is_sentence = text.len() > 2 && text.ends_with(['.', '!']) || text.split_whitespace().count() > 8;
    text.len() <= 100 && !is_sentence && !text.contains(['\n', '\r']) && !is_data(text)
}

fn is_identifier(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '(' | ')' | '#');
    !text.is_empty() && text.chars().all(plain) && text.split_whitespace().count() <= 3
}

/// Words that, alone or as a part of a name with `_`, `-`, `.` or a space, tell that a cell names a column.
fn is_known_name(name: &str) -> bool {
    const WORDS: [&str; 44] = [
        "id",
        "uuid",
        "guid",
        "nr",
        "no",
        "date",
        "datum",
        "fecha",
        "data",
        "time",
        "timestamp",
        "created",
        "updated",
        "message",
        "nachricht",
        "mensaje",
        "body",
        "text",
        "content",
        "comment",
        "sender",
        "author",
        "name",
        "email",
        "mail",
        "role",
        "type",
        "status",
        "subject",
        "betreff",
        "ticket",
        "conversation",
        "question",
        "answer",
        "agent_name",
        "customer_name",
        "user_id",
        "phone",
        "channel",
        "direction",
        "tags",
        "description",
        "transcript",
        "at",
    ];
    // `Ticket ID` names a column; `no thanks` is somebody's answer.
    let titled = name.split_whitespace().all(|word| word.starts_with(|c: char| !c.is_lowercase()));
    let lower = name.to_lowercase();
    let mut parts = lower.split(['_', '-', '.', ' ']);
    (titled || !lower.contains(' ') || lower.ends_with(" id")) && parts.any(|part| WORDS.contains(&part))
}

/// Whether a text is a number, a date, an e-mail address or a web address.
fn is_data(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let numeric = digits > 0
        && text.bytes().all(|b| {
            b.is_ascii_digit()
                || matches!(b, b'.' | b',' | b'-' | b'+' | b':' | b'/' | b' ' | b'T' | b'Z' | b'%' | b'$')
        });
    let address = !text.contains(char::is_whitespace)
        && (text.split_once('@').is_some_and(|(_, host)| host.contains('.')) || text.contains("://"));
    numeric || address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> u8 {
        dialect_of(text.as_bytes(), true, None, None).delimiter
    }

    #[test]
    fn delimiters_and_quotes_are_found() {
        assert_eq!(delimiter("id;text;at\n1;Hello, you, there;2024-01-01\n2;Yes, no;2024-01-02\n"), b';');
        assert_eq!(delimiter("id\ttext\n1\ta, b\n2\tc; d\n"), b'\t');
        assert_eq!(delimiter("id|text\n1|a, b\n2|c, d\n"), b'|');
        assert_eq!(delimiter("id^text^x\n1^a^q\n2^c^p\n"), b'^');
        assert_eq!(delimiter("text\nhello there\nmy name is Ann, and yours?\n"), NO_DELIMITER);
        let single = "id,'text'\n1,'a, b'\n2,'c, d'\n3,'it''s'\n";
        assert_eq!(dialect_of(single.as_bytes(), true, None, None).quote, Some(b'\''));
        assert_eq!(dialect_of(b"id,text\n1,it's\n2,isn't\n", true, None, None).quote, Some(b'"'));
        assert_eq!(dialect_of(b"a,b\rc,d\r", true, None, None).line_end, b'\r');
    }

    #[test]
    fn headers_and_titles_are_found() {
        let header = |text: &str| {
            let rows = head_rows(text.as_bytes(), true, dialect_of(text.as_bytes(), true, None, None), 99);
            let skipped = preamble(&rows);
            (skipped, has_header(&rows[skipped..]))
        };
        assert_eq!(header("id,text\n1,Hi\n"), (0, true));
        assert_eq!(header("1,agent,Hi there\n2,customer,ok\n3,agent,Good\n"), (0, false));
        assert_eq!(header("agent,Hello there my friend\ncustomer,ok then\nagent,bye\n"), (0, false));
        assert_eq!(header("Export of 3 May\nid,text,who\n1,a,b\n2,c,d\n"), (1, true));
        assert_eq!(header("Kanal,Verfasser,Inhalt\nweb,Ann,Guten Tag\nweb,Ben,Hallo\n"), (0, true));
        assert_eq!(header("2024-01-01,ann@example.com,hi\n"), (0, false));
        assert_eq!(
            header("Report:,All,,\nFrom:,2024-05-01,,\nticket_id,role,message,date\n1,a,b,c\n"),
            (2, true)
        );
        assert_eq!(header("Report,All\n\nticket_id,role,message,date\n1,a,b,c\n2,a,b,c\n"), (1, true));
        assert_eq!(header("id,text,,\n1,status,date,x\n2,status,date,y\n"), (0, true));
    }
}
