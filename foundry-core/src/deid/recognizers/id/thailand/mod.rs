//! Identifiers of Thailand.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
