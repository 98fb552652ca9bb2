//! Identifiers of Philippines.

mod tin;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[tin::RULE];
