//! Umsatzsteuer-Identifikationsnummer: `DE` and nine digits, the last a check digit of ISO 7064 mod 11,10, the first not
//! zero (§ 27a UStG, Bundeszentralamt für Steuern).

use crate::deid::checksum::mod_11_10;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeVatId,
    recognizer: "de_vat_id.mod_11_10",
    country: "DE",
    forms: &["'DE'~999999999", "'DE'~999~999~999", "'DE'999~999~999"],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "umsatzsteuer id",
        "umsatzsteuerid",
        "umsatzsteueridentifikationsnummer",
        "umsatzsteuer identifikationsnummer",
        "umsatzsteueridentnummer",
        "umsatzsteuernummer",
        "umsatzsteuer idnr",
        "umsatzsteuer id nr",
        "ust id",
        "ustid",
        "ust idnr",
        "ustidnr",
        "ust id nr",
        "ust id nummer",
        "ust nr",
        "ustnr",
        "ust",
        "mwst",
        "mwst nr",
        "mehrwertsteuernummer",
        "uid",
        "uid nummer",
        "vat",
        "vat id",
        "vat number",
        "vat no",
        "vat registration",
        "vat identification number",
        "vatin",
        "vat reg",
        "tax id",
    ],
};

fn check(number: &[u8]) -> Check {
    match number.strip_prefix(b"DE") {
        Some(digits) if !digits.starts_with(b"0") && mod_11_10(digits) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeVatId;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "USt-IdNr.: <DE136695976>",
            "unsere ust-id ist <de 136 695 976>",
            "VAT number <DE 136695976>",
            "<DE-136695976> (VAT ID)",
        ];
        let near = [
            "USt-IdNr. DE136695977",
            "USt-IdNr. DE13669597",
            "USt-IdNr. DE1366959766",
            "USt-IdNr. DE036695976",
            "USt-IdNr. AT136695976",
            "DE136695976",
            "tracking DE136695976",
        ];
        assert_found(DeVatId, "US", &found, &near);
        assert_found(DeVatId, "DE", &["<DE136695976>"], &["Sendungsnummer DE136695976"]);
    }
}
