//! Passaporto: two letters and seven digits (Ministero degli Affari Esteri). No check digit on the page.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::ItPassport,
    recognizer: "it_passport.cued",
    country: "IT",
    forms: &["AA~9999999"],
    check: |_| Check::Possible,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "passaporto",
        "passaporti",
        "numero passaporto",
        "numero di passaporto",
        "numero del passaporto",
        "passport",
        "passports",
        "passport number",
        "passport no",
        "italian passport",
        "travel document",
    ],
};

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ItPassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "passaporto <YA1234567>",
            "il mio numero di passaporto è <ya 7654321>",
            "passport number: <AA0123456>",
            "<YB1122334> (passaporto italiano)",
        ];
        let near = [
            "passaporto YA123456",
            "passaporto YA12345678",
            "passaporto Y1234567",
            "passaporto YAB123456",
            "YA1234567",
            "ordine YA1234567",
        ];
        assert_found(ItPassport, "IT", &found, &near);
    }
}
