//! Goods and services tax identification number: the code of a state, the PAN of the business, its registrations in the
//! state, Z, and a check character by Luhn's scheme over 36 characters (Goods and Services Tax Network).

use super::pan;
use crate::deid::checksum::luhn_mod_36;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::InGstin,
    recognizer: "in_gstin.mod36",
    country: "IN",
    forms: &["99A{5}9999AXXX", "99~A{5}9999A~XXX", "99~A{5}~9999~A~XXX", "99~A{5}9999A~X~A~X"],
    check,
    evidence: Evidence::Check,
    score: 0.9,
    cues: &[
        "gstin",
        "gst",
        "gst number",
        "gst id",
        "gstn",
        "goods and services tax",
        "gst registration",
        "जीएसटी",
    ],
};

fn check(number: &[u8]) -> Check {
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', holder @ .., entity, b'Z', _] = number else {
        return Check::Wrong;
    };
    let state = (tens - b'0') * 10 + ones - b'0';
    let right = number.len() == 15
        && matches!(state, 1..=38 | 97 | 99)
        && pan::check(holder) == Check::Right
        && *entity != b'0'
        && luhn_mod_36(number);
    if right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::InGstin;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "our GSTIN is <27AAPFU0939F1ZV>",
            "gst no. <27aapfu0939f1zv>",
            "<27AAPFU0939F1ZV> is the GST number",
            "<27AAPFU0939F1ZV>",
        ];
        let near = [
            "our GSTIN is 27AAPFU0939F1ZW",
            "GSTIN 39AAPFU0939F1ZV",
            "GSTIN 27AAPFU0939F1YV",
            "GSTIN 27AAPXU0939F1ZV",
            "GSTIN 27AAPFU0939F1Z",
            "GSTIN 27AAPFU0939F1ZV9",
            "GSTIN 00AAPFU0939F1ZV",
        ];
        assert_found(InGstin, "US", &found, &near);
    }
}
