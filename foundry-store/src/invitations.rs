//! Invitations: a link by mail, seven days, once, for people with and without an account.

use chrono::{DateTime, Utc};

use crate::error::{Error, ErrorKind, Result};
use crate::ids::{InvitationId, OrgId, OrgRole, UserId};
use crate::organizations::{self, Organization};
use crate::secret::{NewToken, token_hash};
use crate::tenant::{PlatformTx, TenantTx};
use crate::users::{self, User};

/// An open invitation.
#[derive(Clone)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role: OrgRole,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// By whom; none when that person is gone.
    pub invited_by_id: Option<UserId>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Invitation({})", self.id)
    }
}

/// Who accepts an invitation.
#[derive(Clone, Copy)]
pub enum Accepting<'a> {
    /// Somebody without an account, who gives a name and the hash of a password.
    New {
        /// The name.
        name: &'a str,
        /// In PHC form.
        password_hash: &'a str,
    },
    /// Somebody logged in; the address must be the invited one.
    Existing(UserId),
}

/// Invites an address. An expired invitation of it is replaced; an open one stays, use [`resend`].
///
/// # Errors
/// `Conflict` where an invitation is open or the person is a member.
pub async fn create(
    tx: &mut TenantTx,
    email: &str,
    role: OrgRole,
    invited_by: UserId,
) -> Result<(Invitation, NewToken)> {
    let org = tx.org();
    let email = users::normal_email(email);
    let member = sqlx::query_scalar!(
        r#"select exists (select from organization_memberships m join users u on u.id = m.user_id
            where m.organization_id = $1 and u.email = $2) as "member!""#,
        org.0,
        email
    )
    .fetch_one(tx.conn())
    .await?;
    if member {
        return Err(Error::new(ErrorKind::Conflict, "the person is a member already"));
    }
    sqlx::query!(
        "update invitations set revoked_at = now()
         where organization_id = $1 and email = $2 and accepted_at is null and revoked_at is null and expires_at <= now()",
        org.0,
        email
    )
    .execute(tx.conn())
    .await?;
    let token = NewToken::generate("fi_")?;
    let invitation = sqlx::query_as!(
        Invitation,
        r#"insert into invitations (organization_id, email, role, token_hash, invited_by_id) values ($1, $2, $3, $4, $5)
        returning id as "id: InvitationId", email, role as "role: OrgRole", expires_at,
            invited_by_id as "invited_by_id: UserId", created_at"#,
        org.0,
        email,
        role.as_str(),
        token.hash,
        invited_by.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((invitation, token))
}

/// Gives an invitation a new link and seven new days; the old link is dead.
pub async fn resend(tx: &mut TenantTx, id: InvitationId) -> Result<NewToken> {
    let org = tx.org();
    let token = NewToken::generate("fi_")?;
    let rows = sqlx::query!(
        "update invitations set token_hash = $3, expires_at = now() + interval '7 days'
         where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null",
        org.0,
        id.0,
        token.hash
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(token) } else { Err(Error::not_found("open invitation")) }
}

/// Takes an invitation back.
pub async fn revoke(tx: &mut TenantTx, id: InvitationId) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "update invitations set revoked_at = now()
         where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null",
        org.0,
        id.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("open invitation")) }
}

/// The invitations that can still be accepted, newest first.
pub async fn open(tx: &mut TenantTx) -> Result<Vec<Invitation>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Invitation,
        r#"select id as "id: InvitationId", email, role as "role: OrgRole", expires_at,
            invited_by_id as "invited_by_id: UserId", created_at
        from invitations
        where organization_id = $1 and accepted_at is null and revoked_at is null and expires_at > now()
        order by created_at desc, id desc"#,
        org.0
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Accepts an invitation (seed transaction 1): uses the link up, makes the person where there is none yet, and adds the
/// membership. Of two at once, one succeeds. Gives the transaction on, so that the audit row goes with it.
///
/// # Errors
/// `Token` for an unknown, used, revoked or old link, and for one that was sent to another address, alike; `Conflict` where
/// the invited address has an account and its owner is not logged in.
pub async fn accept(
    mut tx: PlatformTx,
    token: &str,
    accepting: Accepting<'_>,
) -> Result<(TenantTx, User, Organization)> {
    let dead =
        || Error::new(ErrorKind::Token, "the invitation is no longer good").with_hint("ask for a new one");
    let hash = token_hash(token);
    let org = sqlx::query_scalar!(r#"select organization_of_invitation($1) as "org: OrgId""#, hash)
        .fetch_one(tx.conn())
        .await?
        .ok_or_else(dead)?;
    let mut tx = tx.into_tenant(org).await?;
    let invitation = sqlx::query!(
        r#"update invitations i set accepted_at = now() from organizations o
        where i.organization_id = $1 and i.token_hash = $2 and i.accepted_at is null and i.revoked_at is null
          and i.expires_at > now() and o.id = i.organization_id and o.disabled_at is null
        returning i.email, i.role as "role: OrgRole""#,
        org.0,
        hash
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(dead)?;
    let user = match accepting {
        Accepting::New { name, password_hash } => {
            users::create(tx.conn(), &invitation.email, name, Some(password_hash)).await?
        }
        Accepting::Existing(id) => {
            let user = users::get(tx.conn(), id).await?;
            if user.email != invitation.email || user.disabled_at.is_some() {
                return Err(dead());
            }
            user
        }
    };
    organizations::add_member(&mut tx, user.id, invitation.role).await?;
    let organization = organizations::get(&mut tx).await?;
    Ok((tx, user, organization))
}
