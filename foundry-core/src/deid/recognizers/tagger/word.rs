//! What is known of a word by itself: its hash, its ends, its lists, its cluster.

use super::lists::{Lists, Part};
use super::token::{mode, shape};

/// A word, as templates see it; 0 stands for "not known" everywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// Of the letters in lower case; 0 when the word's identity is not to be used.
    pub hash: u32,
    /// Which of 1,023 clusters.
    pub fine: u16,
    /// Name lists that hold it; see [`list`].
    pub lists: u16,
    /// Which of 127 clusters.
    pub coarse: u8,
    /// How frequent: 1 the 500 most frequent words, 6 the last of 100,000.
    pub band: u8,
    /// One of [`shape`].
    pub shape: u8,
    /// One of [`mode`].
    pub mode: u8,
    /// What a line asks for that holds the word; see [`ask`].
    pub asks: u8,
    /// Its part in entries of several words.
    pub part: Part,
}

/// Bits of the name lists that mean something here; the others are just told apart.
pub mod list {
    /// Part of an entry of several words that stands here.
    pub const PHRASE: u16 = 8192;
}

/// What the line before asks for.
pub mod ask {
    /// It asks at all.
    pub const QUESTION: u8 = 1;
    /// A name.
    pub const NAME: u8 = 2;
    /// An address or a place.
    pub const ADDRESS: u8 = 4;
    /// A number, an e-mail address, a date.
    pub const NUMBER: u8 = 8;
    /// Who someone is.
    pub const WHO: u8 = 16;
    /// A company.
    pub const COMPANY: u8 = 32;
}

/// The ends of a word, hashed: 2 to 4 letters at its head, 1 to 4 at its tail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ends {
    /// Heads of 2, 3 and 4 letters; 0 when the word is shorter.
    pub heads: [u32; 3],
    /// Tails of 1 to 4 letters; 0 when the word is shorter.
    pub tails: [u32; 4],
    /// Letters, at most 12.
    pub length: u8,
}

/// Longest word in bytes of its lower-case form; what is behind is cut off.
const LONGEST: usize = 64;

/// Lower-case letters of a word, on the stack; every digit is 0, for a number says no more than how long it is.
pub struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// Folds `word`.
    pub fn new(word: &str) -> Folded {
        let mut folded = Folded { bytes: [0; LONGEST], length: 0 };
        if word.is_ascii() {
            folded.length = word.len().min(LONGEST);
            for (to, from) in folded.bytes.iter_mut().zip(word.bytes()) {
                *to = if from.is_ascii_digit() { b'0' } else { from.to_ascii_lowercase() };
            }
            return folded;
        }
        for character in word.chars().flat_map(char::to_lowercase) {
            let character = if character.is_ascii_digit() { '0' } else { character };
            let end = folded.length + character.len_utf8();
            let Some(place) = folded.bytes.get_mut(folded.length..end) else { break };
            character.encode_utf8(place);
            folded.length = end;
        }
        folded
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Hash of all letters.
    pub fn hash(&self) -> u64 {
        hash_bytes(self.bytes.get(..self.length).unwrap_or_default())
    }

    /// Hashes of the ends.
    pub fn ends(&self) -> Ends {
        let text = self.as_str();
        let mut ends = Ends::default();
        let mut heads = text.char_indices().map(|(at, character)| at + character.len_utf8());
        for (number, end) in heads.by_ref().take(4).enumerate() {
            if let Some(head) = number.checked_sub(1).and_then(|number| ends.heads.get_mut(number)) {
                *head = self.short_hash(0, end);
            }
            ends.length = number as u8 + 1;
        }
        ends.length += heads.take(8).count() as u8;
        for (tail, (at, _)) in ends.tails.iter_mut().zip(text.char_indices().rev()) {
            *tail = self.short_hash(at, self.length);
        }
        ends
    }

    /// Hash of some of the letters, never 0; most often few enough to be read at once.
    #[inline(always)]
    fn short_hash(&self, start: usize, end: usize) -> u32 {
        let length = end.saturating_sub(start);
        let block = self.bytes.get(start..).and_then(|rest| rest.first_chunk());
        let hash = match block {
            Some(block) if (1..=8).contains(&length) => {
                finish(step(seed(length), u64::from_le_bytes(*block) & u64::MAX >> (64 - 8 * length)))
            }
            _ => hash_bytes(self.bytes.get(start..end).unwrap_or_default()),
        };
        hash as u32 | 1
    }
}

/// Hash of letters: eight bytes at a time, multiply and fold.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks();
    let mut hash = seed(bytes.len());
    for block in blocks {
        hash = step(hash, u64::from_le_bytes(*block));
    }
    if !rest.is_empty() {
        let last = rest.iter().rev().fold(0, |block, byte| block << 8 | u64::from(*byte));
        hash = step(hash, last);
    }
    finish(hash)
}

