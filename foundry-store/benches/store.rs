//! Speeds of the store, each beside what plain Postgres does with the same rows in the same run: `cargo bench -p foundry-store`.
//! `-- --messages 200000` sets the size (default 1,000,000), `-- --batch 500` the conversations in one transaction.

use std::sync::Arc;
use std::time::{Duration, Instant};

use foundry_store::jobs::{self, NewJob};
use foundry_store::local::{LocalPostgres, Purpose, prepare};
use foundry_store::queue::{self, Counts, End, LEASE};
use foundry_store::records::{self, NewRecord, SealedBatch};
use foundry_store::{
    JobId, JobKind, MasterKeys, OrgId, SourceId, SourceType, Store, ids::Industry, organizations, projects,
    sources,
};
use futures_util::TryStreamExt;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

const MESSAGES_PER_CONVERSATION: usize = 9;
/// Conversations in one transaction, about six megabytes.
const BATCH: usize = 1500;
const DATABASE: &str = "bench";

struct Conversation {
    id: String,
    original: String,
    processed: String,
    tokens: String,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|arg| arg == "--list") {
        return;
    }
    let asked = |name: &str| -> Option<usize> {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1)?.parse().ok()
    };
    let messages = asked("--messages").unwrap_or(1_000_000);
    let batch = asked("--batch").unwrap_or(BATCH);
    let dir = std::env::temp_dir().join(format!("foundry-bench-{}", std::process::id()));
    let server = LocalPostgres::start(&dir, Purpose::Durable).expect("a throw-away Postgres");
    let options = prepare(&server, DATABASE, "foundry_bench").await.expect("the migrations");
    let store = Store::connect(options, 8).await.expect("the server's login");
    if messages > 0 {
        records_in_and_out(&server, &store, messages, batch).await;
    }
    for (at_once, round) in [(1, 0), (1, 1), (8, 0), (8, 1)] {
        claims(&store, 4, 4000, at_once, round).await;
        println!("bare one-row commits: 4 clients, {:.0}/s", bare_commits(&store, &server, 4, 8000).await);
    }
}

async fn records_in_and_out(server: &LocalPostgres, store: &Store, messages: usize, batch: usize) {
    let (org, source, jobs) = fill(store).await;
    let masters = MasterKeys::parse("1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").expect("a master key");
    let mut tx = store.tenant(org).await.expect("a transaction");
    let keys = Arc::new(masters.keys(&mut tx).await.expect("data keys"));
    tx.commit().await.expect("committed");
    let conversations: Arc<Vec<Conversation>> =
        Arc::new((0..messages / MESSAGES_PER_CONVERSATION).map(conversation).collect());
    let bytes: usize = conversations.iter().map(|c| c.original.len()).sum();
    println!(
        "{messages} messages, {} conversations, {} MB of originals",
        conversations.len(),
        bytes / 1_000_000
    );

    let mut owner = PgConnection::connect_with(&server.owner(DATABASE)).await.expect("the owner");
    // The same layout, indexes, keys and checks; no policies, no trigger that would matter.
    owner
        .execute(
            "create table ceiling (like processed_records including all);
             alter table ceiling add foreign key (organization_id, job_id) references processing_jobs (organization_id, id),
                add foreign key (organization_id, source_id) references sources (organization_id, id)",
        )
        .await
        .expect("the ceiling's table");
    for round in 0..3 {
        let (copy, job) = (jobs[round * 2], jobs[round * 2 + 1]);
        owner.execute("truncate ceiling").await.expect("emptied");
        // Both begin with nothing left to write from what was before.
        owner.execute("checkpoint").await.expect("on the disk");
        // The sealed bytes are made beforehand: the ceiling is what Postgres takes.
        let encoded = encode(&keys, org, copy, source, &conversations);
        let (start, busy) = (Instant::now(), Busy::now());
        let mut sink = owner
            .copy_in_raw(
                "copy ceiling (organization_id, job_id, source_id, source_record_id, original_data, processed_data, pii_tokens_map,
                    message_count, filtered) from stdin (format binary)",
            )
            .await
            .expect("COPY");
        for part in &encoded {
            sink.send(part.as_slice()).await.expect("sent");
        }
        sink.finish().await.expect("COPY");
        let ceiling = start.elapsed();
        let ceiling_busy = Busy::since(busy);
        drop(encoded);

        owner.execute("checkpoint").await.expect("on the disk");
        let (start, busy) = (Instant::now(), Busy::now());
        store_all(store, &keys, org, (job, source), &conversations, batch).await;
        let stored = start.elapsed();
        let stored_busy = Busy::since(busy);
        println!(
            "store: {:.2} s ({:.0} messages/s), sealed on the way and with {} checkpoints; COPY of ready bytes {:.2} s; {:.0} % of the ceiling",
            stored.as_secs_f64(),
            messages as f64 / stored.as_secs_f64(),
            conversations.len().div_ceil(batch),
            ceiling.as_secs_f64(),
            100.0 * ceiling.as_secs_f64() / stored.as_secs_f64()
        );
        println!(
            "       CPU seconds of the database {:.2}, of this process {:.2}; of COPY {:.2} and {:.2}; the database's {:.0} % of its ceiling",
            stored_busy.database,
            stored_busy.client,
            ceiling_busy.database,
            ceiling_busy.client,
            100.0 * ceiling_busy.database / stored_busy.database
        );

        let start = Instant::now();
        let mut plain = 0_usize;
        let mut rows = sqlx::query_as::<_, (i64, i64, String, Option<String>, i32, Option<String>)>(
            "select id, source_id, source_record_id, processed_data, message_count, filter_reason from ceiling order by id",
        )
        .fetch(&mut owner);
        while let Some(row) = rows.try_next().await.expect("a row") {
            plain += row.3.map_or(0, |text| text.len());
        }
        drop(rows);
        let plain_took = start.elapsed();
        let start = Instant::now();
        let mut read = 0;
        let mut tx = store.tenant(org).await.expect("a transaction");
        let mut kept = std::pin::pin!(records::kept(&mut tx, job));
        while let Some(record) = kept.try_next().await.expect("a record") {
            read += record.processed.map_or(0, |text| text.len());
        }
        let read_took = start.elapsed();
        assert_eq!(plain, read, "both read the same");
        println!(
            "read:  {:.2} s ({:.0} messages/s), in order; plain read {:.2} s; {:.0} % of it",
            read_took.as_secs_f64(),
            messages as f64 / read_took.as_secs_f64(),
            plain_took.as_secs_f64(),
            100.0 * plain_took.as_secs_f64() / read_took.as_secs_f64()
        );
    }
}

