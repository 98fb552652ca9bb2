//! `replace`: numbered tokens, one for each value of a conversation however it is written.

use std::collections::{BTreeMap, BTreeSet};

use crate::entity::EntityType;

/// One value of the conversation.
pub(in crate::deid) struct Identity {
    /// What it is.
    pub entity_type: EntityType,
    /// As it was first written.
    pub original: String,
    /// Its token, if its operator makes one.
    pub token: Option<String>,
}

/// The values of one conversation and their tokens.
#[derive(Default)]
pub(in crate::deid) struct Identities {
    /// label, zero byte, canonical value → identity.
    keys: BTreeMap<String, u32>,
    numbers: BTreeMap<String, u32>,
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
        self.numbers.clear();
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
        let known = self.keys.get(key.as_str()).copied();
        let index = known.unwrap_or_else(|| {
            let token = token(self, key.get(from..).unwrap_or_default());
            let index = self.all.len() as u32;
            self.all.push(Identity { entity_type, original: original.to_owned(), token });
            self.keys.insert(key.clone(), index);
            index
        });
        self.key = key;
        index
    }

    /// The next free numbered token.
    pub fn next_token(&mut self, label: &str) -> String {
        let mut number = self.numbers.get(label).copied().unwrap_or(0);
        loop {
            number += 1;
            let token = format!("[{label}_{number}]");
            if !self.reserved.contains(&token) {
                self.numbers.insert(label.to_owned(), number);
                return token;
            }
        }
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
