//! Identifiers of the United States.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
