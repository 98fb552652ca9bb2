//! Identifiers of Korea.

mod brn;
mod driver_license;
mod frn;
mod passport;
mod rrn;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] =
    &[brn::RULE, driver_license::RULE, driver_license::REGION, frn::RULE, passport::RULE, rrn::RULE];
