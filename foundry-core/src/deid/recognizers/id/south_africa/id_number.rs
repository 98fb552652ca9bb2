//! Identity number: `YYMMDDSSSSCAZ`, by the Identification Act of 1997 and the Department of Home Affairs. `C` is 0 for
//! citizens, 1 for permanent residents, 2 for refugees; `Z` is a Luhn digit over all thirteen.

use crate::deid::checksum::luhn;
use crate::deid::recognizers::id::calendar::{is_date, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::ZaIdNumber,
    recognizer: "za_id_number.luhn",
    country: "ZA",
    forms: &[
        "9{13}",
        "9{6}~9{4}~9{3}",
        "9{6}~9{4}~99~9",
        "9{6}~9{4}~9~9~9",
        "99~99~99~9{4}~9{3}",
        "9{6}~9{7}",
    ],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "id number",
        "id no",
        "id nr",
        "id num",
        "identity number",
        "identity no",
        "identity document",
        "identity card",
        "identification number",
        "id book",
        "id document",
        "id card",
        "smart id",
        "smart id card",
        "sa id",
        "sa id number",
        "rsa id",
        "rsa id number",
        "za id",
        "za id number",
        "south african id",
        "south african id number",
        "south african identity",
        "south african identity number",
        "south africa id",
        "national id",
        "national id number",
        "green book",
        "home affairs",
        "identiteitsnommer",
        "id nommer",
        "identiteitsdokument",
        "inombolo kamazisi",
        "inombolo yesazisi",
        "umazisi",
    ],
};

fn check(id: &[u8]) -> Check {
    // The century is not written, and only in 2000 the year 00 is a leap year.
    let born = yymmdd(id).is_some_and(|(year, month, day)| is_date(2000 + year, month, day));
    match id.get(10) {
        Some(b'0'..=b'2') if id.len() == 13 && born && luhn(id) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ZaIdNumber;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "My ID number is <9903027634183>",
            "SA ID <840626 0694 196>",
            "identiteitsnommer: <5508082787182>",
            "<9903027634183> is my South African ID",
            "id no. <840626 0694 19 6>",
        ];
        let near = [
            "ID number 9903027634184",
            "ID number 8013155009082",
            "ID number 8001015009582",
            "ID number 99030276341831",
            "order number 9903027634183",
            "tracking 9903027634183",
            "9903027634183",
        ];
        assert_found(ZaIdNumber, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<9903027634183>"];
        let near = ["order 9903027634183", "9903027634184", "1701230000000"];
        assert_found(ZaIdNumber, "ZA", &found, &near);
    }
}
