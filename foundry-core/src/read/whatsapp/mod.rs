//! WhatsApp chat exports: one text file a chat, a stamp before each message, further lines of a message as they are.

mod stamp;

use memchr::memchr;

use self::stamp::{Stamp, is_mark, stamp};
use super::compose::Composer;
use super::options::ReadLimits;
use super::remarks::Remarks;
use super::text::Block;
use super::{Row, SAMPLE_BYTES, SAMPLE_ROWS};
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Record, Warning};

const NAMES: &[&str] = &["timestamp", "sender", "message", "automatic"];
const TIME: usize = 0;
const SENDER: usize = 1;
const MESSAGE: usize = 2;
/// Whether nobody wrote the line: a group was made, a number changed.
const AUTOMATIC: usize = 3;

/// The longest name of an author, in bytes.
const LONGEST_NAME: usize = 100;

/// Lines of the head that the format is judged on.
const JUDGED_LINES: usize = 40;

/// Whether a text is a chat export: its first line has a stamp, and so have enough of the lines after it.
pub(super) fn is_chat(head: &[u8]) -> bool {
    let head = head.get(..64 << 10).unwrap_or(head);
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(JUDGED_LINES).peekable();
    if lines.peek().is_none_or(|line| stamp(line).is_none()) {
        return false;
    }
    let (mut stamped, mut spoken, mut seen) = (0, 0, 0);
    for line in lines {
        seen += 1;
        if let Some(found) = stamp(line) {
            stamped += 1;
            spoken += usize::from(author(&line[found.length..]).is_some());
        }
    }
    spoken > 0 && stamped * 4 >= seen
}

/// The rows of a chat, one a message.
pub(super) struct ChatRows<'r> {
    block: Block<'r>,
    composer: Composer,
    max_cell: usize,
    row: u64,
    used: usize,
}

/// One message in the window: where it ends, and whether it was cut off there.
struct Entry {
    end: usize,
    whole: bool,
}

impl<'r> ChatRows<'r> {
    /// Reads messages from the start of the block on.
    pub(super) fn open(mut block: Block<'r>, limits: &ReadLimits) -> Result<ChatRows<'r>> {
        block.fill_to(SAMPLE_BYTES.min(1 << 20))?;
        let first = block.data().iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
        block.consume(first);
        let head = String::from_utf8_lossy(block.data().get(..4096).unwrap_or(block.data())).into_owned();
        if head.lines().next().is_none_or(|line| stamp(line).is_none()) {
            return Err(Error::new(
                ErrorKind::Format,
                "the first line has no date and time of a chat export",
            )
            .at_row(1)
            .with_hint("leave `format` out to have it found"));
        }
        let (composer, max_cell) = (Composer::new(NAMES), limits.max_cell_bytes);
        Ok(ChatRows { block, composer, max_cell, row: 0, used: 0 })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.composer.names()
    }

    /// Chooses the columns by their index.
    pub(super) fn bind(&mut self, slots: Vec<usize>) {
        self.composer.bind(slots);
    }

    /// Bytes taken from the caller so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.block.bytes_read()
    }

    /// The values of the first rows, column by column, without taking them.
    pub(super) fn sample(&mut self) -> Vec<Vec<String>> {
        let mut columns = vec![Vec::new(); NAMES.len()];
        let mut composer = Composer::new(NAMES);
        let (mut at, mut rows) = (0, 0);
        while rows < SAMPLE_ROWS {
            let data = self.block.data().get(at..).unwrap_or(&[]);
            let Some(entry) = next_entry(data, 0, self.block.ended()).filter(|entry| entry.whole) else {
                break;
            };
            at += entry.end;
            let text = String::from_utf8_lossy(&data[..entry.end]);
            if compose(&text, &mut composer) && composer.too_long(self.max_cell).is_none() {
                columns.iter_mut().zip(composer.texts()).for_each(|(column, text)| column.push(text));
                rows += 1;
            }
        }
        columns
    }

