//! What comes in bulk: records, synced messages, exports, events.

use std::time::Duration;

use crate::database::{Database, master_keys};
use foundry_store::records::{NewRecord, SealedBatch};
use foundry_store::*;
use futures_util::TryStreamExt;
use serde_json::json;

/// Puts a row into every tenant table of an organization that has a project and a source.
pub async fn fill_everything(database: &Database, org: OrgId) {
    let masters = master_keys(&[1]);
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    let keys = masters.keys(&mut tx).await.unwrap();
    let user = organizations::members(&mut tx).await.unwrap()[0].user_id;
    let page = PageRequest::first(1);
    let project = projects::list(&mut tx, ProjectStatus::Active, &page).await.unwrap().items[0].project.id;
    let source = sources::list(&mut tx, project).await.unwrap()[0].source.id;
    invitations::create(&mut tx, "guest@example.com", OrgRole::Viewer, user).await.unwrap();
    api_keys::create(&mut tx, "ci", OrgRole::Editor, None, user).await.unwrap();
    let mapping = mappings::NewMapping {
        source_field: "body".into(),
        target_field: "content".into(),
        confidence: Confidence::High,
        is_pii: false,
        transform_rule: None,
    };
    mappings::propose(&mut tx, source, &[mapping]).await.unwrap();
    schedules::create(&mut tx, project, JobKind::Sync, "0 * * * *", "UTC", None, user).await.unwrap();
    let message = sync::FetchedMessage { remote_id: "1", payload: b"{\"text\":\"hello\"}", remote_at: None };
    sync::store(&mut tx, &keys, source, "tickets", &[message], None, "c1").await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    let record = NewRecord {
        source,
        source_record_id: "c1",
        original: Some(b"{\"text\":\"I am Erika Mustermann\"}"),
        processed: Some("{\"text\":\"I am [PERSON_1]\"}"),
        tokens: Some(b"{\"[PERSON_1]\":\"Erika Mustermann\"}"),
        message_count: 1,
        filter_reason: None,
    };
    let mut tx = store.tenant(org).await.unwrap();
    records::write(&mut tx, job, &SealedBatch::seal(&keys, job, &[record]).unwrap()).await.unwrap();
    exports::create(&mut tx, job, &new_export("exports/a.jsonl", &json!({}))).await.unwrap();
    evidence_packs::create(&mut tx, job, "packs/a.zip", 1, &[0; 32], &json!({})).await.unwrap();
    outbox::emit(&mut tx, "job.completed", &json!({"job": job})).await.unwrap();
    let event = audit_logs::NewEvent { action: "project.create", ..Default::default() };
    audit_logs::append(&mut tx, &event).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn new_job(tx: &mut TenantTx, project: ProjectId) -> JobId {
    jobs::create(tx, project, &job_order()).await.unwrap()
}

pub fn job_order() -> jobs::NewJob<'static> {
    static EMPTY: std::sync::LazyLock<serde_json::Value> = std::sync::LazyLock::new(|| json!({}));
    jobs::NewJob {
        kind: JobKind::Process,
        config_snapshot: &EMPTY,
        parameters: &EMPTY,
        triggered_by: None,
        correlation_id: None,
        idempotency_key: None,
        max_attempts: 3,
    }
}

pub fn new_export<'a>(path: &'a str, config: &'a serde_json::Value) -> exports::NewExport<'a> {
    exports::NewExport {
        format: "json_raw",
        file_path: path,
        file_size: 12,
        record_count: 1,
        sha256: &[7; 32],
        export_config: config,
        manifest: config,
        created_by: None,
    }
}

