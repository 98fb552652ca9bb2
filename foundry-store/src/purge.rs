//! The end of an organization: its keys first, then its rows. The audit log stays for its year.

use crate::audit_logs::{self, NewEvent};
use crate::error::{Error, ErrorKind, Result};
use crate::ids::{ExportId, OrgId};
use crate::retention::{Alone, BATCH, in_batches};
use crate::secret;
use crate::tenant::{Store, TenantTx};

/// What a purge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// Data keys destroyed: from then on nothing sealed can be read, in backups neither.
    pub keys: u64,
    /// Jobs that were waiting or running; their workers write nothing any more.
    pub jobs: u64,
    /// Records removed.
    pub records: u64,
    /// Synced messages removed.
    pub messages: u64,
    /// Events removed.
    pub events: u64,
    /// Projects removed, with what hangs on them.
    pub projects: u64,
    /// Export files to delete; say so with [`crate::retention::file_deleted`], then call again.
    pub files: Vec<(ExportId, String)>,
    /// Files of evidence packs to delete. Their rows are gone with this call.
    pub packs: Vec<String>,
    /// Whether nothing of the organization is left but its audit log.
    pub gone: bool,
}

/// Removes a disabled organization for good.
///
/// First its data keys are destroyed and its jobs ended, in one transaction with a row in its audit log; then rows go in
/// batches, each a transaction; last the organization itself, with a row in the platform's log. A call that is killed is
/// finished by the next one, and a call too many finds the organization gone. As long as files of exports are left it stops
/// before the jobs they came from: delete the files, say so, call again.
///
/// `by` says who asks; its action and details are filled in here.
///
/// # Errors
/// `State` where the organization is not disabled; `Conflict` while another purge or a run of [`crate::retention`] goes on.
pub async fn organization(store: &Store, org: OrgId, by: &NewEvent<'_>) -> Result<Purged> {
    let Some(alone) = Alone::begin(store).await? else {
        return Err(Error::new(ErrorKind::Conflict, "retention or another purge is under way")
            .with_hint("try again when it is over"));
    };
    let done = purge(store, org, by).await;
    alone.end().await;
    done
}

async fn purge(store: &Store, org: OrgId, by: &NewEvent<'_>) -> Result<Purged> {
    let mut purged = Purged::default();
    if !begin(store, org, by, &mut purged).await? {
        return Ok(Purged { gone: true, ..purged });
    }
    purged.records = in_batches(store, org, |tx| Box::pin(delete_records(tx))).await?;
    purged.messages = in_batches(store, org, |tx| Box::pin(delete_messages(tx))).await?;
    purged.events = in_batches(store, org, |tx| Box::pin(delete_events(tx))).await?;
    purged.files = files(store, org).await?;
    if !purged.files.is_empty() {
        return Ok(purged);
    }
    let mut tx = store.tenant(org).await?;
    purged.packs = sqlx::query_scalar!(
        "delete from evidence_packs where organization_id = $1 returning file_path",
        org.0
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    purged.projects = in_batches(store, org, |tx| Box::pin(delete_project(tx))).await?;
    end(store, org, by, &purged).await?;
    Ok(Purged { gone: true, ..purged })
}

/// Destroys the keys and ends the jobs. False: there is no such organization any more.
async fn begin(store: &Store, org: OrgId, by: &NewEvent<'_>, purged: &mut Purged) -> Result<bool> {
    let mut tx = store.tenant(org).await?;
    let Some(enabled) = sqlx::query_scalar!(
        r#"select disabled_at is null as "enabled!" from organizations where id = $1 for update"#,
        org.0
    )
    .fetch_optional(tx.conn())
    .await?
    else {
        return Ok(false);
    };
    if enabled {
        return Err(Error::new(ErrorKind::State, "the organization is not disabled")
            .with_hint("disable it first; purging cannot be undone"));
    }
    purged.keys = secret::destroy_keys(&mut tx, None).await?;
    purged.jobs = sqlx::query!(
        "update processing_jobs set status = 'cancelled', completed_at = clock_timestamp(), lease_expires_at = null,
            worker_id = null, cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
         where organization_id = $1 and status in ('pending', 'running')",
        org.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if purged.keys > 0 || purged.jobs > 0 {
        let details = serde_json::json!({"keys": purged.keys, "jobs": purged.jobs});
        let event = NewEvent { action: "organization.shred", details, ..by.clone() };
        audit_logs::append(&mut tx, &event).await?;
    }
    tx.commit().await?;
    Ok(true)
}

async fn delete_records(tx: &mut TenantTx) -> Result<u64> {
    let org = tx.org();
    Ok(sqlx::query!(
        "delete from processed_records where organization_id = $1 and id in (
            select id from processed_records where organization_id = $1 limit $2)",
        org.0,
        BATCH
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

async fn delete_messages(tx: &mut TenantTx) -> Result<u64> {
    let org = tx.org();
    Ok(sqlx::query!(
        "delete from synced_messages where organization_id = $1 and id in (
            select id from synced_messages where organization_id = $1 limit $2)",
        org.0,
        BATCH
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

async fn delete_events(tx: &mut TenantTx) -> Result<u64> {
    let org = tx.org();
    Ok(sqlx::query!(
        "delete from outbox_events where organization_id = $1 and id in (
            select id from outbox_events where organization_id = $1 limit $2)",
        org.0,
        BATCH
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// One at a time: jobs, sources and mappings hang on it.
async fn delete_project(tx: &mut TenantTx) -> Result<u64> {
    let org = tx.org();
    Ok(sqlx::query!(
        "delete from projects where organization_id = $1 and id in (
            select id from projects where organization_id = $1 order by id limit 1)",
        org.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// The files of exports that the caller has not yet deleted; nobody is offered them any more.
async fn files(store: &Store, org: OrgId) -> Result<Vec<(ExportId, String)>> {
    let mut tx = store.tenant(org).await?;
    let rows = sqlx::query!(
        r#"update exports set status = 'expired' where organization_id = $1 and file_deleted_at is null
        returning id as "id: ExportId", file_path"#,
        org.0
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    let mut files: Vec<_> = rows.into_iter().map(|row| (row.id, row.file_path)).collect();
    files.sort();
    Ok(files)
}

/// Removes the row itself; members, invitations, API keys and what is left of the data keys go with it.
async fn end(store: &Store, org: OrgId, by: &NewEvent<'_>, purged: &Purged) -> Result<()> {
    let mut tx = store.platform().await?;
    let rows = sqlx::query!("delete from organizations where id = $1 and disabled_at is not null", org.0)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if rows == 1 {
        let details = serde_json::json!({
            "records": purged.records,
            "messages": purged.messages,
            "events": purged.events,
            "projects": purged.projects,
            "packs": purged.packs.len(),
        });
        let resource = Some(("organization", org.0));
        let event = NewEvent { action: "organization.purge", resource, details, ..by.clone() };
        audit_logs::append_platform(&mut tx, &event).await?;
    }
    tx.commit().await
}
