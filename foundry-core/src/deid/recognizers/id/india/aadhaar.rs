//! Aadhaar number: twelve digits, the first from 2 to 9, the last the check digit of Verhoeff's scheme; no palindrome
//! (Unique Identification Authority of India).

use crate::deid::checksum::verhoeff;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::InAadhaar,
    recognizer: "in_aadhaar.verhoeff",
    country: "IN",
    forms: &["9999~9999~9999"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &[
        "aadhaar",
        "aadhar",
        "adhaar",
        "adhar",
        "aadhaar card",
        "aadhaar id",
        "aadhar id",
        "uid",
        "uid id",
        "uidai",
        "unique identification",
        "unique identification number",
        "आधार",
        "आधार संख्या",
        "आधार नंबर",
    ],
};

/// In groups it is hardly anything else.
pub(super) const GROUPED: IdRule = IdRule {
    recognizer: "in_aadhaar.grouped",
    forms: &["9999 9999 9999"],
    evidence: Evidence::Locale,
    ..RULE
};

fn check(number: &[u8]) -> Check {
    let first = matches!(number.first(), Some(b'2'..=b'9'));
    let palindrome = number.iter().eq(number.iter().rev());
    if number.len() == 12 && first && !palindrome && verhoeff(number) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::InAadhaar;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my Aadhaar number is <5587 9561 0909>",
            "aadhar no. <528757503368>",
            "Aadhaar: <3264-5024-1555>",
            "<528757503368> is my aadhaar",
            "UIDAI <5287.5750.3368>",
            "मेरा आधार नंबर <528757503368>",
        ];
        let near = [
            "my Aadhaar number is 5587 9561 0908",
            "Aadhaar 5587 9561 090",
            "Aadhaar 0587 9561 0909",
            "Aadhaar 5587-9561 0909",
            "Aadhaar 5587 9561 9090",
            "order 528757503368",
            "528757503368",
            "Aadhaar 5287575033681",
        ];
        assert_found(InAadhaar, "US", &found, &near);
        assert_found(InAadhaar, "en-IN", &["it is <5587 9561 0909>"], &["it is 558795610909"]);
    }
}
