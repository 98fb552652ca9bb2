//! Registration of a prescriber with the Drug Enforcement Administration: a letter for the kind of registrant, the
//! first letter of the name (or 9), seven digits of which the last is the check digit (21 CFR 1301, DEA Office of
//! Diversion Control).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::MedicalLicense,
    recognizer: "medical_license.dea",
    country: "US",
    forms: &["AA~9{7}", "A9{8}"],
    check,
    evidence: Evidence::Cue,
    score: 0.6,
    cues: &[
        "dea",
        "drug enforcement",
        "drug enforcement administration",
        "dea registration",
        "dea license",
        "medical license",
        "medical licence",
        "medical certificate",
        "medical registration",
        "physician license",
        "doctor's license",
        "prescriber",
        "prescriber id",
        "prescriber's number",
        "controlled substance",
        "controlled substances",
    ],
};

fn check(number: &[u8]) -> Check {
    let Some((head, digits)) = number.split_at_checked(2) else { return Check::Wrong };
    let kind = head.first().is_some_and(|letter| b"ABCDEFGHJKLMPRSTUX".contains(letter));
    let initial = head.get(1).is_some_and(|byte| byte.is_ascii_uppercase() || *byte == b'9');
    let right = match digits.split_last() {
        Some((last, digits)) => weighted_sum(digits, &[1, 2, 1, 2, 1, 2])
            .is_some_and(|sum| sum % 10 == u32::from(last.wrapping_sub(b'0'))),
        None => false,
    };
    if kind && initial && right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::MedicalLicense;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Dr. Hale's DEA number is <AB5910345>",
            "dea: <ab7001299>",
            "DEA no. <B93259973>",
            "<AB7561752> is the DEA registration",
            "medical license <AB-7561752>",
        ];
        let near = [
            "DEA number AB5910346",
            "DEA number NB5910345",
            "DEA AB591034",
            "order AB5910345",
            "AB5910345",
            "DEA number AB59103451",
            "DEA 5910345",
        ];
        assert_found(MedicalLicense, "US", &found, &near);
    }
}
