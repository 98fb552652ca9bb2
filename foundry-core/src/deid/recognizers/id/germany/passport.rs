//! Reisepass: nine characters, the first a letter of the issuing authority (C, F, G, H, J or K), then digits and letters
//! that are told apart easily (§ 4 PassG); the tenth, where it is given, is the check digit of ICAO Doc 9303.

use super::{SERIAL_FORMS, checked_serial, is_serial};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DePassport,
    recognizer: "de_passport.cued",
    country: "DE",
    forms: SERIAL_FORMS,
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "reisepass",
        "reisepasses",
        "reise pass",
        "reisepassnummer",
        "reisepassnr",
        "mein pass",
        "meinem pass",
        "meines passes",
        "deutscher pass",
        "deutschen pass",
        "passnummer",
        "passnr",
        "pass nummer",
        "pass nr",
        "kinderreisepass",
        "ausweisnummer",
        "ausweisdokument",
        "dokumentennummer",
        "passport",
        "passports",
        "passport number",
        "passport no",
        "german passport",
        "german passport number",
        "travel document",
        "mrz",
    ],
};

/// The same with its check digit.
pub(super) const CHECKED_RULE: IdRule = IdRule {
    recognizer: "de_passport.icao",
    forms: &[
        "A9X{7}~9",
        "AA9X{6}~9",
        "AAA9X{5}~9",
        "AAAA9X{4}~9",
        "A{5}9XXX~9",
        "A{6}9XX~9",
        "A{7}9X~9",
        "A{8}9~9",
    ],
    check: checked,
    ..RULE
};

/// Digits alone behind two or three letters are an Italian or Spanish one. Other first letters than those of the authorities
/// are taken where letters among the digits make it look German.
fn check(serial: &[u8]) -> Check {
    let letters = serial.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let plain = serial.iter().skip(letters).all(u8::is_ascii_digit);
    let authority = matches!(serial.first(), Some(b'C' | b'F' | b'G' | b'H' | b'J' | b'K'));
    let possible = !plain || authority && !(2..=3).contains(&letters);
    if possible && is_serial(serial) { Check::Possible } else { Check::Wrong }
}

fn checked(number: &[u8]) -> Check {
    match checked_serial(number) {
        Some(_) => Check::Right,
        None => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DePassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Reisepass <C01X00T47>",
            "meine passnr. lautet <c01x00t478>",
            "Mein Pass: <C01 X00 T47>",
            "German passport number: <F20400481>",
            "passport <CH12345X7>",
        ];
        let near = [
            "Reisepass C01X00T479",
            "boarding pass C01X00T47",
            "Reisepass C01X00T4",
            "Reisepass C01B00T47",
            "Reisepass A01X00T47",
            "Reisepass C01X00T4788",
            "C01X00T47",
            "Bestellnummer C01X00T47",
            "passport CH1234567",
            "passport L12345678",
        ];
        assert_found(DePassport, "DE", &found, &near);
    }
}
