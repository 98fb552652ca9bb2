//! The one error type: what went wrong, where, and what to do. Imports nothing of ours.

use std::fmt;

/// What kind of thing went wrong. [`ErrorKind::code`] is stable and the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings are wrong: an unknown key, a value out of range, a pattern that is refused.
    Config,
    /// The bytes cannot be a file of the format at all.
    Format,
    /// The format is not supported in this build or for this call.
    Unsupported,
    /// The file uses a character encoding that cannot be read.
    Encoding,
    /// A limit of the settings was passed (cell size, columns, depth, unpacked size).
    Limit,
    /// A column that the mapping needs is not in the file.
    UnknownColumn,
    /// No column can be taken as message text, or only a doubtful one.
    NoContent,
    /// The mapping contradicts itself, or a transform cannot be built.
    Mapping,
    /// A custom pattern is refused.
    Pattern,
    /// The leak audit found an original value in the bytes about to be written.
    Leak,
    /// A token of the text is not in the token map, or an encrypted value does not open.
    UnknownToken,
    /// The caller asked to stop.
    Cancelled,
    /// Reading or writing failed underneath.
    Io,
}

impl ErrorKind {
    /// Every kind, in a fixed order, for tables and tests.
    pub const ALL: [ErrorKind; 13] = [
        ErrorKind::Config,
        ErrorKind::Format,
        ErrorKind::Unsupported,
        ErrorKind::Encoding,
        ErrorKind::Limit,
        ErrorKind::UnknownColumn,
        ErrorKind::NoContent,
        ErrorKind::Mapping,
        ErrorKind::Pattern,
        ErrorKind::Leak,
        ErrorKind::UnknownToken,
        ErrorKind::Cancelled,
        ErrorKind::Io,
    ];

    /// The stable `snake_case` code.
    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::Config => "invalid_config",
            ErrorKind::Format => "invalid_format",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::Encoding => "invalid_encoding",
            ErrorKind::Limit => "limit_exceeded",
            ErrorKind::UnknownColumn => "unknown_column",
            ErrorKind::NoContent => "no_content_column",
            ErrorKind::Mapping => "invalid_mapping",
            ErrorKind::Pattern => "invalid_pattern",
            ErrorKind::Leak => "residual_personal_data",
            ErrorKind::UnknownToken => "unknown_token",
            ErrorKind::Cancelled => "cancelled",
            ErrorKind::Io => "io_error",
        }
    }
}

/// Where in the input something is. Every part is optional; rows count from 1 and include the header row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The name of the input as the caller gave it.
    pub file: Option<String>,
    /// The row (CSV record, sheet row, JSON line or array element), counted from 1; a header is row 1.
    pub row: Option<u64>,
    /// The column by name.
    pub column: Option<String>,
    /// The byte offset from the start of the (decompressed, decoded) input.
    pub byte: Option<u64>,
    /// The path of a setting or JSON field, such as `piiSettings.customPatterns[0].pattern`.
    pub path: Option<String>,
}

impl Position {
    fn is_empty(&self) -> bool {
        *self == Position::default()
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let mut part = |f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>| {
            let result = write!(f, "{separator}{text}");
            separator = ", ";
            result
        };
        if let Some(file) = &self.file {
            part(f, format_args!("{file}"))?;
        }
        if let Some(row) = self.row {
            part(f, format_args!("row {row}"))?;
        }
        if let Some(column) = &self.column {
            part(f, format_args!("column `{column}`"))?;
        }
        if let Some(byte) = self.byte {
            part(f, format_args!("byte {byte}"))?;
        }
        if let Some(path) = &self.path {
            part(f, format_args!("`{path}`"))?;
        }
        Ok(())
    }
}

/// An error with its place and a remedy. Never carries personal data: no cell, message or token value.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.full_message())]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    position: Position,
    hint: Option<String>,
    source: Option<std::io::Error>,
}

/// What every fallible call of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Builds an error; `message` is lower case, without a final full stop, and names no value of the data.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        let inner =
            Inner { kind, message: message.into(), position: Position::default(), hint: None, source: None };
        Error(Box::new(inner))
    }

    /// Wraps a failure of the caller's reader or writer.
    pub fn io(context: &str, source: std::io::Error) -> Error {
        let mut error = Error::new(ErrorKind::Io, format!("{context}: {source}"));
        error.0.source = Some(source);
        error
    }

    /// Adds what to do about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Error {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the file's name.
    pub fn in_file(mut self, file: impl Into<String>) -> Error {
        self.0.position.file = Some(file.into());
        self
    }

    /// Adds the row, counted from 1 with the header as row 1.
    pub fn at_row(mut self, row: u64) -> Error {
        self.0.position.row = Some(row);
        self
    }

    /// Adds the column's name.
    pub fn at_column(mut self, column: impl Into<String>) -> Error {
        self.0.position.column = Some(column.into());
        self
    }

    /// Adds the byte offset.
    pub fn at_byte(mut self, byte: u64) -> Error {
        self.0.position.byte = Some(byte);
        self
    }

    /// Adds the path of a setting or field.
    pub fn at_path(mut self, path: impl Into<String>) -> Error {
        self.0.position.path = Some(path.into());
        self
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable code, equal in every language.
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// The message without its place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it happened.
    pub fn position(&self) -> &Position {
        &self.0.position
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The failure of the caller's reader or writer underneath, if there was one.
    pub fn io_source(&self) -> Option<&std::io::Error> {
        self.0.source.as_ref()
    }

    fn full_message(&self) -> String {
        if self.0.position.is_empty() {
            self.0.message.clone()
        } else {
            format!("{}: {}", self.0.position, self.0.message)
        }
    }
}

/// The name among `known` that is nearest to `given`, if one is near enough to be a slip of the keys.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}
