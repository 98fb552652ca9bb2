//! The security code of a payment card: three or four digits beside a cue, or right behind card and expiry.

use super::cued::{Join, Lead, Topic, digits_at, finding};
use crate::entity::{EntityType, Finding, Span};

/// The code that starts at byte `start`, behind a cue.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let digits = digits_at(text, start).filter(|n| matches!(n, 3 | 4))?;
    // `the security code 2019 was sent`: without a verb or a mark a general word is not enough.
    if lead.topic == Topic::SecurityCode && lead.join == Join::Beside && digits == 4 {
        return None;
    }
    let span = Span::new(start, start + digits);
    Some(finding(EntityType::CreditCardCvv, span, 0.85, "credit_card_cvv.cue", lead))
}
