//! The workers' side of jobs: claim, heartbeat, checkpoint, end.
//!
//! Exactly once takes three things together. A **lease** by the database's clock says whose a job is; a worker that does not
//! come back loses it. The **attempt** is a fence: it grows with each claim, and every write names the attempt it was given,
//! beside a name that no other claim has, so a worker that was frozen beyond its lease writes nothing. **One transaction** holds a batch's records, its counts and
//! the point to go on from. A failed or unanswered call leaves either all of it or nothing.

use std::time::Duration;

use serde_json::Value;
use sqlx::postgres::{PgListener, PgQueryResult};

use crate::credentials::interval;
use crate::deadline::{Conn, within};
use crate::error::{Error, ErrorKind, Result};
use crate::ids::{JobId, JobKind, JobStatus, OrgId};
use crate::jobs::{self, Job};
use crate::secret;
use crate::tenant::{Store, TenantTx};

/// How long a claimed job belongs to its worker without a sign of life.
pub const LEASE: Duration = Duration::from_secs(30);
/// How often a worker gives one.
pub const HEARTBEAT: Duration = Duration::from_secs(10);
/// A job in a worker's hands. Each write goes through it and carries its attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Whose job it is.
    pub org: OrgId,
    /// The job.
    pub job: JobId,
    /// The fence: which claim of the job this is.
    pub attempt: i32,
    /// The other half of it: the worker's name with random digits, another one for each claim.
    pub worker: String,
    /// The lease that heartbeats renew.
    pub lease: Duration,
}

/// The counts of a job so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Expected.
    pub total: i64,
    /// Done, those filtered out included.
    pub processed: i64,
    /// Filtered out.
    pub filtered: i64,
}

/// How a job ends.
#[derive(Debug, Clone)]
pub enum End<'a> {
    /// Done, with counts per stage.
    Completed {
        /// An object.
        summary: &'a Value,
    },
    /// Stopped on request.
    Cancelled,
    /// Cannot be done, however often it is tried.
    Failed {
        /// Stable `snake_case` code.
        code: &'a str,
        /// Without a value of the data.
        error: &'a str,
    },
}

/// Takes the next job of the given kinds, a lost one before a waiting one. None: nothing is due.
///
/// It does not wait for the disk: where the database crashes right after, the job waits again and the claim writes nothing.
pub async fn claim(store: &Store, worker: &str, kinds: &[JobKind], lease: Duration) -> Result<Option<Claim>> {
    Ok(claim_many(store, worker, kinds, lease, 1).await?.pop())
}

/// Takes up to so many jobs at once, as a worker wants it that runs several side by side, or many small ones. Each has a
/// fence and a lease of its own; those of one organization may be ended in one transaction. Empty: nothing is due.
pub async fn claim_many(
    store: &Store,
    worker: &str,
    kinds: &[JobKind],
    lease: Duration,
    at_most: u16,
) -> Result<Vec<Claim>> {
    let kinds: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
    let worker = claim_name(worker)?;
    let rows = sqlx::query!(
        r#"select organization_id as "org!: OrgId", job_id as "job!: JobId", attempt as "attempt!"
        from claim_jobs($1, $2, $3, $4)"#,
        worker,
        interval(lease)?,
        &kinds,
        i32::from(at_most)
    )
    .fetch_all(Conn::new(&mut *store.bare().await?))
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Claim { org: row.org, job: row.job, attempt: row.attempt, worker: worker.clone(), lease })
        .collect())
}

/// The worker's name and 64 random bits. The name is cut to what the column takes.
fn claim_name(worker: &str) -> Result<String> {
    let mut bits = [0; 8];
    secret::random(&mut bits)?;
    let worker: String = worker.chars().take(80).collect();
    Ok(format!("{worker}:{:016x}", u64::from_be_bytes(bits)))
}

/// Gives what a claimed job is about.
pub async fn load(tx: &mut TenantTx, claim: &Claim) -> Result<Job> {
    check(tx, claim)?;
    let held = sqlx::query_scalar!(
        r#"select exists (select from processing_jobs where organization_id = $1 and id = $2 and attempt = $3
            and worker_id = $4 and status = 'running') as "held!""#,
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker
    )
    .fetch_one(tx.conn())
    .await?;
    if held { jobs::get(tx, claim.job).await } else { Err(lost()) }
}

