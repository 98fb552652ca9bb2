//! Pasaporte: three letters and six digits (Real Decreto 896/2003). No check digit on the page.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::EsPassport,
    recognizer: "es_passport.cued",
    country: "ES",
    forms: &["AAA~999999"],
    check: |_| Check::Possible,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "pasaporte",
        "pasaportes",
        "número de pasaporte",
        "passport",
        "passports",
        "passport number",
        "passport no",
        "spanish passport",
        "travel document",
    ],
};

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::EsPassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found =
            ["mi pasaporte es <PAA123456>", "passport number: <xdb 654321>", "<AAB123456> (pasaporte)"];
        let near = [
            "pasaporte PA123456",
            "pasaporte PAA12345",
            "pasaporte PAA1234567",
            "pasaporte PAAB123456",
            "PAA123456",
            "pedido PAA123456",
        ];
        assert_found(EsPassport, "ES", &found, &near);
    }
}
