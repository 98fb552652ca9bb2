//! Evidence packs: immutable proof of a job. Rows are made and read, never changed.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::ids::{EvidencePackId, JobId};
use crate::tenant::TenantTx;

/// An evidence pack.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidencePack {
    /// The id.
    pub id: EvidencePackId,
    /// The job it proves.
    pub job_id: JobId,
    /// Where the file lies.
    pub file_path: String,
    /// In bytes.
    pub file_size: i64,
    /// Digest of the file.
    pub sha256: Vec<u8>,
    /// Settings, counts and hashes.
    pub manifest: Value,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// Tells of a finished pack.
pub async fn create(
    tx: &mut TenantTx,
    job: JobId,
    file_path: &str,
    file_size: i64,
    sha256: &[u8],
    manifest: &Value,
) -> Result<EvidencePackId> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"insert into evidence_packs (organization_id, job_id, file_path, file_size, sha256, manifest)
        values ($1, $2, $3, $4, $5, $6) returning id as "id: EvidencePackId""#,
        org.0,
        job.0,
        file_path,
        file_size,
        sha256,
        manifest
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Gives a pack.
pub async fn get(tx: &mut TenantTx, id: EvidencePackId) -> Result<EvidencePack> {
    let org = tx.org();
    sqlx::query_as!(
        EvidencePack,
        r#"select id as "id: EvidencePackId", job_id as "job_id: JobId", file_path, file_size, sha256, manifest, created_at
        from evidence_packs where organization_id = $1 and id = $2"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("evidence pack"))
}

/// Lists the packs of a job, oldest first.
pub async fn of_job(tx: &mut TenantTx, job: JobId) -> Result<Vec<EvidencePack>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        EvidencePack,
        r#"select id as "id: EvidencePackId", job_id as "job_id: JobId", file_path, file_size, sha256, manifest, created_at
        from evidence_packs where organization_id = $1 and job_id = $2 order by id"#,
        org.0,
        job.0
    )
    .fetch_all(tx.conn())
    .await?)
}