fn seed(length: usize) -> u64 {
    0x9E37_79B9_7F4A_7C15 ^ (length as u64).wrapping_mul(0xA24B_AED4_963E_E407)
}

fn step(hash: u64, block: u64) -> u64 {
    let hash = (hash ^ block).wrapping_mul(0x9FB2_1C65_1E98_DF25);
    hash ^ hash >> 32
}

fn finish(hash: u64) -> u64 {
    hash.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ (hash >> 29)
}

/// Hash of several words in a row, for entries such as `new york`.
pub fn join(hashes: u64, next: u64) -> u64 {
    (hashes.rotate_left(23) ^ next).wrapping_mul(0x9FB2_1C65_1E98_DF25)
}

impl Word {
    /// Nothing known.
    pub const NONE: Word = Word {
        hash: 0,
        fine: 0,
        lists: 0,
        coarse: 0,
        band: 0,
        shape: 0,
        mode: 0,
        asks: 0,
        part: Part { begins: false, goes_on: false },
    };

    /// Looks a word up; `ends` are its hashed ends.
    pub fn new(folded: &Folded, shape: u8, mode: u8, lists: &Lists) -> Word {
        let hash = folded.hash();
        let cluster = lists.cluster(hash);
        let (bits, part) = lists.names(hash);
        Word {
            hash: hash as u32 | 1,
            fine: cluster.fine,
            lists: bits,
            coarse: cluster.coarse,
            band: cluster.band,
            shape,
            mode,
            asks: asks(folded.as_str()),
            part,
        }
    }

    /// A token without letters of its own: a line break, a masked value, the text's ends.
    pub fn special(number: u32, shape: u8) -> Word {
        Word { hash: 0x5EC1_A100 | (number << 1) | 1, shape, mode: mode::NONE, ..Word::default() }
    }

    /// What stands outside the text.
    pub fn outside() -> Word {
        Word::special(63, shape::OUTSIDE)
    }
}

fn asks(word: &str) -> u8 {
    match word {
        "?" | "？" => ask::QUESTION,
        "name" | "names" | "nombre" | "nom" | "nome" | "naam" | "prénom" | "cognome" | "apellido"
        | "apellidos" | "nachname" | "vorname" | "surname" | "lastname" | "firstname" | "namen"
        | "heißen" | "heet" => ask::NAME,
        "address" | "addr" | "adresse" | "dirección" | "direccion" | "indirizzo" | "endereço"
        | "endereco" | "adres" | "located" | "location" | "anschrift" | "where" | "city" | "store"
        | "deliver" | "ship" => ask::ADDRESS,
        "email" | "mail" | "phone" | "number" | "date" | "telephone" | "nummer" | "numéro" | "número"
        | "when" | "order" | "zip" | "username" | "amount" => ask::NUMBER,
        "who" | "whom" | "whose" | "speaking" | "wer" | "qui" | "quién" | "quem" | "chi" | "wie" => ask::WHO,
        "company" | "business" | "organization" | "organisation" | "employer" | "firma" | "empresa"
        | "azienda" | "entreprise" | "société" | "bedrijf" | "bank" => ask::COMPANY,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        assert_eq!(Folded::new("ÉMILE").hash(), Folded::new("émile").hash());
        assert_ne!(Folded::new("emile").hash(), Folded::new("emil").hash());
    }

    #[test]
    fn digits_are_all_alike() {
        assert_eq!(Folded::new("LS6").as_str(), "ls0");
        assert_eq!(Folded::new("é62704").as_str(), "é00000");
    }

    #[test]
    fn ends_are_hashes_of_their_letters() {
        for word in ["maria", "zoë", "ß", "李小龙", "a", "antidisestablishment", &"x".repeat(80)] {
            let folded = Folded::new(word);
            let letters: Vec<char> = folded.as_str().chars().collect();
            let hash =
                |letters: &[char]| hash_bytes(letters.iter().collect::<String>().as_bytes()) as u32 | 1;
            let ends = folded.ends();
            for count in 1..=4 {
                let known = |hash| if letters.len() >= count { hash } else { 0 };
                let tail = letters.len().saturating_sub(count);
                assert_eq!(ends.tails[count - 1], known(hash(&letters[tail..])), "{word}");
                if count > 1 {
                    let head = &letters[..count.min(letters.len())];
                    assert_eq!(ends.heads[count - 2], known(hash(head)), "{word}");
                }
            }
            assert_eq!(usize::from(ends.length), letters.len().min(12));
        }
    }

    #[test]
    fn ends_of_short_words_are_missing() {
        let ends = Folded::new("Jo").ends();
        assert_ne!(ends.heads[0], 0);
        assert_eq!(ends.heads[1..], [0, 0]);
        assert_eq!(ends.tails[2..], [0, 0]);
        assert_eq!(ends.length, 2);
    }

    #[test]
    fn long_words_are_cut() {
        let word = "ß".repeat(100);
        assert_eq!(Folded::new(&word).as_str(), "ß".repeat(32));
    }
}
