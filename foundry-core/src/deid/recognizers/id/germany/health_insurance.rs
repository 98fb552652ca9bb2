//! Krankenversichertennummer, the part that stays for life: a letter, eight digits and a check digit (§ 290 SGB V). The
//! letter is read as two digits; weights 1 and 2 by turns, digit sums, mod 10.

use crate::deid::checksum::weighted_digit_sums;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeHealthInsurance,
    recognizer: "de_health_insurance.check_digit",
    country: "DE",
    forms: &["A~9{9}", "A~999~999~999", "A999~999~999", "A~99999999~9", "A99999999~9"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "krankenversichertennummer",
        "krankenversichertennr",
        "krankenversicherungsnummer",
        "krankenversicherungsnr",
        "krankenkassennummer",
        "krankenversicherten nr",
        "krankenversicherung",
        "krankenkasse",
        "versichertennummer",
        "versichertennr",
        "versicherten nummer",
        "versicherten nr",
        "versicherten id",
        "versichertenkarte",
        "versicherungsnummer",
        "versicherungsnr",
        "gesundheitskarte",
        "egk",
        "kvnr",
        "kv nummer",
        "kv nr",
        "kvnummer",
        "health insurance",
        "health insurance number",
        "health insurance id",
        "health card",
        "insurance number",
        "insurance id",
        "insured number",
        "insured person number",
    ],
};

fn check(number: &[u8]) -> Check {
    let Some((&letter, digits)) = number.split_first() else { return Check::Wrong };
    let Some((&check, body)) = digits.split_last() else { return Check::Wrong };
    let place = letter.wrapping_sub(b'A').wrapping_add(1);
    let mut all = [b'0' + place / 10, b'0' + place % 10, 0, 0, 0, 0, 0, 0, 0, 0];
    let Some(rest) = all.get_mut(2..).filter(|rest| rest.len() == body.len()) else { return Check::Wrong };
    rest.copy_from_slice(body);
    match weighted_digit_sums(&all, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) {
        Some(sum) if sum % 10 == u32::from(check.wrapping_sub(b'0')) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeHealthInsurance;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Versichertennummer: <A123456780>",
            "meine kvnr ist <a 123 456 780>",
            "<A123456780> steht auf der Gesundheitskarte",
            "health insurance number <A-123456780>",
        ];
        let near = [
            "Versichertennummer A123456781",
            "KVNR B123456780",
            "KVNR A12345678",
            "KVNR A1234567800",
            "A123456780",
            "Auftragsnummer A123456780",
        ];
        assert_found(DeHealthInsurance, "DE", &found, &near);
    }
}
