//! Text that repeats itself: bots in a loop, spam, a log that was pasted ten times.
//!
//! Nearly no chat does, so a quick look without memory of its own comes first: a bitmap of what was seen, in which
//! different text may fall together, so that it counts too much and never too little.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use crate::conversation::Conversation;

use super::quality::share;

/// Below so many words nobody repeats themselves.
const ENOUGH_WORDS: u64 = 50;
/// So many words in a row are no accident.
const RUN: usize = 5;
/// Of a text in which a share of words stands in repeated runs, at least this part of that share of all word starts
/// looks familiar: of a run of five, the last three may go on differently, in what follows within sixteen bytes.
const FAMILIAR_PART: f64 = 0.4;
/// Texts of more word starts than this are always looked at closely: the bitmap would be full.
const QUICK_WORDS: u64 = 2_000;

/// Spreads the bits of what it multiplies.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

type Hashes = HashSet<u64, BuildHasherDefault<DefaultHasher>>;

/// Whether more than this share of the text, by bytes, stands in lines that stood in the conversation before. Short
/// text is not judged.
pub(super) fn has_repeated_lines(conversation: &Conversation<'_>, max: f64) -> bool {
    if !may_have_words(conversation) {
        return false;
    }
    let mut seen = Bitmap::default();
    let repeats = |familiar: &mut dyn FnMut(&str) -> bool| {
        let (mut repeated, mut all) = (0_u64, 0_u64);
        let lines = conversation.messages.iter().flat_map(|message| message.content.lines());
        for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
            all += line.len() as u64;
            if familiar(line) {
                repeated += line.len() as u64;
            }
        }
        share(repeated, all) > max
    };
    if !repeats(&mut |line| seen.insert(edges(line.as_bytes()))) {
        return false;
    }
    let mut seen = Hashes::default();
    has_words(conversation) && repeats(&mut |line| !seen.insert(hash_of(line)))
}

/// Whether more than this share of words stands in runs of five that stood in the conversation before. Words are
/// letters and digits between others, of scripts without spaces each character. Short text is not judged.
pub(super) fn has_repeated_words(conversation: &Conversation<'_>, max: f64) -> bool {
    if !may_have_words(conversation) || looks_fresh(conversation, max * FAMILIAR_PART) {
        return false;
    }
    let mut seen = Seen::default();
    let mut last = [0_u64; RUN];
    let (mut words, mut repeated, mut covered_to) = (0_u64, 0_u64, 0_u64);
    for message in &conversation.messages {
        each_word(&message.content, |word| {
            last.rotate_left(1);
            if let Some(newest) = last.last_mut() {
                *newest = word;
            }
            words += 1;
            let run =
                last.iter().fold(0, |hash: u64, word| (hash.rotate_left(23) ^ word).wrapping_mul(SPREAD));
            if words >= RUN as u64 && seen.insert(run) {
                // The run covers its words, as far as the one before it did not.
                repeated += words - covered_to.max(words - RUN as u64);
                covered_to = words;
            }
        });
    }
    words >= ENOUGH_WORDS && share(repeated, words) > max
}

/// Whether no more than this share of the places behind a space go on as another one did.
fn looks_fresh(conversation: &Conversation<'_>, max: f64) -> bool {
    let mut seen = Bitmap::default();
    let (mut familiar, mut all, mut bytes) = (0_u64, 0_u64, 0_u64);
    for message in &conversation.messages {
        let text = message.content.as_bytes();
        bytes += text.len() as u64;
        for at in memchr::memchr2_iter(b' ', b'\n', text) {
            let Some(next) = text.get(at + 1..).and_then(|rest| rest.first_chunk::<16>()) else { continue };
            all += 1;
            // Without case, as far as ASCII goes.
            let next = u128::from_le_bytes(*next) | 0x2020_2020_2020_2020_2020_2020_2020_2020;
            familiar += u64::from(seen.insert((next as u64).rotate_left(29) ^ (next >> 64) as u64));
        }
    }
    // Scripts without spaces show too few places; long text fills the bitmap.
    all * 16 >= bytes && all <= QUICK_WORDS && share(familiar, all) <= max
}

/// Numbers that were seen, spread already; as a table with open addressing, which costs less than the words themselves.
#[derive(Default)]
struct Seen {
    /// Zero where nothing stands.
    slots: Vec<u64>,
    used: usize,
}

impl Seen {
    /// Adds a number; whether it was there before.
    fn insert(&mut self, number: u64) -> bool {
        if (self.used + 1) * 2 > self.slots.len() {
            let larger = vec![0; (self.slots.len() * 2).max(512)];
            let smaller = std::mem::replace(&mut self.slots, larger);
            smaller.into_iter().filter(|number| *number != 0).for_each(|number| _ = self.put(number));
        }
        let was = self.put(number.max(1));
        self.used += usize::from(!was);
        was
    }

