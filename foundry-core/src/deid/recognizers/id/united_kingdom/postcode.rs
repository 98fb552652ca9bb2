//! Postcode: an area of one or two letters, a district, and a sector with two letters (BS 7666 and the Postcode Address
//! File of Royal Mail, which names the areas).

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkPostcode,
    recognizer: "uk_postcode.spaced",
    country: "GB",
    forms: &["A{1,2}9{1,2} 9AA", "A{1,2}9A 9AA", "'GIR' 9AA"],
    check,
    evidence: Evidence::Check,
    score: 0.6,
    cues: &["postcode", "post code", "postal code", "postcodes", "zip", "zip code", "cod post"],
};

/// Without the blank it may be many things.
pub(super) const JOINED: IdRule = IdRule {
    recognizer: "uk_postcode.joined",
    forms: &["A{1,2}9{2,3}AA", "A{1,2}9A9AA"],
    evidence: Evidence::Locale,
    score: 0.5,
    ..RULE
};

/// The areas, sorted.
const AREAS: &[&[u8]] = &[
    b"AB", b"AL", b"B", b"BA", b"BB", b"BD", b"BF", b"BH", b"BL", b"BN", b"BR", b"BS", b"BT", b"BX", b"CA",
    b"CB", b"CF", b"CH", b"CM", b"CO", b"CR", b"CT", b"CV", b"CW", b"DA", b"DD", b"DE", b"DG", b"DH", b"DL",
    b"DN", b"DT", b"DY", b"E", b"EC", b"EH", b"EN", b"EX", b"FK", b"FY", b"G", b"GL", b"GU", b"GY", b"HA",
    b"HD", b"HG", b"HP", b"HR", b"HS", b"HU", b"HX", b"IG", b"IM", b"IP", b"IV", b"JE", b"KA", b"KT", b"KW",
    b"KY", b"L", b"LA", b"LD", b"LE", b"LL", b"LN", b"LS", b"LU", b"M", b"ME", b"MK", b"ML", b"N", b"NE",
    b"NG", b"NN", b"NP", b"NR", b"NW", b"OL", b"OX", b"PA", b"PE", b"PH", b"PL", b"PO", b"PR", b"RG", b"RH",
    b"RM", b"S", b"SA", b"SE", b"SG", b"SK", b"SL", b"SM", b"SN", b"SO", b"SP", b"SR", b"SS", b"ST", b"SW",
    b"SY", b"TA", b"TD", b"TF", b"TN", b"TQ", b"TR", b"TS", b"TW", b"UB", b"W", b"WA", b"WC", b"WD", b"WF",
    b"WN", b"WR", b"WS", b"WV", b"YO", b"ZE",
];

/// The areas that have a district 0, sorted.
const DISTRICTS_ZERO: &[&[u8]] = &[b"BL", b"BS", b"CM", b"CR", b"FY", b"HA", b"PR", b"SL", b"SS"];

fn check(code: &[u8]) -> Check {
    if code == b"GIR0AA" {
        return Check::Right;
    }
    let Some((outward, [sector, unit @ ..])) =
        code.len().checked_sub(3).and_then(|at| code.split_at_checked(at))
    else {
        return Check::Wrong;
    };
    let letters = outward.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (area, district) = outward.split_at_checked(letters).unwrap_or_default();
    let district = match (letters, district) {
        (_, [b'0']) => DISTRICTS_ZERO.binary_search(&area).is_ok(),
        (_, [b'1'..=b'9']) => true,
        (_, [b'1'..=b'9', b'0'..=b'9']) => true,
        (1, [b'1'..=b'9', letter]) => b"ABCDEFGHJKPSTUW".contains(letter),
        (2, [b'1'..=b'9', letter]) => b"ABEHMNPRVWXY".contains(letter),
        _ => false,
    };
    let unit = unit.iter().all(|letter| letter.is_ascii_uppercase() && !b"CIKMOV".contains(letter));
    let right = district && unit && sector.is_ascii_digit() && AREAS.binary_search(&area).is_ok();
    if right { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkPostcode;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "postcode <SW1A 1AA>",
            "my post code is <m1 1ae>",
            "London <EC1Y 8SY>, please",
            "<B33 8TH>",
            "postcode: <CR26XH>",
            "<DN551PT> is my postcode",
            "<GIR 0AA>",
            "<CR0 2YR>",
            "postcode <w1a 0ax>",
        ];
        let near = [
            "postcode QA1 1AA",
            "postcode SW1A 1AC",
            "postcode M1 1A",
            "postcode B333 8TH",
            "postcode B3V 8TH",
            "order SW1A 1AA",
            "CR26XH",
            "postcode SW1A 1AAA",
            "room 11 1ae",
            "on hd0 3rd partition",
        ];
        assert_found(UkPostcode, "US", &found, &near);
        assert_found(UkPostcode, "GB", &["<CR26XH>"], &["sku CR26XH"]);
    }
}
