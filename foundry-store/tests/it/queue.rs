//! The queue in quiet: claims, fences, back-off, cancel, wake-ups. Violence is in `tests/crash`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::database::Database;
use crate::streams::{job_order, new_job};
use foundry_store::queue::{self, Counts, End, LEASE};
use foundry_store::*;
use serde_json::json;

const ALL: &[JobKind] = &[JobKind::Process, JobKind::Sync, JobKind::Export];

#[tokio::test]
async fn a_job_runs_from_claim_to_end() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let store = &database.store;
    let mut listener = queue::listen(store).await.unwrap();
    let mut tx = store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), listener.recv()).await.expect("a wake-up").unwrap();

    assert!(queue::claim(store, "w1", &[JobKind::Sync], LEASE).await.unwrap().is_none(), "another kind");
    let claim = queue::claim(store, "w1", ALL, LEASE).await.unwrap().unwrap();
    assert_eq!((claim.org, claim.job, claim.attempt), (org, job, 1));
    assert!(queue::claim(store, "w2", ALL, LEASE).await.unwrap().is_none(), "taken");
    assert!(!queue::heartbeat(store, &claim).await.unwrap());
    let mut tx = store.tenant(org).await.unwrap();
    assert_eq!(queue::load(&mut tx, &claim).await.unwrap().attempt, 1);
    let counts = Counts { total: 10, processed: 4, filtered: 1 };
    assert!(!queue::checkpoint(&mut tx, &claim, counts, &json!({"next": 4})).await.unwrap());
    queue::warn(&mut tx, &claim, &json!([{"row": 3}])).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.tenant(org).await.unwrap();
    let progress = jobs::progress(&mut tx, job).await.unwrap();
    assert_eq!((progress.progress, progress.records_processed, progress.records_filtered), (40, 4, 1));
    queue::finish(&mut tx, &claim, &End::Completed { summary: &json!({"kept": 9}) }).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.tenant(org).await.unwrap();
    let done = jobs::get(&mut tx, job).await.unwrap();
    assert_eq!((done.status, done.progress, done.warnings), (JobStatus::Completed, 100, json!([{"row": 3}])));
    assert!(done.completed_at >= done.started_at);
    // Over is over.
    assert_eq!(
        queue::finish(&mut tx, &claim, &End::Cancelled).await.unwrap_err().kind(),
        ErrorKind::LostLease
    );
}

#[tokio::test]
async fn a_stale_worker_writes_nothing() {
    let database = Database::fresh().await;
    let (org, _, project, source) = database.project("alpha").await;
    let (beta, ..) = database.project("beta").await;
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    let lease = Duration::from_millis(50);
    let stale = queue::claim(store, "frozen", ALL, lease).await.unwrap().unwrap();
    tokio::time::sleep(lease * 2).await;
    let fresh = queue::claim(store, "next", ALL, LEASE).await.unwrap().unwrap();
    assert_eq!((fresh.job, fresh.attempt), (job, 2));
    assert_eq!(queue::heartbeat(store, &stale).await.unwrap_err().kind(), ErrorKind::LostLease);
    assert_eq!(queue::release(store, &stale).await.unwrap_err().kind(), ErrorKind::LostLease);
    assert_eq!(queue::fail(store, &stale, "x", "x").await.unwrap_err().kind(), ErrorKind::LostLease);
    let mut tx = store.tenant(org).await.unwrap();
    for refused in [
        queue::checkpoint(&mut tx, &stale, Counts::default(), &json!({})).await.err(),
        queue::finish(&mut tx, &stale, &End::Cancelled).await.err(),
        queue::warn(&mut tx, &stale, &json!([])).await.err(),
        queue::load(&mut tx, &stale).await.err(),
    ] {
        assert_eq!(refused.unwrap().kind(), ErrorKind::LostLease);
    }
    let mut tx = store.tenant(beta).await.unwrap();
    let foreign = queue::checkpoint(&mut tx, &fresh, Counts::default(), &json!({})).await;
    assert_eq!(foreign.unwrap_err().kind(), ErrorKind::LostLease, "a transaction of another organization");
    let _ = source;
}