/// Renews the lease. True: the job is asked to stop.
///
/// # Errors
/// `LostLease` where another worker has the job; stop at once.
pub async fn heartbeat(store: &Store, claim: &Claim) -> Result<bool> {
    let mut tx = store.tenant(claim.org).await?;
    let cancelled = sqlx::query_scalar!(
        r#"update processing_jobs set lease_expires_at = clock_timestamp() + $5
        where organization_id = $1 and id = $2 and attempt = $3 and worker_id = $4 and status = 'running'
        returning cancel_requested_at is not null as "cancelled!""#,
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker,
        interval(claim.lease)?
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(lost)?;
    // A lease that a crash cuts short is no harm: whoever takes the job then fences this claim off.
    tx.commit_lazily().await?;
    Ok(cancelled)
}

/// Writes the counts and the point to go on from, and renews the lease, in the caller's transaction: first this, then the
/// batch's records, then [`TenantTx::commit_lazily`], since a batch that a crash undoes is done again from the point before.
/// The row stays locked till then, so nobody else can claim the job in between. True: the job is asked to stop.
///
/// # Errors
/// `LostLease` where another worker has the job; drop the transaction.
pub async fn checkpoint(
    tx: &mut TenantTx,
    claim: &Claim,
    counts: Counts,
    checkpoint: &Value,
) -> Result<bool> {
    check(tx, claim)?;
    sqlx::query_scalar!(
        r#"update processing_jobs set lease_expires_at = clock_timestamp() + $5, checkpoint = $6, records_total = $7,
            records_processed = $8, records_filtered = $9
        where organization_id = $1 and id = $2 and attempt = $3 and worker_id = $4 and status = 'running'
        returning cancel_requested_at is not null as "cancelled!""#,
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker,
        interval(claim.lease)?,
        checkpoint,
        counts.total,
        counts.processed,
        counts.filtered
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(lost)
}

/// Adds what went wrong without ending the job, at most 1,000 entries; more are dropped.
pub async fn warn(tx: &mut TenantTx, claim: &Claim, warnings: &Value) -> Result<()> {
    check(tx, claim)?;
    one(sqlx::query!(
        "update processing_jobs set warnings = case when jsonb_array_length(warnings) < 1000 then warnings || $5 else warnings end
         where organization_id = $1 and id = $2 and attempt = $3 and worker_id = $4 and status = 'running'",
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker,
        warnings
    )
    .execute(tx.conn())
    .await?)
}

/// Ends a job for good, in the caller's transaction, so that an export's row or an event can go with it. Commit it with
/// [`TenantTx::commit`]: what is told as done has to last.
pub async fn finish(tx: &mut TenantTx, claim: &Claim, end: &End<'_>) -> Result<()> {
    check(tx, claim)?;
    let (status, summary, code, error) = match end {
        End::Completed { summary } => (JobStatus::Completed, Some(*summary), None, None),
        End::Cancelled => (JobStatus::Cancelled, None, None, None),
        End::Failed { code, error } => (JobStatus::Failed, None, Some(*code), Some(*error)),
    };
    one(sqlx::query!(
        "update processing_jobs set status = $5, summary = $6, error_code = $7, error = $8, completed_at = clock_timestamp(),
            lease_expires_at = null, worker_id = null
         where organization_id = $1 and id = $2 and attempt = $3 and worker_id = $4 and status = 'running'",
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker,
        status.as_str(),
        summary,
        code,
        error
    )
    .execute(tx.conn())
    .await?)
}

/// Says that this attempt failed: the job waits and is tried again, 5 seconds after the first failure, then twice as long
/// each time up to 15 minutes; after the last allowed one it is failed. Gives which of the two.
pub async fn fail(store: &Store, claim: &Claim, code: &str, error: &str) -> Result<JobStatus> {
    let mut tx = store.tenant(claim.org).await?;
    let status = sqlx::query_scalar!(
        r#"update processing_jobs set failures = failures + 1, error_code = $5, error = $6, lease_expires_at = null,
            worker_id = null,
            status = case when cancel_requested_at is not null then 'cancelled'
                          when failures + 1 >= max_attempts then 'failed' else 'pending' end,
            completed_at = case when cancel_requested_at is not null or failures + 1 >= max_attempts
                                then clock_timestamp() end,
            run_after = clock_timestamp()
                + least(interval '15 minutes', interval '5 seconds' * power(2, least(failures, 20)))
        where organization_id = $1 and id = $2 and attempt = $3 and worker_id = $4 and status = 'running'
        returning status as "status: JobStatus""#,
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker,
        code,
        error
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(lost)?;
    tx.commit().await?;
    Ok(status)
}

/// Gives a job back unfinished, as a worker that is shutting down does; it does not count as a failure.
pub async fn release(store: &Store, claim: &Claim) -> Result<()> {
    let mut tx = store.tenant(claim.org).await?;
    one(sqlx::query!(
        "update processing_jobs set status = 'pending', lease_expires_at = null, worker_id = null,
            run_after = clock_timestamp()
         where organization_id = $1 and id = $2 and attempt = $3 and worker_id = $4 and status = 'running'",
        claim.org.0,
        claim.job.0,
        claim.attempt,
        claim.worker
    )
    .execute(tx.conn())
    .await?)?;
    tx.commit().await
}

/// A connection that hears of new jobs. A wake-up only: one may be lost, so a worker also asks every few seconds.
pub async fn listen(store: &Store) -> Result<PgListener> {
    let mut listener = within(PgListener::connect_with(store.pool())).await?;
    within(listener.listen("foundry_jobs")).await?;
    Ok(listener)
}

/// Waits until a job is announced, the connection breaks, or the time is over.
pub async fn wait(listener: &mut PgListener, at_most: Duration) {
    // A broken connection is made anew at the next call; what it missed is found by asking.
    let _ = tokio::time::timeout(at_most, listener.recv()).await;
}

/// A claim is of use only in a transaction of its own organization.
fn check(tx: &TenantTx, claim: &Claim) -> Result<()> {
    if tx.org() == claim.org { Ok(()) } else { Err(lost()) }
}

/// A write that met no row met another claim.
fn one(done: PgQueryResult) -> Result<()> {
    if done.rows_affected() == 1 { Ok(()) } else { Err(lost()) }
}

fn lost() -> Error {
    Error::new(ErrorKind::LostLease, "the job is in other hands or over")
}
