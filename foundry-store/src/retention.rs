//! Retention: what is past its time goes. By the database's clock, in batches, one organization after the other, each in its own
//! transactions; a run that is killed is finished by the next one. What was removed is counted in the audit log.
//!
//! Files are the caller's: a run names the files of expired exports, [`file_deleted`] says that one is gone, and a project is
//! purged only when none of its files is left.

use crate::audit_logs::{self, NewEvent};
use futures_util::future::BoxFuture;
use sqlx::{Connection, PgConnection};

use crate::credentials::interval;
use crate::deadline::{Conn, within};
use crate::error::Result;
use crate::ids::{ExportId, OrgId};
use crate::organizations;
use crate::tenant::{Store, TenantTx};

/// How long things are kept. Settings may shorten these times, never lengthen them; see [`Ages::new`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    archived_projects: u16,
    audit_logs: u16,
    tokens: u16,
}

impl Default for Ages {
    fn default() -> Self {
        Ages { archived_projects: 90, audit_logs: 365, tokens: 30 }
    }
}

impl Ages {
    /// Days after which archived projects, audit rows and dead tokens go; longer times than the defaults (90, 365, 30) are
    /// cut to them. The audit log is kept 31 days at least.
    pub fn new(archived_projects: u16, audit_logs: u16, tokens: u16) -> Self {
        let most = Ages::default();
        Ages {
            archived_projects: archived_projects.min(most.archived_projects),
            audit_logs: audit_logs.clamp(31, most.audit_logs),
            tokens: tokens.min(most.tokens),
        }
    }
}

/// What a run removed, or would remove.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Exports past their 30 days.
    pub exports: u64,
    /// Records whose original and token map went.
    pub originals: u64,
    /// Synced messages past the project's `keepOriginals` days.
    pub messages: u64,
    /// Records of purged projects.
    pub records: u64,
    /// Projects archived long ago.
    pub projects: u64,
    /// Dead resets, sessions, invitations and delivered events.
    pub tokens: u64,
    /// Months of the audit log.
    pub audit_months: u64,
    /// Rows in them.
    pub audit_rows: u64,
    /// Files to delete.
    pub files: Vec<(OrgId, ExportId, String)>,
}

/// Rows changed in one transaction, so that none holds locks for long.
pub(crate) const BATCH: i64 = 1000;
/// Held while a run goes on: two servers do not purge at once.
const LOCK: i64 = 0x0066_6f75_6e64_7279;
const DAY: u64 = 24 * 60 * 60;

/// Removes what is past its time; with `dry_run`, only counts it. None: another run is going on.
pub async fn run(store: &Store, ages: &Ages, dry_run: bool) -> Result<Option<Report>> {
    let Some(alone) = Alone::begin(store).await? else { return Ok(None) };
    let done = run_locked(store, ages, dry_run).await;
    alone.end().await;
    done.map(Some)
}

/// The right to remove rows in bulk, which one call has at a time, over all servers.
pub(crate) struct Alone(PgConnection);

