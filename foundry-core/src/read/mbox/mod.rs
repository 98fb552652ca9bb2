//! Mailboxes in the mbox format (RFC 4155) and single mails: one row a mail, threads found by reference.

mod body;
mod decode;
mod header;
mod threads;

use memchr::memchr;

use self::header::{Header, decode_words, split};
use self::threads::{Mail, Threads};
use super::compose::Composer;
use super::options::ReadLimits;
use super::remarks::Remarks;
use super::text::Block;
use super::{Row, SAMPLE_BYTES, SAMPLE_ROWS};
use crate::error::{Error, ErrorKind, Result};
use crate::record::Warning;

const NAMES: &[&str] =
    &["thread_id", "message_id", "date", "from", "to", "cc", "subject", "body", "automatic", "labels"];
const THREAD: usize = 0;
const ID: usize = 1;
const DATE: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;
const CC: usize = 5;
const SUBJECT: usize = 6;
const BODY: usize = 7;
/// Whether a program sent it (RFC 3834, RFC 2076).
const AUTOMATIC: usize = 8;
const LABELS: usize = 9;

/// Bytes of one mail that are kept: attachments behind the text are passed over.
const KEPT: usize = 4 << 20;

/// Bytes of the head that the format is judged on.
const JUDGED: usize = 64 << 10;

/// Whether a text is a mailbox, or a single mail as it is sent.
pub(super) fn is_mailbox(head: &[u8]) -> bool {
    let head = head.get(..JUDGED).unwrap_or(head);
    is_separator(head) && is_mail(after_line(head)) || is_mail(head)
}

/// Whether a text starts with the header fields that every mail has.
fn is_mail(head: &[u8]) -> bool {
    let (header, _) = split(head);
    let has = |name: &str| header.raw(name).is_some();
    let first = head.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let field = memchr(b':', first).is_some_and(|colon| {
        colon > 0 && first[..colon].iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    });
    field
        && has("From")
        && (has("Date") || has("Message-ID") || has("Received"))
        && (has("Subject") || has("To"))
}

fn after_line(text: &[u8]) -> &[u8] {
    memchr(b'\n', text).and_then(|end| text.get(end + 1..)).unwrap_or(&[])
}

/// Whether a line separates two mails: `From `, an address, a date with a time and a year.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let line = rest.get(..200).unwrap_or(rest);
    let line = memchr(b'\n', line).and_then(|end| line.get(..end)).unwrap_or(line);
    let words = || line.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty()).skip(1);
    let is_time = |word: &[u8]| {
        word.len() >= 4
            && memchr(b':', word).is_some()
            && word.iter().all(|b| b.is_ascii_digit() || *b == b':')
    };
    let is_year = |word: &[u8]| word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20"));
    words().any(is_time) && words().any(is_year)
}

/// The rows of a mailbox, one a mail.
pub(super) struct MailRows<'r> {
    block: Block<'r>,
    composer: Composer,
    threads: Threads,
    max_cell: usize,
    row: u64,
    /// Whether the next mail is the first.
    first: bool,
    mail: Vec<u8>,
}

