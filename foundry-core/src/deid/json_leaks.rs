//! The last look at the bytes about to be written: JSON is searched as it stands, and only where something may be
//! left are its escapes resolved.

use std::borrow::Cow;

use super::audit::{Edges, Originals, slice};
use super::digits::{DigitRuns, MAX_GAP, first_digit, has_digit};
use super::fold::{FoldBuffer, ascii_prefix, is_group_separator, is_word_byte};
use super::json_strings::{json_tokens, unescape};
use super::labels::Labels;
use super::scan::PrefixTable;
use super::structures::may_be_encoded;
use super::variants::MIN_DIGITS;
use crate::entity::EntityType;

/// A survivor in bytes about to be written.
pub(super) struct Leak {
    /// What it is.
    pub entity_type: EntityType,
    /// The field it is in, if the bytes are JSON.
    pub field: Option<String>,
}

impl Originals {
    /// Searches the bytes of a JSON text, escapes resolved, keys apart.
    pub fn leak_in_json(&self, bytes: &[u8], labels: &Labels) -> Option<Leak> {
        if self.words.is_empty() && self.numbers.is_empty() {
            return None;
        }
        let encoded = may_be_encoded(bytes);
        if !encoded && !self.may_stand_in_json(bytes) {
            return None;
        }
        let text = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        let (mut buffer, mut runs, mut found) = (FoldBuffer::default(), DigitRuns::default(), Vec::new());
        let is_json = text.trim_start().starts_with(['{', '}', '[', ',', '"']);
        // What is encoded is so inside a string.
        if !(encoded && is_json) {
            self.survivors(&unescape(&text), Edges::Needed, labels, &mut buffer, &mut runs, &mut found);
            let first = found.first()?;
            if !is_json {
                return Some(Leak { entity_type: first.finding.entity_type, field: None });
            }
        }
        // Rare: something matched. Only now is it worth to know which strings are keys, and which are values.
        let mut key = String::new();
        for token in json_tokens(&text) {
            let value = unescape(token.text);
            if token.is_key {
                key = value.into_owned();
                continue;
            }
            found.clear();
            self.survivors(&value, Edges::Needed, labels, &mut buffer, &mut runs, &mut found);
            // An export joins messages with line feeds; what reaches over one stood in no message.
            found.retain(|f| {
                value.get(f.finding.span.start..f.finding.span.end).is_some_and(|hit| !hit.contains('\n'))
            });
            if let Some(first) = found.first() {
                let field = (!key.is_empty()).then(|| key.clone());
                return Some(Leak { entity_type: first.finding.entity_type, field });
            }
        }
        None
    }

    /// Whether an original can stand in a JSON text, seen from its bytes as they are: `true` wherever an escape or a
    /// character beyond ASCII leaves it open.
    fn may_stand_in_json(&self, bytes: &[u8]) -> bool {
        let Some(table) = &self.table else { return true };
        let escaped = || memchr::memchr(b'\\', bytes).is_some();
        let numbers = !self.numbers.is_empty();
        if self.escapable && escaped()
            || memchr::memmem::find(bytes, b"\\u").is_some()
            || !bytes.is_ascii() && (numbers && has_odd_digit(bytes) || may_begin_beyond_ascii(table, bytes))
            || numbers && self.may_hold_number(bytes)
        {
            return true;
        }
        let mut found = false;
        table.candidates_in_json(bytes, |at, id| found = found || self.may_stand_at(bytes, at, id));
        found
    }

    /// Whether the text with this index can stand at `at` in the bytes of a JSON text.
    fn may_stand_at(&self, bytes: &[u8], at: usize, index: u32) -> bool {
        let Some(words) = self.words.get(index as usize) else { return true };
        let mut end = at;
        for (place, &wanted) in slice(&self.folded, words.text).as_bytes().iter().enumerate() {
            let mut found = bytes.get(end).copied().unwrap_or_default();
            if words.compact && place > 0 && !is_group_separator(wanted) && is_group_separator(found) {
                end += 1;
                found = bytes.get(end).copied().unwrap_or_default();
            }
            if found == b'\\' || !found.is_ascii() {
                return true;
            }
            if wanted == b' ' {
                let spaces =
                    bytes.get(end..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace());
                match spaces.count() {
                    0 => return false,
                    // Escaped ones may follow.
                    count => end += count,
                }
                if bytes.get(end) == Some(&b'\\') {
                    return true;
                }
            } else if found.to_ascii_lowercase() == wanted {
                end += 1;
            } else {
                return false;
            }
        }
        let written_small = bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        let goes_on = bytes.get(end).copied().is_some_and(is_word_byte);
        !(goes_on || words.capital && written_small)
    }

    /// Whether the digits of a number stand side by side, with no more between them than can be a separator in JSON.
    fn may_hold_number(&self, bytes: &[u8]) -> bool {
        let mut digits: Vec<u8> = Vec::new();
        let mut rest = bytes;
        let mut ids = Vec::new();
        let mut holds = |digits: &[u8]| {
            digits.len() >= MIN_DIGITS && {
                self.number_index.in_run(digits, &mut ids);
                ids.iter().filter_map(|id| self.numbers.get(*id as usize)).any(|number| {
                    let wanted = slice(&self.folded, number.digits).as_bytes();
                    digits.windows(wanted.len().max(1)).any(|window| window == wanted)
                })
            }
        };
        while let Some(first) = first_digit(rest) {
            // Beyond ASCII anything may be folded to nothing.
            let gap = rest.get(..first).unwrap_or_default().iter();
            if first > 2 * MAX_GAP && gap.filter(|byte| byte.is_ascii()).count() > 2 * MAX_GAP {
                if holds(&digits) {
                    return true;
                }
                digits.clear();
            }
            rest = rest.get(first..).unwrap_or_default();
            let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            digits.extend_from_slice(rest.get(..count).unwrap_or_default());
            rest = rest.get(count..).unwrap_or_default();
        }
        holds(&digits)
    }
}

