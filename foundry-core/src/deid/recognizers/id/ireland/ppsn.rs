//! Personal public service number: seven digits, a check letter modulo 23 with weights 8 to 2, since 2013 a second
//! letter with weight 9 (Department of Social Protection; S.I. 246/2012); W, T and X of older ones count nothing.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::IePpsn,
    recognizer: "ie_ppsn.mod23",
    country: "IE",
    forms: &["9{7}~A{1,2}", "9999 999 A{1,2}", "999 9999 A{1,2}"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "ppsn",
        "pps",
        "pps number",
        "pps id",
        "personal public service",
        "personal public service number",
        "public service number",
        "rsi number",
        "uimhir psp",
        "uimhir phearsanta seirbhíse poiblí",
        "upsp",
    ],
};

fn check(number: &[u8]) -> Check {
    let Some((digits, [letter, second @ ..])) = number.split_at_checked(7) else { return Check::Wrong };
    let extra = match second {
        [] | [b'W' | b'T' | b'X'] => 0,
        [second @ b'A'..=b'I'] => u32::from(second - b'A') + 1,
        _ => return Check::Wrong,
    };
    let remainder = weighted_sum(digits, &[8, 7, 6, 5, 4, 3, 2]).map(|sum| (sum + 9 * extra) % 23);
    let wanted = remainder.and_then(|at| b"WABCDEFGHIJKLMNOPQRSTUV".get(at as usize));
    if wanted == Some(letter) && digits != b"0000000" { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::IePpsn;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my PPS number is <5260181WB>",
            "PPSN: <6433435F>",
            "ppsn <1909378gh> thanks",
            "<6433435OA> is my PPSN",
            "PPS no. <6433435 F>",
            "Uimhir PSP <8907866TH>",
        ];
        let near = [
            "my PPS number is 5260181XB",
            "PPSN 6433435E",
            "PPSN 643343F",
            "PPSN 64334355F",
            "PPSN 6433435FZ",
            "PPSN 0000000W",
            "order 6433435F",
            "6433435F",
            "PPSN A6433435F",
        ];
        assert_found(IePpsn, "US", &found, &near);
        assert_found(IePpsn, "IE", &["it is <6433435F>"], &["tracking 6433435F"]);
    }
}
