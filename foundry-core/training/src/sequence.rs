//! A text as the model is trained on it: words, places, labels.

use foundry_core::deid::tagger::Mask;
use foundry_core::deid::tagger::training as core;
use foundry_core::entity::Span;

use crate::labelled::Label;
use crate::random::Random;

/// Tokens of a text, with what the templates look at.
#[derive(Default)]
pub struct Sequence {
    /// Words for templates of one word; three outside at each end.
    single: Vec<(core::Word, core::Ends)>,
    /// Words for templates of several; two outside at each end.
    joint: Vec<core::Word>,
    settings: Vec<core::Setting>,
    /// Whether a rule found a value at the token.
    pub masked: Vec<bool>,
    /// The right state of each token.
    pub states: Vec<u8>,
    tokens: Vec<core::Token>,
}

impl Sequence {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether the text has no token.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Takes in a text.
    pub fn fill(
        &mut self,
        text: &str,
        masked: &[(Span, Mask)],
        names: &[(Span, Label)],
        lists: &core::Lists,
    ) {
        core::tokenize(text, 0, masked, &mut self.tokens);
        self.single.clear();
        self.joint.clear();
        self.settings.clear();
        self.masked.clear();
        self.states.clear();
        let outside = (core::Word::outside(), core::Ends::default());
        self.single.extend([outside; core::REACH]);
        self.joint.extend([outside.0; 2]);
        let mut asking = core::Asking::default();
        let mut names = names.iter().peekable();
        let mut last = None;
        for token in &self.tokens {
            let (start, end) = (token.start as usize, token.end as usize);
            let special = matches!(token.shape, core::shape::BREAK | core::shape::MASKED);
            let (word, ends) = if special {
                (core::special_word(*token), core::Ends::default())
            } else {
                let folded = core::Folded::new(&text[start..end]);
                (core::Word::new(&folded, token.shape, token.mode, lists), folded.ends())
            };
            self.single.push((word, ends));
            self.joint.push(word);
            self.settings.push(core::Setting { place: token.place, asked: asking.next(&word) });
            self.masked.push(token.shape == core::shape::MASKED && token.mask != Mask::Number as u8);
            while names.next_if(|(span, _)| span.end <= start).is_some() {}
            let name = names.peek().filter(|(span, _)| span.start < end);
            let state = name
                .map_or(core::OUTSIDE, |(span, label)| 1 + 2 * *label as u8 + u8::from(last == Some(*span)));
            last = name.map(|(span, _)| *span);
            self.states.push(state);
        }
        self.single.extend([outside; core::REACH]);
        self.joint.extend([outside.0; 2]);
        core::mark_phrases(lists, &mut self.joint);
    }

    /// Takes away identities, lists and clusters of some words, so that the model does not lean on them.
    pub fn drop_some(&mut self, random: &mut Random) {
        let all_lists = random.chance(100);
        let all_clusters = random.chance(50);
        for at in 0..self.len() {
            let known = if self.states[at] == core::OUTSIDE { 50 } else { 300 };
            let (identity, lists) = (random.chance(known), all_lists || random.chance(100));
            let clusters = all_clusters || random.chance(50);
            for word in [&mut self.single[at + core::REACH].0, &mut self.joint[at + 2]] {
                if matches!(word.shape, core::shape::BREAK | core::shape::MASKED) {
                    continue;
                }
                if identity {
                    word.hash = 0;
                }
                if lists {
                    word.lists = 0;
                }
                if clusters {
                    (word.fine, word.coarse) = (0, 0);
                }
            }
        }
    }

    /// Appends the places of the gate's templates of token `at`, in a table of `gates` weights.
    pub fn gates(&self, at: usize, gates: u32, out: &mut Vec<u32>) {
        for (place, (word, ends)) in self.single[at..at + core::PLACES].iter().enumerate() {
            core::gate(word, ends, place, |key| out.push(core::row(key, gates) as u32));
        }
        if self.settings[at].asked != 0 {
            let (word, _) = &self.single[at + core::REACH];
            out.push(core::row(core::gate_asked(word, self.settings[at].asked), gates) as u32);
        }
    }

    /// Appends the rows of the templates of token `at`, in a table of `rows` rows.
    pub fn rows(&self, at: usize, rows: u32, out: &mut Vec<u32>) {
        for (place, (word, ends)) in self.single[at..at + core::PLACES].iter().enumerate() {
            core::single(word, ends, place, |key| out.push(core::row(key, rows) as u32));
        }
        let Ok(near) = <&[core::Word; 5]>::try_from(&self.joint[at..at + 5]) else { return };
        let dropped =
            near.iter().enumerate().fold(0, |bits, (number, word)| bits | u8::from(word.hash == 0) << number);
        for (key, identities) in core::joint(near, self.settings[at]).into_iter().zip(core::IDENTITIES) {
            if identities & dropped == 0 {
                out.push(core::row(key, rows) as u32);
            }
        }
    }
}
