//! Permanent account number: five letters, four digits, a letter; the fourth letter tells the kind of holder (Income Tax
//! Department, "About PAN"). The last letter is a check letter whose rule is not published.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::InPan,
    recognizer: "in_pan.structure",
    country: "IN",
    forms: &["A{5}~9999~A"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "pan",
        "pan card",
        "pan number",
        "pan id",
        "permanent account",
        "permanent account number",
        "income tax",
        "पैन",
    ],
};

pub(super) fn check(number: &[u8]) -> Check {
    let [a, b, c, holder, e, digits @ .., last] = number else { return Check::Wrong };
    let letters = [a, b, c, e, last].iter().all(|letter| letter.is_ascii_uppercase());
    let numeric = digits.len() == 4 && digits.iter().all(u8::is_ascii_digit) && digits != b"0000";
    if letters && numeric && b"ABCFGHJLPT".contains(holder) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::InPan;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my PAN is <ABCPE1234F>",
            "pan card no. <uwlgf7724w>",
            "Permanent Account Number: <JBXLZ9266U>",
            "<ZQJAR1143H> is my PAN",
            "permanent account no. <GSOJH 7906 V>",
        ];
        let near = [
            "my PAN is ABCDE1234F",
            "PAN ABCPE0000F",
            "PAN ABCPE123F",
            "PAN ABCPE12345",
            "PAN ABCPE1234FG",
            "order ABCPE1234F",
            "it is ABCPE1234F",
            "SKU ABCPE1234F",
        ];
        assert_found(InPan, "US", &found, &near);
        assert_found(InPan, "IN", &["it is <ABCPE1234F>"], &["order no. ABCPE1234F"]);
    }
}
