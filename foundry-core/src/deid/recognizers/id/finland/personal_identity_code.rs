//! Henkilötunnus (HETU): `DDMMYYCZZZQ`, as the Digital and Population Data Services Agency (DVV) issues them. `C` tells the
//! century: `+` the 1800s, `-` the 1900s, `A` the 2000s, and since 2023 also `Y X W V U` the 1900s and `B C D E F` the
//! 2000s. `ZZZ` is 002 or more; `Q` is the number of the other nine digits mod 31 in an alphabet without G, I, O, Q.

use crate::deid::recognizers::id::calendar::{is_date, number};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

const CUES: &[&str] = &[
    "henkilötunnus",
    "henkilötunnukseni",
    "henkilötunnuksen",
    "henkilötunnuksesi",
    "henkilötunnuksella",
    "henkilötunnusta",
    "henkilötunnuksensa",
    "hetu",
    "hetuni",
    "hetun",
    "hetua",
    "hetulla",
    "sotu",
    "sotuni",
    "sotun",
    "sosiaaliturvatunnus",
    "sosiaaliturvatunnukseni",
    "personbeteckning",
    "personbeteckningen",
    "personal identity code",
    "personal identification code",
    "personal identity number",
    "personal id code",
    "finnish id",
    "finnish id number",
    "finnish national id",
    "finnish identity code",
    "finnish social security number",
    "finnish personal id",
    "finnish personal identity code",
    "social security number",
    "national id",
    "national id number",
    "digi ja väestötietovirasto",
    "väestörekisteri",
    "dvv",
    "kela",
];

const FORM: IdRule = IdRule {
    entity_type: EntityType::FiPersonalIdentityCode,
    recognizer: "fi_personal_identity_code.check",
    country: "FI",
    forms: &[],
    check: check_1900s,
    evidence: Evidence::Check,
    score: 0.6,
    cues: CUES,
};

/// With a hyphen, and a letter at the end.
pub(super) const LETTER: IdRule = IdRule { forms: &["9{6}-999A"], ..FORM };

/// With a hyphen, and a digit at the end: other numbers look the same.
pub(super) const DIGIT: IdRule =
    IdRule { forms: &["9{6}-9{4}"], evidence: Evidence::Locale, score: 0.55, ..FORM };

/// Of the 1800s.
pub(super) const PLUS: IdRule = IdRule { forms: &["9{6}'+'999X"], check: check_1800s, ..FORM };

/// With a letter for the century.
pub(super) const SIGN: IdRule = IdRule { forms: &["9{6}A999X"], check: check_sign, ..FORM };

fn check_1800s(code: &[u8]) -> Check {
    check(code, 1800)
}

fn check_1900s(code: &[u8]) -> Check {
    check(code, 1900)
}

fn check_sign(code: &[u8]) -> Check {
    let century = match code.get(6) {
        Some(b'A'..=b'F') => 2000,
        Some(b'U'..=b'Y') => 1900,
        _ => return Check::Wrong,
    };
    let without = [code.get(..6).unwrap_or_default(), code.get(7..).unwrap_or_default()].concat();
    check(&without, century)
}

/// Judges a code without its sign.
fn check(code: &[u8], century: u32) -> Check {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let part = |from: usize, to: usize| code.get(from..to).and_then(number);
    let right = || {
        let (day, month, year) = (part(0, 2)?, part(2, 4)?, part(4, 6)?);
        let all = part(0, 6)? * 1000 + part(6, 9)?;
        let letter = ALPHABET.get(usize::try_from(all % 31).ok()?)?;
        Some(is_date(century + year, month, day) && part(6, 9)? >= 2 && code.get(9) == Some(letter))
    };
    if right() == Some(true) && code.len() == 10 { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::FiPersonalIdentityCode;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Henkilötunnukseni on <130752-002H>",
            "hetu <130752-002h>",
            "HETU: <050499+123Y>",
            "<290200A4561> on henkilötunnukseni",
            "personal identity code <311294Y3452>",
            "sotu <010324F200P>",
            "henkilötunnus <240861-0100>",
            "<130752-002H>",
            "<290200A4561>",
        ];
        let near = [
            "hetu 130752-002A",
            "hetu 310299-3459",
            "hetu 290200-4561",
            "hetu 130752-001F",
            "hetu 130752G002H",
            "hetu 130752-002H9",
            "hetu AB290200A4561",
            "tilausnumero 130752-002H",
            "order 290200A4561",
            "240861-0100",
        ];
        assert_found(FiPersonalIdentityCode, "US", &found, &near);
    }

    #[test]
    fn in_its_country_it_needs_no_cue() {
        let found = ["<240861-0100>"];
        let near = ["tilaus 240861-0100"];
        assert_found(FiPersonalIdentityCode, "FI", &found, &near);
    }
}
