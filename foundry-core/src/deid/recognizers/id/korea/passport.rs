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
