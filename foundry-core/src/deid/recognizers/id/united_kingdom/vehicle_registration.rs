//! Vehicle registration: since 2001 two letters of the place, two digits of the half-year, three letters; before that a
//! year letter in front or behind (Driver and Vehicle Licensing Agency, INF104).

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkVehicleRegistration,
    recognizer: "uk_vehicle_registration.current",
    country: "GB",
    forms: &["AA99 AAA", "AA99AAA", "AA99-AAA"],
    check: check_current,
    evidence: Evidence::Locale,
    score: 0.5,
    cues: &[
        "registration",
        "registration number",
        "registration plate",
        "reg",
        "reg number",
        "reg plate",
        "car reg",
        "vehicle reg",
        "vehicle",
        "number plate",
        "numberplate",
        "licence plate",
        "license plate",
        "plate",
        "plates",
        "vrm",
        "vrn",
        "v5c",
        "dvla",
    ],
};

/// With a year letter (1963 to 2001), and those of Northern Ireland.
pub(super) const OLDER: IdRule = IdRule {
    recognizer: "uk_vehicle_registration.older",
    forms: &["A9{1,3} AAA", "A9{1,3}AAA", "AAA 9{1,3}A", "AAA9{1,3}A", "AAA 9{1,4}", "AAA9{1,4}"],
    check: check_older,
    evidence: Evidence::Cue,
    ..RULE
};

fn check_current(plate: &[u8]) -> Check {
    let [place @ .., tens @ b'0'..=b'9', ones @ b'0'..=b'9', a, b, c] = plate else { return Check::Wrong };
    let age = (tens - b'0') * 10 + ones - b'0';
    let place = place.len() == 2
        && place.iter().all(|letter| letter.is_ascii_uppercase() && !b"IQZ".contains(letter));
    let last = [a, b, c].iter().all(|letter| letter.is_ascii_uppercase() && !b"IQ".contains(letter));
    if place && last && matches!(age, 2..=29 | 51..=79) { Check::Right } else { Check::Wrong }
}

fn check_older(plate: &[u8]) -> Check {
    let letters = plate.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (head, rest) = plate.split_at_checked(letters).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, tail) = rest.split_at_checked(digits).unwrap_or_default();
    let year = |letter: &u8| letter.is_ascii_uppercase() && !b"IOQUZ".contains(letter);
    let plain =
        |letters: &[u8]| letters.iter().all(|letter| letter.is_ascii_uppercase() && !b"IQZ".contains(letter));
    let possible = !number.starts_with(b"0")
        && match (head, tail) {
            ([letter], [_, _, _]) => year(letter) && plain(tail) && digits <= 3,
            ([_, _, _], [letter]) => year(letter) && plain(head) && digits <= 3,
            // Only Northern Ireland uses I and Z.
            ([_, b, c], []) => [b, c].iter().any(|letter| b"IZ".contains(letter)) && !head.contains(&b'Q'),
            _ => false,
        };
    if possible { Check::Possible } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkVehicleRegistration;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my car reg is <AB12 CDE>",
            "number plate <bd51smr>",
            "registration: <A123 BCD>",
            "reg <ABC 123D>",
            "<LM70 XYZ> is the registration plate",
            "plate <AIG 1234>",
        ];
        let near = [
            "reg AB00 CDE",
            "reg AB45 CDE",
            "reg AI12 CDE",
            "reg AB12 CDQ",
            "reg AB12 CD",
            "reg A0 BCD",
            "reg Z123 BCD",
            "order AB12 CDE",
            "AB12 CDE",
            "reg AB12 CDEF",
        ];
        assert_found(UkVehicleRegistration, "US", &found, &near);
        assert_found(UkVehicleRegistration, "GB", &["<AB12 CDE>"], &["A123 BCD"]);
    }
}
