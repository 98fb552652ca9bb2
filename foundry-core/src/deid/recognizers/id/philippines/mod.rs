//! Identifiers of the Philippines.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
