//! Which of several findings in one place counts.
//!
//! 1. An address (`EMAIL_ADDRESS`, `URL`, `STREET_ADDRESS`) that holds another finding whole stays whole, if its
//!    operator leaves none of it readable and the other is no rule of the caller: one token for one thing.
//! 2. Otherwise the higher rank wins (known value, caller, checked, cue, shape, model), at equal rank the longer, then
//!    the higher score, then the earlier, then the entity type that comes first in the list of types, then the name of
//!    the recognizer.
//! 3. What sticks out of a losing finding is covered too. Where it adjoins a winner of the same type the winner grows
//!    over it; elsewhere it becomes a finding of the loser's type. What holds no letter and no digit is let go.
//!
//! The result is sorted and never overlaps. O(n log n) in the number of findings.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::entity::{EntityType, Finding, Rank, Span};

/// A finding, and the known value it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub finding: Finding,
    /// The index of the known value, if it is one.
    pub known: Option<u32>,
}

/// Whether two findings overlap. O(n log n).
pub(super) fn any_overlap(found: &[Found]) -> bool {
    let mut spans: Vec<Span> = found.iter().map(|found| found.finding.span).collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| matches!(pair, [a, b] if a.overlaps(*b)))
}

/// Resolves overlaps; `removes` says whether a type's operator leaves nothing readable.
pub(super) fn resolve(text: &str, found: Vec<Found>, removes: impl Fn(EntityType) -> bool) -> Vec<Found> {
    resolve_with(text, found, removes, |_, _| {})
}

/// The same; `lost(loser, winner)` hears of every finding that another one beat.
pub(super) fn resolve_with(
    text: &str,
    mut found: Vec<Found>,
    removes: impl Fn(EntityType) -> bool,
    mut lost: impl FnMut(&Finding, &Finding),
) -> Vec<Found> {
    found.retain(|f| {
        !f.finding.span.is_empty() && text.get(f.finding.span.start..f.finding.span.end).is_some()
    });
    if found.len() < 2 {
        return found;
    }
    found.sort_unstable_by(|a, b| a.finding.span.cmp(&b.finding.span).then_with(|| by_strength(a, b)));
    let apart = |pair: &[Found]| matches!(pair, [a, b] if a.finding.span.end <= b.finding.span.start);
    if found.windows(2).all(apart) {
        return found;
    }
    let mut resolved = Vec::with_capacity(found.len());
    let mut cluster: Vec<Found> = Vec::new();
    let mut reach = 0;
    for next in found {
        if next.finding.span.start >= reach && !cluster.is_empty() {
            resolve_cluster(text, &mut cluster, &removes, &mut lost, &mut resolved);
        }
        reach = reach.max(next.finding.span.end);
        cluster.push(next);
    }
    resolve_cluster(text, &mut cluster, &removes, &mut lost, &mut resolved);
    resolved
}

/// Resolves findings that hang together, appends the result and empties the cluster.
fn resolve_cluster(
    text: &str,
    cluster: &mut Vec<Found>,
    removes: &impl Fn(EntityType) -> bool,
    lost: &mut impl FnMut(&Finding, &Finding),
    out: &mut Vec<Found>,
) {
    if let [only] = cluster.as_slice() {
        out.push(*only);
        cluster.clear();
        return;
    }
    keep_addresses_whole(cluster, removes, lost);
    cluster.sort_by(by_strength);
    let mut winners: BTreeMap<usize, Found> = BTreeMap::new();
    for loser in cluster.drain(..) {
        let span = loser.finding.span;
        let inside: Vec<usize> = winners
            .range(..span.end)
            .rev()
            .take_while(|(_, winner)| winner.finding.span.end > span.start)
            .map(|(start, _)| *start)
            .collect();
        if inside.is_empty() {
            winners.insert(span.start, loser);
            continue;
        }
        if let Some(winner) = inside.last().and_then(|start| winners.get(start)) {
            lost(&loser.finding, &winner.finding);
        }
        cover_rest(text, &loser, inside, &mut winners);
    }
    out.extend(winners.into_values());
}

/// Covers what sticks out of a loser around the winners inside it (their starts, from the last to the first).
fn cover_rest(text: &str, loser: &Found, inside: Vec<usize>, winners: &mut BTreeMap<usize, Found>) {
    let entity_type = loser.finding.entity_type;
    let mut end = loser.finding.span.end;
    let mut pieces = Vec::new();
    for start in inside.iter().copied() {
        let Some(winner) = winners.get_mut(&start) else { continue };
        let rest = Span::new(winner.finding.span.end, end);
        if !rest.is_empty() && has_word(text, rest) {
            if winner.finding.entity_type == entity_type {
                winner.finding.span.end = trimmed(text, rest).end;
            } else {
                pieces.push(rest);
            }
        }
        end = start;
    }
    let rest = Span::new(loser.finding.span.start, end);
    if !rest.is_empty() && has_word(text, rest) {
        match winners.get(&end).copied() {
            Some(mut winner) if winner.finding.entity_type == entity_type => {
                winners.remove(&end);
                winner.finding.span.start = trimmed(text, rest).start;
                winners.insert(winner.finding.span.start, winner);
            }
            _ => pieces.push(rest),
        }
    }
    for piece in pieces {
        let span = trimmed(text, piece);
        let finding = Finding { span, ..loser.finding };
        winners.insert(span.start, Found { finding, known: None });
    }
}

