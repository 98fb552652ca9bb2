//! Número de identificación fiscal: for citizens the DNI, eight digits and a control letter by the rest mod 23 (Real
//! Decreto 1553/2005); for others a letter, seven digits and a control character (Real Decreto 1065/2007, Orden
//! EHA/451/2008).

use super::control_letter;
use crate::deid::checksum::weighted_digit_sums;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::EsNif,
    recognizer: "es_nif.control_letter",
    country: "ES",
    forms: &[
        "99999999~A",
        "99~999~999~A",
        "99.999.999-A",
        "99.999.999 A",
        "99.999.999A",
        "99 999 999-A",
        "99 999 999A",
    ],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "nif",
        "dni",
        "número de dni",
        "documento nacional",
        "documento nacional de identidad",
        "documento de identidad",
        "carnet de identidad",
        "número de identificación fiscal",
        "número de identificación",
        "identificación fiscal",
        "identidad",
        "cif",
        "national identity document",
        "national id",
        "national id number",
        "identity document",
        "identity card",
        "identity number",
        "id card",
        "spanish id",
        "tax id",
        "tax identification number",
        "tax number",
    ],
};

/// Citizens under fourteen or abroad, and foreigners without a NIE.
pub(super) const SPECIAL_RULE: IdRule = IdRule { forms: &["A~9999999~A"], check: special, ..RULE };

/// Organizations, formerly CIF; companies, so only where words announce it.
pub(super) const ORGANIZATION_RULE: IdRule = IdRule {
    recognizer: "es_nif.control_character",
    forms: &["A~9999999~X", "A99999999", "A-99999999", "A99999999"],
    check: organization,
    evidence: Evidence::Cue,
    ..RULE
};

fn check(number: &[u8]) -> Check {
    match number.split_last() {
        Some((letter, digits)) if control_letter(digits) == Some(*letter) => Check::Right,
        _ => Check::Wrong,
    }
}

fn special(number: &[u8]) -> Check {
    match number {
        [b'K' | b'L' | b'M', rest @ ..] => check(rest),
        _ => Check::Wrong,
    }
}

/// The control digit is that of Luhn; from some kinds of organization it is written as a letter, `J` for zero.
fn organization(number: &[u8]) -> Check {
    let &[kind, ref digits @ .., control] = number else { return Check::Wrong };
    let sums = weighted_digit_sums(digits, &[2, 1, 2, 1, 2, 1, 2]);
    let Some(digit) = sums.map(|sum| (10 - sum % 10) % 10) else { return Check::Wrong };
    let as_digit = u32::from(control.wrapping_sub(b'0')) == digit;
    let as_letter = b"JABCDEFGHI".iter().position(|letter| *letter == control) == usize::try_from(digit).ok();
    let right = match kind {
        b'A' | b'B' | b'E' | b'H' => as_digit,
        b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => as_letter,
        b'C' | b'D' | b'F' | b'G' | b'J' | b'U' | b'V' => as_digit || as_letter,
        _ => false,
    };
    if right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::EsNif;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "mi DNI es <12345678Z>",
            "dni: <12.345.678-z>",
            "NIF <12345678-Z>, gracias",
            "<12 345 678 Z> es mi documento nacional de identidad",
            "CIF: <A58818501>",
            "nif <L1234567L>",
        ];
        let near = [
            "DNI 12345678A",
            "DNI 1234567Z",
            "DNI 123456789Z",
            "DNI 12345678ZZ",
            "CIF A58818502",
            "12345678Z",
            "pedido 12345678Z",
        ];
        assert_found(EsNif, "US", &found, &near);
        assert_found(EsNif, "ES", &["<12345678Z>"], &["pedido 12345678Z", "A58818501"]);
    }
}
