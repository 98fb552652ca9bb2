//! Steuerliche Identifikationsnummer: eleven digits, the last a check digit of ISO 7064 mod 11,10, the first not zero;
//! among the first ten one digit stands twice or three times and no other more than once (Bundeszentralamt für Steuern).

use crate::deid::checksum::mod_11_10;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeTaxId,
    recognizer: "de_tax_id.mod_11_10",
    country: "DE",
    forms: &["99~999~999~999", "9{11}", "999~999~999~99", "99~99~99~999~99", "9999~9999~999"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "steuer id",
        "steuerid",
        "steuer ids",
        "steuer identnummer",
        "steueridentnummer",
        "steuer ident nr",
        "steuer idnr",
        "steueridnr",
        "steuer id nr",
        "steuer id nummer",
        "steuer identifikationsnummer",
        "steueridentifikationsnummer",
        "steueridentifikationsnr",
        "steuer identifikationsnr",
        "steuerliche identifikationsnummer",
        "steuerlichen identifikationsnummer",
        "steuerliche id",
        "identifikationsnummer",
        "identifikationsnr",
        "idnr",
        "id nr",
        "bzst",
        "bundeszentralamt",
        "tin",
        "tax id",
        "tax identification",
        "tax identification number",
        "tax identification no",
        "tax identifier",
        "tax number",
        "taxpayer id",
        "taxpayer identification number",
        "german tax id",
    ],
};

fn check(number: &[u8]) -> Check {
    let Some(body) = number.get(..10).filter(|body| !body.starts_with(b"0")) else { return Check::Wrong };
    let mut counts = [0u8; 10];
    for digit in body {
        if let Some(count) = counts.get_mut(usize::from(digit.wrapping_sub(b'0'))) {
            *count += 1;
        }
    }
    let mut repeated = counts.into_iter().filter(|count| *count > 1);
    let one_repeats = matches!((repeated.next(), repeated.next()), (Some(2 | 3), None));
    if one_repeats && mod_11_10(number) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeTaxId;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Steuer-ID: <36 574 261 809>",
            "meine idnr ist <36574261809>",
            "Steuer-Id.-Nr. <36-574-261-809>",
            "tax ID <36574261809>.",
        ];
        let near = [
            "Steuer-ID 36574261808",
            "Steuer-ID 3657426180",
            "Steuer-ID 365742618099",
            "Steuer-ID 06574261809",
            "Steuer-ID 12345678903",
            "36574261809",
            "order 36574261809",
        ];
        assert_found(DeTaxId, "US", &found, &near);
        assert_found(DeTaxId, "DE", &["<36 574 261 809>"], &["Bestellnummer 36 574 261 809", "+36574261809"]);
    }
}
