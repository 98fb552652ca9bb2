//! Identifiers of Italy.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
