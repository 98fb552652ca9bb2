//! Schedules: when jobs start by themselves. The store keeps the times; reading `cron` is the caller's.

use chrono::{DateTime, Utc};

use crate::deadline::Conn;
use crate::error::{Error, Result};
use crate::ids::{JobKind, OrgId, ProjectId, ScheduleId, UserId};
use crate::tenant::{Store, TenantTx};

/// A schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The id.
    pub id: ScheduleId,
    /// The project.
    pub project_id: ProjectId,
    /// What starts: processing or a synchronization.
    pub kind: JobKind,
    /// Five fields.
    pub cron: String,
    /// In which they are read.
    pub time_zone: String,
    /// Next start; none: never again.
    pub next_run_at: Option<DateTime<Utc>>,
    /// Last start.
    pub last_run_at: Option<DateTime<Utc>>,
    /// Set: rests.
    pub paused_at: Option<DateTime<Utc>>,
}

/// Makes a schedule.
pub async fn create(
    tx: &mut TenantTx,
    project: ProjectId,
    kind: JobKind,
    cron: &str,
    time_zone: &str,
    next_run_at: Option<DateTime<Utc>>,
    created_by: UserId,
) -> Result<ScheduleId> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"insert into schedules (organization_id, project_id, kind, cron, time_zone, next_run_at, created_by_id)
        values ($1, $2, $3, $4, $5, $6, $7) returning id as "id: ScheduleId""#,
        org.0,
        project.0,
        kind.as_str(),
        cron,
        time_zone,
        next_run_at,
        created_by.0
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Lists the schedules of a project, oldest first.
pub async fn list(tx: &mut TenantTx, project: ProjectId) -> Result<Vec<Schedule>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Schedule,
        r#"select id as "id: ScheduleId", project_id as "project_id: ProjectId", kind as "kind: JobKind", cron, time_zone,
            next_run_at, last_run_at, paused_at
        from schedules where organization_id = $1 and project_id = $2 order by id"#,
        org.0,
        project.0
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Pauses a schedule, or lets it go on at the given time.
pub async fn set_paused(
    tx: &mut TenantTx,
    id: ScheduleId,
    paused: bool,
    next_run_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let org = tx.org();
    one(sqlx::query!(
        "update schedules set paused_at = case when $3 then coalesce(paused_at, now()) end, next_run_at = $4
         where organization_id = $1 and id = $2",
        org.0,
        id.0,
        paused,
        next_run_at
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Deletes a schedule.
pub async fn delete(tx: &mut TenantTx, id: ScheduleId) -> Result<()> {
    let org = tx.org();
    one(sqlx::query!("delete from schedules where organization_id = $1 and id = $2", org.0, id.0)
        .execute(tx.conn())
        .await?
        .rows_affected())
}

/// The schedules whose time has come, over all organizations, the longest due first.
pub async fn due(store: &Store, at_most: i32) -> Result<Vec<(OrgId, ScheduleId)>> {
    Ok(sqlx::query!(
        r#"select organization_id as "org!: OrgId", id as "id!: ScheduleId" from due_schedules($1)"#,
        at_most
    )
    .fetch_all(Conn::new(&mut *store.bare().await?))
    .await?
    .into_iter()
    .map(|row| (row.org, row.id))
    .collect())
}

/// Takes a due schedule for starting its job in this transaction, and locks it; of two servers one gets it. None: it is not
/// due any more.
pub async fn take(tx: &mut TenantTx, id: ScheduleId) -> Result<Option<Schedule>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Schedule,
        r#"select id as "id: ScheduleId", project_id as "project_id: ProjectId", kind as "kind: JobKind", cron, time_zone,
            next_run_at, last_run_at, paused_at
        from schedules
        where organization_id = $1 and id = $2 and paused_at is null and next_run_at <= clock_timestamp()
        for update skip locked"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Sets the next start after one, in the transaction of [`take`].
pub async fn advance(tx: &mut TenantTx, id: ScheduleId, next_run_at: Option<DateTime<Utc>>) -> Result<()> {
    let org = tx.org();
    one(sqlx::query!(
        "update schedules set last_run_at = now(), next_run_at = $3 where organization_id = $1 and id = $2",
        org.0,
        id.0,
        next_run_at
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::not_found("schedule")) }
}
