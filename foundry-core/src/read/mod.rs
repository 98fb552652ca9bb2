//! Read: bytes in, a [`Schema`] and then one [`Row`] after the other out.

#[cfg(feature = "compression")]
mod archive;
mod compose;
mod csv;
mod dialect;
#[cfg(any(feature = "compression", feature = "excel"))]
mod directory;
#[cfg(feature = "excel")]
mod excel;
mod header;
mod json;
mod mbox;
mod options;
mod remarks;
mod sniff;
mod split;
mod text;
mod unpack;
mod whatsapp;

#[cfg(feature = "compression")]
pub use archive::{Archive, MemberReader, Opened, open_archive};
#[cfg(feature = "excel")]
pub use excel::{WorkbookLoader, load_workbook};
pub use unpack::unpacked;

pub use options::{Encoding, FileFormat, RaggedRows, ReadLimits, ReadOptions};

use std::io::Read;

use self::csv::CsvRows;
#[cfg(feature = "excel")]
use self::excel::SheetRows;
use self::json::JsonRows;
use self::mbox::MailRows;
use self::remarks::Remarks;
use self::text::Block;
use self::unpack::Source;
use self::whatsapp::ChatRows;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::record::{Column, Record, Schema, Warning};

/// How many rows of the head are kept as the sample of a [`Schema`].
pub const SAMPLE_ROWS: usize = 512;

/// How many bytes of the head are looked at for a sample, at most.
const SAMPLE_BYTES: usize = 4 << 20;

/// How many bytes of the head tell format and encoding.
const HEAD_BYTES: usize = 1 << 20;

/// One step of a reader: a row, or a row that could not be read.
#[derive(Debug)]
pub enum Row<'a> {
    /// A readable row.
    Record(Record<'a>),
    /// A row that is left out, with its reason. Always `rejected`.
    Rejected(Warning),
}

/// A streaming reader over one input.
pub struct RecordReader<'r> {
    name: String,
    resolved: ReadOptions,
    schema: Schema,
    remarks: Remarks,
    rows: Rows<'r>,
}

