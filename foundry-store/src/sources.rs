//! Sources of conversations, with sealed credentials and samples.

use chrono::{DateTime, Utc};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::ids::{ProjectId, SourceId, SourceStatus, SourceType};
use crate::secret::{MasterKeys, OrgKeys, Place, Sealed};
use crate::tenant::TenantTx;

/// A source. Credentials and samples are read by their own functions.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The id.
    pub id: SourceId,
    /// The project.
    pub project_id: ProjectId,
    /// Where it reads from.
    pub kind: SourceType,
    /// As people call it.
    pub name: String,
    /// How it is doing.
    pub status: SourceStatus,
    /// What steers reading, without secrets.
    pub config: Value,
    /// Where an uploaded file lies.
    pub file_path: Option<String>,
    /// In bytes.
    pub file_size: Option<i64>,
    /// As the upload said.
    pub mime_type: Option<String>,
    /// Records seen at the last reading.
    pub record_count: Option<i64>,
    /// Last synchronization that ended well.
    pub last_sync_at: Option<DateTime<Utc>>,
    /// Without a value of the data.
    pub last_error: Option<String>,
    /// Whether credentials are stored.
    pub has_credentials: bool,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// A source in a list.
#[derive(Debug, Clone)]
pub struct SourceWithCounts {
    /// The source.
    pub source: Source,
    /// Columns with a mapping.
    pub mapping_count: i64,
    /// Columns mapped to a standard field.
    pub mapped_count: i64,
}

/// What a new source needs.
#[derive(Debug, Clone)]
pub struct NewSource<'a> {
    /// Where it reads from.
    pub kind: SourceType,
    /// As people call it.
    pub name: &'a str,
    /// What steers reading; a secret in it is refused.
    pub config: &'a Value,
    /// Path, size in bytes and type of an uploaded file.
    pub file: Option<(&'a str, i64, &'a str)>,
}

const CREDENTIALS: &str = "credentials";
const RAW_SCHEMA: &str = "raw_schema";

