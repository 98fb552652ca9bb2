//! Internet addresses: IPv4 and IPv6, the form checked by the standard library's parsers.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::cue::{Cues, NETWORK, VERSION};
use super::number_run::{DOT, NumberRun, starts_freely};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The IPv4 address that starts with group `i`, and its last group.
pub(super) fn v4_at(text: &str, run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
    let j = i + 3;
    if j >= run.len() || run.uniform_gap(i, j) != Some(DOT) {
        return None;
    }
    // Five numbers are a section or a version; a port behind a colon and a prefix length behind a slash are welcome.
    let gap = run.gap(j);
    let ends = gap == super::number_run::COLON || run.ends_freely(j);
    let span = run.span(i, j);
    let address: Ipv4Addr = text.get(span.start..span.end)?.parse().ok()?;
    if !ends || matches!(address.octets()[0], 0 | 255) {
        return None;
    }
    let cue = cues.rather(NETWORK, VERSION);
    if cue.is_none() && cues.nearest(VERSION).is_some_and(|cue| cue.distance < 3 && !cue.past_digits) {
        return None;
    }
    let finding = Finding {
        entity_type: EntityType::IpAddress,
        span,
        score: if cue.is_some() { 0.95 } else { 0.7 },
        rank: if cue.is_some() { Rank::Cue } else { Rank::Shape },
        recognizer: "ip_address.v4",
        cue: cue.map(|cue| cue.span),
    };
    Some((finding, j))
}

/// The IPv6 address in the token `[start, end)` of hex digits, colons and points, with its zone if one follows.
pub(super) fn v6_in(text: &str, token: Span, value_end: usize) -> Option<Finding> {
    let whole = text.get(token.start..token.end)?.trim_end_matches('.');
    // A colon before the address is a label's (`ip:2001:db8::1`), one behind it the sentence's; `::` belongs to it.
    let single_end = whole.ends_with(':') && !whole.ends_with("::");
    let address = if single_end { &whole[..whole.len() - 1] } else { whole };
    if address.len() > 45 || !starts_freely(text, token.start, value_end) {
        return None;
    }
    address.parse::<Ipv6Addr>().ok()?;
    // `10::20`, `[::2]` and `a::b` are addresses by the letter, and mostly program text.
    let groups = address.split(':').filter(|group| !group.is_empty());
    let (count, longest) =
        groups.fold((0, 0), |(count, longest), group| (count + 1, longest.max(group.len())));
    if (count < 3 && (longest < 4 || count < 2) && address != "::1")
        || !address.bytes().any(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let mut end = token.start + address.len();
    let bytes = text.as_bytes();
    if address == "::1"
        && (bytes.get(end) == Some(&b']') || token.start > 0 && bytes[token.start - 1] == b'[')
    {
        return None;
    }
    if bytes.get(end) == Some(&b'%') {
        let zone = bytes[end + 1..].iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if zone > 0 {
            end += 1 + zone;
        }
    } else if end == token.end
        && bytes.get(end).is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'_' | b'@'))
    {
        return None;
    }
    Some(Finding {
        entity_type: EntityType::IpAddress,
        span: Span::new(token.start, end),
        score: 0.95,
        rank: Rank::Checked,
        recognizer: "ip_address.v6",
        cue: None,
    })
}
