//! Identifiers of Singapore.

mod nric_fin;
mod uen;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[nric_fin::RULE, uen::RULE, uen::OTHER];
