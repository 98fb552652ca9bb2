//! ZIP code: five digits from 00501 to 99950, or nine (Publication 28 of the United States Postal Service), behind a cue.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UsZipCode,
    recognizer: "us_zip_code.cued",
    country: "US",
    forms: &["99999", "99999-9999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "zip",
        "zip code",
        "zipcode",
        "zip codes",
        "zipcodes",
        "postal code",
        "postcode",
        "post code",
        "postal",
    ],
};

fn check(code: &[u8]) -> Check {
    match code.get(..5) {
        Some(zip) if (&b"00501"[..]..=&b"99950"[..]).contains(&zip) => Check::Possible,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UsZipCode;

    #[test]
    fn strong_positives_and_near_misses() {
        let found =
            ["my zip is <90210>", "ZIP code: <10001-1234>", "<94110> is my zip code", "zipcode <02139>"];
        let near = [
            "zip 00000",
            "zip 99999",
            "zip 9021",
            "zip 902101",
            "order 90210",
            "90210",
            "the zip file for order 90210",
        ];
        assert_found(UsZipCode, "US", &found, &near);
    }
}
