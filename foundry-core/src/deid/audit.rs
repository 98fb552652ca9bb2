//! The leak audit: whatever was found or mapped as personal is searched for in everything that will be written.
//!
//! It shares the scanning tables with the finders, but decides on its own what is a survivor: it knows only the
//! original values, no cues, no scores, no variants beyond the order of a name. A single everyday word is no needle
//! (its survival tells nothing); a single name counts where it is written with a capital.

use std::borrow::Cow;

use super::canonical::phone;
use super::digits::{DigitRuns, MAX_GAP, Number, find_number, first_digit, has_digit, number_range};
use super::fold::{
    FoldBuffer, ascii_prefix, begins_word, ends_word, fold_value, is_unspaced, is_word_byte, matches_at,
};
use super::json_strings::{json_tokens, unescape};
use super::labels::Labels;
use super::name_words::{is_name_word, is_particle, is_role_word};
use super::overlap::Found;
use super::scan::PrefixTable;
use super::token_map::literal_tokens;
use super::variants::{MIN_DIGITS, Slice, letters_and_digits};
use crate::entity::{EntityType, Finding, Rank};

/// More discovered words than this are looked for all at once, by the table.
const MAX_SINGLE_SEARCHES: usize = 6;

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
    discovered: Discovered,
    /// Whether the beginning of a text has a character that JSON may escape, or white space.
    escapable: bool,
    odd_edges: bool,
}

/// What tells a text that can hold an original that is no known value from one that cannot.
#[derive(Default)]
struct Discovered {
    /// Whether one has an `@`.
    sign: bool,
    /// The fewest digits that one with digits has; 0 if none has any.
    digits: u32,
    /// The places of the other ones.
    words: Vec<u32>,
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
    /// None yet, with room for so many values.
    pub fn with_room_for(values: usize) -> Originals {
        let (folded, words) = (String::with_capacity(32 * values), Vec::with_capacity(2 * values));
        Originals { folded, words, ..Originals::default() }
    }

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
        let mut table = self.table.take().unwrap_or_default();
        table.clear();
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

    /// Whether a text can hold an original that is no known value: cheap, and `false` for most texts.
    pub fn may_hold_discovered(&self, text: &str) -> bool {
        // Folding can bring anything about in text that is not ASCII.
        let Discovered { sign, digits, words } = &self.discovered;
        words.len() > MAX_SINGLE_SEARCHES
            || !text.is_ascii()
            || *sign && memchr::memchr(b'@', text.as_bytes()).is_some()
            || *digits > 0 && count_digits(text.as_bytes()) >= *digits
            || words.iter().any(|index| self.stands_in(text, *index))
    }

    /// Whether the text with this index stands in an ASCII text.
    fn stands_in(&self, text: &str, index: u32) -> bool {
        let Some(words) = self.words.get(index as usize) else { return false };
        let Some(&first) = slice(&self.folded, words.text).as_bytes().first() else { return false };
        let stands = |at: usize| self.stands_at(text, at, index, Edges::Needed).is_some();
        let capital = first.to_ascii_uppercase();
        if words.capital || capital == first {
            return memchr::memchr_iter(capital, text.as_bytes()).any(stands);
        }
        memchr::memchr2_iter(capital, first, text.as_bytes()).any(stands)
    }

    /// Whether a text begins or ends with something other than a letter or digit: it can then become a whole word by
    /// what is replaced beside it.
    pub fn has_odd_edges(&self) -> bool {
        self.odd_edges
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
        if !self.may_stand_in_json(bytes) {
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

    /// Whether an original can stand in a JSON text, seen from its bytes as they are: `true` wherever an escape or a
    /// character beyond ASCII leaves it open.
    fn may_stand_in_json(&self, bytes: &[u8]) -> bool {
        let Some(table) = &self.table else { return true };
        let escaped = || memchr::memchr(b'\\', bytes).is_some();
        let numbers = !self.numbers.is_empty();
        if self.escapable && escaped()
            || memchr::memmem::find(bytes, b"\\u").is_some()
            || !bytes.is_ascii() && (numbers || may_begin_beyond_ascii(table, bytes))
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
        for &wanted in slice(&self.folded, words.text).as_bytes() {
            let found = bytes.get(end).copied().unwrap_or_default();
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
        let holds = |digits: &[u8]| {
            digits.len() >= MIN_DIGITS
                && self.numbers.iter().any(|number| {
                    let wanted = slice(&self.folded, number.digits).as_bytes();
                    digits.windows(wanted.len().max(1)).any(|window| window == wanted)
                })
        };
        while let Some(first) = first_digit(rest) {
            if first > 2 * MAX_GAP {
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
            if known.is_none() {
                self.add_discovered(MIN_DIGITS as u32);
            }
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
            let edges = [folded.as_bytes().first(), folded.as_bytes().last()];
            self.odd_edges |= edges.into_iter().flatten().any(|byte| byte.is_ascii() && !is_word_byte(*byte));
            if known.is_none() {
                let digits = count_digits(folded.as_bytes());
                let sign = folded.contains('@');
                self.discovered.sign |= sign;
                if !sign {
                    self.add_discovered(digits);
                }
            }
            // Behind its beginning an escape is seen where it stands.
            let beginning = slice(&self.folded, text).as_bytes().iter().take(3);
            let plain = |byte: &u8| byte.is_ascii_graphic() && !b"\"\\/".contains(byte);
            self.escapable |= !beginning.copied().all(|byte| plain(&byte));
            self.words.push(Words { text, entity_type, known, capital });
        } else {
            self.folded.truncate(text.start as usize);
        }
    }

    /// Notes what tells texts with a discovered value that is about to be added: its digits, or the words themselves.
    fn add_discovered(&mut self, digits: u32) {
        let Discovered { digits: least, words, .. } = &mut self.discovered;
        match digits {
            0 => words.push(self.words.len() as u32),
            _ if *least == 0 => *least = digits,
            _ => *least = digits.min(*least),
        }
    }

    fn push<const N: usize>(&mut self, pieces: [&str; N]) -> Slice {
        let start = self.folded.len() as u32;
        pieces.into_iter().for_each(|piece| self.folded.push_str(piece));
        Slice { start, end: self.folded.len() as u32 }
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

/// How many ASCII digits there are. Blocks are counted by vector instructions.
fn count_digits(bytes: &[u8]) -> u32 {
    let in_block =
        |block: &[u8]| block.iter().fold(0u8, |count, byte| count + u8::from(byte.is_ascii_digit()));
    bytes.chunks(128).map(|block| u32::from(in_block(block))).sum()
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
