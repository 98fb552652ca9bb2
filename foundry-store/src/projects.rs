//! Projects.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};
use crate::ids::{JobId, JobStatus, ProjectId, ProjectStatus};
use crate::page::{Page, PageRequest};
use crate::sources::{self, Source};
use crate::tenant::TenantTx;

/// A project.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The id.
    pub id: ProjectId,
    /// Unique among the organization's active projects.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Active or archived.
    pub status: ProjectStatus,
    /// Purged 90 days later.
    pub archived_at: Option<DateTime<Utc>>,
    /// `piiSettings` of the configuration.
    pub pii_settings: Value,
    /// `filterSettings` of the configuration.
    pub filter_settings: Value,
    /// Names the state of the settings for [`update_settings`].
    pub settings_version: i32,
    /// How long originals stay, in days; 0: never stored.
    pub keep_originals_days: i32,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
}

/// A project in a list.
#[derive(Debug, Clone)]
pub struct ProjectWithCount {
    /// The project.
    pub project: Project,
    /// Its sources.
    pub source_count: i64,
}

/// A project with what its page shows.
#[derive(Debug, Clone)]
pub struct ProjectDetail {
    /// The project.
    pub project: Project,
    /// Its sources, oldest first.
    pub sources: Vec<Source>,
    /// The newest job and where it stands.
    pub latest_job: Option<(JobId, JobStatus)>,
}

/// The settings of a project, to be changed as a whole.
#[derive(Debug, Clone)]
pub struct ProjectSettings {
    /// `piiSettings` of the configuration, checked by the caller against its schema.
    pub pii_settings: Value,
    /// `filterSettings` likewise.
    pub filter_settings: Value,
    /// 0 to 3650.
    pub keep_originals_days: i32,
}

/// Makes a project with the default settings: three empty lists, at least one message (seed transaction 2).
///
/// # Errors
/// `Conflict` where an active project has the name, also of two made at once.
pub async fn create(tx: &mut TenantTx, name: &str, description: Option<&str>) -> Result<Project> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Project,
        r#"insert into projects (organization_id, name, description) values ($1, $2, $3)
        returning id as "id: ProjectId", name, description, status as "status: ProjectStatus", archived_at, pii_settings,
            filter_settings, settings_version, keep_originals_days, created_at, updated_at"#,
        org.0,
        name,
        description
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Gives a project.
pub async fn get(tx: &mut TenantTx, id: ProjectId) -> Result<Project> {
    let org = tx.org();
    sqlx::query_as!(
        Project,
        r#"select id as "id: ProjectId", name, description, status as "status: ProjectStatus", archived_at, pii_settings,
            filter_settings, settings_version, keep_originals_days, created_at, updated_at
        from projects where organization_id = $1 and id = $2"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("project"))
}

/// Gives a project with sources and newest job.
pub async fn detail(tx: &mut TenantTx, id: ProjectId) -> Result<ProjectDetail> {
    let project = get(tx, id).await?;
    let sources = sources::list(tx, id).await?.into_iter().map(|row| row.source).collect();
    let org = tx.org();
    let latest_job = sqlx::query!(
        r#"select id as "id: JobId", status as "status: JobStatus" from processing_jobs
        where organization_id = $1 and project_id = $2 order by created_at desc, id desc limit 1"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .map(|row| (row.id, row.status));
    Ok(ProjectDetail { project, sources, latest_job })
}

/// Lists the projects of a status with their source counts, the last changed first (seed queries 6 and 7).
pub async fn list(
    tx: &mut TenantTx,
    status: ProjectStatus,
    page: &PageRequest,
) -> Result<Page<ProjectWithCount>> {
    let org = tx.org();
    let start = page.start();
    let rows = sqlx::query!(
        r#"select id as "id: ProjectId", name, description, status as "status: ProjectStatus", archived_at, pii_settings,
            filter_settings, settings_version, keep_originals_days, created_at, updated_at,
            (select count(*) from sources s where s.organization_id = p.organization_id and s.project_id = p.id
                and s.deleted_at is null) as "source_count!"
        from projects p
        where organization_id = $1 and status = $2 and (updated_at, id) < ($3, $4)
        order by updated_at desc, id desc limit $5"#,
        org.0,
        status.as_str(),
        start.at,
        start.id,
        page.fetch()
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|row| ProjectWithCount {
        source_count: row.source_count,
        project: Project {
            id: row.id,
            name: row.name,
            description: row.description,
            status: row.status,
            archived_at: row.archived_at,
            pii_settings: row.pii_settings,
            filter_settings: row.filter_settings,
            settings_version: row.settings_version,
            keep_originals_days: row.keep_originals_days,
            created_at: row.created_at,
            updated_at: row.updated_at,
        },
    })
    .collect();
    Ok(page.page(rows, |row: &ProjectWithCount| (row.project.updated_at, row.project.id.0)))
}

/// Changes name and description of an active project.
pub async fn rename(tx: &mut TenantTx, id: ProjectId, name: &str, description: Option<&str>) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "update projects set name = $3, description = $4 where organization_id = $1 and id = $2 and status = 'active'",
        org.0,
        id.0,
        name,
        description
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("active project")) }
}

/// Changes the settings from the version the caller saw; gives the new version.
///
/// # Errors
/// `Conflict` where somebody else changed them since.
pub async fn update_settings(
    tx: &mut TenantTx,
    id: ProjectId,
    seen_version: i32,
    settings: &ProjectSettings,
) -> Result<i32> {
    let org = tx.org();
    let version = sqlx::query_scalar!(
        "update projects set pii_settings = $4, filter_settings = $5, keep_originals_days = $6,
            settings_version = settings_version + 1
         where organization_id = $1 and id = $2 and status = 'active' and settings_version = $3
         returning settings_version",
        org.0,
        id.0,
        seen_version,
        settings.pii_settings,
        settings.filter_settings,
        settings.keep_originals_days
    )
    .fetch_optional(tx.conn())
    .await?;
    match version {
        Some(version) => Ok(version),
        None => match get(tx, id).await?.status {
            ProjectStatus::Active => {
                Err(Error::new(ErrorKind::Conflict, "the settings were changed meanwhile")
                    .with_hint("load them again and repeat the change"))
            }
            ProjectStatus::Archived => Err(Error::new(ErrorKind::State, "the project is archived")),
        },
    }
}

/// Archives a project (seed transaction 3): its schedules end, waiting jobs are cancelled, running ones are asked to stop.
pub async fn archive(tx: &mut TenantTx, id: ProjectId) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "update projects set status = 'archived', archived_at = now()
         where organization_id = $1 and id = $2 and status = 'active'",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 0 {
        get(tx, id).await?;
        return Err(Error::new(ErrorKind::State, "the project is archived already"));
    }
    sqlx::query!(
        "update schedules set next_run_at = null, paused_at = coalesce(paused_at, now())
         where organization_id = $1 and project_id = $2",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update processing_jobs set cancel_requested_at = coalesce(cancel_requested_at, now()),
            status = case when status = 'pending' then 'cancelled' else status end,
            completed_at = case when status = 'pending' then now() end
         where organization_id = $1 and project_id = $2 and status in ('pending', 'running')",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a project back out of the archive.
///
/// # Errors
/// `Conflict` where an active project has taken the name; rename that one first.
pub async fn restore(tx: &mut TenantTx, id: ProjectId) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "update projects set status = 'active', archived_at = null
         where organization_id = $1 and id = $2 and status = 'archived'",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("archived project")) }
}
