//! Counting by a vocabulary of byte pairs: the text is cut into pieces by its pattern, and of each piece the pair with
//! the lowest rank is joined again and again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use regex::Regex;

/// `\s+(?!\S)` of the original patterns is left to [`pieces`], as our expressions look at nothing twice.
const CL100K: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+";
const O200K: &str = concat!(
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|",
    r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+"
);

/// A vocabulary ready to count with.
pub struct Vocabulary {
    /// All tokens one after the other, by rank.
    bytes: &'static [u8],
    /// Where each begins, and the end of the last.
    starts: Vec<u32>,
    /// Open addressing: the rank plus one, 0 for free places.
    slots: Vec<u32>,
    pattern: Option<Regex>,
}

impl Vocabulary {
    /// `o200k_base`.
    pub fn o200k() -> Vocabulary {
        Vocabulary::new(include_bytes!(concat!(env!("OUT_DIR"), "/o200k.tokens")), O200K)
    }

    /// `cl100k_base`.
    pub fn cl100k() -> Vocabulary {
        Vocabulary::new(include_bytes!(concat!(env!("OUT_DIR"), "/cl100k.tokens")), CL100K)
    }

    /// Out of a list as the build script writes it.
    fn new(list: &'static [u8], pattern: &str) -> Vocabulary {
        let (count, rest) = list.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        let count = u32::from_le_bytes(*count) as usize;
        let (lengths, bytes) = rest.split_at_checked(count).unwrap_or_default();
        let mut starts = Vec::with_capacity(count + 1);
        starts.push(0);
        starts.extend(lengths.iter().scan(0, |end, length| {
            *end += u32::from(*length);
            Some(*end)
        }));
        // At most half full.
        let slots = vec![0; (2 * count).next_power_of_two()];
        let mut vocabulary = Vocabulary { bytes, starts, slots, pattern: Regex::new(pattern).ok() };
        for rank in 0..count as u32 {
            let place = vocabulary.place(vocabulary.token(rank));
            if let Some(slot) = vocabulary.slots.get_mut(place) {
                *slot = rank + 1;
            }
        }
        vocabulary
    }

    /// Tokens of a text. Takes time in proportion to its length, and for a long piece to its logarithm besides.
    pub fn count(&self, text: &str) -> usize {
        let mut parts = Parts::default();
        pieces(self.pattern.as_ref(), text).map(|piece| self.tokens_of(piece.as_bytes(), &mut parts)).sum()
    }

    fn tokens_of(&self, piece: &[u8], parts: &mut Parts) -> usize {
        if piece.len() < 2 || self.rank(piece).is_some() {
            piece.len().min(1)
        } else {
            parts.join(self, piece)
        }
    }

    fn token(&self, rank: u32) -> &'static [u8] {
        let bound = |rank: usize| self.starts.get(rank).map(|start| *start as usize);
        match (bound(rank as usize), bound(rank as usize + 1)) {
            (Some(start), Some(end)) => self.bytes.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The slot of a token, or the free one where it would stand.
    #[inline]
    fn place(&self, token: &[u8]) -> usize {
        let most = self.slots.len() - 1;
        let mut at = hash(token) as usize & most;
        while let Some(slot) = self.slots.get(at)
            && *slot != 0
            && self.token(*slot - 1) != token
        {
            at = (at + 1) & most;
        }
        at
    }

    #[inline]
    fn rank(&self, token: &[u8]) -> Option<u32> {
        self.slots.get(self.place(token))?.checked_sub(1)
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mixed = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(0x9FB2_1C65_1E98_DF25);
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let hash = mixed(words.fold(bytes.len() as u64, mixed), u64::from_le_bytes(last));
    hash ^ hash >> 29
}

/// The pieces that a pattern cuts a text into.
fn pieces<'t>(pattern: Option<&Regex>, text: &'t str) -> impl Iterator<Item = &'t str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        // Everything matches: what is no letter, digit or sign is a space.
        let end = pattern.and_then(|pattern| pattern.find(rest)).map_or(rest.len(), |found| found.end());
        let (piece, _) = rest.split_at_checked(end)?;
        let end = if end < rest.len() { end - left_behind(piece) } else { end };
        let (piece, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some(piece)
    })
}

