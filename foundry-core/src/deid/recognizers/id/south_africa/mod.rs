//! Identifiers of South Africa.

mod id_number;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[id_number::RULE];
