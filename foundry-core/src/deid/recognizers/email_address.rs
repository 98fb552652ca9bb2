//! E-mail addresses.

use crate::entity::Finding;

/// The address around the `@` at byte `at`.
pub(super) fn at(text: &str, at: usize) -> Option<Finding> {
    let _ = (text, at);
    None
}
