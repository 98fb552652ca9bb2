//! The last four digits of a payment card: `ending in 4242`, `card x4242`, `**** 4242`.

use super::cued::{Lead, Topic, digits_at, finding};
use super::number_run::ends_freely;
use crate::entity::{EntityType, Finding, Rank, Span};

/// How far around the digits a noun is looked for, in bytes.
const REACH: usize = 72;

/// The digits at byte `start`, behind a cue: of a card, or of nothing that the sentence names.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    digits_at(text, start).filter(|n| *n == 4)?;
    let nouns = Nouns::around(text, lead.span.start, start + 4);
    let year = matches!(text.as_bytes().get(start..start + 2), Some(b"19" | b"20"));
    let right = nouns.card || !nouns.other && !year && lead.topic == Topic::LastFour;
    right.then(|| {
        let span = Span::new(start, start + 4);
        finding(EntityType::CreditCard, span, 0.8, "credit_card.last_four", lead)
    })
}

/// The four digits at byte `start` behind a mask: `**** **** **** 4242`, `xxxx-4242`, `••4242`, `card x4242`.
pub(super) fn masked(text: &str, start: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let count = bytes.get(start..)?.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    if count != 4 || !ends_freely(text, start + 4) {
        return None;
    }
    let (mut masks, mut groups, mut at, mut gap, mut mask) = (0, 1, start, false, None);
    for (i, c) in text.get(..start)?.char_indices().rev().take(32) {
        match c {
            '*' | 'x' | 'X' | '•' | '·' | '●' | '…' if mask.is_none_or(|mask| mask == c) => {
                mask = Some(c);
                groups += usize::from(gap && masks > 0);
                (masks, at, gap) = (masks + 1, i, false);
            }
            ' ' | '-' if !gap => gap = true,
            '.' if masks == 0 && !gap => return None,
            _ => break,
        }
    }
    let before = text.get(..at)?.chars().next_back();
    if masks == 0 || before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '*')) {
        return None;
    }
    let nouns = Nouns::around(text, at, start + 4);
    // `***-**-1234` hides another number.
    let card_like = masks >= 4 && masks % 4 == 0 || masks >= 8;
    (nouns.card || card_like && !nouns.other && groups != 2).then(|| Finding {
        entity_type: EntityType::CreditCard,
        span: Span::new(start, start + 4),
        score: if nouns.card { 0.8 } else { 0.6 },
        rank: if nouns.card { Rank::Cue } else { Rank::Shape },
        recognizer: "credit_card.last_four",
        cue: None,
    })
}

/// What the sentence around some digits speaks of.
struct Nouns {
    card: bool,
    other: bool,
}

impl Nouns {
    fn around(text: &str, start: usize, end: usize) -> Nouns {
        #[rustfmt::skip]
        const CARDS: &[&str] = &[
            "card", "visa", "mastercard", "amex", "american express", "maestro", "debit", "credit", "karte", "carte", "tarjeta", "carta", "cartão", "cartao",
            "kaart", "creditcard", "kreditkarte", "discover", "mc", "cards", "bancomat", "girocard",
        ];
        #[rustfmt::skip]
        const OTHERS: &[&str] = &[
            "phone", "telephone", "mobile", "cell", "tel", "account", "acct", "social", "ssn", "order", "imei", "iban", "routing", "ticket", "case", "tracking",
            "invoice", "booking", "receipt", "year", "fiscal", "month", "period", "sku", "policy", "serial", "model", "telefon", "handynummer", "rufnummer",
            "konto", "bestellung", "rechnung", "jahr", "téléphone", "commande", "compte", "année", "teléfono", "cuenta", "pedido", "año", "telefone", "conta",
            "telefono", "conto", "ordine", "anno", "telefoon", "rekening", "bestelling", "number", "license", "quarter", "season", "version", "sin", "id",
            "passport", "vin", "plate", "barcode", "code", "url", "file", "address", "zip", "session", "week", "contract",
        ];
        let from = (start.saturating_sub(REACH)..=start).find(|&i| text.is_char_boundary(i)).unwrap_or(start);
        let upto = (end..=text.len().min(end + REACH / 2)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(end);
        let sentence_before = text.get(from..start).unwrap_or_default().rsplit(['\n', '!', '?']).next();
        let sentence_after = text.get(end..upto).unwrap_or_default().split(['\n', '.', '!', '?']).next();
        let mut nouns = Nouns { card: false, other: false };
        for part in [sentence_before, sentence_after].into_iter().flatten() {
            for word in part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                let is = |known: &&str| known.len() == word.len() && *known == word.to_lowercase();
                nouns.card |= CARDS.iter().any(|known| is(known));
                nouns.other |= OTHERS.iter().any(|known| is(known));
            }
        }
        nouns
    }
}