impl Alone {
    /// Takes it. None: another call has it.
    pub(crate) async fn begin(store: &Store) -> Result<Option<Alone>> {
        // Out of the pool: where the call is dropped half-way, the connection closes and the lock with it.
        let mut conn = store.bare().await?.detach();
        let free = sqlx::query_scalar!(r#"select pg_try_advisory_lock($1) as "free!""#, LOCK)
            .fetch_one(Conn::new(&mut conn))
            .await?;
        Ok(free.then_some(Alone(conn)))
    }

    pub(crate) async fn end(mut self) {
        // Where either fails, the server finds out by itself.
        let unlock = sqlx::query!("select pg_advisory_unlock($1)", LOCK);
        let _ = unlock.fetch_one(Conn::new(&mut self.0)).await;
        let _ = within(self.0.close()).await;
    }
}

async fn run_locked(store: &Store, ages: &Ages, dry_run: bool) -> Result<Report> {
    let mut report = Report::default();
    let mut platform = store.platform().await?;
    let orgs = organizations::ids(&mut platform).await?;
    platform.commit().await?;
    for org in orgs {
        let before = report.clone();
        exports(store, org, dry_run, &mut report).await?;
        originals(store, org, dry_run, &mut report).await?;
        projects(store, org, ages, dry_run, &mut report).await?;
        tokens(store, org, ages, dry_run, &mut report).await?;
        if !dry_run && before != report {
            let details = serde_json::json!({
                "exports": report.exports - before.exports,
                "originals": report.originals - before.originals,
                "messages": report.messages - before.messages,
                "records": report.records - before.records,
                "projects": report.projects - before.projects,
                "tokens": report.tokens - before.tokens,
            });
            if details.as_object().is_some_and(|counts| counts.values().any(|count| count != 0)) {
                let mut tx = store.tenant(org).await?;
                let event = NewEvent { action: "retention.purge", details, ..NewEvent::default() };
                audit_logs::append(&mut tx, &event).await?;
                tx.commit().await?;
            }
        }
    }
    platform_rows(store, ages, dry_run, &mut report).await?;
    Ok(report)
}

/// Says that the file of an expired export is gone.
pub async fn file_deleted(tx: &mut TenantTx, id: ExportId) -> Result<()> {
    let org = tx.org();
    sqlx::query!(
        "update exports set file_deleted_at = now()
         where organization_id = $1 and id = $2 and status = 'expired' and file_deleted_at is null",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn exports(store: &Store, org: OrgId, dry_run: bool, report: &mut Report) -> Result<()> {
    let mut tx = store.tenant(org).await?;
    if dry_run {
        report.exports += count(sqlx::query_scalar!(
            "select count(*) from exports where organization_id = $1 and status = 'ready' and expires_at <= now()",
            org.0
        )
        .fetch_one(tx.conn())
        .await?);
        return Ok(());
    }
    report.exports += sqlx::query!(
        "update exports set status = 'expired' where organization_id = $1 and status = 'ready' and expires_at <= now()",
        org.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    let files = sqlx::query!(
        r#"select id as "id: ExportId", file_path from exports
        where organization_id = $1 and status = 'expired' and file_deleted_at is null order by id"#,
        org.0
    )
    .fetch_all(tx.conn())
    .await?;
    report.files.extend(files.into_iter().map(|row| (org, row.id, row.file_path)));
    tx.commit().await
}

/// Originals of jobs that ended `keepOriginals` days ago, and fetched messages of that age. Where the project keeps none, what
/// was fetched stays a day, since a job has to read it.
async fn originals(store: &Store, org: OrgId, dry_run: bool, report: &mut Report) -> Result<()> {
    let mut tx = store.tenant(org).await?;
    let due = sqlx::query_scalar!(
        "select j.id from processing_jobs j join projects p on p.organization_id = j.organization_id and p.id = j.project_id
         where j.organization_id = $1 and j.originals_purged_at is null
           and j.completed_at <= now() - make_interval(days => p.keep_originals_days) order by j.id",
        org.0
    )
    .fetch_all(tx.conn())
    .await?;
    if dry_run {
        report.originals += count(
            sqlx::query_scalar!(
                "select count(*) from processed_records where organization_id = $1 and job_id = any ($2)
                and (original_data is not null or pii_tokens_map is not null)",
                org.0,
                &due
            )
            .fetch_one(tx.conn())
            .await?,
        );
        report.messages += count(
            sqlx::query_scalar!(
                "select count(*) from synced_messages m
                join sources s on s.organization_id = m.organization_id and s.id = m.source_id
                join projects p on p.organization_id = s.organization_id and p.id = s.project_id
             where m.organization_id = $1
               and m.synced_at <= now() - make_interval(days => greatest(p.keep_originals_days, 1))",
                org.0
            )
            .fetch_one(tx.conn())
            .await?,
        );
        return Ok(());
    }
    tx.commit().await?;
    for job in due {
        loop {
            let mut tx = store.tenant(org).await?;
            let rows = sqlx::query!(
                "update processed_records set original_data = null, pii_tokens_map = null
                 where organization_id = $1 and id in (
                    select id from processed_records where organization_id = $1 and job_id = $2
                        and (original_data is not null or pii_tokens_map is not null) limit $3)",
                org.0,
                job,
                BATCH
            )
            .execute(tx.conn())
            .await?
            .rows_affected();
            report.originals += rows;
            if rows == 0 {
                sqlx::query!(
                    "update processing_jobs set originals_purged_at = now() where organization_id = $1 and id = $2",
                    org.0,
                    job
                )
                .execute(tx.conn())
                .await?;
            }
            tx.commit().await?;
            if rows == 0 {
                break;
            }
        }
    }
    report.messages += in_batches(store, org, |tx| Box::pin(async move {
        Ok(sqlx::query!(
            "delete from synced_messages where organization_id = $1 and id in (
                select m.id from synced_messages m
                    join sources s on s.organization_id = m.organization_id and s.id = m.source_id
                    join projects p on p.organization_id = s.organization_id and p.id = s.project_id
                where m.organization_id = $1
                  and m.synced_at <= now() - make_interval(days => greatest(p.keep_originals_days, 1)) limit $2)",
            org.0,
            BATCH
        )
        .execute(tx.conn())
        .await?
        .rows_affected())
    }))
    .await?;
    Ok(())
}

/// Deletes batch by batch, each in a transaction of its own, until one finds nothing; gives how many rows went.
pub(crate) async fn in_batches(
    store: &Store,
    org: OrgId,
    delete: impl Fn(&mut TenantTx) -> BoxFuture<'_, Result<u64>>,
) -> Result<u64> {
    let mut gone = 0;
    loop {
        let mut tx = store.tenant(org).await?;
        let rows = delete(&mut tx).await?;
        tx.commit().await?;
        if rows == 0 {
            return Ok(gone);
        }
        gone += rows;
    }
}

/// Archived projects, from the leaves up: first every export expires and its file goes, then the records, then the rest.
async fn projects(store: &Store, org: OrgId, ages: &Ages, dry_run: bool, report: &mut Report) -> Result<()> {
    let age = interval(std::time::Duration::from_secs(u64::from(ages.archived_projects) * DAY))?;
    let mut tx = store.tenant(org).await?;
    let due = sqlx::query_scalar!(
        "select id from projects where organization_id = $1 and status = 'archived' and archived_at <= now() - $2::interval
         order by id",
        org.0,
        age
    )
    .fetch_all(tx.conn())
    .await?;
    if dry_run {
        report.projects += due.len() as u64;
        report.records += count(
            sqlx::query_scalar!(
                "select count(*) from processed_records r
                join processing_jobs j on j.organization_id = r.organization_id and j.id = r.job_id
             where r.organization_id = $1 and j.project_id = any ($2)",
                org.0,
                &due
            )
            .fetch_one(tx.conn())
            .await?,
        );
        return Ok(());
    }
    tx.commit().await?;
    for project in due {
        let mut tx = store.tenant(org).await?;
        let files = sqlx::query!(
            r#"update exports e set status = 'expired' from processing_jobs j
            where e.organization_id = $1 and j.organization_id = e.organization_id and j.id = e.job_id
              and j.project_id = $2 and e.file_deleted_at is null
            returning e.id as "id: ExportId", e.file_path"#,
            org.0,
            project
        )
        .fetch_all(tx.conn())
        .await?;
        let busy = sqlx::query_scalar!(
            r#"select exists (select from processing_jobs where organization_id = $1 and project_id = $2
                and status in ('pending', 'running')) as "busy!""#,
            org.0,
            project
        )
        .fetch_one(tx.conn())
        .await?;
        tx.commit().await?;
        if busy || !files.is_empty() {
            for row in files {
                let file = (org, row.id, row.file_path);
                if !report.files.contains(&file) {
                    report.files.push(file);
                }
            }
            continue;
        }
        report.records += in_batches(store, org, |tx| {
            Box::pin(async move {
                Ok(sqlx::query!(
                    "delete from processed_records where organization_id = $1 and id in (
                    select r.id from processed_records r
                        join processing_jobs j on j.organization_id = r.organization_id and j.id = r.job_id
                    where r.organization_id = $1 and j.project_id = $2 limit $3)",
                    org.0,
                    project,
                    BATCH
                )
                .execute(tx.conn())
                .await?
                .rows_affected())
            })
        })
        .await?;
        let mut tx = store.tenant(org).await?;
        report.projects += sqlx::query!(
            "delete from projects where organization_id = $1 and id = $2 and status = 'archived'",
            org.0,
            project
        )
        .execute(tx.conn())
        .await?
        .rows_affected();
        tx.commit().await?;
    }
    Ok(())
}

