//! Driver's licence (운전면허번호): `RR-YY-NNNNNN-CC`, by the enforcement rules of the Road Traffic Act: the region that issued
//! it, 11 to 28, or in older ones its name, the year, a serial number, and two digits whose rule is not published.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::KrDriverLicense,
    recognizer: "kr_driver_license.cued",
    country: "KR",
    forms: &["99~99~9{6}~99"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "운전면허",
        "운전 면허",
        "면허번호",
        "면허 번호",
        "면허증",
        "driver license",
        "driver's license",
        "drivers license",
        "driver licence",
        "driver's licence",
        "drivers licence",
        "driving license",
        "driving licence",
        "driver license number",
        "driver's license number",
        "drivers license number",
        "driving license number",
        "driving licence number",
        "license number",
        "licence number",
        "korean license",
        "korean licence",
    ],
};

/// With the name of the region.
pub(super) const REGION: IdRule = IdRule {
    forms: &[
        "'서울'~99~9{6}~99",
        "'부산'~99~9{6}~99",
        "'대구'~99~9{6}~99",
        "'인천'~99~9{6}~99",
        "'광주'~99~9{6}~99",
        "'대전'~99~9{6}~99",
        "'울산'~99~9{6}~99",
        "'경기'~99~9{6}~99",
        "'강원'~99~9{6}~99",
        "'충북'~99~9{6}~99",
        "'충남'~99~9{6}~99",
        "'전북'~99~9{6}~99",
        "'전남'~99~9{6}~99",
        "'경북'~99~9{6}~99",
        "'경남'~99~9{6}~99",
        "'제주'~99~9{6}~99",
    ],
    check: |_| Check::Possible,
    ..RULE
};

fn check(license: &[u8]) -> Check {
    match license {
        [b'1', b'1'..=b'9', ..] | [b'2', b'0'..=b'8', ..] => Check::Possible,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::KrDriverLicense;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "운전면허번호는 <11-90-123456-01>입니다",
            "면허번호 <28 05 654321 77>",
            "driver's license <13-15-246810-55>",
            "운전면허 <서울-90-123456-01>",
            "운전면허번호 <119012345601>",
            "<11-90-123456-01>가 제 운전면허번호예요",
        ];
        let near = [
            "운전면허번호 10-90-123456-01",
            "운전면허번호 29-90-123456-01",
            "운전면허번호 11-90-123456-012",
            "운전면허번호 11-90-12345-01",
            "주문번호 11-90-123456-01",
            "11-90-123456-01",
        ];
        assert_found(KrDriverLicense, "US", &found, &near);
    }
}
