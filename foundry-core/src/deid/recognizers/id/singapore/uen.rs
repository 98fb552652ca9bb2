//! Unique entity number: of businesses eight digits and a letter, of local companies the year, five digits and a letter,
//! of others T, S or R with the year, the kind of entity, four digits and a letter; the letter checks modulo 11
//! (Accounting and Corporate Regulatory Authority).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// Businesses and local companies.
pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::SgUen,
    recognizer: "sg_uen.mod11",
    country: "SG",
    forms: &["9{8}A", "9{9}A", "9{8}-A", "9{9}-A"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "uen",
        "uen id",
        "unique entity",
        "unique entity number",
        "acra",
        "business registration",
        "business registration number",
        "company registration",
        "company registration number",
        "roc number",
        "rob number",
        "gst registration",
    ],
};

/// Other entities.
pub(super) const OTHER: IdRule = IdRule {
    recognizer: "sg_uen.other",
    forms: &["A99AA9999A", "A99~AA~9999A"],
    check: check_other,
    evidence: Evidence::Check,
    score: 0.7,
    ..RULE
};

/// The letters and digits that the check of other entities counts with.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
/// The kinds of other entities, sorted.
const KINDS: &[&[u8]] = &[
    b"CC", b"CD", b"CH", b"CL", b"CM", b"CP", b"CS", b"CX", b"DP", b"FB", b"FC", b"FM", b"FN", b"GA", b"GB",
    b"GS", b"HS", b"LL", b"LP", b"MB", b"MC", b"MD", b"MH", b"MM", b"MQ", b"NB", b"NR", b"PA", b"PB", b"PF",
    b"RF", b"RP", b"SM", b"SS", b"TC", b"TU", b"VH", b"XL",
];

fn check(number: &[u8]) -> Check {
    let Some((letter, digits)) = number.split_last() else { return Check::Wrong };
    let (sum, letters) = match digits.len() {
        8 => (weighted_sum(digits, &[10, 4, 9, 3, 8, 2, 7, 1]), b"XMKECAWLJDB"),
        9 if matches!(digits, [b'1', b'8' | b'9', ..] | [b'2', b'0', ..]) => {
            (weighted_sum(digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1]), b"ZKCMDNERGWH")
        }
        _ => return Check::Wrong,
    };
    let zeros = digits.iter().all(|digit| *digit == b'0');
    let wanted = sum.and_then(|sum| letters.get(sum as usize % 11));
    if wanted == Some(letter) && !zeros { Check::Right } else { Check::Wrong }
}

fn check_other(number: &[u8]) -> Check {
    let (Some(kind), Some((letter, body))) = (number.get(3..5), number.split_last()) else {
        return Check::Wrong;
    };
    let weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
    let place = |byte: &u8| ALPHABET.iter().position(|other| other == byte);
    let sum = body.iter().zip(weights).try_fold(0, |sum, (byte, weight)| Some(sum + place(byte)? * weight));
    let wanted = sum.and_then(|sum| ALPHABET.get((sum + 6) % 11));
    let known = matches!(number.first(), Some(b'T' | b'S' | b'R')) && KINDS.binary_search(&kind).is_ok();
    if known && number.len() == 10 && wanted == Some(letter) { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::SgUen;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "our UEN is <57329808D>",
            "uen: <199334683r>",
            "UEN no. <T16CS5233E>",
            "<202060132M> is our UEN",
            "Unique Entity Number <79331224L>",
            "<T16CS5233E>",
        ];
        let near = [
            "our UEN is 57329808E",
            "UEN 199334683S",
            "UEN T16CS5233F",
            "UEN T16XX5233E",
            "UEN A16CS5233E",
            "UEN 5732980D",
            "UEN 00000000X",
            "order 57329808D",
            "it is 57329808D",
            "UEN 57329808DD",
        ];
        assert_found(SgUen, "US", &found, &near);
    }
}
