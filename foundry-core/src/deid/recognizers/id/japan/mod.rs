//! Identifiers of Japan.

mod my_number;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[my_number::RULE];
