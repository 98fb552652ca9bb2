//! The words of a mapping: standard fields, confidence, transform rules.

use serde::{Deserialize, Serialize};

use crate::conversation::SenderRole;
use crate::entity::EntityType;

/// How sure the detection is of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A guess.
    #[default]
    Low,
    /// Likely; worth a look.
    Medium,
    /// As good as certain.
    High,
}

/// What a column means. On the wire: `content`, `conversation_id`, …, `custom_<name>`, `ignore`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StandardField {
    /// Which conversation a row belongs to.
    ConversationId,
    /// What was said. May be mapped from several columns, each with its own `role` (question and answer columns).
    Content,
    /// Who said it: customer, agent or system.
    SenderRole,
    /// The sender's id, name or address; always personal.
    SenderId,
    /// When it was said.
    Timestamp,
    /// The status of the ticket.
    Status,
    /// A further field, kept as metadata: `[a-z0-9_]{1,64}`.
    Custom(String),
    /// Not used.
    Ignore,
}

impl StandardField {
    /// The name on the wire.
    pub fn name(&self) -> String {
        match self {
            StandardField::ConversationId => "conversation_id".into(),
            StandardField::Content => "content".into(),
            StandardField::SenderRole => "sender_role".into(),
            StandardField::SenderId => "sender_id".into(),
            StandardField::Timestamp => "timestamp".into(),
            StandardField::Status => "status".into(),
            StandardField::Custom(name) => format!("custom_{name}"),
            StandardField::Ignore => "ignore".into(),
        }
    }

    /// The field with this wire name.
    pub fn from_name(name: &str) -> Option<StandardField> {
        Some(match name {
            "conversation_id" => StandardField::ConversationId,
            "content" => StandardField::Content,
            "sender_role" => StandardField::SenderRole,
            "sender_id" => StandardField::SenderId,
            "timestamp" => StandardField::Timestamp,
            "status" => StandardField::Status,
            "ignore" => StandardField::Ignore,
            _ => {
                let custom = name.strip_prefix("custom_")?;
                let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                if custom.is_empty() || custom.len() > 64 || !custom.chars().all(fits) {
                    return None;
                }
                StandardField::Custom(custom.to_owned())
            }
        })
    }
}

impl Serialize for StandardField {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for StandardField {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        StandardField::from_name(&name).ok_or_else(|| {
            let known =
                ["conversation_id", "content", "sender_role", "sender_id", "timestamp", "status", "ignore"];
            let near = crate::error::nearest(&name, known).map(|n| format!(", did you mean `{n}`?"));
            serde::de::Error::custom(format!(
                "unknown target field `{name}`{}",
                near.unwrap_or_else(|| "; further fields are `custom_` and up to 64 of a-z, 0-9 and _".into())
            ))
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for StandardField {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StandardField".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(conversation_id|content|sender_role|sender_id|timestamp|status|ignore|custom_[a-z0-9_]{1,64})$"
        })
    }
}

/// One change to a value on its way into its field: `{"type": "trim"}`, with `params` where it takes any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransformRule {
    /// The transform: `trim`, `lowercase`, `html_to_text`, `strip_quoted_reply`, `strip_signature`, `parse_timestamp`, `map_values`, `regex_extract`,
    /// `split`, `concat`, `coalesce`, `slack_text`, `constant`, `json_path`, `default`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its parameters; see the guide on mappings.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub params: serde_json::Map<String, serde_json::Value>,
}

/// One rule, or several that run in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum TransformRules {
    /// One rule.
    One(TransformRule),
    /// Several, in order.
    Many(Vec<TransformRule>),
}

