//! Synchronization with a connection: messages come in once each, however often they are fetched, and the cursor moves only
//! in the transaction that stores them.

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind, Result};
use crate::ids::SourceId;
use crate::secret::{MasterKeys, OrgKeys, Place, Sealed};
use crate::tenant::TenantTx;

/// How far a synchronization came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorState {
    /// As the connection gave it.
    pub cursor: String,
    /// Names this state for [`store`].
    pub version: i64,
}

/// A fetched message.
#[derive(Clone, Copy)]
pub struct FetchedMessage<'a> {
    /// Its id at the connection, at most 200 bytes.
    pub remote_id: &'a str,
    /// As the connection gave it, JSON.
    pub payload: &'a [u8],
    /// When it was written there.
    pub remote_at: Option<DateTime<Utc>>,
}

/// What became of a page of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stored {
    /// Not seen before.
    pub new: u64,
    /// Changed at the connection since.
    pub edited: u64,
    /// Known and unchanged.
    pub unchanged: u64,
}

/// Gives how far the synchronization of one kind of object came; none: it starts.
pub async fn cursor(tx: &mut TenantTx, source: SourceId, object: &str) -> Result<Option<CursorState>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        CursorState,
        "select cursor, version from cursor_states where organization_id = $1 and source_id = $2 and object = $3",
        org.0,
        source.0,
        object
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Stores a page of messages and moves the cursor, both or neither.
///
/// `seen` is the state the page was fetched from. A message twice in one page counts once, the later one.
///
/// # Errors
/// `Conflict` where another synchronization has moved the cursor since: drop the transaction and begin from its state.
pub async fn store(
    tx: &mut TenantTx,
    keys: &OrgKeys,
    source: SourceId,
    object: &str,
    messages: &[FetchedMessage<'_>],
    seen: Option<&CursorState>,
    next: &str,
) -> Result<Stored> {
    let org = tx.org();
    let moved = match seen {
        Some(state) => sqlx::query!(
            "update cursor_states set cursor = $5, version = version + 1
             where organization_id = $1 and source_id = $2 and object = $3 and version = $4",
            org.0,
            source.0,
            object,
            state.version,
            next
        )
        .execute(tx.conn())
        .await?
        .rows_affected(),
        None => sqlx::query!(
            "insert into cursor_states (organization_id, source_id, object, cursor) values ($1, $2, $3, $4)
             on conflict do nothing",
            org.0,
            source.0,
            object,
            next
        )
        .execute(tx.conn())
        .await?
        .rows_affected(),
    };
    if moved == 0 {
        return Err(Error::new(ErrorKind::Conflict, "another synchronization moved the cursor"));
    }

    // The later of two wins; the order of the page is kept.
    let mut last = std::collections::HashMap::with_capacity(messages.len());
    for (place, message) in messages.iter().enumerate() {
        last.insert(message.remote_id, place);
    }
    let mut dedupe_keys = Vec::with_capacity(last.len());
    let mut hashes = Vec::with_capacity(last.len());
    let mut payloads = Vec::with_capacity(last.len());
    let mut times = Vec::with_capacity(last.len());
    for (place_in_page, message) in messages.iter().enumerate() {
        if last.get(message.remote_id) != Some(&place_in_page) {
            continue;
        }
        let key = format!("{object}:{}", message.remote_id);
        hashes.push(keys.content_hash(message.payload).to_vec());
        payloads.push(keys.seal(place(&row_key(source, &key)), message.payload)?.into_bytes());
        times.push(message.remote_at);
        dedupe_keys.push(key);
    }
    let known = sqlx::query_scalar!(
        r#"select count(*) as "count!" from synced_messages
        where organization_id = $1 and source_id = $2 and dedupe_key = any ($3)"#,
        org.0,
        source.0,
        &dedupe_keys
    )
    .fetch_one(tx.conn())
    .await?;
    let written = sqlx::query!(
        "insert into synced_messages as m (organization_id, source_id, dedupe_key, content_hash, payload, remote_at)
         select $1, $2, k, h, p, t from unnest($3::text[], $4::bytea[], $5::bytea[], $6::timestamptz[]) as n (k, h, p, t)
         on conflict (organization_id, source_id, dedupe_key) do update
            set content_hash = excluded.content_hash, payload = excluded.payload, remote_at = excluded.remote_at,
                version = m.version + 1, synced_at = now()
            where m.content_hash <> excluded.content_hash",
        org.0,
        source.0,
        &dedupe_keys,
        &hashes,
        &payloads,
        &times as &[Option<DateTime<Utc>>]
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    let (all, known) = (dedupe_keys.len() as u64, known.unsigned_abs());
    let new = all.saturating_sub(known);
    let edited = written.saturating_sub(new);
    Ok(Stored { new, edited, unchanged: known.saturating_sub(edited) })
}

/// A stored message, opened; wiped when dropped.
pub struct SyncedMessage {
    /// For the next page.
    pub id: i64,
    /// As the connection gave it, JSON.
    pub payload: Zeroizing<Vec<u8>>,
}

/// Gives a page of the messages of a source in the order they came in first, after the given id (0: from the start).
pub async fn messages(
    tx: &mut TenantTx,
    masters: &MasterKeys,
    source: SourceId,
    after: i64,
    limit: i64,
) -> Result<Vec<SyncedMessage>> {
    let org = tx.org();
    let rows = sqlx::query!(
        "select id, dedupe_key, payload from synced_messages
         where organization_id = $1 and source_id = $2 and id > $3 order by id limit $4",
        org.0,
        source.0,
        after,
        limit.clamp(1, 10_000)
    )
    .fetch_all(tx.conn())
    .await?;
    // Loaded after the rows, so that those just sealed under a new key open.
    let keys = masters.keys(tx).await?;
    rows.into_iter()
        .map(|row| {
            let payload =
                keys.open(place(&row_key(source, &row.dedupe_key)), &Sealed::from_bytes(row.payload))?;
            Ok(SyncedMessage { id: row.id, payload })
        })
        .collect()
}

pub(crate) fn place(row: &str) -> Place<'_> {
    Place { table: "synced_messages", column: "payload", row }
}

pub(crate) fn row_key(source: SourceId, dedupe_key: &str) -> String {
    format!("{source}:{dedupe_key}")
}
