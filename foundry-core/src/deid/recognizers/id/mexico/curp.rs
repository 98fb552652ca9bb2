//! CURP: eighteen characters, `LLLLYYMMDDSEECCCHD`, by the Instructivo Normativo of RENAPO (Secretaría de Gobernación): four
//! letters of the names, birth date, sex (H, M, X), state, three letters, a character that is a digit up to 1999 and a
//! letter since, and a check digit mod 10 with weights 18 to 2 over an alphabet with Ñ.

use crate::deid::recognizers::id::calendar::{is_date, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::MxCurp,
    recognizer: "mx_curp.check",
    country: "MX",
    forms: &["A{4}~9{6}~A{6}~X9", "A{4}~9{6}~A{6}X9", "A{4}9{6}~A{6}X9"],
    check,
    evidence: Evidence::Check,
    score: 0.9,
    cues: &[
        "curp",
        "curps",
        "clave única",
        "clave única de registro de población",
        "registro de población",
        "registro nacional de población",
        "renapo",
        "population registry code",
        "unique population registry code",
        "mexican id",
        "mexican id number",
        "mexican national id",
        "mexican population code",
    ],
};

/// States, and NE for those born abroad.
const STATES: [&[u8; 2]; 33] = [
    b"AS", b"BC", b"BS", b"CC", b"CL", b"CM", b"CS", b"CH", b"DF", b"DG", b"GT", b"GR", b"HG", b"JC", b"MC",
    b"MN", b"MS", b"NT", b"NL", b"OC", b"PL", b"QT", b"QR", b"SP", b"SL", b"SR", b"TC", b"TS", b"TL", b"VZ",
    b"YN", b"ZS", b"NE",
];

fn check(curp: &[u8]) -> Check {
    let right = || {
        let (year, month, day) = yymmdd(curp.get(4..10)?)?;
        let century = if curp.get(16)?.is_ascii_digit() { 1900 } else { 2000 };
        let state = curp.get(11..13)?;
        let sum = curp.iter().take(17).zip((2..=18).rev()).try_fold(0, |sum, (character, weight)| {
            let value = match character {
                b'0'..=b'9' => character - b'0',
                b'A'..=b'N' => character - b'A' + 10,
                // Ñ comes between.
                b'O'..=b'Z' => character - b'A' + 11,
                _ => return None,
            };
            Some(sum + u32::from(value) * weight)
        })?;
        Some(
            is_date(century + year, month, day)
                && matches!(curp.get(10)?, b'H' | b'M' | b'X')
                && STATES.iter().any(|known| known.as_slice() == state)
                && (10 - sum % 10) % 10 == u32::from(curp.get(17)?.wrapping_sub(b'0')),
        )
    };
    if right() == Some(true) && curp.len() == 18 { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::MxCurp;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Mi CURP es <OILV341011HBSBLW74>",
            "curp: <vuga490422mtsyxz73>",
            "<VUGA490422MTSYXZ73>",
            "CURP <OILV 341011 HBSBLW 74>",
        ];
        let near = [
            "CURP OILV341011HBSBLW75",
            "CURP OILV341011HZZBLW77",
            "CURP OILV341011QBSBLW74",
            "CURP OILV341311HBSBLW71",
            "CURP OILV341011HBSBLW741",
            "CURP ZOILV341011HBSBLW74",
            "pedido OILV341011HBSBLW74",
        ];
        assert_found(MxCurp, "US", &found, &near);
    }
}
