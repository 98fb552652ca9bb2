//! What steers reading: format, dialect and limits.

use serde::{Deserialize, Serialize};

/// The format of an input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileFormat {
    /// Delimited text: comma, semicolon, tab, pipe or any other one-byte delimiter.
    Csv,
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 2007 and later, in its binary form.
    Xlsb,
    /// Excel 97 to 2003.
    Xls,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A JSON document: an array of rows, or an object that holds one.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// A chat exported from WhatsApp as text.
    Whatsapp,
    /// A mailbox, or a single mail as it is sent (`.eml`).
    Mbox,
}

impl FileFormat {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            FileFormat::Csv => "csv",
            FileFormat::Xlsx => "xlsx",
            FileFormat::Xlsb => "xlsb",
            FileFormat::Xls => "xls",
            FileFormat::Ods => "ods",
            FileFormat::Json => "json",
            FileFormat::Ndjson => "ndjson",
            FileFormat::Whatsapp => "whatsapp",
            FileFormat::Mbox => "mbox",
        }
    }

    /// Whether it is a workbook with sheets.
    pub fn is_workbook(self) -> bool {
        matches!(self, FileFormat::Xlsx | FileFormat::Xlsb | FileFormat::Xls | FileFormat::Ods)
    }
}

/// The character encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Windows code page 1252, also for files that call themselves Latin-1.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// How an input is read. Everything that is `None` is found out from the file itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ReadOptions {
    /// The file format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<FileFormat>,
    /// The CSV delimiter: one ASCII character, or `tab`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// The CSV quote: one ASCII character, or empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Whether the first row names the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_header: Option<bool>,
    /// The character encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook; the first sheet with rows if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_name: Option<String>,
    /// Where the array of rows stands in a JSON document, such as `data.tickets` or `$.data.tickets[*]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_path: Option<String>,
    /// The key of the messages inside each JSON row (`comments`, `messages`): each becomes a row of its own that
    /// inherits the outer fields. Found out if absent; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages_path: Option<String>,
    /// The member of a ZIP archive that is read, by its name in the archive; all readable ones if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What to do with a CSV row that has another number of cells than the header.
    pub ragged_rows: RaggedRows,
    /// The limits against hostile or broken input.
    pub limits: ReadLimits,
    /// Where workbooks are taken apart: in this process unless the caller has another that may fail alone.
    #[cfg(feature = "excel")]
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub workbooks: super::WorkbookLoader,
}

/// What to do with a row of another width than the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RaggedRows {
    /// Leave it out, with a warning: nobody knows which cell is which.
    #[default]
    Reject,
    /// Fill missing cells with nothing and leave out cells beyond the header, with a warning.
    Pad,
}

/// Limits of one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ReadLimits {
    /// Bytes of one cell; a longer one rejects its row.
    pub max_cell_bytes: usize,
    /// Columns of one row; more end the run.
    pub max_columns: usize,
    /// Nesting depth of JSON; deeper rejects its row.
    pub max_depth: usize,
    /// Bytes of compressed input after unpacking; more end the run.
    pub max_unpacked_bytes: u64,
    /// Unpacked bytes per packed byte, looked at beyond the first 100 MB.
    pub max_unpack_ratio: u64,
    /// Bytes of a ZIP archive as it is packed, since it is held in memory; more end the run.
    pub max_archive_bytes: u64,
    /// Members of a ZIP archive; more end the run. What they unpack to in all is held against `max_unpacked_bytes` and
    /// `max_unpack_ratio`.
    pub max_archive_members: usize,
    /// Bytes of a JSON document of several tables up to which they are joined, since it is held in memory for it; of a
    /// larger one only one table is read, with a warning.
    pub max_join_bytes: usize,
    /// Cells of a workbook sheet; more end the run.
    pub max_sheet_cells: u64,
    /// Cells of the rectangles around the sheets of an .xls workbook, and cells that an .ods sheet repeats; more end
    /// the run.
    pub max_grid_cells: u64,
    /// Memory of the process that takes a workbook apart, in bytes, where the caller has one of its own for it.
    pub max_workbook_memory: u64,
    /// Seconds that process may take.
    pub max_workbook_seconds: u64,
}

impl Default for ReadLimits {
    fn default() -> ReadLimits {
        ReadLimits {
            max_cell_bytes: 1 << 20,
            max_columns: 2_000,
            max_depth: 64,
            max_unpacked_bytes: 64 << 30,
            max_unpack_ratio: 1_000,
            max_archive_bytes: 512 << 20,
            max_archive_members: 10_000,
            max_join_bytes: 64 << 20,
            max_sheet_cells: 20_000_000,
            max_grid_cells: 4_000_000,
            max_workbook_memory: 2 << 30,
            max_workbook_seconds: 120,
        }
    }
}
