//! The audit log: chains that do not fork, tampering that is found, rows that outlive everything (test R18).

use std::sync::Arc;

use crate::database::Database;
use foundry_store::audit_logs::{self, AuditFilter, Fault, Link, NewEvent};
use foundry_store::*;
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

fn event(n: usize) -> NewEvent<'static> {
    NewEvent {
        user: Some(UserId(1)),
        actor_type: ActorType::User,
        actor_label: Some("Ada Admin"),
        action: if n.is_multiple_of(3) { "project.create" } else { "export.download" },
        status: if n.is_multiple_of(7) { AuditStatus::Denied } else { AuditStatus::Success },
        resource: (n.is_multiple_of(2)).then_some(("project", n as i64)),
        ip_address: Some("2001:db8::1".parse().unwrap()),
        user_agent: Some("Browser ü"),
        correlation_id: None,
        details: json!({"n": n, "é": [1, 2.5, null]}),
    }
}

/// 8 writers, 5 organizations, 20,000 rows: no fork, and each tampering found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chains_do_not_fork_and_tampering_is_found() {
    let database = Arc::new(Database::with_connections(8).await);
    let mut orgs = Vec::new();
    for i in 0..5 {
        orgs.push(database.organization(&format!("org-{i}")).await.0);
    }
    let orgs = Arc::new(orgs);
    let start = std::time::Instant::now();
    let mut writers = Vec::new();
    for writer in 0..8_usize {
        let (database, orgs) = (database.clone(), orgs.clone());
        writers.push(tokio::spawn(async move {
            for n in 0..2500_usize {
                let mut tx = database.store.tenant(orgs[(writer + n) % 5]).await.unwrap();
                audit_logs::append(&mut tx, &event(n)).await.unwrap();
                // Some transactions fail after all: they leave no gap.
                if n % 50 == 49 {
                    tx.rollback().await.unwrap();
                    let mut tx = database.store.tenant(orgs[(writer + n) % 5]).await.unwrap();
                    audit_logs::append(&mut tx, &event(n)).await.unwrap();
                    tx.commit().await.unwrap();
                } else {
                    tx.commit().await.unwrap();
                }
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let rate = 20_000.0 / start.elapsed().as_secs_f64();
    let mut rows = 0;
    let mut heads: Vec<Link> = Vec::new();
    let start = std::time::Instant::now();
    for org in orgs.iter() {
        let mut tx = database.store.tenant(*org).await.unwrap();
        let verdict = audit_logs::verify(&mut tx, &[]).await.unwrap();
        assert_eq!(verdict.faults, []);
        rows += verdict.rows;
        heads.push(verdict.head.unwrap());
    }
    println!(
        "20000 rows at {rate:.0}/s with 8 writers, 0 forks, verified in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    assert_eq!(rows, 20_000);

    // Whoever owns the table can do anything to it; the chain tells.
    let [edit, delete, reorder, cut, restore] = orgs[..] else { unreachable!() };
    let mut owner = database.owner().await;
    owner.execute("set session_replication_role = replica").await.unwrap();
    change(
        &mut owner,
        format!("update audit_logs set details = '{{}}' where organization_id = {edit} and seq = 77"),
    )
    .await;
    change(&mut owner, format!("delete from audit_logs where organization_id = {delete} and seq = 1234"))
        .await;
    change(&mut owner, format!("update audit_logs set seq = case seq when 10 then 11 else 10 end where organization_id = {reorder} and seq in (10, 11)")).await;
    change(&mut owner, format!("delete from audit_logs where organization_id = {cut} and seq > 3990")).await;
    // A whole log put back to an earlier day, its head too: only a link remembered elsewhere tells.
    change(&mut owner, format!("delete from audit_logs where organization_id = {restore} and seq > 3000"))
        .await;
    change(&mut owner, format!("update audit_heads h set seq = 3000, hash = l.hash from audit_logs l where h.organization_id = {restore} and l.organization_id = {restore} and l.seq = 3000")).await;
    let mut found = Vec::new();
    for org in orgs.iter() {
        let mut tx = database.store.tenant(*org).await.unwrap();
        found.push(audit_logs::verify(&mut tx, &[]).await.unwrap().faults);
    }
    assert_eq!(found[0], [Fault::Changed(77)]);
    assert_eq!(found[1], [Fault::Broken(1235)]);
    assert!(
        found[2].contains(&Fault::Changed(10)) && found[2].contains(&Fault::Broken(10)),
        "{:?}",
        found[2]
    );
    assert_eq!(found[3], [Fault::Shortened { last: 3990, expected: 4000 }]);
    assert_eq!(found[4], [], "by itself it looks whole");
    let mut tx = database.store.tenant(restore).await.unwrap();
    let remembered = audit_logs::verify(&mut tx, &heads[4..]).await.unwrap();
    assert_eq!(remembered.faults, [Fault::Shortened { last: 3000, expected: 4000 }]);
    // Written on after the restore, the remembered link is another one.
    for n in 0..1000 {
        audit_logs::append(&mut tx, &event(n)).await.unwrap();
    }
    let rewritten = audit_logs::verify(&mut tx, &heads[4..]).await.unwrap();
    assert_eq!(rewritten.faults, [Fault::Rewritten(4000)]);
}

async fn change(owner: &mut PgConnection, statement: String) {
    assert!(owner.execute(AssertSqlSafe(statement)).await.unwrap().rows_affected() > 0);
}

#[tokio::test]
async fn the_log_is_listed_by_filter_and_outlives_everything() {
    let database = Database::fresh().await;
    let (org, user) = database.organization("alpha").await;
    let (beta, _) = database.organization("beta").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    for n in 0..30 {
        audit_logs::append(&mut tx, &NewEvent { user: Some(user), ..event(n) }).await.unwrap();
    }
    let mut foreign = database.store.tenant(beta).await.unwrap();
    assert!(
        audit_logs::list(&mut foreign, &AuditFilter::default(), &PageRequest::first(50))
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let filter = AuditFilter { action: Some("project.create"), user: Some(user), ..AuditFilter::default() };
    let page = audit_logs::list(&mut tx, &filter, &PageRequest::first(4)).await.unwrap();
    assert_eq!(page.items.len(), 4);
    assert!(
        page.items
            .iter()
            .all(|e| e.action == "project.create" && e.user_name.as_deref() == Some("Ada Admin"))
    );
    let next = audit_logs::list(&mut tx, &filter, &PageRequest::after(&page.next.unwrap(), 50).unwrap())
        .await
        .unwrap();
    assert_eq!(next.items.len(), 6);
    assert!(!format!("{:?}", page.items[0]).contains("Ada"));
    let denied = AuditFilter { status: Some(AuditStatus::Denied), ..AuditFilter::default() };
    assert_eq!(audit_logs::list(&mut tx, &denied, &PageRequest::first(50)).await.unwrap().items.len(), 5);
    let anchored = audit_logs::anchor(&mut tx).await.unwrap().unwrap();
    assert_eq!(anchored.seq, 30);
    tx.commit().await.unwrap();

    // A failed login of an unknown address belongs to no organization, and has a place all the same.
    let mut tx = database.store.platform().await.unwrap();
    let failed = NewEvent {
        action: "auth.login",
        status: AuditStatus::Error,
        actor_type: ActorType::Anonymous,
        ..Default::default()
    };
    audit_logs::append_platform(&mut tx, &failed).await.unwrap();
    assert_eq!(audit_logs::verify_platform(&mut tx, &[]).await.unwrap().rows, 1);
    // The person and the organization go; the rows stay, and the chain holds.
    users::delete(tx.conn(), user).await.unwrap();
    tx.commit().await.unwrap();
    database
        .owner()
        .await
        .execute(AssertSqlSafe(format!("delete from organizations where id = {org}")))
        .await
        .unwrap();
    let mut tx = database.store.tenant(org).await.unwrap();
    let verdict = audit_logs::verify(&mut tx, &[anchored]).await.unwrap();
    assert_eq!((verdict.rows, verdict.faults), (30, vec![]));
    let rows = audit_logs::list(&mut tx, &AuditFilter::default(), &PageRequest::first(1)).await.unwrap();
    assert_eq!(
        (rows.items[0].user_id, rows.items[0].user_name.clone(), rows.items[0].actor_label.as_deref()),
        (Some(user), None, Some("Ada Admin"))
    );
}

/// Nobody changes the log by a plain statement, its owner neither.
#[tokio::test]
async fn rows_are_never_changed() {
    let database = Database::fresh().await;
    let (org, _) = database.organization("alpha").await;
    let mut tx = database.store.tenant(org).await.unwrap();
    audit_logs::append(&mut tx, &event(1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut owner = database.owner().await;
    for statement in ["update audit_logs set action = 'a.b'", "delete from audit_logs", "truncate audit_logs"]
    {
        assert!(owner.execute(statement).await.is_err(), "{statement}");
    }
}