/// Whether a character beyond ASCII is folded to a digit. Most are letters, marks and pictures, which are not.
fn has_odd_digit(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return true };
    let mut buffer = FoldBuffer::default();
    let mut done = 0;
    loop {
        done += ascii_prefix(bytes.get(done..).unwrap_or_default());
        let Some(c) = text.get(done..).and_then(|rest| rest.chars().next()) else { return false };
        let letter = matches!(u32::from(c), 0xC0..=0x1FFF | 0x2010..=0x202F | 0x3040..=0x30FF | 0x3400..=0x9FFF
            | 0xAC00..=0xD7A3 | 0x1F300..=0x1FAFF);
        let end = done + c.len_utf8();
        if !letter && has_digit(buffer.fold(text.get(done..end).unwrap_or_default()).text) {
            return true;
        }
        done = end;
    }
}

/// Whether a text of the table can have a character beyond ASCII among its first three bytes, as `bytes` write it.
fn may_begin_beyond_ascii(table: &PrefixTable, bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return true };
    let mut buffer = FoldBuffer::default();
    let mut done = 0;
    loop {
        let at = done + ascii_prefix(bytes.get(done..).unwrap_or_default());
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return false };
        done = at + c.len_utf8();
        let before =
            bytes.get(..at).unwrap_or_default().iter().rev().take(2).take_while(|b| b.is_ascii()).count();
        let behind = text.get(done..).unwrap_or_default().chars().take(4).map(char::len_utf8).sum::<usize>();
        let folded = buffer.fold(text.get(at - before..done + behind).unwrap_or_default()).text.as_bytes();
        // Characters that fold to nothing may keep the beginning out of sight.
        let hidden = folded.len() < before + 3 && done + behind < text.len();
        if hidden || (0..=before).any(|start| table.begins_at(folded, start)) {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::audit::originals;
    use super::*;

    #[test]
    fn json_is_searched_with_its_escapes_and_without_its_keys() {
        let all = originals(&[
            (EntityType::Person, "Zoë \"Z\" Mårtens"),
            (EntityType::Id, "content"),
            (EntityType::PhoneNumber, "212 555 0199"),
        ]);
        let labels = Labels::default();
        let leak = |json: &str| all.leak_in_json(json.as_bytes(), &labels).map(|l| (l.entity_type, l.field));
        assert_eq!(leak(r#"{"content":"hello [PERSON_1]","n":2125550198}"#), None);
        assert_eq!(
            leak(r#"{"content":"hi\nZo\u00eb \"z\" m\u00e5rtens"}"#),
            Some((EntityType::Person, Some("content".into())))
        );
        assert_eq!(leak(r#"{"a":[{"n":2125550199}]}"#), Some((EntityType::PhoneNumber, Some("n".into()))));
        assert_eq!(leak("plain zoe \"z\" martens"), Some((EntityType::Person, None)));
    }

    const VALUES: [(EntityType, &str); 7] = [
        (EntityType::Person, "Zoë Mårtens"),
        (EntityType::Person, "Li Na"),
        (EntityType::Person, "Nancy Roe"),
        (EntityType::PhoneNumber, "212 555 0199"),
        (EntityType::Id, "(abcd"),
        (EntityType::Person, "王小明"),
        (EntityType::StreetAddress, "12 \"Elm\" Road/Springfield"),
    ];

    proptest! {
        #[test]
        fn bytes_as_they_are_hide_nothing(
            which in prop::collection::vec(0..VALUES.len(), 1..4),
            pieces in prop::collection::vec(prop::sample::select(&[
                "Zoë", "zoe", "Zo\u{308}e", "MARTENS", "Ma\u{30A}rtens", "Li", "Na", "Nancy", "nancy", "Roe", "ROE", "212", "555",
                "0199", "-", "\t", "\n", "\\", "/", "\"", " ", " ", " ", "\u{A0}", "\u{200B}", "(abcd", "é", "x", "王小明",
                "12", "Elm", "Road", "Springfield", "2125550199", "\u{FF12}",
            ][..]), 1..24),
        ) {
            let values: Vec<_> = which.iter().map(|index| VALUES[*index]).collect();
            let (all, labels) = (originals(&values), Labels::default());
            let text = pieces.concat();
            let (mut buffer, mut runs, mut found) = (FoldBuffer::default(), DigitRuns::default(), Vec::new());
            all.survivors(&text, Edges::Needed, &labels, &mut buffer, &mut runs, &mut found);
            let json = serde_json::json!({ "content": text }).to_string();
            prop_assert!(found.is_empty() || all.may_stand_in_json(json.as_bytes()), "{}", json);
            let slashed = json.replace('/', "\\/");
            prop_assert!(found.is_empty() || all.may_stand_in_json(slashed.as_bytes()), "{}", slashed);
        }
    }
}