impl<'r> MailRows<'r> {
    /// Reads mails from the start of the block on.
    pub(super) fn open(mut block: Block<'r>, limits: &ReadLimits) -> Result<MailRows<'r>> {
        block.fill_to(SAMPLE_BYTES)?;
        let space = block.data().iter().take_while(|b| b.is_ascii_whitespace()).count();
        block.consume(space);
        if !is_mailbox(block.data()) {
            return Err(Error::new(
                ErrorKind::Format,
                "the file starts neither with a mail nor with a `From ` line",
            )
            .at_byte(0)
            .with_hint("leave `format` out to have it found"));
        }
        Ok(MailRows {
            block,
            composer: Composer::new(NAMES),
            threads: Threads::default(),
            max_cell: limits.max_cell_bytes,
            row: 0,
            first: true,
            mail: Vec::new(),
        })
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
        let (mut composer, mut threads) = (Composer::new(NAMES), Threads::default());
        let data = self.block.data();
        let (mut at, mut rows) = (0, 0);
        while rows < SAMPLE_ROWS {
            let rest = data.get(at..).unwrap_or(&[]);
            let (end, complete) = match separator_after(rest, 0) {
                Some(end) => (end, true),
                None => (rest.len(), self.block.ended()),
            };
            // A first mail that is longer than the sample tells enough with its head.
            if end == 0 || !(complete || rows == 0) {
                break;
            }
            at += end;
            if compose(&rest[..end.min(KEPT)], &mut threads, &mut composer)
                && composer.too_long(self.max_cell).is_none()
            {
                columns.iter_mut().zip(composer.texts()).for_each(|(column, text)| column.push(text));
                rows += 1;
            }
        }
        columns
    }

    /// The next row.
    pub(super) fn next(&mut self, _: &mut Remarks) -> Result<Option<Row<'_>>> {
        if !self.take_mail()? {
            return Ok(None);
        }
        self.row += 1;
        if !compose(&self.mail, &mut self.threads, &mut self.composer) {
            let message = "the mail has no text, only attachments or nothing";
            return Ok(Some(Row::Rejected(Warning::rejected("no_text", self.row, message))));
        }
        if let Some(name) = self.composer.too_long(self.max_cell) {
            let message = format!("a cell is longer than {} bytes", self.max_cell);
            let warning = Warning::rejected("cell_too_long", self.row, message);
            return Ok(Some(Row::Rejected(warning.at_column(name))));
        }
        Ok(Some(Row::Record(self.composer.record(self.row))))
    }

    /// Copies the next mail into `mail`, its end left out where it is long; `false` at the end of the mailbox.
    fn take_mail(&mut self) -> Result<bool> {
        self.mail.clear();
        let mut started = false;
        loop {
            let (data, ended) = (self.block.data(), self.block.ended());
            if data.is_empty() && ended {
                return Ok(std::mem::take(&mut self.first) || started);
            }
            // The first line is no separator of its own mail.
            let from = usize::from(!started);
            let end = separator_after(data, from.min(data.len()));
            let (take, done) = match end {
                Some(end) => (end, true),
                None if ended => (data.len(), true),
                // The last line may be a part of a separator.
                None => (
                    memchr::memrchr(b'\n', data).filter(|end| data.len() - end < 256).unwrap_or(data.len()),
                    false,
                ),
            };
            let room = KEPT.saturating_sub(self.mail.len());
            self.mail.extend_from_slice(&data[..take.min(room)]);
            self.block.consume(take);
            started |= take > 0;
            if done {
                self.first = false;
                return Ok(true);
            }
            self.block.fill()?;
        }
    }
}

/// Where the next mail starts: the first separator line behind the first line break at or after `from`.
fn separator_after(data: &[u8], from: usize) -> Option<usize> {
    let finder = memchr::memmem::Finder::new(b"\nFrom ");
    let mut at = from.saturating_sub(1);
    while let Some(found) = data.get(at..).and_then(|rest| finder.find(rest)) {
        let line = at + found + 1;
        if is_separator(&data[line..]) {
            return Some(line);
        }
        at = line;
    }
    None
}

