//! CPF: eleven digits, `NNN.NNN.NNN-CC`, as the Receita Federal issues them (Instrução Normativa RFB 1548). Both check
//! digits are mod 11, weights 10 to 2 and 11 to 2, 0 where 10 would come out. Eleven equal digits are nobody's.

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// As printed on the card.
pub(super) const PRINTED: IdRule = IdRule {
    entity_type: EntityType::BrCpf,
    recognizer: "br_cpf.check",
    country: "BR",
    forms: &["999.999.999-99"],
    check,
    evidence: Evidence::Locale,
    score: 0.8,
    cues: &[
        "cpf",
        "cpfs",
        "cpf mf",
        "cpf nº",
        "cic",
        "cadastro de pessoas físicas",
        "cadastro de pessoa física",
        "cadastro pessoa física",
        "pessoa física",
        "cadastro nacional de pessoas físicas",
        "receita federal",
        "brazilian tax id",
        "brazilian tax number",
        "brazilian id",
        "brazilian id number",
        "brazilian taxpayer id",
        "brazilian individual taxpayer number",
        "individual taxpayer registry",
        "individual taxpayer registration",
        "natural persons register",
        "tax id",
    ],
};

/// In any other form. Mobile telephones have eleven digits too.
pub(super) const OTHER: IdRule = IdRule {
    forms: &[
        "9{11}",
        "999 999 999 99",
        "999-999-999-99",
        "9{9}~99",
        "999 999 999-99",
        "999.999.999 99",
        "999.999.999/99",
    ],
    evidence: Evidence::Cue,
    score: 0.6,
    ..PRINTED
};

fn check(cpf: &[u8]) -> Check {
    let first = remainder(cpf, &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let second = remainder(cpf, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let last = |place: usize| cpf.get(place).map(|digit| u32::from(digit.wrapping_sub(b'0')));
    let one_digit = cpf.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let right = cpf.len() == 11 && !one_digit && first == last(9) && second == last(10);
    if right { Check::Right } else { Check::Wrong }
}

fn remainder(digits: &[u8], weights: &[u32]) -> Option<u32> {
    weighted_sum(digits.get(..weights.len())?, weights).map(|sum| sum * 10 % 11 % 10)
}
