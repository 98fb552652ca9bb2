//! Identifiers of the United States, but for the social security number and the ITIN, which are told with all numbers.

mod aba_routing_number;
mod bank_number;
mod driver_license;
mod mbi;
mod medical_license;
mod npi;
mod passport;
mod zip_code;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[
    aba_routing_number::RULE,
    bank_number::RULE,
    bank_number::BESIDE_ROUTING,
    driver_license::RULE,
    mbi::RULE,
    medical_license::RULE,
    npi::RULE,
    passport::RULE,
    zip_code::RULE,
];