/// Bytes of the last space of a run of spaces, which goes with what follows; 0 where there is only one, or something else.
fn left_behind(piece: &str) -> usize {
    let mut characters = piece.chars().rev();
    match (characters.next(), characters.next()) {
        (Some('\r' | '\n'), _) => 0,
        (Some(last), Some(before)) if last.is_whitespace() && before.is_whitespace() => last.len_utf8(),
        _ => 0,
    }
}

/// A piece while its parts are joined: those that stand, by where they begin. Used again for the next piece.
#[derive(Default)]
struct Parts {
    /// By start: where the part ends; 0 for starts of parts that were joined to the one before.
    ends: Vec<u32>,
    /// By start: where the part before begins.
    befores: Vec<u32>,
    /// Rank, start and end of what two neighbours would make.
    pairs: BinaryHeap<Reverse<(u32, u32, u32)>>,
}

impl Parts {
    /// Joins what can be joined; gives how many parts are left.
    fn join(&mut self, vocabulary: &Vocabulary, piece: &[u8]) -> usize {
        let length = piece.len() as u32;
        self.ends.clear();
        self.ends.extend(1..=length);
        self.befores.clear();
        self.befores.extend((0..length).map(|start| start.saturating_sub(1)));
        self.pairs.clear();
        for start in 0..length - 1 {
            self.offer(vocabulary, piece, start, start + 2);
        }
        let mut left = piece.len();
        while let Some(Reverse((_, start, end))) = self.pairs.pop() {
            let middle = self.end(start);
            // Of parts that are gone, or have grown since.
            if middle == 0 || middle >= end || self.end(middle) != end {
                continue;
            }
            if let Some(joined) = self.ends.get_mut(start as usize) {
                *joined = end;
            }
            if let Some(gone) = self.ends.get_mut(middle as usize) {
                *gone = 0;
            }
            left -= 1;
            if end < length {
                if let Some(before) = self.befores.get_mut(end as usize) {
                    *before = start;
                }
                let behind = self.end(end);
                self.offer(vocabulary, piece, start, behind);
            }
            if let Some(before) = self.befores.get(start as usize).filter(|_| start > 0) {
                self.offer(vocabulary, piece, *before, end);
            }
        }
        left
    }

    fn end(&self, start: u32) -> u32 {
        self.ends.get(start as usize).copied().unwrap_or_default()
    }

    fn offer(&mut self, vocabulary: &Vocabulary, piece: &[u8], start: u32, end: u32) {
        let token = piece.get(start as usize..end as usize).unwrap_or_default();
        if let Some(rank) = vocabulary.rank(token) {
            self.pairs.push(Reverse((rank, start, end)));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn both() -> [(Vocabulary, &'static bpe_openai::Tokenizer); 2] {
        [(Vocabulary::o200k(), bpe_openai::o200k_base()), (Vocabulary::cl100k(), bpe_openai::cl100k_base())]
    }

    #[test]
    fn counts_are_those_of_another_implementation() {
        let texts = [
            "I'll  be there\n\n  at 10:30, won't I?   ",
            "ÄRGER über Größe – 返金してください。 Спасибо! مرحبا 👩‍👩‍👧",
            " \t\r\n \u{a0}\u{3000} x\u{2028}y \r\n",
            "CamelCaseWORDS don'T DON'Ts http://a.b/c?d=e&f //\n//",
            "0123456789 1,234.56 ²³ ٣٤٥",
            "e\u{301}\u{302} \u{301}x aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ];
        for (ours, theirs) in both() {
            for text in texts {
                assert_eq!(ours.count(text), theirs.count(text), "{text:?}");
                let (mine, other): (Vec<_>, Vec<_>) =
                    (pieces(ours.pattern.as_ref(), text).collect(), theirs.split(text).collect());
                assert_eq!(mine, other);
            }
        }
    }

    #[test]
    fn any_text_is_counted_alike() {
        let both = both();
        let text = prop_oneof![
            "\\PC{0,60}",
            "[ a-zA-Z'\\r\\n\\t.,/0-9]{0,80}",
            "[\\s\\u{300}-\\u{305}éÉß漢字한 -]{0,30}",
            proptest::collection::vec(any::<char>(), 0..20).prop_map(String::from_iter),
        ];
        proptest!(|(text in text)| {
            for (ours, theirs) in &both {
                prop_assert_eq!(ours.count(&text), theirs.count(&text));
            }
        });
    }
}
