//! Identifiers of Brazil.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
