//! Identity number of the Bureau of Registration Administration: thirteen digits, `N-NNNN-NNNNN-NN-C`. The first is the
//! kind of citizen, 1 to 8; the last is 11 less the sum with weights 13 to 2, mod 11, of that the last digit.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// As printed on the card.
pub(super) const HYPHENS: IdRule = IdRule {
    entity_type: EntityType::ThTnin,
    recognizer: "th_tnin.check",
    country: "TH",
    forms: &["9-9{4}-9{5}-99-9", "9 9{4} 9{5} 99 9"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "บัตรประชาชน",
        "ประจำตัวประชาชน",
        "บัตรประจำตัว",
        "เลขประจำตัว",
        "หมายเลขประจำตัว",
        "เลขบัตร",
        "เลขที่บัตร",
        "หมายเลขบัตร",
        "บัตร ปชช",
        "เลขปชช",
        "ปชช",
        "ทะเบียนราษฎร",
        "thai id",
        "thai id number",
        "thai id card",
        "thai id card number",
        "thai national id",
        "thai national id number",
        "thai national id card",
        "thai citizen id",
        "thai identification number",
        "thai personal id",
        "thailand id",
        "thailand national id",
        "tnin",
        "citizen id",
        "citizen id number",
        "citizen identification number",
        "national id",
        "national id number",
        "national id card",
        "national identification number",
        "national identity number",
        "id card",
        "id card number",
        "id card no",
        "identification number",
        "identity card",
        "population identification number",
        "personal id",
    ],
};

/// In any other form. Thirteen digits are also an article's number (EAN).
pub(super) const OTHER: IdRule =
    IdRule { forms: &["9{13}", "9~9{4}~9{5}~99~9", "9~9{4}~9{5}~9{3}"], evidence: Evidence::Cue, ..HYPHENS };

fn check(id: &[u8]) -> Check {
    let digit = weighted_sum(id.get(..12).unwrap_or_default(), &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
        .map(|sum| (11 - sum % 11) % 10);
    let last = id.last().map(|last| u32::from(last.wrapping_sub(b'0')));
    match id.first() {
        Some(b'1'..=b'8') if id.len() == 13 && digit == last => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ThTnin;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "เลขบัตรประชาชนของฉันคือ <6-9452-66985-72-1>",
            "บัตรประชาชน<6945266985721>ครับ",
            "เลขประจำตัวประชาชน: <7159982596663>",
            "Thai national ID <7-1599-82596-66-3>",
            "<6945266985721> คือเลขบัตรประชาชนของผม",
        ];
        let near = [
            "เลขบัตรประชาชน 6-9452-66985-72-2",
            "เลขบัตรประชาชน 9474605474277",
            "เลขบัตรประชาชน 69452669857215",
            "หมายเลขคำสั่งซื้อ 6945266985721",
            "เลขพัสดุ6-9452-66985-72-1ครับ",
            "6-9452-66985-72-1",
        ];
        assert_found(ThTnin, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<6-9452-66985-72-1>"];
        let near = ["6945266985721", "order 6-9452-66985-72-1"];
        assert_found(ThTnin, "TH", &found, &near);
    }
}
