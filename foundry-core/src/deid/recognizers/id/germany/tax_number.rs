//! Steuernummer of a tax office: ten or eleven digits in the grouping of the federal state, or the thirteen of the
//! electronic tax declaration (ELSTER), which begin with the state's tax offices and have a zero in the fifth place.
//! Every state has its own check digit; only the structure is checked.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeTaxNumber,
    recognizer: "de_tax_number.cued",
    country: "DE",
    forms: &[
        "99~999~99999",
        "999~999~99999",
        "999~9999~9999",
        "99999~99999",
        "99~9999~9999",
        "9{10,11}",
        "9{13}",
    ],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "steuernummer",
        "steuernummern",
        "steuernr",
        "steuer nummer",
        "steuer nr",
        "stnr",
        "st nr",
        "stnummer",
        "umsatzsteuernummer",
        "einkommensteuernummer",
        "finanzamt",
        "steuerbescheid",
        "steuererklärung",
        "tax number",
        "tax no",
        "german tax number",
        "tax office",
        "tax reference number",
    ],
};

fn check(number: &[u8]) -> Check {
    let is_elster = || match number {
        [b'0', b'1'..=b'9', ..] | [b'1', b'2'..=b'6', ..] => true,
        [b'5' | b'9', ..] => number.get(4) == Some(&b'0'),
        [b'1', b'0' | b'1', ..] | [b'2', b'1'..=b'4' | b'6'..=b'8', ..] => true,
        [b'3', b'0'..=b'2', ..] | [b'4', b'0' | b'1', ..] => number.get(4) == Some(&b'0'),
        _ => false,
    };
    let possible = number.iter().any(|digit| *digit != b'0') && (number.len() < 13 || is_elster());
    if possible { Check::Possible } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeTaxNumber;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Steuernummer <21/815/08150>",
            "St.-Nr. <181/815/08155>, Finanzamt München",
            "meine steuernummer: <133/8150/8159>",
            "Steuer-Nr. <93815/08152>",
            "steuernummer <2893081508152>",
            "Steuernummer <29 815 08158>",
        ];
        let near = [
            "Steuernummer 21/815/0815",
            "Steuernummer 21/815/081500",
            "Steuernummer 6893081508152",
            "Steuernummer 00/000/00000",
            "21/815/08150",
            "Rechnungsnummer 21/815/08150",
        ];
        assert_found(DeTaxNumber, "DE", &found, &near);
    }
}
