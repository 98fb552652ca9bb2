//! The way into the database: a pool that refuses a login that may do too much, and the two kinds of transactions.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgPool, Postgres, Transaction, pool::PoolConnection};

use crate::deadline::{Conn, at_most, within};
use crate::error::{Error, ErrorKind, Result};
use crate::ids::OrgId;

/// A pool of connections under the server's own login.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
}

/// An open transaction that carries one organization: the only way to tenant rows.
///
/// The organization stands in a setting of the transaction, which the row-level security of every tenant table reads; it
/// is gone when the transaction ends, however it ends. Dropping it rolls back.
pub struct TenantTx {
    tx: Transaction<'static, Postgres>,
    org: OrgId,
}

/// An open transaction without an organization: people, the list of organizations, the platform's own audit log.
///
/// No tenant row can be read or written in it.
pub struct PlatformTx {
    tx: Transaction<'static, Postgres>,
}

/// A transaction that stands idle so long is ended by the database, so that a frozen worker lets go of its job's row.
const IDLE_IN_TRANSACTION: &str = "30s";
/// A connection that rested longer is asked whether it still lives before it is used.
const FRESH: Duration = Duration::from_secs(1);
/// So long a connection may take to say that it lives; then another one is opened.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);

impl Store {
    /// Connects under the server's login and checks that the wall between organizations holds for it.
    ///
    /// `max_connections` bounds the pool; waiting for a connection ends after ten seconds.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] where the login is a superuser, may pass row-level security, owns a table or may empty one,
    /// or where a tenant table is open; [`ErrorKind::Unavailable`] where the database does not answer.
    pub async fn connect(options: PgConnectOptions, max_connections: u32) -> Result<Self> {
        let options = options.options([
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION),
            ("lock_timeout", "10s"),
            // A call whose caller gave up does not go on for nobody.
            ("client_connection_check_interval", "5s"),
            // A batch of records is unpacked in memory; with the default of 4 MB it would go through a file.
            ("work_mem", "32MB"),
            // A peer that vanished without a word is noticed in half a minute, in either direction.
            ("tcp_keepalives_idle", "10"),
            ("tcp_keepalives_interval", "5"),
            ("tcp_keepalives_count", "3"),
            ("tcp_user_timeout", "25000"),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(Duration::from_secs(10))
            // One round trip less for a connection that was in use a moment ago.
            .test_before_acquire(false)
            .before_acquire(|conn, rest| {
                Box::pin(async move {
                    Ok(rest.idle_for < FRESH || at_most(SIGN_OF_LIFE, conn.ping()).await.is_ok())
                })
            })
            // sqlx itself waits for ever for a connection that went silent, and its place in the pool is taken meanwhile.
            .after_release(|conn, _| {
                Box::pin(async move { at_most(SIGN_OF_LIFE, conn.ping()).await.map(|()| true) })
            })
            .connect_with(options)
            .await?;
        let store = Store { pool };
        store.check_login().await?;
        Ok(store)
    }

    /// The pool, for listening and for health checks. Tenant rows are not to be seen through it: no organization is set.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Opens a transaction of one organization. Whether the caller may act for it is for the caller to have checked.
    pub async fn tenant(&self, org: OrgId) -> Result<TenantTx> {
        // Begun and entered in one round trip; a number needs no quoting.
        let tx = self.begin(format!("begin; {}", entering(org))).await?;
        Ok(TenantTx { tx, org })
    }

    /// Opens a transaction without an organization.
    pub async fn platform(&self) -> Result<PlatformTx> {
        let tx = self.begin("begin; select set_config('app.scope', 'platform', true)".to_owned()).await?;
        Ok(PlatformTx { tx })
    }

    /// A connection without a transaction, for the functions that look past one organization.
    pub(crate) async fn bare(&self) -> Result<PoolConnection<Postgres>> {
        Ok(self.pool.acquire().await?)
    }

    async fn begin(&self, statement: String) -> Result<Transaction<'static, Postgres>> {
        Ok(within(self.pool.begin_with(AssertSqlSafe(statement))).await?)
    }

    /// Refuses a login for which the policies are only decoration, and a database in which one is missing.
    async fn check_login(&self) -> Result<()> {
        let login = sqlx::query!(
            r#"select r.rolsuper as "superuser!", r.rolbypassrls as "bypass!",
                exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                        and pg_has_role(c.relowner, 'member')) as "owner!",
                exists (select from pg_roles o where o.rolname in ('foundry_system', 'foundry_retention')
                        and pg_has_role(o.oid, 'member')) as "system!",
                exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                        and has_table_privilege(c.oid, 'truncate')) as "truncate!",
                exists (select from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                        and not (c.relrowsecurity and c.relforcerowsecurity)) as "open!"
            from pg_roles r where r.rolname = current_user"#
        )
        .fetch_one(Conn::new(&mut *self.bare().await?))
        .await?;
        let fault = [
            (login.superuser, "the login is a superuser"),
            (login.bypass, "the login may pass row-level security"),
            (login.owner, "the login owns a table, or is a member of a role that does"),
            (login.system, "the login is a member of `foundry_system` or `foundry_retention`"),
            (login.truncate, "the login may empty a table"),
            (login.open, "a tenant table has no forced row-level security"),
        ]
        .into_iter()
        .find_map(|(fault, text)| fault.then_some(text));
        match fault {
            None => Ok(()),
            Some(text) => Err(Error::new(ErrorKind::Setup, text)
                .with_hint("give the server a login of its own: `create role … login in role foundry_app`")),
        }
    }
}

/// What makes a transaction one of an organization.
fn entering(org: OrgId) -> String {
    format!("select set_config('app.organization_id', '{}', true), set_config('app.scope', '', true)", org.0)
}

impl TenantTx {
    /// The organization.
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// Commits; what was written outlives a crash of the database from now on.
    pub async fn commit(self) -> Result<()> {
        Ok(within(self.tx.commit()).await?)
    }

    /// Commits without waiting for the disk. A crash of the database in the next half second may undo the transaction, as a
    /// whole and only together with everything after it; a later [`TenantTx::commit`] makes it last. For what is done again
    /// where it is lost, such as a batch with its checkpoint.
    pub async fn commit_lazily(mut self) -> Result<()> {
        sqlx::query!("select set_config('synchronous_commit', 'off', true)").fetch_one(self.conn()).await?;
        Ok(within(self.tx.commit()).await?)
    }

    /// Rolls back; dropping does the same, a little later.
    pub async fn rollback(self) -> Result<()> {
        Ok(within(self.tx.rollback()).await?)
    }

    pub(crate) fn conn(&mut self) -> Conn<'_> {
        Conn::new(&mut self.tx)
    }
}

impl PlatformTx {
    /// The connection, for the functions of people.
    pub fn conn(&mut self) -> Conn<'_> {
        Conn::new(&mut self.tx)
    }

    /// Goes on as one organization in the same transaction, as accepting an invitation and founding one need.
    pub async fn into_tenant(mut self, org: OrgId) -> Result<TenantTx> {
        sqlx::raw_sql(AssertSqlSafe(entering(org))).execute(Conn::new(&mut self.tx)).await?;
        Ok(TenantTx { tx: self.tx, org })
    }

    /// Commits.
    pub async fn commit(self) -> Result<()> {
        Ok(within(self.tx.commit()).await?)
    }
}
