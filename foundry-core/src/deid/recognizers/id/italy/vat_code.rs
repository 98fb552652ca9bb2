//! Partita IVA: eleven digits, seven of the taxpayer, three of the office and a Luhn check digit (D.M. 23 dicembre
//! 1976), with or without `IT` before them.

use crate::deid::checksum::luhn;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::ItVatCode,
    recognizer: "it_vat_code.luhn",
    country: "IT",
    forms: &[
        "9{11}",
        "'IT'~9{11}",
        "999~9999~9999",
        "99~999~999~999",
        "999~999~999~99",
        "99999~999~999",
        "9999999~9999",
        "9999999~999~9",
    ],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "partita iva",
        "partite iva",
        "numero partita iva",
        "part iva",
        "p iva",
        "piva",
        "iva",
        "pi",
        "p i",
        "vat",
        "vat code",
        "vat number",
        "vat no",
        "vat id",
        "vat registration",
        "vat registration number",
        "vat identification number",
        "italian vat",
    ],
};

fn check(number: &[u8]) -> Check {
    let digits = number.strip_prefix(b"IT").unwrap_or(number);
    if !digits.starts_with(b"0000000") && luhn(digits) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ItVatCode;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Partita IVA <01114601006>",
            "p.iva: <IT01114601006>",
            "P. IVA <it 01114601006>",
            "VAT number <01114601006>.",
        ];
        let near = [
            "Partita IVA 01114601007",
            "Partita IVA 0111460100",
            "Partita IVA 011146010066",
            "Partita IVA 00000000000",
            "01114601006",
            "ordine 01114601006",
        ];
        assert_found(ItVatCode, "IT", &found, &near);
    }
}