/// Where the value of a standard field comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldMapping {
    /// The column's name; may be absent only with a `constant` transform.
    pub source_field: String,
    /// The standard field.
    pub target_field: StandardField,
    /// How sure the detection was.
    #[serde(default)]
    pub confidence: Confidence,
    /// Whether the values are personal: they are then removed from all free text of the conversation.
    #[serde(default)]
    pub is_pii: bool,
    /// What kind of personal value it is, if known; found out from each value if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<EntityType>,
    /// For `content`: who speaks in this column, where a row holds a question and an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SenderRole>,
    /// What is done to the value first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transform_rule: Option<TransformRules>,
    /// Why the detection proposes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// What steers mapping beyond the single columns.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MappingOptions {
    /// How rows without a conversation id form conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversations: Option<ConversationRule>,
    /// What one row holds; found out from the mappings if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_shape: Option<RowShape>,
    /// Day and month in dates such as `03/04/2024`.
    pub date_order: DateOrder,
    /// Added to times that name no zone: `+02:00`, `-05:00`, `Z`. UTC if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// Domains of the support team: a sender with such an address is the agent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub support_domains: Vec<String>,
    /// The column whose value names the customer, such as `requester_id`: a message is the customer's when its
    /// `sender_id` equals it (trimmed, ASCII case aside) and the agent's when not. Asked where no role column tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_field: Option<String>,
    /// Which rows are notes that the team wrote for itself: they get the role `system`, whatever else is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_notes: Option<InternalNotes>,
    /// Which rows are no messages of the conversation, such as drafts: they are left out, each with a warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave_out: Option<LeaveOut>,
    /// Senders that are agents, as `sender_id` has them (trimmed, ASCII case aside); all other senders are customers.
    /// Asked where no role column tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agent_senders: Vec<String>,
    /// Further words for roles in the role column: `{"rep": "agent"}`. Compared without case.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub role_values: std::collections::BTreeMap<String, SenderRole>,
    /// The role of a message whose role is not given or not understood; without it such a row is rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_role: Option<SenderRole>,
}

impl MappingOptions {
    /// These options, and where they leave something open, what was found out.
    pub fn over(&self, found: MappingOptions) -> MappingOptions {
        // Each field by name: one that is added later cannot be forgotten here.
        let MappingOptions {
            conversations,
            row_shape,
            date_order,
            utc_offset,
            support_domains,
            customer_field,
            internal_notes,
            leave_out,
            agent_senders,
            mut role_values,
            default_role,
        } = self.clone();
        for (word, role) in found.role_values {
            role_values.entry(word).or_insert(role);
        }
        MappingOptions {
            conversations: conversations.or(found.conversations),
            row_shape: row_shape.or(found.row_shape),
            date_order: if date_order == DateOrder::Auto { found.date_order } else { date_order },
            utc_offset: utc_offset.or(found.utc_offset),
            support_domains: if support_domains.is_empty() { found.support_domains } else { support_domains },
            customer_field: customer_field.or(found.customer_field),
            internal_notes: internal_notes.or(found.internal_notes),
            leave_out: leave_out.or(found.leave_out),
            agent_senders: if agent_senders.is_empty() { found.agent_senders } else { agent_senders },
            role_values,
            default_role: default_role.or(found.default_role),
        }
    }
}

/// A column that tells internal notes: `{"field": "public", "when": false}`, `{"field": "private", "when": true}`, or by
/// its words, `{"field": "type", "values": ["note"]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InternalNotes {
    /// The column. Values: `true`, `false`, `1`, `0`, yes and no in the languages that detection knows.
    pub field: String,
    /// The answer that marks a note; any other value, or none, marks no note.
    #[serde(default = "yes")]
    pub when: bool,
    /// The words that mark a note, where the column holds no yes or no; compared without ASCII case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Rows that are left out: `{"field": "status", "values": ["draft", "scheduled"]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeaveOut {
    /// The column.
    pub field: String,
    /// The values that leave a row out; compared trimmed and without ASCII case.
    pub values: Vec<String>,
}

/// How rows without a conversation id form conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "type", deny_unknown_fields)]
pub enum ConversationRule {
    /// Each row is a conversation of its own.
    Row,
    /// Rows of one sender (or other key column mapped as `sender_id`) with no longer pause than this.
    SenderGap {
        /// The longest pause inside a conversation, in minutes.
        gap_minutes: u32,
    },
    /// The whole input is one conversation.
    File,
}

/// What one row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowShape {
    /// One message.
    Message,
    /// A question and an answer in two columns: two messages.
    QuestionAnswer,
    /// A whole transcript in one cell: `Agent: … Customer: …`.
    Transcript,
}

/// Day and month in dates that could be read either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Settled over the whole column; reported where nothing in it tells.
    #[default]
    Auto,
    /// 03/04 is the third of April.
    DayFirst,
    /// 03/04 is the fourth of March.
    MonthFirst,
}