#[tokio::test]
async fn failures_wait_longer_each_time_and_end() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    let mut waits = Vec::new();
    for wanted in [JobStatus::Pending, JobStatus::Pending, JobStatus::Failed] {
        let claim = queue::claim(store, "w", ALL, LEASE).await.unwrap().unwrap();
        assert_eq!(queue::fail(store, &claim, "source_unreadable", "row 3 is cut").await.unwrap(), wanted);
        assert!(queue::claim(store, "w", ALL, LEASE).await.unwrap().is_none(), "it waits");
        let mut owner = database.owner().await;
        let wait: f64 =
            sqlx::query_scalar("select extract(epoch from run_after - now())::float8 from processing_jobs")
                .fetch_one(&mut owner)
                .await
                .unwrap();
        waits.push(wait);
        let _ = sqlx::query("update processing_jobs set run_after = now() where status = 'pending'")
            .execute(&mut owner)
            .await
            .unwrap();
    }
    assert!(waits[0] > 4.0 && waits[0] < 5.1 && waits[1] > 9.0 && waits[1] < 10.1, "{waits:?}");
    let mut tx = store.tenant(org).await.unwrap();
    let failed = jobs::get(&mut tx, job).await.unwrap();
    assert_eq!((failed.error_code.as_deref(), failed.attempt), (Some("source_unreadable"), 3));
}

/// A job that kills every worker does not run for ever; giving back does not count against it.
#[tokio::test]
async fn lost_workers_count_and_released_ones_do_not() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    for _ in 0..5 {
        let claim = queue::claim(store, "w", ALL, LEASE).await.unwrap().unwrap();
        queue::release(store, &claim).await.unwrap();
    }
    for _ in 0..3 {
        assert!(queue::claim(store, "w", ALL, Duration::from_millis(1)).await.unwrap().is_some());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(queue::claim(store, "w", ALL, LEASE).await.unwrap().is_none());
    let mut tx = store.tenant(org).await.unwrap();
    let lost = jobs::get(&mut tx, job).await.unwrap();
    assert_eq!((lost.status, lost.error_code.as_deref()), (JobStatus::Failed, Some("worker_lost")));
}

#[tokio::test]
async fn cancel_is_seen_at_the_next_batch_and_by_the_next_worker() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    let job = new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    let claim = queue::claim(store, "w", ALL, Duration::from_millis(200)).await.unwrap().unwrap();
    let mut tx = store.tenant(org).await.unwrap();
    assert_eq!(jobs::cancel(&mut tx, job).await.unwrap(), JobStatus::Running);
    assert!(jobs::progress(&mut tx, job).await.unwrap().cancelling);
    tx.commit().await.unwrap();
    assert!(queue::heartbeat(store, &claim).await.unwrap());
    let mut tx = store.tenant(org).await.unwrap();
    assert!(queue::checkpoint(&mut tx, &claim, Counts::default(), &json!({})).await.unwrap());
    drop(tx);
    // The worker is lost before it can stop: the sweep in the next claim does it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(queue::claim(store, "w", ALL, LEASE).await.unwrap().is_none());
    let mut tx = store.tenant(org).await.unwrap();
    assert_eq!(jobs::get(&mut tx, job).await.unwrap().status, JobStatus::Cancelled);
}

#[tokio::test]
async fn a_disabled_organization_waits() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    for (disabled, there) in [(true, false), (false, true)] {
        let mut tx = database.store.platform().await.unwrap();
        organizations::set_disabled(&mut tx, org, disabled).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(queue::claim(&database.store, "w", ALL, LEASE).await.unwrap().is_some(), there);
    }
}

