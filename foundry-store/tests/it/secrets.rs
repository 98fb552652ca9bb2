//! What is sealed: it opens in its place alone, survives rotation under load, dies with its key, and is nowhere in the clear.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::database::{Database, master_keys, server};
use crate::streams::{fill_everything, new_job};
use foundry_store::records::{NewRecord, SealedBatch};
use foundry_store::*;
use futures_util::TryStreamExt;
use sqlx::Executor;

#[tokio::test]
async fn a_value_copied_elsewhere_does_not_open() {
    let database = Database::fresh().await;
    let masters = master_keys(&[1]);
    let (alpha, _, project, source) = database.project("alpha").await;
    let (beta, _, _, foreign) = database.project("beta").await;
    let mut tx = database.store.tenant(beta).await.unwrap();
    masters.keys(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = database.store.tenant(alpha).await.unwrap();
    let second = crate::database::source(&mut tx, project).await;
    let keys = masters.keys(&mut tx).await.unwrap();
    sources::set_credentials(&mut tx, &keys, source, b"api key").await.unwrap();
    sources::set_raw_schema(&mut tx, &keys, source, b"[{\"sample\":[\"x\"]}]").await.unwrap();
    assert_eq!(
        sources::credentials(&mut tx, &masters, source).await.unwrap().unwrap().as_slice(),
        b"api key"
    );
    assert!(sources::raw_schema(&mut tx, &masters, source).await.unwrap().is_some());
    assert!(sources::credentials(&mut tx, &masters, second).await.unwrap().is_none());
    tx.commit().await.unwrap();
    // Somebody with the owner's rights moves the bytes.
    database
        .owner()
        .await
        .execute(
            "update sources s set credentials = o.credentials, encryption_key_version = 1 from sources o
                  where o.credentials is not null and s.credentials is null",
        )
        .await
        .unwrap();
    for (org, id) in [(alpha, second), (beta, foreign)] {
        let mut tx = database.store.tenant(org).await.unwrap();
        assert_eq!(sources::credentials(&mut tx, &masters, id).await.unwrap_err().kind(), ErrorKind::Sealed);
    }
    // From one column to another of the same row.
    database
        .owner()
        .await
        .execute("update sources set credentials = raw_schema where raw_schema is not null")
        .await
        .unwrap();
    let mut tx = database.store.tenant(alpha).await.unwrap();
    assert_eq!(sources::credentials(&mut tx, &masters, source).await.unwrap_err().kind(), ErrorKind::Sealed);
    // And a data key of one organization does not open under another.
    database.owner().await.execute("update data_keys d set sealed_key = o.sealed_key from data_keys o where o.organization_id <> d.organization_id").await.unwrap();
    let mut tx = database.store.tenant(beta).await.unwrap();
    assert_eq!(masters.keys(&mut tx).await.unwrap_err().kind(), ErrorKind::Key);
}

/// Readers and writers go on while the data key is rotated, every value sealed anew, and the old key destroyed (test S10).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotation_under_load_fails_no_read() {
    let database = Arc::new(Database::fresh().await);
    let masters = Arc::new(master_keys(&[1]));
    let (org, _, project, source) = database.project("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    let keys = masters.keys(&mut tx).await.unwrap();
    let job = new_job(&mut tx, project).await;
    sources::set_credentials(&mut tx, &keys, source, b"api key").await.unwrap();
    let message = sync::FetchedMessage { remote_id: "1", payload: b"hello", remote_at: None };
    sync::store(&mut tx, &keys, source, "tickets", &[message], None, "c").await.unwrap();
    let ids: Vec<String> = (0..600).map(|i| format!("c{i}")).collect();
    let records: Vec<NewRecord> = ids.iter().map(|id| record(source, id)).collect();
    records::write(&mut tx, job, &SealedBatch::seal(&keys, job, &records).unwrap()).await.unwrap();
    tx.commit().await.unwrap();

    let (stop, reads, writes) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut load = Vec::new();
    for reader in 0..3_i64 {
        let (database, masters, stop, reads) =
            (database.clone(), masters.clone(), stop.clone(), reads.clone());
        load.push(tokio::spawn(async move {
            let mut id = reader * 200;
            while !stop.load(Ordering::Relaxed) {
                id = id % 600 + 1;
                let mut tx = database.store.tenant(org).await.unwrap();
                let original = records::original(&mut tx, &masters, RecordId(id)).await.unwrap();
                assert!(original.data.unwrap().starts_with(b"{\"text\":\"I am Erika"));
                assert_eq!(
                    sources::credentials(&mut tx, &masters, source).await.unwrap().unwrap().as_slice(),
                    b"api key"
                );
                assert_eq!(sync::messages(&mut tx, &masters, source, 0, 10).await.unwrap().len(), 1);
                reads.fetch_add(3, Ordering::Relaxed);
            }
        }));
    }
    {
        let (database, masters, stop, writes) =
            (database.clone(), masters.clone(), stop.clone(), writes.clone());
        load.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let id = format!("w{}", writes.fetch_add(1, Ordering::Relaxed));
                let mut tx = database.store.tenant(org).await.unwrap();
                let keys = masters.keys(&mut tx).await.unwrap();
                let batch = SealedBatch::seal(&keys, job, &[record(source, &id)]).unwrap();
                records::write(&mut tx, job, &batch).await.unwrap();
                tx.commit().await.unwrap();
            }
        }));
    }
    let mut values = 0;
    for version in 2..=4 {
        let mut tx = database.store.tenant(org).await.unwrap();
        assert_eq!(masters.rotate(&mut tx).await.unwrap(), version);
        tx.commit().await.unwrap();
        // A writer that began before the rotation may still seal under the old key for a moment: two clean rounds in a row.
        let mut clean = 0;
        while clean < 2 {
            let mut tx = database.store.tenant(org).await.unwrap();
            let keys = masters.keys(&mut tx).await.unwrap();
            assert_eq!(keys.current(), version);
            let step = rewrap::step(&mut tx, &keys).await.unwrap();
            tx.commit().await.unwrap();
            values += step.values;
            clean = if step.more { 0 } else { clean + 1 };
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let mut tx = database.store.tenant(org).await.unwrap();
        assert_eq!(secret::destroy_keys(&mut tx, Some(version - 1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    for task in load {
        task.await.expect("no read and no write failed");
    }
    println!(
        "3 rotations, {values} values sealed anew, {} reads, {} writes, 0 failed",
        reads.load(Ordering::Relaxed),
        writes.load(Ordering::Relaxed)
    );

    // The end of an organization: one statement, and nothing opens any more.
    let mut tx = database.store.tenant(org).await.unwrap();
    assert_eq!(secret::destroy_keys(&mut tx, None).await.unwrap(), 1);
    assert_eq!(
        records::original(&mut tx, &masters, RecordId(1)).await.err().unwrap().kind(),
        ErrorKind::Sealed
    );
    // What was de-identified is still there.
    assert!(records::kept(&mut tx, job).try_next().await.unwrap().is_some());
}

fn record(source: SourceId, id: &str) -> NewRecord<'_> {
    NewRecord {
        source,
        source_record_id: id,
        original: Some(b"{\"text\":\"I am Erika Mustermann\"}"),
        processed: Some("{\"text\":\"I am [PERSON_1]\"}"),
        tokens: Some(b"{\"[PERSON_1]\":\"Erika Mustermann\"}"),
        message_count: 1,
        filter_reason: None,
    }
}

#[tokio::test]
async fn a_new_master_key_takes_over() {
    let database = Database::fresh().await;
    let (org, _, _, source) = database.project("alpha").await;
    let (old, both, new) = (master_keys(&[1]), master_keys(&[1, 2]), master_keys(&[2]));
    let mut tx = database.store.tenant(org).await.unwrap();
    let keys = old.keys(&mut tx).await.unwrap();
    sources::set_credentials(&mut tx, &keys, source, b"api key").await.unwrap();
    assert_eq!(new.keys(&mut tx).await.unwrap_err().kind(), ErrorKind::Key);
    assert_eq!(both.rewrap(&mut tx).await.unwrap(), 1);
    assert_eq!(both.rewrap(&mut tx).await.unwrap(), 0, "nothing left to do");
    assert_eq!(sources::credentials(&mut tx, &new, source).await.unwrap().unwrap().as_slice(), b"api key");
    assert_eq!(old.keys(&mut tx).await.unwrap_err().kind(), ErrorKind::Key);
}

/// A dump of the whole database holds no planted name, mail, card, key or token in the clear (test S9, the store's part).
#[tokio::test]
async fn a_dump_shows_no_planted_value() {
    let database = Database::fresh().await;
    let masters = master_keys(&[1]);
    let (org, user, project, source) = database.project("alpha").await;
    fill_everything(&database, org).await;
    let planted: Vec<String> = (0..100)
        .map(|i| format!("Planted{i} Canary{i}, planted{i}@secret.example.org, 4111-{i:04}-7777-1111"))
        .collect();
    let mut tx = database.store.tenant(org).await.unwrap();
    let keys = masters.keys(&mut tx).await.unwrap();
    let job = new_job_of(&mut tx, project).await;
    let ids: Vec<String> = (0..100).map(|i| format!("c{i}")).collect();
    let records: Vec<NewRecord> = ids
        .iter()
        .zip(&planted)
        .map(|(id, text)| NewRecord {
            source,
            source_record_id: id,
            original: Some(text.as_bytes()),
            processed: Some("{\"text\":\"[PERSON_1]\"}"),
            tokens: Some(text.as_bytes()),
            message_count: 1,
            filter_reason: None,
        })
        .collect();
    records::write(&mut tx, job, &SealedBatch::seal(&keys, job, &records).unwrap()).await.unwrap();
    sources::set_credentials(&mut tx, &keys, source, b"PlantedApiKey77").await.unwrap();
    sources::set_raw_schema(&mut tx, &keys, source, planted[0].as_bytes()).await.unwrap();
    let messages: Vec<sync::FetchedMessage> = planted
        .iter()
        .zip(&ids)
        .map(|(text, id)| sync::FetchedMessage { remote_id: id, payload: text.as_bytes(), remote_at: None })
        .collect();
    sync::store(&mut tx, &keys, source, "messages", &messages, None, "c").await.unwrap();
    let (_, invite) =
        invitations::create(&mut tx, "someone@example.net", OrgRole::Viewer, user).await.unwrap();
    let (_, key) = api_keys::create(&mut tx, "k", OrgRole::Viewer, None, user).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = database.store.platform().await.unwrap();
    let reset = credentials::create_reset(tx.conn(), user).await.unwrap();
    let (_, session) =
        credentials::begin_session(tx.conn(), user, std::time::Duration::from_secs(60), None).await.unwrap();
    tx.commit().await.unwrap();

    let server = server().await;
    let dump = Command::new(server.programs().join("pg_dump"))
        .args(["-h", "127.0.0.1", "-U", "foundry", "-p", &server.port().to_string(), &database.name])
        .output()
        .unwrap();
    assert!(dump.status.success());
    let text = String::from_utf8_lossy(&dump.stdout);
    assert!(text.contains("[PERSON_1]") && text.len() > 50_000, "the dump is whole");
    let mut wanted: Vec<String> =
        vec!["Planted".into(), "Canary".into(), "secret.example.org".into(), "Erika Mustermann".into()];
    for token in [&invite, &key, &reset, &session] {
        wanted.push(token.text.to_string());
        wanted.push(token.text[3..].to_owned());
    }
    for value in &wanted {
        assert!(!text.contains(value.as_str()), "in the clear");
        // Nor as the hexadecimal text that a dump gives of bytes.
        let hex: String = value.bytes().map(|b| format!("{b:02x}")).collect();
        assert!(!text.contains(&hex), "as bytes in the clear");
    }
}

async fn new_job_of(tx: &mut TenantTx, project: ProjectId) -> JobId {
    let order = jobs::NewJob { kind: JobKind::Export, ..crate::streams::job_order() };
    jobs::create(tx, project, &order).await.unwrap()
}
