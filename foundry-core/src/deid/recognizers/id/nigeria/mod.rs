//! Identifiers of Nigeria.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
