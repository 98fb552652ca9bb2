//! Taxpayer identification number: nine digits, and three or five for the branch, as the Bureau of Internal Revenue (BIR)
//! issues them. The ninth is the sum of the first eight, weights 9 to 2, mod 11; those for which it is 10 are not issued.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::PhTin,
    recognizer: "ph_tin.check",
    country: "PH",
    forms: &["999~999~999", "9{12}", "999-999-999-999", "999 999 999 999", "999~999~999~9{5}"],
    check,
    evidence: Evidence::Cue,
    score: 0.4,
    cues: &[
        "tin",
        "tins",
        "tin number",
        "tin no",
        "tin id",
        "tin card",
        "taxpayer identification number",
        "taxpayer identification no",
        "taxpayer id",
        "taxpayer number",
        "tax identification number",
        "tax id",
        "tax id number",
        "tax number",
        "philippine tin",
        "philippine tax id",
        "philippines tax id",
        "philippine taxpayer identification number",
        "bir",
        "bir tin",
        "bureau of internal revenue",
        "rdo",
        "revenue district office",
    ],
};

fn check(tin: &[u8]) -> Check {
    let digit = weighted_sum(tin.get(..8).unwrap_or_default(), &[9, 8, 7, 6, 5, 4, 3, 2]).map(|sum| sum % 11);
    let ninth = tin.get(8).map(|digit| u32::from(digit.wrapping_sub(b'0')));
    let nobody = tin.iter().take(9).all(|digit| *digit == b'0');
    if digit == ninth && ninth.is_some() && !nobody { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::PhTin;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "My TIN is <124-722-921>",
            "TIN: <140-991-694-000>",
            "BIR TIN <12472292100001>",
            "tin ko po <140991694>",
            "<124-722-921-001> is my taxpayer identification number",
        ];
        let near = [
            "TIN 124-722-922",
            "TIN 124722922000",
            "TIN 000-000-000",
            "TIN 1247229211",
            "order 124-722-921",
            "124-722-921",
            "TIN X124722921",
        ];
        assert_found(PhTin, "US", &found, &near);
    }
}
