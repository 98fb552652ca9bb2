//! Identifiers of Japan.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
