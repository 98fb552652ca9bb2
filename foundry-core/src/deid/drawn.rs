//! What operators drew for a conversation, and which of it has to be drawn again because it stands for another value too.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::folded_value;
use super::operators::Identity;

/// After so many values that were drawn in vain, a token stands for a value.
const MAX_ATTEMPTS: u32 = 24;

/// The draws of one conversation.
#[derive(Default)]
pub(super) struct Drawn {
    /// How often each seed was drawn in vain.
    vain: BTreeMap<Option<u64>, u32>,
    /// This attempt's: what was drawn from, and the result.
    results: Vec<(Option<u64>, String)>,
    repeat: bool,
}

impl Drawn {
    /// Forgets the last conversation.
    pub fn start(&mut self) {
        self.vain.clear();
        self.results.clear();
        self.repeat = false;
    }

    /// How often a value was drawn in vain; `None` if too often. Dates are drawn together.
    pub fn attempt(&self, identity: &Identity) -> Option<u32> {
        let vain = self.vain.get(&seed(identity)).copied().unwrap_or(0);
        (vain < MAX_ATTEMPTS).then_some(vain)
    }

    /// Notes a value that was drawn.
    pub fn add(&mut self, identity: &Identity, text: &str) {
        self.results.push((seed(identity), text.to_owned()));
    }

    /// Looks at what was drawn: a value is drawn again that is one of the conversation's, or holds one.
    pub fn look<'v>(
        &mut self,
        values: impl Iterator<Item = &'v str>,
        mut holds_original: impl FnMut(&str) -> bool,
    ) {
        let values: BTreeSet<String> = values.map(folded_value).collect();
        let mut again = BTreeSet::new();
        for (seed, text) in self.results.drain(..) {
            if values.contains(&folded_value(&text)) || holds_original(&text) {
                again.insert(seed);
            }
        }
        self.repeat = !again.is_empty();
        for seed in again {
            *self.vain.entry(seed).or_insert(0) += 1;
        }
    }

    /// Whether the conversation has to be done again.
    pub fn is_to_be_repeated(&self) -> bool {
        self.repeat
    }
}

fn seed(identity: &Identity) -> Option<u64> {
    identity.seed.as_ref().map(|seed| seed.number)
}
