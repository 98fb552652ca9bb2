//! Numbers of orders, tickets, parcels, accounts, patients, health plans and devices, behind a cue.

use super::cued::{Join, Lead, Topic, finding, is_placeholder, is_prose};
use super::number_run::ends_freely;
use crate::entity::{EntityType, Finding, Span};

/// The longest number, in bytes.
const LONGEST: usize = 40;

/// The number that starts at byte `start`, of the kind that its lead announces: a token with three digits or more.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let (entity_type, recognizer) = match lead.topic {
        Topic::Order => (EntityType::OrderNumber, "order_number.cue"),
        Topic::Ticket => (EntityType::TicketNumber, "ticket_number.cue"),
        Topic::Tracking => (EntityType::TrackingNumber, "tracking_number.cue"),
        Topic::Account => (EntityType::AccountNumber, "account_number.cue"),
        Topic::MedicalRecord => (EntityType::MedicalRecordNumber, "medical_record_number.cue"),
        Topic::HealthPlan => (EntityType::HealthPlanNumber, "health_plan_number.cue"),
        Topic::Device => (EntityType::DeviceId, "device_id.cue"),
        _ => return None,
    };
    if lead.far && !matches!(lead.topic, Topic::MedicalRecord | Topic::HealthPlan) {
        return None;
    }
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    let hash = before == b'#';
    if before.is_ascii_alphanumeric()
        || matches!(before, b'$' | b'.' | b',' | b'/' | b'+' | b'@' | b'%' | b'-')
    {
        return None;
    }
    let mut end = token_end(bytes, start)?;
    // `1Z 999 AA1 01 2345 6784`, `1234 5678 9012`: groups of capitals and digits.
    let mut groups = 1;
    while groups < 6 && bytes.get(end) == Some(&b' ') && bytes.get(start..end)?.iter().all(|b| is_group(*b)) {
        let Some(next) = token_end(bytes, end + 1) else { break };
        let group = bytes.get(end + 1..next)?;
        if group.len() < 2
            || !group.iter().all(|b| is_group(*b))
            || !group.iter().any(u8::is_ascii_digit)
            || is_year(group)
        {
            break;
        }
        (end, groups) = (next, groups + 1);
    }
    let value = text.get(start..end)?;
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let named = lead.join > Join::Beside || hash || is_named(text, lead, start);
    let least = match entity_type {
        EntityType::TrackingNumber => 8,
        EntityType::AccountNumber | EntityType::DeviceId if named => 5,
        EntityType::AccountNumber | EntityType::DeviceId => 6,
        _ if named => 3,
        _ => 4,
    };
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let sound = digits >= 3.min(least) && digits + letters >= least && digits * 4 >= letters;
    let next = bytes.get(end).copied().unwrap_or(b' ');
    let cut = next >= 0x80 && !ends_freely(text, end)
        || matches!(next, b'%' | b'@' | b':' if bytes.get(end + 1).is_some_and(u8::is_ascii_digit));
    let small = entity_type == EntityType::TrackingNumber && value.bytes().any(|b| b.is_ascii_lowercase());
    let right =
        sound && !small && !cut && !is_placeholder(value) && !is_prose(value) && !is_date_or_time(value);
    right.then(|| {
        finding(entity_type, Span::new(start, end), if named { 0.8 } else { 0.65 }, recognizer, lead)
    })
}

/// Whether the words between cue and value say that a number follows: `order no. 1234`.
fn is_named(text: &str, lead: Lead, start: usize) -> bool {
    let between = text.get(lead.span.start..start).unwrap_or_default();
    between.split(|c: char| !c.is_alphanumeric()).skip(1).any(|word| !word.is_empty()) || lead.span.len() > 12
}

/// One past the letters, digits and joiners at byte `start`, at least one of them a digit.
fn token_end(bytes: &[u8], start: usize) -> Option<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b'.');
    let token = bytes.get(start..)?;
    let len = token.iter().take(LONGEST).take_while(|b| part(b)).count();
    let token = token.get(..len)?;
    let len = token.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    let token = token.get(..len)?;
    let begins = token.first().is_some_and(u8::is_ascii_alphanumeric);
    (begins && token.iter().any(u8::is_ascii_digit) && len < LONGEST).then_some(start + len)
}

fn is_group(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_year(group: &[u8]) -> bool {
    matches!(group, [b'1', b'9', _, _] | [b'2', b'0', _, _])
}

/// `2024-01-05`, `01/02/2024`, `10.5`, `12/24`: digits in groups that dates, times and amounts have.
fn is_date_or_time(value: &str) -> bool {
    let mut groups = [0; 4];
    let mut count = 0;
    for part in value.split(['-', '/', '.']) {
        if !part.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        let Some(slot) = groups.get_mut(count) else { return false };
        *slot = part.len();
        count += 1;
    }
    matches!(
        (count, groups),
        (3, [4, 1 | 2, 1 | 2, _] | [1 | 2, 1 | 2, 2 | 4, _]) | (2, [1..=4, 1 | 2, ..] | [1 | 2, 4, ..])
    )
}
