//! Routing number of a bank: nine digits that begin with the number of a Federal Reserve district, weighted 3-7-1 to a
//! multiple of ten, by the Routing Number Administrative Policy of the American Bankers Association.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::AbaRoutingNumber,
    recognizer: "aba_routing_number.mod10",
    country: "US",
    forms: &["9{9}", "9999~9999~9", "999~999~999"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &[
        "routing",
        "routing transit",
        "aba",
        "aba routing",
        "rtn",
        "transit number",
        "routing id",
        "bank routing",
        "wire routing",
        "ach routing",
    ],
};

fn check(number: &[u8]) -> Check {
    let district = match number {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => (tens - b'0') * 10 + ones - b'0',
        _ => return Check::Wrong,
    };
    let given = matches!(district, 0..=12 | 21..=32 | 61..=72 | 80) && number != b"000000000";
    match weighted_sum(number, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) {
        Some(sum) if given && sum.is_multiple_of(10) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::AbaRoutingNumber;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my routing number is <247082276>",
            "ABA #<239042486>",
            "aba no. <2390-4248-6> at the bank",
            "<628897514> is the routing number",
            "RTN: <239042486>, account 12345678",
            "routing id <247082276>",
        ];
        let near = [
            "my routing number is 247082277",
            "routing number 547082275",
            "routing 000000000",
            "routing number 24708227",
            "order 247082276",
            "247082276",
            "routing for order number 247082276",
            "routing number A247082276",
            "routing number 2470822761",
        ];
        assert_found(AbaRoutingNumber, "US", &found, &near);
    }
}
