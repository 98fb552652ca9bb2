//! Conversations and messages: what grouping yields, de-identification changes and exports write.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::entity::EntityType;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SenderRole {
    /// The person who asks.
    Customer,
    /// The person or bot who answers.
    Agent,
    /// The help desk itself: status changes, macros, notices.
    System,
}

impl SenderRole {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            SenderRole::Customer => "customer",
            SenderRole::Agent => "agent",
            SenderRole::System => "system",
        }
    }
}

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl fmt::Display for Timestamp {
    /// Writes `2024-05-01T09:30:00Z`, with milliseconds only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => write!(f, "{}ms", self.0),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let time: jiff::Timestamp = text.parse().map_err(serde::de::Error::custom)?;
        Ok(Timestamp(time.as_millisecond()))
    }
}

/// One message of a conversation. `Debug` never shows what it says.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message<'a> {
    /// Who wrote it.
    pub role: SenderRole,
    /// What it says.
    #[serde(borrow)]
    pub content: Cow<'a, str>,
    /// The sender as the source names them; personal data.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub sender_id: Option<Cow<'a, str>>,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    /// Further mapped fields (`custom_*`, without the prefix), in mapping order.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({}, {} bytes)", self.role.as_str(), self.content.len())
    }
}

/// A value that a mapped column says is personal, to be removed from all free text of its conversation.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownValue<'a> {
    /// What kind of value it is.
    pub entity_type: EntityType,
    /// The value as the column has it.
    #[serde(borrow)]
    pub value: Cow<'a, str>,
    /// Which party of the conversation it belongs to, so that one person's name, e-mail and phone can share an
    /// identity; values of one mapped row share a party.
    #[serde(default)]
    pub party: u32,
}

impl fmt::Debug for KnownValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownValue({}, party {})", self.entity_type, self.party)
    }
}

/// A conversation: messages by time, ties by input order. `Debug` never shows what it holds.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation<'a> {
    /// The id as the source names it.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The last known status of the ticket.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Cow<'a, str>>,
    /// The messages.
    #[serde(borrow)]
    pub messages: Vec<Message<'a>>,
    /// Values of personal columns, without duplicates, in order of appearance.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub known_values: Vec<KnownValue<'a>>,
    /// The input row of the first message, for reports; 0 where there is no file.
    #[serde(default)]
    pub first_row: u64,
}

impl fmt::Debug for Conversation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conversation(row {}, {} messages)", self.first_row, self.messages.len())
    }
}
