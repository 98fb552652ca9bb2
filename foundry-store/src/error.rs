//! The one error type of the store. It keeps no text of the database, since that quotes values.

use std::fmt;

/// What kind of thing went wrong. [`ErrorKind::code`] is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no such row, or it belongs to another organization: both read the same.
    NotFound,
    /// The name, address or key is taken, or the row changed since it was read.
    Conflict,
    /// A value is not allowed: a rule of the schema refuses it.
    Invalid,
    /// The step is not allowed from the state the thing is in.
    State,
    /// An organization keeps its last admin.
    LastAdmin,
    /// A token or invitation is unknown, used, revoked or past its time: all read the same.
    Token,
    /// The job went to another worker; stop at once and write nothing.
    LostLease,
    /// A sealed value does not open: wrong place, wrong key, or the key was destroyed.
    Sealed,
    /// A master key is missing or unreadable.
    Key,
    /// The database refuses the store's login, or the login may do too much.
    Setup,
    /// The database does not answer; trying again may help.
    Unavailable,
    /// A page cursor is not one of ours.
    Cursor,
    /// Anything else the database says.
    Database,
}

impl ErrorKind {
    /// The stable `snake_case` code.
    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::NotFound => "not_found",
            ErrorKind::Conflict => "conflict",
            ErrorKind::Invalid => "invalid_value",
            ErrorKind::State => "invalid_state",
            ErrorKind::LastAdmin => "last_admin",
            ErrorKind::Token => "invalid_token",
            ErrorKind::LostLease => "lost_lease",
            ErrorKind::Sealed => "sealed_value",
            ErrorKind::Key => "invalid_key",
            ErrorKind::Setup => "unsafe_setup",
            ErrorKind::Unavailable => "database_unavailable",
            ErrorKind::Cursor => "invalid_cursor",
            ErrorKind::Database => "database_error",
        }
    }
}

/// An error of the store: a kind, a message without any value of the data, and what to do.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
}

/// The result of every call of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error of a kind; the message is lower case, without full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), hint: None }
    }

    /// Adds what to do about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Error::new(ErrorKind::NotFound, format!("there is no such {what}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}

impl std::error::Error for Error {}

/// What the constraints that people can run into mean. The name translates, never the database's own text.
const CONSTRAINTS: &[(&str, ErrorKind, &str)] = &[
    ("users_email_idx", ErrorKind::Conflict, "the address has an account already"),
    ("users_email_check", ErrorKind::Invalid, "the address is not an e-mail address"),
    ("organizations_name_idx", ErrorKind::Conflict, "the organization's name is taken"),
    ("organizations_slug_idx", ErrorKind::Conflict, "the organization's `slug` is taken"),
    ("org_memberships_unique_idx", ErrorKind::Conflict, "the person is a member already"),
    ("invitations_open_idx", ErrorKind::Conflict, "the address has an open invitation already"),
    ("projects_org_name_idx", ErrorKind::Conflict, "an active project of this name exists"),
    ("source_mappings_unique_idx", ErrorKind::Conflict, "a column is mapped twice"),
    (
        "source_mappings_target_field_check",
        ErrorKind::Invalid,
        "a target is no standard field nor `custom_…`",
    ),
    ("processing_jobs_active_idx", ErrorKind::Conflict, "the project has an active job already"),
    ("sources_config_check", ErrorKind::Invalid, "`config` holds a secret; it belongs into the credentials"),
];

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Error::not_found("row"),
            sqlx::Error::Database(refused) => from_database(&*refused),
            sqlx::Error::PoolTimedOut => {
                Error::new(ErrorKind::Unavailable, "no connection to the database got free")
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => {
                Error::new(ErrorKind::Unavailable, "the connection to the database broke")
            }
            sqlx::Error::Protocol(_) => Error::new(ErrorKind::Unavailable, "the database's answer was cut"),
            sqlx::Error::ColumnDecode { index, .. } => {
                Error::new(ErrorKind::Database, format!("column {index} holds what this version cannot read"))
            }
            _ => Error::new(ErrorKind::Database, "the call to the database failed"),
        }
    }
}

fn from_database(refused: &dyn sqlx::error::DatabaseError) -> Error {
    if let Some(name) = refused.constraint()
        && let Some((_, kind, text)) = CONSTRAINTS.iter().find(|(known, ..)| *known == name)
    {
        return Error::new(*kind, *text);
    }
    let state = refused.code().unwrap_or_default();
    let named = refused.constraint().map(|name| format!(" (`{name}`)")).unwrap_or_default();
    match &*state {
        "FS001" => Error::new(ErrorKind::State, "the step is not allowed from this state"),
        "FS002" => Error::new(ErrorKind::State, "what is fixed does not change"),
        "FS003" => Error::new(ErrorKind::LastAdmin, "the last admin of an organization stays"),
        "FS004" | "FS005" => Error::new(ErrorKind::Invalid, "the call does not fit the transaction"),
        "23505" => Error::new(ErrorKind::Conflict, format!("such a row exists already{named}")),
        "23503" => Error::new(ErrorKind::NotFound, format!("what the row points to is not there{named}")),
        "23502" | "23514" | "22001" | "22003" | "22021" | "22P05" | "22P02" => {
            Error::new(ErrorKind::Invalid, format!("a value is not allowed{named}"))
        }
        "42501" => Error::new(ErrorKind::NotFound, "there is no such row for this organization"),
        "40001" | "40P01" => Error::new(ErrorKind::Unavailable, "the transaction met another one; try again"),
        // Shut down, killed, starting up, out of connections.
        "57P01" | "57P02" | "57P03" | "57014" | "53300" | "25P03" | "55P03" => {
            Error::new(ErrorKind::Unavailable, "the database ended the connection")
        }
        _ => Error::new(ErrorKind::Database, format!("the database refused with SQLSTATE {state}{named}")),
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError as M;
        match error {
            M::VersionMissing(v) => Error::new(
                ErrorKind::Setup,
                format!("the database knows migration {v}, this program does not"),
            )
            .with_hint("run the newer program, or restore a backup"),
            M::VersionMismatch(v) => {
                Error::new(ErrorKind::Setup, format!("migration {v} was changed after it was applied"))
            }
            M::Execute(e) | M::ExecuteMigration(e, _) => e.into(),
            _ => Error::new(ErrorKind::Setup, "the migrations could not be applied"),
        }
    }
}
