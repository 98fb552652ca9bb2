//! Número de identidad de extranjero: `X`, `Y` or `Z`, which stand for 0, 1 and 2, seven digits and the control letter of
//! the DNI (Orden INT/2058/2008).

use super::control_letter;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::EsNie,
    recognizer: "es_nie.control_letter",
    country: "ES",
    forms: &["A~9999999~A", "A9999999-A", "A-9999999A", "A9999999 A", "A-9.999.999-A", "A9.999.999-A"],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "nie",
        "numero nie",
        "número de identidad de extranjero",
        "número de identificación de extranjero",
        "número de identidad",
        "número de identificación",
        "identidad de extranjero",
        "identidad de extranjeros",
        "identificación de extranjeros",
        "tarjeta de extranjero",
        "tarjeta de residencia",
        "permiso de residencia",
        "extranjería",
        "dni",
        "nif",
        "documento de identidad",
        "foreigner identity number",
        "foreigner id",
        "foreigner's identity number",
        "foreigner identification number",
        "residence permit",
        "residence card",
        "spanish id",
        "tax id",
    ],
};

fn check(number: &[u8]) -> Check {
    let &[prefix @ b'X'..=b'Z', ref digits @ .., letter] = number else { return Check::Wrong };
    let mut all = [prefix - b'X' + b'0', 0, 0, 0, 0, 0, 0, 0];
    let Some(rest) = all.get_mut(1..).filter(|rest| rest.len() == digits.len()) else { return Check::Wrong };
    rest.copy_from_slice(digits);
    if control_letter(&all) == Some(letter) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::EsNie;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "mi NIE es <X1234567L>",
            "nie: <y-7654321-g>",
            "tarjeta de residencia <Z 8078221 M>",
            "my NIE number is <X-1234567L>",
        ];
        let near = [
            "NIE X1234567M",
            "NIE W1234567L",
            "NIE X123456L",
            "NIE X12345678L",
            "X1234567L",
            "pedido X1234567L",
        ];
        assert_found(EsNie, "US", &found, &near);
        assert_found(EsNie, "es-ES", &["<X1234567L>"], &["pedido X1234567L"]);
    }
}
