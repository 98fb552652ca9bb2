//! Medicare beneficiary identifier: eleven characters, letters and digits by place, without the letters S, L, O, I, B
//! and Z, as the Centers for Medicare & Medicaid Services publish ("Understanding the MBI format").

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UsMbi,
    recognizer: "us_mbi.structure",
    country: "US",
    forms: &["9AX9~AX9~AA99"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "mbi",
        "medicare",
        "medicare beneficiary",
        "medicare beneficiary identifier",
        "medicare claim",
        "medicare claim number",
        "medicare account",
        "medicare id",
        "medicare policy",
        "beneficiary identifier",
        "beneficiary id",
        "cms",
    ],
};

fn check(number: &[u8]) -> Check {
    let zero_first = number.first() == Some(&b'0');
    let confusable = number.iter().any(|byte| b"SLOIBZ".contains(byte));
    if number.len() != 11 || zero_first || confusable { Check::Wrong } else { Check::Right }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UsMbi;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my MBI is <1EG4-TE5-MK73>",
            "medicare number <1eg4te5mk73>",
            "Medicare ID: <9AA0 AA0 AA00>",
            "<1EG4TE5MK73> is my medicare number",
            "Medicare claim number <3H12CD4EF56>",
        ];
        let near = [
            "my MBI is 1SG4-TE5-MK73",
            "MBI 0EG4-TE5-MK73",
            "MBI 1EG4-TE5-MK7",
            "medicare 1EG4-TE5-MKO3",
            "MBI 1EG4-TE5 MK73",
            "MBI 11G4-TE5-MK73",
            "serial 1EG4TE5MK73",
            "MBI 1EG4-TE5-MK73-X",
        ];
        assert_found(UsMbi, "US", &found, &near);
        assert_found(UsMbi, "DE", &[], &["it is 1EG4-TE5-MK73"]);
    }
}
