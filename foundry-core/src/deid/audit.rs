//! The leak audit: whatever was found or mapped as personal is searched for in everything that will be written.
//!
//! It shares the scanning tables with the finders, but decides on its own what is a survivor: it knows only the
//! original values, no cues, no scores, no variants beyond the order of a name. A single everyday word is no needle
//! (its survival tells nothing); a single name counts where it is written with a capital.

use std::borrow::Cow;

use super::canonical::phone;
use super::digits::{DigitRuns, Number, find_number, has_digit, number_range};
use super::fold::{FoldBuffer, begins_word, ends_word, fold_value, is_unspaced, matches_at};
use super::json_strings::{json_tokens, unescape};
use super::labels::Labels;
use super::name_words::{is_name_word, is_particle, is_role_word};
use super::overlap::Found;
use super::scan::PrefixTable;
use super::token_map::literal_tokens;
use super::variants::{MIN_DIGITS, Slice, letters_and_digits};
use crate::entity::{EntityType, Finding, Rank};

/// The originals of one conversation, made ready to be searched for.
#[derive(Default)]
pub(super) struct Originals {
    /// Folded texts and digits, one behind the other.
    folded: String,
    words: Vec<Words>,
    numbers: Vec<Digits>,
    /// Absent until sealed.
    table: Option<Box<PrefixTable>>,
    values: u64,
    /// Whether a text that is no known value has neither an `@` nor a digit.
    unmarked: bool,
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
    /// Adds a value and its folded form; `known` is its index among the known values.
    pub fn add(
        &mut self,
        entity_type: EntityType,
        value: &str,
        folded: &str,
        known: Option<u32>,
        calling_code: &str,
    ) {
        let before = (self.words.len(), self.numbers.len());
        match entity_type {
            EntityType::PhoneNumber | EntityType::CreditCard | EntityType::UsSsn | EntityType::UsItin => {
                self.add_number(entity_type, value, folded, known, calling_code);
            }
            EntityType::Person => self.add_name(value, folded, known),
            EntityType::IbanCode => {
                self.add_words(entity_type, value, [folded], known);
                let compact: String = folded.chars().filter(char::is_ascii_alphanumeric).collect();
                self.add_words(entity_type, value, [compact.as_str()], known);
            }
            _ => self.add_words(entity_type, value, [folded], known),
        }
        self.values += u64::from(before != (self.words.len(), self.numbers.len()));
    }

    /// The same for a value whose folded form nobody has yet.
    pub fn add_unfolded(&mut self, entity_type: EntityType, value: &str, room: &mut String, code: &str) {
        room.clear();
        fold_value(value, room);
        self.add(entity_type, value, room, None, code);
    }

    /// Makes the search ready.
    pub fn seal(&mut self) {
        let mut table = Box::<PrefixTable>::default();
        for (id, beginning) in self.beginnings().enumerate() {
            table.add(beginning, id as u32);
        }
        table.seal();
        self.table = Some(table);
    }

    /// The beginnings of the texts that are searched for, for a scan that serves others too: see
    /// [`Originals::stands_at`].
    pub fn beginnings(&self) -> impl Iterator<Item = &[u8]> {
        self.words.iter().map(|words| slice(&self.folded, words.text).as_bytes())
    }

    /// Whether a text can hold an original that is no known value: cheap, and `false` for most texts. Nearly all of
    /// them hold an `@` or a digit; folding can bring those about only in text that is not ASCII.
    pub fn may_hold_discovered(&self, text: &str) -> bool {
        self.unmarked || is_marked(text) || !text.is_ascii()
    }

