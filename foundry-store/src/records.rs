//! Processed records: one row a conversation, written in batches, read in order.
//!
//! Postgres refuses `COPY … FROM` into a table with row-level security, so a batch goes in as arrays in one statement, which
//! costs little more and does what COPY cannot: a batch that is written again changes nothing.

use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryFutureExt, TryStreamExt};
use zeroize::Zeroizing;

use crate::column::Column;
use crate::error::{Error, Result};
use crate::ids::{JobId, RecordId, SourceId};
use crate::secret::{MasterKeys, OrgKeys, Place, Sealed};
use crate::tenant::TenantTx;

/// A conversation to store.
#[derive(Clone, Copy)]
pub struct NewRecord<'a> {
    /// The source.
    pub source: SourceId,
    /// The conversation's id in the source; unique with source and job.
    pub source_record_id: &'a str,
    /// The original as JSON; none where the project keeps none.
    pub original: Option<&'a [u8]>,
    /// The de-identified conversation as JSON; none where it was filtered before.
    pub processed: Option<&'a str>,
    /// Token to original value as JSON; none where there is none.
    pub tokens: Option<&'a [u8]>,
    /// Messages in it.
    pub message_count: i32,
    /// Why it was filtered out; none: it was not.
    pub filter_reason: Option<&'a str>,
}

/// A conversation without its original, as exports need it.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The id.
    pub id: RecordId,
    /// The source.
    pub source: SourceId,
    /// The conversation's id in the source.
    pub source_record_id: String,
    /// The de-identified conversation as JSON.
    pub processed: Option<String>,
    /// Messages in it.
    pub message_count: i32,
    /// Why it was filtered out.
    pub filter_reason: Option<String>,
}

/// An opened original with its token map; wiped when dropped.
pub struct Original {
    /// The original as JSON; none where it is not kept, or no longer.
    pub data: Option<Zeroizing<Vec<u8>>>,
    /// Token to original value as JSON.
    pub tokens: Option<Zeroizing<Vec<u8>>>,
}

/// A batch, sealed and in the form the database takes. Making it takes most of the time and needs no connection, so a caller
/// may do it on another thread while the batch before is being written.
pub struct SealedBatch {
    rows: usize,
    sources: Vec<i64>,
    ids: Column<String>,
    originals: Column<Vec<u8>>,
    processed: Column<String>,
    tokens: Column<Vec<u8>>,
    messages: Vec<i32>,
    reasons: Column<String>,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record({})", self.id)
    }
}

