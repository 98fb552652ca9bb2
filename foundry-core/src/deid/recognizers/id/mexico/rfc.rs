//! RFC: four letters of a person's names or three of a company's (Ñ and `&` count), a date, two characters against
//! homonyms and a check character, by annex 1 of the Resolución Miscelánea Fiscal of the SAT: mod 11 with weights 13 to 2
//! over an alphabet of 39, a company's code moved by one blank; 10 is written A.

use crate::deid::recognizers::id::calendar::{is_date, yymmdd};
use crate::deid::recognizers::id::form::ENYE;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// Of a person.
pub(super) const PERSON: IdRule = IdRule {
    entity_type: EntityType::MxRfc,
    recognizer: "mx_rfc.check",
    country: "MX",
    forms: &["A{4}~9{6}~XXX", "A{4}9{6} XXX", "A{4}9{6}-XXX", "A{4} 9{6}XXX", "A{4}-9{6}XXX"],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "rfc",
        "rfcs",
        "registro federal",
        "registro federal de contribuyentes",
        "registro federal del contribuyente",
        "clave de rfc",
        "cédula fiscal",
        "cédula de identificación fiscal",
        "situación fiscal",
        "datos fiscales",
        "identificación fiscal",
        "contribuyente",
        "mexican tax id",
        "mexican tax number",
        "mexican taxpayer id",
        "mexican taxpayer number",
        "federal taxpayer registry",
        "tax id",
        "taxpayer id",
    ],
};

/// Of a person, with Ñ.
pub(super) const ENYE_PERSON: IdRule = IdRule {
    forms: &[
        "'Ñ'AAA~9{6}~XXX",
        "A'Ñ'AA~9{6}~XXX",
        "AA'Ñ'A~9{6}~XXX",
        "AAA'Ñ'~9{6}~XXX",
        "'ñ'AAA~9{6}~XXX",
        "A'ñ'AA~9{6}~XXX",
        "AA'ñ'A~9{6}~XXX",
        "AAA'ñ'~9{6}~XXX",
    ],
    ..PERSON
};

/// Of a company.
pub(super) const COMPANY: IdRule = IdRule {
    forms: &["A{3}~9{6}~XXX", "A{3}9{6} XXX", "A{3}9{6}-XXX", "A{3} 9{6}XXX", "A{3}-9{6}XXX"],
    ..PERSON
};

/// Of a company, with `&` or Ñ.
pub(super) const SIGN_COMPANY: IdRule = IdRule {
    forms: &[
        "'&'AA~9{6}~XXX",
        "A'&'A~9{6}~XXX",
        "AA'&'~9{6}~XXX",
        "'Ñ'AA~9{6}~XXX",
        "A'Ñ'A~9{6}~XXX",
        "AA'Ñ'~9{6}~XXX",
        "'ñ'AA~9{6}~XXX",
        "A'ñ'A~9{6}~XXX",
        "AA'ñ'~9{6}~XXX",
    ],
    ..PERSON
};

/// What stands for the public and for foreigners: nobody's.
const PLACEHOLDERS: [&[u8]; 2] = [b"XAXX010101000", b"XEXX010101000"];

fn check(rfc: &[u8]) -> Check {
    let right = || {
        let (body, last) = rfc.split_at_checked(rfc.len().checked_sub(1)?)?;
        let (names, date) = body.split_at_checked(body.len().checked_sub(8)?)?;
        let (year, month, day) = yymmdd(date)?;
        // Two characters against homonyms: the first is one of 1 to V, neither is 0.
        let homonyms = matches!(date.get(6..)?, [b'1'..=b'9' | b'A'..=b'V', b'1'..=b'9' | b'A'..=b'Z']);
        // A blank before a company's code has the value 37.
        let blank = if names.len() == 3 { 37 * 13 } else { 0 };
        let sum =
            body.iter().rev().zip(2..).try_fold(blank, |sum, (character, weight): (_, u32)| {
                Some(sum + value(*character)? * weight)
            })?;
        let expected = match (11 - sum % 11) % 11 {
            10 => 'A',
            digit => char::from_digit(digit, 10)?,
        };
        Some(homonyms && is_date(2000 + year, month, day) && char::from(*last.first()?) == expected)
    };
    if right() == Some(true) && !PLACEHOLDERS.contains(&rfc) { Check::Right } else { Check::Wrong }
}

fn value(character: u8) -> Option<u32> {
    let value = match character {
        b'0'..=b'9' => character - b'0',
        b'A'..=b'N' => character - b'A' + 10,
        b'&' => 24,
        b'O'..=b'Z' => character - b'A' + 11,
        ENYE => 38,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::MxRfc;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Mi RFC es <VECJ880326KA3>",
            "rfc <vecj880326ka3>",
            "R.F.C. <ABC-680524-P73>",
            "RFC para la factura: <ABC680524P73>",
            "RFC <MUÑO750101HJ1>",
            "RFC de la empresa <J&M990215A14>",
            "<VECJ-880326-KA3> es mi RFC",
        ];
        let near = [
            "RFC VECJ880326KA1",
            "RFC VECJ881326KA7",
            "RFC VECJ880326WA8",
            "RFC XAXX010101000",
            "RFC VECJ880326KA31",
            "RFC 9VECJ880326KA3",
            "pedido VECJ880326KA3",
            "VECJ880326KA3",
        ];
        assert_found(MxRfc, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<VECJ880326KA3>"];
        let near = ["pedido ABC680524P73", "VECJ880326KA1"];
        assert_found(MxRfc, "MX", &found, &near);
    }
}
