//! Words of a text and what the lists say about them.

use std::sync::LazyLock;

use super::family_names::FAMILY_NAMES;
use super::given_names::GIVEN_NAMES;
use super::place::{ENDINGS, LINKS, PLACES, STREETS};
use super::stop_words::{NAME_WORDS, STOP_WORDS};
pub(super) use crate::deid::recognizers::case::Case;

/// The longest word that is looked at, in bytes.
const MAX_WORD: usize = 40;

const GIVEN: u8 = 1;
const FAMILY: u8 = 2;
const WORD: u8 = 4;
const STOP: u8 = 8;
const STREET: u8 = 16;
const PLACE: u8 = 32;
const ENDING: u8 = 64;
const LINK: u8 = 128;

/// A word: letters of any script, joined by hyphens and apostrophes, without a possessive `'s`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) case: Case,
    /// Letters.
    pub(super) letters: usize,
    lists: u8,
}

impl Word {
    /// The word that starts at byte `start`.
    pub(super) fn at(text: &str, start: usize) -> Option<Word> {
        if let Some(word) = Word::plain(text.as_bytes(), start) {
            return word;
        }
        let mut folded = Folded::new();
        let (mut end, mut letters, mut capitals, mut joiner) = (start, 0usize, 0usize, None);
        let (mut title, mut head) = (false, None);
        for (offset, c) in text.get(start..)?.char_indices() {
            if offset > MAX_WORD {
                return None;
            }
            if c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) {
                let capital = c.is_uppercase();
                let hyphen = joiner.take() == Some('-');
                if hyphen && head.is_none() {
                    head = Some(lists(&folded));
                }
                title |= capital && (letters == 0 || hyphen);
                capitals += usize::from(capital);
                letters += usize::from(c.is_alphabetic());
                folded.push(c);
                end = start + offset + c.len_utf8();
            } else if joiner.is_none() && letters > 0 && matches!(c, '\'' | '’' | '-') {
                joiner = Some(c);
            } else if c.is_ascii_digit() || c == '_' {
                return None;
            } else {
                break;
            }
        }
        let word = text.get(start..end)?;
        for possessive in ["'s", "’s", "'S"] {
            if let Some(stem) = word.strip_suffix(possessive) {
                end = start + stem.len();
                letters -= 1;
                folded.pop();
            }
        }
        let case = match (title, capitals) {
            (true, n) if n == letters && n > 1 => Case::Upper,
            (true, _) => Case::Title,
            _ => Case::Lower,
        };
        (letters > 0).then(|| Word { start, end, case, letters, lists: lists(&folded) | head.unwrap_or(0) })
    }

    /// The word at `start` when it is ASCII letters alone, as nearly all are; `None` where it must be read in full,
    /// `Some(None)` where there is none.
    fn plain(bytes: &[u8], start: usize) -> Option<Option<Word>> {
        let rest = bytes.get(start..)?;
        let (length, capitals, lists) = match rest.first_chunk().and_then(|eight| short(*eight)) {
            Some(short) => short,
            None => long(rest),
        };
        match rest.get(length) {
            Some(b'\'' | b'-' | 0x80..) => return None,
            Some(b'0'..=b'9' | b'_') => return Some(None),
            _ if length == 0 || length == MAX_WORD => return Some(None),
            _ => {}
        }
        let case = match capitals {
            0 => Case::Lower,
            n if n == length && n > 1 => Case::Upper,
            _ if rest.first()?.is_ascii_uppercase() => Case::Title,
            _ => Case::Lower,
        };
        Some(Some(Word { start, end: start + length, case, letters: length, lists }))
    }

    /// Whether it is a listed given name.
    pub(super) fn is_given(&self) -> bool {
        self.lists & GIVEN != 0
    }

    /// Whether it is a listed family name.
    pub(super) fn is_family(&self) -> bool {
        self.lists & FAMILY != 0
    }

    /// Whether it is listed at all.
    pub(super) fn is_listed(&self) -> bool {
        self.lists & (GIVEN | FAMILY) != 0
    }

    /// Whether it is a listed name and no word, place or brand besides.
    pub(super) fn is_clear(&self) -> bool {
        self.is_listed() && self.lists & (WORD | STOP) == 0
    }

    /// Whether it is never a name.
    pub(super) fn is_stop(&self) -> bool {
        self.lists & STOP != 0 && (!self.is_listed() || self.case == Case::Lower)
    }

    /// Whether it stands before the name of a street: `rue`.
    pub(super) fn opens_street(&self) -> bool {
        self.lists & STREET != 0
    }

    /// Whether it stands before the name of a place: `San`.
    pub(super) fn opens_place(&self) -> bool {
        self.lists & PLACE != 0
    }

    /// Whether it ends the name of a street, place or firm: `Avenue`.
    pub(super) fn ends_place(&self) -> bool {
        self.lists & ENDING != 0
    }

    /// Whether it may stand between a street and its name: `de`.
    pub(super) fn links_names(&self) -> bool {
        self.lists & LINK != 0
    }

    /// Whether it starts with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.case != Case::Lower
    }
}

