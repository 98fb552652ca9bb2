//! Identifiers of Germany.

mod bsnr;
mod districts;
mod fuehrerschein;
mod handelsregister;
mod health_insurance;
mod id_card;
mod kfz;
mod lanr;
mod passport;
mod plz;
mod social_security;
mod tax_id;
mod tax_number;
mod vat_id;

use super::IdRule;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[
    bsnr::RULE,
    fuehrerschein::RULE,
    handelsregister::RULE,
    handelsregister::NUMBER_RULE,
    health_insurance::RULE,
    id_card::RULE,
    id_card::CHECKED_RULE,
    kfz::RULE,
    kfz::UMLAUT_RULE,
    lanr::RULE,
    passport::RULE,
    passport::CHECKED_RULE,
    plz::RULE,
    social_security::RULE,
    tax_id::RULE,
    tax_number::RULE,
    vat_id::RULE,
];

/// Whether only letters stand here that serial numbers of passports and identity cards are made of, and digits: no
/// vowels but Y, and none of B, D, Q and S (§ 5 PAuswG and § 4 PassG, technical guideline BSI TR-03121).
fn is_serial(characters: &[u8]) -> bool {
    characters.iter().all(|byte| byte.is_ascii_digit() || b"CFGHJKLMNPRTVWXYZ".contains(byte))
}