    /// The next row.
    pub(super) fn next(&mut self, remarks: &mut Remarks) -> Result<Option<Row<'_>>> {
        self.block.consume(self.used);
        self.used = 0;
        let mut from = 0;
        let end = loop {
            let (data, ended) = (self.block.data(), self.block.ended());
            if data.is_empty() && ended {
                return Ok(None);
            }
            match next_entry(data, from, ended) {
                Some(entry) if entry.whole => break entry.end,
                Some(entry) if entry.end > self.max_cell.saturating_mul(2).max(1 << 20) => {
                    self.row += 1;
                    let limit = self.max_cell;
                    self.skip_entry()?;
                    let message = format!("a message is longer than {limit} bytes");
                    let warning = Warning::rejected("cell_too_long", self.row, message);
                    return Ok(Some(Row::Rejected(warning.at_column(NAMES[MESSAGE]))));
                }
                Some(entry) => from = entry.end,
                None => {}
            }
            self.block.fill()?;
        };
        self.used = end;
        self.row += 1;
        let entry = self.block.data().get(..end).unwrap_or(&[]);
        let text = match std::str::from_utf8(entry) {
            Ok(text) => std::borrow::Cow::Borrowed(text),
            Err(_) => {
                remarks.mixed_encoding.count(self.row);
                String::from_utf8_lossy(entry)
            }
        };
        if !compose(&text, &mut self.composer) {
            let message = "only a picture, film, sound or file, left out of the export";
            return Ok(Some(Row::Rejected(Warning::rejected("media_omitted", self.row, message))));
        }
        if let Some(name) = self.composer.too_long(self.max_cell) {
            let message = format!("a cell is longer than {} bytes", self.max_cell);
            let warning = Warning::rejected("cell_too_long", self.row, message);
            return Ok(Some(Row::Rejected(warning.at_column(name))));
        }
        let record: Record<'_> = self.composer.record(self.row);
        Ok(Some(Row::Record(record)))
    }

    /// Passes over a message of any length, line by line.
    fn skip_entry(&mut self) -> Result<()> {
        loop {
            let (data, ended) = (self.block.data(), self.block.ended());
            match next_entry(data, 0, ended) {
                Some(Entry { end, whole: true }) => {
                    self.block.consume(end);
                    return Ok(());
                }
                Some(Entry { end, .. }) => {
                    // The last line of the window may be a part of one that has a stamp.
                    let keep = memchr::memrchr(b'\n', &data[..end]).unwrap_or(end);
                    let passed = if keep == 0 { end } else { keep };
                    self.block.consume(passed);
                }
                None => {}
            }
            if ended && self.block.data().is_empty() {
                return Ok(());
            }
            self.block.fill()?;
        }
    }
}

/// The first message of the data: up to the next line with a stamp. `from` is known to belong to it.
fn next_entry(data: &[u8], from: usize, ended: bool) -> Option<Entry> {
    if data.is_empty() {
        return None;
    }
    // The line that `from` stands in is looked at again: its stamp may have been cut.
    let mut at = data.get(..from).and_then(|head| memchr::memrchr(b'\n', head)).unwrap_or(0);
    while let Some(found) = memchr(b'\n', data.get(at..)?) {
        let line = at + found + 1;
        let rest = data.get(line..).unwrap_or(&[]);
        let complete = memchr(b'\n', rest.get(..160).unwrap_or(rest)).is_some() || rest.len() >= 160 || ended;
        if !complete {
            break;
        }
        if starts_message(rest) {
            return Some(Entry { end: line, whole: true });
        }
        at = line;
    }
    Some(Entry { end: data.len(), whole: ended })
}

/// Whether a line begins with a stamp; looks at no more than its first bytes.
fn starts_message(line: &[u8]) -> bool {
    let first = line.first().copied().unwrap_or(b' ');
    if !(first.is_ascii_digit() || first == b'[' || first >= 0x80) {
        return false;
    }
    let line = line.get(..160).unwrap_or(line);
    let line = memchr(b'\n', line).and_then(|end| line.get(..end)).unwrap_or(line);
    stamp(&String::from_utf8_lossy(line)).is_some()
}

/// Writes one message into the row; `false` if it holds nothing but a file that was left out.
fn compose(entry: &str, row: &mut Composer) -> bool {
    row.clear();
    let Some(found): Option<Stamp<'_>> = stamp(entry) else { return true };
    row.write(TIME, |out| found.write(out));
    let rest = &entry[found.length..];
    let (sender, said) = author(rest).map_or((None, rest), |(name, said)| (Some(name), said));
    let marked = said.starts_with(is_mark);
    let said = said.trim_start_matches(is_mark).trim();
    let media = media_length(said, marked);
    let text = said.get(media..).unwrap_or("").trim();
    if let Some(sender) = sender {
        row.write(SENDER, |out| out.extend(sender.chars().filter(|c| !is_mark(*c))));
    }
    // Phones mark what they say themselves, in the name of the group or the other side.
    let automatic = sender.is_none() || (marked && media == 0);
    row.write(MESSAGE, |out| {
        for (number, line) in text.lines().enumerate() {
            if number > 0 {
                out.push('\n');
            }
            out.extend(line.trim_end().chars().filter(|c| !is_mark(*c)));
        }
    });
    row.push(AUTOMATIC, if automatic { "true" } else { "false" });
    !row.get(MESSAGE).is_empty()
}

/// The author and what follows the colon.
fn author(rest: &str) -> Option<(&str, &str)> {
    let line = rest.split('\n').next().unwrap_or("");
    let (name, _) =
        line.split_once(": ").or_else(|| line.trim_end().strip_suffix(':').map(|name| (name, "")))?;
    let said = rest.get(name.len() + 1..)?;
    let name = name.trim_matches(|c: char| is_mark(c) || c.is_whitespace() || c == '~');
    let plausible =
        !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains(['“', '”', '"', '«', '»']);
    plausible.then(|| (name, said.strip_prefix(' ').unwrap_or(said)))
}

