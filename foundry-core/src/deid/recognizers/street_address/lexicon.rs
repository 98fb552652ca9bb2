//! What a word or a phrase says in an address: one table of fingerprints, built by the compiler.

use super::cities::CITIES;
use super::regions::{AMBIGUOUS_CODES, COUNTRIES, STATE_CODES, STATE_NAMES};
use super::stop_words::{COMMON as COMMON_WORDS, STOPS};
use super::street_words::{
    ADJECTIVES, BARE_ENDINGS, DIRECTIONS, ENDINGS, HIGHWAYS, LINKS, MONTHS, ORDINALS, SUFFIXES, TOWN_STARTS,
    TYPES, WEAK_ENDINGS, WEAK_SUFFIXES, WEAK_TYPES, WHOLE_NAMES,
};
use super::unit_words::{
    ADDRESS_CUES, BOXES, DISTRICTS, FLOORS, LEADS, PLACE_CUES, POSTCODES, UNITS, WHOLE_UNITS,
};

/// What a word may be, as bits.
pub(super) type Kinds = u32;

/// `Street`: behind a name.
pub(super) const SUFFIX: Kinds = 1 << 0;
/// `Court`: behind a name, and a common word.
pub(super) const WEAK_SUFFIX: Kinds = 1 << 1;
/// `Broadway`: a street by itself.
pub(super) const WHOLE: Kinds = 1 << 2;
/// `rue`: before a name.
pub(super) const TYPE: Kinds = 1 << 3;
/// `via`: before a name, and a common word.
pub(super) const WEAK_TYPE: Kinds = 1 << 4;
/// `Highway`: before a number that is the street's name.
pub(super) const HIGHWAY: Kinds = 1 << 5;
/// `de la`: within a name.
pub(super) const LINK: Kinds = 1 << 6;
/// `NW`: beside a name.
pub(super) const DIRECTION: Kinds = 1 << 7;
/// `Fifth`.
pub(super) const ORDINAL: Kinds = 1 << 8;
/// `Apt`: before a number or letter.
pub(super) const UNIT: Kinds = 1 << 9;
/// `floor`: behind an ordinal.
pub(super) const FLOOR: Kinds = 1 << 10;
/// `basement`: a unit by itself.
pub(super) const WHOLE_UNIT: Kinds = 1 << 11;
/// `PO Box`: before a number.
pub(super) const BOX: Kinds = 1 << 12;
/// `Colonia`: before the name of a district.
pub(super) const DISTRICT: Kinds = 1 << 13;
/// `zip`: a postcode follows.
pub(super) const POSTCODE: Kinds = 1 << 14;
/// `address`: an address follows.
pub(super) const ADDRESS: Kinds = 1 << 15;
/// `live`, `ship`: a place follows.
pub(super) const PLACE: Kinds = 1 << 16;
/// A word that no name goes over.
pub(super) const STOP: Kinds = 1 << 17;
/// A word that is in no name in lower case.
pub(super) const COMMON: Kinds = 1 << 18;
/// `IL`.
pub(super) const STATE_CODE: Kinds = 1 << 19;
/// `OR`: a state, and a common word.
pub(super) const AMBIGUOUS: Kinds = 1 << 20;
/// `Illinois`, `Kent`.
pub(super) const STATE: Kinds = 1 << 21;
/// `Canada`.
pub(super) const COUNTRY: Kinds = 1 << 22;
/// `Chicago`.
pub(super) const CITY: Kinds = 1 << 23;
/// The beginning of a phrase of several words.
pub(super) const PHRASE: Kinds = 1 << 24;

/// `Alte`: before a compound.
pub(super) const ADJECTIVE: Kinds = 1 << 25;

/// `Bad`, `San`, `North`: before the name of a town.
pub(super) const TOWN_START: Kinds = 1 << 26;

/// `April`: a number beside it is a day or a year.
pub(super) const MONTH: Kinds = 1 << 27;

/// `Box`: ends the words before the number of a post box.
pub(super) const BOX_LAST: Kinds = 1 << 28;
/// `at`, `is`: may stand between a cue and its address.
pub(super) const LEAD: Kinds = 1 << 29;

/// `Allee`: behind a name, as a word of its own.
pub(super) const BARE_ENDING: Kinds = 1 << 30;

