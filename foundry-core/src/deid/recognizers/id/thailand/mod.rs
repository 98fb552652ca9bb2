//! Identifiers of Thailand.

mod tnin;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[tnin::HYPHENS, tnin::OTHER];
