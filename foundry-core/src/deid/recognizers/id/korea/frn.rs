//! Foreigner registration number (외국인등록번호): built like a resident's, `YYMMDD-GNNNNNC`, by the enforcement rules of the
//! Immigration Act. `G` is 5 or 6 for the 1900s, 7 or 8 for the 2000s; the check digit is a resident's plus 2, mod 10.

use super::rrn::WEIGHTS;
use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::calendar::{is_date, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::KrFrn,
    recognizer: "kr_frn.check",
    country: "KR",
    forms: &["9{6}~9{7}"],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "외국인등록",
        "외국인 등록",
        "외국인번호",
        "외국인 번호",
        "외국인",
        "외등번호",
        "거소신고",
        "거소증",
        "주민등록번호",
        "주민번호",
        "alien registration",
        "alien registration number",
        "alien registration card",
        "alien card",
        "arc",
        "arc number",
        "foreigner registration",
        "foreigner registration number",
        "foreigner number",
        "foreign registration number",
        "foreign resident registration number",
        "foreign resident number",
        "frn",
        "residence card",
        "residence card number",
        "korean id",
        "korean id number",
    ],
};

fn check(frn: &[u8]) -> Check {
    let century = match frn.get(6) {
        Some(b'5' | b'6') => 1900,
        Some(b'7' | b'8') => 2000,
        _ => return Check::Wrong,
    };
    let born = yymmdd(frn).is_some_and(|(year, month, day)| is_date(century + year, month, day));
    let digit = weighted_sum(frn.get(..12).unwrap_or_default(), &WEIGHTS)
        .and_then(|sum| char::from_digit((13 - sum % 11) % 10, 10));
    let right = frn.len() == 13 && digit == frn.last().map(|last| char::from(*last));
    if born && right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::KrFrn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "외국인등록번호는 <880512-5827523>입니다",
            "ARC number <050505-8904587>",
            "alien registration number: <8805125827523>",
        ];
        let near = [
            "외국인등록번호 880512-5827524",
            "외국인등록번호 881312-5827523",
            "외국인등록번호 880512-9827523",
            "외국인등록번호 880512-58275230",
            "주문번호 880512-5827523",
            "880512-5827523",
        ];
        assert_found(KrFrn, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<050505-8904587>"];
        let near = ["880512-5827524"];
        assert_found(KrFrn, "KR", &found, &near);
    }
}
