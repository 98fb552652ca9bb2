//! CNPJ: twelve characters and two check digits, `SS.SSS.SSS/OOOO-CC`, as the Receita Federal issues them. Since July 2026
//! (Instrução Normativa RFB 2229) the twelve may be letters too, each worth its ASCII code less 48. Check digits are mod
//! 11 with weights 2 to 9 from the right, 0 where 10 would come out.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// As printed on the card. The first digit may stand in any place.
pub(super) const PRINTED: IdRule = IdRule {
    entity_type: EntityType::BrCnpj,
    recognizer: "br_cnpj.check",
    country: "BR",
    forms: &[
        "9X.X{3}.X{3}/X{4}-99",
        "A9.X{3}.X{3}/X{4}-99",
        "A{2}.9X{2}.X{3}/X{4}-99",
        "A{2}.A9X.X{3}/X{4}-99",
        "A{2}.A{2}9.X{3}/X{4}-99",
        "A{2}.A{3}.9X{2}/X{4}-99",
        "A{2}.A{3}.A9X/X{4}-99",
        "A{2}.A{3}.A{2}9/X{4}-99",
        "A{2}.A{3}.A{3}/9X{3}-99",
        "A{2}.A{3}.A{3}/A9X{2}-99",
        "A{2}.A{3}.A{3}/A{2}9X-99",
        "A{2}.A{3}.A{3}/A{3}9-99",
        "A{2}.A{3}.A{3}/A{4}-99",
    ],
    check,
    evidence: Evidence::Locale,
    score: 0.8,
    cues: &[
        "cnpj",
        "cnpjs",
        "cnpj mf",
        "cnpj nº",
        "cgc",
        "cadastro nacional da pessoa jurídica",
        "cadastro nacional de pessoas jurídicas",
        "cadastro nacional de pessoa jurídica",
        "pessoa jurídica",
        "razão social",
        "receita federal",
        "brazilian company",
        "brazilian company number",
        "brazilian company id",
        "brazilian business",
        "brazilian tax id",
        "brazilian company tax id",
        "national registry of legal entities",
        "company registration number",
        "company tax id",
        "tax id",
    ],
};

/// Without separators, or with some of them.
pub(super) const OTHER: IdRule = IdRule {
    forms: &[
        "9X{11}99",
        "A9X{10}99",
        "A{2}9X{9}99",
        "A{3}9X{8}99",
        "A{4}9X{7}99",
        "A{5}9X{6}99",
        "A{6}9X{5}99",
        "A{7}9X{4}99",
        "A{8}9X{3}99",
        "A{9}9X{2}99",
        "A{10}9X99",
        "A{11}999",
        "A{12}99",
        "9{8}/9{4}-99",
        "9{8}/9{6}",
        "9{8}~9{4}~99",
        "99~999~999~9{4}~99",
        "99 999 999/9{4}-99",
        "99.999.999.9{4}-99",
        "99.999.999 9{4}-99",
    ],
    evidence: Evidence::Cue,
    score: 0.6,
    ..PRINTED
};

fn check(cnpj: &[u8]) -> Check {
    let last = |place: usize| cnpj.get(place).map(|digit| u32::from(digit.wrapping_sub(b'0')));
    let one_digit = cnpj.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let first = cnpj.get(..12).map(check_digit);
    let second = cnpj.get(..13).map(check_digit);
    let right = cnpj.len() == 14 && !one_digit && first == last(12) && second == last(13);
    if right { Check::Right } else { Check::Wrong }
}

fn check_digit(characters: &[u8]) -> u32 {
    let weights = (2..=9).cycle();
    let values = characters.iter().rev().map(|character| u32::from(character.saturating_sub(b'0')));
    match values.zip(weights).map(|(value, weight): (u32, u32)| value * weight).sum::<u32>() % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::BrCnpj;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "CNPJ: <12.345.678/0001-95>",
            "cnpj <12345678000195>",
            "Nosso CNPJ é <12.ABC.345/01DE-35>",
            "CNPJ <QRSTUVWX0YZA68>",
            "cnpj da loja: <12.abc.345/01de-35>",
            "<QR.STU.VWX/0YZA-68> é o CNPJ",
        ];
        let near = [
            "CNPJ 12.345.678/0001-96",
            "CNPJ 12.ABC.345/01DE-36",
            "CNPJ 00.000.000/0000-00",
            "CNPJ 123456780001951",
            "pedido 12345678000195",
            "12.345.678/0001-95",
        ];
        assert_found(BrCnpj, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<12.345.678/0001-95>", "<12.ABC.345/01DE-35>"];
        let near = ["12345678000195", "12ABC34501DE35", "pedido 12.345.678/0001-95"];
        assert_found(BrCnpj, "BR", &found, &near);
    }
}
