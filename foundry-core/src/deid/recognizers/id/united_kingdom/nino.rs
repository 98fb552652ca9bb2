//! National insurance number: two letters, six digits, a letter from A to D; which prefixes are never given out is in
//! the National Insurance Manual of HM Revenue & Customs (NIM39110).

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkNino,
    recognizer: "uk_nino.structure",
    country: "GB",
    forms: &["AA~99~99~99~A", "AA~9{6}~A", "AA9{6} A"],
    check,
    evidence: Evidence::Locale,
    score: 0.6,
    cues: &[
        "nino",
        "ni",
        "ni number",
        "national insurance",
        "national insurance number",
        "nat ins",
        "nin",
        "ni id",
        "insurance number",
        "hmrc",
        "yswiriant gwladol",
    ],
};

/// In pairs it is hardly anything else.
pub(super) const GROUPED: IdRule =
    IdRule { recognizer: "uk_nino.grouped", forms: &["AA 99 99 99 A"], evidence: Evidence::Check, ..RULE };

fn check(number: &[u8]) -> Check {
    let [first, second, .., suffix] = number else { return Check::Wrong };
    let prefix = [*first, *second];
    let given = !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && ![b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"].contains(&&prefix)
        && (b'A'..=b'D').contains(suffix);
    if given && number.len() == 9 { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkNino;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my NI number is <WJ268002A>",
            "National Insurance no. <KT 94 51 88 D>",
            "nino: <gl-61-89-57-c>",
            "<MP468077C> is my national insurance number",
            "N.I. number <AB 123456 C>",
            "it is <AB 12 34 56 C>",
        ];
        let near = [
            "my NI number is WJ268002E",
            "NI number DA268002A",
            "NI number AO268002A",
            "NI number BG268002A",
            "nino ZZ 26 80 02 A",
            "NI number WJ26800A",
            "NI WJ 26-80 02 A",
            "order WJ268002A",
            "it is WJ268002A",
            "NI number XWJ268002A",
        ];
        assert_found(UkNino, "US", &found, &near);
    }
}
