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
