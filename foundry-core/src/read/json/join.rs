//! Documents of several tables, `{"tickets": […], "comments": […], "users": […]}`: the messages get what they name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::options::ReadLimits;
use super::super::text::Block;
use super::parse::Parser;
use super::shape::{Sample, messages_path};
use super::splice::{Join, Things, each_member, each_object, plain, splice};
use crate::error::Result;

/// Rows of a table that are looked at.
const LOOKED_AT: usize = 100;

/// Names of members that are looked at.
const MAX_NAMES: usize = 200;

/// The messages of a document, joined.
pub(super) struct Joined {
    /// The key of their table.
    pub(super) key: String,
    /// Their array as JSON text.
    pub(super) text: String,
}

/// The name of a table and where it stands.
type Place<'a> = (&'a str, (usize, usize));

/// A member that names rows of another table, the member that the row becomes, and that table's place.
type Reference = (String, String, usize);

/// A table of the document.
struct Table<'a> {
    name: &'a str,
    range: (usize, usize),
    rows: Vec<Sample>,
    things: Things<'a>,
}

/// What became of a document's tables.
pub(super) enum Tables {
    /// The messages with what they name in the others.
    Joined(Joined),
    /// There is one, or nothing to join them by.
    One,
    /// There are several, more than are joined.
    TooLarge,
    /// The first is so large that the others were not seen.
    Unseen,
}

/// Joins the tables of the document in the window, if it has several and is small enough. `wanted`: the table that
/// the caller chose.
pub(super) fn join(block: &mut Block<'_>, wanted: Option<&str>, limits: &ReadLimits) -> Result<Tables> {
    let depth = limits.max_depth;
    block.fill_to(limits.max_join_bytes)?;
    if block.data().len() > limits.max_join_bytes && block.ended() {
        // The window may be larger than the limit.
        let whole = std::str::from_utf8(block.data()).unwrap_or_default();
        return Ok(if tables(whole).0.len() > 1 { Tables::TooLarge } else { Tables::One });
    }
    let data = block.data();
    let text = match std::str::from_utf8(data) {
        Ok(text) => text,
        Err(_) if block.ended() => return Ok(Tables::One),
        Err(error) => data
            .get(..error.valid_up_to())
            .and_then(|head| std::str::from_utf8(head).ok())
            .unwrap_or_default(),
    };
    if !block.ended() {
        return Ok(if tables(text).0.is_empty() { Tables::Unseen } else { Tables::TooLarge });
    }
    Ok(join_text(text, wanted, depth).map_or(Tables::One, Tables::Joined))
}

fn join_text(text: &str, wanted: Option<&str>, depth: usize) -> Option<Joined> {
    let (found, whole) = tables(text);
    if !whole || found.len() < 2 || found.len() > 20 {
        return None;
    }
    let tables: Vec<Table<'_>> = found
        .into_iter()
        .map(|(name, range)| {
            let mut rows = Vec::new();
            let _ = each_object(text, range, depth, &mut |start, _| {
                if rows.len() < LOOKED_AT {
                    rows.extend(Sample::parse(&mut Parser::new(text.as_bytes(), start, depth)));
                }
                Ok(())
            });
            Table { name, range, rows, things: Things::of(text, range, depth) }
        })
        .collect();
    let best = tables
        .iter()
        .enumerate()
        .filter(|(_, table)| wanted.is_none_or(|wanted| wanted == table.name))
        .map(|(at, table)| {
            let inner = messages_path(&table.rows).filter(|path| !path.contains('.'));
            let own = keys(at, &tables, text, None, depth);
            let within =
                inner.as_deref().map_or_else(Vec::new, |key| keys(at, &tables, text, Some(key), depth));
            let tells = table.rows.iter().any(super::shape::has_text) || inner.is_some();
            (at, inner, own, within, tells)
        })
        .filter(|(_, _, own, within, tells)| *tells && !(own.is_empty() && within.is_empty()))
        .max_by_key(|(at, inner, own, within, _)| {
            let table = &tables[*at];
            (own.len() + within.len() + usize::from(inner.is_some()), table.range.1 - table.range.0)
        })?;
    let (at, inner, own, within, _) = best;
    let own_joins: Vec<Join<'_, '_>> =
        own.iter().map(|(key, field, table)| Join { key, field, things: &tables[*table].things }).collect();
    let inner_joins: Vec<Join<'_, '_>> = within
        .iter()
        .map(|(key, field, table)| Join { key, field, things: &tables[*table].things })
        .collect();
    let mut out = String::with_capacity(text.len());
    let inner = inner.as_deref().map(|key| (key, inner_joins.as_slice()));
    splice(text, tables[at].range, depth, &own_joins, inner, &mut out).ok()?;
    Some(Joined { key: tables[at].name.to_owned(), text: out })
}

