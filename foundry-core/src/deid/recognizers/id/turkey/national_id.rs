//! T.C. kimlik numarası: eleven digits, as the General Directorate of Population and Citizenship Affairs (NVİ) issues them.
//! The first is not 0; the tenth is 7 times the digits in odd places less those in even ones, the last the sum of the
//! ten before it, both mod 10.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::TrNationalId,
    recognizer: "tr_national_id.check",
    country: "TR",
    forms: &["9{11}", "999 999 999 99", "999-999-999-99", "999 99 999 999", "999 999 99 999"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "tc kimlik",
        "tc kimlik no",
        "tc kimlik numarası",
        "tc kimlik numaram",
        "tc no",
        "tc nom",
        "tc numaram",
        "tc numarası",
        "tc",
        "tckn",
        "tckno",
        "kimlik",
        "kimlik no",
        "kimlik nom",
        "kimlik numarası",
        "kimlik numaram",
        "kimliğim",
        "vatandaşlık no",
        "vatandaşlık numarası",
        "vatandaşlık numaram",
        "nüfus cüzdanı",
        "mernis",
        "turkish id",
        "turkish id number",
        "turkish national id",
        "turkish identity number",
        "turkish national identity number",
        "turkish national identification number",
        "turkish identification number",
        "turkish citizenship number",
        "national id",
        "national id number",
    ],
};

fn check(id: &[u8]) -> Check {
    // Mod 10, 9 is as good as -1.
    let tenth = weighted_sum(id.get(..10).unwrap_or_default(), &[7, 9, 7, 9, 7, 9, 7, 9, 7, 9]);
    let last = weighted_sum(id, &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9]);
    let right = [tenth, last].iter().all(|sum| sum.is_some_and(|sum| sum.is_multiple_of(10)));
    if right && id.len() == 11 && id.first() != Some(&b'0') { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::TrNationalId;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "T.C. kimlik numaram: <94719540650>",
            "tc no <23589525436>",
            "KİMLİK NO: <914 542 124 46>",
            "<94719540650> TCKN",
            "Turkish ID number <23589525436>",
        ];
        let near = [
            "TCKN 94719540651",
            "TCKN 94719540661",
            "TC kimlik no 07201986058",
            "TCKN 947195406501",
            "kargo takip no 94719540650",
            "sipariş 94719540650",
            "94719540650",
        ];
        assert_found(TrNationalId, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<94719540650>"];
        let near = ["sipariş no 94719540650", "94719540651"];
        assert_found(TrNationalId, "TR", &found, &near);
    }
}
