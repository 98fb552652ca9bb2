//! Number of the electors' photo identity card: three letters of the issuing unit and seven digits (Election Commission
//! of India). Its last digit is a Luhn digit in newer series only, so a cue must name the card.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::InVoter,
    recognizer: "in_voter.cued",
    country: "IN",
    forms: &["AAA~9{7}"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "voter",
        "voters",
        "voter id",
        "voter's id",
        "voters id",
        "voter card",
        "voter identity",
        "epic",
        "epic id",
        "elector",
        "elector id",
        "electoral",
        "electoral photo identity",
        "electoral id",
        "election card",
        "election id",
        "election commission",
        "मतदाता",
    ],
};

fn check(number: &[u8]) -> Check {
    if number.len() == 10 && !number.ends_with(b"0000000") { Check::Possible } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::InVoter;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my voter id is <WKH1186253>",
            "EPIC no. <abc1234567>",
            "Voter ID card: <KSD 1287349>",
            "<WKH1186253> is on my voter card",
        ];
        let near = [
            "voter id WK1186253",
            "voter id WKH118625",
            "voter id WKH11862533",
            "voter id WKHX1186253",
            "voter id WKH0000000",
            "order WKH1186253",
            "WKH1186253",
        ];
        assert_found(InVoter, "US", &found, &near);
    }
}
