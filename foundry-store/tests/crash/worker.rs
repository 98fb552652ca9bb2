//! A worker as the server has it: claim, heartbeat, batches with checkpoints, an export file, the end. It knows nothing of what
//! is done to it.

use std::path::PathBuf;
use std::time::Duration;

use foundry_store::queue::{self, Claim, Counts, End};
use foundry_store::records::{NewRecord, SealedBatch};
use foundry_store::{ErrorKind, JobKind, MasterKeys, OrgKeys, SourceId, Store, exports};
use serde_json::json;
use sqlx::postgres::PgConnectOptions;

/// Short, so that lost jobs come back soon.
pub const LEASE: Duration = Duration::from_millis(1500);
pub const DATABASE: &str = "crash";
pub const LOGIN: &str = "foundry_crash";
const BATCH: i64 = 15;

pub fn options(port: u16) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(port).username(LOGIN).database(DATABASE)
}

/// Written by hand: it protects nothing.
pub fn masters() -> MasterKeys {
    MasterKeys::parse("1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").expect("a master key")
}

/// What a record of a job looks like, so that everybody can compute it.
pub fn processed(record: i64) -> String {
    format!("{{\"text\":\"record {record} for [PERSON_1]\"}}")
}

/// Whether a record is filtered out.
pub fn filtered(record: i64) -> bool {
    record % 6 == 0
}

pub async fn run(port: u16, name: &str) {
    let masters = masters();
    loop {
        // Connections break and servers restart: whatever happened, begin again.
        let Ok(store) = Store::connect(options(port), 3).await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        loop {
            match queue::claim(&store, name, &[JobKind::Process], LEASE).await {
                Ok(Some(claim)) => {
                    if let Err(error) = one_job(&store, &masters, &claim).await
                        && error.kind() != ErrorKind::LostLease
                        && error.kind() != ErrorKind::Unavailable
                    {
                        eprintln!("{name}: job {} attempt {}: {error:?}", claim.job, claim.attempt);
                        let _ =
                            queue::fail(&store, &claim, "worker_error", "see the worker's own output").await;
                    }
                }
                Ok(None) => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(_) => break,
            }
        }
    }
}

async fn one_job(store: &Store, masters: &MasterKeys, claim: &Claim) -> foundry_store::Result<()> {
    let mut tx = store.tenant(claim.org).await?;
    let job = queue::load(&mut tx, claim).await?;
    let keys = masters.keys(&mut tx).await?;
    tx.commit().await?;
    let source = SourceId(job.parameters["source"].as_i64().unwrap_or_default());
    let total = job.parameters["records"].as_i64().unwrap_or_default();
    let mut next = job.checkpoint.as_ref().and_then(|point| point["next"].as_i64()).unwrap_or_default();
    let mut filtered_so_far = job.records_filtered;
    while next < total {
        let until = (next + BATCH).min(total);
        let (batch, dropped) = batch(&keys, claim, source, next, until)?;
        filtered_so_far += dropped;
        let mut tx = store.tenant(claim.org).await?;
        let counts = Counts { total, processed: until, filtered: filtered_so_far };
        let cancelled = queue::checkpoint(&mut tx, claim, counts, &json!({"next": until})).await?;
        if cancelled {
            queue::finish(&mut tx, claim, &End::Cancelled).await?;
            return tx.commit().await;
        }
        foundry_store::records::write(&mut tx, claim.job, &batch).await?;
        tx.commit_lazily().await?;
        next = until;
        // Real work takes its time; this is when most of the violence happens.
        tokio::time::sleep(Duration::from_millis(8)).await;
        queue::heartbeat(store, claim).await?;
    }
    let path = write_export(store, claim).await?;
    let mut tx = store.tenant(claim.org).await?;
    let config = json!({});
    let new = exports::NewExport {
        format: "json_raw",
        file_path: &path,
        file_size: 1,
        record_count: total - filtered_so_far,
        sha256: &[1; 32],
        export_config: &config,
        manifest: &config,
        created_by: None,
    };
    exports::create(&mut tx, claim.job, &new).await?;
    queue::finish(&mut tx, claim, &End::Completed { summary: &json!({"kept": total - filtered_so_far}) })
        .await?;
    tx.commit().await
}

fn batch(
    keys: &OrgKeys,
    claim: &Claim,
    source: SourceId,
    from: i64,
    until: i64,
) -> foundry_store::Result<(SealedBatch, i64)> {
    let texts: Vec<(String, String)> =
        (from..until).map(|record| (format!("c{record}"), processed(record))).collect();
    let records: Vec<NewRecord> = (from..until)
        .zip(&texts)
        .map(|(record, (id, text))| NewRecord {
            source,
            source_record_id: id,
            original: Some(text.as_bytes()),
            processed: Some(text),
            tokens: Some(b"{\"[PERSON_1]\":\"Erika\"}"),
            message_count: 1,
            filter_reason: filtered(record).then_some("too_few_messages"),
        })
        .collect();
    let dropped = records.iter().filter(|record| record.filter_reason.is_some()).count() as i64;
    Ok((SealedBatch::seal(keys, claim.job, &records)?, dropped))
}

/// The file is written aside, put into place under the attempt's own name, and told of with the end of the job.
async fn write_export(store: &Store, claim: &Claim) -> foundry_store::Result<String> {
    use futures_util::TryStreamExt;
    let folder = PathBuf::from(std::env::var_os("CRASH_EXPORTS").unwrap_or_default());
    let path = folder.join(format!("{}-{}.jsonl", claim.job, claim.attempt));
    let mut tx = store.tenant(claim.org).await?;
    let mut text = String::new();
    let mut kept = std::pin::pin!(foundry_store::records::kept(&mut tx, claim.job));
    while let Some(record) = kept.try_next().await? {
        text.push_str(&record.processed.unwrap_or_default());
        text.push('\n');
    }
    let aside = path.with_extension("part");
    std::fs::write(&aside, text).and_then(|()| std::fs::rename(&aside, &path)).expect("the export folder");
    Ok(path.to_string_lossy().into_owned())
}
