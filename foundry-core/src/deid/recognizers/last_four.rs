//! The last four digits of a payment card: `ending in 4242`, `card x4242`, `**** 4242`.

use super::cued::{Lead, Topic, digits_at, finding};
use super::number_run::ends_freely;
use crate::entity::{EntityType, Finding, Rank, Span};

/// How far around the digits a noun is looked for, in bytes.
const REACH: usize = 72;

/// The digits at byte `start`, behind a cue: of a card, or of nothing that the sentence names.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    digits_at(text, start).filter(|n| *n == 4)?;
    let nouns = Nouns::around(text, lead.span.start, start + 4, REACH);
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
    // One letter or two are a mask only right behind the name of a card.
    let glued = matches!(bytes.get(start - 1), Some(b'x' | b'X'));
    if masks < 2 && !glued {
        return None;
    }
    let nouns = Nouns::around(text, at, start + 4, if masks < 4 { REACH / 3 } else { REACH });
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

/// Nouns in lower case, sorted, and whether they are those of a card.
#[rustfmt::skip]
static NOUNS: &[(&str, bool)] = &[
    ("account", false), ("acct", false), ("address", false), ("amex", true), ("anno", false), ("année", false),
    ("año", false), ("bancomat", true), ("barcode", false), ("bestelling", false), ("bestellung", false),
    ("booking", false), ("card", true), ("cards", true), ("carta", true), ("cartao", true), ("carte", true),
    ("cartão", true), ("case", false), ("cell", false), ("code", false), ("commande", false), ("compte", false),
    ("conta", false), ("conto", false), ("contract", false), ("credit", true), ("creditcard", true),
    ("cuenta", false), ("debit", true), ("discover", true), ("file", false), ("fiscal", false), ("girocard", true),
    ("handynummer", false), ("iban", false), ("id", false), ("imei", false), ("invoice", false), ("jahr", false),
    ("kaart", true), ("karte", true), ("konto", false), ("kreditkarte", true), ("license", false),
    ("maestro", true), ("mastercard", true), ("mc", true), ("mobile", false), ("model", false), ("month", false),
    ("number", false), ("order", false), ("ordine", false), ("passport", false), ("pedido", false),
    ("period", false), ("phone", false), ("plate", false), ("policy", false), ("quarter", false),
    ("receipt", false), ("rechnung", false), ("rekening", false), ("routing", false), ("rufnummer", false),
    ("season", false), ("serial", false), ("session", false), ("sin", false), ("sku", false), ("social", false),
    ("ssn", false), ("tarjeta", true), ("tel", false), ("telefon", false), ("telefone", false), ("telefono", false),
    ("telefoon", false), ("telephone", false), ("teléfono", false), ("ticket", false), ("tracking", false),
    ("téléphone", false), ("url", false), ("version", false), ("vin", false), ("visa", true), ("week", false),
    ("year", false), ("zip", false),
];

impl Nouns {
    /// Those in the sentence around `[start, end)`, at most `reach` bytes before it and half of that behind it.
    fn around(text: &str, start: usize, end: usize, reach: usize) -> Nouns {
        let from = (start.saturating_sub(reach)..=start).find(|&i| text.is_char_boundary(i)).unwrap_or(start);
        let upto =
            (end..=text.len().min(end + reach / 2)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(end);
        let before = text.get(from..start).unwrap_or_default().rsplit(['\n', '!', '?']).next();
        let behind = text.get(end..upto).unwrap_or_default().split(['\n', '.', '!', '?']).next();
        let mut nouns = Nouns { card: false, other: false };
        for word in
            [before, behind].into_iter().flatten().flat_map(|part| part.split(|c: char| !c.is_alphanumeric()))
        {
            if word.len() < 2 {
                continue;
            }
            match NOUNS
                .binary_search_by(|(noun, _)| noun.bytes().cmp(word.bytes().map(|b| b.to_ascii_lowercase())))
            {
                Ok(place) if NOUNS.get(place).is_some_and(|noun| noun.1) => nouns.card = true,
                Ok(_) => nouns.other = true,
                Err(_) => {}
            }
        }
        nouns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_sorted() {
        assert!(NOUNS.windows(2).all(|pair| pair[0].0.as_bytes() < pair[1].0.as_bytes()));
    }

    #[test]
    fn masks() {
        let found = |text: &str| {
            masked(text, text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| i + 1)).is_some()
        };
        for text in
            ["card x4242", "visa ****4242", "**** **** **** 4242", "XXXX-XXXX-XXXX-4242", "amex **** 4242"]
        {
            assert!(found(text), "{text}");
        }
        for text in ["x4242", "***-**-4242", "* 4242", "size 10x4242", "order ****4242"] {
            assert!(!found(text), "{text}");
        }
    }
}
