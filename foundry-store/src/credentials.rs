//! Password resets and sessions: tokens that are stored as hashes and used up in one statement.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::types::PgInterval;

use crate::deadline::Conn;

use crate::error::{Error, ErrorKind, Result};
use crate::ids::{FamilyId, UserId};
use crate::secret::{NewToken, token_hash};

/// What came of a refresh token.
#[derive(Debug)]
pub enum Refreshed {
    /// A new token; the old one is replaced.
    Renewed {
        /// Whose session it is.
        user: UserId,
        /// The session.
        family: FamilyId,
        /// The new token.
        token: NewToken,
    },
    /// The token was replaced a moment ago, by another tab or a request that was sent twice: the session lives, the caller
    /// keeps the newer token.
    Twice {
        /// Whose session it is.
        user: UserId,
    },
    /// The token was replaced long ago: somebody else has it. The session is ended.
    Reused {
        /// Whose session it was.
        user: UserId,
        /// The session.
        family: FamilyId,
    },
}

/// A session, as its owner sees it.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session.
    pub family: FamilyId,
    /// When it was last refreshed.
    pub last_used_at: DateTime<Utc>,
    /// The browser.
    pub user_agent: Option<String>,
}

/// Makes a link to set a new password, valid for an hour; older ones of the person are dead.
pub async fn create_reset(conn: Conn<'_>, user: UserId) -> Result<NewToken> {
    let token = NewToken::generate("fr_")?;
    sqlx::query!(
        "with older as (update password_resets set used_at = now() where user_id = $1 and used_at is null)
         insert into password_resets (user_id, token_hash) values ($1, $2)",
        user.0,
        token.hash
    )
    .execute(conn)
    .await?;
    Ok(token)
}

/// Says whose reset link it is, where it is still good, without using it (seed query 3).
pub async fn find_reset(conn: Conn<'_>, token: &str) -> Result<Option<UserId>> {
    Ok(sqlx::query_scalar!(
        r#"select user_id as "user_id: UserId" from password_resets
        where token_hash = $1 and expires_at > now() and used_at is null"#,
        token_hash(token)
    )
    .fetch_optional(conn)
    .await?)
}

/// Uses a reset link up and says whose it was. Of two at once, one succeeds.
///
/// # Errors
/// [`ErrorKind::Token`] for an unknown, used or old one alike.
pub async fn consume_reset(conn: Conn<'_>, token: &str) -> Result<UserId> {
    sqlx::query_scalar!(
        r#"update password_resets set used_at = now()
        where token_hash = $1 and expires_at > now() and used_at is null returning user_id as "user_id: UserId""#,
        token_hash(token)
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(dead_token)
}

/// Begins a session and gives its first refresh token.
pub async fn begin_session(
    conn: Conn<'_>,
    user: UserId,
    lifetime: Duration,
    user_agent: Option<&str>,
) -> Result<(FamilyId, NewToken)> {
    let token = NewToken::generate("fs_")?;
    let family = sqlx::query_scalar!(
        r#"insert into refresh_tokens (user_id, family_id, token_hash, expires_at, user_agent)
        values ($1, nextval('refresh_token_families'), $2, now() + $3, left($4, 400))
        returning family_id as "family_id: FamilyId""#,
        user.0,
        token.hash,
        interval(lifetime)?,
        user_agent
    )
    .fetch_one(conn)
    .await?;
    Ok((family, token))
}

/// Takes a refresh token in and gives the next one.
///
/// A token replaced less than `grace` ago is answered with [`Refreshed::Twice`]; after that its use ends the session. Call
/// it in a transaction of its own and commit whatever it gives.
///
/// # Errors
/// [`ErrorKind::Token`] for an unknown, old or ended one alike.
pub async fn refresh(
    mut conn: Conn<'_>,
    token: &str,
    lifetime: Duration,
    grace: Duration,
) -> Result<Refreshed> {
    let hash = token_hash(token);
    let next = NewToken::generate("fs_")?;
    // One statement: of two at once, the second waits for the row and then finds it replaced.
    let renewed = sqlx::query!(
        r#"with old as (
            update refresh_tokens t set replaced_at = now() from users u
            where t.token_hash = $1 and t.expires_at > now() and t.replaced_at is null and t.revoked_at is null
              and u.id = t.user_id and u.disabled_at is null
            returning t.user_id, t.family_id, t.user_agent)
        insert into refresh_tokens (user_id, family_id, token_hash, expires_at, user_agent)
        select user_id, family_id, $2, now() + $3, user_agent from old
        returning user_id as "user: UserId", family_id as "family: FamilyId""#,
        hash,
        next.hash,
        interval(lifetime)?
    )
    .fetch_optional(conn.again())
    .await?;
    if let Some(row) = renewed {
        return Ok(Refreshed::Renewed { user: row.user, family: row.family, token: next });
    }
    let old = sqlx::query!(
        r#"select user_id as "user: UserId", family_id as "family: FamilyId", replaced_at > now() - $2::interval as "recent!"
        from refresh_tokens
        where token_hash = $1 and replaced_at is not null and revoked_at is null and expires_at > now()"#,
        hash,
        interval(grace)?
    )
    .fetch_optional(conn.again())
    .await?
    .ok_or_else(dead_token)?;
    if old.recent {
        return Ok(Refreshed::Twice { user: old.user });
    }
    end_session(conn, old.family).await?;
    Ok(Refreshed::Reused { user: old.user, family: old.family })
}

/// Ends a session. Ending one that is over changes nothing.
pub async fn end_session(conn: Conn<'_>, family: FamilyId) -> Result<()> {
    sqlx::query!(
        "update refresh_tokens set revoked_at = now() where family_id = $1 and revoked_at is null",
        family.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends every session of a person; gives how many tokens died.
pub async fn end_sessions(conn: Conn<'_>, user: UserId) -> Result<u64> {
    Ok(sqlx::query!(
        "update refresh_tokens set revoked_at = now() where user_id = $1 and revoked_at is null",
        user.0
    )
    .execute(conn)
    .await?
    .rows_affected())
}

/// Whether a session is still open, asked at each request.
pub async fn session_is_open(conn: Conn<'_>, family: FamilyId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from refresh_tokens t join users u on u.id = t.user_id
            where t.family_id = $1 and t.revoked_at is null and t.expires_at > now() and u.disabled_at is null) as "open!""#,
        family.0
    )
    .fetch_one(conn)
    .await?)
}

/// The open sessions of a person, the last used first.
pub async fn sessions(conn: Conn<'_>, user: UserId) -> Result<Vec<Session>> {
    Ok(sqlx::query_as!(
        Session,
        r#"select family_id as "family: FamilyId", created_at as last_used_at, user_agent from refresh_tokens
        where user_id = $1 and replaced_at is null and revoked_at is null and expires_at > now()
        order by created_at desc, id desc"#,
        user.0
    )
    .fetch_all(conn)
    .await?)
}

/// A duration for Postgres, in whole microseconds.
pub(crate) fn interval(duration: Duration) -> Result<PgInterval> {
    let microseconds = i64::try_from(duration.as_micros())
        .map_err(|_| Error::new(ErrorKind::Invalid, "the time span is too long"))?;
    Ok(PgInterval { months: 0, days: 0, microseconds })
}

fn dead_token() -> Error {
    Error::new(ErrorKind::Token, "the link or session is no longer good").with_hint("ask for a new one")
}
