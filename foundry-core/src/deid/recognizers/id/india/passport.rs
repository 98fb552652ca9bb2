//! Passport: a letter but Q, X and Z, seven digits of which neither the first nor the last is 0 (Passport Seva). Nothing
//! in it can be checked, so a cue must name the passport.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::InPassport,
    recognizer: "in_passport.cued",
    country: "IN",
    forms: &["A~9{7}", "A~99~99999", "A99 99999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &["passport", "passports", "passport id", "passport seva", "travel document", "पासपोर्ट"],
};

fn check(number: &[u8]) -> Check {
    let possible = match number {
        [letter, b'1'..=b'9', middle @ .., b'1'..=b'9'] => !b"QXZ".contains(letter) && middle.len() == 5,
        _ => false,
    };
    if possible { Check::Possible } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::InPassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my Indian passport is <J8369854>",
            "passport no. <k1234567>",
            "Passport: <M12 34567>",
            "<P7654321> is my passport number",
        ];
        let near = [
            "passport Q8369854",
            "passport J0369854",
            "passport J8369850",
            "passport J836985",
            "order J8369854",
            "J8369854",
            "passport for ticket no. J8369854",
            "passport JJ8369854",
        ];
        assert_found(InPassport, "US", &found, &near);
    }
}
