//! People. They belong to no organization, so these functions take any connection.

use crate::deadline::Conn;
use chrono::{DateTime, Utc};

use crate::error::{Error, Result};
use crate::ids::{OrgId, OrgRole, UserId};
use crate::page::{Page, PageRequest};

/// A person.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// Lower case.
    pub email: String,
    /// In PHC form; none for people who only come in from outside.
    pub password_hash: Option<String>,
    /// As the person writes it.
    pub name: String,
    /// Whether the person manages the platform.
    pub is_platform_admin: bool,
    /// Set: may not log in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Sessions begun before are over.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// Wrong passwords since the last right one.
    pub failed_logins: i32,
    /// No password is tried until then.
    pub locked_until: Option<DateTime<Utc>>,
    /// Made.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User({})", self.id)
    }
}

/// An organization a person belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserOrganization {
    /// The organization.
    pub organization_id: OrgId,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// What the person may do there.
    pub role: OrgRole,
    /// Set: nobody may enter.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// Lower-cases an address and takes blanks from its ends, as every look-up does.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Makes a person.
///
/// # Errors
/// `Conflict` where the address, in any case, has an account.
pub async fn create(conn: Conn<'_>, email: &str, name: &str, password_hash: Option<&str>) -> Result<User> {
    Ok(sqlx::query_as!(
        User,
        r#"insert into users (email, name, password_hash) values ($1, $2, $3)
        returning id as "id: UserId", email, password_hash, name, is_platform_admin, disabled_at, password_changed_at,
            failed_logins, locked_until, created_at"#,
        normal_email(email),
        name,
        password_hash
    )
    .fetch_one(conn)
    .await?)
}

/// Finds a person by address, for a login (seed query 1).
pub async fn by_email(conn: Conn<'_>, email: &str) -> Result<Option<User>> {
    Ok(sqlx::query_as!(
        User,
        r#"select id as "id: UserId", email, password_hash, name, is_platform_admin, disabled_at, password_changed_at,
            failed_logins, locked_until, created_at
        from users where email = $1"#,
        normal_email(email)
    )
    .fetch_optional(conn)
    .await?)
}

/// Gives a person.
pub async fn get(conn: Conn<'_>, id: UserId) -> Result<User> {
    sqlx::query_as!(
        User,
        r#"select id as "id: UserId", email, password_hash, name, is_platform_admin, disabled_at, password_changed_at,
            failed_logins, locked_until, created_at
        from users where id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| Error::not_found("person"))
}

/// Gives a person with the organizations, by name (seed query 2).
pub async fn with_organizations(mut conn: Conn<'_>, id: UserId) -> Result<(User, Vec<UserOrganization>)> {
    let user = get(conn.again(), id).await?;
    let organizations = sqlx::query!(
        r#"select organization_id as "organization_id!: OrgId", name as "name!", slug as "slug!",
            role as "role!: OrgRole", disabled_at
        from organizations_of_user($1)"#,
        id.0
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| UserOrganization {
        organization_id: row.organization_id,
        name: row.name,
        slug: row.slug,
        role: row.role,
        disabled_at: row.disabled_at,
    })
    .collect();
    Ok((user, organizations))
}

/// Lists people, newest first, for the platform.
pub async fn list(conn: Conn<'_>, page: &PageRequest) -> Result<Page<User>> {
    let start = page.start();
    let rows = sqlx::query_as!(
        User,
        r#"select id as "id: UserId", email, password_hash, name, is_platform_admin, disabled_at, password_changed_at,
            failed_logins, locked_until, created_at
        from users where (created_at, id) < ($1, $2) order by created_at desc, id desc limit $3"#,
        start.at,
        start.id,
        page.fetch()
    )
    .fetch_all(conn)
    .await?;
    Ok(page.page(rows, |user| (user.created_at, user.id.0)))
}

/// Renames a person.
pub async fn rename(conn: Conn<'_>, id: UserId, name: &str) -> Result<()> {
    one(sqlx::query!("update users set name = $1 where id = $2", name, id.0)
        .execute(conn)
        .await?
        .rows_affected())
}

/// Sets the password and ends every session of the person.
pub async fn set_password(conn: Conn<'_>, id: UserId, password_hash: &str) -> Result<()> {
    one(sqlx::query!(
        "with ended as (update refresh_tokens set revoked_at = now() where user_id = $2 and revoked_at is null)
         update users set password_hash = $1, password_changed_at = now(), failed_logins = 0, locked_until = null
         where id = $2",
        password_hash,
        id.0
    )
    .execute(conn)
    .await?
    .rows_affected())
}

/// Replaces the stored form of an unchanged password, such as bcrypt by argon2id after a login.
pub async fn rehash_password(conn: Conn<'_>, id: UserId, password_hash: &str) -> Result<()> {
    one(sqlx::query!("update users set password_hash = $1 where id = $2", password_hash, id.0)
        .execute(conn)
        .await?
        .rows_affected())
}

/// Enables or disables a person; disabling ends the sessions.
pub async fn set_disabled(conn: Conn<'_>, id: UserId, disabled: bool) -> Result<()> {
    one(sqlx::query!(
        "with ended as (update refresh_tokens set revoked_at = now() where user_id = $2 and revoked_at is null and $1)
         update users set disabled_at = case when $1 then coalesce(disabled_at, now()) end where id = $2",
        disabled,
        id.0
    )
    .execute(conn)
    .await?
    .rows_affected())
}

/// Makes a person a platform admin, or no longer.
pub async fn set_platform_admin(conn: Conn<'_>, id: UserId, admin: bool) -> Result<()> {
    one(sqlx::query!("update users set is_platform_admin = $1 where id = $2", admin, id.0)
        .execute(conn)
        .await?
        .rows_affected())
}

/// Counts a wrong password. Five are free; from then on each doubles the wait, from a second to fifteen minutes.
pub async fn login_failed(conn: Conn<'_>, id: UserId) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar!(
        "update users set failed_logins = least(failed_logins + 1, 1000000),
            locked_until = case when failed_logins + 1 > 5
                then now() + least(interval '15 minutes', interval '1 second' * power(2, least(failed_logins - 5, 20))) end
         where id = $1 returning locked_until",
        id.0
    )
    .fetch_optional(conn)
    .await?
    .flatten())
}

/// Forgets the wrong passwords after a right one.
pub async fn login_succeeded(conn: Conn<'_>, id: UserId) -> Result<()> {
    one(sqlx::query!("update users set failed_logins = 0, locked_until = null where id = $1", id.0)
        .execute(conn)
        .await?
        .rows_affected())
}

/// Deletes a person: memberships, sessions and resets go too, the audit log keeps its labels.
///
/// # Errors
/// `NotFound`; the last admin of an organization is deleted all the same, since a person may always leave.
pub async fn delete(conn: Conn<'_>, id: UserId) -> Result<()> {
    one(sqlx::query!("delete from users where id = $1", id.0).execute(conn).await?.rows_affected())
}

fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::not_found("person")) }
}
