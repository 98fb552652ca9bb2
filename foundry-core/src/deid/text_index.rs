//! Texts numbered in the order they came: few in nearly every conversation, so that comparing beats hashing.

use std::collections::HashMap;

/// So many texts are compared one by one; the ones behind them are hashed.
const COMPARED: usize = 16;

/// A set of texts, each with its number.
#[derive(Default)]
pub(super) struct TextIndex {
    /// The first texts, one behind the other.
    text: String,
    ends: Vec<usize>,
    hashed: HashMap<String, u32>,
}

impl TextIndex {
    /// Forgets all texts.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.hashed.clear();
    }

    /// The number of a text, if it has been added.
    pub fn find(&self, wanted: &str) -> Option<u32> {
        let mut start = 0;
        for (index, &end) in self.ends.iter().enumerate() {
            if end - start == wanted.len() && self.text.get(start..end) == Some(wanted) {
                return Some(index as u32);
            }
            start = end;
        }
        if self.hashed.is_empty() { None } else { self.hashed.get(wanted).copied() }
    }

    /// Adds a text that is not in the set; numbers count from 0.
    pub fn add(&mut self, text: &str) {
        if self.ends.len() < COMPARED {
            self.text.push_str(text);
            self.ends.push(self.text.len());
        } else {
            self.hashed.insert(text.to_owned(), (COMPARED + self.hashed.len()) as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_order() {
        let mut index = TextIndex::default();
        for _ in 0..2 {
            for number in 0..40 {
                let text = format!("text {number}");
                assert_eq!(index.find(&text), None);
                index.add(&text);
            }
            for number in 0..40 {
                assert_eq!(index.find(&format!("text {number}")), Some(number));
            }
            assert_eq!(index.find("text"), None);
            index.clear();
        }
        index.add("");
        assert_eq!((index.find(""), index.find("a")), (Some(0), None));
    }
}
