//! Identifiers of Spain.

mod nie;
mod nif;
mod passport;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] =
    &[nie::RULE, nif::RULE, nif::SPECIAL_RULE, nif::ORGANIZATION_RULE, passport::RULE];

/// The control letter of a number, by its rest mod 23 (Real Decreto 1553/2005 for the DNI).
fn control_letter(digits: &[u8]) -> Option<u8> {
    let number = super::calendar::number(digits)?;
    b"TRWAGMYFPDXBNJZSQVHLCKE".get(usize::try_from(number % 23).ok()?).copied()
}
