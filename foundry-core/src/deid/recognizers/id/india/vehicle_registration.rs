//! Vehicle registration: the code of a state, the number of the office, a series of letters, four digits; or since 2021
//! the year, BH, four digits and letters (Central Motor Vehicles Rules 1989, rule 50).

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::InVehicleRegistration,
    recognizer: "in_vehicle_registration.structure",
    country: "IN",
    forms: &[
        "AA~9{1,2}~A{1,3}~9999",
        "AA~9{1,2}A~A{1,2}~9999",
        "AA9{1,2} A{1,3}9999",
        "AA9{1,2}A{1,3} 9999",
        "AA 9{1,2}A{1,3} 9999",
        "AA9{1,2} A{1,3} 9999",
        "AA9{1,2}-A{1,3}-9999",
        "AA9{1,2}-A{1,3}9999",
        "AA-9{1,2}-A{1,3}9999",
        "AA-9{1,2} A{1,3} 9999",
        "AA-9{1,2}-A{1,3} 9999",
        "99~'BH'~9999~A{1,2}",
    ],
    check,
    evidence: Evidence::Locale,
    score: 0.5,
    cues: &[
        "vehicle",
        "vehicle number",
        "vehicle registration",
        "registration",
        "registration number",
        "reg",
        "number plate",
        "numberplate",
        "licence plate",
        "license plate",
        "plate",
        "rc",
        "rc number",
        "rto",
        "car number",
        "bike number",
        "car no",
        "bike no",
        "scooter",
        "गाड़ी",
        "वाहन",
    ],
};

/// The codes of states and union territories, old ones too, sorted.
const STATES: &[&[u8]] = &[
    b"AN", b"AP", b"AR", b"AS", b"BR", b"CG", b"CH", b"DD", b"DL", b"DN", b"GA", b"GJ", b"HP", b"HR", b"JH",
    b"JK", b"KA", b"KL", b"LA", b"LD", b"MH", b"ML", b"MN", b"MP", b"MZ", b"NL", b"OD", b"OR", b"PB", b"PY",
    b"RJ", b"SK", b"TG", b"TN", b"TR", b"TS", b"UA", b"UK", b"UP", b"WB",
];

fn check(plate: &[u8]) -> Check {
    let right = match plate {
        [b'2', b'1'..=b'9', b'B', b'H', digits @ ..] => {
            digits.get(..4).is_some_and(|digits| digits != b"0000")
                && digits.iter().skip(4).all(|letter| letter.is_ascii_uppercase() && !b"IO".contains(letter))
        }
        [a, b, office @ .., _, _, _, _] => {
            let digits = office.iter().take_while(|byte| byte.is_ascii_digit());
            let series = office.iter().skip(digits.clone().count());
            STATES.binary_search(&&[*a, *b][..]).is_ok()
                && digits.clone().any(|digit| *digit != b'0')
                && series.clone().all(|letter| letter.is_ascii_uppercase() && !b"IO".contains(letter))
                && !plate.ends_with(b"0000")
        }
        _ => false,
    };
    if right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::InVehicleRegistration;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my vehicle number is <KA01AB1234>",
            "number plate <MH 12 DE 1433>",
            "car reg <dl-3c-ab-1234>",
            "<TN 07 CV 9999> is the registration number",
            "registration <22 BH 1234 AA>",
            "RC no. <DL 3C AB 1234>",
        ];
        let near = [
            "vehicle number XX01AB1234",
            "vehicle number KA00AB1234",
            "vehicle number KA01AB0000",
            "vehicle number KA01AB123",
            "vehicle number KA01IO1234",
            "order KA01AB1234",
            "it is KA01AB1234",
            "vehicle 22 BX 1234 AA",
        ];
        assert_found(InVehicleRegistration, "US", &found, &near);
    }
}