/// Letters, capitals and lists of the ASCII word at the start of these bytes; `None` where it has eight letters or more.
fn short(eight: [u8; 8]) -> Option<(usize, usize, u8)> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * LOW;
    const CASE: u64 = 0x20 * LOW;
    let bytes = u64::from_le_bytes(eight);
    // The high bit of each byte that is a letter: at least `a` and not beyond `z`, and no part of another character.
    let lower = (bytes | CASE) & !HIGH;
    let from_a = lower + LOW * u64::from(128 - b'a');
    let beyond_z = lower + LOW * u64::from(127 - b'z');
    let others = !(from_a & !beyond_z & !bytes) & HIGH;
    if others == 0 {
        return None;
    }
    let length = others.trailing_zeros() as usize / 8;
    let mask = (1 << (8 * length)) - 1;
    let capitals = (!bytes & CASE & mask).count_ones() as usize;
    let mut folded = [0; MAX_WORD];
    folded.first_chunk_mut().map(|first| *first = (lower & mask).to_le_bytes())?;
    Some((length, capitals, LISTS.get(&folded, length)))
}

/// The same for a word of any length up to the longest one.
fn long(bytes: &[u8]) -> (usize, usize, u8) {
    let mut folded = [0; MAX_WORD];
    let (mut length, mut capitals) = (0, 0);
    for (slot, byte) in folded.iter_mut().zip(bytes).take_while(|(_, byte)| byte.is_ascii_alphabetic()) {
        *slot = byte | 0x20;
        capitals += usize::from(byte & 0x20 == 0);
        length += 1;
    }
    (length, capitals, LISTS.get(&folded, length))
}

/// A word in lower case without diacritics.
struct Folded {
    bytes: [u8; MAX_WORD],
    length: usize,
}

impl Folded {
    fn new() -> Folded {
        Folded { bytes: [0; MAX_WORD], length: 0 }
    }

    fn push(&mut self, c: char) {
        let folded = match c {
            'A'..='Z' | 'a'..='z' => c.to_ascii_lowercase(),
            'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => 'a',
            'Ç' | 'ç' | 'Ć'..='č' => 'c',
            'Ď'..='đ' | 'Ð' | 'ð' => 'd',
            'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
            'Ĝ'..='ģ' => 'g',
            'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => 'i',
            'Ĺ'..='ł' => 'l',
            'Ñ' | 'ñ' | 'Ń'..='ň' => 'n',
            'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'ơ' | 'ố'..='ợ' => 'o',
            'Ŕ'..='ř' => 'r',
            'Ś'..='š' | 'Ș' | 'ș' | 'ß' => 's',
            'Ţ'..='ŧ' | 'Ț' | 'ț' => 't',
            'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'ư' | 'ụ'..='ự' => 'u',
            'Ý' | 'ý' | 'ÿ' => 'y',
            'Ź'..='ž' => 'z',
            'Ạ'..='ặ' => 'a',
            'Ẹ'..='ệ' => 'e',
            '\u{300}'..='\u{36f}' => return,
            _ => '?',
        };
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = folded as u8;
            self.length += 1;
        }
    }

    fn pop(&mut self) {
        self.length = self.length.saturating_sub(1);
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = 0;
        }
    }
}

