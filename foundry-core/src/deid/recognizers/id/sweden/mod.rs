//! Identifiers of Sweden.

mod organisationsnummer;
mod personnummer;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[organisationsnummer::RULE, personnummer::RULE];