/// Invitations that are over, events that arrived.
async fn tokens(store: &Store, org: OrgId, ages: &Ages, dry_run: bool, report: &mut Report) -> Result<()> {
    let age = interval(std::time::Duration::from_secs(u64::from(ages.tokens) * DAY))?;
    let mut tx = store.tenant(org).await?;
    if dry_run {
        report.tokens += count(
            sqlx::query_scalar!(
                "select (select count(*) from invitations where organization_id = $1
                and coalesce(accepted_at, revoked_at, expires_at) <= now() - $2::interval)
             + (select count(*) from outbox_events where organization_id = $1
                and coalesce(delivered_at, abandoned_at) <= now() - $2::interval)",
                org.0,
                age
            )
            .fetch_one(tx.conn())
            .await?,
        );
        return Ok(());
    }
    report.tokens += sqlx::query!(
        "delete from invitations where organization_id = $1
            and coalesce(accepted_at, revoked_at, expires_at) <= now() - $2::interval",
        org.0,
        age
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    report.tokens += sqlx::query!(
        "delete from outbox_events where organization_id = $1
            and coalesce(delivered_at, abandoned_at) <= now() - $2::interval",
        org.0,
        age
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    tx.commit().await
}

/// What belongs to no organization: resets, sessions, and the months of the audit log, which go for all at once.
async fn platform_rows(store: &Store, ages: &Ages, dry_run: bool, report: &mut Report) -> Result<()> {
    let age = interval(std::time::Duration::from_secs(u64::from(ages.tokens) * DAY))?;
    let audit_age = interval(std::time::Duration::from_secs(u64::from(ages.audit_logs) * DAY))?;
    let mut tx = store.platform().await?;
    let tokens = match dry_run {
        true => sqlx::query_scalar!(
            "select (select count(*) from password_resets where least(used_at, expires_at) <= now() - $1::interval)
                + (select count(*) from refresh_tokens where least(revoked_at, expires_at) <= now() - $1::interval)",
            age
        )
        .fetch_one(tx.conn())
        .await?
        .unwrap_or_default(),
        false => sqlx::query_scalar!(
            r#"with resets as (delete from password_resets where least(used_at, expires_at) <= now() - $1::interval returning 1),
             ended as (delete from refresh_tokens where least(revoked_at, expires_at) <= now() - $1::interval returning 1)
             select (select count(*) from resets) + (select count(*) from ended) as "count!""#,
            age
        )
        .fetch_one(tx.conn())
        .await?,
    };
    report.tokens += tokens.unsigned_abs();
    // Ahead of time, since making a month locks the log.
    sqlx::query!("select audit_prepare()").execute(tx.conn()).await?;
    let months = sqlx::query!(
        r#"select month as "month!", rows as "rows!" from audit_drop_old($1, $2)"#,
        audit_age,
        dry_run
    )
    .fetch_all(tx.conn())
    .await?;
    report.audit_months += months.len() as u64;
    report.audit_rows += months.iter().map(|month| month.rows.unsigned_abs()).sum::<u64>();
    if !dry_run && (tokens > 0 || !months.is_empty()) {
        let details = serde_json::json!({
            "tokens": tokens,
            "auditMonths": months.iter().map(|month| month.month.as_str()).collect::<Vec<_>>(),
            "auditRows": months.iter().map(|month| month.rows).sum::<i64>(),
        });
        let event = NewEvent { action: "retention.purge", details, ..NewEvent::default() };
        audit_logs::append_platform(&mut tx, &event).await?;
    }
    tx.commit().await
}

fn count(rows: Option<i64>) -> u64 {
    rows.unwrap_or_default().unsigned_abs()
}
