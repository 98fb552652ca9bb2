//! ZIP codes of the United States (five digits, or ZIP+4), behind a cue.

use super::cued::{Lead, digits_at, finding};
use super::number_run::ends_freely;
use crate::entity::{EntityType, Finding, Span};

/// The code that starts at byte `start`.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes.get(from..).unwrap_or_default().iter().take(6).take_while(|b| b.is_ascii_digit()).count()
    };
    let end = if digits(start) == 5 && bytes.get(start + 5) == Some(&b'-') && digits(start + 6) == 4 {
        ends_freely(text, start + 10).then_some(start + 10)?
    } else {
        start + digits_at(text, start).filter(|n| *n == 5)?
    };
    Some(finding(EntityType::UsZipCode, Span::new(start, end), 0.8, "us_zip_code.cue", lead))
}