/// As a worker does it: the next batch is sealed while the one before is written; each batch is one transaction.
async fn store_all(
    store: &Store,
    keys: &Arc<foundry_store::OrgKeys>,
    org: OrgId,
    (job, source): (JobId, SourceId),
    all: &Arc<Vec<Conversation>>,
    batch: usize,
) {
    let claim = loop {
        match queue::claim(store, "bench", &[JobKind::Process], LEASE).await.expect("a claim") {
            Some(claim) if claim.job == job => break claim,
            Some(other) => {
                // Jobs of rounds to come, or of the ceiling: they wait.
                let mut tx = store.tenant(org).await.expect("a transaction");
                queue::finish(&mut tx, &other, &End::Cancelled).await.expect("ended");
                tx.commit().await.expect("committed");
            }
            None => panic!("the job is gone"),
        }
    };
    let (sender, mut receiver) = tokio::sync::mpsc::channel(2);
    let (keys, all_of_them) = (keys.clone(), all.clone());
    let sealing = tokio::task::spawn_blocking(move || {
        for batch in all_of_them.chunks(batch) {
            let records: Vec<NewRecord> = batch.iter().map(|c| new_record(source, c)).collect();
            let sealed = SealedBatch::seal(&keys, job, &records).expect("sealed");
            if sender.blocking_send(sealed).is_err() {
                return;
            }
        }
    });
    let mut processed = 0;
    while let Some(batch) = receiver.recv().await {
        processed += batch.len() as i64;
        let mut tx = store.tenant(org).await.expect("a transaction");
        let counts = Counts { total: all.len() as i64, processed, filtered: 0 };
        queue::checkpoint(&mut tx, &claim, counts, &json!({"next": processed})).await.expect("a checkpoint");
        let written = records::write(&mut tx, job, &batch).await.expect("written");
        assert_eq!(written, batch.len() as u64);
        tx.commit_lazily().await.expect("committed");
    }
    sealing.await.expect("sealed");
    let mut tx = store.tenant(org).await.expect("a transaction");
    queue::finish(&mut tx, &claim, &End::Completed { summary: &json!({}) }).await.expect("ended");
    tx.commit().await.expect("committed");
}

