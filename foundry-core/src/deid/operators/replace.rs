//! `replace`: numbered tokens, one for each value of a conversation however it is written.

use std::collections::BTreeSet;

use crate::deid::text_index::TextIndex;
use crate::entity::EntityType;

/// One value of the conversation.
pub(in crate::deid) struct Identity {
    /// What it is.
    pub entity_type: EntityType,
    /// As it was first written.
    pub original: String,
    /// Its token, if its operator makes one.
    pub token: Option<String>,
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
    all: Vec<Identity>,
    key: String,
}

impl Identities {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.numbers.iter_mut().for_each(|(_, number)| *number = 0);
        self.reserved.clear();
        self.all.clear();
    }

    /// Keeps a token that stands literally in the text from being given to a value.
    pub fn reserve(&mut self, token: &str) {
        if !self.reserved.contains(token) {
            self.reserved.insert(token.to_owned());
        }
    }

    /// The identity of a value; `canonical` writes its canonical form, `token` makes the token of a new one from it.
    pub fn of(
        &mut self,
        label: &str,
        entity_type: EntityType,
        original: &str,
        canonical: impl FnOnce(&mut String),
        token: impl FnOnce(&mut Identities, &str) -> Option<String>,
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
            let token = token(self, key.get(from..).unwrap_or_default());
            let index = self.all.len() as u32;
            self.all.push(Identity { entity_type, original: original.to_owned(), token, is_known: false });
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
                if self.reserved.is_empty() || !self.reserved.contains(&token) {
                    break;
                }
            }
        }
        token
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

    /// The token of an identity; empty where its operator makes none.
    pub fn token(&self, index: u32) -> &str {
        self.all.get(index as usize).and_then(|identity| identity.token.as_deref()).unwrap_or_default()
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
