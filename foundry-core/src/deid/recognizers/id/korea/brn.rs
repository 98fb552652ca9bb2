//! Business registration number (사업자등록번호): `OOO-TT-SSSSC`, as the National Tax Service issues them. Tax offices count
//! from 101, the kind from 01, the serial from 0001; the check digit is mod 10 with weights 1, 3, 7, the tens of the
//! ninth digit times 5 added.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::calendar::number;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::KrBrn,
    recognizer: "kr_brn.check",
    country: "KR",
    forms: &["999~99~9{5}"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "사업자등록",
        "사업자 등록",
        "사업자번호",
        "사업자 번호",
        "사업자",
        "법인사업자",
        "business registration",
        "business registration number",
        "business registration no",
        "business number",
        "business registration certificate",
        "business license number",
        "brn",
        "biz reg no",
        "korean business",
        "korean business number",
        "korean company",
        "korean tax id",
        "company registration number",
        "tax id",
    ],
};

fn check(brn: &[u8]) -> Check {
    let part = |from: usize, to: usize| brn.get(from..to).and_then(number);
    let structure = part(0, 3).is_some_and(|office| office >= 101)
        && part(3, 5).is_some_and(|kind| kind > 0)
        && part(5, 9).is_some_and(|serial| serial > 0);
    let sum = weighted_sum(brn, &[1, 3, 7, 1, 3, 7, 1, 3, 5, 1]);
    let sum = sum.and_then(|sum| Some(sum + part(8, 9)? * 5 / 10));
    let right = brn.len() == 10 && sum.is_some_and(|sum| sum.is_multiple_of(10));
    if structure && right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::KrBrn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "사업자등록번호는 <695-02-77714>입니다",
            "사업자번호 <4573656636>",
            "business registration number <643-22-32558>",
        ];
        let near = [
            "사업자등록번호 695-02-77715",
            "사업자등록번호 099-81-12349",
            "사업자번호 69502777141",
            "주문번호 695-02-77714",
            "695-02-77714",
        ];
        assert_found(KrBrn, "US", &found, &near);
    }
}