static LISTS: &[(Kinds, &[&str])] = &[
    (SUFFIX, SUFFIXES),
    (WEAK_SUFFIX, WEAK_SUFFIXES),
    (WHOLE, WHOLE_NAMES),
    (TYPE, TYPES),
    (WEAK_TYPE, WEAK_TYPES),
    (HIGHWAY, HIGHWAYS),
    (LINK, LINKS),
    (DIRECTION, DIRECTIONS),
    (ORDINAL, ORDINALS),
    (ADJECTIVE, ADJECTIVES),
    (UNIT, UNITS),
    (FLOOR, FLOORS),
    (WHOLE_UNIT, WHOLE_UNITS),
    (BOX, BOXES),
    (DISTRICT, DISTRICTS),
    (POSTCODE, POSTCODES),
    (ADDRESS, ADDRESS_CUES),
    (PLACE, PLACE_CUES),
    (STOP, STOPS),
    (COMMON, COMMON_WORDS),
    (STATE_CODE, STATE_CODES),
    (AMBIGUOUS, AMBIGUOUS_CODES),
    (STATE, STATE_NAMES),
    (COUNTRY, COUNTRIES),
    (CITY, CITIES),
    (MONTH, MONTHS),
    (LEAD, LEADS),
    (BARE_ENDING, BARE_ENDINGS),
    (TOWN_START, TOWN_STARTS),
];

/// The last bytes of a folded word, the last one lowest.
pub(super) type Tail = u64;

/// The running hash of a folded word or phrase: eight bytes at a time, as most words have no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hash {
    mixed: u64,
    tail: Tail,
    length: u32,
}

impl Hash {
    pub(super) const EMPTY: Hash = Hash { mixed: 0, tail: 0, length: 0 };

    /// Takes in one byte more; a hyphen is a space.
    #[inline]
    pub(super) const fn with(self, byte: u8) -> Hash {
        let byte = if byte == b'-' { b' ' } else { byte };
        let tail = self.tail << 8 | byte as Tail;
        let length = self.length + 1;
        let mixed = if length.is_multiple_of(8) { mix(self.mixed ^ tail) } else { self.mixed };
        Hash { mixed, tail, length }
    }

    /// The hash of letters of ASCII in any case.
    pub(super) fn of_letters(word: &[u8]) -> Hash {
        let (mut mixed, mut tail) = (0, 0);
        for eight in word.chunks(8) {
            tail = eight.iter().fold(tail, |tail, byte| tail << 8 | Tail::from(byte | 0x20));
            if eight.len() == 8 {
                mixed = mix(mixed ^ tail);
            }
        }
        Hash { mixed, tail, length: word.len() as u32 }
    }

    /// The last bytes taken in.
    pub(super) const fn tail(self) -> Tail {
        self.tail
    }

    /// A place in the table, and what stands for the word in it; that is never 0.
    const fn place(self) -> (usize, u32) {
        let rest = self.length % 8 * 8;
        let unmixed = if rest == 0 { 0 } else { self.tail & (u64::MAX >> (64 - rest)) };
        let hash = mix(self.mixed ^ unmixed ^ (self.length as u64) << 56);
        (hash as usize % SLOTS, (hash >> 32) as u32 | 1)
    }
}

const fn mix(value: u64) -> u64 {
    let value = (value ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 29).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 32
}

const SLOTS: usize = 8192;

/// Open addressing: fingerprints, and kinds beside them; a fingerprint of 0 marks a free slot.
struct Table {
    prints: [u32; SLOTS],
    kinds: [Kinds; SLOTS],
}

static TABLE: Table = {
    let mut table = Table { prints: [0; SLOTS], kinds: [0; SLOTS] };
    let mut list = 0;
    while list < LISTS.len() {
        let (kind, words) = LISTS[list];
        let mut i = 0;
        while i < words.len() {
            let word = words[i].as_bytes();
            let mut hash = Hash::EMPTY;
            let mut at = 0;
            while at < word.len() {
                assert!(word[at].is_ascii() && !word[at].is_ascii_uppercase());
                if matches!(word[at], b' ' | b'-') {
                    add(&mut table, hash, PHRASE);
                }
                hash = hash.with(word[at]);
                at += 1;
            }
            add(&mut table, hash, kind);
            if kind == BOX {
                add(&mut table, last_word(word), BOX_LAST);
            }
            i += 1;
        }
        list += 1;
    }
    table
};

/// The hash of the last word of a phrase.
const fn last_word(phrase: &[u8]) -> Hash {
    let mut hash = Hash::EMPTY;
    let mut at = 0;
    while at < phrase.len() {
        hash = if phrase[at] == b' ' { Hash::EMPTY } else { hash.with(phrase[at]) };
        at += 1;
    }
    hash
}

