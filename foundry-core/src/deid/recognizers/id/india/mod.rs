//! Identifiers of India.

mod aadhaar;
mod gstin;
mod pan;
mod passport;
mod vehicle_registration;
mod voter;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[
    aadhaar::RULE,
    aadhaar::GROUPED,
    gstin::RULE,
    pan::RULE,
    passport::RULE,
    vehicle_registration::RULE,
    voter::RULE,
];
