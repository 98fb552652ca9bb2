//! The audit log: who did what, with what outcome, in a hash chain per organization that only the database appends to.
//!
//! [`verify`] computes every hash again, apart from the database, from the rows as they stand.

use crate::deadline::Conn;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::ids::{ActorType, AuditStatus, OrgId, UserId};
use crate::page::{Page, PageRequest};
use crate::tenant::{PlatformTx, TenantTx};

/// What happened.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// Who; none for programs and strangers.
    pub user: Option<UserId>,
    /// What kind of actor.
    pub actor_type: ActorType,
    /// How the actor is called now; stays when the person is gone.
    pub actor_label: Option<&'a str>,
    /// Such as `project.create`.
    pub action: &'a str,
    /// How it ended.
    pub status: AuditStatus,
    /// The kind and id of what it was done to.
    pub resource: Option<(&'a str, i64)>,
    /// From where.
    pub ip_address: Option<std::net::IpAddr>,
    /// With what; cut at 400 characters.
    pub user_agent: Option<&'a str>,
    /// The request.
    pub correlation_id: Option<&'a str>,
    /// More, an object, without personal data.
    pub details: Value,
}

impl Default for NewEvent<'_> {
    fn default() -> Self {
        NewEvent {
            user: None,
            actor_type: ActorType::System,
            actor_label: None,
            action: "",
            status: AuditStatus::Success,
            resource: None,
            ip_address: None,
            user_agent: None,
            correlation_id: None,
            details: Value::Object(Default::default()),
        }
    }
}

/// A link of a chain: its place and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// From 1, without gaps.
    pub seq: i64,
    /// 32 bytes.
    pub hash: Vec<u8>,
}

/// A row of the log.
#[derive(Clone, PartialEq)]
pub struct AuditEvent {
    /// The id.
    pub id: i64,
    /// Place in the chain.
    pub seq: i64,
    /// Who.
    pub user_id: Option<UserId>,
    /// The name of the person now, while there is one.
    pub user_name: Option<String>,
    /// What kind of actor.
    pub actor_type: ActorType,
    /// How the actor was called then.
    pub actor_label: Option<String>,
    /// What.
    pub action: String,
    /// How it ended.
    pub status: AuditStatus,
    /// To what kind of thing.
    pub resource_type: Option<String>,
    /// To which.
    pub resource_id: Option<i64>,
    /// From where.
    pub ip_address: Option<String>,
    /// With what.
    pub user_agent: Option<String>,
    /// The request.
    pub correlation_id: Option<String>,
    /// More.
    pub details: Value,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for AuditEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AuditEvent({}, {})", self.seq, self.action)
    }
}

/// Which rows of the log are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditFilter<'a> {
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
    /// By whom.
    pub user: Option<UserId>,
    /// Which action.
    pub action: Option<&'a str>,
    /// With which outcome.
    pub status: Option<AuditStatus>,
}

/// A fault that [`verify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The row's content does not give its hash.
    Changed(i64),
    /// The row does not follow the one before: one is missing, moved or put in.
    Broken(i64),
    /// The log ends before its remembered end.
    Shortened {
        /// Where it ends.
        last: i64,
        /// Where it should.
        expected: i64,
    },
    /// A link that was remembered elsewhere is another one here: the log was put back or written anew.
    Rewritten(i64),
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Rows seen.
    pub rows: u64,
    /// The last link, to be kept elsewhere.
    pub head: Option<Link>,
    /// Empty: the chain holds.
    pub faults: Vec<Fault>,
}

/// Appends to the organization's chain, in the caller's transaction: what happened and its record stand or fall together.
/// Other writers of the same chain wait until it ends, so call it last.
pub async fn append(tx: &mut TenantTx, event: &NewEvent<'_>) -> Result<Link> {
    append_to(tx.conn(), event).await
}

/// Appends to the platform's own chain: what belongs to no organization, such as a failed login of an unknown address.
pub async fn append_platform(tx: &mut PlatformTx, event: &NewEvent<'_>) -> Result<Link> {
    append_to(tx.conn(), event).await
}

async fn append_to(conn: Conn<'_>, event: &NewEvent<'_>) -> Result<Link> {
    let agent: Option<String> = event.user_agent.map(|agent| agent.chars().take(400).collect());
    Ok(sqlx::query_as!(
        Link,
        r#"select seq as "seq!", hash as "hash!"
        from audit_append($1, $2, $3, $4, $5, $6, $7, $8::text::inet, $9, $10, $11)"#,
        event.user.map(|id| id.0),
        event.actor_type.as_str(),
        event.actor_label,
        event.action,
        event.status.as_str(),
        event.resource.map(|(kind, _)| kind),
        event.resource.map(|(_, id)| id),
        event.ip_address.map(|ip| ip.to_string()),
        agent,
        event.correlation_id,
        event.details
    )
    .fetch_one(conn)
    .await?)
}

