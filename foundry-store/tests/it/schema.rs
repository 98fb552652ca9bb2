//! The rules of the schema, asked of the live catalogue, so that a table made tomorrow is held to them too.

use crate::database::Database;
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

/// Tables that belong to no organization, each with a reason.
const GLOBAL: &[&str] = &[
    "_sqlx_migrations",
    "users",           // people may be in several organizations
    "password_resets", // of people
    "refresh_tokens",  // of people
    "organizations",   // its id is the organization; has its own policy
];

async fn none(database: &Database, rule: &str, query: &'static str) {
    let rows = sqlx::query(query).fetch_all(&mut database.owner().await).await.unwrap();
    let broken: Vec<String> = rows.iter().map(|row| row.get::<String, _>(0)).collect();
    assert!(broken.is_empty(), "{rule}: {broken:?}");
}

#[tokio::test]
async fn every_tenant_table_is_closed() {
    let database = Database::fresh().await;
    let rows = sqlx::query(
        "select relname::text from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id')",
    )
    .fetch_all(&mut database.owner().await)
    .await
    .unwrap();
    for row in rows {
        let table: String = row.get(0);
        assert!(GLOBAL.contains(&table.as_str()), "`{table}` has no organization_id");
    }
    none(&database, "row-level security enabled and forced",
        "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and (c.relname = 'organizations' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'))
         and not (c.relrowsecurity and c.relforcerowsecurity)").await;
    none(&database, "a policy with USING and WITH CHECK for everyone and everything, reading the organization",
        "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and c.relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
            and p.polroles = '{0}' and pg_get_expr(p.polqual, p.polrelid) like '%app_organization_id%'
            and pg_get_expr(p.polwithcheck, p.polrelid) like '%app_organization_id%')").await;
    none(
        &database,
        "other policies are for the two roles that cannot log in",
        "select c.relname::text || '.' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
         where p.polroles <> '{0}' and exists (select from unnest(p.polroles) r join pg_roles o on o.oid = r
            where o.rolname not in ('foundry_system', 'foundry_retention') or o.rolcanlogin)",
    )
    .await;
    none(
        &database,
        "keys between tenant tables carry the organization",
        "select k.conname::text from pg_constraint k
         join pg_attribute a on a.attrelid = k.conrelid and a.attname = 'organization_id'
         join pg_attribute f on f.attrelid = k.confrelid and f.attname = 'organization_id'
         where k.contype = 'f' and k.connamespace = 'public'::regnamespace
         and not (a.attnum = any (k.conkey) and f.attnum = any (k.confkey))",
    )
    .await;
    none(&database, "unique keys of tenant tables begin with the organization, carry it, or are random or generated",
        "select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
         where x.indisunique and not x.indisprimary and c.relnamespace = 'public'::regnamespace and c.relrowsecurity
         and i.relname not in ('organizations_name_idx', 'organizations_slug_idx', 'invitations_token_hash_idx',
            'api_keys_key_hash_idx', 'outbox_events_event_id_idx')
         and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'
            and a.attnum = any (x.indkey))").await;
}

#[tokio::test]
async fn no_role_may_do_too_much() {
    let database = Database::fresh().await;
    none(&database, "no role passes the policies",
        "select rolname::text from pg_roles where rolname like 'foundry\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)").await;
    none(&database, "only the server's login may log in",
        "select rolname::text from pg_roles where rolname in ('foundry_app', 'foundry_system', 'foundry_retention') and rolcanlogin").await;
    none(
        &database,
        "nobody but the owner may empty a table",
        "select table_name || ' ' || grantee from information_schema.role_table_grants
         where privilege_type = 'TRUNCATE' and table_schema = 'public' and grantee <> 'foundry'
         and not (grantee = 'foundry_retention' and table_name like 'audit%')",
    )
    .await;
    none(&database, "the audit log is written by its function alone",
        "select table_name || ' ' || privilege_type from information_schema.role_table_grants
         where grantee in ('foundry_app', 'foundry_system', 'PUBLIC') and table_name in ('audit_logs', 'audit_heads')
         and privilege_type <> 'SELECT'").await;
    none(&database, "no function is open to everyone, and those of other owners are pinned to a search path",
        "select p.proname::text from pg_proc p where p.pronamespace = 'public'::regnamespace
         and (exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0)
              or p.prosecdef and not coalesce(p.proconfig::text like '%search_path=pg_catalog%', false))").await;
    none(&database, "no view, or one that asks as its reader; no materialized view",
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace
         and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions::text like '%security_invoker=true%', false))").await;
}

#[tokio::test]
async fn every_table_keeps_its_times_and_says_what_it_is() {
    let database = Database::fresh().await;
    none(&database, "updated_at is set by a trigger",
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at'
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'set_updated_at')").await;
    none(&database, "every table has a comment",
        "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and not c.relispartition and c.relname <> '_sqlx_migrations' and obj_description(c.oid) is null").await;
    none(&database, "ids and sizes are bigint",
        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'
         and table_name <> '_sqlx_migrations' and data_type = 'integer'
         and (column_name ~ '(^|_)(id|size|count)$' and column_name <> 'message_count')").await;
    none(&database, "every foreign key is the head of an index, or its parent is never deleted in bulk",
        "select k.conname::text from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
         and k.confrelid not in ('users'::regclass)
         and not exists (select from pg_index x where x.indrelid = k.conrelid
            and (k.conkey <@ (x.indkey::smallint[])[0:array_length(k.conkey, 1) - 1]
                 or k.conkey[array_length(k.conkey, 1)] = x.indkey[0]))").await;
}

#[tokio::test]
async fn the_seed_is_all_there() {
    let database = Database::fresh().await;
    // The seed's 32 index names, less the three that a unique index beside them serves (the migrations say which).
    let dropped =
        ["org_memberships_user_id_idx", "source_mappings_source_id_idx", "processed_records_job_id_idx"];
    let mut connection = database.owner().await;
    for name in include_str!("seed_indexes.txt").split_whitespace() {
        let there: bool = sqlx::query_scalar("select to_regclass($1) is not null")
            .bind(name)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(there, !dropped.contains(&name), "{name}");
    }
    for line in include_str!("seed_columns.txt").lines().filter(|line| !line.is_empty()) {
        let (table, columns) = line.split_once(':').unwrap();
        for column in columns.split_whitespace() {
            let there: bool = sqlx::query_scalar(
                "select exists (select from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name = $2)",
            )
            .bind(table)
            .bind(column)
            .fetch_one(&mut connection)
            .await
            .unwrap();
            assert!(there, "{table}.{column}");
        }
    }
}

/// What the seed's schema took in without a word.
#[tokio::test]
async fn what_the_seed_let_through_is_refused() {
    let database = Database::fresh().await;
    let (org, user, project, source) = database.project("alpha").await;
    let (other, _, _, foreign_source) = database.project("beta").await;
    let mut owner = database.owner().await;
    let refused = [
        (
            "a second address in another case",
            "insert into users (email, name) values ('Ada@example.com', 'x')".to_owned(),
        ),
        (
            "a role that does not exist",
            format!(
                "insert into organization_memberships (user_id, organization_id, role) values ({user}, {org}, 'superuser')"
            ),
        ),
        (
            "a job state that does not exist",
            format!(
                "insert into processing_jobs (organization_id, project_id, status) values ({org}, {project}, 'done?')"
            ),
        ),
        (
            "a job of another organization's project",
            format!("insert into processing_jobs (organization_id, project_id) values ({other}, {project})"),
        ),
        (
            "a mapping to nothing",
            format!(
                "insert into source_mappings (organization_id, source_id, source_field, target_field) values ({org}, {source}, 'a', 'b')"
            ),
        ),
        (
            "a mapping of another organization's source",
            format!(
                "insert into source_mappings (organization_id, source_id, source_field, target_field) values ({org}, {foreign_source}, 'a', 'content')"
            ),
        ),
        (
            "a secret in the settings",
            format!("update sources set config = '{{\"apiKey\": \"x\"}}' where id = {source}"),
        ),
        (
            "more filtered than processed",
            format!(
                "insert into processing_jobs (organization_id, project_id, records_processed, records_filtered) values ({org}, {project}, 1, 2)"
            ),
        ),
        (
            "a project that moves",
            format!("update projects set organization_id = {other} where id = {project}"),
        ),
        (
            "an export with a short digest",
            format!(
                "insert into exports (organization_id, job_id, format, file_path, file_size, record_count, sha256) values ({org}, 1, 'json_raw', 'p', 1, 1, '\\x00')"
            ),
        ),
    ];
    for (what, statement) in refused {
        assert!(owner.execute(AssertSqlSafe(statement)).await.is_err(), "{what} was taken");
    }
}

/// A table, its states, and the steps allowed between them.
type Machine = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// Every pair of states, asked of the database: allowed exactly where the state machine says so.
#[tokio::test]
async fn states_follow_their_machines() {
    let database = Database::fresh().await;
    let (org, _, project, source) = database.project("alpha").await;
    let mut owner = database.owner().await;
    let machines: &[Machine] = &[
        (
            "processing_jobs",
            &["pending", "running", "completed", "failed", "cancelled"],
            &[
                ("pending", "running"),
                ("pending", "cancelled"),
                ("running", "completed"),
                ("running", "failed"),
                ("running", "cancelled"),
                ("running", "pending"),
            ],
        ),
        (
            "sources",
            &["pending", "connected", "error", "syncing"],
            &[
                ("pending", "connected"),
                ("pending", "error"),
                ("connected", "syncing"),
                ("syncing", "connected"),
                ("syncing", "error"),
                ("error", "syncing"),
                ("error", "connected"),
            ],
        ),
        ("projects", &["active", "archived"], &[("active", "archived"), ("archived", "active")]),
        ("exports", &["ready", "expired"], &[("ready", "expired")]),
    ];
    for (table, states, allowed) in machines {
        for from in *states {
            for to in *states {
                let mut tx = owner.begin().await.unwrap();
                // The row is put into its first state past the triggers, then moved with them.
                let job = |state: &str| match state {
                    "running" => "lease_expires_at = now(), worker_id = 'w', completed_at = null",
                    "pending" => "lease_expires_at = null, worker_id = null, completed_at = null",
                    _ => "lease_expires_at = null, worker_id = null, completed_at = now()",
                };
                let id: i64 = match *table {
                    "sources" => source.0,
                    "projects" => project.0,
                    _ => {
                        let job: i64 = sqlx::query_scalar("insert into processing_jobs (organization_id, project_id) values ($1, $2) returning id")
                            .bind(org.0).bind(project.0).fetch_one(&mut *tx).await.unwrap();
                        match *table {
                            "processing_jobs" => job,
                            _ => sqlx::query_scalar("insert into exports (organization_id, job_id, format, file_path, file_size, record_count, sha256)
                                    values ($1, $2, 'json_raw', 'p', 1, 1, sha256('')) returning id")
                                .bind(org.0).bind(job).fetch_one(&mut *tx).await.unwrap(),
                        }
                    }
                };
                let set = |state: &str| match *table {
                    "processing_jobs" => format!("status = '{state}', {}", job(state)),
                    "projects" if state == "archived" => {
                        "status = 'archived', archived_at = now()".to_owned()
                    }
                    "projects" => "status = 'active', archived_at = null".to_owned(),
                    _ => format!("status = '{state}'"),
                };
                tx.execute("set local session_replication_role = replica").await.unwrap();
                tx.execute(AssertSqlSafe(format!("update {table} set {} where id = {id}", set(from))))
                    .await
                    .unwrap();
                tx.execute("set local session_replication_role = origin").await.unwrap();
                let moved = tx
                    .execute(AssertSqlSafe(format!("update {table} set {} where id = {id}", set(to))))
                    .await
                    .is_ok();
                // Staying is allowed, but a finished job does not change at all: its end would move.
                let finished = *table == "processing_jobs" && !["pending", "running"].contains(from);
                let wanted = if from == to { !finished || moved } else { allowed.contains(&(*from, *to)) };
                assert_eq!(moved, wanted, "{table}: {from} to {to}");
                tx.rollback().await.unwrap();
            }
        }
    }
}
