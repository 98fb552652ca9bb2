//! Identity number of citizens and residents (NRIC: S, T) and of foreigners (FIN: F, G, M): seven digits and a check
//! letter modulo 11 with weights 2, 7, 6, 5, 4, 3, 2 (Immigration & Checkpoints Authority).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::SgNricFin,
    recognizer: "sg_nric_fin.mod11",
    country: "SG",
    forms: &["A9{7}A", "A~9{7}~A", "A~9999~999~A", "A9{7}-A", "A9{7} A"],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "nric",
        "nric/fin",
        "nric id",
        "fin",
        "fin id",
        "ic",
        "ic number",
        "pink ic",
        "blue ic",
        "identity card",
        "national registration identity card",
        "foreign identification number",
        "foreign identification",
        "singpass",
        "singpass id",
        "singapore id",
        "work permit",
        "employment pass",
        "fin number",
        "kad pengenalan",
        "身份证",
    ],
};

fn check(number: &[u8]) -> Check {
    let [prefix, digits @ .., letter] = number else { return Check::Wrong };
    let (offset, letters) = match prefix {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return Check::Wrong,
    };
    let sum = weighted_sum(digits, &[2, 7, 6, 5, 4, 3, 2]);
    let wanted = sum.and_then(|sum| letters.get((sum as usize + offset) % 11));
    if wanted == Some(letter) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::SgNricFin;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my NRIC is <S5650933Z>",
            "nric no. <t7511253f>",
            "FIN: <F3164620X>",
            "work permit <M3898692Q>",
            "IC number <S4366844G>",
            "<T9364670Z> is my NRIC",
        ];
        let near = [
            "my NRIC is S5650934Z",
            "NRIC T5650933Z",
            "NRIC A5650933Z",
            "NRIC S565093Z",
            "NRIC S56509333Z",
            "NRIC S5650933ZZ",
            "order S5650933Z",
            "it is S5650933Z",
        ];
        assert_found(SgNricFin, "US", &found, &near);
        assert_found(SgNricFin, "SG", &["it is <S5650933Z>"], &["tracking S5650933Z"]);
    }
}
