//! Identifiers of Canada.

mod sin;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[sin::RULE];
