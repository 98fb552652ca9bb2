//! Patente di guida: two letters (of the province, `U1` from the central office), seven characters and a letter, field 5
//! of the card. The rule of the last letter is not published.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::ItDriverLicense,
    recognizer: "it_driver_license.cued",
    country: "IT",
    forms: &["AA~9999999~A", "'U1'~X{7}~A"],
    check: |_| Check::Possible,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "patente",
        "patenti",
        "patente di guida",
        "numero patente",
        "numero di patente",
        "licenza di guida",
        "motorizzazione",
        "driving licence",
        "driving license",
        "driver licence",
        "driver license",
        "drivers licence",
        "drivers license",
        "driver's licence",
        "driver's license",
        "licence number",
        "license number",
        "italian driving licence",
        "italian driver's license",
    ],
};

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ItDriverLicense;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Patente di guida n. <RM1234567X>",
            "la mia patente: <u1h3b5000z>",
            "driver's license <MI 7654321 B>",
            "<AA0123456B> è il numero della patente",
        ];
        let near = [
            "patente RM123456X",
            "patente RM12345678X",
            "patente RM1234567",
            "patente U2H3B5000Z",
            "RM1234567X",
            "ordine RM1234567X",
        ];
        assert_found(ItDriverLicense, "IT", &found, &near);
    }
}
