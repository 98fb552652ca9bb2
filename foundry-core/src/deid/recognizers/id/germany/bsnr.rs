//! Betriebsstättennummer: nine digits that name a medical practice, the first two a region of the statutory physicians'
//! associations, as the guideline of the Kassenärztliche Bundesvereinigung under § 75 (7) SGB V orders. No check digit.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeBsnr,
    recognizer: "de_bsnr.cued",
    country: "DE",
    forms: &["999~999~999", "99~9999999", "99~99999~99", "9999999~99"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "bsnr",
        "bsnr nummer",
        "nbsnr",
        "betriebsstättennummer",
        "betriebsstaettennummer",
        "betriebsstättennr",
        "betriebsstätten nummer",
        "betriebsstätten nr",
        "betriebsstätte",
        "nebenbetriebsstätte",
        "nebenbetriebsstättennummer",
        "hauptbetriebsstätte",
        "praxisnummer",
        "kassenärztliche vereinigung",
        "practice number",
        "practice site number",
        "medical practice number",
        "establishment number",
        "permanent establishment number",
    ],
};

fn check(number: &[u8]) -> Check {
    if number.starts_with(b"00") { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeBsnr;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "BSNR: <721234500>",
            "unsere betriebsstättennummer lautet <02 1234500>",
            "<381234500> (BSNR)",
            "The practice number is <711234567>.",
        ];
        let near = [
            "BSNR 001234567",
            "BSNR 72123450",
            "BSNR 7212345001",
            "BSNR A721234500",
            "721234500",
            "Bestellnummer 721234500",
        ];
        assert_found(DeBsnr, "DE", &found, &near);
    }
}
