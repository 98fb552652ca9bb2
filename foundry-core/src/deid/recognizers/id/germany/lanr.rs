//! Lebenslange Arztnummer: six digits, a check digit, two digits of the specialty, by the guideline of the
//! Kassenärztliche Bundesvereinigung under § 75 (7) SGB V: weights 4 and 9 by turns, what lacks to the next ten.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeLanr,
    recognizer: "de_lanr.check_digit",
    country: "DE",
    forms: &["999~999~999", "9999999~99", "999999~9~99", "999999~999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "lanr",
        "lebenslange arztnummer",
        "arztnummer",
        "arztnr",
        "arzt nummer",
        "arzt nr",
        "vertragsarztnummer",
        "kassenarztnummer",
        "physician number",
        "physician id",
        "lifelong physician number",
        "lifetime physician number",
        "doctor number",
        "doctor's number",
        "doctor id",
    ],
};

fn check(number: &[u8]) -> Check {
    let check = number.get(6).map(|digit| u32::from(digit.wrapping_sub(b'0')));
    match number.get(..6).and_then(|body| weighted_sum(body, &[4, 9, 4, 9, 4, 9])) {
        Some(sum) if number != b"000000000" && Some((10 - sum % 10) % 10) == check => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeLanr;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "LANR <123456601>",
            "Arztnummer: <1234566 01>",
            "die lebenslange arztnummer ist <123 456 601>",
            "physician number <123456601>",
        ];
        let near = [
            "LANR 123456701",
            "LANR 12345660",
            "LANR 1234566011",
            "LANR 000000000",
            "123456601",
            "Kundennummer 123456601",
        ];
        assert_found(DeLanr, "DE", &found, &near);
    }
}
