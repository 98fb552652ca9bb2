//! Number of the National Health Service: ten digits, the last the check digit modulo 11 with weights 10 to 2 (NHS Data
//! Dictionary, "NHS number").

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkNhs,
    recognizer: "uk_nhs.mod11",
    country: "GB",
    forms: &["999~999~9999"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &[
        "nhs",
        "nhs id",
        "nhs patient id",
        "national health service",
        "national health service number",
        "national health",
        "health service number",
        "chi number",
    ],
};

fn check(number: &[u8]) -> Check {
    let alike = number.windows(2).all(|pair| pair.first() == pair.last());
    match weighted_sum(number, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) {
        Some(sum) if !alike && sum.is_multiple_of(11) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkNhs;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my NHS number is <943 476 5919>",
            "nhs no. <9434765919>",
            "NHS #<943-476-5919>",
            "National Health Service number: <609 139 0996>",
            "<1163726516> is her NHS number, I think",
            "N.H.S. number <943.476.5919>",
        ];
        let near = [
            "my NHS number is 943 476 5918",
            "NHS 943 476 591",
            "NHS 943 476-5919",
            "NHS 0000000000",
            "NHS 943476591 9",
            "order 943 476 5919",
            "943 476 5919",
            "NHS order 9434765919",
            "NHS 19434765919",
        ];
        assert_found(UkNhs, "US", &found, &near);
        assert_found(UkNhs, "GB", &["NHS <943 476 5919>"], &["it is 943 476 5919", "#943 476 5919"]);
    }
}
