//! Social insurance number: nine digits with a Luhn check digit (ISO/IEC 7812-1), as Service Canada issues them. None
//! begins with 0 or 8; those that begin with 9 belong to temporary residents.

use crate::deid::checksum::luhn;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::CaSin,
    recognizer: "ca_sin.luhn",
    country: "CA",
    forms: &["999~999~999"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "sin",
        "sin id",
        "social insurance",
        "social insurance number",
        "social insurance id",
        "service canada",
        "assurance sociale",
        "nas",
    ],
};

fn check(sin: &[u8]) -> Check {
    match sin.first() {
        Some(b'1'..=b'7' | b'9') if luhn(sin) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::CaSin;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my SIN is <130 692 544>",
            "social insurance number: <130-692-544>.",
            "N.A.S. <130692544>",
            "SIN #<130692544>",
            "<130 692 544> is my social insurance number",
            "mon numéro d'assurance sociale est <130 692 544>",
        ];
        let near = [
            "my SIN is 130 692 545",
            "SIN 000 000 000",
            "SIN 830 692 546",
            "order 130 692 544",
            "130 692 544",
            "SIN 130 692-544",
            "SIN 130 692 54",
            "SIN 1130692544",
            "SIN X130692544",
        ];
        assert_found(CaSin, "US", &found, &near);
        assert_found(
            CaSin,
            "CA",
            &["<130 692 544>"],
            &["call 130 692 5449", "1 130 692 544", "$130,692,544"],
        );
    }
}