/// Writes one mail into the row; `false` if it has no text.
fn compose(mail: &[u8], threads: &mut Threads, row: &mut Composer) -> bool {
    row.clear();
    let mail = if is_separator(mail) { after_line(mail) } else { mail };
    let (header, body) = split(mail);
    let unquoted = unquote_separators(body);
    let Some(text) = body::text_of(header, &unquoted) else { return false };
    let plain = |name: &str| header.plain(name).unwrap_or_default();
    let (from, to, cc) = (plain("From"), plain("To"), plain("Cc"));
    let subject = header.text("Subject").unwrap_or_default();
    let id = plain("Message-ID");
    let references = format!("{} {}", plain("References"), plain("In-Reply-To"));
    let thread = header.plain("X-GM-THRID");
    let fallback;
    let mail_id = match ids(&id).next() {
        Some(id) => id,
        // A mail without an id is told apart by what it says.
        None => {
            fallback = format!("{}\u{0}{from}\u{0}{subject}\u{0}{text}", plain("Date"));
            fallback.as_str()
        }
    };
    let people = [&from, &to, &cc].into_iter().flat_map(|list| addresses(list)).collect();
    let thread = threads.of(&Mail {
        id: mail_id,
        references: ids(&references).collect(),
        thread: thread.as_deref(),
        subject: &subject,
        people,
    });
    row.push(THREAD, &thread);
    row.push(ID, ids(&id).next().unwrap_or(""));
    row.push(DATE, &date_of(&plain("Date"), mail));
    row.push(FROM, &decode_words(&from));
    row.push(TO, &decode_words(&to));
    row.push(CC, &decode_words(&cc));
    row.push(SUBJECT, &subject);
    row.push(BODY, &text);
    row.push(AUTOMATIC, if is_automatic(header) { "true" } else { "false" });
    row.push(LABELS, &header.text("X-Gmail-Labels").unwrap_or_default());
    true
}

/// The date without the comment that some programs append: `Tue, 1 Mar 2022 10:00:00 +0000 (UTC)`.
fn date_of(date: &str, _: &[u8]) -> String {
    date.split(" (").next().unwrap_or(date).trim().to_owned()
}

/// Message ids: what stands in angle brackets, or a bare word with an `@`.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',' || c == '<' || c == '>')
        .filter(|word| word.len() >= 3 && word.len() <= 500 && !word.starts_with(['(', '"']))
        .take(200)
}

fn addresses(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', '<', '>', ' ', '"']).filter(|word| word.contains('@')).take(50)
}

/// Whether a program sent the mail by itself: an out-of-office note, a list, a bounce (RFC 3834, RFC 2076).
fn is_automatic(header: Header<'_>) -> bool {
    let lower = |name: &str| header.plain(name).map(|value| value.to_ascii_lowercase());
    lower("Auto-Submitted").is_some_and(|value| !value.starts_with("no"))
        || lower("Precedence")
            .is_some_and(|value| matches!(value.as_str(), "bulk" | "list" | "junk" | "auto_reply"))
        || lower("X-Autoreply").is_some_and(|value| value != "no")
        || lower("Return-Path").is_some_and(|value| value == "<>")
}

/// Takes one `>` off lines such as `>From ` and `>>From `, as mailboxes quote them.
fn unquote_separators(body: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let quoted = |line: &[u8]| {
        let depth = line.iter().take_while(|b| **b == b'>').count();
        depth > 0 && line[depth..].starts_with(b"From ")
    };
    if memchr::memmem::find(body, b">From ").is_none() {
        return body.into();
    }
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|b| *b == b'\n') {
        out.extend_from_slice(if quoted(line) { &line[1..] } else { line });
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_told_from_other_text() {
        let mail = "From: a@example.com\nTo: b@example.com\nSubject: x\nDate: Tue, 1 Mar 2022 10:00:00 +0000\n\nhi\n";
        assert!(is_mailbox(mail.as_bytes()));
        assert!(is_mailbox(format!("From a@example.com Tue Mar  1 10:00:00 2022\n{mail}").as_bytes()));
        for text in
            ["From,To,Subject,Date\na,b,c,d\n", "From here on\n", "", "Subject: x\n\nhi", "From: x\n\n"]
        {
            assert!(!is_mailbox(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn separators_need_a_time_and_a_year() {
        assert!(is_separator(b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n"));
        assert!(is_separator(b"From - Tue May 01 10:00:00 2024\r\n"));
        assert!(!is_separator(b"From now on we meet at 12:30\n"));
        assert!(!is_separator(b"From the year 2011 on\n"));
        assert_eq!(
            unquote_separators(b"a\n>From b\n>>From c\n> From d\n").as_ref(),
            b"a\nFrom b\n>From c\n> From d\n"
        );
    }
}
