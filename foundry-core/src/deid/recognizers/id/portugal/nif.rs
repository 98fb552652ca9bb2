//! Número de identificação fiscal: nine digits, the last a check digit, weights 9 to 2 mod 11 (Decreto-Lei n.º 14/2013,
//! Autoridade Tributária). None begins with 0, and with 4 only those of people who live abroad (45).

use crate::deid::checksum::weighted_sum;
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::PtNif,
    recognizer: "pt_nif.mod_11",
    country: "PT",
    forms: &["999~999~999", "'PT'~999~999~999", "'PT'~999999999"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "nif",
        "número nif",
        "nif número",
        "nipc",
        "contribuinte",
        "número de contribuinte",
        "nº de contribuinte",
        "nr contribuinte",
        "cartão de contribuinte",
        "identificação fiscal",
        "número de identificação fiscal",
        "número fiscal",
        "finanças",
        "portuguese tax",
        "portuguese tax number",
        "portuguese tax id",
        "portuguese nif",
        "tax id",
        "tax number",
        "tax identification number",
        "taxpayer number",
        "vat number",
    ],
};

fn check(number: &[u8]) -> Check {
    let digits = number.strip_prefix(b"PT").unwrap_or(number);
    match digits {
        [b'0', ..] | [b'4', b'0'..=b'4' | b'6'..=b'9', ..] => return Check::Wrong,
        _ => {}
    }
    let check = digits.get(8).map(|digit| u32::from(digit.wrapping_sub(b'0')));
    match digits.get(..8).and_then(|body| weighted_sum(body, &[9, 8, 7, 6, 5, 4, 3, 2])) {
        Some(sum) if Some((11 - sum % 11) % 11 % 10) == check => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::PtNif;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "o meu NIF é <123456789>",
            "número de contribuinte: <501 964 843>",
            "NIF <PT501964843>",
            "my Portuguese tax number is <501-964-843>",
        ];
        let near = [
            "NIF 123456788",
            "NIF 012345678",
            "NIF 400000008",
            "NIF 12345678",
            "NIF 1234567899",
            "123456789",
            "encomenda 123456789",
        ];
        assert_found(PtNif, "PT", &found, &near);
    }
}
