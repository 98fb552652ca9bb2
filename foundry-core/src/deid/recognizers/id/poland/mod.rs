//! Identifiers of Poland.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
