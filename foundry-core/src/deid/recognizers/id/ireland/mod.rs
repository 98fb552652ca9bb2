//! Identifiers of Ireland.

mod ppsn;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[ppsn::RULE];
