//! Organisationsnummer: ten digits, `NNNNNN-NNNN`, the last one Luhn, as Bolagsverket and Skatteverket assign them (act
//! 1974:174 on identification of legal persons). The first digit tells the kind (4 is none), the third is at least 2,
//! so that none is a birth date. With twelve digits, 16 stands for the century.

use crate::deid::checksum::luhn;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::SeOrganisationsnummer,
    recognizer: "se_organisationsnummer.luhn",
    country: "SE",
    forms: &["9{6}~9{4}", "9{8}~9{4}"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "organisationsnummer",
        "organisationsnumret",
        "organisationsnr",
        "orgnummer",
        "orgnumret",
        "orgnr",
        "org nr",
        "org nummer",
        "org no",
        "org number",
        "företagsnummer",
        "bolagsnummer",
        "bolagsverket",
        "organization number",
        "organisation number",
        "corporate identity number",
        "swedish company number",
        "swedish company",
        "swedish company id",
        "company registration number",
        "company registration",
        "registration number",
    ],
};

fn check(digits: &[u8]) -> Check {
    let number = match digits.len() {
        12 => digits.strip_prefix(b"16").unwrap_or_default(),
        _ => digits,
    };
    match number {
        [b'1'..=b'3' | b'5'..=b'9', _, b'2'..=b'9', ..] if number.len() == 10 && luhn(number) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::SeOrganisationsnummer;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Vårt organisationsnummer är <556547-5273>",
            "Org.nr: <5565690707>",
            "orgnr <165565475273>",
            "<556569-0707> (organisationsnummer)",
        ];
        let near = [
            "org.nr 556547-5274",
            "organisationsnummer 5517037486",
            "organisationsnummer 4567037488",
            "organisationsnummer 175565475273",
            "orgnr 55654752734",
            "fakturanummer 556547-5273",
            "556547-5273",
        ];
        assert_found(SeOrganisationsnummer, "US", &found, &near);
    }
}
