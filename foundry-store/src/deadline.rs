//! No call waits for ever: a connection whose other end vanished without a word gives no error by itself. Every query goes
//! through [`Conn`], which waits so long for each answer and then gives the connection up.

use std::fmt;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt};
use sqlx::postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo};
use sqlx::{Either, Execute, Executor, PgConnection, Postgres, SqlStr};

/// How long a call waits for the database, and a stream for its next row.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The connection of an open transaction. An executor of sqlx, by value; [`Conn::again`] lends it for one call.
pub struct Conn<'c>(&'c mut PgConnection);

/// Waits for a call, [`DEADLINE`] at most.
pub(crate) async fn within<T>(call: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    at_most(DEADLINE, call).await
}

/// Waits for a call, so long at most.
pub(crate) async fn at_most<T>(
    time: Duration,
    call: impl Future<Output = sqlx::Result<T>>,
) -> sqlx::Result<T> {
    match tokio::time::timeout(time, call).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())),
    }
}

impl<'c> Conn<'c> {
    pub(crate) fn new(conn: &'c mut PgConnection) -> Self {
        Conn(conn)
    }

    /// Lends the connection for one call.
    pub fn again(&mut self) -> Conn<'_> {
        Conn(self.0)
    }
}

impl fmt::Debug for Conn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Conn")
    }
}

impl<'c> Executor<'c> for Conn<'c> {
    type Database = Postgres;

    fn fetch_many<'e, 'q, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Either<PgQueryResult, PgRow>>>
    where
        'c: 'e,
        'q: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        stream::try_unfold(self.0.fetch_many(query), |mut rows| async move {
            let next = within(async { rows.next().await.transpose() }).await?;
            Ok(next.map(|row| (row, rows)))
        })
        .boxed()
    }

    fn fetch_optional<'e, 'q, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<PgRow>>>
    where
        'c: 'e,
        'q: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        Box::pin(within(self.0.fetch_optional(query)))
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, sqlx::Result<PgStatement>>
    where
        'c: 'e,
    {
        Box::pin(within(self.0.prepare_with(sql, parameters)))
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, sqlx::Result<sqlx::Describe<Postgres>>>
    where
        'c: 'e,
    {
        Box::pin(within(self.0.describe(sql)))
    }
}
