//! Hardware addresses (IEEE 802 MAC-48): pairs by colon or dash, or Cisco's `001a.2b3c.4d5e`.

use super::number_run::{ends_freely, starts_freely};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The address that starts at byte `start`.
pub(super) fn at(text: &str, start: usize, value_end: usize) -> Option<Finding> {
    let bytes = text.as_bytes().get(start..)?;
    let (len, recognizer) = match (bytes.get(2), bytes.get(4)) {
        (Some(b':'), _) => (17, "mac_address.colons"),
        (Some(b'-'), _) => (17, "mac_address.dashes"),
        (_, Some(b'.')) => (14, "mac_address.dots"),
        _ => return None,
    };
    let address = bytes.get(..len)?;
    // Before the pairs are read: a chain of pairs is tried at every one of them.
    if !starts_freely(text, start, value_end) {
        return None;
    }
    let (step, separator) = if len == 17 { (3, bytes[2]) } else { (5, b'.') };
    let mut digits = [0u8; 12];
    let (mut used, mut until_separator) = (0, step - 1);
    for &byte in address {
        if until_separator == 0 {
            if byte != separator {
                return None;
            }
            until_separator = step - 1;
            continue;
        }
        until_separator -= 1;
        if byte.is_ascii_hexdigit() {
            digits[used] = byte.to_ascii_lowercase();
            used += 1;
        } else {
            return None;
        }
    }
    let end = start + len;
    let longer = text.as_bytes().get(end) == Some(&separator)
        && text.as_bytes().get(end + 1).is_some_and(u8::is_ascii_hexdigit);
    // Broadcast and unset addresses name no device.
    let nobody = digits == [b'f'; 12] || digits == [b'0'; 12];
    if nobody || longer || !ends_freely(text, end) {
        return None;
    }
    Some(Finding {
        entity_type: EntityType::MacAddress,
        span: Span::new(start, end),
        score: 0.9,
        rank: Rank::Checked,
        recognizer,
        cue: None,
    })
}
