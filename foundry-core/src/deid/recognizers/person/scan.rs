//! The gate: where a name or a cue can begin, found 64 bytes at a time.

use super::super::blocks::{BLOCK, WINDOW, pack, window};

/// Why a word is looked at.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    /// Its first byte.
    pub(super) at: usize,
    /// It may begin a cue.
    pub(super) cue: bool,
    /// It starts with a capital and may be a listed name.
    pub(super) name: bool,
}

/// Calls `visit` with every word that `cues` lets through, or `names` if it starts with a capital.
pub(super) fn candidates(bytes: &[u8], cues: &CueGate, names: &NameGate, mut visit: impl FnMut(Candidate)) {
    each_word(bytes, |at, eight| {
        // Eagerly: two tests that seldom hold are one branch that is told in advance.
        let (cue, name) = (cues.holds(eight), names.holds(eight));
        if cue | name {
            visit(Candidate { at, cue, name });
        }
    });
}

/// Calls `visit` with every word that `cues` lets through.
pub(in crate::deid::recognizers) fn cue_words(bytes: &[u8], cues: &CueGate, mut visit: impl FnMut(usize)) {
    each_word(bytes, |at, eight| {
        if cues.holds(eight) {
            visit(at);
        }
    });
}

/// Calls `see` with every place where a word begins, and the eight bytes from there.
#[inline(always)]
fn each_word(bytes: &[u8], mut see: impl FnMut(usize, u64)) {
    let (mut in_word, mut base) = (0, 0);
    let mut padded = [0; WINDOW];
    while base < bytes.len() {
        let window = window(bytes, base, &mut padded);
        let letters = letters(window);
        let mut starts = letters & !(letters << 1 | in_word);
        in_word = letters >> (BLOCK - 1);
        while starts != 0 {
            let offset = starts.trailing_zeros() as usize % BLOCK;
            starts &= starts - 1;
            let Some(eight) = window.get(offset..).and_then(|rest| rest.first_chunk()) else { break };
            see(base + offset, u64::from_le_bytes(*eight));
        }
        base += BLOCK;
    }
}

/// One bit per byte: ASCII letters, and the leading bytes of Latin ones (U+00C0 to U+017F). Compilers vectorise it.
fn letters(window: &[u8; WINDOW]) -> u64 {
    let mut flags = [0; BLOCK];
    for (flag, &byte) in flags.iter_mut().zip(window) {
        *flag = u8::from(((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(0xC3) < 3));
    }
    pack(&flags)
}

/// The first bytes of cue phrases in any case. Lets other words through at times, never holds one of its own back.
///
/// Three bytes say how many more must be looked at to tell a phrase from other words; the hash of those says yes.
pub(in crate::deid::recognizers) struct CueGate {
    /// By three bytes: how many bits of eight bytes are too many. `NO_CUE` where no phrase begins so.
    excess: Box<[u8; SLOTS]>,
    /// A set of hashes of what is left.
    bits: Box<[u64; PLACES / 64]>,
}

/// Bytes of ASCII letters of either case are the same with this bit set.
const CASE: u64 = 0x2020_2020_2020_2020;
const SLOTS: usize = 1 << 13;
const PLACES: usize = 1 << 16;
/// Leaves one bit of eight bytes: no phrase has a hash of that.
const NO_CUE: u8 = 63;

impl CueGate {
    /// The gate for phrases in lower case: a space stands for any white space, an apostrophe for its curly form too.
    pub(in crate::deid::recognizers) fn new<'a>(phrases: impl Iterator<Item = &'a str>) -> CueGate {
        let heads: Vec<Vec<u8>> = phrases.flat_map(heads).collect();
        let mut gate = CueGate { excess: Box::new([NO_CUE; SLOTS]), bits: Box::new([0; PLACES / 64]) };
        for head in &heads {
            let excess = &mut gate.excess[slot(word(head))];
            let own = 64 - 8 * head.len() as u8;
            *excess = if *excess == NO_CUE { own } else { own.max(*excess) };
        }
        for head in &heads {
            let place = gate.place(word(head));
            gate.bits[place / 64] |= 1 << (place % 64);
        }
        gate
    }

    /// Whether a phrase may begin at byte `at`.
    pub(in crate::deid::recognizers) fn may_begin(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut eight = [0; 8];
        match rest.first_chunk() {
            Some(first) => eight = *first,
            None => eight.iter_mut().zip(rest).for_each(|(to, from)| *to = *from),
        }
        self.holds(u64::from_le_bytes(eight))
    }

    #[inline(always)]
    fn holds(&self, eight: u64) -> bool {
        let place = self.place(eight | CASE);
        self.bits[place / 64] >> (place % 64) & 1 == 1
    }

    #[inline(always)]
    fn place(&self, eight: u64) -> usize {
        hash(eight << (self.excess[slot(eight)] % 64))
    }
}