enum Rows<'r> {
    Csv(Box<CsvRows<'r>>),
    Json(Box<JsonRows<'r>>),
    Chat(Box<ChatRows<'r>>),
    Mail(Box<MailRows<'r>>),
    #[cfg(feature = "excel")]
    Sheet(SheetRows),
}

impl<'r> RecordReader<'r> {
    /// Opens an input: finds out format, encoding, dialect and header from its head, and samples it.
    /// `name` is used in errors and, by its ending, as a hint for the format.
    pub fn open(
        name: &str,
        input: Box<dyn Read + Send + 'r>,
        options: &ReadOptions,
    ) -> Result<RecordReader<'r>> {
        RecordReader::open_unnamed(name, input, options, Place::File).map_err(|error| error.in_file(name))
    }

    /// Opens the member at this place of an archive of this name.
    #[cfg(feature = "compression")]
    pub fn open_member(
        name: &str,
        archive: &Archive,
        at: usize,
        options: &ReadOptions,
    ) -> Result<RecordReader<'r>> {
        let (member, reader) = archive.reader(at).map_err(|error| error.in_file(name))?;
        RecordReader::of_member(&format!("{name}/{member}"), member, Box::new(reader), options)
    }

    /// The same over the member's bytes.
    #[cfg(feature = "compression")]
    pub(crate) fn of_member(
        name: &str,
        member: &str,
        input: Box<dyn Read + Send + 'r>,
        options: &ReadOptions,
    ) -> Result<RecordReader<'r>> {
        let mut rows = RecordReader::open_unnamed(name, input, options, Place::Archive)
            .map_err(|error| error.in_file(name))?;
        rows.resolved.member = Some(member.to_owned());
        Ok(rows)
    }

    fn open_unnamed(
        name: &str,
        input: Box<dyn Read + Send + 'r>,
        options: &ReadOptions,
        place: Place,
    ) -> Result<RecordReader<'r>> {
        let mut resolved = options.clone();
        let mut remarks = Remarks::default();
        let mut source = Source::open(input, &options.limits)?;
        let head = source.peek(HEAD_BYTES)?;
        #[cfg(feature = "compression")]
        if archive::is_archive(head) {
            return match place {
                Place::File => only_member(name, source, options),
                Place::Archive => Err(Error::new(ErrorKind::Unsupported, "an archive in an archive")
                    .with_hint("unpack the outer one first")),
            };
        }
        #[cfg(not(feature = "compression"))]
        let _ = place;
        let format = sniff::format_of(name, head)?;
        if let Some(wanted) = options.format.filter(|wanted| !wanted.is_workbook() && format.is_workbook()) {
            let message = format!("the file is a workbook, not {}", wanted.as_str());
            return Err(
                Error::new(ErrorKind::Format, message).with_hint("leave `format` out to have it found")
            );
        }
        // Which of the workbooks it is, its bytes tell better than its name.
        let format =
            options.format.filter(|wanted| !(wanted.is_workbook() && format.is_workbook())).unwrap_or(format);
        resolved.format = Some(format);
        let (rows, schema) = match format {
            #[cfg(feature = "excel")]
            format if format.is_workbook() => {
                let rows = SheetRows::open(source, &mut resolved, &mut remarks)?;
                let schema = schema_of(rows.names(), rows.sample());
                (Rows::Sheet(rows), schema)
            }
            #[cfg(not(feature = "excel"))]
            format if format.is_workbook() => {
                return Err(Error::new(ErrorKind::Unsupported, "workbooks are not part of this build")
                    .with_hint("save the sheet as CSV, or build with the feature `excel`"));
            }
            format => {
                let block = open_text(source, &mut resolved, &mut remarks)?;
                match format {
                    FileFormat::Csv => {
                        let mut rows = header::open(block, &mut resolved, &mut remarks)?;
                        let values = rows.sample()?;
                        let schema = schema_of(rows.names(), values);
                        (Rows::Csv(Box::new(rows)), schema)
                    }
                    FileFormat::Whatsapp => {
                        let mut rows = ChatRows::open(block, &resolved.limits)?;
                        let values = rows.sample();
                        let schema = schema_of(rows.names(), values);
                        (Rows::Chat(Box::new(rows)), schema)
                    }
                    FileFormat::Mbox => {
                        let mut rows = MailRows::open(block, &resolved.limits)?;
                        let values = rows.sample();
                        let schema = schema_of(rows.names(), values);
                        (Rows::Mail(Box::new(rows)), schema)
                    }
                    format => {
                        let mut rows = match format {
                            FileFormat::Ndjson => JsonRows::lines(block, &mut resolved)?,
                            _ => JsonRows::document(block, &mut resolved, &mut remarks)?,
                        };
                        let values = rows.sample()?;
                        let schema = schema_of(rows.names(), values);
                        (Rows::Json(Box::new(rows)), schema)
                    }
                }
            }
        };
        Ok(RecordReader { name: name.to_owned(), resolved, schema, remarks, rows })
    }

    /// What the file turned out to be, complete: the same options read it again in the same way.
    pub fn resolved(&self) -> &ReadOptions {
        &self.resolved
    }

    /// The columns with their sampled values.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Remarks so far: after opening, those of the head (a guessed encoding, a renamed duplicate column …); after
    /// the last row, those that are counted over all rows. Each is given once.
    pub fn take_notes(&mut self) -> Vec<Warning> {
        let mut notes = self.remarks.take();
        for note in &mut notes {
            note.file = Some(self.name.clone());
        }
        notes
    }

    /// Chooses the columns that each [`Record`] will hold, by name: slot `i` is `columns[i]`. Only these are decoded.
    /// Without this call every column of the schema is bound in order. An unknown column of a CSV or sheet is an
    /// error with the nearest name; of JSON it is allowed, since keys may come late.
    pub fn bind(&mut self, columns: &[&str]) -> Result<()> {
        match &mut self.rows {
            Rows::Json(rows) => {
                let names: Vec<&str> = columns
                    .iter()
                    .map(|&name| self.schema.index_of(name).map_or(name, |at| &self.schema.columns[at].name))
                    .collect();
                rows.bind(&names);
            }
            Rows::Csv(rows) => rows.bind(slots_of(&self.schema, columns).map_err(|e| e.in_file(&self.name))?),
            Rows::Chat(rows) => {
                rows.bind(slots_of(&self.schema, columns).map_err(|e| e.in_file(&self.name))?)
            }
            Rows::Mail(rows) => {
                rows.bind(slots_of(&self.schema, columns).map_err(|e| e.in_file(&self.name))?)
            }
            #[cfg(feature = "excel")]
            Rows::Sheet(rows) => {
                rows.bind(slots_of(&self.schema, columns).map_err(|e| e.in_file(&self.name))?)
            }
        }
        Ok(())
    }

    /// The next row, or `None` at the end. The sampled rows come again first.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>> {
        let row = match &mut self.rows {
            Rows::Csv(rows) => rows.next(&mut self.remarks),
            Rows::Json(rows) => rows.next(&mut self.remarks),
            Rows::Chat(rows) => rows.next(&mut self.remarks),
            Rows::Mail(rows) => rows.next(&mut self.remarks),
            #[cfg(feature = "excel")]
            Rows::Sheet(rows) => Ok(rows.next(&mut self.remarks)),
        };
        match row {
            Ok(Some(Row::Rejected(mut warning))) => {
                warning.file = Some(self.name.clone());
                Ok(Some(Row::Rejected(warning)))
            }
            Ok(row) => Ok(row),
            Err(error) => Err(error.in_file(&self.name)),
        }
    }

    /// Bytes taken from the caller's input so far (packed bytes where it is compressed), for progress.
    pub fn bytes_read(&self) -> u64 {
        match &self.rows {
            Rows::Csv(rows) => rows.bytes_read(),
            Rows::Json(rows) => rows.bytes_read(),
            Rows::Chat(rows) => rows.bytes_read(),
            Rows::Mail(rows) => rows.bytes_read(),
            #[cfg(feature = "excel")]
            Rows::Sheet(rows) => rows.bytes_read(),
        }
    }
}

