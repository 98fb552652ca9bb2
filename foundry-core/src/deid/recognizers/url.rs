//! Web addresses.

use crate::entity::Finding;

/// The address whose scheme ends at the `:` at byte `at` (`https://…`).
pub(super) fn at_scheme(text: &str, at: usize) -> Option<Finding> {
    let _ = (text, at);
    None
}

/// The address without a scheme around the `.` at byte `at` (`www.example.com/x`, `example.com/x`).
pub(super) fn at_dot(text: &str, at: usize) -> Option<Finding> {
    let _ = (text, at);
    None
}
