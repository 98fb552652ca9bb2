//! Identifiers of Spain.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
