//! Führerscheinnummer of card licences: eleven characters, four for the authority, five that count, a check character
//! and the number of the copy (§ 25 FeV, field 5). The check character is the sum of the first nine, weighted 9 to 1 and
//! letters from A = 10, mod 11, `X` for ten; since the authorities publish no rule, one that does not fit still is a
//! licence behind a cue.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeFuehrerschein,
    recognizer: "de_fuehrerschein.cued",
    country: "DE",
    forms: &["A99X~X{5}~X~X", "A99X~X{5}~XX", "AA9{8}X"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "führerschein",
        "fuehrerschein",
        "führerscheinnummer",
        "fuehrerscheinnummer",
        "führerscheinnr",
        "fahrerlaubnis",
        "fahrerlaubnisnummer",
        "fahrerlaubnisnr",
        "kartenführerschein",
        "eu führerschein",
        "fsnr",
        "fs nr",
        "driving licence",
        "driving license",
        "driving permit",
        "driver licence",
        "driver license",
        "drivers licence",
        "drivers license",
        "driver's licence",
        "driver's license",
        "licence number",
        "license number",
        "german driving licence",
        "german driving license",
        "german driver's license",
    ],
};

fn check(number: &[u8]) -> Check {
    let (Some(&first), Some(body), Some(&check)) = (number.first(), number.get(..9), number.get(9)) else {
        return Check::Wrong;
    };
    if number.len() != 11 || !(check.is_ascii_digit() || check == b'X') {
        return Check::Wrong;
    }
    let value = |byte: u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 });
    let sum: u32 = body.iter().zip((1..=9).rev()).map(|(byte, weight)| value(*byte) * weight).sum();
    let wanted = if check == b'X' { 10 } else { value(check) };
    // One letter for each of the sixteen states.
    if first <= b'P' && sum % 11 == wanted { Check::Right } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeFuehrerschein;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Führerschein Nr. <B072RRE2I55>",
            "meine fahrerlaubnisnummer ist <n0704xc8351>",
            "driver's license: <J010000SD51>",
            "Führerscheinnummer <MU123456789>",
        ];
        let near = [
            "Führerschein B072RRE2I5",
            "Führerschein B072RRE2I555",
            "Führerschein 0072RRE2I55",
            "Führerschein B072RRE2IZ5",
            "B072RRE2I55",
            "Sendungsnummer B072RRE2I55",
        ];
        assert_found(DeFuehrerschein, "DE", &found, &near);
    }
}
