//! Puts what is told elsewhere into each message: its author from a list of users, its ticket from a list of tickets.

use std::collections::HashMap;

use super::parse::{Fault, Parser};

/// One list of things by their ids.
#[derive(Debug, Default)]
pub(super) struct Things<'a>(HashMap<&'a str, &'a str>);

impl<'a> Things<'a> {
    /// The objects of an array that have an `id`; the first of equal ones counts.
    pub(super) fn of(text: &'a str, array: (usize, usize), depth: usize) -> Things<'a> {
        let mut things = HashMap::new();
        let _ = each_object(text, array, depth, &mut |start, end| {
            let object = text.get(start..end).unwrap_or("");
            if let Some(id) = member(object, "id", depth).filter(|id| !id.is_empty()) {
                things.entry(id).or_insert(object);
            }
            Ok(())
        });
        Things(things)
    }

    /// The object with this id.
    pub(super) fn get(&self, id: &str) -> Option<&'a str> {
        self.0.get(id).copied()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Which member of an object names a thing of a list, and the key that the thing gets.
#[derive(Debug)]
pub(super) struct Join<'t, 'a> {
    /// The member: `author_id`.
    pub(super) key: &'t str,
    /// The new member: `author`.
    pub(super) field: &'t str,
    /// The list.
    pub(super) things: &'t Things<'a>,
}

/// Calls `visit` with the range of each object of an array.
pub(super) fn each_object(
    text: &str,
    array: (usize, usize),
    depth: usize,
    visit: &mut dyn FnMut(usize, usize) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut parser = Parser::new(text.as_bytes(), array.0, depth);
    parser.peek()?;
    parser.enter()?;
    if parser.peek()? == b']' {
        return Ok(());
    }
    loop {
        let first = parser.peek()?;
        let start = parser.position();
        parser.skip()?;
        if first == b'{' {
            visit(start, parser.position())?;
        }
        if !parser.another(b']')? {
            return Ok(());
        }
    }
}

/// The text of a plain member of an object, quotes left out.
pub(super) fn member<'a>(object: &'a str, wanted: &str, depth: usize) -> Option<&'a str> {
    let mut found = None;
    each_member(object, depth, &mut |key, start, end| {
        if key == wanted && found.is_none() {
            found = plain(object.get(start..end)?, depth);
        }
        Some(())
    });
    found
}

/// A string or a number as its bare text.
pub(super) fn plain(value: &str, depth: usize) -> Option<&str> {
    let mut parser = Parser::new(value.as_bytes(), 0, depth);
    match parser.peek().ok()? {
        b'"' => {
            let token = parser.string().ok()?;
            value.get(token.start..token.end)
        }
        b'{' | b'[' => None,
        b't' | b'f' | b'n' => None,
        _ => Some(value.trim()),
    }
}

/// Calls `visit` with the key and the range of the value of each member, until it says no more.
pub(super) fn each_member<'a>(
    object: &'a str,
    depth: usize,
    visit: &mut dyn FnMut(&'a str, usize, usize) -> Option<()>,
) -> Option<()> {
    let mut parser = Parser::new(object.as_bytes(), 0, depth);
    if parser.peek().ok()? != b'{' {
        return None;
    }
    parser.enter().ok()?;
    if parser.peek().ok()? == b'}' {
        return Some(());
    }
    loop {
        let key = parser.key().ok()?;
        parser.peek().ok()?;
        let start = parser.position();
        // A bare value at the very end of the data cannot be told from one that goes on; here a bracket follows.
        parser.skip().ok()?;
        visit(object.get(key.start..key.end)?, start, parser.position())?;
        if !parser.another(b'}').ok()? {
            return Some(());
        }
    }
}

/// How much longer a text may get: things are repeated in every message that names them.
const GROWTH: usize = 12;

/// Writes an array again, its objects with the things that they name in front of their own members, and the objects
/// of the array `inner` in them likewise.
pub(super) fn splice(
    text: &str,
    array: (usize, usize),
    depth: usize,
    joins: &[Join<'_, '_>],
    inner: Option<(&str, &[Join<'_, '_>])>,
    out: &mut String,
) -> Result<(), Fault> {
    out.push('[');
    let limit = out.len() + text.len().saturating_mul(GROWTH).saturating_add(1 << 20);
    let mut first = true;
    each_object(text, array, depth, &mut |start, end| {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        if out.len() > limit {
            return Err(Fault::More);
        }
        splice_object(text.get(start..end).unwrap_or("{}"), depth, joins, inner, out)
    })?;
    out.push(']');
    Ok(())
}

fn splice_object(
    object: &str,
    depth: usize,
    joins: &[Join<'_, '_>],
    inner: Option<(&str, &[Join<'_, '_>])>,
    out: &mut String,
) -> Result<(), Fault> {
    out.push('{');
    let (mut written, mut nested) = (0usize, None);
    each_member(object, depth, &mut |key, start, end| {
        let value = object.get(start..end)?;
        for join in joins.iter().filter(|join| join.key == key) {
            if let Some(thing) = plain(value, depth).and_then(|id| join.things.get(id)) {
                out.extend(["\"", join.field, "\":", thing, ","]);
                written += 1;
            }
        }
        if inner.is_some_and(|(name, _)| name == key) && value.starts_with('[') {
            nested = Some((start, end));
        }
        Some(())
    });
    let rest = object.get(1..).unwrap_or("}");
    if written > 0 && rest.trim_start().starts_with('}') {
        out.truncate(out.len() - 1);
    }
    match (nested, inner) {
        (Some((start, end)), Some((_, joins))) => {
            out.push_str(object.get(1..start).unwrap_or(""));
            splice(object, (start, end), depth, joins, None, out)?;
            out.push_str(object.get(end..).unwrap_or("}"));
        }
        _ => out.push_str(rest),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_put_into_their_messages() {
        let text = r#"{"users":[{"id":1,"name":"Ann"},{"id":"x","name":"Bob"}],"m":[{"a":1,"t":"hi"}, {"a":"x"}, 7, {"a":3},{}]}"#;
        let things = Things::of(text, (9, 56), 64);
        let joins = [Join { key: "a", field: "by", things: &things }];
        let at = text.find("[{\"a\"").unwrap();
        let mut out = String::new();
        splice(text, (at, text.len() - 1), 64, &joins, None, &mut out).unwrap();
        assert_eq!(
            out,
            r#"[{"by":{"id":1,"name":"Ann"},"a":1,"t":"hi"},{"by":{"id":"x","name":"Bob"},"a":"x"},{"a":3},{}]"#
        );
    }
}
