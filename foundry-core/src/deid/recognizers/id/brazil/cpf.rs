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

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::BrCpf;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Meu CPF é <788.437.037-90>",
            "cpf <42447978901> obrigado",
            "CPF nº <102 448 594 34>",
            "<424.479.789-01> é meu CPF",
            "CPF no meu pedido: <102.448.594-34>",
            "CPF <788.437.037-90> 01/02/1990",
        ];
        let near = [
            "CPF 788.437.037-91",
            "CPF 111.111.111-11",
            "CPF 788437037902",
            "CPF A78843703790",
            "pedido 78843703790",
            "código de rastreio 788.437.037-90",
            "788.437.037-90",
        ];
        assert_found(BrCpf, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<788.437.037-90>"];
        let near = ["78843703790", "pedido 788.437.037-90", "788.437.037-91"];
        assert_found(BrCpf, "BR", &found, &near);
    }
}
