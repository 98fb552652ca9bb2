//! Tax file number: nine digits, weighted 1, 4, 3, 7, 5, 8, 6, 9, 10 to a multiple of eleven (Australian Taxation Office).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::AuTfn,
    recognizer: "au_tfn.mod11",
    country: "AU",
    forms: &["999~999~999"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &["tfn", "tax file", "tax file number", "tax file id", "australian tax", "ato"],
};

/// In groups it is hardly anything else.
pub(super) const GROUPED: IdRule =
    IdRule { recognizer: "au_tfn.grouped", forms: &["999 999 999"], evidence: Evidence::Locale, ..RULE };

fn check(number: &[u8]) -> Check {
    match weighted_sum(number, &[1, 4, 3, 7, 5, 8, 6, 9, 10]) {
        Some(sum) if sum.is_multiple_of(11) && number != b"000000000" => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::AuTfn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my TFN is <614 656 841>",
            "tax file number: <062645252>",
            "T.F.N. <694-199-849>",
            "<123 456 782> is my tax file number",
            "tfn <123456782> cheers",
        ];
        let near = [
            "my TFN is 614 656 842",
            "TFN 614 656 84",
            "TFN 614 656-841",
            "TFN 000000000",
            "order 614656841",
            "614 656 841",
            "TFN 1614656841",
        ];
        assert_found(AuTfn, "US", &found, &near);
        assert_found(AuTfn, "AU", &["it is <614 656 841>"], &["it is 614656841"]);
    }
}
