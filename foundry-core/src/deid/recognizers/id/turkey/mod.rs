//! Identifiers of Turkey.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