/// Where an input stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    #[cfg(feature = "compression")]
    Archive,
}

/// Opens the one readable member of an archive, or the one that the options name.
#[cfg(feature = "compression")]
fn only_member<'r>(name: &str, mut source: Source<'r>, options: &ReadOptions) -> Result<RecordReader<'r>> {
    let bytes = source.read_all(options.limits.max_archive_bytes, "maxArchiveBytes")?;
    let mut archive = archive::Archive::open(bytes, &options.limits)?;
    let at = archive.only(options.member.as_deref())?;
    let notes = archive.take_notes();
    let mut rows = RecordReader::open_member(name, &archive, at, options)?;
    notes.into_iter().for_each(|note| rows.remarks.push(note));
    Ok(rows)
}

/// Finds out the encoding and gives the text.
fn open_text<'r>(
    mut source: Source<'r>,
    resolved: &mut ReadOptions,
    remarks: &mut Remarks,
) -> Result<Block<'r>> {
    let head = source.peek(HEAD_BYTES)?;
    let encoding = match resolved.encoding {
        // Each mail says how it is encoded, and parts of it may differ.
        _ if resolved.format == Some(FileFormat::Mbox) => Encoding::Utf8,
        Some(encoding) => encoding,
        None => {
            let (encoding, guessed) = sniff::encoding_of(head, head.len() < HEAD_BYTES)?;
            if guessed {
                remarks
                    .note("guessed_encoding", format!("the text was taken as {}", encoding_name(encoding)));
            }
            encoding
        }
    };
    resolved.encoding = Some(encoding);
    Block::open(source, encoding)
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16, low byte first",
        Encoding::Utf16Be => "UTF-16, high byte first",
        Encoding::Windows1252 => "Windows-1252",
    }
}

fn schema_of<'n>(names: impl Iterator<Item = &'n str>, values: Vec<Vec<String>>) -> Schema {
    let columns = names
        .zip(values)
        .map(|(name, values)| Column { name: name.to_owned(), column_type: header::type_of(&values), values })
        .collect();
    Schema { columns }
}

/// The indexes of these columns.
fn slots_of(schema: &Schema, columns: &[&str]) -> Result<Vec<usize>> {
    columns
        .iter()
        .map(|name| {
            schema.index_of(name).ok_or_else(|| {
                let error = Error::new(ErrorKind::UnknownColumn, format!("there is no column `{name}`"))
                    .at_column(*name);
                match nearest(name, schema.names()) {
                    Some(near) => error.with_hint(format!("did you mean `{near}`?")),
                    None => error.with_hint(format!("the columns are {}", schema.listed())),
                }
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