/// Lists the organization's log, newest first (seed query 15, by cursor instead of offset).
pub async fn list(
    tx: &mut TenantTx,
    filter: &AuditFilter<'_>,
    page: &PageRequest,
) -> Result<Page<AuditEvent>> {
    let org = tx.org();
    let start = page.start();
    let rows = sqlx::query_as!(
        AuditEvent,
        r#"select l.id, l.seq, l.user_id as "user_id: UserId", u.name as "user_name?", l.actor_type as "actor_type: ActorType",
            l.actor_label, l.action, l.status as "status: AuditStatus", l.resource_type, l.resource_id,
            host(l.ip_address) as ip_address, l.user_agent, l.correlation_id, l.details, l.created_at
        from audit_logs l left join users u on u.id = l.user_id
        where l.organization_id = $1 and (l.created_at, l.id) < ($2, $3)
          and l.created_at >= coalesce($4, '-infinity'::timestamptz) and l.created_at < coalesce($5, 'infinity'::timestamptz)
          and ($6::bigint is null or l.user_id = $6) and ($7::text is null or l.action = $7)
          and ($8::text is null or l.status = $8)
        order by l.created_at desc, l.id desc limit $9"#,
        org.0,
        start.at,
        start.id,
        filter.from,
        filter.until,
        filter.user.map(|id| id.0),
        filter.action,
        filter.status.map(AuditStatus::as_str),
        page.fetch()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(page.page(rows, |row| (row.created_at, row.id)))
}

/// Remembers the head of the chain beside the log, as each export of the log does, and gives it for the export's own text.
pub async fn anchor(tx: &mut TenantTx) -> Result<Option<Link>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Link,
        "insert into audit_anchors (organization_id, seq, hash, reason)
         select organization_id, seq, hash, 'export' from audit_heads where organization_id = $1 and seq > 0
         returning seq, hash",
        org.0
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Checks the organization's chain from its first kept row to its end, against `remembered` links (from exports of the log,
/// from tracing logs) and against those beside the log. Memory does not grow with the log.
pub async fn verify(tx: &mut TenantTx, remembered: &[Link]) -> Result<Verdict> {
    let org = tx.org();
    verify_chain(tx.conn(), Some(org), remembered).await
}

/// The same for the platform's own chain.
pub async fn verify_platform(tx: &mut PlatformTx, remembered: &[Link]) -> Result<Verdict> {
    verify_chain(tx.conn(), None, remembered).await
}

async fn verify_chain(mut conn: Conn<'_>, org: Option<OrgId>, remembered: &[Link]) -> Result<Verdict> {
    let org = org.map(|org| org.0);
    let mut known = sqlx::query_as!(
        Link,
        "select seq, hash from audit_anchors where organization_id is not distinct from $1 order by seq, id",
        org
    )
    .fetch_all(conn.again())
    .await?;
    known.extend(remembered.iter().cloned());
    known.sort_by_key(|link| link.seq);
    let head = sqlx::query_as!(
        Link,
        "select seq, hash from audit_heads where organization_id is not distinct from $1",
        org
    )
    .fetch_optional(conn.again())
    .await?;

    let mut verdict = Verdict { rows: 0, head: None, faults: Vec::new() };
    let mut before: Option<Link> = None;
    let mut rows = sqlx::query!(
        r#"select seq, user_id, actor_type, actor_label, action, status, resource_type, resource_id,
            ip_address::text as ip_address, user_agent, correlation_id, details::text as "details!", prev_hash, hash,
            created_at
        from audit_logs where organization_id is not distinct from $1 order by seq, id"#,
        org
    )
    .fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let follows = match &before {
            Some(last) => row.seq == last.seq + 1 && row.prev_hash == last.hash,
            // The first kept row begins the chain, or follows the last link of a dropped month.
            None if row.seq == 1 => row.prev_hash.iter().all(|byte| *byte == 0),
            None => known.iter().any(|link| link.seq == row.seq - 1 && link.hash == row.prev_hash),
        };
        if !follows {
            verdict.faults.push(Fault::Broken(row.seq));
        }
        let number = |value: Option<i64>| value.map(|value| value.to_string());
        let mut hash = Sha256::new();
        for part in [
            Some(row.seq.to_string()).as_deref(),
            Some(hex(&row.prev_hash)).as_deref(),
            number(org).as_deref(),
            number(row.user_id).as_deref(),
            Some(&row.actor_type),
            row.actor_label.as_deref(),
            Some(&row.action),
            Some(&row.status),
            row.resource_type.as_deref(),
            number(row.resource_id).as_deref(),
            row.ip_address.as_deref(),
            row.user_agent.as_deref(),
            row.correlation_id.as_deref(),
            Some(&row.details),
            Some(row.created_at.timestamp_micros().to_string()).as_deref(),
        ] {
            match part {
                None => hash.update((-1_i32).to_be_bytes()),
                Some(text) => {
                    hash.update((text.len() as i32).to_be_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        if hash.finalize().as_slice() != row.hash {
            verdict.faults.push(Fault::Changed(row.seq));
        }
        let from = known.partition_point(|link| link.seq < row.seq);
        for link in known.iter().skip(from).take_while(|link| link.seq == row.seq) {
            if link.hash != row.hash {
                verdict.faults.push(Fault::Rewritten(row.seq));
            }
        }
        verdict.rows += 1;
        before = Some(Link { seq: row.seq, hash: row.hash });
    }
    // With no row kept, the chain ends in the last link of the dropped months.
    let last = before.as_ref().map_or_else(|| known.last().map_or(0, |link| link.seq), |link| link.seq);
    let expected = head.iter().chain(&known).map(|link| link.seq).max().unwrap_or_default();
    if last < expected {
        verdict.faults.push(Fault::Shortened { last, expected });
    } else if let (Some(head), Some(last)) = (&head, &before)
        && head != last
    {
        verdict.faults.push(Fault::Rewritten(last.seq));
    }
    verdict.head = before.or(head);
    Ok(verdict)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
