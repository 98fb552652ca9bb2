//! Identifiers of France.

mod nir;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[nir::RULE, nir::BODY_RULE];
