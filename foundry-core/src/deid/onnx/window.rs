//! Windows: the parts of a long text that a model reads at once, cut between words, sharing words with their neighbours.
//!
//! Every word belongs to one window: of those that two of them read, the first half to the one before, the second to the
//! one behind. What a model says of a word counts only in the window that it belongs to, where the most stands around it.

use std::ops::Range;

use crate::entity::Span;

/// The longest word, in characters; a longer one counts as several, so that no window is full of one.
const LONGEST_WORD: usize = 24;

/// A part of a text, by the places of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// The words that are read.
    pub words: Range<usize>,
    /// Those of them that belong to it.
    pub owned: Range<usize>,
}

/// What a window may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The most tokens of its words.
    pub tokens: usize,
    /// The most words.
    pub words: usize,
    /// How many words two windows share.
    pub overlap: usize,
}

/// Parts the longest ones of `words` (ranges of bytes in `text`).
pub(super) fn part_long(text: &str, words: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut parts = Vec::new();
    for word in words {
        let value = text.get(word.start..word.end).unwrap_or_default();
        if value.len() <= LONGEST_WORD {
            parts.push(word);
            continue;
        }
        let starts = value.char_indices().map(|(at, _)| word.start + at).step_by(LONGEST_WORD);
        let mut starts = starts.peekable();
        while let Some(start) = starts.next() {
            parts.push(Span::new(start, starts.peek().copied().unwrap_or(word.end)));
        }
    }
    parts
}

/// The windows over words with these numbers of tokens; `None` if one word alone is more than a window holds. The windows
/// hold all words, in order, and each word belongs to one.
pub(super) fn windows(tokens: &[usize], limits: Limits) -> Option<Vec<Window>> {
    let mut all: Vec<Window> = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let (mut end, mut sum) = (start, 0_usize);
        for count in tokens.get(start..).unwrap_or_default() {
            sum = sum.saturating_add(*count);
            if sum > limits.tokens || end - start == limits.words {
                break;
            }
            end += 1;
        }
        if end == start {
            return None;
        }
        all.push(Window { words: start..end, owned: start..end });
        if end == tokens.len() {
            break;
        }
        // At least half of a window is new.
        start = end - limits.overlap.min((end - start) / 2);
    }
    for at in 1..all.len() {
        if let [before, behind] = all.get_mut(at - 1..=at).unwrap_or_default() {
            let border = behind.words.start + before.words.end.saturating_sub(behind.words.start) / 2;
            before.owned.end = border;
            behind.owned.start = border;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_is_one_window() {
        let limits = Limits { tokens: 10, words: 10, overlap: 2 };
        assert_eq!(windows(&[], limits), Some(vec![]));
        assert_eq!(windows(&[2, 3, 5], limits), Some(vec![Window { words: 0..3, owned: 0..3 }]));
        assert_eq!(windows(&[2, 11], limits), None);
    }

    #[test]
    fn long_words_are_parted_between_characters() {
        let text = format!("see {}", "ä".repeat(50));
        let words = [Span::new(0, 3), Span::new(4, text.len())];
        let parts = part_long(&text, words.into_iter());
        let parts: Vec<usize> = parts.iter().map(|part| text[part.start..part.end].chars().count()).collect();
        assert_eq!(parts, [3, 24, 24, 2]);
    }

    proptest! {
        #[test]
        fn every_word_belongs_to_one_window(
            tokens in prop::collection::vec(0usize..6, 0..120),
            most in 6usize..30,
            words in 1usize..20,
            overlap in 0usize..12,
        ) {
            let all = windows(&tokens, Limits { tokens: most, words, overlap }).unwrap();
            let mut next = 0;
            for window in &all {
                prop_assert_eq!(window.owned.start, next);
                prop_assert!(window.words.start <= window.owned.start && window.owned.end <= window.words.end);
                prop_assert!(window.words.len() <= words);
                prop_assert!(tokens[window.words.clone()].iter().sum::<usize>() <= most);
                next = window.owned.end;
            }
            prop_assert_eq!(next, tokens.len());
            prop_assert!(all.len() <= 2 * tokens.len() + 1);
        }
    }
}
