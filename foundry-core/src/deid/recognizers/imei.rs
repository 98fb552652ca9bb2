//! Numbers of mobile devices (IMEI, 3GPP TS 23.003): fifteen digits with a Luhn check digit.

use super::cued::{self, Topic};
use super::number_run::{DASH, DOT, NumberRun, SLASH, SPACE};
use crate::deid::checksum::luhn;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The number that starts with the first group of a run, and its last group: beside a cue in any grouping, without one
/// only as 2-6-6-1, the way devices show it.
pub(super) fn at(text: &str, run: &NumberRun, earlier: &[Finding]) -> Option<(Finding, usize)> {
    let last = (0..run.len()).find(|&j| run.count(0, j) >= 15)?;
    if run.count(0, last) != 15 || !run.ends_freely(last) || !luhn(run.digits(0, last)) {
        return None;
    }
    if last > 0 && !matches!(run.uniform_gap(0, last)?, SPACE | DASH | DOT | SLASH) {
        return None;
    }
    let zeros = run.digits(0, last).iter().all(|digit| *digit == b'0');
    let span = run.span(0, last);
    let lead = cued::lead(text, span.start, earlier)
        .filter(|lead| matches!(lead.topic, Topic::Imei | Topic::Device));
    let shown = last == 3 && [2, 6, 6, 1].iter().enumerate().all(|(k, size)| run.size(k) == *size);
    let cue = lead.map(|lead| lead.span);
    ((cue.is_some() || shown) && !zeros).then(|| {
        let score = if cue.is_some() { 0.95 } else { 0.7 };
        let (rank, recognizer) = (Rank::Checked, "imei.luhn");
        (
            Finding {
                entity_type: EntityType::Imei,
                span: Span::new(span.start, span.end),
                score,
                rank,
                recognizer,
                cue,
            },
            last,
        )
    })
}
