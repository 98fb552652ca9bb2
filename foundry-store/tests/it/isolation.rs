//! The wall between organizations, tried as the server's own login: the nine leaks that row-level security is known for, the
//! start-up refusals, and many organizations over few connections.

use std::sync::Arc;

use crate::database::{Database, LOGIN, server};
use foundry_store::local::prepare;
use foundry_store::{ErrorKind, OrgId, Store, projects, sources};
use sqlx::{AssertSqlSafe, Executor, Row};

/// Opens a transaction as the server does, for statements it would never send.
async fn raw(database: &Database, org: OrgId) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut tx = database.pool().begin().await.unwrap();
    sqlx::query("select set_config('app.organization_id', $1, true)")
        .bind(org.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx
}

#[tokio::test]
async fn a_query_without_any_filter_gives_own_rows_only() {
    let database = Database::fresh().await;
    let (alpha, ..) = database.project("alpha").await;
    let (beta, ..) = database.project("beta").await;
    crate::streams::fill_everything(&database, alpha).await;
    crate::streams::fill_everything(&database, beta).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1",
    )
    .fetch_all(&mut database.owner().await)
    .await
    .unwrap();
    assert!(tables.len() >= 18, "{tables:?}");
    for table in tables {
        let mut owner = database.owner().await;
        let both: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "select count(distinct organization_id) from {table} where organization_id in ({alpha}, {beta})"
        )))
        .fetch_one(&mut owner)
        .await
        .unwrap();
        // What is not filled proves nothing.
        assert!(both == 2 || table == "audit_anchors", "`{table}` is not filled");
        let mut tx = raw(&database, alpha).await;
        let foreign: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "select count(*) from {table} where organization_id is distinct from {alpha}"
        )))
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        assert_eq!(foreign, 0, "`{table}` shows foreign rows");
        // Neither changed nor deleted without a filter.
        if !table.starts_with("audit") {
            for statement in [
                format!("update {table} set organization_id = organization_id returning organization_id"),
                format!("delete from {table} returning organization_id"),
            ] {
                let mut tx = raw(&database, alpha).await;
                // Where another rule refuses, nothing was touched either.
                let touched: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(statement))
                    .fetch_all(&mut *tx)
                    .await
                    .unwrap_or_default();
                assert!(touched.iter().all(|org| *org == alpha.0), "`{table}` touched foreign rows");
                tx.rollback().await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn no_setting_no_rows() {
    let database = Database::fresh().await;
    let (alpha, ..) = database.project("alpha").await;
    // Never set, and set by a transaction that ended before on the same connection.
    let mut connection = database.pool().acquire().await.unwrap();
    for round in 0..2 {
        let rows: i64 =
            sqlx::query_scalar("select count(*) from projects").fetch_one(&mut *connection).await.unwrap();
        assert_eq!(rows, 0, "round {round}");
        let mut tx = sqlx::Connection::begin(&mut *connection).await.unwrap();
        sqlx::query("select set_config('app.organization_id', $1, true)")
            .bind(alpha.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        let rows: i64 =
            sqlx::query_scalar("select count(*) from projects").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(rows, 1);
        tx.commit().await.unwrap();
    }
    // Nor in a transaction of the platform.
    let mut tx = database.store.platform().await.unwrap();
    let rows: i64 = sqlx::query_scalar("select count(*) from projects").fetch_one(tx.conn()).await.unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn the_setting_dies_with_the_transaction_however_it_ends() {
    let database = Database::with_connections(1).await;
    let (alpha, ..) = database.project("alpha").await;
    for end in ["commit", "rollback", "drop", "error", "cancel"] {
        let mut tx = database.store.tenant(alpha).await.unwrap();
        match end {
            "commit" => tx.commit().await.unwrap(),
            "rollback" => tx.rollback().await.unwrap(),
            "drop" => drop(tx),
            "error" => {
                assert!(projects::create(&mut tx, "", None).await.is_err());
                drop(tx);
            }
            _ => {
                let page = foundry_store::PageRequest::first(1);
                let slow = projects::list(&mut tx, foundry_store::ProjectStatus::Active, &page);
                let _ = tokio::time::timeout(std::time::Duration::from_micros(1), slow).await;
                drop(tx);
            }
        }
        let left: Option<String> =
            sqlx::query_scalar("select nullif(current_setting('app.organization_id', true), '')")
                .fetch_one(database.pool())
                .await
                .unwrap();
        assert_eq!(left, None, "after {end}");
    }
}

#[tokio::test]
async fn rows_do_not_move_and_keys_do_not_cross() {
    let database = Database::fresh().await;
    let (alpha, _, project, source) = database.project("alpha").await;
    let (beta, _, foreign_project, foreign_source) = database.project("beta").await;
    for (what, statement) in [
        (
            "a row for another organization",
            format!("insert into projects (organization_id, name) values ({beta}, 'x')"),
        ),
        (
            "a row moved to another organization",
            format!("update projects set organization_id = {beta} where id = {project}"),
        ),
        (
            "a child of a foreign parent",
            format!(
                "insert into sources (organization_id, project_id, type, name) values ({alpha}, {foreign_project}, 'file', 'x')"
            ),
        ),
        ("emptying a table", "truncate projects cascade".to_owned()),
        ("copying past the policy", "copy processed_records from stdin".to_owned()),
        (
            "writing the audit log",
            format!(
                "insert into audit_logs (organization_id, seq, actor_type, action, status, prev_hash, hash, created_at) values ({alpha}, 1, 'user', 'a.b', 'success', sha256(''), sha256(''), now())"
            ),
        ),
        ("writing the audit log's heads", "update audit_heads set seq = 0".to_owned()),
        ("becoming another role", "set role foundry_system".to_owned()),
        ("turning the policies off", "alter table projects disable row level security".to_owned()),
    ] {
        let mut tx = raw(&database, alpha).await;
        assert!(tx.execute(AssertSqlSafe(statement)).await.is_err(), "{what} was allowed");
    }
    // By the typed functions, a foreign id reads as a missing one.
    let mut tx = database.store.tenant(alpha).await.unwrap();
    for (foreign, missing) in [
        (
            projects::get(&mut tx, foreign_project).await.err(),
            projects::get(&mut tx, foundry_store::ProjectId(999_999)).await.err(),
        ),
        (
            sources::get(&mut tx, foreign_source).await.err(),
            sources::get(&mut tx, foundry_store::SourceId(999_999)).await.err(),
        ),
    ] {
        assert_eq!(foreign.as_ref().map(|e| e.kind()), Some(ErrorKind::NotFound));
        assert_eq!(foreign, missing);
    }
    assert!(sources::get(&mut tx, source).await.is_ok());
}

/// A costly function that is not leakproof may be called before the policy's own condition; it must not see foreign rows.
#[tokio::test]
async fn a_spying_condition_sees_own_rows_only() {
    let database = Database::fresh().await;
    let (alpha, ..) = database.project("alpha").await;
    database.project("beta").await;
    database
        .owner()
        .await
        .execute(
            "create table seen (org bigint); grant all on seen to foundry_app;
             create function spy(org bigint) returns boolean language plpgsql cost 0.0000001 security definer as
                $$ begin insert into seen values (org); return true; end $$;
             grant execute on function spy(bigint) to foundry_app;
             create view all_projects with (security_invoker = true) as select * from projects;
             grant select on all_projects to foundry_app",
        )
        .await
        .unwrap();
    let mut tx = raw(&database, alpha).await;
    tx.fetch_all("select id from projects where spy(organization_id)").await.unwrap();
    let seen: Vec<i64> =
        sqlx::query_scalar("select distinct org from seen").fetch_all(&mut *tx).await.unwrap();
    assert_eq!(seen, [alpha.0]);
    let rows = tx.fetch_all("select organization_id from all_projects").await.unwrap();
    assert!(rows.iter().all(|row| row.get::<i64, _>(0) == alpha.0) && !rows.is_empty());
}

#[tokio::test]
async fn the_server_refuses_a_login_for_which_policies_are_decoration() {
    let database = Database::fresh().await;
    let server = server().await;
    let n = &database.name;
    database
        .owner()
        .await
        .execute(AssertSqlSafe(format!(
            "create role {n}_bypass login bypassrls in role foundry_app;
             create role {n}_system login in role foundry_app, foundry_system;
             create role {n}_truncate login in role foundry_app; grant truncate on projects to {n}_truncate;
             create role {n}_owner login in role foundry_app; create table owned (id int); alter table owned owner to {n}_owner"
        )))
        .await
        .unwrap();
    for (login, why) in [
        ("foundry".to_owned(), "superuser"),
        (format!("{n}_bypass"), "row-level security"),
        (format!("{n}_system"), "foundry_system"),
        (format!("{n}_truncate"), "empty"),
        (format!("{n}_owner"), "owns"),
    ] {
        let error = Store::connect(server.options(&login, n), 1)
            .await
            .err()
            .unwrap_or_else(|| panic!("{login} was taken"));
        assert_eq!(error.kind(), ErrorKind::Setup);
        assert!(error.to_string().contains(why), "{login}: {error}");
    }
    // A table that somebody left open is noticed too.
    database.owner().await.execute("alter table exports no force row level security").await.unwrap();
    let error = Store::connect(server.options(LOGIN, n), 1).await.err().expect("refused");
    assert!(error.to_string().contains("forced"), "{error}");
    assert!(prepare(server, "Bad-Name", LOGIN).await.is_err());
}

/// 10,000 transactions of 50 organizations over 5 connections, errors and cancelled calls among them: no foreign row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_interleaved_transactions_show_no_foreign_row() {
    let database = Arc::new(Database::with_connections(5).await);
    let mut orgs = Vec::new();
    for i in 0..50 {
        orgs.push(database.project(&format!("org-{i}")).await.0);
    }
    let orgs = Arc::new(orgs);
    let mut tasks = Vec::new();
    for worker in 0..20_usize {
        let (database, orgs) = (database.clone(), orgs.clone());
        tasks.push(tokio::spawn(async move {
            let (mut foreign, mut own, mut broken) = (0_u64, 0_u64, 0_u64);
            for turn in 0..500_usize {
                let org = orgs[(worker * 31 + turn * 17) % orgs.len()];
                let mut tx = raw(&database, org).await;
                // Everything there is, with no filter at all.
                let rows: Vec<(i64,)> = sqlx::query_as(
                    "select organization_id from projects union all select organization_id from sources
                     union all select id from organizations union all select organization_id from organization_memberships",
                )
                .fetch_all(&mut *tx)
                .await
                .unwrap();
                own += rows.iter().filter(|row| row.0 == org.0).count() as u64;
                foreign += rows.iter().filter(|row| row.0 != org.0).count() as u64;
                match turn % 5 {
                    0 => tx.commit().await.unwrap(),
                    1 => tx.rollback().await.unwrap(),
                    2 => {
                        assert!(tx.execute("select 1 / 0").await.is_err());
                        broken += 1;
                    }
                    3 => {
                        let slow = tx.execute("select pg_sleep(0.001)");
                        let _ = tokio::time::timeout(std::time::Duration::from_micros(200), slow).await;
                        broken += 1;
                    }
                    _ => drop(tx),
                }
            }
            (foreign, own, broken)
        }));
    }
    let (mut foreign, mut own, mut broken) = (0, 0, 0);
    for task in tasks {
        let (f, o, b) = task.await.unwrap();
        (foreign, own, broken) = (foreign + f, own + o, broken + b);
    }
    println!("10000 transactions, {own} own rows, {foreign} foreign rows, {broken} broken on purpose");
    assert_eq!(foreign, 0);
    assert_eq!(own, 10_000 * 4);
}
