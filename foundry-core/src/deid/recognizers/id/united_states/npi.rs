//! National provider identifier: ten digits that begin with 1 or 2 and pass Luhn behind the prefix 80840 (45 CFR 162.406
//! and ISO/IEC 7812-1).

use crate::deid::checksum::luhn;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UsNpi,
    recognizer: "us_npi.luhn",
    country: "US",
    forms: &["9{10}", "9999~999~999", "999~999~9999", "9999~9999~99"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &[
        "npi",
        "national provider",
        "national provider identifier",
        "national provider id",
        "provider identifier",
        "provider id",
        "provider number",
        "nppes",
    ],
};

fn check(number: &[u8]) -> Check {
    let mut prefixed = *b"808400000000000";
    let Some((b"80840", slot)) = prefixed.split_at_mut_checked(5).map(|(prefix, slot)| (&*prefix, slot))
    else {
        return Check::Wrong;
    };
    if slot.len() != number.len() || !matches!(number.first(), Some(b'1' | b'2')) {
        return Check::Wrong;
    }
    slot.copy_from_slice(number);
    // Nine times the same digit is a place holder, though one of them passes.
    let repeated = number.windows(2).take(8).all(|pair| pair.first() == pair.last());
    if luhn(&prefixed) && !repeated { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UsNpi;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "NPI <1732060011>",
            "the doctor's npi number is <1571259054>.",
            "National Provider Identifier: <1767-385-051>",
            "<1767385051> is our NPI",
            "provider ID <1234567893>",
        ];
        let near = [
            "NPI 1732060012",
            "NPI 3732060011",
            "NPI 173206001",
            "order 1732060011",
            "1732060011",
            "NPI 17320600111",
            "NPI 1111111112",
        ];
        assert_found(UsNpi, "US", &found, &near);
    }
}
