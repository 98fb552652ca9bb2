//! Vehicle plates of Turkey (Karayolları Trafik Yönetmeliği): the number of the province, 01 to 81, one to three letters
//! of the Turkish alphabet without marks (no Q, W, X), and two to five digits, fewer the more letters there are.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::TrLicensePlate,
    recognizer: "tr_license_plate.cued",
    country: "TR",
    forms: &["99~A{1,3}~9{2,5}", "99 A{1,3}9{2,5}", "99A{1,3} 9{2,5}"],
    check,
    evidence: Evidence::Cue,
    score: 0.4,
    cues: &[
        "plaka",
        "plakam",
        "plakası",
        "plakamız",
        "plakalı",
        "plakanız",
        "plakayı",
        "plaka no",
        "plaka numarası",
        "araç",
        "aracım",
        "aracımın",
        "aracın",
        "arabam",
        "arabamın",
        "araba",
        "otomobil",
        "ruhsat",
        "license plate",
        "licence plate",
        "license plate number",
        "number plate",
        "plate number",
        "plate",
        "plates",
        "vehicle registration",
        "vehicle plate",
        "car registration",
        "registration plate",
        "registration number",
    ],
};

fn check(plate: &[u8]) -> Check {
    let letters = plate.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let digits = plate.len().saturating_sub(2 + letters);
    let province = matches!(plate, [b'0', b'1'..=b'9', ..] | [b'1'..=b'7', _, ..] | [b'8', b'0' | b'1', ..]);
    let foreign = plate.iter().any(|byte| matches!(byte, b'Q' | b'W' | b'X'));
    let fits = match letters {
        1 => digits >= 4,
        2 => (3..=4).contains(&digits),
        _ => digits <= 4,
    };
    if province && !foreign && fits { Check::Possible } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::TrLicensePlate;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Plakam <34 ABC 123>",
            "araç plakası: <06 B 1234>",
            "plaka no <35-KL-456>",
            "license plate <01abc12>",
            "<81 ZY 9876> plakalı araç",
        ];
        let near = [
            "plaka 00 ABC 123",
            "plaka 82 ABC 123",
            "plaka 34 QAB 123",
            "plaka 34 ABCD 12",
            "plaka 34 AB 1",
            "plaka 34 A 123",
            "plaka 34 ABC 12345",
            "sipariş 34 ABC 123",
            "34 ABC 123",
        ];
        assert_found(TrLicensePlate, "US", &found, &near);
    }
}
