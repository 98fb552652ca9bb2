//! Vehicle plates: the district's one to three letters, one or two letters, up to four digits without a leading zero,
//! `E` or `H` for electric and historic vehicles, eight characters at most (§ 9 FZV).

use super::districts::DISTRICTS;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeKfz,
    recognizer: "de_kfz.cued",
    country: "DE",
    forms: &[
        "A{1,3}-A{1,2} 9{1,4}A{0,1}",
        "A{1,3} A{1,2} 9{1,4}A{0,1}",
        "A{1,3}-A{1,2}-9{1,4}A{0,1}",
        "A{1,3} A{1,2}-9{1,4}A{0,1}",
        "A{1,3}-A{1,2}9{1,4}A{0,1}",
        "A{1,3} A{1,2}9{1,4}A{0,1}",
        "A{1,3}' - 'A{1,2} 9{1,4}A{0,1}",
        "A{2,5}9{1,4}A{0,1}",
    ],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "kennzeichen",
        "kfz kennzeichen",
        "kfzkennzeichen",
        "autokennzeichen",
        "autonummer",
        "kraftfahrzeugkennzeichen",
        "fahrzeugkennzeichen",
        "amtliches kennzeichen",
        "amtlichen kennzeichen",
        "nummernschild",
        "kfz",
        "pkw",
        "lkw",
        "fahrzeug",
        "zulassung",
        "zulassungsbescheinigung",
        "fahrzeugschein",
        "license plate",
        "license plates",
        "licence plate",
        "licence plates",
        "license plate number",
        "licence plate number",
        "number plate",
        "numberplate",
        "plate number",
        "plate",
        "plates",
        "registration plate",
        "vehicle registration",
        "car registration",
        "registration number",
        "german plate",
    ],
};

/// Districts with an umlaut, of which there are few.
pub(super) const UMLAUT_RULE: IdRule = IdRule {
    forms: &[
        "A{0,2}'Ö'A{0,2}-A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'Ö'A{0,2} A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'Ö'A{0,2}-A{1,2}-9{1,4}A{0,1}",
        "A{0,2}'Ö'A{0,2}-A{1,2}9{1,4}A{0,1}",
        "A{0,2}'ö'A{0,2}-A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'ö'A{0,2} A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'ö'A{0,2}-A{1,2}-9{1,4}A{0,1}",
        "A{0,2}'ö'A{0,2}-A{1,2}9{1,4}A{0,1}",
        "A{0,2}'Ü'A{0,2}-A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'Ü'A{0,2} A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'Ü'A{0,2}-A{1,2}-9{1,4}A{0,1}",
        "A{0,2}'Ü'A{0,2}-A{1,2}9{1,4}A{0,1}",
        "A{0,2}'ü'A{0,2}-A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'ü'A{0,2} A{1,2} 9{1,4}A{0,1}",
        "A{0,2}'ü'A{0,2}-A{1,2}-9{1,4}A{0,1}",
        "A{0,2}'ü'A{0,2}-A{1,2}9{1,4}A{0,1}",
    ],
    check: umlaut,
    ..RULE
};

fn check(plate: &[u8]) -> Check {
    let letters = plate.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, number) = plate.split_at_checked(letters).unwrap_or_default();
    let is_split = |own: usize| {
        let district = letters.len().checked_sub(own).and_then(|length| letters.get(..length));
        district.is_some_and(|district| DISTRICTS.binary_search(&district).is_ok())
    };
    let possible = plate.len() <= 9 && is_number(number) && (is_split(1) || is_split(2));
    if possible { Check::Possible } else { Check::Wrong }
}

/// The umlaut itself is not among the characters.
fn umlaut(plate: &[u8]) -> Check {
    let letters = plate.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let number = plate.get(letters..).unwrap_or_default();
    if letters <= 4 && plate.len() <= 7 && is_number(number) { Check::Possible } else { Check::Wrong }
}

fn is_number(number: &[u8]) -> bool {
    let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
    !number.starts_with(b"0") && matches!(number.get(digits..), Some(b"" | b"E" | b"H"))
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeKfz;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Kennzeichen <B-AB 1234>",
            "mein Auto hat das Nummernschild <hh ab 12>",
            "license plate <M-XY-999>",
            "Kfz-Kennzeichen: <KA EF 1H>",
            "das kennzeichen ist <tü-ab 123>, danke",
            "Kennzeichen <MIL-E1234E>",
        ];
        let near = [
            "Kennzeichen QQ-AB 1234",
            "Kennzeichen B-AB 0123",
            "Kennzeichen B-ABC 123",
            "Kennzeichen B-AB 12345",
            "Kennzeichen MIL-AB 1234E",
            "Kennzeichen B-AB 123X",
            "Artikel B-AB 1234",
            "B-AB 1234",
        ];
        assert_found(DeKfz, "DE", &found, &near);
    }
}
