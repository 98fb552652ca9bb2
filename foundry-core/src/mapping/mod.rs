//! Map: which column means what ([`detect`]), and rows to messages ([`Mapper`]).

#[cfg(test)]
mod calibration;
mod dates;
mod detect;
mod evidence;
mod field;
mod fold;
mod known;
mod mapper;
mod message_list;
mod month;
mod products;
mod remember;
mod role;
mod score;
mod shape;
mod synonyms;
mod timestamp;
mod transcript;
mod transform;

pub use field::{
    Confidence, ConversationRule, DateOrder, FieldMapping, InternalNotes, LeaveOut, MappingOptions, RowShape,
    StandardField, TransformRule, TransformRules,
};

pub use detect::detect;
pub use mapper::Mapper;
pub use remember::{RememberedMapping, header_fingerprint, remembered};
pub(crate) use timestamp::parse_offset;

use std::borrow::Cow;

use crate::conversation::{KnownValue, SenderRole};
use crate::record::Warning;

/// What the detection proposes for one input.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// One proposal per column, in column order; columns without a meaning map to `ignore` or a `custom_` field.
    pub mappings: Vec<FieldMapping>,
    /// What the rows look like: shape, conversation rule.
    pub options: MappingOptions,
    /// What a person should look at: no content column, doubtful role, ambiguous dates.
    pub warnings: Vec<Warning>,
    /// The product or table that the columns are known from, if any.
    pub product: Option<KnownProduct>,
}

/// An export that is known by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownProduct {
    /// What it is: `Zendesk tickets with their comments`.
    pub name: &'static str,
    /// For an export without message text: what to export instead.
    pub remedy: Option<&'static str>,
}

/// A time that is settled when the whole column has been seen: both readings, equal where there is no doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawTime {
    /// Milliseconds since 1970 UTC, read day first.
    pub day_first: i64,
    /// Milliseconds since 1970 UTC, read month first.
    pub month_first: i64,
}

/// Which conversation a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationKey<'a> {
    /// By the id of the source.
    Id(&'a str),
    /// Each row on its own, by its number.
    Row(u64),
    /// By sender, to be split at pauses.
    Sender(&'a str),
    /// The whole input.
    File,
}

/// A message on its way from a row into its conversation; borrows from the row.
#[derive(Debug)]
pub struct MappedMessage<'a> {
    /// Its conversation.
    pub key: ConversationKey<'a>,
    /// The row it comes from.
    pub row: u64,
    /// Who speaks.
    pub role: SenderRole,
    /// What is said; never empty.
    pub content: Cow<'a, str>,
    /// The sender.
    pub sender_id: Option<Cow<'a, str>>,
    /// When.
    pub time: Option<RawTime>,
    /// The ticket's status.
    pub status: Option<Cow<'a, str>>,
    /// Values of `custom_*` fields, in the order of [`Mapper::custom_fields`]; `None` where the row has none.
    pub custom: &'a [Option<Cow<'a, str>>],
    /// Values of personal columns; `party` is not set yet.
    pub known: &'a [KnownValue<'a>],
}