/// What a text that holds this phrase may have in its first bytes, three to eight of them.
fn heads(phrase: &str) -> Vec<Vec<u8>> {
    let mut heads = vec![Vec::new()];
    for byte in phrase.bytes() {
        let forms: &[&[u8]] = match byte {
            b' ' => &[b" ", b"\n", b"\t", b"\x0c", b"\r\n"],
            b'\'' => &[b"'", "’".as_bytes()],
            _ => &[&[byte]],
        };
        heads = heads.iter().flat_map(|head| forms.iter().map(move |form| [head, *form].concat())).collect();
        if heads.iter().all(|head| head.len() >= 8) {
            break;
        }
    }
    let (short, mut long): (Vec<_>, Vec<_>) = heads.into_iter().partition(|head| head.len() < 4);
    // So short a word says little: what ends it is asked for too.
    for head in short {
        let ends = (0..=u8::MAX).filter(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        long.extend(ends.map(|end| [&head[..], &[end]].concat()));
    }
    long.iter_mut().for_each(|head| head.truncate(8));
    long
}

/// Up to eight bytes, without case.
fn word(head: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(eight) | CASE
}

fn hash(seen: u64) -> usize {
    (seen.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES.trailing_zeros())) as usize
}

/// By the first three bytes.
fn slot(eight: u64) -> usize {
    ((eight as u32) << 8).wrapping_mul(0x9e37_79b1) as usize >> (32 - SLOTS.trailing_zeros())
}

/// A set of four-byte word beginnings with a capital; may say yes to others, never no to its own.
pub(super) struct NameGate {
    bits: Box<[u64; PLACES / 64]>,
}

/// What may follow a word of less than four letters, as the low five bits: space, line ends and common punctuation.
const FOLLOWERS: &[u8] = b" \n\t.,:'!?-=)";

impl NameGate {
    /// The set of these beginnings; of a shorter word, with what can follow it.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> NameGate {
        let mut gate = NameGate { bits: Box::new([0; PLACES / 64]) };
        for word in words {
            gate.insert(word.as_bytes());
        }
        gate
    }

    fn insert(&mut self, word: &[u8]) {
        match word.first_chunk() {
            Some(four) => {
                let place = four_place(u32::from_le_bytes(*four));
                self.bits[place / 64] |= 1 << (place % 64);
            }
            None => {
                // Behind the byte that ends the word, anything may stand.
                let anything: Vec<u8> = (0..32).collect();
                let ended = word.last().is_some_and(|b| FOLLOWERS.contains(b));
                let next = if ended { &anything } else { FOLLOWERS };
                for byte in next {
                    self.insert(&[word, &[*byte]].concat());
                }
            }
        }
    }

    #[inline(always)]
    fn holds(&self, eight: u64) -> bool {
        let four = eight as u32;
        let place = four_place(four) % PLACES;
        let listed = self.bits[place / 64] >> (place % 64) & 1 == 1;
        // The lists hold no diacritics, so a word that has one early is let through; a leading one may be a capital.
        let capital = (four & 0x20 == 0) | (four & 0x80 != 0);
        capital & (listed | (four & 0x8080_8080 != 0))
    }
}

/// Sixteen bits from the low five bits of four bytes: letters of either case are the same there.
fn four_place(four: u32) -> usize {
    ((four & 0x1f1f_1f1f).wrapping_mul(0x9e37_79b1) >> (32 - PLACES.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_pass_in_every_form() {
        let gate = CueGate::new(["hi", "i'm", "this is", "je m'appelle", "regards", "grüßen"].into_iter());
        for text in
            ["HI,     ", "hi\u{a0}Tom  ", "I’m Tom  ", "This\r\nis ", "JE M’APP", "regards!", "GRÜßEN  "]
        {
            assert!(gate.holds(word(text.as_bytes())), "{text}");
        }
        for text in ["hit me  ", "this one", "regular ", "I’d like", "jersey  "] {
            assert!(!gate.holds(word(text.as_bytes())), "{text}");
        }
        // What has no phrase keeps one bit: neither value of it may pass.
        assert!(
            [u64::MAX << 63, 0].iter().all(|seen| gate.bits[hash(*seen) / 64] >> (hash(*seen) % 64) & 1 == 0)
        );
    }

    #[test]
    fn words_across_blocks_are_one() {
        let cues = CueGate::new(["hello"].into_iter());
        let names = NameGate::new(["maria", "bo"].into_iter());
        let mut seen = Vec::new();
        let text = format!("{}{} Maria, maria {}Bo.", " ".repeat(60), "x".repeat(8), "y".repeat(100));
        candidates(text.as_bytes(), &cues, &names, |c| seen.push((c.at, c.cue, c.name)));
        assert_eq!(seen, [(69, false, true)]);
    }
}