    fn put(&mut self, number: u64) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = (number >> 32) as usize & mask;
        // Half of the slots are empty.
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == number {
                return true;
            }
            if *slot == 0 {
                *slot = number;
                return false;
            }
            at = (at + 1) & mask;
        }
        false
    }
}

/// Which of 4,096 places were seen.
struct Bitmap([u64; 64]);

impl Default for Bitmap {
    fn default() -> Bitmap {
        Bitmap([0; 64])
    }
}

impl Bitmap {
    /// Marks the place of a value; whether it was marked before.
    fn insert(&mut self, value: u64) -> bool {
        let hash = value.wrapping_mul(SPREAD) >> 52;
        let Some(word) = self.0.get_mut((hash >> 6) as usize) else { return true };
        let bit = 1 << (hash & 63);
        let was = *word & bit != 0;
        *word |= bit;
        was
    }
}

/// Start, end and length of a line in one number.
fn edges(line: &[u8]) -> u64 {
    let start = line.first_chunk::<8>().map_or_else(
        || line.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        |chunk| u64::from_le_bytes(*chunk),
    );
    let end = line.last_chunk::<8>().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    (start ^ end.rotate_left(29)).wrapping_add(line.len() as u64)
}

/// Whether a text can have enough words: a word takes at least a byte and a space, or three bytes.
fn may_have_words(conversation: &Conversation<'_>) -> bool {
    let bytes: u64 = conversation.messages.iter().map(|message| message.content.len() as u64 + 1).sum();
    bytes >= 2 * ENOUGH_WORDS
}

fn has_words(conversation: &Conversation<'_>) -> bool {
    let mut words = 0;
    conversation.messages.iter().any(|message| {
        each_word(&message.content, |_| words += 1);
        words >= ENOUGH_WORDS
    })
}

/// Gives the hash of each word, without case.
fn each_word(text: &str, mut each: impl FnMut(u64)) {
    let mut word = WordHash::default();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(u32::from(c.to_ascii_lowercase()));
        } else if !c.is_ascii() && c.is_alphanumeric() {
            let unspaced = is_unspaced(c);
            if unspaced {
                word.take().into_iter().for_each(&mut each);
            }
            c.to_lowercase().for_each(|c| word.push(u32::from(c)));
            if unspaced {
                word.take().into_iter().for_each(&mut each);
            }
        } else if c != '\'' && c != '\u{2019}' {
            word.take().into_iter().for_each(&mut each);
        }
    }
    word.take().into_iter().for_each(&mut each);
}

/// Whether a letter belongs to a script that writes no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The hash of a word at hand.
#[derive(Default)]
struct WordHash {
    hash: u64,
    length: u32,
}

impl WordHash {
    fn push(&mut self, c: u32) {
        self.hash = (self.hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(SPREAD);
        self.length += 1;
    }

    fn take(&mut self) -> Option<u64> {
        let word = std::mem::take(self);
        (word.length > 0).then_some(word.hash)
    }
}

fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::tests::talk;
    use super::*;
    use crate::conversation::SenderRole::{Agent, Customer};

    #[test]
    fn a_bot_that_loops_repeats_itself_and_a_person_does_not() {
        let mut looped = Vec::new();
        for _ in 0..9 {
            looped.push((Customer, "agent please"));
            looped.push((Agent, "Sorry, I did not get that. Please choose one of the options below."));
        }
        let looped = talk(&looped);
        assert!(has_repeated_lines(&looped, 0.8) && !has_repeated_lines(&looped, 0.9));
        assert!(has_repeated_words(&looped, 0.8));

        let honest = talk(&[
            (
                Customer,
                "Hello, my order has not arrived yet and the tracking page has not changed for a week now.",
            ),
            (
                Agent,
                "Hello! Thank you for waiting. Could you tell me the order number so that I can look it up?",
            ),
            (Customer, "yes it is 1004821"),
            (
                Agent,
                "Thank you. I see that the parcel was returned to our warehouse, so I have sent it once more.",
            ),
            (Customer, "thank you"),
            (Agent, "Thank you for waiting. Is there anything else that I can do for you today?"),
        ]);
        assert!(!has_repeated_lines(&honest, 0.01));
        assert!(!has_repeated_words(&honest, 0.1));
    }

    #[test]
    fn one_phrase_over_and_over_is_found_inside_a_line() {
        for phrase in ["buy now cheap watches here ", "Buy NOW, cheap watches here! ", "現在購入する時計"]
        {
            let spam = talk(&[(Customer, Box::leak(phrase.repeat(30).into_boxed_str()))]);
            assert!(!has_repeated_lines(&spam, 0.0));
            assert!(has_repeated_words(&spam, 0.9), "{phrase}");
        }
    }

    #[test]
    fn short_text_is_not_judged() {
        assert!(!has_repeated_words(&talk(&[(Customer, "no no no no no no no no no no no no")]), 0.1));
        assert!(!has_repeated_lines(&talk(&[(Customer, "no\nno\nno\nno\nno")]), 0.1));
    }
}
