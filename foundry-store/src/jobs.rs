//! Jobs as people see them: made, listed, watched, cancelled. What workers do with them is in [`crate::queue`].

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};
use crate::ids::{JobId, JobKind, JobStatus, ProjectId, UserId};
use crate::page::{Page, PageRequest};
use crate::tenant::TenantTx;

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The id.
    pub id: JobId,
    /// The project.
    pub project_id: ProjectId,
    /// What it does.
    pub kind: JobKind,
    /// Where it stands.
    pub status: JobStatus,
    /// Percent, 100 exactly when completed.
    pub progress: i32,
    /// Records expected.
    pub records_total: i64,
    /// Records done, those filtered out included.
    pub records_processed: i64,
    /// Records filtered out.
    pub records_filtered: i64,
    /// The settings it runs by.
    pub config_snapshot: Value,
    /// What it was asked for beside.
    pub parameters: Value,
    /// Where to go on.
    pub checkpoint: Option<Value>,
    /// First start.
    pub started_at: Option<DateTime<Utc>>,
    /// End.
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it failed, without a value of the data.
    pub error: Option<String>,
    /// The same, for programs.
    pub error_code: Option<String>,
    /// What went wrong without ending it.
    pub warnings: Value,
    /// Counts of the finished run.
    pub summary: Option<Value>,
    /// The claims so far.
    pub attempt: i32,
    /// Set: the worker stops at its next batch.
    pub cancel_requested_at: Option<DateTime<Utc>>,
    /// Who asked for it.
    pub triggered_by_id: Option<UserId>,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// A job in the history.
#[derive(Debug, Clone)]
pub struct JobInHistory {
    /// The id.
    pub id: JobId,
    /// What it did.
    pub kind: JobKind,
    /// Where it stands.
    pub status: JobStatus,
    /// Percent.
    pub progress: i32,
    /// Records expected.
    pub records_total: i64,
    /// Records done.
    pub records_processed: i64,
    /// Records filtered out.
    pub records_filtered: i64,
    /// First start.
    pub started_at: Option<DateTime<Utc>>,
    /// End.
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it failed.
    pub error_code: Option<String>,
    /// The name of who asked for it, while that person exists.
    pub triggered_by: Option<String>,
    /// Files made from it.
    pub export_count: i64,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// Where a job stands, for a page that asks often (seed query 11).
#[derive(Debug, Clone, PartialEq)]
pub struct JobProgress {
    /// Where it stands.
    pub status: JobStatus,
    /// Percent.
    pub progress: i32,
    /// Records expected.
    pub records_total: i64,
    /// Records done.
    pub records_processed: i64,
    /// Records filtered out.
    pub records_filtered: i64,
    /// Whether it is asked to stop.
    pub cancelling: bool,
    /// First start.
    pub started_at: Option<DateTime<Utc>>,
    /// End.
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it failed.
    pub error: Option<String>,
}

/// What a new job needs.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// What to do.
    pub kind: JobKind,
    /// The settings as they are now, with engine version and hashes.
    pub config_snapshot: &'a Value,
    /// What is asked for beside, an object.
    pub parameters: &'a Value,
    /// Who asks.
    pub triggered_by: Option<UserId>,
    /// The request, as in the audit log.
    pub correlation_id: Option<&'a str>,
    /// The same key twice is the same job.
    pub idempotency_key: Option<&'a str>,
    /// So many failures and it is failed for good; 3 unless there is a reason.
    pub max_attempts: i32,
}

