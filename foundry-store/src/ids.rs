//! Ids, one type per table, and the words that columns may hold, so that neither can be mixed up.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, serde::Serialize, serde::Deserialize)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A person who logs in.
    UserId,
    /// An organization, the tenant.
    OrgId,
    /// An invitation.
    InvitationId,
    /// An API key.
    ApiKeyId,
    /// All refresh tokens of one login.
    FamilyId,
    /// A project.
    ProjectId,
    /// A source of conversations.
    SourceId,
    /// The mapping of one column.
    MappingId,
    /// A job.
    JobId,
    /// A processed record.
    RecordId,
    /// An export file.
    ExportId,
    /// An evidence pack.
    EvidencePackId,
    /// A schedule.
    ScheduleId,
    /// An event of the outbox.
    EventId,
}

/// An enum stored as text: its word in the column, on the wire and in Rust are one list.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in a fixed order.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word in the database and on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value of a word.
            pub fn parse(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl sqlx::Type<sqlx::Postgres> for $name {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                <str as sqlx::Type<sqlx::Postgres>>::type_info()
            }
            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <str as sqlx::Type<sqlx::Postgres>>::compatible(ty)
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Postgres> for $name {
            fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let word = <&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?;
                $name::parse(word).ok_or_else(|| concat!("unknown word of `", stringify!($name), "`").into())
            }
        }
    )+};
}

words! {
    /// What a member may do; each includes the one before.
    OrgRole {
        /// Reads.
        Viewer = "viewer",
        /// Works: projects, sources, jobs, exports.
        Editor = "editor",
        /// Manages people and reads the audit log.
        Admin = "admin",
    }
    /// The trade of an organization, which chooses its privacy preset.
    Industry {
        /// Medical types on.
        Healthcare = "healthcare",
        /// Cards and accounts.
        Finance = "finance",
        /// Order numbers.
        Retail = "retail",
        /// Keys and addresses of machines.
        Technology = "technology",
        /// Serial numbers.
        Manufacturing = "manufacturing",
        /// The standard preset.
        Other = "other",
    }
    /// Whether a project is worked on.
    ProjectStatus {
        /// In use.
        Active = "active",
        /// Put away; purged 90 days later.
        Archived = "archived",
    }
    /// Where a source reads from.
    SourceType {
        /// An uploaded file.
        File = "file",
        /// Teamwork Desk.
        Teamwork = "teamwork",
        /// GoHighLevel.
        GoHighLevel = "gohighlevel",
        /// A database, read only.
        Database = "database",
    }
    /// How a source is doing.
    SourceStatus {
        /// Not tried yet.
        Pending = "pending",
        /// Ready.
        Connected = "connected",
        /// Failed; `last_error` says why.
        Error = "error",
        /// Being read.
        Syncing = "syncing",
    }
    /// How sure a mapping is.
    Confidence {
        /// Sure.
        High = "high",
        /// Likely.
        Medium = "medium",
        /// A guess.
        Low = "low",
    }
    /// Who chose a mapping.
    DetectedBy {
        /// Detection; may be overwritten by it.
        Auto = "auto",
        /// A person; stays.
        User = "user",
    }
    /// What a job does.
    JobKind {
        /// Sources to processed records.
        Process = "process",
        /// A connection to synced messages.
        Sync = "sync",
        /// Processed records to a file.
        Export = "export",
    }
    /// Where a job stands.
    JobStatus {
        /// Waits for a worker.
        Pending = "pending",
        /// Has a worker.
        Running = "running",
        /// Done.
        Completed = "completed",
        /// Given up.
        Failed = "failed",
        /// Stopped on request.
        Cancelled = "cancelled",
    }
    /// Whether an export can be downloaded.
    ExportStatus {
        /// The file is there.
        Ready = "ready",
        /// Past its time.
        Expired = "expired",
    }
    /// Who did what the audit log tells.
    ActorType {
        /// A person.
        User = "user",
        /// An API key.
        ServiceAccount = "service_account",
        /// A worker on behalf of a job.
        Worker = "worker",
        /// The program itself, such as retention.
        System = "system",
        /// Somebody unknown.
        Anonymous = "anonymous",
    }
    /// How what the audit log tells ended.
    AuditStatus {
        /// Done.
        Success = "success",
        /// Tried and failed.
        Error = "error",
        /// Refused.
        Denied = "denied",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for role in OrgRole::ALL {
            assert_eq!(OrgRole::parse(role.as_str()), Some(*role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!(OrgRole::parse("superuser"), None);
        assert!(OrgRole::Viewer < OrgRole::Editor && OrgRole::Editor < OrgRole::Admin);
    }
}
