//! Conversation memory: who was named once is known wherever the name stands again.

use super::model::Model;
use super::token::{Token, shape, tokenize};
use super::word::Folded;
use super::{Label, Mask, Tagged};
use crate::entity::Span;

/// Least margin, in scores of 1.0, of a name that is known again when it is written with a capital.
const SURE: i32 = 2;
/// Least margin, in scores of 1.0, of a name that is known again in lower case.
const SURE_IN_LOWER_CASE: i32 = 4;
/// Words among the 20,000 most frequent have a band up to this and are not known again in lower case; among the 2,000
/// most frequent, not at all.
const FREQUENT: u8 = 4;
const VERY_FREQUENT: u8 = 2;

/// A word that stood in the name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    hash: u64,
    margin: i32,
}

/// Room for the work on one text.
#[derive(Default)]
pub struct Memory {
    tokens: Vec<Token>,
    known: Vec<Known>,
    other: Vec<u64>,
    again: Vec<Tagged>,
}

/// Appends to `names` (sorted, all of `text`) the words of persons that stand elsewhere in the text, and sorts it.
pub fn recall(model: &Model, text: &str, masked: &[(Span, Mask)], memory: &mut Memory, names: &mut Vec<Tagged>) {
    memory.known.clear();
    let unit = model.numbers.unit;
    if !names.iter().any(|name| name.label == Label::Person && name.margin > SURE * unit) {
        return;
    }
    memory.other.clear();
    memory.again.clear();
    tokenize(text, 0, masked, &mut memory.tokens);
    let mut spans = names.iter().peekable();
    for token in &memory.tokens {
        while spans.next_if(|name| name.span.end <= token.start as usize).is_some() {}
        let Some(name) = spans.peek().filter(|name| name.span.start < token.end as usize) else { continue };
        if !is_name_like(token) {
            continue;
        }
        let hash = hash_of(text, token);
        if name.label == Label::Person && name.margin > SURE * unit {
            memory.known.push(Known { hash, margin: name.margin });
        } else if name.label != Label::Person {
            memory.other.push(hash);
        }
    }
    memory.known.sort_unstable();
    memory.other.sort_unstable();
    let mut spans = names.iter().peekable();
    for token in &memory.tokens {
        while spans.next_if(|name| name.span.end <= token.start as usize).is_some() {}
        if spans.peek().is_some_and(|name| name.span.start < token.end as usize) || !is_name_like(token) {
            continue;
        }
        let hash = hash_of(text, token);
        let behind = memory.known.partition_point(|known| known.hash <= hash);
        // The last of equal words has the largest margin.
        let Some(known) = behind.checked_sub(1).and_then(|last| memory.known.get(last)) else { continue };
        if known.hash != hash || memory.other.binary_search(&hash).is_ok() {
            continue;
        }
        let band = model.lists().cluster(hash).band;
        let capital = matches!(token.shape, shape::CAPITALIZED | shape::UPPER | shape::CAMEL);
        let rare = |most: u8| band == 0 || band > most;
        if capital && rare(VERY_FREQUENT) || rare(FREQUENT) && known.margin > SURE_IN_LOWER_CASE * unit {
            let span = Span::new(token.start as usize, token.end as usize);
            match memory.again.last_mut() {
                Some(last) if text.get(last.span.end..span.start) == Some(" ") => last.span.end = span.end,
                _ => memory.again.push(Tagged { span, label: Label::Person, margin: known.margin }),
            }
        }
    }
    if !memory.again.is_empty() {
        names.append(&mut memory.again);
        names.sort_unstable_by_key(|name| name.span.start);
    }
}

/// Words of three letters or more; initials say too little.
fn is_name_like(token: &Token) -> bool {
    token.end - token.start > 2
        && matches!(token.shape, shape::LOWER | shape::CAPITALIZED | shape::UPPER | shape::CAMEL)
}

fn hash_of(text: &str, token: &Token) -> u64 {
    let word = text.get(token.start as usize..token.end as usize).unwrap_or_default();
    Folded::new(word).hash()
}
