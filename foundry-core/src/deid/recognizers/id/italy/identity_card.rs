//! Carta d'identità: on paper two letters and seven digits; the first electronic ones seven digits and two letters; since
//! 2016 two letters, five digits and two letters (Ministero dell'Interno). No check character on the card.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::ItIdentityCard,
    recognizer: "it_identity_card.cued",
    country: "IT",
    forms: &["AA~9999999", "9999999~AA", "AA~99999~AA"],
    check: |_| Check::Possible,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "carta d'identità",
        "carta d identita",
        "carta di identità",
        "carte d'identità",
        "carta identità",
        "carta d'identità elettronica",
        "carta di identità elettronica",
        "carta d'identità numero",
        "identità elettronica",
        "documento d'identità",
        "documento di identità",
        "documento di riconoscimento",
        "documento identità",
        "cie",
        "identity card",
        "id card",
        "identity document",
        "id document",
        "national id",
        "national identity card",
        "italian id",
        "italian id card",
    ],
};

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::ItIdentityCard;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Carta d'identità n. <AX1234567>",
            "la mia carta d’identità è <ca00000aa>",
            "CIE: <CA 12345 BB>",
            "identity card <1234567AA>",
        ];
        let near = [
            "carta d'identità AX123456",
            "carta d'identità AXY1234567",
            "carta d'identità CA1234AA",
            "carta d'identità 12345678AA",
            "CA00000AA",
            "ordine CA00000AA",
        ];
        assert_found(ItIdentityCard, "IT", &found, &near);
    }
}
