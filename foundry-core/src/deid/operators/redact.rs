//! `redact`: nothing is left.

/// What stands in the text instead of a redacted value.
pub(super) const NOTHING: &str = "";
