//! Identifiers of Portugal.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
