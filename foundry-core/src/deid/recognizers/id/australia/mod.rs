//! Identifiers of Australia.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
