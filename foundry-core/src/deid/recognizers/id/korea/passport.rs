//! Passport (여권번호) of the Ministry of Foreign Affairs: a letter for its kind (M, S, R, O, D) and eight digits; since
//! December 2021 the fifth of the nine characters is a letter too. It has no check digit.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::KrPassport,
    recognizer: "kr_passport.cued",
    country: "KR",
    forms: &["A9{8}", "A999A9{4}"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "여권",
        "passport",
        "passport no",
        "passport number",
        "korean passport",
        "korean passport number",
        "south korean passport",
        "republic of korea passport",
    ],
};

fn check(passport: &[u8]) -> Check {
    match passport.first() {
        Some(b'M' | b'S' | b'R' | b'O' | b'D') => Check::Possible,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::KrPassport;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "여권번호는 <M12345678>입니다",
            "Korean passport <M123A4567>",
            "passport number: <s98765432>",
            "<R246C1357> (여권)",
        ];
        let near = [
            "여권번호 A12345678",
            "여권번호 M1234567",
            "여권번호 M123456789",
            "여권번호 M12A34567",
            "주문번호 M12345678",
            "M12345678",
        ];
        assert_found(KrPassport, "US", &found, &near);
    }
}
