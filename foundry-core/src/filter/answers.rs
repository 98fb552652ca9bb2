//! Canned answers: what agents say in conversation after conversation.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::FilterSettings;
use super::fingerprint::Fingerprint;

/// Counts answers over a run. A conversation in which every answer was given before often enough teaches nothing new;
/// one new answer is enough for it to stay, with all its macros. Keeps about 40 bytes for each different answer.
pub struct Answers {
    /// After so many conversations with an answer it is no news; `None` for no rule.
    max_repeats: Option<u32>,
    seen: HashMap<u64, Seen, BuildHasherDefault<DefaultHasher>>,
}

#[derive(Clone, Copy)]
struct Seen {
    conversations: u32,
    first: u64,
}

impl Answers {
    /// Starts with nothing seen.
    pub fn new(settings: &FilterSettings) -> Answers {
        Answers { max_repeats: settings.max_answer_repeats, seen: HashMap::default() }
    }

    /// Shows a conversation under a number of the caller's: whether every answer in it was given before in
    /// `maxAnswerRepeats` conversations that stay, or more. If not, it stays, and its answers are counted.
    pub fn show(&mut self, number: u64, fingerprint: &Fingerprint) -> bool {
        let answers = &fingerprint.answers;
        let is_old = |answer: &u64| {
            let count = self.seen.get(answer).map_or(0, |seen| seen.conversations);
            self.max_repeats.is_some_and(|most| count >= most)
        };
        if !answers.is_empty() && answers.iter().all(is_old) {
            return true;
        }
        for answer in answers {
            let seen = self.seen.entry(*answer).or_insert(Seen { conversations: 0, first: number });
            seen.conversations = seen.conversations.saturating_add(1);
        }
        false
    }

    /// The answers that stand in the most conversations that stay, and in at least so many: how many, and the number of
    /// the first. The most frequent first, then by that number.
    pub(crate) fn most_frequent(&self, least: u32, at_most: usize) -> Vec<(u32, u64)> {
        let often = self.seen.values().filter(|seen| seen.conversations >= least);
        let mut found: Vec<(u32, u64)> = often.map(|seen| (seen.conversations, seen.first)).collect();
        found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(at_most);
        found
    }
}
