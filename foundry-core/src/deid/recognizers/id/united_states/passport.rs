//! Passport: nine digits, or since the next generation book of 2021 a letter and eight digits (Department of State).
//! Nothing in it can be checked, so a cue must name the passport.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UsPassport,
    recognizer: "us_passport.cued",
    country: "US",
    forms: &["9{9}", "A9{8}", "A~9{8}", "999 999 999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &["passport", "passports", "passport id", "passport book", "travel document", "pasaporte"],
};

fn check(number: &[u8]) -> Check {
    let alike = number.windows(2).all(|pair| pair.first() == pair.last());
    if number.len() != 9 || alike { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UsPassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my US passport number is <483920175>",
            "passport no. <A12345678>",
            "Passport #<483920175>",
            "passport: <c03005988>",
            "<483920175> is my passport number",
            "U.S. passport <483920175>",
        ];
        let near = [
            "passport 48392017",
            "passport 4839201755",
            "passport number AB1234567",
            "passport 000000000",
            "order 483920175",
            "483920175",
            "passport for booking number 483920175",
            "British passport 483920175",
        ];
        assert_found(UsPassport, "US", &found, &near);
    }
}
