//! Postleitzahl: five digits from 01001 to 99998 (Deutsche Post).

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DePlz,
    recognizer: "de_plz.cued",
    country: "DE",
    forms: &["99999", "'D-'99999", "'DE-'99999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "plz",
        "plz nummer",
        "plz ort",
        "postleitzahl",
        "postleitzahlen",
        "postleitzahl ort",
        "postcode",
        "post code",
        "postal code",
        "german postcode",
        "german postal code",
        "german zip",
        "german zip code",
    ],
};

fn check(code: &[u8]) -> Check {
    let digits = code.iter().position(u8::is_ascii_digit).and_then(|first| code.get(first..));
    match digits {
        Some(digits) if (&b"01001"[..]..=&b"99998"[..]).contains(&digits) => Check::Possible,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DePlz;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "PLZ <10115> Berlin",
            "meine postleitzahl ist <80331>",
            "Postleitzahl: <D-01067>",
            "the German postal code is <99998>.",
        ];
        let near = [
            "PLZ 00999",
            "PLZ 1011",
            "PLZ 101155",
            "PLZ 99999",
            "10115 Berlin",
            "order 10115",
            "PLZ 10.115",
            "PLZ 10115,50",
        ];
        assert_found(DePlz, "DE", &found, &near);
    }
}
