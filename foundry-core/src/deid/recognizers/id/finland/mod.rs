//! Identifiers of Finland.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
