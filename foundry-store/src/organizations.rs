//! Organizations and who belongs to them.

use chrono::{DateTime, Utc};

use crate::error::{Error, Result};
use crate::ids::{Industry, OrgId, OrgRole, UserId};
use crate::page::{Page, PageRequest};
use crate::tenant::{PlatformTx, TenantTx};

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The id.
    pub id: OrgId,
    /// Unique over the platform.
    pub name: String,
    /// Short name for addresses.
    pub slug: String,
    /// Chooses the privacy preset.
    pub industry: Industry,
    /// Rules that projects cannot loosen.
    pub policy: serde_json::Value,
    /// Set: nobody may enter.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Made.
    pub created_at: DateTime<Utc>,
}

/// An organization as the platform sees it: counts, no contents.
#[derive(Debug, Clone)]
pub struct OrganizationWithCounts {
    /// The organization.
    pub organization: Organization,
    /// Members.
    pub user_count: i64,
    /// Projects, archived ones too.
    pub project_count: i64,
}

/// A member, for the list of people.
#[derive(Clone)]
pub struct Member {
    /// The person.
    pub user_id: UserId,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: OrgRole,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Member({}, {})", self.user_id, self.role.as_str())
    }
}

/// Founds an organization.
pub async fn create(tx: &mut PlatformTx, name: &str, slug: &str, industry: Industry) -> Result<Organization> {
    Ok(sqlx::query_as!(
        Organization,
        r#"insert into organizations (name, slug, industry) values ($1, $2, $3)
        returning id as "id: OrgId", name, slug, industry as "industry: Industry", policy, disabled_at, created_at"#,
        name,
        slug,
        industry.as_str()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Gives the transaction's organization.
pub async fn get(tx: &mut TenantTx) -> Result<Organization> {
    let org = tx.org();
    sqlx::query_as!(
        Organization,
        r#"select id as "id: OrgId", name, slug, industry as "industry: Industry", policy, disabled_at, created_at
        from organizations where id = $1"#,
        org.0
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("organization"))
}

/// Changes name, trade and policy of the transaction's organization.
pub async fn update(
    tx: &mut TenantTx,
    name: &str,
    industry: Industry,
    policy: &serde_json::Value,
) -> Result<Organization> {
    let org = tx.org();
    sqlx::query_as!(
        Organization,
        r#"update organizations set name = $2, industry = $3, policy = $4 where id = $1
        returning id as "id: OrgId", name, slug, industry as "industry: Industry", policy, disabled_at, created_at"#,
        org.0,
        name,
        industry.as_str(),
        policy
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::not_found("organization"))
}

/// Enables or disables an organization; disabling is seen at the next request of anyone in it.
pub async fn set_disabled(tx: &mut PlatformTx, org: OrgId, disabled: bool) -> Result<()> {
    let rows = sqlx::query!(
        "update organizations set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1",
        org.0,
        disabled
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("organization")) }
}

/// Lists organizations with counts, newest first (seed query 16).
pub async fn list(tx: &mut PlatformTx, page: &PageRequest) -> Result<Page<OrganizationWithCounts>> {
    let start = page.start();
    let rows = sqlx::query_as!(
        Organization,
        r#"select id as "id: OrgId", name, slug, industry as "industry: Industry", policy, disabled_at, created_at
        from organizations where (created_at, id) < ($1, $2) order by created_at desc, id desc limit $3"#,
        start.at,
        start.id,
        page.fetch()
    )
    .fetch_all(tx.conn())
    .await?;
    let page = page.page(rows, |o| (o.created_at, o.id.0));
    let ids: Vec<i64> = page.items.iter().map(|o| o.id.0).collect();
    let counts = sqlx::query!(
        r#"select organization_id as "id!", user_count as "users!", project_count as "projects!"
        from organization_counts($1)"#,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let items = page
        .items
        .into_iter()
        .map(|organization| {
            let counted = counts.iter().find(|row| row.id == organization.id.0);
            OrganizationWithCounts {
                user_count: counted.map_or(0, |row| row.users),
                project_count: counted.map_or(0, |row| row.projects),
                organization,
            }
        })
        .collect();
    Ok(Page { items, next: page.next })
}

/// The ids of all organizations, for tasks that go through them one by one.
pub async fn ids(tx: &mut PlatformTx) -> Result<Vec<OrgId>> {
    Ok(sqlx::query_scalar!(r#"select id as "id: OrgId" from organizations order by id"#)
        .fetch_all(tx.conn())
        .await?)
}

/// Lists the members by name (seed query 4).
pub async fn members(tx: &mut TenantTx) -> Result<Vec<Member>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Member,
        r#"select u.id as "user_id: UserId", u.email, u.name, m.role as "role: OrgRole", m.created_at as joined_at
        from organization_memberships m join users u on u.id = m.user_id
        where m.organization_id = $1 order by u.name, u.id"#,
        org.0
    )
    .fetch_all(tx.conn())
    .await?)
}

/// What a person may do in the transaction's organization, asked at each request (seed query 5). None: not a member, or the
/// person or the organization is disabled.
pub async fn role_of(tx: &mut TenantTx, user: UserId) -> Result<Option<OrgRole>> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"select m.role as "role: OrgRole" from organization_memberships m
            join organizations o on o.id = m.organization_id join users u on u.id = m.user_id
        where m.organization_id = $1 and m.user_id = $2 and o.disabled_at is null and u.disabled_at is null"#,
        org.0,
        user.0
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Adds a person.
pub async fn add_member(tx: &mut TenantTx, user: UserId, role: OrgRole) -> Result<()> {
    let org = tx.org();
    sqlx::query!(
        "insert into organization_memberships (organization_id, user_id, role) values ($1, $2, $3)",
        org.0,
        user.0,
        role.as_str()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Changes what a member may do.
///
/// # Errors
/// `LastAdmin` where no admin would be left, also of two changes at once.
pub async fn set_role(tx: &mut TenantTx, user: UserId, role: OrgRole) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "update organization_memberships set role = $3 where organization_id = $1 and user_id = $2",
        org.0,
        user.0,
        role.as_str()
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("member")) }
}

/// Removes a member. Errors as [`set_role`].
pub async fn remove_member(tx: &mut TenantTx, user: UserId) -> Result<()> {
    let org = tx.org();
    let rows = sqlx::query!(
        "delete from organization_memberships where organization_id = $1 and user_id = $2",
        org.0,
        user.0
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if rows == 1 { Ok(()) } else { Err(Error::not_found("member")) }
}
