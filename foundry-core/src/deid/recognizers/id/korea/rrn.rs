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

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::KrRrn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "제 주민등록번호는 <850321-2153956>입니다",
            "주민번호<010228-3442928>이에요",
            "RRN은 <8503212153956>입니다",
            "<850321-2153956>(주민등록번호)",
            "주민등록번호 <220715-3987654>",
            "my resident registration number is <010228-3442928>",
            "주민등록번호\n<850321-2153956>",
        ];
        let near = [
            "주민번호 850321-2153957",
            "주민번호 851321-2153956",
            "주민번호 850321-5153956",
            "주민번호 850321-21539561",
            "주민번호 A850321-2153956",
            "주문번호는 850321-2153956입니다",
            "주문번호 220715-3987654",
            "order 850321-2153956",
            "850321-2153956",
        ];
        assert_found(KrRrn, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<850321-2153956>", "<850321-2153956>입니다"];
        let near = ["220715-3987654", "850321-2153957", "운송장 850321-2153956"];
        assert_found(KrRrn, "KR", &found, &near);
    }
}
