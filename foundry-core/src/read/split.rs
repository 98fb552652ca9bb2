//! Splitting one row of delimited text into cells, in place.

use memchr::{memchr, memchr2};

/// How a delimited file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Between cells.
    pub(super) delimiter: u8,
    /// Around cells, if any.
    pub(super) quote: Option<u8>,
    /// The last byte of a line end: LF (a CR before it is left out), or CR in files that have only that.
    pub(super) line_end: u8,
}

/// How a cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Plain,
    /// Inside quotes that the range leaves out; it holds doubled quotes.
    Doubled,
    /// It opens with a quote and has text after the closing one; the range holds both quotes.
    Trailing,
}

/// One cell of a split row, as a range from the start of the row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawCell {
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// How it is written.
    pub(super) form: Form,
}

impl RawCell {
    fn new(start: usize, end: usize, form: Form) -> RawCell {
        // A row is never longer than `row_limit`, far below 4 GiB.
        RawCell { start: start as u32, end: end as u32, form }
    }

    /// The bytes of the cell as written.
    pub(super) fn bytes<'a>(&self, row: &'a [u8]) -> &'a [u8] {
        row.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }

    /// Whether the cell is wrapped in quotes.
    pub(super) fn is_quoted(&self, row: &[u8], quote: Option<u8>) -> bool {
        let before = (self.start as usize).checked_sub(1).and_then(|at| row.get(at));
        self.form == Form::Doubled
            || (self.form == Form::Plain && quote.is_some() && before.copied() == quote)
    }

    /// Whether the cell opens with a quote and goes on after the closing one.
    pub(super) fn is_trailing(&self) -> bool {
        self.form == Form::Trailing
    }

    /// The text of the cell, quotes resolved.
    pub(super) fn text(&self, row: &str, quote: Option<u8>) -> String {
        let mut out = String::new();
        let raw = row.get(self.start as usize..self.end as usize).unwrap_or("");
        match (self.form, quote) {
            (Form::Plain, _) | (_, None) => out.push_str(raw),
            (form, Some(quote)) => unquote(raw, form, quote, &mut out),
        }
        out
    }
}

/// What splitting found at the start of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    /// A row: the end of its last cell, and where the next row starts.
    Row { end: usize, next: usize },
    /// The row goes on beyond the data; where its last quote opened, if that is still open.
    More(Option<usize>),
    /// The text ends inside a quoted cell; the quote stands here.
    Unclosed(usize),
    /// The row has more columns than allowed.
    TooWide,
}

/// Splits the first row of `data` into `cells`. With `ended`, no byte follows `data`.
pub(super) fn split_row(
    data: &[u8],
    ended: bool,
    dialect: Dialect,
    max_columns: usize,
    cells: &mut Vec<RawCell>,
) -> Split {
    let Dialect { delimiter, quote, line_end } = dialect;
    let has_quote = quote.is_some();
    let quote = quote.unwrap_or(0);
    cells.clear();
    let mut at = 0;
    loop {
        if cells.len() >= max_columns {
            return Split::TooWide;
        }
        let start = at;
        let mut form = Form::Plain;
        if has_quote && data.get(at) == Some(&quote) {
            let mut doubled = false;
            let mut from = at + 1;
            let close = loop {
                let Some(found) = memchr(quote, &data[from..]) else {
                    return if ended { Split::Unclosed(start) } else { Split::More(Some(start)) };
                };
                let close = from + found;
                match data.get(close + 1) {
                    None if !ended => return Split::More(None),
                    Some(&next) if next == quote => {
                        doubled = true;
                        from = close + 2;
                    }
                    _ => break close,
                }
            };
            let cell = RawCell::new(start + 1, close, if doubled { Form::Doubled } else { Form::Plain });
            let after = close + 1;
            match data.get(after) {
                None => {
                    cells.push(cell);
                    return Split::Row { end: after, next: after };
                }
                Some(&next) if next == delimiter => {
                    cells.push(cell);
                    at = after + 1;
                    continue;
                }
                Some(&next) if next == line_end => {
                    cells.push(cell);
                    return Split::Row { end: after, next: after + 1 };
                }
                Some(b'\r') if line_end == b'\n' => match data.get(after + 1) {
                    None if !ended => return Split::More(None),
                    None => {
                        cells.push(cell);
                        return Split::Row { end: after, next: after + 1 };
                    }
                    Some(b'\n') => {
                        cells.push(cell);
                        return Split::Row { end: after, next: after + 2 };
                    }
                    Some(_) => {}
                },
                Some(_) => {}
            }
            form = Form::Trailing;
            at = after;
        }
        match first_of(delimiter, line_end, &data[at..]) {
            Some(found) if data[at + found] == delimiter => {
                cells.push(RawCell::new(start, at + found, form));
                at += found + 1;
            }
            Some(found) => {
                let stop = at + found;
                let has_return = line_end == b'\n' && stop > at && data[stop - 1] == b'\r';
                let end = stop - usize::from(has_return);
                cells.push(RawCell::new(start, end, form));
                return Split::Row { end, next: stop + 1 };
            }
            None if ended => {
                let has_return = line_end == b'\n' && data.len() > at && data[data.len() - 1] == b'\r';
                let end = data.len() - usize::from(has_return);
                cells.push(RawCell::new(start, end, form));
                return Split::Row { end, next: data.len() };
            }
            None => return Split::More(None),
        }
    }
}

