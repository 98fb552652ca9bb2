//! Tags one window of a text: tokens, words, the gate, and for the tokens it lets through scores and labels.

use super::cache::{Gates, OUTSIDE_TOKEN};
use super::decode::{OUTSIDE, decode, is_inside, kind_of};
use super::ends::mend;
use super::features::{JOINT, PLACES, REACH, Setting, gate_asked, joint};
use super::lists::Lists;
use super::model::Model;
use super::sums::{PART_BIAS, ROW_BIAS, Sums};
use super::token::{mode, shape, tokenize};
use super::word::{Word, ask, join, list};
use super::{Knob, Label, Mask, TagScratch, Tagged};
use crate::entity::Span;

/// Longest window in bytes.
const LONGEST: usize = 32 << 10;
/// Words of the longest entry of the lists that is looked for.
const PHRASE: usize = 4;
/// Bands of words that are frequent: among the first 6,000.
const FREQUENT: u8 = 3;
/// Bias of the sums of all templates.
const BIAS: u16 = PLACES as u16 * PART_BIAS + JOINT as u16 * ROW_BIAS;

/// Where the first window of `text` ends: behind a line break, else behind a space, else anywhere.
pub fn end(text: &str) -> usize {
    if text.len() <= LONGEST {
        return text.len();
    }
    let end = text.floor_char_boundary(LONGEST);
    let half = text.floor_char_boundary(LONGEST / 2);
    let back = text.get(half..end).unwrap_or_default();
    let cut = back.rfind('\n').or_else(|| back.rfind(' ')).map(|at| half + at + 1);
    cut.unwrap_or(end).max(1)
}

/// Tags `text`, which begins at `offset` of the whole.
pub fn tag(
    model: &Model,
    text: &str,
    offset: usize,
    masked: &[(Span, Mask)],
    scratch: &mut TagScratch,
    knob: Knob,
    out: &mut Vec<Tagged>,
) {
    tokenize(text, offset, masked, &mut scratch.tokens);
    let bonus = match knob {
        Knob::Balanced => model.numbers.balanced,
        Knob::HighRecall => model.numbers.recall,
    };
    // An address is long: what is added to each of its tokens adds up, and it would grow over its ends.
    let bonuses =
        std::array::from_fn(|lane| if lane / 2 == Label::Address as usize { bonus / 4 } else { bonus });
    look_up(model, text, scratch);
    let gate = Gate { begin: model.numbers.gate - bonus, near: model.numbers.near - bonus };
    let (mut at, mut done, known) = (0, 0, out.len());
    while at < scratch.tokens.len() {
        if !gate.begins(at, scratch) {
            at += 1;
            continue;
        }
        let mut first = at;
        while first > done && gate.goes_on(first - 1, scratch) {
            first -= 1;
        }
        at += 1;
        while gate.goes_on(at, scratch) {
            at += 1;
        }
        done = at;
        weigh(model, text, first..at, scratch);
        decode(model, &scratch.scores, &bonuses, &mut scratch.paths, &mut scratch.states);
        collect(model, first, offset, scratch, out);
    }
    mend(text, offset, known, out);
}

/// Which tokens are looked at closely. Values that rules found are no names.
struct Gate {
    /// What one token of a stretch must reach.
    begin: i32,
    /// What the tokens around it must reach.
    near: i32,
}

impl Gate {
    #[inline(always)]
    fn begins(&self, at: usize, scratch: &TagScratch) -> bool {
        let likely = scratch.gates.get(at + REACH).is_some_and(|sum| i32::from(*sum) >= self.begin);
        let listed = scratch.words.get(at + 2).is_some_and(|word| word.lists & list::PHRASE != 0);
        (likely || listed) && is_readable(at, scratch)
    }

    #[inline(always)]
    fn goes_on(&self, at: usize, scratch: &TagScratch) -> bool {
        scratch.gates.get(at + REACH).is_some_and(|sum| i32::from(*sum) >= self.near)
            && is_readable(at, scratch)
    }
}

/// Whether a token is there and no value that a rule found, other than a number.
fn is_readable(at: usize, scratch: &TagScratch) -> bool {
    let number = Mask::Number.number();
    scratch.tokens.get(at).is_some_and(|token| token.shape != shape::MASKED || token.mask == number)
}

/// Words of all tokens, with two outside at each end, and the sums of their gates.
fn look_up(model: &Model, text: &str, scratch: &mut TagScratch) {
    let TagScratch { tokens, words, gates, phrases, asked, cache, .. } = scratch;
    cache.prepare(model);
    words.clear();
    gates.clear();
    asked.clear();
    phrases.clear();
    let outside = *cache.entry(model, text, OUTSIDE_TOKEN);
    words.extend([outside.word; 2]);
    let mut asking = Asking::default();
    // Sums of the gates of the three tokens before this one, its own, and of the three behind it.
    let mut near: Gates = [0; PLACES + 1];
    for token in tokens.iter() {
        let entry = cache.entry(model, text, *token);
        for (sum, part) in near.iter_mut().zip(&entry.gates) {
            *sum += part;
        }
        let before = asking.next(&entry.word);
        asked.push(before);
        if before != 0 {
            near[REACH] += model.gate(gate_asked(&entry.word, before));
        }
        if entry.word.part.begins {
            phrases.push(words.len() as u32);
        }
        words.push(entry.word);
        gates.push(near[0]);
        near = std::array::from_fn(|place| near.get(place + 1).copied().unwrap_or_default());
    }
    gates.extend(near);
    words.extend([outside.word; 2]);
    for at in phrases {
        mark_phrase(model.lists(), words.get_mut(*at as usize..).unwrap_or_default());
    }
}

