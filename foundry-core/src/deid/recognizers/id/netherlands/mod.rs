//! Identifiers of the Netherlands.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
