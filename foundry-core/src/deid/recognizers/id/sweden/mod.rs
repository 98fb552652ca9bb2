//! Identifiers of Sweden.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
