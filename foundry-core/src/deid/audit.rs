//! The leak audit: whatever was found or mapped as personal is searched for in everything that will be written.
//!
//! It shares the scanning tables with the finders, but decides on its own what is a survivor: it knows only the
//! original values, no cues, no scores, no variants beyond the order of a name. A single everyday word is no needle
//! (its survival tells nothing); a single name counts where it is written with a capital.

use std::borrow::Cow;

use super::canonical::{canonical, phone};
use super::digits::{DigitRuns, Number, find_number, has_digit, number_range};
use super::fold::{FoldBuffer, begins_word, ends_word, folded_value, is_unspaced, matches_at};
use super::labels::Labels;
use super::name_words::{is_name_word, is_particle, is_role_word};
use super::overlap::Found;
use super::scan::PrefixTable;
use super::token_map::literal_tokens;
use super::variants::{MIN_DIGITS, Slice, name_orders};
use crate::entity::{EntityType, Finding, Rank};

/// The originals of one conversation, made ready to be searched for.
#[derive(Default)]
pub(super) struct Originals {
    folded: String,
    words: Vec<Words>,
    numbers: Vec<Digits>,
    table: Box<PrefixTable>,
    values: u64,
}

struct Words {
    text: Slice,
    entity_type: EntityType,
    known: Option<u32>,
    /// Counts only where it is written with a capital.
    capital: bool,
}

struct Digits {
    digits: Slice,
    code: Option<Slice>,
    entity_type: EntityType,
    known: Option<u32>,
}

/// Whether a survivor must stand by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edges {
    /// It must begin and end where a word does.
    Needed,
    /// It may stand inside a word.
    Any,
}

/// A survivor in bytes about to be written.
pub(super) struct Leak {
    /// What it is.
    pub entity_type: EntityType,
    /// The field it is in, if the bytes are JSON.
    pub field: Option<String>,
}

impl Originals {
    /// Adds a value; `known` is its index among the known values.
    pub fn add(&mut self, entity_type: EntityType, value: &str, known: Option<u32>, calling_code: &str) {
        let before = (self.words.len(), self.numbers.len());
        match entity_type {
            EntityType::PhoneNumber | EntityType::CreditCard | EntityType::UsSsn | EntityType::UsItin => {
                self.add_number(entity_type, value, known, calling_code);
            }
            EntityType::Person => {
                let [name, turned] = name_orders(value);
                self.add_words(entity_type, value, &name, known);
                if !turned.is_empty() {
                    self.add_words(entity_type, value, &turned, known);
                }
            }
            EntityType::IbanCode => {
                self.add_words(entity_type, value, &folded_value(value), known);
                let mut compact = String::new();
                canonical(entity_type, value, calling_code, &mut compact);
                self.add_words(entity_type, value, &compact, known);
            }
            _ => self.add_words(entity_type, value, &folded_value(value), known),
        }
        self.values += u64::from(before != (self.words.len(), self.numbers.len()));
    }

    /// Makes the search ready.
    pub fn seal(&mut self) {
        for (id, words) in self.words.iter().enumerate() {
            self.table.add(slice(&self.folded, words.text).as_bytes(), id as u32);
        }
        self.table.seal();
    }

    /// How many values are searched for.
    pub fn count(&self) -> u64 {
        self.values
    }

