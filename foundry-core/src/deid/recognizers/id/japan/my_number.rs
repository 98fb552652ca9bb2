//! Individual number (個人番号, My Number): twelve digits, by ordinance 85 of 2014 of the Ministry of Internal Affairs and
//! Communications. The last is 11 less the sum mod 11, weights 2 to 7 and 2 to 6 from the right; 0 where that is 10
//! or 11. Parcel numbers have twelve digits too, so nothing is found without a cue.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::JpMyNumber,
    recognizer: "jp_my_number.check",
    country: "JP",
    forms: &["9{4}~9{4}~9{4}"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "マイナンバー",
        "マイナカード",
        "個人番号",
        "共通番号",
        "社会保障番号",
        "通知カード",
        "my number",
        "mynumber",
        "my number card",
        "individual number",
        "individual number card",
        "japanese my number",
        "japan my number",
        "japanese id",
        "japanese id number",
        "japanese national id",
        "japanese social security number",
    ],
};

fn check(number: &[u8]) -> Check {
    let digit =
        weighted_sum(number.get(..11).unwrap_or_default(), &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).map(|sum| {
            match sum % 11 {
                0 | 1 => 0,
                rest => 11 - rest,
            }
        });
    let last = number.last().map(|last| u32::from(last.wrapping_sub(b'0')));
    let one_digit = number.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    if number.len() == 12 && digit == last && !one_digit { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::JpMyNumber;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "私のマイナンバーは<923207320219>です",
            "マイナンバー：<6919 3350 5645>",
            "個人番号<923207320219>になります",
            "「<923207320219>」が私のマイナンバーです",
            "My Number is <6919-3350-5645>",
        ];
        let near = [
            "マイナンバー 923207320210",
            "マイナンバー 000000000000",
            "マイナンバー 9232073202191",
            "マイナンバー 92320732021",
            "注文番号は923207320219です",
            "追跡番号 9232 0732 0219",
            "923207320219",
        ];
        assert_found(JpMyNumber, "US", &found, &near);
    }
}
