//! Numéro d'inscription au répertoire (NIR), the number of social security that INSEE gives out: sex, year and month of
//! birth, department (`2A` and `2B` for Corsica), commune, a number that counts, and a key of two digits, which is 97
//! less the rest mod 97; for the key `2A` is 19 and `2B` is 18 (décret n° 82-103).

use crate::deid::checksum::mod_97;
use crate::deid::recognizers::id::calendar::number;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::FrNir,
    recognizer: "fr_nir.key",
    country: "FR",
    forms: &[
        "9~99~99~9X~999~999~99",
        "9 99 99 9X 999 999-99",
        "9 99 99 9X 999 999/99",
        "9 99 99 9X 999 999' - '99",
        "9 99 99 9X 999 999' / '99",
        "9 99 99 9X 999 999' ('99')'",
        "9 99 99 9X 999999 99",
        "9 9999 9X 999 999 99",
        "9{6}X9{6}~99",
    ],
    check,
    evidence: Evidence::Check,
    score: 0.7,
    cues: &[
        "nir",
        "numéro nir",
        "sécurité sociale",
        "numéro de sécurité sociale",
        "numéro de sécurité",
        "n de sécurité sociale",
        "sécu",
        "numéro de sécu",
        "numéro sécu",
        "n sécu",
        "nss",
        "insee",
        "numéro insee",
        "carte vitale",
        "vitale",
        "numéro d'assuré",
        "assurance maladie",
        "immatriculation",
        "numéro d'inscription au répertoire",
        "social security",
        "social security number",
        "social insurance number",
        "french social security number",
        "ssn",
    ],
};

/// Without its key, as many write it.
pub(super) const BODY_RULE: IdRule = IdRule {
    recognizer: "fr_nir.cued",
    forms: &["9~99~99~9X~999~999!", "9{6}X9{6}!"],
    check: body,
    evidence: Evidence::Cue,
    score: 0.5,
    ..RULE
};

fn check(number: &[u8]) -> Check {
    let Some((body, key)) = number.split_at_checked(13) else { return Check::Wrong };
    let born = judge(body);
    let department = match body.get(5..7) {
        Some(b"2A") => *b"19",
        Some(b"2B") => *b"18",
        Some(&[tens, ones]) => [tens, ones],
        _ => return Check::Wrong,
    };
    let digits = body.iter().enumerate().map(|(place, byte)| match place {
        5 => department[0],
        6 => department[1],
        _ => *byte,
    });
    // Body and key together: the key is what lacks to a multiple of 97, and never nothing.
    let sum = mod_97(digits).and_then(|rest| Some((rest + self::number(key)?) % 97));
    let keyed = sum == Some(0) && self::number(key).is_some_and(|key| (1..=97).contains(&key));
    if keyed { born } else { Check::Wrong }
}

fn body(number: &[u8]) -> Check {
    if judge(number) == Check::Wrong { Check::Wrong } else { Check::Possible }
}

/// `Right` for the usual sexes and months; `Possible` for what is given to people whose birth is not known well.
fn judge(body: &[u8]) -> Check {
    let part = |from: usize, to: usize| body.get(from..to).and_then(number);
    let place = match body.get(5..7) {
        Some(b"2A" | b"2B") => true,
        _ => part(5, 7).is_some_and(|department| department > 0),
    };
    if !place || part(7, 10).is_none() || part(10, 13).is_none_or(|order| order == 0) {
        return Check::Wrong;
    }
    match (body.first(), part(3, 5)) {
        (Some(b'1' | b'2'), Some(1..=12)) => Check::Right,
        (Some(b'1' | b'2' | b'3' | b'4' | b'7' | b'8'), Some(1..=12 | 20 | 30..=42 | 50..)) => {
            Check::Possible
        }
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::FrNir;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Mon numéro de sécurité sociale est le <1 85 05 78 006 084 91>",
            "nir: <185057800608491>",
            "<185057800608491>",
            "carte vitale <2 69 05 2a 588 157 17>",
            "n° de sécu <2690549588157 80>.",
            "numéro sécu : <2 69 05 49 588 157>",
            "NIR <1-85-05-78-006-084-91>",
        ];
        let near = [
            "NIR 1 85 05 78 006 084 92",
            "NIR 185057800608490",
            "NIR 2 69 05 2B 588 157 17",
            "NIR 5 85 05 78 006 084 91",
            "NIR 1 85 13 78 006 084 91",
            "NIR 18505780060849",
            "NIR 1850578006084911",
            "NIR 1850578006084 92",
            "commande 185057800608491",
            "2690549588157",
        ];
        assert_found(FrNir, "US", &found, &near);
    }
}
