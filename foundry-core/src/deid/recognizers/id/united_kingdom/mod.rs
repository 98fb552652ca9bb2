//! Identifiers of the United Kingdom.

mod bank_account;
mod driving_licence;
mod nhs;
mod nino;
mod passport;
mod postcode;
mod vehicle_registration;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[
    bank_account::RULE,
    bank_account::SORT_CODE,
    bank_account::BESIDE_SORT_CODE,
    driving_licence::RULE,
    nhs::RULE,
    nino::RULE,
    nino::GROUPED,
    passport::RULE,
    postcode::RULE,
    postcode::JOINED,
    vehicle_registration::RULE,
    vehicle_registration::OLDER,
];