/// Makes a job, or gives the one that was made under the same idempotency key.
///
/// # Errors
/// `Conflict` where the project has an active job of the kind; `State` where the project is archived.
pub async fn create(tx: &mut TenantTx, project: ProjectId, new: &NewJob<'_>) -> Result<JobId> {
    let org = tx.org();
    // The project is locked against archiving; two clicks at once meet in the unique key.
    let archived = sqlx::query_scalar!(
        r#"select status <> 'active' as "archived!" from projects where organization_id = $1 and id = $2 for share"#,
        org.0,
        project.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("project"))?;
    if let Some(key) = new.idempotency_key
        && let Some(made) = by_key(tx, key).await?
    {
        return Ok(made);
    }
    if archived {
        return Err(Error::new(ErrorKind::State, "the project is archived"));
    }
    let made = sqlx::query_scalar!(
        r#"insert into processing_jobs (organization_id, project_id, kind, config_snapshot, parameters, triggered_by_id,
            correlation_id, idempotency_key, max_attempts)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict do nothing returning id as "id: JobId""#,
        org.0,
        project.0,
        new.kind.as_str(),
        new.config_snapshot,
        new.parameters,
        new.triggered_by.map(|id| id.0),
        new.correlation_id,
        new.idempotency_key,
        new.max_attempts
    )
    .fetch_optional(tx.conn())
    .await?;
    if let Some(id) = made {
        return Ok(id);
    }
    if let Some(key) = new.idempotency_key
        && let Some(made) = by_key(tx, key).await?
    {
        return Ok(made);
    }
    Err(Error::new(ErrorKind::Conflict, "the project has an active job already")
        .with_hint("wait for it, or cancel it"))
}

async fn by_key(tx: &mut TenantTx, key: &str) -> Result<Option<JobId>> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"select id as "id: JobId" from processing_jobs where organization_id = $1 and idempotency_key = $2"#,
        org.0,
        key
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Gives a job.
pub async fn get(tx: &mut TenantTx, id: JobId) -> Result<Job> {
    let org = tx.org();
    sqlx::query_as!(
        Job,
        r#"select id as "id: JobId", project_id as "project_id: ProjectId", kind as "kind: JobKind",
            status as "status: JobStatus", progress as "progress!", records_total, records_processed, records_filtered,
            config_snapshot, parameters, checkpoint, started_at, completed_at, error, error_code, warnings, summary, attempt,
            cancel_requested_at, triggered_by_id as "triggered_by_id: UserId", created_at
        from processing_jobs where organization_id = $1 and id = $2"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("job"))
}

/// Gives where a job stands.
pub async fn progress(tx: &mut TenantTx, id: JobId) -> Result<JobProgress> {
    let org = tx.org();
    sqlx::query_as!(
        JobProgress,
        r#"select status as "status: JobStatus", progress as "progress!", records_total, records_processed,
            records_filtered, cancel_requested_at is not null and status = 'running' as "cancelling!", started_at,
            completed_at, error
        from processing_jobs where organization_id = $1 and id = $2"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("job"))
}

/// Lists the jobs of a project with who asked and how many files, newest first (seed query 12).
pub async fn history(
    tx: &mut TenantTx,
    project: ProjectId,
    page: &PageRequest,
) -> Result<Page<JobInHistory>> {
    let org = tx.org();
    let start = page.start();
    let rows = sqlx::query_as!(
        JobInHistory,
        r#"select j.id as "id: JobId", j.kind as "kind: JobKind", j.status as "status: JobStatus",
            j.progress as "progress!", j.records_total, j.records_processed, j.records_filtered, j.started_at,
            j.completed_at, j.error_code, u.name as "triggered_by?",
            (select count(*) from exports e where e.organization_id = j.organization_id and e.job_id = j.id)
                as "export_count!",
            j.created_at
        from processing_jobs j left join users u on u.id = j.triggered_by_id
        where j.organization_id = $1 and j.project_id = $2 and (j.created_at, j.id) < ($3, $4)
        order by j.created_at desc, j.id desc limit $5"#,
        org.0,
        project.0,
        start.at,
        start.id,
        page.fetch()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(page.page(rows, |row| (row.created_at, row.id.0)))
}

/// Asks a job to stop: a waiting one is cancelled at once, a running one at its next batch. Asking twice is no error.
///
/// # Errors
/// `State` where the job is over.
pub async fn cancel(tx: &mut TenantTx, id: JobId) -> Result<JobStatus> {
    let org = tx.org();
    let status = sqlx::query_scalar!(
        r#"update processing_jobs set cancel_requested_at = coalesce(cancel_requested_at, now()),
            status = case when status = 'pending' then 'cancelled' else status end,
            completed_at = case when status = 'pending' then now() end
        where organization_id = $1 and id = $2 and status in ('pending', 'running')
        returning status as "status: JobStatus""#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?;
    match status {
        Some(status) => Ok(status),
        None => {
            get(tx, id).await?;
            Err(Error::new(ErrorKind::State, "the job is over"))
        }
    }
}