/// What the line before asks for, or a question before in the same line.
#[derive(Default)]
pub struct Asking {
    before: u8,
    now: u8,
    words: bool,
}

impl Asking {
    /// What was asked before `word`.
    #[inline(always)]
    pub fn next(&mut self, word: &Word) -> u8 {
        let before = self.before;
        self.now |= word.asks;
        if word.shape == shape::BREAK {
            // An empty line does not end a question.
            if self.words {
                *self = Asking { before: self.now, now: 0, words: false };
            }
        } else {
            self.words = true;
            if word.asks & ask::QUESTION != 0 {
                self.before = self.now;
            }
        }
        before
    }
}

/// Gives the words of every entry of several words its lists.
#[cfg(feature = "training")]
pub fn mark_phrases(lists: &Lists, words: &mut [Word]) {
    for at in 0..words.len() {
        if words[at].part.begins {
            mark_phrase(lists, &mut words[at..]);
        }
    }
}

/// Gives the words of the longest entry of several words at the head of `words` its lists.
fn mark_phrase(lists: &Lists, words: &mut [Word]) {
    let mut hash = 0;
    let mut longest = (0, 0);
    for (before, word) in words.iter().take(PHRASE).enumerate() {
        if before > 0 && !word.part.goes_on {
            break;
        }
        hash = join(hash, u64::from(word.hash));
        if before > 0 {
            let (bits, part) = lists.names(hash);
            if bits != 0 {
                longest = (before + 1, bits);
            }
            if !part.begins {
                break;
            }
        }
    }
    for word in words.iter_mut().take(longest.0) {
        word.lists |= longest.1 | list::PHRASE;
    }
}

/// Scores the tokens of a stretch.
fn weigh(model: &Model, text: &str, stretch: std::ops::Range<usize>, scratch: &mut TagScratch) {
    let TagScratch { tokens, words, sums, scores, asked, cache, .. } = scratch;
    sums.clear();
    sums.resize(stretch.len() + 4 * REACH, Sums::ZERO);
    for number in 0..stretch.len() + 2 * REACH {
        let token = (stretch.start + number).checked_sub(REACH).and_then(|at| tokens.get(at));
        let parts = cache.parts(model, text, token.copied().unwrap_or(OUTSIDE_TOKEN));
        if let Some(near) = sums.get_mut(number..number + PLACES) {
            for (sum, part) in near.iter_mut().zip(parts) {
                sum.add(part);
            }
        }
    }
    scores.clear();
    for (sum, at) in sums.iter_mut().skip(2 * REACH).zip(stretch) {
        let (Some(near), Some(token), Some(asked)) = (words.get(at..at + 5), tokens.get(at), asked.get(at))
        else {
            return;
        };
        let Ok(near) = near.try_into() else { return };
        model.add(&joint(near, Setting { place: token.place, asked: *asked }), sum);
        scores.push(sum.lanes(BIAS));
    }
}

/// Spans of the states of the stretch that begins at token `first`.
fn collect(model: &Model, first: usize, offset: usize, scratch: &TagScratch, out: &mut Vec<Tagged>) {
    let states = &scratch.states;
    let mut at = 0;
    while let Some(state) = states.get(at) {
        let start = at;
        at += 1;
        if *state == OUTSIDE {
            continue;
        }
        while states.get(at).is_some_and(|state| is_inside(*state)) {
            at += 1;
        }
        let (Some(head), Some(tail)) =
            (scratch.tokens.get(first + start), scratch.tokens.get(first + at - 1))
        else {
            return;
        };
        let margin = margin(model, start..at, scratch);
        if margin < 0 && at == start + 1 && is_plain(scratch.words.get(first + start + 2)) {
            continue;
        }
        out.push(Tagged {
            span: Span::new(offset + head.start as usize, offset + tail.end as usize),
            label: Label::ALL[kind_of(*state)],
            margin,
        });
    }
}

/// Whether a word is a frequent one in small letters, in a line that has capitals where they belong: no name by the favour
/// of the knob alone.
fn is_plain(word: Option<&Word>) -> bool {
    let has_capitals = |mode: u8| matches!(mode, mode::FIRST | mode::SOME | mode::MOST);
    word.is_some_and(|word| {
        word.shape == shape::LOWER && has_capitals(word.mode) && (1..=FREQUENT).contains(&word.band)
    })
}

/// How far the labels of a name lie before O in its place, when all other labels stay.
fn margin(model: &Model, name: std::ops::Range<usize>, scratch: &TagScratch) -> i32 {
    let states = &scratch.states;
    let before = name.start.checked_sub(1).and_then(|at| states.get(at)).copied().unwrap_or(OUTSIDE);
    let behind = states.get(name.end).copied().unwrap_or(OUTSIDE);
    let step = |last: u8, next: u8| i32::from(model.transitions[usize::from(last)][usize::from(next)]);
    let (mut labels, mut outside, mut last) = (0, 0, before);
    let mut last_outside = before;
    for at in name {
        let (Some(state), Some(scores)) = (states.get(at), scratch.scores.get(at)) else { continue };
        labels += step(last, *state) + scores.get(usize::from(*state) - 1).copied().unwrap_or_default();
        outside += step(last_outside, OUTSIDE);
        (last, last_outside) = (*state, OUTSIDE);
    }
    labels + step(last, behind) - outside - step(OUTSIDE, behind)
}