/// CPU seconds of this machine's Postgres backends and of this process: a loaded machine stretches the clock, not these.
struct Busy {
    database: f64,
    client: f64,
}

impl Busy {
    fn now() -> Busy {
        let seconds = |process: &str| -> f64 {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            // After the name in brackets; user and system time in hundredths.
            let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
            [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum::<f64>() / 100.0
        };
        let database = std::fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|process| {
                let title = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
                let title = String::from_utf8_lossy(&title);
                title.starts_with("postgres: ") && title.contains(DATABASE) && title.contains("127.0.0.1")
            })
            .map(|process| seconds(&process))
            .sum();
        Busy { database, client: seconds("self") }
    }

    fn since(before: Busy) -> Busy {
        let now = Busy::now();
        Busy { database: now.database - before.database, client: now.client - before.client }
    }
}

/// What four clients do at most: one-row updates, each with its commit; the end of a job is one.
async fn bare_commits(store: &Store, server: &LocalPostgres, workers: usize, commits: usize) -> f64 {
    let mut owner = PgConnection::connect_with(&server.owner(DATABASE)).await.expect("the owner");
    owner
        .execute("drop table if exists bare; create table bare (id bigint primary key, n bigint not null);
                  insert into bare select g, 0 from generate_series(1, 8000) g; grant select, update on bare to foundry_app")
        .await
        .expect("a table");
    let start = Instant::now();
    let tasks: Vec<_> = (0..workers)
        .map(|worker| {
            let pool = store.pool().clone();
            tokio::spawn(async move {
                for n in 0..commits / workers {
                    let row = (n * workers + worker + 1) as i64;
                    sqlx::query("update bare set n = n + 1 where id = $1")
                        .bind(row)
                        .execute(&pool)
                        .await
                        .expect("updated");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a client");
    }
    commits as f64 / start.elapsed().as_secs_f64()
}

/// Workers claim so many jobs at once and end each of them in a transaction of its own where that is one, in one transaction
/// where it is more.
async fn claims(store: &Store, workers: usize, jobs: usize, at_once: u16, round: usize) {
    let name = format!("claims-{at_once}-{round}");
    let mut tx = store.platform().await.expect("a transaction");
    let org = organizations::create(&mut tx, &name, &name, Industry::Other).await.expect("made").id;
    let mut tx = tx.into_tenant(org).await.expect("a transaction");
    for n in 0..jobs {
        let project = projects::create(&mut tx, &format!("p{n}"), None).await.expect("made").id;
        jobs::create(&mut tx, project, &order()).await.expect("made");
    }
    tx.commit().await.expect("committed");
    let start = Instant::now();
    let tasks: Vec<_> = (0..workers)
        .map(|worker| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut done = 0;
                loop {
                    let name = format!("w{worker}");
                    let claims = queue::claim_many(&store, &name, &[JobKind::Process], LEASE, at_once)
                        .await
                        .expect("claims");
                    if claims.is_empty() {
                        return done;
                    }
                    let mut tx = store.tenant(org).await.expect("a transaction");
                    for claim in &claims {
                        queue::finish(&mut tx, claim, &End::Completed { summary: &json!({}) })
                            .await
                            .expect("ended");
                    }
                    tx.commit().await.expect("committed");
                    done += claims.len();
                }
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        done += task.await.expect("a worker");
    }
    let took: Duration = start.elapsed();
    println!(
        "claim and finish, {at_once} at once: {done} jobs, {workers} workers, {:.0} jobs/s, each end on the disk",
        done as f64 / took.as_secs_f64()
    );
}

fn order() -> NewJob<'static> {
    static EMPTY: std::sync::LazyLock<serde_json::Value> = std::sync::LazyLock::new(|| json!({}));
    NewJob {
        kind: JobKind::Process,
        config_snapshot: &EMPTY,
        parameters: &EMPTY,
        triggered_by: None,
        correlation_id: None,
        idempotency_key: None,
        max_attempts: 3,
    }
}

/// An organization with a source and jobs, one active at a time of each project.
async fn fill(store: &Store) -> (OrgId, SourceId, Vec<JobId>) {
    let mut tx = store.platform().await.expect("a transaction");
    let org = organizations::create(&mut tx, "bench", "bench", Industry::Other).await.expect("made").id;
    let mut tx = tx.into_tenant(org).await.expect("a transaction");
    let mut made = Vec::new();
    let mut source = None;
    for n in 0..6 {
        let project = projects::create(&mut tx, &format!("p{n}"), None).await.expect("made").id;
        let config = json!({});
        let new = sources::NewSource { kind: SourceType::File, name: "s", config: &config, file: None };
        source = Some(sources::create(&mut tx, project, &new).await.expect("made"));
        made.push(jobs::create(&mut tx, project, &order()).await.expect("made"));
    }
    tx.commit().await.expect("committed");
    (org, source.expect("a source"), made)
}

fn new_record(source: SourceId, c: &Conversation) -> NewRecord<'_> {
    NewRecord {
        source,
        source_record_id: &c.id,
        original: Some(c.original.as_bytes()),
        processed: Some(&c.processed),
        tokens: Some(c.tokens.as_bytes()),
        message_count: MESSAGES_PER_CONVERSATION as i32,
        filter_reason: None,
    }
}

/// A conversation as a help desk gives it: about 467 bytes a message with its fields.
fn conversation(n: usize) -> Conversation {
    const WORDS: &[&str] = &[
        "order",
        "please",
        "invoice",
        "the",
        "parcel",
        "has",
        "not",
        "arrived",
        "since",
        "Monday",
        "thank",
        "you",
        "for",
        "your",
        "patience",
        "refund",
        "account",
        "login",
        "password",
        "reset",
        "we",
        "will",
        "check",
        "this",
        "with",
        "our",
        "warehouse",
        "and",
        "come",
        "back",
        "to",
        "tomorrow",
        "delivery",
        "address",
        "changed",
        "again",
        "could",
        "somebody",
        "call",
        "me",
        "number",
        "below",
        "screen",
        "stays",
        "black",
        "after",
        "update",
        "version",
        "seven",
        "battery",
        "charger",
        "colour",
    ];
    let mut state = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut below = |limit: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        ((state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % limit
    };
    let (mut original, mut processed) = (String::from("["), String::from("["));
    for m in 0..MESSAGES_PER_CONVERSATION {
        let text: Vec<&str> = (0..25 + below(40)).map(|_| WORDS[below(WORDS.len())]).collect();
        let text = text.join(" ");
        let sep = if m == 0 { "" } else { "," };
        let role = if m % 2 == 0 { "customer" } else { "agent" };
        original.push_str(&format!(
            "{sep}{{\"ticket_id\":\"{n}\",\"message_id\":\"{}\",\"sender\":\"customer{}@example.com\",\"role\":\"{role}\",\"created\":\"2026-10-{:02}T09:{:02}:00Z\",\"body\":\"Hello, I am Erika {}: {text}\"}}",
            n * 9 + m, below(100_000), 1 + below(28), below(60), below(100_000)
        ));
        processed.push_str(&format!(
            "{sep}{{\"role\":\"{role}\",\"content\":\"Hello, I am [PERSON_1]: {text}\"}}"
        ));
    }
    original.push(']');
    processed.push(']');
    let tokens = format!("{{\"[PERSON_1]\":\"Erika {n}\",\"[EMAIL_1]\":\"customer{n}@example.com\"}}");
    Conversation { id: format!("ticket-{n}"), original, processed, tokens }
}

/// The rows as COPY's binary format, in parts of a few megabytes.
fn encode(
    keys: &foundry_store::OrgKeys,
    org: OrgId,
    job: JobId,
    source: SourceId,
    all: &[Conversation],
) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut part = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0".to_vec();
    for c in all {
        let row = format!("{job}:{source}:{}", c.id);
        let seal = |column, value: &[u8]| {
            let place = foundry_store::secret::Place { table: "processed_records", column, row: &row };
            keys.seal(place, value).expect("sealed").into_bytes()
        };
        part.extend(9_i16.to_be_bytes());
        for field in [
            org.0.to_be_bytes().as_slice(),
            &job.0.to_be_bytes(),
            &source.0.to_be_bytes(),
            c.id.as_bytes(),
            &seal("original_data", c.original.as_bytes()),
            c.processed.as_bytes(),
            &seal("pii_tokens_map", c.tokens.as_bytes()),
            &(MESSAGES_PER_CONVERSATION as i32).to_be_bytes(),
            &[0],
        ] {
            part.extend((field.len() as i32).to_be_bytes());
            part.extend(field);
        }
        if part.len() > 4_000_000 {
            parts.push(std::mem::take(&mut part));
        }
    }
    part.extend((-1_i16).to_be_bytes());
    parts.push(part);
    parts
}