    /// Appends every original that stands in the text, tokens apart.
    pub fn survivors(
        &self,
        text: &str,
        edges: Edges,
        labels: &Labels,
        buffer: &mut FoldBuffer,
        runs: &mut DigitRuns,
        out: &mut Vec<Found>,
    ) {
        let from = out.len();
        let folded = buffer.fold(text);
        let hay = folded.text;
        let mut push = |entity_type: EntityType, known: Option<u32>, start: usize, end: usize| {
            let span = folded.original(start, end);
            let finding = Finding {
                entity_type,
                span,
                score: 1.0,
                rank: Rank::Known,
                recognizer: "leak_audit",
                cue: None,
            };
            out.push(Found { finding, known });
        };
        self.table.candidates(hay.as_bytes(), |at, id| {
            let Some(words) = self.words.get(id as usize) else { return };
            let wanted = slice(&self.folded, words.text);
            let Some(end) = matches_at(hay.as_bytes(), at, wanted.as_bytes()) else { return };
            let whole = edges == Edges::Any || begins_word(hay, at) && ends_word(hay, end);
            let written_small = hay.as_bytes().get(at).is_some_and(u8::is_ascii_lowercase);
            if whole && !(words.capital && written_small) {
                push(words.entity_type, words.known, at, end);
            }
        });
        if !self.numbers.is_empty() && has_digit(hay) {
            runs.each(hay, |digits, at| {
                for number in &self.numbers {
                    let wanted = Number {
                        digits: slice(&self.folded, number.digits).as_bytes(),
                        country_code: number.code.map(|code| slice(&self.folded, code).as_bytes()),
                    };
                    for (first, end) in find_number(digits, at, &wanted) {
                        if let Some((start, stop)) = number_range(hay, at, first, end) {
                            push(number.entity_type, number.known, start, stop);
                        }
                    }
                }
            });
        }
        if out.len() > from {
            let tokens: Vec<_> = literal_tokens(text, |label| labels.is_label(label)).collect();
            let mut index = 0;
            out.retain(|found| {
                index += 1;
                index <= from || !tokens.iter().any(|token| token.overlaps(found.finding.span))
            });
        }
    }

    /// Searches the bytes of a JSON text, escapes resolved, keys apart.
    pub fn leak_in_json(&self, bytes: &[u8], labels: &Labels) -> Option<Leak> {
        if self.words.is_empty() && self.numbers.is_empty() {
            return None;
        }
        let text = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        let plain = unescape(&text);
        let (mut buffer, mut runs, mut found) = (FoldBuffer::default(), DigitRuns::default(), Vec::new());
        self.survivors(&plain, Edges::Needed, labels, &mut buffer, &mut runs, &mut found);
        let first = found.first()?;
        if !text.trim_start().starts_with(['{', '}', '[', ',', '"']) {
            return Some(Leak { entity_type: first.finding.entity_type, field: None });
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

    fn add_number(&mut self, entity_type: EntityType, value: &str, known: Option<u32>, calling_code: &str) {
        let read = if entity_type == EntityType::PhoneNumber { phone(value, calling_code) } else { None };
        let (digits, code) = match &read {
            Some(phone) => {
                (phone.national.split('x').next().unwrap_or_default().to_owned(), Some(phone.code.as_str()))
            }
            None => (folded_value(value).chars().filter(char::is_ascii_digit).collect(), None),
        };
        if digits.len() >= MIN_DIGITS {
            let digits = self.push(&digits);
            let code = code.map(|code| self.push(code));
            self.numbers.push(Digits { digits, code, entity_type, known });
        } else {
            self.add_words(entity_type, value, &folded_value(value), known);
        }
    }

    fn add_words(&mut self, entity_type: EntityType, value: &str, folded: &str, known: Option<u32>) {
        let letters = folded.chars().filter(|c| c.is_alphanumeric()).count();
        let single = !folded.is_empty() && folded.chars().all(char::is_alphabetic);
        let unspaced = folded.chars().next().is_some_and(is_unspaced);
        let least = if unspaced {
            2
        } else if entity_type == EntityType::Person {
            3
        } else {
            4
        };
        let capital = single && !unspaced && (known.is_none() || entity_type == EntityType::Person);
        let written_small = value.chars().next().is_some_and(char::is_lowercase);
        let word = |is: fn(&str) -> bool| single && is(folded);
        let ordinary =
            !folded.contains('@') && is_role_word(folded) || word(is_name_word) || word(is_particle);
        if letters < least || ordinary || (capital && known.is_none() && written_small) {
            return;
        }
        let text = self.push(folded);
        self.words.push(Words { text, entity_type, known, capital });
    }

    fn push(&mut self, text: &str) -> Slice {
        let start = self.folded.len() as u32;
        self.folded.push_str(text);
        Slice { start, end: self.folded.len() as u32 }
    }
}

fn slice(text: &str, slice: Slice) -> &str {
    text.get(slice.start as usize..slice.end as usize).unwrap_or_default()
}

/// The text with JSON escapes resolved (RFC 8259); borrowed where it has none.
fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let escape = rest.get(at + 1..).unwrap_or_default();
        let (c, length) = unescape_one(escape);
        out.push(c);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character an escape stands for, and how many bytes it takes after the backslash.
fn unescape_one(escape: &str) -> (char, usize) {
    let unit = |from: usize| escape.get(from..from + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match escape.chars().next() {
        Some('u') => match (unit(1), escape.get(5..7), unit(7)) {
            (Some(high @ 0xD800..=0xDBFF), Some("\\u"), Some(low @ 0xDC00..=0xDFFF)) => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (char::from_u32(code).unwrap_or('\u{FFFD}'), 11)
            }
            (Some(code), _, _) => (char::from_u32(code).unwrap_or('\u{FFFD}'), 5),
            (None, _, _) => ('u', 1),
        },
        Some('n') => ('\n', 1),
        Some('r') => ('\r', 1),
        Some('t' | 'b' | 'f') => ('\t', 1),
        Some(c) => (c, c.len_utf8()),
        None => ('\\', 0),
    }
}

struct JsonToken<'t> {
    text: &'t str,
    is_key: bool,
}

/// The strings (without quotes, still escaped) and the other scalars of a JSON text or of lines of it.
fn json_tokens(text: &str) -> impl Iterator<Item = JsonToken<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_gap = |b: &u8| b.is_ascii_whitespace() || b"{}[],:".contains(b);
        at += bytes.get(at..)?.iter().take_while(|b| is_gap(b)).count();
        let start = at;
        if bytes.get(at)? != &b'"' {
            at += bytes.get(at..)?.iter().take_while(|b| !is_gap(b) && **b != b'"').count();
            return Some(JsonToken { text: text.get(start..at)?, is_key: false });
        }
        at += 1;
        while let Some(&byte) = bytes.get(at).filter(|b| **b != b'"') {
            at += if byte == b'\\' { 2 } else { 1 };
        }
        let inner = text.get(start + 1..at.min(text.len())).unwrap_or_default();
        at += 1;
        let mut after = bytes.get(at..).unwrap_or_default().iter().skip_while(|b| b.is_ascii_whitespace());
        Some(JsonToken { text: inner, is_key: after.next() == Some(&b':') })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn originals(values: &[(EntityType, &str)]) -> Originals {
        let mut originals = Originals::default();
        for (index, (entity_type, value)) in values.iter().enumerate() {
            originals.add(*entity_type, value, Some(index as u32), "1");
        }
        originals.seal();
        originals
    }

