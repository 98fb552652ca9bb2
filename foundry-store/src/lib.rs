#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod api_keys;
pub mod audit_logs;
mod column;
pub mod credentials;
pub mod deadline;
pub mod error;
pub mod evidence_packs;
pub mod exports;
pub mod ids;
pub mod invitations;
pub mod jobs;
pub mod local;
pub mod mappings;
pub mod organizations;
pub mod outbox;
pub mod page;
pub mod projects;
pub mod purge;
pub mod queue;
pub mod records;
pub mod retention;
pub mod rewrap;
pub mod schedules;
pub mod secret;
pub mod sources;
pub mod sync;
pub mod tenant;
pub mod users;

pub use deadline::{Conn, DEADLINE};
pub use error::{Error, ErrorKind, Result};
pub use ids::*;
pub use page::{Page, PageRequest};
pub use secret::{MasterKeys, OrgKeys, Sealed};
pub use tenant::{PlatformTx, Store, TenantTx};

/// The schema, as versioned migrations. Run by its owner, never by the server's own login.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");