/// The length of a placeholder for a file at the start of a message, 0 without one.
fn media_length(said: &str, marked: bool) -> usize {
    let line = said.split('\n').next().unwrap_or("").trim_end();
    let plain = line.trim_matches(is_mark);
    let lower = plain.to_lowercase();
    let wrapped = (plain.starts_with('<') && plain.ends_with('>'))
        && (lower.contains(':') || MEDIA_WORDS.iter().any(|word| lower.contains(word)));
    let omitted = marked
        && plain.split_whitespace().count() <= 4
        && MEDIA_WORDS.iter().any(|word| lower.contains(word))
        || OMITTED.contains(&lower.as_str());
    let attached = plain.ends_with(')')
        && plain.rsplit_once(" (").is_some_and(|(file, _)| is_file_name(file.trim_matches(is_mark)));
    if wrapped || omitted || attached { line.len() } else { 0 }
}

/// `IMG-20180613-WA0001.jpg`: no space, a short ending.
fn is_file_name(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    text.contains("-WA")
        || text.split(' ').count() == 1
            && (2..=5).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Words for leaving out, in the languages that phones write them.
const MEDIA_WORDS: &[&str] = &[
    "omitted",
    "weggelassen",
    "omis",
    "omitid",
    "omess",
    "weggelaten",
    "utelämna",
    "utelad",
    "udeladt",
    "pominięt",
    "ausgeschlossen",
    "excluid",
    "ocult",
    "media",
    "medien",
    "multimedia",
    "mídia",
    "média",
];

/// Placeholders that older exports write without a mark.
const OMITTED: &[&str] = &[
    "image omitted",
    "video omitted",
    "audio omitted",
    "sticker omitted",
    "gif omitted",
    "document omitted",
    "contact card omitted",
    "bild weggelassen",
    "video weggelassen",
    "audio weggelassen",
    "sticker weggelassen",
    "image absente",
    "imagen omitida",
    "imagem ocultada",
    "immagine omessa",
    "afbeelding weggelaten",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entry: &str) -> (bool, Vec<String>) {
        let mut composer = Composer::new(NAMES);
        let kept = compose(entry, &mut composer);
        (kept, composer.texts().collect())
    }

    #[test]
    fn messages_lines_and_marks() {
        let (kept, cells) =
            row("3/6/18, 1:55 PM - \u{202a}+1 (212) 555-0101\u{202c}: Hi: there\nsecond line  \n\n");
        assert!(kept);
        assert_eq!(cells, ["3/6/18 13:55:00", "+1 (212) 555-0101", "Hi: there\nsecond line", "false"]);
        let (_, cells) = row("3/6/18, 1:55 PM - Ann created group \"Help\"\n");
        assert_eq!(cells[1..], ["", "Ann created group \"Help\"", "true"]);
        let (_, cells) = row("[3/6/18, 1:55:10 PM] Help Desk: \u{200e}Messages are end-to-end encrypted.\n");
        assert_eq!(cells[3], "true");
    }

    #[test]
    fn files_that_were_left_out() {
        for said in [
            "<Media omitted>",
            "\u{200e}image omitted",
            "<Medien ausgeschlossen>",
            "\u{200e}<attached: 00000012-PHOTO.jpg>",
            "IMG-20180613-WA0001.jpg (file attached)",
            "\u{200e}IMG-20180613-WA0001.jpg (Datei angehängt)",
            "image omitted",
        ] {
            assert!(!row(&format!("3/6/18, 1:55 PM - Ann: {said}\n")).0, "{said}");
        }
        let (kept, cells) = row("3/6/18, 1:55 PM - Ann: IMG-1-WA0001.jpg (file attached)\nThe broken part\n");
        assert!(kept);
        assert_eq!(cells[2], "The broken part");
        assert!(row("3/6/18, 1:55 PM - Ann: I omitted the media file (sorry)\n").0);
        assert!(row("3/6/18, 1:55 PM - Ann: press <OK>\n").0);
    }

    #[test]
    fn chats_are_told_from_tables() {
        assert!(is_chat(b"3/6/18, 1:55 PM - Ann: hi\nmore\n3/6/18, 1:56 PM - Bob: ok\n"));
        assert!(is_chat("\u{feff}[13.06.18, 21:25:15] Ann: hi\n".as_bytes()));
        for text in ["id,text\n1,a\n", "3/6/18, 1:55 PM - no colon\n", "2024-01-01,10:00,Ann: hi\n", ""] {
            assert!(!is_chat(text.as_bytes()), "{text}");
        }
    }
}
