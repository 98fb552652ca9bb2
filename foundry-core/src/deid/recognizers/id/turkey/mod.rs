//! Identifiers of Turkey.

mod license_plate;
mod national_id;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[license_plate::RULE, national_id::RULE];
