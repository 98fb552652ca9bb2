//! Codice fiscale: three letters each of the family and the given name, year, letter of the month and day of birth (40
//! more for women), the code of the birthplace, a check letter by two tables mod 26 (D.M. 23 dicembre 1976). Where two
//! people would share one, letters stand for digits (omocodia).

use crate::deid::recognizers::id::calendar::{is_date, number};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::ItFiscalCode,
    recognizer: "it_fiscal_code.check_letter",
    country: "IT",
    // One form for each place where the first digit may be, since letters may stand for those before it.
    forms: &[
        "AAA~AAA~9XAXX~AXXXA",
        "AAA~AAA~A9AXX~AXXXA",
        "AAA~AAA~AAA9X~AXXXA",
        "AAA~AAA~AAAA9~AXXXA",
        "AAA~AAA~AAAAA~A9XXA",
        "AAA~AAA~AAAAA~AA9XA",
        "AAA~AAA~AAAAA~AAA9A",
        "A{6}~9XAXX~AXXXA",
        "A{6}~A9AXX~AXXXA",
        "A{6}~AAA9X~AXXXA",
        "A{6}~AAAA9~AXXXA",
        "A{6}~AAAAA~A9XXA",
        "A{6}~AAAAA~AA9XA",
        "A{6}~AAAAA~AAA9A",
        "AAA~AAA~9XAXX~AXXX~A",
        "A{6}~9XAXX~AXXX~A",
        "AAA~AAA~9X~A~XX~AXXX~A",
    ],
    check,
    evidence: Evidence::Check,
    score: 0.8,
    cues: &[
        "codice fiscale",
        "codici fiscali",
        "cod fiscale",
        "cod fisc",
        "cf",
        "c f",
        "fiscale",
        "tessera sanitaria",
        "agenzia delle entrate",
        "fiscal code",
        "italian fiscal code",
        "tax code",
        "italian tax code",
        "tax id",
        "tax identification number",
    ],
};

/// What a character in an odd place counts, by its value: the same for a digit and for the letter in its place.
const ODD: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
/// The months from January on.
const MONTHS: &[u8] = b"ABCDEHLMPRST";
/// The places of digits.
const DIGITS: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
/// The letters that may stand for 0 to 9.
const STAND_INS: &[u8] = b"LMNPQRSTUV";

fn check(code: &[u8]) -> Check {
    let Ok(code) = <&[u8; 16]>::try_from(code) else { return Check::Wrong };
    let sum: u32 = code.iter().take(15).enumerate().map(|(place, byte)| value(place, *byte)).sum();
    let mut plain = *code;
    for place in DIGITS {
        let Some(byte) = plain.get_mut(place) else { return Check::Wrong };
        if let Some(digit) = STAND_INS.iter().position(|letter| letter == byte) {
            *byte = b"0123456789".get(digit).copied().unwrap_or_default();
        }
    }
    let part = |from: usize, to: usize| plain.get(from..to).and_then(number);
    let month = MONTHS.iter().position(|month| *month == plain[8]);
    let (Some(year), Some(month), Some(day), Some(place)) = (part(6, 8), month, part(9, 11), part(12, 15))
    else {
        return Check::Wrong;
    };
    let day = if day > 40 { day - 40 } else { day };
    let month = u32::try_from(month + 1).unwrap_or_default();
    let letters = [0, 1, 2, 3, 4, 5, 11, 15].iter().all(|place| plain[*place].is_ascii_uppercase());
    if !letters || !is_date(2000 + year, month, day) || u32::from(plain[15] - b'A') != sum % 26 {
        return Check::Wrong;
    }
    // Without a cue the names must be abbreviated by the rule, and the birthplace be in the ranges that are given out.
    let usual = is_name(&plain[..3]) && is_name(&plain[3..6]) && matches!(plain[11], b'A'..=b'M' | b'Z');
    if usual && place > 0 { Check::Right } else { Check::Possible }
}

/// What a character counts; places are counted from one in the rule, so the first is odd.
fn value(place: usize, byte: u8) -> u32 {
    let value = match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte.wrapping_sub(b'A'),
    };
    match place % 2 {
        0 => ODD.get(usize::from(value)).copied().unwrap_or_default(),
        _ => u32::from(value),
    }
}

/// Consonants, then vowels, then `X` where letters lack.
fn is_name(name: &[u8]) -> bool {
    let rank = |byte: &u8| match byte {
        b'A' | b'E' | b'I' | b'O' | b'U' => 1,
        _ => 0,
    };
    let filled = name.strip_suffix(b"XX").or_else(|| name.strip_suffix(b"X"));
    name.is_sorted_by_key(rank) || filled.is_some_and(|name| name.is_sorted_by_key(rank))
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ItFiscalCode;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "codice fiscale <RSSMRA85T10A562S>",
            "il mio cf è <rssmra85t10a562s>",
            "<RSSMRA85T10A562S>",
            "CF: <RSS MRA 85T10 A562S>",
            "C.F. <BNCNNA75P48F205S>",
            "tax code <RSSMRA85T10A56NH>",
        ];
        let near = [
            "codice fiscale RSSMRA85T10A562T",
            "codice fiscale RSSMRA85F10A562S",
            "codice fiscale RSSMRA85T35A562C",
            "codice fiscale RSSMRA85T10A562",
            "codice fiscale RSSMRA85T10A562SS",
            "ordine RSSMRA85T10A562S",
            "XRSSMRA85T10A562S",
        ];
        assert_found(ItFiscalCode, "US", &found, &near);
    }
}
