//! Labelled texts: a text and the spans in it that name something.

use foundry_core::entity::Span;

/// What a span names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// A person.
    Person,
    /// A company, an institution, a team.
    Organization,
    /// A city, a region, a country.
    Location,
    /// A postal address, whole or in part.
    Address,
}

/// A text of one or more lines, such as a conversation with one message a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledText {
    /// The text.
    pub text: String,
    /// Spans in bytes, sorted, never overlapping.
    pub spans: Vec<(Span, Label)>,
}
