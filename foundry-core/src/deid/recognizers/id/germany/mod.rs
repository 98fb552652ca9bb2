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
use crate::deid::checksum::icao_7_3_1;

/// Every rule.
pub(super) const RULES: &[IdRule] = &[
    bsnr::RULE,
    fuehrerschein::RULE,
    handelsregister::RULE,
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

/// How the serial number of a card or passport is written: the first digit may stand in any place but the first.
const SERIAL_FORMS: &[&str] = &[
    "A9XX~X{5}",
    "AA9X~X{5}",
    "AAA9~X{5}",
    "A9X~XXX~XXX",
    "AA9~XXX~XXX",
    "AAA~9XX~XXX",
    "AAAA9X{4}",
    "A{5}9XXX",
    "A{6}9XX",
    "A{7}9X",
    "A{8}9",
];

/// Whether only letters stand here that serial numbers of passports and identity cards are made of, and digits: no
/// vowels but Y, and none of B, D, Q and S (the ministry of the interior's description of the documents).
fn is_serial(characters: &[u8]) -> bool {
    characters.iter().all(|byte| byte.is_ascii_digit() || b"CFGHJKLMNPRTVWXYZ".contains(byte))
}

/// The serial number before its check digit (ICAO Doc 9303), if that is right.
fn checked_serial(number: &[u8]) -> Option<&[u8]> {
    let (check_digit, serial) = number.split_last()?;
    (is_serial(serial) && icao_7_3_1(serial) == Some(*check_digit)).then_some(serial)
}
