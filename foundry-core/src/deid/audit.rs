//! The leak audit: whatever was found or mapped as personal is searched for in everything that will be written.
//!
//! It shares the scanning tables with the finders, but decides on its own what is a survivor: it knows only the
//! original values, no cues, no scores, no variants beyond the order of a name. A single everyday word is no needle
//! (its survival tells nothing); a single name counts where it is written with a capital.

use super::canonical::phone;
use super::digits::{DigitRuns, Number, NumberIndex, find_number, has_digit, number_range};
use super::fold::{
    FoldBuffer, begins_word, ends_word, fold_value, is_unspaced, is_word_byte, matches_at, matches_compact_at,
};
use super::form::{Form, push_compact};
use super::labels::Labels;
use super::name_words::{is_name_word, is_particle, is_role_word};
use super::overlap::Found;
use super::scan::PrefixTable;
use super::structures::{is_encoded, read_for_audit};
use super::token_map::literal_tokens;
use super::variants::{MIN_DIGITS, Slice, letters_and_digits};
use crate::entity::{EntityType, Finding, Rank};

/// More discovered words than this are looked for all at once, by the table.
const MAX_SINGLE_SEARCHES: usize = 6;

/// An id with at least so many digits is looked for in any grouping.
const MIN_ID_DIGITS: u32 = 4;

/// The originals of one conversation, made ready to be searched for.
#[derive(Default)]
pub(super) struct Originals {
    /// Folded texts and digits, one behind the other.
    pub(super) folded: String,
    pub(super) words: Vec<Words>,
    pub(super) numbers: Vec<Digits>,
    pub(super) number_index: NumberIndex,
    /// Absent until sealed.
    pub(super) table: Option<Box<PrefixTable>>,
    values: u64,
    discovered: Discovered,
    /// Whether the beginning of a text has a character that JSON may escape, or white space.
    pub(super) escapable: bool,
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

pub(super) struct Words {
    pub(super) text: Slice,
    entity_type: EntityType,
    known: Option<u32>,
    /// Counts only where it is written with a capital.
    pub(super) capital: bool,
    /// Letters and digits, between which anything may stand that groups them.
    pub(super) compact: bool,
}

pub(super) struct Digits {
    pub(super) digits: Slice,
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
        match Form::of(entity_type) {
            Form::Phone | Form::Digits => self.add_number(entity_type, value, folded, known, calling_code),
            Form::Name => self.add_name(value, folded, known),
            Form::Alphanumerics => {
                self.add_words(entity_type, value, [folded], known);
                self.add_compact(entity_type, value, folded, known);
            }
            Form::Text => {
                self.add_words(entity_type, value, [folded], known);
                // A reference in other groups is still that reference.
                if entity_type == EntityType::Id && count_digits(folded.as_bytes()) >= MIN_ID_DIGITS {
                    self.add_compact(entity_type, value, folded, known);
                }
            }
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
        self.number_index.clear();
        for (id, number) in self.numbers.iter().enumerate() {
            self.number_index.add(slice(&self.folded, number.digits).as_bytes(), id as u32);
        }
        self.number_index.seal();
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
        let matches = if words.compact { matches_compact_at } else { matches_at };
        let end = matches(hay.as_bytes(), at, wanted.as_bytes())?;
        let whole = edges == Edges::Any || begins_word(hay, at) && ends_word(hay, end);
        let written_small = hay.as_bytes().get(at).is_some_and(u8::is_ascii_lowercase);
        (whole && !(words.capital && written_small)).then_some(end)
    }

    /// How many values are searched for.
    pub fn count(&self) -> u64 {
        self.values
    }

    /// Appends every original that stands in the text, tokens apart: as it is, and behind whatever encodes it.
    pub fn survivors(
        &self,
        text: &str,
        edges: Edges,
        labels: &Labels,
        buffer: &mut FoldBuffer,
        runs: &mut DigitRuns,
        out: &mut Vec<Found>,
    ) {
        self.survivors_in(text, edges, labels, buffer, runs, out);
        if !is_encoded(text) {
            return;
        }
        for view in read_for_audit(text) {
            let mut in_view = Vec::new();
            self.survivors_in(view.text(), edges, labels, buffer, runs, &mut in_view);
            view.merge_survivors(in_view, out);
        }
        out.sort_by_key(|found| found.finding.span);
        out.dedup_by_key(|found| (found.finding.span, found.finding.entity_type));
    }

    /// The same in a text as it stands.
    fn survivors_in(
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
            let mut ids = Vec::new();
            runs.each(hay, |digits, at| {
                self.number_index.in_run(digits, &mut ids);
                for number in ids.iter().filter_map(|id| self.numbers.get(*id as usize)) {
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

    /// The letters and digits of a value, in any groups: as a number where there are digits alone.
    fn add_compact(&mut self, entity_type: EntityType, value: &str, folded: &str, known: Option<u32>) {
        let mut compact = String::with_capacity(folded.len());
        push_compact(Form::Alphanumerics, folded, &mut compact);
        if !compact.bytes().all(|byte| byte.is_ascii_digit()) {
            let before = self.words.len();
            self.add_words(entity_type, value, [compact.as_str()], known);
            // Behind one or two letters there may be a group's end where the search begins.
            let letters = compact.bytes().take_while(u8::is_ascii_alphabetic).count();
            if let Some((head, tail)) = compact.split_at_checked(letters).filter(|_| matches!(letters, 1 | 2))
            {
                for separator in [" ", "-", "."] {
                    self.add_words(entity_type, value, [head, separator, tail], known);
                }
            }
            self.words.iter_mut().skip(before).for_each(|words| words.compact = true);
        } else if compact.len() >= MIN_DIGITS {
            self.add_number(entity_type, value, folded, known, "");
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
            self.words.push(Words { text, entity_type, known, capital, compact: false });
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

/// How many ASCII digits there are. Blocks are counted by vector instructions.
fn count_digits(bytes: &[u8]) -> u32 {
    let in_block =
        |block: &[u8]| block.iter().fold(0u8, |count, byte| count + u8::from(byte.is_ascii_digit()));
    bytes.chunks(128).map(|block| u32::from(in_block(block))).sum()
}

pub(super) fn slice(text: &str, slice: Slice) -> &str {
    text.get(slice.start as usize..slice.end as usize).unwrap_or_default()
}

/// Known values of locale `US`, ready to be searched for.
#[cfg(test)]
pub(super) fn originals(values: &[(EntityType, &str)]) -> Originals {
    let mut originals = Originals::default();
    for (index, (entity_type, value)) in values.iter().enumerate() {
        originals.add(*entity_type, value, &super::fold::folded_value(value), Some(index as u32), "1");
    }
    originals.seal();
    originals
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