/// Where the first of two bytes stands. Most cells are short: a few words are looked at in place before the search that is
/// made for long ones, since calling it costs more than they do.
#[inline]
fn first_of(a: u8, b: u8, data: &[u8]) -> Option<usize> {
    const WORD: usize = 8;
    let mut at = 0;
    for word in data.chunks_exact(WORD).take(3) {
        let word = word.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        let found = zero_bytes(word ^ u64::from_le_bytes([a; WORD]))
            | zero_bytes(word ^ u64::from_le_bytes([b; WORD]));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += WORD;
    }
    memchr2(a, b, &data[at..]).map(|found| at + found)
}

/// The high bits of bytes that are zero; above the first of them others may be set too.
#[inline]
fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    word.wrapping_sub(LOW) & !word & LOW << 7
}

/// Whether a split row is a blank line, which is no record.
pub(super) fn is_blank(row: &[u8], cells: &[RawCell]) -> bool {
    cells.len() == 1 && row.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}

/// Writes a quoted cell without its quotes: doubled ones become one, and text after the closing one is kept.
pub(super) fn unquote(raw: &str, form: Form, quote: u8, out: &mut String) {
    let bytes = raw.as_bytes();
    let mut from = usize::from(form == Form::Trailing);
    let mut quoted = true;
    while quoted && let Some(found) = memchr(quote, &bytes[from..]) {
        let at = from + found;
        if bytes.get(at + 1) == Some(&quote) {
            out.push_str(&raw[from..=at]);
            from = at + 2;
        } else {
            out.push_str(&raw[from..at]);
            from = at + 1;
            quoted = false;
        }
    }
    out.push_str(&raw[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', quote: Some(b'"'), line_end: b'\n' };

    fn split(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let (mut rows, mut cells, mut at) = (Vec::new(), Vec::new(), 0);
        while at < text.len() {
            let Split::Row { end, next } = split_row(&text.as_bytes()[at..], true, dialect, 99, &mut cells)
            else {
                panic!("a row at {at}")
            };
            rows.push(cells.iter().map(|cell| cell.text(&text[at..at + end], dialect.quote)).collect());
            at += next;
        }
        rows
    }

    #[test]
    fn quotes_and_line_ends() {
        assert_eq!(split("a,\"b\"\"c\",\"\"\r\n", COMMA), [["a", "b\"c", ""]]);
        assert_eq!(split("a,\"b\nc\"\nd,e", COMMA), [["a", "b\nc"], ["d", "e"]]);
        assert_eq!(split("5\" disk,\"x\" y \"z\",\n", COMMA), [["5\" disk", "x y \"z\"", ""]]);
        let old_mac = Dialect { line_end: b'\r', ..COMMA };
        assert_eq!(split("a,b\r\"c\",d\r", old_mac), [["a", "b"], ["c", "d"]]);
        let bare = Dialect { delimiter: b'\t', quote: None, line_end: b'\n' };
        assert_eq!(split("\"a\tb\"\n", bare), [["\"a", "b\""]]);
    }

    #[test]
    fn the_first_of_two_bytes_is_found_wherever_it_stands() {
        for length in 0..40 {
            for at in 0..length {
                // What differs from a wanted byte by one bit or one place stands around it.
                let mut text = vec![b'-'; length];
                text[at] = b',';
                if let Some(next) = text.get_mut(at + 1) {
                    *next = b'\n';
                }
                assert_eq!(first_of(b',', b'\n', &text), Some(at), "{at} of {length}");
                assert_eq!(first_of(b'\n', b',', &text), Some(at), "{at} of {length}");
            }
            assert_eq!(first_of(b',', b'\n', &vec![0x80; length]), None);
        }
    }

    #[test]
    fn data_that_goes_on_is_told_from_data_that_ends() {
        let mut cells = Vec::new();
        let mut at = |text: &str, ended| split_row(text.as_bytes(), ended, COMMA, 3, &mut cells);
        assert_eq!(at("a,b", false), Split::More(None));
        assert_eq!(at("a,\"b", false), Split::More(Some(2)));
        assert_eq!(at("a,\"b\"", false), Split::More(None));
        assert_eq!(at("a,\"b\"\r", false), Split::More(None));
        assert_eq!(at("a,\"b", true), Split::Unclosed(2));
        assert_eq!(at("a,b,c,d\n", true), Split::TooWide);
        assert_eq!(at("a,b\r", true), Split::Row { end: 3, next: 4 });
    }
}
