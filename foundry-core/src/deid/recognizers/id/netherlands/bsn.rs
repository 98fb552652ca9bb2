//! Burgerservicenummer: nine digits that pass the eleven test, weights 9 to 2 and -1 for the last (Rijksdienst voor
//! Identiteitsgegevens, Besluit BSN).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::NlBsn,
    recognizer: "nl_bsn.eleven_test",
    country: "NL",
    forms: &["999~999~999", "9999~99~999", "99~99~99~999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "bsn",
        "bsn nummer",
        "bsn nr",
        "bsnnummer",
        "burgerservicenummer",
        "burgerservicenr",
        "burger service nummer",
        "burgerservice nummer",
        "sofi",
        "sofinummer",
        "sofi nummer",
        "sofinr",
        "persoonsnummer",
        "citizen service number",
        "citizen number",
        "dutch citizen service number",
        "dutch social security number",
        "dutch national id",
        "dutch id",
    ],
};

fn check(number: &[u8]) -> Check {
    // -1 is 10 mod 11.
    let sum = weighted_sum(number, &[9, 8, 7, 6, 5, 4, 3, 2, 10]);
    let right = number != b"000000000" && sum.is_some_and(|sum| sum.is_multiple_of(11));
    if right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::NlBsn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "mijn BSN is <111222333>",
            "burgerservicenummer: <123 456 782>",
            "BSN-nummer <1234.56.782>",
            "my citizen service number is <123-456-782>",
            "<123456782> (bsn)",
        ];
        let near = [
            "BSN 123456783",
            "BSN 000000000",
            "BSN 12345678",
            "BSN 1234567822",
            "123456782",
            "bestelling 123456782",
            "BSN NL123456782",
        ];
        assert_found(NlBsn, "NL", &found, &near);
    }
}