/// Test R6: many workers, no job twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_job_runs_twice() {
    let database = Arc::new(Database::with_connections(8).await);
    let (org, ..) = database.organization("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    for i in 0..400 {
        let project = projects::create(&mut tx, &format!("p{i}"), None).await.unwrap().id;
        jobs::create(&mut tx, project, &job_order()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let runs: Arc<Mutex<HashMap<JobId, u32>>> = Arc::default();
    let mut workers = Vec::new();
    for worker in 0..8 {
        let (database, runs) = (database.clone(), runs.clone());
        workers.push(tokio::spawn(async move {
            while let Some(claim) =
                queue::claim(&database.store, &format!("w{worker}"), ALL, LEASE).await.unwrap()
            {
                *runs.lock().unwrap().entry(claim.job).or_default() += 1;
                let mut tx = database.store.tenant(claim.org).await.unwrap();
                queue::finish(&mut tx, &claim, &End::Completed { summary: &json!({}) }).await.unwrap();
                tx.commit().await.unwrap();
            }
        }));
    }
    for worker in workers {
        worker.await.unwrap();
    }
    let runs = runs.lock().unwrap();
    assert_eq!(runs.len(), 400);
    assert!(runs.values().all(|n| *n == 1));
}

/// Several at once: each with its own fence, ended together; never more than asked, never one twice.
#[tokio::test]
async fn several_jobs_are_claimed_at_once() {
    let database = Database::fresh().await;
    let (org, ..) = database.organization("alpha").await;
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    for i in 0..7 {
        let project = projects::create(&mut tx, &format!("p{i}"), None).await.unwrap().id;
        jobs::create(&mut tx, project, &job_order()).await.unwrap();
    }
    tx.commit().await.unwrap();
    // Two whose worker is lost are taken together with waiting ones.
    let short = Duration::from_millis(20);
    let lost = queue::claim_many(store, "lost", ALL, short, 2).await.unwrap();
    assert_eq!(lost.len(), 2);
    tokio::time::sleep(short * 2).await;
    let claims = queue::claim_many(store, "w", ALL, LEASE, 5).await.unwrap();
    assert_eq!(claims.len(), 5);
    assert_eq!(claims.iter().filter(|claim| claim.attempt == 2).count(), 2);
    let rest = queue::claim_many(store, "w", ALL, LEASE, 5).await.unwrap();
    assert_eq!(rest.len(), 2);
    let mut tx = store.tenant(org).await.unwrap();
    for claim in claims.iter().chain(&rest) {
        queue::finish(&mut tx, claim, &End::Completed { summary: &json!({}) }).await.unwrap();
    }
    for claim in &lost {
        let late = queue::finish(&mut tx, claim, &End::Cancelled).await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::LostLease);
    }
    tx.commit().await.unwrap();
    assert!(queue::claim_many(store, "w", ALL, LEASE, 5).await.unwrap().is_empty());
}

/// A claim that a crash of the database undid: its attempt number comes again, its name never does.
#[tokio::test]
async fn a_claim_lost_in_a_crash_is_fenced_off() {
    let database = Database::fresh().await;
    let (org, _, project, _) = database.project("alpha").await;
    let store = &database.store;
    let mut tx = store.tenant(org).await.unwrap();
    new_job(&mut tx, project).await;
    tx.commit().await.unwrap();
    let before = queue::claim(store, "w", ALL, LEASE).await.unwrap().unwrap();
    let mut owner = database.owner().await;
    sqlx::raw_sql(
        "set session_replication_role = replica;
         update processing_jobs set status = 'pending', attempt = 0, worker_id = null, lease_expires_at = null",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    let after = queue::claim(store, "w", ALL, LEASE).await.unwrap().unwrap();
    assert_eq!((after.job, after.attempt), (before.job, before.attempt), "the same number");
    assert_eq!(queue::heartbeat(store, &before).await.unwrap_err().kind(), ErrorKind::LostLease);
    let mut tx = store.tenant(org).await.unwrap();
    for refused in [
        queue::load(&mut tx, &before).await.err(),
        queue::checkpoint(&mut tx, &before, Counts::default(), &json!({})).await.err(),
        queue::finish(&mut tx, &before, &End::Cancelled).await.err(),
    ] {
        assert_eq!(refused.unwrap().kind(), ErrorKind::LostLease);
    }
    assert!(queue::load(&mut tx, &after).await.is_ok());
}
