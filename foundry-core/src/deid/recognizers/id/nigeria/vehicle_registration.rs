//! Vehicle plates of Nigeria since 2011 (Federal Road Safety Corps): three letters for the local government area, three
//! digits, two letters, `ABC-123DE`.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::NgVehicleRegistration,
    recognizer: "ng_vehicle_registration.cued",
    country: "NG",
    forms: &["A{3}~999~AA", "A{3}-999AA", "A{3} 999AA", "A{3}-999 AA", "A{3} 999-AA"],
    check,
    evidence: Evidence::Cue,
    score: 0.4,
    cues: &[
        "plate number",
        "plate no",
        "plate",
        "plates",
        "number plate",
        "license plate",
        "license plate number",
        "licence plate",
        "licence plate number",
        "vehicle registration",
        "vehicle registration number",
        "vehicle number",
        "vehicle plate",
        "vehicle reg",
        "car registration",
        "car number",
        "car plate",
        "car reg",
        "registration number",
        "registration plate",
        "reg number",
        "reg no",
        "nigerian plate",
        "nigerian vehicle",
        "frsc",
    ],
};

fn check(plate: &[u8]) -> Check {
    if plate.get(3..6) == Some(b"000") { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::NgVehicleRegistration;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "plate number <LSR-123AB>",
            "my vehicle registration is <kja 456 cd>",
            "<ABC123DE> (plate number)",
        ];
        let near = [
            "plate number AB-123CD",
            "plate number LSR-12AB",
            "plate number LSR-000AB",
            "plate number LSR-123ABC",
            "SKU LSR-123AB",
            "LSR-123AB",
        ];
        assert_found(NgVehicleRegistration, "US", &found, &near);
    }
}
