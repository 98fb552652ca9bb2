//! PESEL: eleven digits, `YYMMDDZZZXQ`, as the act on population registration of 2010 and the Ministry of Digital Affairs
//! describe it. The month tells the century (80 more: 1800s, 20: 2000s, 40: 2100s, 60: 2200s); the last digit makes the
//! sum weighted 1, 3, 7, 9 a multiple of ten.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::calendar::{is_date, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::PlPesel,
    recognizer: "pl_pesel.check",
    country: "PL",
    forms: &["9{6}~9{5}", "99~99~99~9{5}", "999 999 999 99", "999-999-999-99"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "pesel",
        "pesel u",
        "peselu",
        "peselem",
        "pesele",
        "numer ewidencyjny",
        "powszechny elektroniczny system ewidencji ludności",
        "polish id",
        "polish id number",
        "polish national id",
        "polish national identification number",
        "polish personal number",
        "polish identification number",
    ],
};

fn check(pesel: &[u8]) -> Check {
    let born = yymmdd(pesel).is_some_and(|(year, month, day)| {
        let century = match month / 20 {
            0 => 1900,
            1 => 2000,
            2 => 2100,
            3 => 2200,
            _ => 1800,
        };
        is_date(century + year, month % 20, day)
    });
    let sum = weighted_sum(pesel, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    if born && sum.is_some_and(|sum| sum.is_multiple_of(10)) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::PlPesel;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Mój PESEL to <01300845801>, proszę o pilną odpowiedź",
            "pesel: <870727 19304>",
            "PESEL number <120926-20039>.",
            "<01300845801> to mój PESEL",
            "PESEL na moim zamówieniu: <87072719304>",
            "nr PESEL <12092620039>",
        ];
        let near = [
            "PESEL 01300845800",
            "PESEL 44053201359",
            "PESEL 00000000000",
            "PESEL 013008458017",
            "PESEL X01300845801",
            "zamówienie 01300845801",
            "order 01300845801",
            "01300845801",
        ];
        assert_found(PlPesel, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<01300845801>"];
        let near = ["order #01300845801", "#01300845801", "01300845800", "numer zamówienia 01300845801"];
        assert_found(PlPesel, "PL", &found, &near);
    }
}
