//! Identifiers of Poland.

mod pesel;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[pesel::RULE];
