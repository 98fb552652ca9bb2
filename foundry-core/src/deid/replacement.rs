//! Which parts of the messages were replaced, for those who look at both texts.

use crate::entity::{EntityType, Span};

/// A part of a message that something else stands for now. Holds offsets only, no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replacement {
    /// The message, counted from 0.
    pub message: usize,
    /// What it was.
    pub entity_type: EntityType,
    /// Where it stood in the message as it was given, in bytes.
    pub before: Span,
    /// Where what stands for it is now, in bytes.
    pub after: Span,
}

/// What was written into a message, and for which spelling.
pub(super) struct Traced {
    pub message: usize,
    pub entity_type: EntityType,
    pub after: Span,
    pub original: String,
}

/// Where each of them stood before: between two of them a text stays as it is. `traced` is in order of position;
/// what has no place in the text before (it came out of an encoding) is left out.
pub(super) fn placed<'t>(
    traced: &[Traced],
    texts: impl Fn(usize) -> Option<(&'t str, &'t str)>,
) -> Vec<Replacement> {
    let mut placed = Vec::with_capacity(traced.len());
    for of_message in traced.chunk_by(|a, b| a.message == b.message) {
        let Some((before, after)) = of_message.first().and_then(|first| texts(first.message)) else {
            continue;
        };
        let (mut from, mut to) = (0, 0);
        for Traced { message, entity_type, after: span, original } in of_message {
            let between = after.get(to..span.start).unwrap_or_default();
            let rest = before.get(from..).unwrap_or_default();
            let gap = match rest.strip_prefix(between) {
                Some(rest) if rest.starts_with(original.as_str()) => Some(between.len()),
                _ => rest.find(original.as_str()),
            };
            to = span.end;
            let Some(gap) = gap else { continue };
            let start = from + gap;
            from = start + original.len();
            placed.push(Replacement {
                message: *message,
                entity_type: *entity_type,
                before: Span::new(start, from),
                after: *span,
            });
        }
    }
    placed
}
