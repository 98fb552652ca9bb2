//! Personnummer: birth date, a serial number and a Luhn digit over the ten digits without the century, as Skatteverket
//! issues them (SKV 704). Written with ten digits and `-`, or `+` from the hundredth year on, or with twelve and the
//! century. A coordination number (samordningsnummer, SKV 707) has 60 added to the day.

use crate::deid::checksum::luhn;
use crate::deid::recognizers::id::calendar::{is_date, number, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::SePersonnummer,
    recognizer: "se_personnummer.luhn",
    country: "SE",
    forms: &["9{6}~9{4}", "9{8}~9{4}", "9{6}'+'9{4}", "9{8}'+'9{4}"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "personnummer",
        "personnumret",
        "personnumrets",
        "personnummret",
        "personnr",
        "person nr",
        "pers nr",
        "persnr",
        "pnr",
        "samordningsnummer",
        "samordningsnumret",
        "samordningsnr",
        "födelsenummer",
        "id nummer",
        "identitetsnummer",
        "swedish id",
        "swedish id number",
        "swedish national id",
        "swedish personal number",
        "swedish identity number",
        "swedish personal id",
        "swedish personal identity number",
        "swedish social security number",
        "personal identity number",
        "personal identification number",
        "personal number",
        "person number",
        "coordination number",
        "skatteverket",
        "folkbokföring",
        "folkbokförd",
        "bankid",
    ],
};

fn check(digits: &[u8]) -> Check {
    let (century, short) = digits.split_at(digits.len().saturating_sub(10));
    let born = yymmdd(short).is_some_and(|(year, month, day)| {
        let day = if day > 60 { day - 60 } else { day };
        match number(century) {
            // Ten digits leave the century open, and only in 2000 the year 00 is a leap year.
            Some(0) if century.is_empty() => is_date(2000 + year, month, day),
            Some(century @ 18..=20) => is_date(100 * century + year, month, day),
            _ => false,
        }
    });
    if born && luhn(short) && short.len() == 10 { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::SePersonnummer;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Mitt personnummer är <681005-5621>",
            "personnr. <192602225498>",
            "Personnummer: <19260222-5498>",
            "pers.nr <050364+5145>",
            "coordination number <197010632391>",
            "<050364-5145> är mitt personnummer",
            "Swedish personal identity number <0503645145>",
        ];
        let near = [
            "personnummer 196810055622",
            "personnummer 681005-5622",
            "personnummer 8113329877",
            "personnummer 218112289874",
            "personnummer 1968100556211",
            "ordernummer 196810055621",
            "beställning 681005-5621",
            "196810055621",
            "681005-5621",
        ];
        assert_found(SePersonnummer, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<681005-5621>", "<192602225498>"];
        let near = ["order 681005-5621", "681005-5622"];
        assert_found(SePersonnummer, "SE", &found, &near);
    }
}
