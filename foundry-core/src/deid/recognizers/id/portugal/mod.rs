//! Identifiers of Portugal.

mod nif;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[nif::RULE];
