//! Identifiers of Mexico.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
