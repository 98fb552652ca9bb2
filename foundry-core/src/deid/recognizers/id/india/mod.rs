//! Identifiers of India.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