/// The members of a table (or of the array in its rows) that name rows of other tables: member, new member, table.
fn keys(at: usize, tables: &[Table<'_>], text: &str, inner: Option<&str>, depth: usize) -> Vec<Reference> {
    let Some(table) = tables.get(at) else { return Vec::new() };
    let mut objects: Vec<&str> = Vec::new();
    let _ = each_object(text, table.range, depth, &mut |start, end| {
        if objects.len() < LOOKED_AT {
            let object = text.get(start..end).unwrap_or("");
            match inner {
                None => objects.push(object),
                Some(inner) => {
                    each_member(object, depth, &mut |key, start, end| {
                        if key == inner && object.get(start..)?.starts_with('[') {
                            let _ = each_object(object, (start, end), depth, &mut |from, to| {
                                objects.extend(object.get(from..to));
                                Ok(())
                            });
                        }
                        Some(())
                    });
                }
            }
        }
        Ok(())
    });
    // Each object is walked once: its names, and what stands under those that may name a row elsewhere.
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut references: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for object in objects {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        each_member(object, depth, &mut |key, start, end| {
            if names.len() < MAX_NAMES {
                names.insert(key);
            }
            if is_reference(key) && names.contains(key) && seen.insert(key) {
                references.entry(key).or_default().extend(plain(object.get(start..end)?, depth));
            }
            Some(())
        });
    }
    let mut found = Vec::new();
    for (name, values) in references {
        let hits = |things: &Things<'_>| values.iter().filter(|value| things.get(value).is_some()).count();
        let others =
            tables.iter().enumerate().filter(|(other, table)| *other != at && !table.things.is_empty());
        let best = others.map(|(other, table)| (hits(&table.things), likeness(name, table.name), other));
        // At equal hits (small numbers are ids everywhere) the table of that name: `user_id` names one of `users`.
        let Some((hits, _, other)) = best.max() else { continue };
        let field = field_of(name);
        if !values.is_empty() && hits * 5 >= values.len() * 4 && !names.contains(field.as_str()) {
            found.push((name.to_owned(), field, other));
        }
    }
    found
}

/// Whether a member's name says that it names a row elsewhere.
fn is_reference(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (lower.ends_with("id") && lower.len() > 2) || lower.ends_with("_by") || lower.ends_with("_ref")
}

/// `author_id` becomes `author`, `ticketId` becomes `ticket`, `created_by` stays with `_row` behind it.
fn field_of(name: &str) -> String {
    let cut = ["_id", "Id", "_ID", "ID", "id", "_ref"].iter().find_map(|end| name.strip_suffix(end));
    match cut.map(|cut| cut.trim_end_matches('_')).filter(|cut| !cut.is_empty()) {
        Some(cut) => cut.to_owned(),
        None => format!("{name}_row"),
    }
}

/// How much of the member's name the table's name shares: `ticket_id` and `tickets`.
fn likeness(member: &str, table: &str) -> usize {
    const PEOPLE: [&str; 8] =
        ["user", "author", "sender", "requester", "agent", "member", "contact", "customer"];
    let stem = |text: &str| text.to_ascii_lowercase().trim_end_matches('s').to_owned();
    let (field, table) = (stem(&field_of(member)), stem(table));
    let person = |text: &str| PEOPLE.iter().any(|word| text.contains(word));
    if table.ends_with(&field) || field.ends_with(&table) {
        2
    } else {
        usize::from(person(&field) && person(&table))
    }
}

/// The arrays of objects at the top of a document, and whether the document is whole.
fn tables(text: &str) -> (Vec<Place<'_>>, bool) {
    let mut tables = Vec::new();
    let offset = text.len() - text.trim_start().len();
    let trimmed = text.get(offset..).unwrap_or("");
    let whole = each_member(trimmed, 64, &mut |key, start, end| {
        let value = trimmed.get(start..end)?;
        let inside = value.strip_prefix('[').map(str::trim_start);
        if inside.is_some_and(|inside| inside.starts_with('{')) {
            tables.push((key, (start + offset, end + offset)));
        }
        Some(())
    });
    (tables, whole.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_get_their_ticket_and_author() {
        let text = r#" {"count": 1, "tickets":[{"id":7,"status":"open","requester_id":1}],
            "users":[{"id":1,"name":"Ann","role":"end-user"},{"id":2,"name":"Bob","role":"agent"}],
            "comments":[{"id":9,"ticket_id":7,"author_id":1,"body":"It does not work at all"},{"id":10,"ticket_id":7,"author_id":2,"body":"Hi"}]}"#;
        let joined = join_text(text, None, 64).unwrap();
        assert_eq!(joined.key, "comments");
        assert!(joined.text.starts_with(
            r#"[{"ticket":{"id":7,"status":"open","requester_id":1},"author":{"id":1,"name":"Ann","role":"end-user"},"id":9,"#
        ));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&joined.text).unwrap().as_array().unwrap().len(),
            2
        );
    }

    #[test]
    fn messages_within_tickets_get_their_author() {
        let text = r#"{"tickets":[{"id":7,"comments":[{"author_id":1,"body":"It does not work at all"}]}],"users":[{"id":1,"role":"agent"}]}"#;
        let joined = join_text(text, None, 64).unwrap();
        assert_eq!(joined.key, "tickets");
        assert!(joined.text.contains(r#""comments":[{"author":{"id":1,"role":"agent"},"author_id":1,"#));
    }

    #[test]
    fn single_tables_and_broken_documents_stay() {
        for text in [
            r#"{"tickets":[{"id":1,"body":"a b c d"}],"next":null}"#,
            r#"{"a":[{"id":1,"text":"a b c d"}],"b":[{"id":2}]}"#,
            r#"{"a":[{"id":1}],"b":[{"id":"#,
            "[]",
            "{}",
            "",
        ] {
            assert!(join_text(text, None, 64).is_none(), "{text}");
        }
    }
}