impl SealedBatch {
    /// Seals the records of a job.
    pub fn seal(keys: &OrgKeys, job: JobId, records: &[NewRecord<'_>]) -> Result<Self> {
        let mut batch = SealedBatch {
            rows: records.len(),
            sources: Vec::with_capacity(records.len()),
            ids: Column::default(),
            originals: Column::default(),
            processed: Column::default(),
            tokens: Column::default(),
            messages: Vec::with_capacity(records.len()),
            reasons: Column::default(),
        };
        for record in records {
            let row = row_key(job, record.source, record.source_record_id);
            let seal = |column, value: Option<&[u8]>| -> Result<Option<Sealed>> {
                value.map(|value| keys.seal(place(column, &row), value)).transpose()
            };
            let (original, tokens) =
                (seal("original_data", record.original)?, seal("pii_tokens_map", record.tokens)?);
            batch.sources.push(record.source.0);
            batch.ids.push(Some(record.source_record_id.as_bytes()))?;
            batch.originals.push(original.as_ref().map(Sealed::as_bytes))?;
            batch.processed.push(record.processed.map(str::as_bytes))?;
            batch.tokens.push(tokens.as_ref().map(Sealed::as_bytes))?;
            batch.messages.push(record.message_count);
            batch.reasons.push(record.filter_reason.map(str::as_bytes))?;
        }
        Ok(batch)
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }
}

/// Writes a batch; gives how many of its records were not there yet. Call it after [`crate::queue::checkpoint`] in the same
/// transaction. Batches of one to eight megabytes are best; one value must stay under a gigabyte.
pub async fn write(tx: &mut TenantTx, job: JobId, batch: &SealedBatch) -> Result<u64> {
    let org = tx.org();
    Ok(sqlx::query!(
        "insert into processed_records (organization_id, job_id, source_id, source_record_id, original_data, processed_data,
            pii_tokens_map, message_count, filtered, filter_reason)
         select $1, $2, s, i, o, p, t, m, f is not null, f
         from unnest($3::bigint[], $4::text[], $5::bytea[], $6::text[], $7::bytea[], $8::integer[], $9::text[])
            as b (s, i, o, p, t, m, f)
         on conflict (organization_id, job_id, source_id, source_record_id) do nothing",
        org.0,
        job.0,
        &batch.sources,
        &batch.ids as _,
        &batch.originals as _,
        &batch.processed as _,
        &batch.tokens as _,
        &batch.messages,
        &batch.reasons as _
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Streams what a job kept, in the order it was stored; memory does not grow with the job.
pub fn kept(tx: &mut TenantTx, job: JobId) -> BoxStream<'_, Result<Record>> {
    async move {
        // Right after a large job the database still counts with a small one, and would sort all of it, through a file, where
        // an index has the order.
        sqlx::query!("select set_config('enable_sort', 'off', true)").fetch_one(tx.conn()).await?;
        let org = tx.org();
        let rows = sqlx::query_as!(
            Record,
            r#"select id as "id: RecordId", source_id as "source: SourceId", source_record_id, processed_data as processed,
                message_count, filter_reason
            from processed_records where organization_id = $1 and job_id = $2 and not filtered order by id"#,
            org.0,
            job.0
        )
        .fetch(tx.conn());
        Ok::<_, Error>(rows.map_err(Error::from))
    }
    .try_flatten_stream()
    .boxed()
}

/// A page of what a job filtered out, by id after `after` (0: from the start), to show why.
pub async fn filtered(tx: &mut TenantTx, job: JobId, after: RecordId, limit: i64) -> Result<Vec<Record>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Record,
        r#"select id as "id: RecordId", source_id as "source: SourceId", source_record_id, processed_data as processed,
            message_count, filter_reason
        from processed_records where organization_id = $1 and job_id = $2 and filtered and id > $3 order by id limit $4"#,
        org.0,
        job.0,
        after.0,
        limit.clamp(1, 200)
    )
    .fetch_all(tx.conn())
    .await?)
}

/// How many records a job dropped for each reason, by reason; those kept have none.
pub async fn counts(tx: &mut TenantTx, job: JobId) -> Result<Vec<(Option<String>, i64)>> {
    let org = tx.org();
    Ok(sqlx::query!(
        r#"select filter_reason, count(*) as "count!" from processed_records
        where organization_id = $1 and job_id = $2 group by filter_reason order by filter_reason nulls first"#,
        org.0,
        job.0
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|row| (row.filter_reason, row.count))
    .collect())
}

/// Opens the original and the token map of a record. Each look belongs into the audit log; the caller writes it in the same
/// transaction.
pub async fn original(tx: &mut TenantTx, masters: &MasterKeys, id: RecordId) -> Result<Original> {
    let org = tx.org();
    let row = sqlx::query!(
        r#"select job_id as "job: JobId", source_id as "source: SourceId", source_record_id, original_data, pii_tokens_map
        from processed_records where organization_id = $1 and id = $2"#,
        org.0,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("record"))?;
    // Loaded after the row, so that a row just sealed under a new key opens.
    let keys = masters.keys(tx).await?;
    let key = row_key(row.job, row.source, &row.source_record_id);
    let open = |column, value: Option<Vec<u8>>| {
        value.map(|bytes| keys.open(place(column, &key), &Sealed::from_bytes(bytes))).transpose()
    };
    Ok(Original {
        data: open("original_data", row.original_data)?,
        tokens: open("pii_tokens_map", row.pii_tokens_map)?,
    })
}

pub(crate) fn place<'a>(column: &'static str, row: &'a str) -> Place<'a> {
    Place { table: "processed_records", column, row }
}

/// What names a record before it has an id.
pub(crate) fn row_key(job: JobId, source: SourceId, source_record_id: &str) -> String {
    format!("{job}:{source}:{source_record_id}")
}
