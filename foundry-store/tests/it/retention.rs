//! Retention: what is past its time goes, nothing younger, however often and wherever it is stopped.

use crate::database::Database;
use crate::streams::{fill_everything, new_export, new_job};
use foundry_store::retention::{self, Ages, Report};
use foundry_store::*;
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor};

async fn age(database: &Database, statement: String) {
    let mut owner = database.owner().await;
    owner.execute("set session_replication_role = replica").await.unwrap();
    owner.execute(AssertSqlSafe(statement)).await.unwrap();
}

async fn count(database: &Database, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(&mut database.owner().await).await.unwrap()
}

#[tokio::test]
async fn what_is_past_its_time_goes_and_nothing_younger() {
    let database = Database::fresh().await;
    let store = &database.store;
    let (old, ..) = database.project("old").await;
    let (young, ..) = database.project("young").await;
    for org in [old, young] {
        fill_everything(&database, org).await;
    }
    let ages = Ages::default();
    let nothing = retention::run(store, &ages, false).await.unwrap().unwrap();
    assert_eq!(nothing, Report::default(), "all is young");

    age(&database, format!(
        "update processing_jobs set status = 'completed', completed_at = now() - interval '31 days' where organization_id = {old};
         update exports set expires_at = now() - interval '1 minute' where organization_id = {old};
         update synced_messages set synced_at = now() - interval '31 days' where organization_id = {old};
         update invitations set expires_at = now() - interval '31 days' where organization_id = {old};
         update outbox_events set delivered_at = now() - interval '31 days' where organization_id = {old};
         insert into password_resets (user_id, token_hash, expires_at) select min(id), sha256('x'), now() - interval '40 days' from users"
    )).await;
    let planned = retention::run(store, &ages, true).await.unwrap().unwrap();
    let done = retention::run(store, &ages, false).await.unwrap().unwrap();
    assert_eq!(Report { files: vec![], ..done.clone() }, planned, "the dry run said what would come");
    assert_eq!((done.exports, done.originals, done.messages, done.tokens), (1, 1, 1, 3));
    assert_eq!(done.files.len(), 1);
    assert_eq!((done.files[0].0, done.files[0].2.as_str()), (old, "exports/a.jsonl"));
    // Again: the file is still named until the caller says that it is gone.
    let again = retention::run(store, &ages, false).await.unwrap().unwrap();
    assert_eq!(again, Report { files: done.files.clone(), ..Report::default() });
    let mut tx = store.tenant(old).await.unwrap();
    retention::file_deleted(&mut tx, done.files[0].1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(retention::run(store, &ages, false).await.unwrap().unwrap(), Report::default());
    assert_eq!(
        count(
            &database,
            "select count(*) from processed_records where original_data is null and pii_tokens_map is null"
        )
        .await,
        1
    );
    assert_eq!(
        count(&database, "select count(*) from processed_records where original_data is not null").await,
        1
    );
    let mut tx = store.tenant(old).await.unwrap();
    let verdict = audit_logs::verify(&mut tx, &[]).await.unwrap();
    assert_eq!((verdict.rows, verdict.faults.len()), (2, 0), "one purge row");

    // The archived project goes from the leaves up; its counts are in the log.
    drop(tx);
    age(&database, format!("update projects set status = 'archived', archived_at = now() - interval '91 days' where organization_id = {old}")).await;
    let gone = retention::run(store, &ages, false).await.unwrap().unwrap();
    assert_eq!((gone.projects, gone.records), (1, 1));
    for table in [
        "projects",
        "sources",
        "processing_jobs",
        "processed_records",
        "exports",
        "evidence_packs",
        "schedules",
    ] {
        let mut owner = database.owner().await;
        let rows: Vec<i64> =
            sqlx::query_scalar(AssertSqlSafe(format!("select distinct organization_id from {table}")))
                .fetch_all(&mut owner)
                .await
                .unwrap();
        assert_eq!(rows, [young.0], "{table}");
    }
}

#[tokio::test]
async fn a_project_with_files_or_running_jobs_waits() {
    let database = Database::fresh().await;
    let store = &database.store;
    let (org, _, project, _) = database.project("alpha").await;
    let config = json!({});
    let mut tx = store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    let export = exports::create(&mut tx, job, &new_export("e/1", &config)).await.unwrap();
    tx.commit().await.unwrap();
    age(
        &database,
        "update projects set status = 'archived', archived_at = now() - interval '91 days'".to_owned(),
    )
    .await;
    let first = retention::run(store, &Ages::default(), false).await.unwrap().unwrap();
    assert_eq!((first.projects, first.files.len()), (0, 1), "its file goes first");
    let mut tx = store.tenant(org).await.unwrap();
    retention::file_deleted(&mut tx, export).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        retention::run(store, &Ages::default(), false).await.unwrap().unwrap().projects,
        0,
        "its job is waiting"
    );
    let mut tx = store.tenant(org).await.unwrap();
    jobs::cancel(&mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(retention::run(store, &Ages::default(), false).await.unwrap().unwrap().projects, 1);
}

/// Months of the log go as a whole, and the chain after them still proves itself.
#[tokio::test]
async fn old_months_of_the_audit_log_leave_an_anchor() {
    let database = Database::fresh().await;
    let store = &database.store;
    let (org, _) = database.organization("alpha").await;
    let event = || audit_logs::NewEvent { action: "project.create", ..Default::default() };
    let mut tx = store.tenant(org).await.unwrap();
    audit_logs::append(&mut tx, &event()).await.unwrap();
    tx.commit().await.unwrap();
    // The first row is put into a month two years ago, as if written then: its hash with it.
    let mut owner = database.owner().await;
    owner.execute("set session_replication_role = replica").await.unwrap();
    owner.execute("select audit_make_partition((now() - interval '2 years')::date)").await.unwrap();
    owner.execute("update audit_logs set created_at = created_at - interval '2 years'").await.unwrap();
    let mut tx = store.tenant(org).await.unwrap();
    audit_logs::append(&mut tx, &event()).await.unwrap();
    tx.commit().await.unwrap();
    let planned = retention::run(store, &Ages::default(), true).await.unwrap().unwrap();
    let done = retention::run(store, &Ages::default(), false).await.unwrap().unwrap();
    assert_eq!(planned, done);
    assert_eq!((done.audit_months, done.audit_rows), (1, 1));
    let mut tx = store.tenant(org).await.unwrap();
    let verdict = audit_logs::verify(&mut tx, &[]).await.unwrap();
    assert_eq!((verdict.rows, verdict.faults), (1, vec![]), "it follows the anchor");
    drop(tx);
    let mut tx = store.platform().await.unwrap();
    assert_eq!(audit_logs::verify_platform(&mut tx, &[]).await.unwrap().rows, 1, "the drop itself is told");
}

#[tokio::test]
async fn one_run_at_a_time_and_no_longer_times_than_allowed() {
    let database = Database::fresh().await;
    let ages = Ages::default();
    let (a, b) = tokio::join!(
        retention::run(&database.store, &ages, false),
        retention::run(&database.store, &ages, false)
    );
    assert!(a.unwrap().is_some() || b.unwrap().is_some());
    assert_eq!(Ages::new(9999, 9999, 9999), Ages::default());
    assert_ne!(Ages::new(10, 31, 5), Ages::default());
    assert_eq!(Ages::new(90, 0, 30), Ages::new(90, 31, 30), "a month at least");
    // The lock is free again.
    assert!(retention::run(&database.store, &Ages::default(), true).await.unwrap().is_some());
}

/// An organization ends: keys first, then rows; its log and everybody else stay.
#[tokio::test]
async fn a_purged_organization_leaves_its_log_and_nothing_else() {
    let database = Database::fresh().await;
    let store = &database.store;
    let (old, admin, ..) = database.project("old").await;
    let (other, ..) = database.project("other").await;
    for org in [old, other] {
        fill_everything(&database, org).await;
    }
    // More than one batch.
    age(&database, format!(
        "insert into processed_records (organization_id, job_id, source_id, source_record_id, processed_data)
         select organization_id, job_id, source_id, 'more-' || g, '{{}}' from processed_records, generate_series(1, 2500) g
         where organization_id = {old}"
    )).await;
    let claim = loop {
        let claim = queue::claim(store, "w", &[JobKind::Process], queue::LEASE).await.unwrap().unwrap();
        if claim.org == old {
            break claim;
        }
    };
    let original: RecordId = RecordId(
        sqlx::query_scalar(
            "select min(id) from processed_records where organization_id = $1 and original_data is not null",
        )
        .bind(old.0)
        .fetch_one(&mut database.owner().await)
        .await
        .unwrap(),
    );
    let by = audit_logs::NewEvent { user: Some(admin), actor_type: ActorType::User, ..Default::default() };
    let refused = purge::organization(store, old, &by).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::State, "it is enabled");

    let mut tx = store.platform().await.unwrap();
    organizations::set_disabled(&mut tx, old, true).await.unwrap();
    tx.commit().await.unwrap();
    // As if killed after the first step: the keys are gone, so nothing sealed opens any more.
    let mut tx = store.tenant(old).await.unwrap();
    assert_eq!(secret::destroy_keys(&mut tx, None).await.unwrap(), 1);
    let masters = crate::database::master_keys(&[1]);
    assert_eq!(records::original(&mut tx, &masters, original).await.err().unwrap().kind(), ErrorKind::Sealed);
    tx.commit().await.unwrap();

    let first = purge::organization(store, old, &by).await.unwrap();
    assert_eq!((first.records, first.messages, first.events, first.jobs), (2501, 1, 1, 1));
    assert!(!first.gone && first.files.len() == 1, "the file goes before its row");
    assert_eq!(queue::heartbeat(store, &claim).await.unwrap_err().kind(), ErrorKind::LostLease);
    let mut tx = store.tenant(old).await.unwrap();
    retention::file_deleted(&mut tx, first.files[0].0).await.unwrap();
    tx.commit().await.unwrap();
    // Two at once: one waits for its turn, or is told to.
    let calls: Vec<_> = (0..2)
        .map(|_| {
            let (store, by) = (store.clone(), by.clone());
            tokio::spawn(async move { purge::organization(&store, old, &by).await })
        })
        .collect();
    let (mut projects, mut packs) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Ok(purged) => {
                assert!(purged.gone);
                (projects, packs) = (projects + purged.projects, packs + purged.packs.len());
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Conflict),
        }
    }
    assert_eq!((projects, packs), (1, 1));
    let again = purge::organization(store, old, &by).await.unwrap();
    assert_eq!(again, purge::Purged { gone: true, ..Default::default() }, "once more");

    let mut owner = database.owner().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relname like 'audit%'",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(tables.len() > 10);
    for table in tables {
        let rows: Vec<i64> =
            sqlx::query_scalar(AssertSqlSafe(format!("select distinct organization_id from {table}")))
                .fetch_all(&mut owner)
                .await
                .unwrap();
        assert_eq!(rows, [other.0], "{table}");
    }
    assert_eq!(count(&database, "select count(*) from organizations").await, 1);
    assert_eq!(count(&database, "select count(*) from users").await, 2, "people are not the organization's");
    let mut tx = store.tenant(old).await.unwrap();
    let verdict = audit_logs::verify(&mut tx, &[]).await.unwrap();
    assert_eq!((verdict.rows, verdict.faults), (2, vec![]), "its log is there and whole");
    drop(tx);
    let mut tx = store.platform().await.unwrap();
    assert_eq!(audit_logs::verify_platform(&mut tx, &[]).await.unwrap().rows, 1, "told once");
}
