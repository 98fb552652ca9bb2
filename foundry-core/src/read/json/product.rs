//! Exports whose messages do not all stand in one array: the first one is told of the row itself, or the authors stand
//! in a list of their own.

use super::shape::Sample;

/// Where a field of the opening message comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A path of the row.
    Row(&'static str),
    /// Always this text.
    Text(&'static str),
}

/// A list in the row that tells more of the authors of its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lookup {
    /// The array of the row, its things by `id`.
    pub(super) list: &'static str,
    /// The member of a message that names one.
    pub(super) key: &'static str,
    /// The member that the thing becomes.
    pub(super) field: &'static str,
}

/// What is known of one product's export.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Product {
    /// Paths that a row of it has, 0 being the first element of an array.
    marks: &'static [&'static str],
    /// The array of messages.
    pub(super) messages: &'static str,
    /// The fields of the message that opens the conversation, as the messages call them.
    pub(super) opening: &'static [(&'static str, Origin)],
    /// The list of authors.
    pub(super) lookup: Option<Lookup>,
}

const PRODUCTS: &[Product] = &[
    // Intercom: the first message is the `source` of the conversation.
    Product {
        marks: &["source.body", "source.author", "conversation_parts.conversation_parts"],
        messages: "conversation_parts.conversation_parts",
        opening: &[
            ("body", Origin::Row("source.body")),
            ("created_at", Origin::Row("created_at")),
            ("author.type", Origin::Row("source.author.type")),
            ("author.id", Origin::Row("source.author.id")),
            ("author.name", Origin::Row("source.author.name")),
            ("author.email", Origin::Row("source.author.email")),
            ("part_type", Origin::Text("comment")),
        ],
        lookup: None,
    },
    // Freshdesk: the first message is the description of the ticket, written by its requester.
    Product {
        marks: &["description", "requester_id", "conversations.0.incoming"],
        messages: "conversations",
        opening: &[
            ("body_text", Origin::Row("description_text")),
            ("body", Origin::Row("description")),
            ("user_id", Origin::Row("requester_id")),
            ("created_at", Origin::Row("created_at")),
            ("incoming", Origin::Text("true")),
            ("private", Origin::Text("false")),
        ],
        lookup: None,
    },
    // LiveChat: events name their authors by id, and the row lists them.
    Product {
        marks: &["users.0.type", "thread.events"],
        messages: "thread.events",
        opening: &[],
        lookup: Some(Lookup { list: "users", key: "author_id", field: "author" }),
    },
];

/// The product that a row of the sample is from; the rows of a file are from one product.
pub(super) fn recognise(rows: &[Sample]) -> Option<&'static Product> {
    PRODUCTS
        .iter()
        .find(|product| rows.iter().any(|row| product.marks.iter().all(|mark| at(row, mark).is_some())))
}

fn at<'s>(row: &'s Sample, path: &str) -> Option<&'s Sample> {
    path.split('.').try_fold(row, |value, key| match value {
        Sample::Array(elements) => elements.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    })
}