/// Makes a source.
pub async fn create(tx: &mut TenantTx, project: ProjectId, new: &NewSource<'_>) -> Result<SourceId> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"insert into sources (organization_id, project_id, type, name, config, file_path, file_size, mime_type)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning id as "id: SourceId""#,
        org.0,
        project.0,
        new.kind.as_str(),
        new.name,
        new.config,
        new.file.map(|(path, _, _)| path),
        new.file.map(|(_, size, _)| size),
        new.file.map(|(_, _, mime)| mime)
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Gives a source.
pub async fn get(tx: &mut TenantTx, id: SourceId) -> Result<Source> {
    let org = tx.org();
    sqlx::query_as!(
        Source,
        r#"select id as "id: SourceId", project_id as "project_id: ProjectId", type as "kind: SourceType", name,
            status as "status: SourceStatus", config, file_path, file_size, mime_type, record_count, last_sync_at, last_error,
            credentials is not null as "has_credentials!", created_at
        from sources where organization_id = $1 and id = $2 and deleted_at is null"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("source"))
}

/// Lists the sources of a project with their mapping counts, oldest first (seed query 8).
pub async fn list(tx: &mut TenantTx, project: ProjectId) -> Result<Vec<SourceWithCounts>> {
    let org = tx.org();
    Ok(sqlx::query!(
        r#"select id as "id: SourceId", project_id as "project_id: ProjectId", type as "kind: SourceType", name,
            status as "status: SourceStatus", config, file_path, file_size, mime_type, record_count, last_sync_at, last_error,
            credentials is not null as "has_credentials!", created_at,
            (select count(*) from source_mappings m where m.organization_id = s.organization_id and m.source_id = s.id)
                as "mapping_count!",
            (select count(*) from source_mappings m where m.organization_id = s.organization_id and m.source_id = s.id
                and m.target_field not like 'custom\_%') as "mapped_count!"
        from sources s where organization_id = $1 and project_id = $2 and deleted_at is null order by id"#,
        org.0,
        project.0
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|row| SourceWithCounts {
        mapping_count: row.mapping_count,
        mapped_count: row.mapped_count,
        source: Source {
            id: row.id,
            project_id: row.project_id,
            kind: row.kind,
            name: row.name,
            status: row.status,
            config: row.config,
            file_path: row.file_path,
            file_size: row.file_size,
            mime_type: row.mime_type,
            record_count: row.record_count,
            last_sync_at: row.last_sync_at,
            last_error: row.last_error,
            has_credentials: row.has_credentials,
            created_at: row.created_at,
        },
    })
    .collect())
}

/// Changes name and settings.
pub async fn update(tx: &mut TenantTx, id: SourceId, name: &str, config: &Value) -> Result<()> {
    let org = tx.org();
    one(sqlx::query!(
        "update sources set name = $3, config = $4 where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0,
        name,
        config
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Moves a source on: what a reading found, or why it failed. Steps the state machine does not know are refused.
pub async fn set_status(
    tx: &mut TenantTx,
    id: SourceId,
    status: SourceStatus,
    record_count: Option<i64>,
    last_error: Option<&str>,
) -> Result<()> {
    let org = tx.org();
    one(sqlx::query!(
        "update sources set status = $3::text, record_count = coalesce($4, record_count), last_error = $5,
            last_sync_at = case when status = 'syncing' and $3::text = 'connected' then now() else last_sync_at end
         where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0,
        status.as_str(),
        record_count,
        last_error
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Removes a source from sight with its credentials and samples. The records of finished jobs stay.
pub async fn delete(tx: &mut TenantTx, id: SourceId) -> Result<()> {
    let org = tx.org();
    one(sqlx::query!(
        "update sources set deleted_at = now(), credentials = null, encryption_key_version = null, raw_schema = null
         where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Stores the credentials of a connection, sealed.
pub async fn set_credentials(tx: &mut TenantTx, keys: &OrgKeys, id: SourceId, secret: &[u8]) -> Result<()> {
    let org = tx.org();
    let sealed = keys.seal(place(CREDENTIALS, &id.0.to_string()), secret)?;
    one(sqlx::query!(
        "update sources set credentials = $3, encryption_key_version = $4
         where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0,
        sealed.as_bytes(),
        keys.current()
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Opens the credentials of a connection.
pub async fn credentials(
    tx: &mut TenantTx,
    masters: &MasterKeys,
    id: SourceId,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let org = tx.org();
    let sealed = sqlx::query_scalar!(
        "select credentials from sources where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("source"))?;
    open(tx, masters, place(CREDENTIALS, &id.0.to_string()), sealed).await
}

/// Stores what was found of the columns, samples too, sealed.
pub async fn set_raw_schema(tx: &mut TenantTx, keys: &OrgKeys, id: SourceId, schema: &[u8]) -> Result<()> {
    let org = tx.org();
    let sealed = keys.seal(place(RAW_SCHEMA, &id.0.to_string()), schema)?;
    one(sqlx::query!(
        "update sources set raw_schema = $3 where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0,
        sealed.as_bytes()
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Opens what was found of the columns.
pub async fn raw_schema(
    tx: &mut TenantTx,
    masters: &MasterKeys,
    id: SourceId,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let org = tx.org();
    let sealed = sqlx::query_scalar!(
        "select raw_schema from sources where organization_id = $1 and id = $2 and deleted_at is null",
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("source"))?;
    open(tx, masters, place(RAW_SCHEMA, &id.0.to_string()), sealed).await
}

/// The keys are loaded after the value, so that a value just sealed under a new one opens.
async fn open(
    tx: &mut TenantTx,
    masters: &MasterKeys,
    place: Place<'_>,
    sealed: Option<Vec<u8>>,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let Some(bytes) = sealed else { return Ok(None) };
    let keys = masters.keys(tx).await?;
    keys.open(place, &Sealed::from_bytes(bytes)).map(Some)
}

pub(crate) fn place<'a>(column: &'static str, row: &'a str) -> Place<'a> {
    Place { table: "sources", column, row }
}

fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::not_found("source")) }
}
