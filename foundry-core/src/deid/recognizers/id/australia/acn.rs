//! Company number: nine digits, the last the complement to ten of the others weighted 8 to 1 (Australian Securities and
//! Investments Commission, "Australian Company Number digit check").

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::AuAcn,
    recognizer: "au_acn.mod10",
    country: "AU",
    forms: &["999~999~999"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &["acn", "australian company", "australian company number", "company number", "asic", "arbn"],
};

fn check(number: &[u8]) -> Check {
    match weighted_sum(number, &[8, 7, 6, 5, 4, 3, 2, 1, 1]) {
        Some(sum) if sum.is_multiple_of(10) && number != b"000000000" => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::AuAcn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "our ACN is <662 622 013>",
            "acn: <561272795>",
            "A.C.N. <549-031-129>",
            "<004085616> is the Australian Company Number",
        ];
        let near = [
            "our ACN is 662 622 014",
            "ACN 662 622 01",
            "ACN 662-622 013",
            "ACN 000000000",
            "order 662622013",
            "662622013",
            "ACN 1662622013",
        ];
        assert_found(AuAcn, "US", &found, &near);
    }
}
