//! The message that opens a conversation where the row tells it: its fields come from paths of the row.

use super::parse::{Parser, Token};
use super::product::{Origin, Product};
use super::shape::JsonColumn;
use super::splice::{Join, Things, each_member, splice};
use super::tree::Tree;
use crate::record::{Cell, ValueKind};

/// The fields of the opening message among the bound columns.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// Slot of the message, and slot of the row's value behind the bound ones.
    copied: Vec<(usize, usize)>,
    /// Of these, those that hold text.
    spoken: Vec<usize>,
    written: Vec<(usize, &'static str)>,
    pending: bool,
}

impl Opening {
    /// Finds the fields that are bound, and leads the row's paths to slots behind them.
    pub(super) fn bind(
        product: Option<&Product>,
        bound: &[String],
        messages: Option<&str>,
        outer: &mut Tree,
    ) -> Opening {
        let mut opening = Opening::default();
        let fields = product.map_or(&[][..], |product| product.opening);
        for (field, origin) in fields {
            let name = format!("{}.{field}", messages.unwrap_or_default());
            let Some(slot) = bound.iter().position(|column| *column == name) else { continue };
            match origin {
                Origin::Text(text) => opening.written.push((slot, text)),
                Origin::Row(path) => {
                    let shadow = bound.len() + opening.copied.len();
                    outer.add(path.split('.'), shadow);
                    opening.copied.push((slot, shadow));
                    if field.starts_with("body") {
                        opening.spoken.push(shadow);
                    }
                }
            }
        }
        opening
    }

    /// How many slots it needs behind the bound ones.
    pub(super) fn shadows(&self) -> usize {
        self.copied.len()
    }

    /// Whether the row just shredded tells something that was said.
    pub(super) fn says_something(&self, tokens: &[Token]) -> bool {
        self.spoken.iter().any(|slot| tokens.get(*slot).is_some_and(|token| token.kind == ValueKind::Text))
    }

    /// Sets whether it is the next row.
    pub(super) fn set_pending(&mut self, pending: bool) {
        self.pending = pending;
    }

    /// Whether it is the next row; it is so once.
    pub(super) fn take_pending(&mut self) -> bool {
        std::mem::take(&mut self.pending)
    }

    /// Copies the row's values to the slots of the message.
    pub(super) fn fill_tokens(&self, tokens: &mut [Token]) {
        for (slot, shadow) in &self.copied {
            if let Some(token) = tokens.get(*shadow).copied()
                && let Some(place) = tokens.get_mut(*slot)
            {
                *place = token;
            }
        }
    }

    /// Writes the fields that are always the same.
    pub(super) fn fill_texts(&self, unescaped: &mut String, cells: &mut [Cell]) {
        for (slot, text) in &self.written {
            let start = unescaped.len() as u32;
            unescaped.push_str(text);
            if let Some(cell) = cells.get_mut(*slot) {
                *cell = Cell { start, end: unescaped.len() as u32, kind: ValueKind::Text, unescaped: true };
            }
        }
    }
}

/// Adds the columns that the opening fills, where no message has them.
pub(super) fn add_columns(product: &Product, columns: &mut Vec<JsonColumn>) {
    for (field, _) in product.opening {
        let name = format!("{}.{field}", product.messages);
        if !columns.iter().any(|column| column.name == name) {
            columns.push(JsonColumn {
                name,
                path: field.split('.').map(str::to_owned).collect(),
                inner: true,
            });
        }
    }
}

/// Writes an element again with the authors in its messages, where the product lists them apart.
pub(super) fn look_up(product: &Product, element: &[u8], depth: usize) -> Option<String> {
    let lookup = product.lookup?;
    let text = std::str::from_utf8(element).ok()?;
    let list = range_of(text, lookup.list, depth)?;
    let messages = range_of(text, product.messages, depth)?;
    let things = Things::of(text, list, depth);
    let joins = [Join { key: lookup.key, field: lookup.field, things: &things }];
    let mut out = String::with_capacity(text.len() * 2);
    out.push_str(text.get(..messages.0)?);
    splice(text, messages, depth, &joins, None, &mut out).ok()?;
    out.push_str(text.get(messages.1..)?);
    Some(out)
}

/// Where the array at this path stands in an object.
fn range_of(text: &str, path: &str, depth: usize) -> Option<(usize, usize)> {
    let mut range = (0, text.len());
    for wanted in path.split('.') {
        let object = text.get(range.0..range.1)?;
        let mut found = None;
        each_member(object, depth, &mut |key, start, end| {
            if key == wanted && found.is_none() {
                found = Some((range.0 + start, range.0 + end));
            }
            Some(())
        });
        range = found?;
    }
    let first = Parser::new(text.as_bytes(), range.0, depth).peek().ok()?;
    (first == b'[').then_some(range)
}
