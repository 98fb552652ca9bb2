//! Business number: eleven digits, the first less one, weighted 10, 1, 3 to 19, make a multiple of 89 (Australian
//! Business Register, "Format of the ABN").

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::AuAbn,
    recognizer: "au_abn.mod89",
    country: "AU",
    forms: &["99~999~999~999"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "abn",
        "australian business",
        "australian business number",
        "business number",
        "business register",
    ],
};

fn check(number: &[u8]) -> Check {
    // The first digit counts one less; ten is its weight.
    match weighted_sum(number, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) {
        Some(sum) if number.first() != Some(&b'0') && sum % 89 == 10 => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::AuAbn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "our ABN is <51 824 753 556>",
            "abn: <25587239802>",
            "A.B.N. <99-375-925-778>",
            "<78262874562> is the Australian Business Number",
        ];
        let near = [
            "our ABN is 51 824 753 557",
            "ABN 51 824 753 55",
            "ABN 51 824-753 556",
            "order 51824753556",
            "51824753556",
            "ABN 151824753556",
        ];
        assert_found(AuAbn, "US", &found, &near);
    }
}
