//! Migrations: on an empty database, again, and from every earlier state with rows in it.

use crate::database::{empty, server};
use foundry_store::MIGRATOR;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Rows that can stand in the database after each migration, by its number, and stay as they are.
const ROWS: &[(i64, &str)] = &[
    (2, "insert into users (email, name) values ('ada@example.com', 'Ada')"),
    (3, "insert into organizations (name, slug) values ('Alpha', 'alpha')"),
    (
        3,
        "insert into organization_memberships (user_id, organization_id, role) select u.id, o.id, 'admin' from users u, organizations o",
    ),
    (4, "insert into projects (organization_id, name) select id, 'Support' from organizations"),
    (
        5,
        "insert into sources (organization_id, project_id, type, name) select organization_id, id, 'file', 'a.csv' from projects",
    ),
    (6, "insert into processing_jobs (organization_id, project_id) select organization_id, id from projects"),
    (
        7,
        "insert into processed_records (organization_id, job_id, source_id, source_record_id, processed_data)
         select j.organization_id, j.id, s.id, 'c1', '{}' from processing_jobs j, sources s",
    ),
    (
        8,
        "insert into outbox_events (organization_id, kind, payload) select id, 'job.completed', '{}' from organizations",
    ),
    (9, "insert into audit_heads select id, id, 0, sha256(''), now() from organizations"),
];

/// The migrations up to one, as an earlier release had them.
fn up_to(count: usize) -> Migrator {
    Migrator { migrations: MIGRATOR.migrations[..count].to_vec().into(), ..Migrator::DEFAULT }
}

#[tokio::test]
async fn every_earlier_state_with_rows_comes_up_to_date() {
    let all = MIGRATOR.migrations.len();
    for count in 0..=all {
        let name = empty().await;
        let mut owner = PgConnection::connect_with(&server().await.owner(&name)).await.unwrap();
        up_to(count).run(&mut owner).await.unwrap();
        let mut there = Vec::new();
        for (version, rows) in ROWS {
            if *version <= count as i64 {
                owner.execute(*rows).await.unwrap();
                there.push(rows.split_whitespace().nth(2).unwrap());
            }
        }
        let mut before = Vec::new();
        for table in &there {
            before.push(contents(&mut owner, table).await);
        }
        MIGRATOR.run(&mut owner).await.unwrap();
        MIGRATOR.run(&mut owner).await.unwrap();
        for (table, before) in there.iter().zip(before) {
            assert_eq!(contents(&mut owner, table).await, before, "`{table}` from state {count}");
        }
    }
}

async fn contents(owner: &mut PgConnection, table: &str) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(t)::text from {table} t order by 1")))
        .fetch_all(owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let name = empty().await;
    let mut owner = PgConnection::connect_with(&server().await.owner(&name)).await.unwrap();
    MIGRATOR.run(&mut owner).await.unwrap();
    let error: foundry_store::Error = up_to(3).run(&mut owner).await.unwrap_err().into();
    assert_eq!(error.kind(), foundry_store::ErrorKind::Setup);
    assert!(error.hint().is_some());
}