    /// Whether numbers are searched for.
    pub fn has_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Whether the text with this index stands at `at` in a folded text; gives its end.
    pub fn stands_at(&self, hay: &str, at: usize, index: u32, edges: Edges) -> Option<usize> {
        let words = self.words.get(index as usize)?;
        let wanted = slice(&self.folded, words.text);
        let end = matches_at(hay.as_bytes(), at, wanted.as_bytes())?;
        let whole = edges == Edges::Any || begins_word(hay, at) && ends_word(hay, end);
        let written_small = hay.as_bytes().get(at).is_some_and(u8::is_ascii_lowercase);
        (whole && !(words.capital && written_small)).then_some(end)
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
        let Some(table) = &self.table else { return };
        table.candidates(hay.as_bytes(), |at, id| {
            if let Some(words) = self.words.get(id as usize)
                && let Some(end) = self.stands_at(hay, at, id, edges)
            {
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

    fn add_number(
        &mut self,
        entity_type: EntityType,
        value: &str,
        folded: &str,
        known: Option<u32>,
        calling_code: &str,
    ) {
        let read = if entity_type == EntityType::PhoneNumber { phone(value, calling_code) } else { None };
        let (digits, code) = match &read {
            Some(phone) => {
                (phone.national.split('x').next().unwrap_or_default().to_owned(), Some(phone.code.as_str()))
            }
            None => (folded.chars().filter(char::is_ascii_digit).collect(), None),
        };
        if digits.len() >= MIN_DIGITS {
            let digits = self.push([&digits]);
            let code = code.map(|code| self.push([code]));
            self.numbers.push(Digits { digits, code, entity_type, known });
        } else {
            self.add_words(entity_type, value, [folded], known);
        }
    }

    /// A name first to last, and last name first.
    fn add_name(&mut self, value: &str, folded: &str, known: Option<u32>) {
        match folded.split_once(", ") {
            Some((last, first)) if !first.contains(',') => {
                self.add_words(EntityType::Person, value, [first, " ", last], known);
                // What is last in `first last` may be one word of several.
                let (before, last) = last.rsplit_once(' ').unwrap_or(("", last));
                let space = if before.is_empty() { "" } else { " " };
                self.add_words(EntityType::Person, value, [last, ", ", first, space, before], known);
            }
            _ => {
                self.add_words(EntityType::Person, value, [folded], known);
                if let Some((first, last)) = folded.rsplit_once(' ') {
                    self.add_words(EntityType::Person, value, [last, ", ", first], known);
                }
            }
        }
    }

    /// Adds a text, given in pieces, unless its survival would tell nothing.
    fn add_words<const N: usize>(
        &mut self,
        entity_type: EntityType,
        value: &str,
        pieces: [&str; N],
        known: Option<u32>,
    ) {
        let text = self.push(pieces);
        let folded = slice(&self.folded, text);
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
        let ordinary = !folded.contains('@') && is_role_word(folded)
            || single && (is_name_word(folded) || is_particle(folded));
        let tells = letters_and_digits(folded) >= least
            && !ordinary
            && !(capital && known.is_none() && written_small);
        if tells {
            self.unmarked |= known.is_none() && !is_marked(folded);
            self.words.push(Words { text, entity_type, known, capital });
        } else {
            self.folded.truncate(text.start as usize);
        }
    }

    fn push<const N: usize>(&mut self, pieces: [&str; N]) -> Slice {
        let start = self.folded.len() as u32;
        pieces.into_iter().for_each(|piece| self.folded.push_str(piece));
        Slice { start, end: self.folded.len() as u32 }
    }
}

/// Whether a text holds an `@` or a digit. Blocks are told by vector instructions.
fn is_marked(text: &str) -> bool {
    let marked = |byte: &u8| (*byte == b'@') | byte.is_ascii_digit();
    text.as_bytes().chunks(64).any(|block| block.iter().fold(false, |any, byte| any | marked(byte)))
}

fn slice(text: &str, slice: Slice) -> &str {
    text.get(slice.start as usize..slice.end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fold::folded_value;
    use super::*;

    fn originals(values: &[(EntityType, &str)]) -> Originals {
        let mut originals = Originals::default();
        for (index, (entity_type, value)) in values.iter().enumerate() {
            originals.add(*entity_type, value, &folded_value(value), Some(index as u32), "1");
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