const fn add(table: &mut Table, hash: Hash, kinds: Kinds) {
    let (mut slot, print) = hash.place();
    while table.prints[slot] != 0 && table.prints[slot] != print {
        slot = (slot + 1) % SLOTS;
    }
    table.prints[slot] = print;
    table.kinds[slot] |= kinds;
}

/// What the word or phrase with this hash may be; 0 for most words.
pub(super) fn kinds(hash: Hash) -> Kinds {
    let (mut slot, wanted) = hash.place();
    while let Some(&print) = TABLE.prints.get(slot) {
        if print == wanted {
            return TABLE.kinds.get(slot).copied().unwrap_or(0);
        }
        if print == 0 {
            break;
        }
        slot = (slot + 1) % SLOTS;
    }
    0
}

/// How a compound word ends that may be a street: `SUFFIX` as in `Hauptstraße`, `WEAK_SUFFIX` as in `Buchenring`, or 0.
pub(super) fn ending(tail: Tail, letters: usize) -> Kinds {
    if letters < 6 || ENDING_LETTERS >> (tail as u8 & 31) & 1 == 0 {
        return 0;
    }
    let has = |endings: &[Tail]| {
        endings.iter().any(|&ending| {
            let bytes = 8 - ending.leading_zeros() / 8;
            tail & (Tail::MAX >> (64 - bytes * 8)) == ending && letters >= bytes as usize + 2
        })
    };
    if has(&PACKED_ENDINGS) {
        SUFFIX
    } else if has(&PACKED_WEAK_ENDINGS) {
        WEAK_SUFFIX
    } else {
        0
    }
}

/// The letters that endings end with, as bits.
const ENDING_LETTERS: u32 = {
    let mut letters = 0;
    let mut i = 0;
    while i < PACKED_ENDINGS.len() {
        letters |= 1 << (PACKED_ENDINGS[i] as u8 & 31);
        i += 1;
    }
    i = 0;
    while i < PACKED_WEAK_ENDINGS.len() {
        letters |= 1 << (PACKED_WEAK_ENDINGS[i] as u8 & 31);
        i += 1;
    }
    letters
};

static PACKED_ENDINGS: [Tail; ENDINGS.len()] = pack(ENDINGS);
static PACKED_WEAK_ENDINGS: [Tail; WEAK_ENDINGS.len()] = pack(WEAK_ENDINGS);

const fn pack<const N: usize>(words: &[&str]) -> [Tail; N] {
    let mut packed = [0; N];
    let mut i = 0;
    while i < N {
        let word = words[i].as_bytes();
        assert!(word.len() <= 8);
        let mut at = 0;
        while at < word.len() {
            packed[i] = packed[i] << 8 | word[at] as Tail;
            at += 1;
        }
        i += 1;
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Kinds {
        kinds(word.bytes().fold(Hash::EMPTY, Hash::with))
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        for (kind, words) in LISTS {
            assert!(words.iter().all(|word| of(word) & kind != 0));
        }
        assert_eq!(of("keyboard"), 0);
        assert_eq!(of("new york city") & CITY, CITY);
        assert_eq!(of("new york") & (CITY | STATE | PHRASE), CITY | STATE | PHRASE);
        let used = TABLE.prints.iter().filter(|print| **print != 0).count();
        assert!(used * 4 < SLOTS * 3, "{used} of {SLOTS}");
    }

    #[test]
    fn letters_are_hashed_alike() {
        for word in ["a", "Street", "boulevard", "Kurfuerstendamm", "abcdefgh"] {
            let lower = word.to_lowercase().bytes().fold(Hash::EMPTY, Hash::with);
            assert_eq!(Hash::of_letters(word.as_bytes()), lower);
        }
    }

    #[test]
    fn compounds_are_told_by_their_end() {
        let tail = |word: &str| word.bytes().fold(0, |tail: Tail, byte| tail << 8 | Tail::from(byte));
        let of = |word: &str| ending(tail(word), word.len());
        assert_eq!(of("hauptstrasse"), SUFFIX);
        assert_eq!(of("prinsengracht"), SUFFIX);
        assert_eq!(of("buchenring"), WEAK_SUFFIX);
        assert_eq!(of("strasse"), 0);
        assert_eq!(of("keyboard"), 0);
    }
}
