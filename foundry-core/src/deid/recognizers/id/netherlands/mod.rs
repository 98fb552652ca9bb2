//! Identifiers of the Netherlands.

mod bsn;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[bsn::RULE];
