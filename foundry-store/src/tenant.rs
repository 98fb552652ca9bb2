//! The way into the database: a pool that refuses a login that may do too much, and the two kinds of transactions.

use std::time::Duration;

use sqlx::{
    PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};

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
pub struct TenantTx<'p> {
    tx: Transaction<'p, Postgres>,
    org: OrgId,
}

/// An open transaction without an organization: people, the list of organizations, the platform's own audit log.
///
/// No tenant row can be read or written in it.
pub struct PlatformTx<'p> {
    tx: Transaction<'p, Postgres>,
}

/// A transaction that stands idle so long is ended by the database, so that a frozen worker lets go of its job's row.
const IDLE_IN_TRANSACTION: &str = "30s";

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
    pub async fn tenant(&self, org: OrgId) -> Result<TenantTx<'static>> {
        let mut tx = self.pool.begin().await?;
        enter(&mut tx, org).await?;
        Ok(TenantTx { tx, org })
    }

    /// Opens a transaction without an organization.
    pub async fn platform(&self) -> Result<PlatformTx<'static>> {
        let mut tx = self.pool.begin().await?;
        sqlx::query!("select set_config('app.scope', 'platform', true)").fetch_one(&mut *tx).await?;
        Ok(PlatformTx { tx })
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
        .fetch_one(&self.pool)
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

async fn enter(conn: &mut PgConnection, org: OrgId) -> Result<()> {
    sqlx::query!(
        "select set_config('app.organization_id', $1, true) as org, set_config('app.scope', '', true) as scope",
        org.0.to_string()
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

impl<'p> TenantTx<'p> {
    /// The organization.
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// Commits.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }

    /// Rolls back; dropping does the same, a little later.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }

    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}

impl<'p> PlatformTx<'p> {
    /// The connection, for the functions of people.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Goes on as one organization in the same transaction, as accepting an invitation and founding one need.
    pub async fn into_tenant(mut self, org: OrgId) -> Result<TenantTx<'p>> {
        enter(&mut self.tx, org).await?;
        Ok(TenantTx { tx: self.tx, org })
    }

    /// Commits.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}
