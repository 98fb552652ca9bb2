//! Identifiers of Germany.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
