//! Identifiers of Italy.

mod driver_license;
mod fiscal_code;
mod identity_card;
mod passport;
mod vat_code;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] =
    &[driver_license::RULE, fiscal_code::RULE, identity_card::RULE, passport::RULE, vat_code::RULE];
