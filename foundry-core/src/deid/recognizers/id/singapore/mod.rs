//! Identifiers of Singapore.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
