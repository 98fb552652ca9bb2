//! A fresh database for each test, under the server's own login, on a Postgres that this process starts and takes along when it
//! ends. `#[sqlx::test]` would need a `DATABASE_URL` and would connect as the owner, for whom every policy is decoration.

use std::sync::atomic::{AtomicU32, Ordering};

use foundry_store::local::{LocalPostgres, Purpose, prepare};
use foundry_store::{OrgId, OrgRole, ProjectId, SourceId, SourceType, Store, TenantTx, UserId};
use foundry_store::{ids::Industry, organizations, projects, sources, users};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};
use tokio::sync::OnceCell;

/// Has every migration applied; each test's database is a copy of it.
const TEMPLATE: &str = "foundry_template";
pub const LOGIN: &str = "foundry_server";

pub struct Database {
    pub store: Store,
    pub name: String,
}

pub async fn server() -> &'static LocalPostgres {
    static SERVER: OnceCell<LocalPostgres> = OnceCell::const_new();
    SERVER
        .get_or_init(|| async {
            let dir = std::env::temp_dir().join(format!("foundry-store-{}", std::process::id()));
            let server = LocalPostgres::start(&dir, Purpose::ThrowAway).expect("a throw-away Postgres");
            prepare(&server, TEMPLATE, LOGIN).await.expect("the migrations");
            server
        })
        .await
}

/// Makes an empty database without the schema and gives its name.
pub async fn empty() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    owner("postgres").await.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    name
}

impl Database {
    pub async fn fresh() -> Database {
        Self::with_connections(8).await
    }

    pub async fn with_connections(max: u32) -> Database {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        static COPYING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        let server = server().await;
        let name = format!("fresh_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        // A template may be copied once at a time.
        let copying = COPYING.lock().await;
        owner("postgres")
            .await
            .execute(AssertSqlSafe(format!("create database {name} template {TEMPLATE}")))
            .await
            .unwrap();
        drop(copying);
        let store = Store::connect(server.options(LOGIN, &name), max).await.expect("the server's login");
        Database { store, name }
    }

    pub async fn owner(&self) -> PgConnection {
        owner(&self.name).await
    }

    pub fn pool(&self) -> &PgPool {
        self.store.pool()
    }

    /// A person, an organization with that person as admin.
    pub async fn organization(&self, name: &str) -> (OrgId, UserId) {
        let mut tx = self.store.platform().await.unwrap();
        let user = users::create(tx.conn(), &format!("admin@{name}.example.com"), "Ada Admin", Some("hash"))
            .await
            .unwrap();
        let org = organizations::create(&mut tx, name, name, Industry::Other).await.unwrap();
        let mut tx = tx.into_tenant(org.id).await.unwrap();
        organizations::add_member(&mut tx, user.id, OrgRole::Admin).await.unwrap();
        tx.commit().await.unwrap();
        (org.id, user.id)
    }

    /// An organization with a project and a file source.
    pub async fn project(&self, name: &str) -> (OrgId, UserId, ProjectId, SourceId) {
        let (org, user) = self.organization(name).await;
        let mut tx = self.store.tenant(org).await.unwrap();
        let project = projects::create(&mut tx, "Support", None).await.unwrap().id;
        let source = source(&mut tx, project).await;
        tx.commit().await.unwrap();
        (org, user, project, source)
    }
}

pub async fn source(tx: &mut TenantTx, project: ProjectId) -> SourceId {
    let config = serde_json::json!({"type": "file", "format": "csv"});
    let new = sources::NewSource {
        kind: SourceType::File,
        name: "tickets.csv",
        config: &config,
        file: Some(("a", 3_221_225_472, "text/csv")),
    };
    sources::create(tx, project, &new).await.unwrap()
}

pub async fn owner(database: &str) -> PgConnection {
    let server = server().await;
    PgConnection::connect_with(&server.owner(database)).await.unwrap()
}

pub fn master_keys(versions: &[u8]) -> foundry_store::MasterKeys {
    use base64::Engine;
    let text: Vec<String> = versions
        .iter()
        .map(|v| {
            let key: Vec<u8> = (0..32).map(|i: u8| i.wrapping_mul(7) ^ v).collect();
            format!("{v}:{}", base64::engine::general_purpose::STANDARD.encode(key))
        })
        .collect();
    foundry_store::MasterKeys::parse(&text.join(",")).unwrap()
}
