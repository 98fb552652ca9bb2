//! Identifiers of France.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
