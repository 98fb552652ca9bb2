//! `replace`: numbered tokens, one for each value of a conversation however it is written.

use std::collections::BTreeSet;

use super::Seed;
use crate::deid::text_index::TextIndex;
use crate::entity::EntityType;

/// One value of the conversation.
pub(in crate::deid) struct Identity {
    /// What it is.
    pub entity_type: EntityType,
    /// As it was first written.
    pub original: String,
    /// Its token, if it has one.
    pub token: Option<String>,
    /// What a stand-in is drawn from, if its operator draws one.
    pub seed: Option<Box<Seed>>,
    /// Whether it is a known value.
    pub is_known: bool,
}

/// The values of one conversation and their tokens.
#[derive(Default)]
pub(in crate::deid) struct Identities {
    /// Per identity label, zero byte, canonical value.
    keys: TextIndex,
    /// Per label the last number; few.
    numbers: Vec<(String, u32)>,
    /// Tokens that stand literally in the conversation; their numbers are skipped, so that every token can be told
    /// from text that only looks like one.
    reserved: BTreeSet<String>,
    /// The number of each group: of all values of one person.
    groups: Vec<(u32, u32)>,
    /// Per label the numbers that belong to groups, and whether they have been given.
    held: Vec<Held>,
    all: Vec<Identity>,
    key: String,
}

/// A number that only a value of its group gets.
struct Held {
    label: &'static str,
    number: u32,
    given: bool,
}

impl Identities {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.numbers.iter_mut().for_each(|(_, number)| *number = 0);
        self.reserved.clear();
        self.groups.clear();
        self.held.clear();
        self.all.clear();
    }

    /// Keeps a token that stands literally in the text from being given to a value.
    pub fn reserve(&mut self, token: &str) {
        if !self.reserved.contains(token) {
            self.reserved.insert(token.to_owned());
        }
    }

    /// The identity of a value; `canonical` writes its canonical form, `make` gives token and seed of a new one from it.
    pub fn of(
        &mut self,
        label: &str,
        entity_type: EntityType,
        original: &str,
        canonical: impl FnOnce(&mut String),
        make: impl FnOnce(&mut Identities, &str) -> (Option<String>, Option<Box<Seed>>),
    ) -> u32 {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.push_str(label);
        key.push('\0');
        let from = key.len();
        canonical(&mut key);
        if key.len() == from {
            // Nothing but formatting characters: its own spelling is all it has.
            key.push_str(original);
        }
        let known = self.keys.find(&key);
        let index = known.unwrap_or_else(|| {
            let (token, seed) = make(self, key.get(from..).unwrap_or_default());
            let index = self.all.len() as u32;
            let original = original.to_owned();
            self.all.push(Identity { entity_type, original, token, seed, is_known: false });
            self.keys.add(&key);
            index
        });
        self.key = key;
        index
    }

    /// The next free numbered token.
    pub fn next_token(&mut self, label: &str) -> String {
        let slot = self.numbers.iter().position(|(known, _)| known == label).unwrap_or_else(|| {
            self.numbers.push((label.to_owned(), 0));
            self.numbers.len() - 1
        });
        let mut token = String::with_capacity(label.len() + 8);
        if let Some((_, number)) = self.numbers.get_mut(slot) {
            loop {
                *number += 1;
                token.clear();
                push_token(label, *number, &mut token);
                let held = self.held.iter().any(|held| held.number == *number && held.label == label);
                if !held && (self.reserved.is_empty() || !self.reserved.contains(&token)) {
                    break;
                }
            }
        }
        token
    }

    /// The token of a value of a group: the number of the group where that is free. Nobody else gets that number with
    /// one of `labels`.
    pub fn token_in_group(&mut self, group: u32, label: &'static str, labels: &[&'static str]) -> String {
        let known = self.groups.iter().find(|(known, _)| *known == group).map(|(_, number)| *number);
        let number = known.unwrap_or_else(|| {
            let number = self.free_number(label, labels);
            self.groups.push((group, number));
            self.held.extend(labels.iter().map(|label| Held { label, number, given: false }));
            number
        });
        let free = self.is_free(label, number);
        match self.held.iter_mut().find(|held| held.number == number && held.label == label) {
            Some(held) if !held.given => held.given = true,
            None if free => self.held.push(Held { label, number, given: true }),
            _ => return self.next_token(label),
        }
        let mut token = String::with_capacity(label.len() + 8);
        push_token(label, number, &mut token);
        token
    }

    /// The first number that neither the label nor the others have used.
    fn free_number(&self, label: &str, labels: &[&str]) -> u32 {
        let mut number = 1;
        while ![label].iter().chain(labels).all(|label| self.is_free(label, number)) {
            number += 1;
        }
        number
    }

    /// Whether a number can still be given with a label.
    fn is_free(&self, label: &str, number: u32) -> bool {
        let used = self.numbers.iter().any(|(known, last)| known == label && *last >= number);
        let held = || self.held.iter().any(|held| held.number == number && held.label == label);
        let literal = || {
            !self.reserved.is_empty() && {
                let mut token = String::with_capacity(label.len() + 8);
                push_token(label, number, &mut token);
                self.reserved.contains(&token)
            }
        };
        !used && !held() && !literal()
    }

    /// Gives a value a numbered token, where its operator could do nothing with it.
    pub fn give_token(&mut self, index: u32, label: &str) {
        let token = self.next_token(label);
        if let Some(identity) = self.all.get_mut(index as usize) {
            identity.token = Some(token);
        }
    }

    /// Notes that an identity is that of a known value.
    pub fn set_known(&mut self, index: u32) {
        if let Some(identity) = self.all.get_mut(index as usize) {
            identity.is_known = true;
        }
    }

    /// All identities, moved out.
    pub fn take(&mut self) -> impl Iterator<Item = Identity> + '_ {
        self.all.drain(..)
    }

    /// An identity by its index.
    pub fn get(&self, index: u32) -> Option<&Identity> {
        self.all.get(index as usize)
    }

    /// All identities in order of first appearance.
    pub fn all(&self) -> &[Identity] {
        &self.all
    }
}

/// Appends `[LABEL_7]`.
fn push_token(label: &str, number: u32, out: &mut String) {
    let mut digits = [0u8; 10];
    let (mut rest, mut first) = (number, digits.len());
    while let Some(slot) = first.checked_sub(1).and_then(|at| digits.get_mut(at)) {
        *slot = b'0' + (rest % 10) as u8;
        (rest, first) = (rest / 10, first - 1);
        if rest == 0 {
            break;
        }
    }
    out.push('[');
    out.push_str(label);
    out.push('_');
    out.extend(digits.iter().skip(first).map(|digit| char::from(*digit)));
    out.push(']');
}
