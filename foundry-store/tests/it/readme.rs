//! The data-model page is written from the live catalogue. Stale, the test fails; `UPDATE_README=1` writes it anew.

use std::fmt::Write;

use crate::database::Database;
use sqlx::Row;

const BEGIN: &str = "<!-- data model: begin -->\n";
const END: &str = "<!-- data model: end -->";

#[tokio::test]
async fn the_data_model_page_is_the_live_schema() {
    let database = Database::fresh().await;
    let mut owner = database.owner().await;
    let tables = sqlx::query(
        "select c.relname::text, coalesce(obj_description(c.oid), '') from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and c.relname <> '_sqlx_migrations' order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let keys = sqlx::query(
        "select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent, k.confdeltype::text as rule
         from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
         order by 1, 2, k.conname",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut page = String::from("```mermaid\nerDiagram\n");
    for key in &keys {
        let rule = match key.get::<&str, _>("rule") {
            "c" => "cascade",
            "n" => "set null",
            "r" => "restrict",
            _ => "no action",
        };
        writeln!(
            page,
            "    {} ||--o{{ {} : \"{rule}\"",
            key.get::<&str, _>("parent"),
            key.get::<&str, _>("child")
        )
        .unwrap();
    }
    page.push_str("```\n");
    for table in &tables {
        let (name, comment): (&str, &str) = (table.get(0), table.get(1));
        write!(page, "\n### {name}\n\n{comment}\n\n| column | type | default | |\n|---|---|---|---|\n")
            .unwrap();
        let columns = sqlx::query(
            "select a.attname::text, format_type(a.atttypid, a.atttypmod), coalesce(case when a.attidentity <> '' then 'identity'
                when a.attgenerated <> '' then 'computed' else pg_get_expr(d.adbin, d.adrelid) end, ''), a.attnotnull,
                coalesce(col_description(a.attrelid, a.attnum), '')
             from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum",
        )
        .bind(name)
        .fetch_all(&mut owner)
        .await
        .unwrap();
        for column in columns {
            let (name, kind, default, required, comment): (&str, &str, &str, bool, &str) =
                (column.get(0), column.get(1), column.get(2), column.get(3), column.get(4));
            let kind = kind
                .replace("character varying", "varchar")
                .replace("timestamp with time zone", "timestamptz");
            let default =
                default.replace("::character varying", "").replace("::jsonb", "").replace('|', "\\|");
            let default = if default.is_empty() { default } else { format!("`{default}`") };
            let null = if required { "" } else { ", null" };
            writeln!(page, "| {name} | {kind}{null} | {default} | {comment} |").unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (head, rest) = readme.split_once(BEGIN).expect("the page has its place");
    let (written, tail) = rest.split_once(END).expect("the page ends");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, format!("{head}{BEGIN}{page}{END}{tail}")).unwrap();
        return;
    }
    assert!(
        written == page,
        "the data model changed: run this test with UPDATE_README=1 and commit README.md"
    );
}
