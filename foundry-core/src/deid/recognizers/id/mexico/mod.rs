//! Identifiers of Mexico.

mod curp;
mod rfc;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] =
    &[curp::RULE, rfc::PERSON, rfc::ENYE_PERSON, rfc::COMPANY, rfc::SIGN_COMPANY];
