//! Export files. A row is made with its finished file: written aside, moved into place, then told here. A file without a row
//! is rubbish that a sweep removes.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::ids::{ExportId, ExportStatus, JobId, JobStatus, ProjectId, UserId};
use crate::tenant::TenantTx;

/// An export.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The id.
    pub id: ExportId,
    /// The job it was made from.
    pub job_id: JobId,
    /// The export format.
    pub format: String,
    /// Whether it can be downloaded.
    pub status: ExportStatus,
    /// Where the file lies.
    pub file_path: String,
    /// In bytes.
    pub file_size: i64,
    /// Lines in it.
    pub record_count: i64,
    /// Digest of the file.
    pub sha256: Vec<u8>,
    /// How it was asked for.
    pub export_config: Value,
    /// What it proves.
    pub manifest: Value,
    /// The file goes then.
    pub expires_at: DateTime<Utc>,
    /// Downloads so far.
    pub download_count: i64,
    /// The last one.
    pub last_download_at: Option<DateTime<Utc>>,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// An export with its job, for the list of a project.
#[derive(Debug, Clone)]
pub struct ExportOfProject {
    /// The export.
    pub export: Export,
    /// Where its job stands.
    pub job_status: JobStatus,
    /// When the job ended.
    pub job_completed_at: Option<DateTime<Utc>>,
}

/// A finished file.
#[derive(Debug, Clone)]
pub struct NewExport<'a> {
    /// The export format.
    pub format: &'a str,
    /// Where the file lies, unique in the organization.
    pub file_path: &'a str,
    /// In bytes.
    pub file_size: i64,
    /// Lines in it.
    pub record_count: i64,
    /// Digest of the file, 32 bytes.
    pub sha256: &'a [u8],
    /// How it was asked for.
    pub export_config: &'a Value,
    /// What it proves.
    pub manifest: &'a Value,
    /// Who asked.
    pub created_by: Option<UserId>,
}

/// Tells of a finished file, which stays 30 days. Telling of the same path again gives the same export.
pub async fn create(tx: &mut TenantTx, job: JobId, new: &NewExport<'_>) -> Result<ExportId> {
    let org = tx.org();
    sqlx::query_scalar!(
        r#"insert into exports (organization_id, job_id, format, file_path, file_size, record_count, sha256, export_config,
            manifest, created_by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (organization_id, file_path) do update set file_path = excluded.file_path
            where exports.job_id = excluded.job_id and exports.sha256 = excluded.sha256
        returning id as "id: ExportId""#,
        org.0,
        job.0,
        new.format,
        new.file_path,
        new.file_size,
        new.record_count,
        new.sha256,
        new.export_config,
        new.manifest,
        new.created_by.map(|id| id.0)
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::new(crate::ErrorKind::Conflict, "another file lies at this path"))
}

/// Gives an export.
pub async fn get(tx: &mut TenantTx, id: ExportId) -> Result<Export> {
    let org = tx.org();
    sqlx::query_as!(
        Export,
        r#"select id as "id: ExportId", job_id as "job_id: JobId", format,
            case when expires_at <= now() then 'expired' else status end as "status!: ExportStatus", file_path, file_size,
            record_count, sha256, export_config, manifest, expires_at, download_count, last_download_at, created_at
        from exports where organization_id = $1 and id = $2"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("export"))
}

/// Lists the exports of a job by format (seed query 13).
pub async fn of_job(tx: &mut TenantTx, job: JobId) -> Result<Vec<Export>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Export,
        r#"select id as "id: ExportId", job_id as "job_id: JobId", format,
            case when expires_at <= now() then 'expired' else status end as "status!: ExportStatus", file_path, file_size,
            record_count, sha256, export_config, manifest, expires_at, download_count, last_download_at, created_at
        from exports where organization_id = $1 and job_id = $2 order by format, id"#,
        org.0,
        job.0
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Lists the exports of a project that can be downloaded, newest first (seed query 14).
pub async fn of_project(tx: &mut TenantTx, project: ProjectId) -> Result<Vec<ExportOfProject>> {
    let org = tx.org();
    Ok(sqlx::query!(
        r#"select e.id as "id: ExportId", e.job_id as "job_id: JobId", e.format, e.status as "status: ExportStatus",
            e.file_path, e.file_size, e.record_count, e.sha256, e.export_config, e.manifest, e.expires_at, e.download_count,
            e.last_download_at, e.created_at, j.status as "job_status: JobStatus", j.completed_at as "job_completed_at?"
        from exports e join processing_jobs j on j.organization_id = e.organization_id and j.id = e.job_id
        where e.organization_id = $1 and j.project_id = $2 and e.expires_at > now() and e.status = 'ready'
        order by e.created_at desc, e.id desc"#,
        org.0,
        project.0
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|row| ExportOfProject {
        job_status: row.job_status,
        job_completed_at: row.job_completed_at,
        export: Export {
            id: row.id,
            job_id: row.job_id,
            format: row.format,
            status: row.status,
            file_path: row.file_path,
            file_size: row.file_size,
            record_count: row.record_count,
            sha256: row.sha256,
            export_config: row.export_config,
            manifest: row.manifest,
            expires_at: row.expires_at,
            download_count: row.download_count,
            last_download_at: row.last_download_at,
            created_at: row.created_at,
        },
    })
    .collect())
}

/// Counts a download and gives the path of the file.
///
/// # Errors
/// `NotFound` for an expired one too.
pub async fn download(tx: &mut TenantTx, id: ExportId) -> Result<String> {
    let org = tx.org();
    sqlx::query_scalar!(
        "update exports set download_count = download_count + 1, last_download_at = now()
         where organization_id = $1 and id = $2 and status = 'ready' and expires_at > now() returning file_path",
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("export"))
}

/// Of the given paths, those that no export tells of: left-overs of runs that were killed, or files long expired.
pub async fn unknown_paths(tx: &mut TenantTx, paths: &[String]) -> Result<Vec<String>> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"select p as "path!" from unnest($2::text[]) p
        where not exists (select from exports e where e.organization_id = $1 and e.file_path = p and e.file_deleted_at is null)
        order by p"#,
        org.0,
        paths
    )
    .fetch_all(tx.conn())
    .await?)
}
