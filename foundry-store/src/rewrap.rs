//! Moving sealed values to the newest data key while readers and writers go on. A value keeps its place, so only its version
//! changes; once nothing is left under an old key, [`crate::secret::destroy_keys`] may end it.

use crate::error::Result;
use crate::ids::{JobId, SourceId};
use crate::records;
use crate::secret::OrgKeys;
use crate::sources;
use crate::sync;
use crate::tenant::TenantTx;

/// Rows looked at in one transaction.
const BATCH: i64 = 200;

/// What a step did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Values sealed anew.
    pub values: u64,
    /// Whether there may be more: commit, and call again in a new transaction.
    pub more: bool,
}

/// Seals a batch of the organization's values under the newest data key. Each call looks for what is still under an older one,
/// so it can be stopped and started anywhere, and run beside others.
pub async fn step(tx: &mut TenantTx, keys: &OrgKeys) -> Result<Rewrapped> {
    let mut values = rewrap_sources(tx, keys).await?;
    let messages = rewrap_messages(tx, keys).await?;
    let found = rewrap_records(tx, keys).await?;
    values += messages + found;
    Ok(Rewrapped { values, more: values > 0 })
}

/// How a value of the newest key begins, after its layout byte.
fn current(keys: &OrgKeys) -> Vec<u8> {
    keys.current().to_be_bytes().to_vec()
}

async fn rewrap_records(tx: &mut TenantTx, keys: &OrgKeys) -> Result<u64> {
    let org = tx.org();
    let rows = sqlx::query!(
        r#"select id, job_id as "job: JobId", source_id as "source: SourceId", source_record_id, original_data,
            pii_tokens_map
        from processed_records
        where organization_id = $1
          and (substr(original_data, 2, 4) <> $2 or substr(pii_tokens_map, 2, 4) <> $2)
        limit $3 for update skip locked"#,
        org.0,
        current(keys),
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    let mut done = 0;
    for row in rows {
        let key = records::row_key(row.job, row.source, &row.source_record_id);
        let again = |column, value: Option<Vec<u8>>| {
            value.map(|bytes| keys.reseal(records::place(column, &key), bytes)).transpose()
        };
        let original = again("original_data", row.original_data)?;
        let tokens = again("pii_tokens_map", row.pii_tokens_map)?;
        sqlx::query!(
            "update processed_records set original_data = $3, pii_tokens_map = $4 where organization_id = $1 and id = $2",
            org.0,
            row.id,
            original,
            tokens
        )
        .execute(tx.conn())
        .await?;
        done += 1;
    }
    Ok(done)
}

async fn rewrap_messages(tx: &mut TenantTx, keys: &OrgKeys) -> Result<u64> {
    let org = tx.org();
    let rows = sqlx::query!(
        r#"select id, source_id as "source: SourceId", dedupe_key, payload from synced_messages
        where organization_id = $1 and substr(payload, 2, 4) <> $2 limit $3 for update skip locked"#,
        org.0,
        current(keys),
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    let mut done = 0;
    for row in rows {
        let key = sync::row_key(row.source, &row.dedupe_key);
        let sealed = keys.reseal(sync::place(&key), row.payload)?;
        sqlx::query!(
            "update synced_messages set payload = $3 where organization_id = $1 and id = $2",
            org.0,
            row.id,
            sealed
        )
        .execute(tx.conn())
        .await?;
        done += 1;
    }
    Ok(done)
}

async fn rewrap_sources(tx: &mut TenantTx, keys: &OrgKeys) -> Result<u64> {
    let org = tx.org();
    let rows = sqlx::query!(
        "select id, credentials, raw_schema from sources
         where organization_id = $1 and (substr(credentials, 2, 4) <> $2 or substr(raw_schema, 2, 4) <> $2)
         limit $3 for update skip locked",
        org.0,
        current(keys),
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    let mut done = 0;
    for row in rows {
        let key = row.id.to_string();
        let again = |column, value: Option<Vec<u8>>| {
            value.map(|bytes| keys.reseal(sources::place(column, &key), bytes)).transpose()
        };
        let credentials = again("credentials", row.credentials)?;
        let raw_schema = again("raw_schema", row.raw_schema)?;
        sqlx::query!(
            "update sources set credentials = $3, raw_schema = $4,
                encryption_key_version = case when $3::bytea is null then null else $5::integer end
             where organization_id = $1 and id = $2",
            org.0,
            row.id,
            credentials,
            raw_schema,
            keys.current()
        )
        .execute(tx.conn())
        .await?;
        done += 1;
    }
    Ok(done)
}
