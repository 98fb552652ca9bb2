//! Personalausweis since November 2010: nine characters, the first a letter of the issuing authority from L on, then
//! digits and letters that are told apart easily; the tenth, where it is given, is the check digit of ICAO Doc 9303.

use super::{SERIAL_FORMS, checked_serial, is_serial};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeIdCard,
    recognizer: "de_id_card.cued",
    country: "DE",
    forms: SERIAL_FORMS,
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "personalausweis",
        "personalausweises",
        "personalausweisnummer",
        "personalausweisnr",
        "personalausweise",
        "perso",
        "perso nummer",
        "persoausweis",
        "ausweis",
        "ausweises",
        "ausweisnummer",
        "ausweisnr",
        "ausweiskopie",
        "ausweisdokument",
        "identity card",
        "id card",
        "identity document",
        "id document",
        "national id",
        "national id card",
        "national identity card",
        "german id",
        "german identity card",
        "german id card",
    ],
};

/// The same with its check digit, and the `D` that stood behind it on older cards.
pub(super) const CHECKED_RULE: IdRule = IdRule {
    recognizer: "de_id_card.icao",
    forms: &[
        "A9X{7}~9",
        "AA9X{6}~9",
        "AAA9X{5}~9",
        "AAAA9X{4}~9",
        "A{5}9XXX~9",
        "A{6}9XX~9",
        "A{7}9X~9",
        "A{8}9~9",
        "A9X{7}9A",
        "AA9X{6}9A",
        "AAA9X{5}9A",
        "AAAA9X{4}9A",
        "A{5}9XXX9A",
        "A{6}9XX9A",
    ],
    check: checked,
    ..RULE
};

/// Two letters and digits alone are an Italian one.
fn check(serial: &[u8]) -> Check {
    let letters = serial.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let foreign = letters == 2 && serial.iter().skip(letters).all(u8::is_ascii_digit);
    if !foreign && is_card(serial) { Check::Possible } else { Check::Wrong }
}

fn checked(number: &[u8]) -> Check {
    let number = number.strip_suffix(b"D").filter(|rest| rest.len() == 10).unwrap_or(number);
    match checked_serial(number) {
        Some(serial) if serial.len() == 9 && is_card(serial) => Check::Right,
        _ => Check::Wrong,
    }
}

fn is_card(serial: &[u8]) -> bool {
    matches!(serial.first(), Some(b'L'..=b'N' | b'P' | b'R' | b'T' | b'V'..=b'Z')) && is_serial(serial)
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeIdCard;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Personalausweis: <LZ6311T47>",
            "meine ausweisnummer ist <l01x00t47>",
            "ID card number <LZ6311T475>",
            "perso <LZ6311T475D> liegt bei",
            "<T22000129> steht auf meinem Ausweis",
        ];
        let near = [
            "Personalausweis LZ6311T474",
            "Personalausweis LB6311T47",
            "Personalausweis LZ6311T4",
            "Personalausweis A01X00T47",
            "Personalausweis LZ6311T4755",
            "LZ6311T475",
            "Ticketnummer LZ6311T475",
        ];
        assert_found(DeIdCard, "DE", &found, &near);
    }
}
