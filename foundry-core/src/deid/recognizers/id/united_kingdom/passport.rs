//! Passport: nine digits (HM Passport Office), or two letters and seven digits. Nothing in it can be checked, so a cue
//! must name the passport.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkPassport,
    recognizer: "uk_passport.cued",
    country: "GB",
    forms: &["9{9}", "AA9{7}", "999 999 999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &["passport", "passports", "passport id", "passport office", "travel document", "hmpo", "pasbort"],
};

fn check(number: &[u8]) -> Check {
    let alike = number.windows(2).all(|pair| pair.first() == pair.last());
    if number.len() != 9 || alike { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkPassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my British passport number is <925665416>",
            "UK passport no. <925665416>",
            "uk passport <ab1234567>",
            "Passport (UK): <925665416>",
            "<925665416> is my U.K. passport",
        ];
        let near = [
            "UK passport 92566541",
            "UK passport 9256654165",
            "UK passport A12345678",
            "UK passport 000000000",
            "order 925665416",
            "925665416",
            "American passport 925665416",
        ];
        assert_found(UkPassport, "US", &found, &near);
        assert_found(UkPassport, "GB", &["passport number <925665416>"], &[]);
    }
}
