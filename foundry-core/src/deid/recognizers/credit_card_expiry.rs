//! The expiry date of a payment card: month and year behind a cue, or right behind the number of a card.

use super::cued::{Lead, finding};
use super::number_run::ends_freely;
use crate::entity::{EntityType, Finding, Rank, Span};

/// How far behind a card its expiry may stand, in bytes.
const BEHIND_CARD: usize = 24;

/// The date that starts at byte `start`, behind a cue; other things expire too.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let end = month_and_year(text, start, true)?;
    if is_of_another(text, lead.span.start) {
        return None;
    }
    Some(finding(EntityType::CreditCardExpiry, Span::new(start, end), 0.85, "credit_card_expiry.cue", lead))
}

/// The date at byte `start` if it stands right behind a card: `4111 1111 1111 1111, 04/27`.
pub(super) fn behind_card(text: &str, start: usize, earlier: &[Finding]) -> Option<Finding> {
    let card = earlier.last().filter(|found| found.entity_type == EntityType::CreditCard)?;
    let between = text.get(card.span.end..start).filter(|between| between.len() <= BEHIND_CARD)?;
    let quiet =
        between.bytes().all(|b| matches!(b, b' ' | b',' | b';' | b'|' | b'/' | b'\n' | b'\t' | b'(' | b'-'));
    let end = month_and_year(text, start, false).filter(|_| quiet)?;
    Some(Finding {
        entity_type: EntityType::CreditCardExpiry,
        span: Span::new(start, end),
        score: 0.8,
        rank: Rank::Cue,
        recognizer: "credit_card_expiry.behind_card",
        cue: Some(card.span),
    })
}

/// The security code at byte `start` if it stands right behind the expiry of a card: `… 04/27 123`.
pub(super) fn code_behind(text: &str, start: usize, end: usize, earlier: &[Finding]) -> Option<Finding> {
    let expiry = earlier.last().filter(|found| {
        found.entity_type == EntityType::CreditCardExpiry
            && found.recognizer == "credit_card_expiry.behind_card"
    })?;
    let between = text.get(expiry.span.end..start).filter(|between| (1..=4).contains(&between.len()))?;
    let quiet = between.bytes().all(|b| matches!(b, b' ' | b',' | b';' | b'|' | b'/' | b'\n' | b'\t'));
    (quiet && matches!(end - start, 3 | 4) && ends_freely(text, end)).then(|| Finding {
        entity_type: EntityType::CreditCardCvv,
        span: Span::new(start, end),
        score: 0.8,
        rank: Rank::Cue,
        recognizer: "credit_card_cvv.behind_expiry",
        cue: Some(expiry.span),
    })
}

/// One past `04/27`, `4-2027`, `04 / 2027`, `0427`, `April 2027`: a month and a year between 2015 and 2049.
fn month_and_year(text: &str, start: usize, bare: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.get(..rest.iter().take(6).take_while(|b| b.is_ascii_digit()).count()).unwrap_or_default()
    };
    let month = digits(start);
    let free = start
        .checked_sub(1)
        .and_then(|i| bytes.get(i))
        .is_none_or(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'/' | b'.' | b'$' | b'-'));
    if !free {
        return None;
    }
    if bare && month.len() == 4 && is_month(&month[..2]) && is_year(&month[2..]) {
        return ends_freely(text, start + 4).then_some(start + 4);
    }
    if !is_month(month) {
        return None;
    }
    let mut at = start + month.len();
    at += usize::from(bytes.get(at) == Some(&b' '));
    let separator = *bytes.get(at)?;
    if !matches!(separator, b'/' | b'-' | b'.' | b'\\') {
        return None;
    }
    at += 1;
    at += usize::from(bytes.get(at) == Some(&b' '));
    let year = digits(at);
    let end = at + year.len();
    // `04/27/2026` is a day.
    let goes_on = matches!(bytes.get(end), Some(b'/' | b'-' | b'.'))
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    (is_year(year) && !goes_on && ends_freely(text, end)).then_some(end)
}

fn is_month(digits: &[u8]) -> bool {
    matches!(digits, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'] | [b'1'..=b'9'])
}

fn is_year(digits: &[u8]) -> bool {
    match digits {
        [b'1', b'5'..=b'9'] | [b'2'..=b'4', _] => true,
        [b'2', b'0', rest @ ..] => matches!(rest, [b'1', b'5'..=b'9'] | [b'2'..=b'4', _]),
        _ => false,
    }
}

/// Whether the sentence before byte `at` speaks of something else that expires, and of no card.
fn is_of_another(text: &str, at: usize) -> bool {
    #[rustfmt::skip]
    const OTHERS: &[&str] = &[
        "coupon", "offer", "promo", "voucher", "warrant", "subscription", "contract", "licen", "passport", "membership", "trial", "domain",
        "certificate", "lease", "policy", "discount", "milk", "product", "deal", "sale", "code", "token", "session", "ticket", "permit", "food",
        "gutschein", "vertrag", "angebot", "garantie", "ausweis", "offre", "bon", "contrat", "cupón", "oferta", "garantía", "contrato", "buono", "offerta",
    ];
    const CARDS: &[&str] = &[
        "card",
        "karte",
        "carte",
        "tarjeta",
        "carta",
        "cartão",
        "kaart",
        "credit",
        "debit",
        "mastercard",
        "amex",
        "cvv",
        "cvc",
    ];
    let from = (at.saturating_sub(64)..=at).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    let before = text.get(from..at).unwrap_or_default();
    let sentence = before.rsplit(['\n', '!', '?']).next().unwrap_or_default().to_lowercase();
    // By the beginnings of words: `lease` is not in `please`.
    let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let has = |stems: &[&str]| words.clone().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    has(OTHERS) && !has(CARDS)
}