    fn survives(originals: &Originals, text: &str) -> bool {
        let mut out = Vec::new();
        let labels = Labels::default();
        originals.survivors(
            text,
            Edges::Needed,
            &labels,
            &mut FoldBuffer::default(),
            &mut DigitRuns::default(),
            &mut out,
        );
        !out.is_empty()
    }

    #[test]
    fn originals_are_found_in_any_form() {
        let all = originals(&[
            (EntityType::Person, "Zoë Marsh"),
            (EntityType::EmailAddress, "z.marsh@example.com"),
            (EntityType::PhoneNumber, "+1 212 555 0199"),
            (EntityType::CreditCard, "4111 1111 1111 1111"),
        ]);
        assert_eq!(all.count(), 4);
        for text in [
            "ZOE  MARSH",
            "marsh, zoë",
            "Zo\u{65}\u{308} Marsh",
            "Z.Marsh@EXAMPLE.com",
            "212-555-0199",
            "1 (212) 5550199",
            "4111-1111-1111-1111",
            "x4111111111111111",
        ] {
            assert!(survives(&all, text), "{text}");
        }
        for text in [
            "zoe",
            "Marsh",
            "xz.marsh@example.community",
            "2125550198",
            "[PERSON_1] [EMAIL_2]",
            "92125550199",
        ] {
            assert!(!survives(&all, text), "{text}");
        }
    }

    #[test]
    fn tokens_and_everyday_words_are_no_leaks() {
        let all = originals(&[
            (EntityType::Person, "Person"),
            (EntityType::Person, "Will"),
            (EntityType::Id, "agent"),
        ]);
        assert!(!survives(&all, "[PERSON_1] Will agent will"));
        assert!(survives(&all, "Person [PERSON_1]"));
    }

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
}
