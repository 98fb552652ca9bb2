//! API keys: service accounts of an organization, stored as hashes, never an admin.

use chrono::{DateTime, Utc};

use crate::error::{Error, ErrorKind, Result};
use crate::ids::{ApiKeyId, OrgId, OrgRole, UserId};
use crate::secret::{NewToken, token_hash};
use crate::tenant::{PlatformTx, TenantTx};

/// An API key, without the key.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// The id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// What it may do: viewer or editor.
    pub role: OrgRole,
    /// The first characters of the key.
    pub prefix: String,
    /// Until when; none: until revoked.
    pub expires_at: Option<DateTime<Utc>>,
    /// Last use, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Set: dead.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// Makes a key; its text is given this once.
pub async fn create(
    tx: &mut TenantTx,
    name: &str,
    role: OrgRole,
    expires_at: Option<DateTime<Utc>>,
    created_by: UserId,
) -> Result<(ApiKeyId, NewToken)> {
    let org = tx.org();
    let token = NewToken::generate("fk_")?;
    let prefix: String = token.text.chars().take(9).collect();
    let id = sqlx::query_scalar!(
        r#"insert into api_keys (organization_id, name, role, key_hash, prefix, expires_at, created_by_id)
        values ($1, $2, $3, $4, $5, $6, $7) returning id as "id: ApiKeyId""#,
        org.0,
        name,
        role.as_str(),
        token.hash,
        prefix,
        expires_at,
        created_by.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((id, token))
}

/// Finds the key a request brought and goes on as its organization.
///
/// # Errors
/// [`ErrorKind::Token`] for an unknown, old or revoked key, and where the organization is disabled, alike.
pub async fn authenticate(mut tx: PlatformTx, key: &str) -> Result<(TenantTx, ApiKeyId, OrgRole)> {
    let dead = || Error::new(ErrorKind::Token, "the API key is not good");
    let hash = token_hash(key);
    let org = sqlx::query_scalar!(r#"select organization_of_api_key($1) as "org: OrgId""#, hash)
        .fetch_one(tx.conn())
        .await?
        .ok_or_else(dead)?;
    let mut tx = tx.into_tenant(org).await?;
    let found = sqlx::query!(
        r#"select k.id as "id: ApiKeyId", k.role as "role: OrgRole",
            coalesce(k.last_used_at < now() - interval '1 minute', true) as "stale!"
        from api_keys k join organizations o on o.id = k.organization_id
        where k.organization_id = $1 and k.key_hash = $2 and k.revoked_at is null
          and (k.expires_at is null or k.expires_at > now()) and o.disabled_at is null"#,
        org.0,
        hash
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(dead)?;
    // Once a minute: a row is not written for every request.
    if found.stale {
        sqlx::query!(
            "update api_keys set last_used_at = now() where organization_id = $1 and id = $2",
            org.0,
            found.id.0
        )
        .execute(tx.conn())
        .await?;
    }
    Ok((tx, found.id, found.role))
}

/// Lists the keys, newest first, dead ones too.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<ApiKey>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        ApiKey,
        r#"select id as "id: ApiKeyId", name, role as "role: OrgRole", prefix, expires_at, last_used_at, revoked_at,
            created_at
        from api_keys where organization_id = $1 order by created_at desc, id desc"#,
        org.0
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Kills a key.
pub async fn revoke(tx: &mut TenantTx, id: ApiKeyId) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "update api_keys set revoked_at = now() where organization_id = $1 and id = $2 and revoked_at is null",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("API key")) }
}
