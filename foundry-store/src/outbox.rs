//! Events for the outside: written in the transaction they tell of, delivered at least once. The receiver drops a second
//! delivery by the event's id.

use std::time::Duration;

use serde_json::Value;

use crate::credentials::interval;
use crate::deadline::Conn;
use crate::error::Result;
use crate::ids::{EventId, OrgId};
use crate::tenant::{Store, TenantTx};

/// An event in the hands of a deliverer.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Whose event it is.
    pub org: OrgId,
    /// The row.
    pub id: EventId,
    /// What the receiver keeps to drop a second delivery.
    pub event_id: String,
    /// Such as `job.completed`.
    pub kind: String,
    /// Ids and counts, no personal data.
    pub payload: Value,
    /// Which try this is, from 1; also the fence.
    pub attempt: i32,
}

/// After so many failed tries an event is given up.
pub const MAX_ATTEMPTS: i32 = 12;

/// Writes an event; it exists if the transaction does. Gives its id for the receiver.
pub async fn emit(tx: &mut TenantTx, kind: &str, payload: &Value) -> Result<String> {
    let org = tx.org();
    Ok(sqlx::query_scalar!(
        r#"insert into outbox_events (organization_id, kind, payload) values ($1, $2, $3)
        returning event_id::text as "event_id!""#,
        org.0,
        kind,
        payload
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Takes due events for delivery, over all organizations. Whoever does not report back within the lease loses them to the
/// next call.
pub async fn claim(store: &Store, at_most: i32, lease: Duration) -> Result<Vec<Delivery>> {
    let claimed = sqlx::query!(
        r#"select organization_id as "org!: OrgId", id as "id!: EventId", attempts as "attempt!"
        from claim_outbox_events($1, $2)"#,
        at_most,
        interval(lease)?
    )
    .fetch_all(Conn::new(&mut *store.bare().await?))
    .await?;
    let mut deliveries = Vec::with_capacity(claimed.len());
    for row in claimed {
        let mut tx = store.tenant(row.org).await?;
        let event = sqlx::query!(
            r#"select event_id::text as "event_id!", kind, payload from outbox_events where organization_id = $1 and id = $2"#,
            row.org.0,
            row.id.0
        )
        .fetch_optional(tx.conn())
        .await?;
        if let Some(event) = event {
            deliveries.push(Delivery {
                org: row.org,
                id: row.id,
                event_id: event.event_id,
                kind: event.kind,
                payload: event.payload,
                attempt: row.attempt,
            });
        }
    }
    deliveries.sort_by_key(|delivery| delivery.id);
    Ok(deliveries)
}

/// Says that an event arrived. False: the lease was lost, and it may be delivered again.
pub async fn delivered(tx: &mut TenantTx, delivery: &Delivery) -> Result<bool> {
    let org = tx.org();
    Ok(sqlx::query!(
        "update outbox_events set delivered_at = now(), last_error = null
         where organization_id = $1 and id = $2 and attempts = $3 and delivered_at is null",
        org.0,
        delivery.id.0,
        delivery.attempt
    )
    .execute(tx.conn())
    .await?
    .rows_affected()
        == 1)
}

/// Says that an event did not arrive: the next try is 10 seconds later, then twice as long each time, up to 6 hours.
pub async fn failed(tx: &mut TenantTx, delivery: &Delivery, error: &str) -> Result<()> {
    let org = tx.org();
    sqlx::query!(
        "update outbox_events set last_error = left($4, 1000),
            run_after = clock_timestamp() + least(interval '6 hours', interval '10 seconds' * power(2, least(attempts - 1, 20))),
            abandoned_at = case when attempts >= $5 then now() end
         where organization_id = $1 and id = $2 and attempts = $3 and delivered_at is null",
        org.0,
        delivery.id.0,
        delivery.attempt,
        error,
        MAX_ATTEMPTS
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
