//! Identifiers of Nigeria.

mod nin;
mod vehicle_registration;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[nin::RULE, vehicle_registration::RULE];
