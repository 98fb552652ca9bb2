//! Payment card numbers: today's issuer ranges, usual groupings, and the Luhn check digit of ISO/IEC 7812-1.

use super::cue::{CARD, Cues, REFERENCE};
use super::number_run::{DASH, DOT, NumberRun, SPACE};
use crate::deid::checksum::luhn;
use crate::entity::{EntityType, Finding, Rank};

/// The card number that starts with group `i`, and its last group.
pub(super) fn at(run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    let j = last_group(run, i)?;
    let digits = run.digits(i, j);
    if !run.ends_freely(j) || !luhn(digits) {
        return None;
    }
    // One number in ten passes the check by chance: what is called an order number stays one.
    let cue = cues.rather(CARD, REFERENCE);
    if cue.is_none() && (cues.nearest(REFERENCE).is_some() || !is_issued(digits)) {
        return None;
    }
    if !is_issued(digits) && !is_maestro(digits) {
        return None;
    }
    let finding = Finding {
        entity_type: EntityType::CreditCard,
        span: run.span(i, j),
        score: if cue.is_some() { 1.0 } else { 0.95 },
        rank: Rank::Checked,
        recognizer: "credit_card.luhn",
        cue: cue.map(|cue| cue.span),
    };
    Some((finding, j))
}

/// The last group of a grouping that cards have: bare, fours with a rest, 4-6-5 (Amex) or 4-6-4 (Diners).
fn last_group(run: &NumberRun, i: usize) -> Option<usize> {
    match run.size(i) {
        12..=19 => return Some(i),
        4 => {}
        _ => return None,
    }
    let separator = run.gap(i);
    if !matches!(separator, SPACE | DASH | DOT) {
        return None;
    }
    let same = |k: usize| k < run.len() && run.gap(k - 1) == separator;
    if same(i + 1) && same(i + 2) && run.size(i + 1) == 6 && matches!(run.size(i + 2), 4 | 5) {
        return Some(i + 2);
    }
    let mut j = i;
    while j < i + 4 && same(j + 1) && run.size(j) == 4 && run.size(j + 1) <= 4 {
        j += 1;
    }
    // Sixteen digits in fours, then a stray number, is a card and a stray number: `4111 1111 1111 1111 123`.
    if j == i + 4 && !(run.count(i, j) <= 19 && luhn(run.digits(i, j)) && run.ends_freely(j)) {
        j = i + 3;
    }
    if j == i + 3 && run.size(j) != 4 && !run.ends_freely(j) {
        return None;
    }
    (j >= i + 2 && run.count(i, j) >= 12).then_some(j)
}

/// Whether digits lie in an issuer range at a length that issuer uses.
fn is_issued(digits: &[u8]) -> bool {
    let len = digits.len();
    let head = digits.iter().take(6).fold(0u32, |head, &digit| head * 10 + u32::from(digit - b'0'));
    match head {
        400_000..=499_999 => matches!(len, 13 | 16 | 19),   // Visa
        510_000..=559_999 | 222_100..=272_099 => len == 16, // Mastercard
        340_000..=349_999 | 370_000..=379_999 => len == 15, // American Express
        300_000..=305_999 | 309_500..=309_599 | 380_000..=399_999 => matches!(len, 14 | 16..=19), // Diners Club
        360_000..=369_999 => (14..=19).contains(&len), // Diners Club International
        352_800..=358_999 => (16..=19).contains(&len), // JCB
        601_100..=601_199 | 644_000..=659_999 => (16..=19).contains(&len), // Discover
        620_000..=629_999 | 810_000..=817_199 => (16..=19).contains(&len), // UnionPay, with Discover's 622126 to 622925
        220_000..=220_499 => (16..=19).contains(&len),                     // Mir
        979_200..=979_299 => len == 16,                                    // Troy
        _ => false,
    }
}

/// Whether digits may be a Maestro card, whose ranges are too wide to be believed without a cue.
fn is_maestro(digits: &[u8]) -> bool {
    matches!(digits, [b'5', b'0' | b'6'..=b'9', ..] | [b'6', ..]) && digits.iter().any(|&d| d != digits[0])
}
