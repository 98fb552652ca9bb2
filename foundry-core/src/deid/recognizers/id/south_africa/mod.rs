//! Identifiers of South Africa.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