/// What the lists say, as bits.
fn lists(folded: &Folded) -> u8 {
    LISTS.get(&folded.bytes, folded.length)
}

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::new);

/// The lists as one open-addressing table of hashes.
struct Lists {
    slots: Vec<(u32, u8)>,
}

/// Slots of the table: a power of two, less than half of them used.
const SLOTS: usize = 1 << 14;

impl Lists {
    fn new() -> Lists {
        let mut lists = Lists { slots: vec![(0, 0); SLOTS] };
        let tables: [(&[&str], u8); 8] = [
            (&GIVEN_NAMES, GIVEN),
            (&FAMILY_NAMES, FAMILY),
            (&NAME_WORDS, WORD),
            (&STOP_WORDS, STOP),
            (&STREETS, STREET),
            (&PLACES, PLACE),
            (&ENDINGS, ENDING),
            (&LINKS, LINK),
        ];
        for (words, bit) in tables {
            for word in words {
                lists.insert(word.as_bytes(), bit);
            }
        }
        lists
    }

    fn insert(&mut self, word: &[u8], bit: u8) {
        let mut padded = [0; MAX_WORD];
        padded.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
        let (mut slot, print) = hash(&padded, word.len());
        while let Some(entry) = self.slots.get_mut(slot) {
            if entry.1 == 0 || entry.0 == print {
                *entry = (print, entry.1 | bit);
                return;
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The lists that hold this word of `length` bytes, zeros behind it.
    fn get(&self, word: &[u8; MAX_WORD], length: usize) -> u8 {
        let (mut slot, print) = hash(word, length);
        while let Some(&(other, lists)) = self.slots.get(slot) {
            if lists == 0 || other == print {
                return lists;
            }
            slot = (slot + 1) % SLOTS;
        }
        0
    }
}

/// A place in the table, and 32 other bits that stand for the word: eight bytes at a time, as most words have no more.
fn hash(word: &[u8; MAX_WORD], length: usize) -> (usize, u32) {
    let eights = word.as_chunks::<8>().0.iter().take(length.div_ceil(8));
    let mixed = eights.fold(0u64, |hash, eight| {
        let hash = (hash ^ u64::from_le_bytes(*eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ hash >> 29
    });
    let mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed >> 50) as usize % SLOTS, (mixed >> 18) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(word: &str) -> u8 {
        let mut folded = Folded::new();
        word.chars().for_each(|c| folded.push(c));
        lists(&folded)
    }

    #[test]
    fn tables_are_sorted_and_found() {
        for (words, bit) in [(&GIVEN_NAMES[..], GIVEN), (&FAMILY_NAMES[..], FAMILY)] {
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(words.len() >= 1200);
            assert!(words.iter().all(|word| listed(word) & bit != 0));
        }
        assert!(NAME_WORDS.iter().all(|word| listed(word) & (GIVEN | FAMILY) != 0));
        assert_eq!(listed("keyboard"), 0);
    }

    #[test]
    fn words_are_folded() {
        let word = |text| Word::at(text, 0).unwrap();
        assert!(word("Jürgen,").is_given() && word("JOSÉ").is_given() && word("Zoe\u{308}").is_given());
        assert!(word("O'Brien").is_family() && word("Anna-Lena").is_given() && word("Maria's").is_clear());
        assert_eq!(word("Maria's").end, 5);
        assert_eq!(
            (word("MARIA").case, word("McKay").case, word("maria").case),
            (Case::Upper, Case::Title, Case::Lower)
        );
        assert!(Word::at("abc1", 0).is_none() && Word::at("_a", 0).is_none());
    }
}
