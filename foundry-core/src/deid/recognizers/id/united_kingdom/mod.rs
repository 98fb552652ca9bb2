//! Identifiers of the United Kingdom.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
