//! Which column of a source means what.

use serde_json::Value;

use crate::error::Result;
use crate::ids::{Confidence, DetectedBy, MappingId, SourceId};
use crate::tenant::TenantTx;

/// The mapping of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The id.
    pub id: MappingId,
    /// The column.
    pub source_field: String,
    /// A standard field or `custom_…`.
    pub target_field: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether the column holds personal data.
    pub is_pii: bool,
    /// `{type, params}`.
    pub transform_rule: Option<Value>,
    /// Who chose it.
    pub detected_by: DetectedBy,
}

/// A mapping to store.
#[derive(Debug, Clone)]
pub struct NewMapping {
    /// The column.
    pub source_field: String,
    /// A standard field or `custom_…`.
    pub target_field: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether the column holds personal data.
    pub is_pii: bool,
    /// `{type, params}`.
    pub transform_rule: Option<Value>,
}

/// Lists the mappings of a source by column (seed query 9).
pub async fn list(tx: &mut TenantTx, source: SourceId) -> Result<Vec<Mapping>> {
    let org = tx.org();
    Ok(sqlx::query_as!(
        Mapping,
        r#"select id as "id: MappingId", source_field, target_field, confidence as "confidence: Confidence", is_pii,
            transform_rule, detected_by as "detected_by: DetectedBy"
        from source_mappings where organization_id = $1 and source_id = $2 order by source_field"#,
        org.0,
        source.0
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Puts a person's mappings in the place of all that are there.
pub async fn replace(tx: &mut TenantTx, source: SourceId, mappings: &[NewMapping]) -> Result<()> {
    let org = tx.org();
    sqlx::query!(
        "delete from source_mappings where organization_id = $1 and source_id = $2",
        org.0,
        source.0
    )
    .execute(tx.conn())
    .await?;
    insert(tx, source, mappings, DetectedBy::User).await.map(|_| ())
}

/// Takes over what detection proposes, leaving every column that a person has mapped; gives how many were taken.
pub async fn propose(tx: &mut TenantTx, source: SourceId, mappings: &[NewMapping]) -> Result<u64> {
    let org = tx.org();
    sqlx::query!(
        "delete from source_mappings where organization_id = $1 and source_id = $2 and detected_by = 'auto'",
        org.0,
        source.0
    )
    .execute(tx.conn())
    .await?;
    insert(tx, source, mappings, DetectedBy::Auto).await
}

async fn insert(
    tx: &mut TenantTx,
    source: SourceId,
    mappings: &[NewMapping],
    detected_by: DetectedBy,
) -> Result<u64> {
    let org = tx.org();
    let fields: Vec<String> = mappings.iter().map(|m| m.source_field.clone()).collect();
    let targets: Vec<String> = mappings.iter().map(|m| m.target_field.clone()).collect();
    let confidences: Vec<String> = mappings.iter().map(|m| m.confidence.as_str().to_owned()).collect();
    let pii: Vec<bool> = mappings.iter().map(|m| m.is_pii).collect();
    let rules: Vec<Value> =
        mappings.iter().map(|m| m.transform_rule.clone().unwrap_or(Value::Null)).collect();
    // A person's choice wins over detection; a person who names a column twice is told so.
    let rows = match detected_by {
        DetectedBy::Auto => {
            sqlx::query!(
                "insert into source_mappings (organization_id, source_id, source_field, target_field, confidence, is_pii,
                    transform_rule, detected_by)
                 select $1, $2, f, t, c, p, nullif(r, 'null'::jsonb), 'auto'
                 from unnest($3::text[], $4::text[], $5::text[], $6::boolean[], $7::jsonb[]) as m (f, t, c, p, r)
                 on conflict (organization_id, source_id, source_field) do nothing",
                org.0,
                source.0,
                &fields,
                &targets,
                &confidences,
                &pii,
                &rules
            )
            .execute(tx.conn())
            .await?
        }
        DetectedBy::User => {
            sqlx::query!(
                "insert into source_mappings (organization_id, source_id, source_field, target_field, confidence, is_pii,
                    transform_rule, detected_by)
                 select $1, $2, f, t, c, p, nullif(r, 'null'::jsonb), 'user'
                 from unnest($3::text[], $4::text[], $5::text[], $6::boolean[], $7::jsonb[]) as m (f, t, c, p, r)",
                org.0,
                source.0,
                &fields,
                &targets,
                &confidences,
                &pii,
                &rules
            )
            .execute(tx.conn())
            .await?
        }
    };
    Ok(rows.rows_affected())
}