/// Rule 1: drops what stands whole inside an address.
fn keep_addresses_whole(
    cluster: &mut Vec<Found>,
    removes: &impl Fn(EntityType) -> bool,
    lost: &mut impl FnMut(&Finding, &Finding),
) {
    let is_address = |f: &Found| {
        let address = [EntityType::EmailAddress, EntityType::Url, EntityType::StreetAddress];
        address.contains(&f.finding.entity_type) && removes(f.finding.entity_type)
    };
    // The cluster is sorted by start, so the address that reaches furthest so far decides; one that holds it whole is
    // itself an address that reaches further.
    let mut widest: Option<Found> = None;
    let mut addresses: Vec<Found> = Vec::new();
    for found in cluster.iter().filter(|f| is_address(f)) {
        if widest.is_none_or(|w| found.finding.span.end > w.finding.span.end) {
            widest = Some(*found);
            addresses.push(*found);
        }
    }
    if addresses.is_empty() {
        return;
    }
    cluster.retain(|f| {
        let span = f.finding.span;
        // The last address that starts no later; among the widest so far it also ends last.
        let upto = addresses.partition_point(|a| a.finding.span.start <= span.start);
        let Some(holder) = upto.checked_sub(1).and_then(|i| addresses.get(i)) else { return true };
        let whole = holder.finding.span;
        let inside = span.end <= whole.end && whole.len() > span.len() && f.finding.rank != Rank::Caller;
        if inside {
            lost(&f.finding, &holder.finding);
        }
        !inside
    });
}

fn by_strength(a: &Found, b: &Found) -> Ordering {
    let (x, y) = (&a.finding, &b.finding);
    y.rank
        .cmp(&x.rank)
        .then_with(|| y.span.len().cmp(&x.span.len()))
        .then_with(|| y.score.total_cmp(&x.score))
        .then_with(|| x.span.start.cmp(&y.span.start))
        .then_with(|| x.entity_type.cmp(&y.entity_type))
        .then_with(|| x.recognizer.cmp(y.recognizer))
        .then_with(|| a.known.cmp(&b.known))
}

fn has_word(text: &str, span: Span) -> bool {
    text.get(span.start..span.end).is_some_and(|piece| piece.contains(char::is_alphanumeric))
}

/// The range without what is no letter and no digit at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let Some(piece) = text.get(span.start..span.end) else { return span };
    let start = piece.find(char::is_alphanumeric).unwrap_or(0);
    let end = piece.char_indices().rev().find(|(_, c)| c.is_alphanumeric()).map(|(i, c)| i + c.len_utf8());
    Span::new(span.start + start, span.start + end.unwrap_or(piece.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RANKS: [Rank; 6] = [Rank::Model, Rank::Shape, Rank::Cue, Rank::Checked, Rank::Caller, Rank::Known];

    fn found(entity_type: EntityType, start: usize, end: usize, rank: Rank, score: f32) -> Found {
        let finding =
            Finding { entity_type, span: Span::new(start, end), score, rank, recognizer: "test", cue: None };
        Found { finding, known: None }
    }

    fn rank(name: &str) -> Rank {
        serde_json::from_value(name.into()).unwrap()
    }

    /// The vector files: text, findings in, spans out; the same for every language.
    #[test]
    fn vectors() {
        let files = [
            include_str!("../../../tests/cases/overlap/vectors.json"),
            include_str!("../../../tests/cases/overlap/ranks.json"),
        ];
        let cases = files.map(|file| serde_json::from_str::<Vec<serde_json::Value>>(file).unwrap());
        for case in cases.iter().flatten() {
            let text = case["input"]["text"].as_str().unwrap();
            let findings = case["input"]["findings"].as_array().unwrap().iter().map(|f| {
                let entity_type = EntityType::from_name(f["entityType"].as_str().unwrap()).unwrap();
                let place = |key: &str| f[key].as_u64().unwrap() as usize;
                let score = f["score"].as_f64().unwrap_or(0.5) as f32;
                found(entity_type, place("start"), place("end"), rank(f["rank"].as_str().unwrap()), score)
            });
            let kept = case["config"]["keep"].as_str().unwrap_or_default();
            let resolved = resolve(text, findings.collect(), |t| t.name() != kept);
            let spans: Vec<_> = resolved
                .iter()
                .map(|f| {
                    serde_json::json!([
                        f.finding.entity_type.name(),
                        f.finding.span.start,
                        f.finding.span.end
                    ])
                })
                .collect();
            assert_eq!(serde_json::Value::from(spans), case["expect"]["spans"], "{}", case["name"]);
        }
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_nothing_stays_readable(
            text in "[a-z0-9 @.é😀-]{0,60}",
            raw in prop::collection::vec((0usize..60, 1usize..30, 0usize..6, 0usize..17, 0u8..10), 0..24),
        ) {
            let all: Vec<Found> = raw
                .iter()
                .map(|(start, length, r, t, score)| {
                    let rank = RANKS[*r];
                    found(EntityType::ALL[*t], *start, start + length, rank, f32::from(*score) / 10.0)
                })
                .filter(|f| text.get(f.finding.span.start..f.finding.span.end).is_some())
                .collect();
            let resolved = resolve(&text, all.clone(), |_| true);
            for pair in resolved.windows(2) {
                prop_assert!(pair[0].finding.span.end <= pair[1].finding.span.start);
            }
            for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let covered = |list: &[Found]| list.iter().any(|f| f.finding.span.start <= at && at < f.finding.span.end);
                prop_assert_eq!(covered(&all), covered(&resolved), "{} at {}", c, at);
            }
            let mut turned = all;
            turned.reverse();
            let again = resolve(&text, turned, |_| true);
            let spans = |list: &[Found]| list.iter().map(|f| (f.finding.span, f.finding.entity_type)).collect::<Vec<_>>();
            prop_assert_eq!(spans(&resolved), spans(&again));
        }
    }
}
