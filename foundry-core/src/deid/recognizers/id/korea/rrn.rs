//! Resident registration number (주민등록번호): `YYMMDD-GNNNNNC`, by the enforcement rules of the Resident Registration Act.
//! `G` tells century and sex: 9, 0 the 1800s, 1, 2 the 1900s, 3, 4 the 2000s. Until October 2020 the two digits behind it
//! were a region (00 to 96) and `C` a check digit mod 11; since then all six are random, which those born later have.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::calendar::{is_date, number, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// Weights of the check digit; foreigners have the same.
pub(super) const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::KrRrn,
    recognizer: "kr_rrn.check",
    country: "KR",
    forms: &["9{6}~9{7}"],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "주민등록",
        "주민 등록",
        "주민번호",
        "주민 번호",
        "주민증",
        "주번",
        "resident registration",
        "resident registration number",
        "resident registration no",
        "resident number",
        "resident id",
        "citizen registration number",
        "rrn",
        "jumin",
        "jumin number",
        "korean id",
        "korean id number",
        "korean national id",
        "korean resident number",
        "korean resident registration number",
        "korean social security number",
        "national id",
        "national id number",
        "national identification number",
    ],
};

fn check(rrn: &[u8]) -> Check {
    let Some((year, month, day)) = yymmdd(rrn) else { return Check::Wrong };
    let century = match rrn.get(6) {
        Some(b'1' | b'2') => 1900,
        Some(b'3' | b'4') => 2000,
        Some(b'9' | b'0') => 1800,
        _ => return Check::Wrong,
    };
    if !is_date(century + year, month, day) || rrn.len() != 13 {
        return Check::Wrong;
    }
    let region = rrn.get(7..9).and_then(number).is_some_and(|region| region <= 96);
    let digit = weighted_sum(rrn.get(..12).unwrap_or_default(), &WEIGHTS)
        .and_then(|sum| char::from_digit((11 - sum % 11) % 10, 10));
    if region && digit == rrn.last().map(|last| char::from(*last)) {
        Check::Right
    } else if (century + year, month) >= (2020, 10) {
        Check::Possible
    } else {
        Check::Wrong
    }
}
