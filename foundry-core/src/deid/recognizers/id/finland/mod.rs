//! Identifiers of Finland.

mod personal_identity_code;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[
    personal_identity_code::LETTER,
    personal_identity_code::DIGIT,
    personal_identity_code::PLUS,
    personal_identity_code::SIGN,
];
