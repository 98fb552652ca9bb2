//! Identifiers of Ireland.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
