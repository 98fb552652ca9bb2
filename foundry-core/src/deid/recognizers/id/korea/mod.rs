//! Identifiers of Korea.

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[];
