//! Number of a Medicare card: eight digits from 2 to 6 on, a check digit (weights 1, 3, 7, 9 twice, modulo 10), the
//! issue number, and on some the place of the person on the card (Services Australia).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::AuMedicare,
    recognizer: "au_medicare.mod10",
    country: "AU",
    forms: &["9{10,11}", "9999~99999~9", "9999~99999~9~9"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &["medicare", "medicare card", "medicare id", "medicare claim", "medicare account"],
};

/// In groups it is hardly anything else.
pub(super) const GROUPED: IdRule = IdRule {
    recognizer: "au_medicare.grouped",
    forms: &["9999 99999 9", "9999 99999 9 9", "9999 99999 9-9", "9999 99999 9/9"],
    evidence: Evidence::Locale,
    ..RULE
};

fn check(number: &[u8]) -> Check {
    let Some((card, [check, issue @ ..])) = number.split_at_checked(8) else { return Check::Wrong };
    let sum = weighted_sum(card, &[1, 3, 7, 9, 1, 3, 7, 9]);
    let first = matches!(card.first(), Some(b'2'..=b'6'));
    let issued = matches!(issue.len(), 1 | 2) && issue.iter().all(|digit| *digit != b'0');
    match sum {
        Some(sum) if first && issued && sum % 10 == u32::from(check.wrapping_sub(b'0')) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::AuMedicare;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my Medicare number is <2772 44079 2>",
            "medicare card: <4669453692>",
            "Medicare no. <2772-44079-2>",
            "<6686701997> is on my medicare card",
            "Medicare <2772 44079 2 1>",
            "medicare <2772 44079 2/1>",
        ];
        let near = [
            "my Medicare number is 2772 44078 2",
            "Medicare 1772 44079 2",
            "Medicare 2772 44079 0",
            "Medicare 2772 44079",
            "Medicare 2772-44079 2",
            "order 2772440792",
            "2772440792",
            "medicare order 2772440792",
        ];
        assert_found(AuMedicare, "US", &found, &near);
        assert_found(AuMedicare, "AU", &["it is <2772 44079 2>"], &["it is 2772440792"]);
    }
}