#[tokio::test]
async fn records_come_back_in_order_and_a_repeated_batch_changes_nothing() {
    let database = Database::fresh().await;
    let (org, _, project, source) = database.project("alpha").await;
    let masters = master_keys(&[1]);
    let mut tx = database.store.tenant(org).await.unwrap();
    let keys = masters.keys(&mut tx).await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();

    let texts: Vec<(String, String, String)> = (0..500)
        .map(|i| {
            (
                format!("c{i}"),
                format!("{{\"text\":\"call me, number {i}, {}\"}}", "long ".repeat(i)),
                format!("{{\"text\":\"[PHONE_1] {i}\"}}"),
            )
        })
        .collect();
    let records: Vec<NewRecord> = texts
        .iter()
        .enumerate()
        .map(|(i, (id, original, processed))| NewRecord {
            source,
            source_record_id: id,
            original: (i % 3 != 0).then_some(original.as_bytes()),
            processed: (i % 5 != 0).then_some(processed.as_str()),
            tokens: None,
            message_count: 2,
            filter_reason: (i % 5 == 0).then_some("too_few_messages"),
        })
        .collect();
    let mut written = 0;
    for batch in records.chunks(64) {
        for _ in 0..2 {
            let mut tx = database.store.tenant(org).await.unwrap();
            written +=
                records::write(&mut tx, job, &SealedBatch::seal(&keys, job, batch).unwrap()).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    assert_eq!(written, 500);

    let mut tx = database.store.tenant(org).await.unwrap();
    let kept: Vec<records::Record> = records::kept(&mut tx, job).try_collect().await.unwrap();
    let wanted: Vec<(&str, Option<&str>)> = records
        .iter()
        .filter(|r| r.filter_reason.is_none())
        .map(|r| (r.source_record_id, r.processed))
        .collect();
    let got: Vec<(&str, Option<&str>)> =
        kept.iter().map(|r| (r.source_record_id.as_str(), r.processed.as_deref())).collect();
    assert_eq!(got, wanted);
    assert_eq!(
        records::counts(&mut tx, job).await.unwrap(),
        [(None, 400), (Some("too_few_messages".into()), 100)]
    );
    assert_eq!(records::filtered(&mut tx, job, RecordId(0), 7).await.unwrap().len(), 7);
    for record in kept.iter().step_by(37) {
        let i: usize = record.source_record_id[1..].parse().unwrap();
        let original = records::original(&mut tx, &masters, record.id).await.unwrap();
        assert_eq!(
            original.data.as_ref().map(|d| d.as_slice()),
            (!i.is_multiple_of(3)).then_some(texts[i].1.as_bytes())
        );
        assert!(original.tokens.is_none());
        assert!(!format!("{record:?}").contains("PHONE"));
    }
}

#[tokio::test]
async fn an_export_is_there_with_its_file_and_goes_after_its_time() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let config = json!({});
    let mut tx = database.store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    let id = exports::create(&mut tx, job, &new_export("e/1", &config)).await.unwrap();
    assert_eq!(
        exports::create(&mut tx, job, &new_export("e/1", &config)).await.unwrap(),
        id,
        "told twice, made once"
    );
    let other = exports::NewExport { sha256: &[8; 32], ..new_export("e/1", &config) };
    assert_eq!(exports::create(&mut tx, job, &other).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(exports::download(&mut tx, id).await.unwrap(), "e/1");
    assert_eq!(exports::get(&mut tx, id).await.unwrap().download_count, 1);
    assert_eq!(exports::of_job(&mut tx, job).await.unwrap().len(), 1);
    assert_eq!(exports::of_project(&mut tx, project).await.unwrap()[0].job_status, JobStatus::Pending);
    let unknown = exports::unknown_paths(&mut tx, &["e/1".into(), "e/2".into()]).await.unwrap();
    assert_eq!(unknown, ["e/2"]);
    tx.commit().await.unwrap();

    sqlx::query("update exports set expires_at = now()").execute(&mut database.owner().await).await.unwrap();
    let mut tx = database.store.tenant(org).await.unwrap();
    assert_eq!(exports::download(&mut tx, id).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(exports::get(&mut tx, id).await.unwrap().status, ExportStatus::Expired);
    assert!(exports::of_project(&mut tx, project).await.unwrap().is_empty());
}

#[tokio::test]
async fn messages_are_stored_once_and_the_cursor_moves_with_them() {
    let database = Database::fresh().await;
    let (org, _, _, source) = database.project("alpha").await;
    let masters = master_keys(&[1]);
    let mut tx = database.store.tenant(org).await.unwrap();
    let keys = masters.keys(&mut tx).await.unwrap();
    let message = |remote_id, payload: &'static str| sync::FetchedMessage {
        remote_id,
        payload: payload.as_bytes(),
        remote_at: None,
    };
    assert_eq!(sync::cursor(&mut tx, source, "tickets").await.unwrap(), None);
    let stored = sync::store(
        &mut tx,
        &keys,
        source,
        "tickets",
        &[message("1", "a"), message("2", "b"), message("1", "a2")],
        None,
        "p1",
    )
    .await
    .unwrap();
    assert_eq!(stored, sync::Stored { new: 2, edited: 0, unchanged: 0 });
    let first = sync::cursor(&mut tx, source, "tickets").await.unwrap().unwrap();
    tx.commit().await.unwrap();

    // A page that overlaps, in a transaction that fails: neither rows nor cursor move.
    let mut tx = database.store.tenant(org).await.unwrap();
    sync::store(&mut tx, &keys, source, "tickets", &[message("3", "c")], Some(&first), "p2").await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = database.store.tenant(org).await.unwrap();
    assert_eq!(sync::cursor(&mut tx, source, "tickets").await.unwrap().unwrap().cursor, "p1");
    let stored = sync::store(
        &mut tx,
        &keys,
        source,
        "tickets",
        &[message("2", "b"), message("1", "a3"), message("3", "c")],
        Some(&first),
        "p2",
    )
    .await
    .unwrap();
    assert_eq!(stored, sync::Stored { new: 1, edited: 1, unchanged: 1 });
    // Another synchronization that still holds the first state is turned away.
    let late = sync::store(&mut tx, &keys, source, "tickets", &[message("9", "z")], Some(&first), "p2").await;
    assert_eq!(late.unwrap_err().kind(), ErrorKind::Conflict);
    let all = sync::messages(&mut tx, &masters, source, 0, 100).await.unwrap();
    let texts: Vec<String> = all.iter().map(|m| String::from_utf8(m.payload.to_vec()).unwrap()).collect();
    assert_eq!(texts, ["b", "a3", "c"]);
}

#[tokio::test]
async fn an_event_exists_if_its_transaction_does_and_arrives_at_least_once() {
    let database = Database::fresh().await;
    let (alpha, _) = database.organization("alpha").await;
    let (beta, _) = database.organization("beta").await;
    let store = &database.store;
    let mut tx = store.tenant(alpha).await.unwrap();
    outbox::emit(&mut tx, "job.completed", &json!({"job": 0})).await.unwrap();
    tx.rollback().await.unwrap();
    for (org, n) in [(alpha, 1), (beta, 2), (alpha, 3)] {
        let mut tx = store.tenant(org).await.unwrap();
        outbox::emit(&mut tx, "job.completed", &json!({"job": n})).await.unwrap();
        tx.commit().await.unwrap();
    }
    let lease = Duration::from_millis(300);
    let first = outbox::claim(store, 10, lease).await.unwrap();
    assert_eq!(first.iter().map(|d| d.payload["job"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(outbox::claim(store, 10, lease).await.unwrap().is_empty(), "under way");
    let mut tx = store.tenant(first[0].org).await.unwrap();
    assert!(outbox::delivered(&mut tx, &first[0]).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.tenant(first[1].org).await.unwrap();
    outbox::failed(&mut tx, &first[1], "503").await.unwrap();
    tx.commit().await.unwrap();
    tokio::time::sleep(lease).await;
    // The third deliverer was lost; the second waits for its next try.
    let again = outbox::claim(store, 10, lease).await.unwrap();
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].event_id.as_str(), again[0].attempt), (first[2].event_id.as_str(), 2));
    let mut tx = store.tenant(first[2].org).await.unwrap();
    assert!(!outbox::delivered(&mut tx, &first[2]).await.unwrap(), "the late report does not count");
    assert!(outbox::delivered(&mut tx, &again[0]).await.unwrap());
}
