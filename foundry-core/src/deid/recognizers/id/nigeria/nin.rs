//! National identification number: eleven digits of the National Identity Management Commission (NIMC Act of 2007), the last
//! a Verhoeff digit. Mobile telephones have eleven digits too, so nothing is found without a cue.

use crate::deid::checksum::verhoeff;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::NgNin,
    recognizer: "ng_nin.verhoeff",
    country: "NG",
    forms: &[
        "9{11}",
        "9{4}~9{4}~9{3}",
        "9{3}~9{4}~9{4}",
        "9{4}~9{3}~9{4}",
        "999 999 999 99",
        "999-999-999-99",
        "999 999 99 999",
        "99 999 999 999",
    ],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "nin",
        "nins",
        "nin number",
        "nin no",
        "nin slip",
        "nimc",
        "nimc number",
        "national identification number",
        "national identity number",
        "national identification no",
        "national id",
        "national id number",
        "national identity card",
        "nigerian id",
        "nigerian id number",
        "nigerian national id",
        "nigeria national id",
        "national identity management commission",
    ],
};

fn check(nin: &[u8]) -> Check {
    let one_digit = nin.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    if nin.len() == 11 && !one_digit && verhoeff(nin) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::NgNin;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "My NIN is <79801341101>",
            "NIN slip: <6616 7011 394>",
            "N.I.N. <79801341101>",
            "<66167011394> (National Identification Number)",
            "Agent: your NIN?\nCustomer: <79801341101>",
        ];
        let near = [
            "NIN 79801341102",
            "NIN 00000000000",
            "NIN 798013411012",
            "NIN 7980134110",
            "order 79801341101",
            "79801341101",
        ];
        assert_found(NgNin, "US", &found, &near);
    }
}
