//! Cues: words beside a value that say what it is, looked up whole, without case, in bounded text.

use super::cue_words::CUES;
use crate::entity::{Finding, Span};

/// What a cue word speaks for, as bits: one word may speak for several.
pub(super) type Kinds = u16;

/// A telephone number follows.
pub(super) const PHONE: Kinds = 1 << 0;
/// Some number follows: says little alone.
pub(super) const NUMBER: Kinds = 1 << 1;
/// A payment card follows.
pub(super) const CARD: Kinds = 1 << 2;
/// A bank account follows.
pub(super) const BANK: Kinds = 1 << 3;
/// A United States social security number follows.
pub(super) const SSN: Kinds = 1 << 4;
/// A taxpayer number follows.
pub(super) const TAX: Kinds = 1 << 5;
/// A date of birth follows.
pub(super) const BIRTH: Kinds = 1 << 6;
/// A network address follows.
pub(super) const NETWORK: Kinds = 1 << 7;
/// A version or a section number follows: not a network address.
pub(super) const VERSION: Kinds = 1 << 8;
/// An order, ticket, parcel or account number follows: not a phone, not a card.
pub(super) const REFERENCE: Kinds = 1 << 9;

/// The name of a month: no cue, but looked up as one.
pub(super) const MONTH: Kinds = 1 << 10;

/// How far a cue may be from its value, in bytes.
const REACH: usize = 64;
/// The same behind the value.
const REACH_AFTER: usize = 48;
/// How many words are looked at.
const WORDS: usize = 6;
/// The same behind the value: “… is on my UK driving licence”.
const WORDS_AFTER: usize = 7;
/// The longest cue word, in bytes.
const LONGEST: usize = 24;

/// The longest token that is told from words in brackets, in bytes.
const LONGEST_TOKEN: usize = 64;

/// Words that are shortened in the names of documents: `Reg. No.`, `Driver's Lic. No.`, `Nat. Ins. No.`, `Cod. Fisc.`
const ABBREVIATIONS: &[&[u8]] = &[
    b"reg", b"lic", b"ins", b"nat", b"acc", b"acct", b"cert", b"amtl", b"cod", b"doc", b"fisc", b"ident",
    b"part", b"soc", b"vers",
];

/// Who answers a question, before a colon at the start of a line.
#[rustfmt::skip]
const SPEAKERS: &[&str] = &[
    "customer", "client", "user", "visitor", "guest", "caller", "me", "cliente", "kund", "kunde", "klient", "asiakas",
    "usuario", "müşteri", "고객", "お客様", "ลูกค้า",
];

/// A cue word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    pub(super) kinds: Kinds,
    pub(super) span: Span,
    /// How many words lie between it and the value.
    pub(super) distance: usize,
    /// Whether another number lies between it and the value.
    pub(super) past_digits: bool,
}

const NO_CUE: Cue = Cue { kinds: 0, span: Span { start: 0, end: 0 }, distance: 0, past_digits: false };

/// The cue words on one side of a value, nearest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cues {
    hits: [Cue; WORDS],
    len: usize,
}

impl Cues {
    /// The cue words before byte `at`.
    pub(super) fn before(text: &str, at: usize, earlier: &[Finding]) -> Cues {
        let mut cues = Cues::none();
        words_before(text, at, earlier, |word| cues.push(word));
        cues
    }

    /// The cue words in the seven words after byte `at`, in the same line and sentence.
    pub(super) fn after(text: &str, at: usize) -> Cues {
        let mut cues = Cues::none();
        words_after(text, at, |word| cues.push(word));
        cues
    }

    /// The cue words of the question that a value at byte `at` answers, if it does.
    pub(super) fn of_question(text: &str, at: usize) -> Option<Cues> {
        let asked = question_before(text, at);
        (asked < at).then(|| Cues::before(text, asked, &[]))
    }

    /// The nearest cue that speaks for any of `kinds`.
    pub(super) fn nearest(&self, kinds: Kinds) -> Option<Cue> {
        self.find(|cue| cue.kinds & kinds != 0)
    }

    /// The nearest cue of which something holds.
    pub(super) fn find(&self, holds: impl Fn(&Cue) -> bool) -> Option<Cue> {
        self.hits[..self.len].iter().copied().find(holds)
    }

    /// The nearest cue that speaks for `kinds`, if none that speaks for `others` is nearer.
    pub(super) fn rather(&self, kinds: Kinds, others: Kinds) -> Option<Cue> {
        self.nearest(kinds | others).filter(|cue| cue.kinds & kinds != 0)
    }

    fn none() -> Cues {
        Cues { hits: [NO_CUE; WORDS], len: 0 }
    }

    fn push(&mut self, cue: Cue) {
        if cue.kinds != 0 && self.len < WORDS {
            self.hits[self.len] = cue;
            self.len += 1;
        }
    }
}

/// Visits the words before byte `at`, nearest first, cue words or not: same sentence, same line or the line above where
/// the value starts its line. One of the values found `earlier`, in order of their ends, is what the token will be that replaces it: one word
/// that says nothing, whatever it holds and however long it is.
pub(super) fn words_before(text: &str, at: usize, earlier: &[Finding], visit: impl FnMut(Cue)) {
    words_before_up_to(text, at, earlier, WORDS, visit);
}

/// The same, at most so many words.
pub(super) fn words_before_up_to(
    text: &str,
    at: usize,
    earlier: &[Finding],
    most: usize,
    mut visit: impl FnMut(Cue),
) {
    let bytes = text.as_bytes();
    let mut earlier = earlier.iter().rev().map(|finding| finding.span).peekable();
    let mut floor = at.saturating_sub(REACH);
    let (mut i, mut words, mut lines, mut digits) = (at, 0, 0, 0);
    while i > floor && words < most {
        while earlier.next_if(|value| value.start >= i).is_some() {}
        if let Some(value) = earlier.next_if(|value| value.end >= i) {
            words += 1;
            floor = floor.saturating_sub(i - value.start);
            i = value.start;
            continue;
        }
        let byte = bytes[i - 1];
        match byte {
            b'\n' if words == 0 && lines == 0 => {
                lines = 1;
                i -= 1;
            }
            b'\n' | b'!' | b'?' => break,
            // A token of an earlier run: the words in it are no words of the text.
            b']' if let Some(start) = token_before(bytes, i) => {
                words += 1;
                floor = floor.saturating_sub(i - start);
                i = start;
            }
            b'.' if bytes.get(i).is_none_or(|next| next.is_ascii_whitespace()) || i == at => {
                // The end of a sentence, unless it is the point of an abbreviation: `tel. 5550101` beside the value, `no.`,
                // `Steuernr.` and `N.I.` anywhere.
                let Some((span, kinds)) = word_before(text, i - 1, floor) else { break };
                let goes_on = kinds & NUMBER != 0 && span.len() <= 4 || is_abbreviation(bytes, span);
                if goes_on || words == 0 && span.len() <= 5 {
                    visit(Cue { kinds, span, distance: words, past_digits: digits > 0 });
                }
                if !goes_on {
                    break;
                }
                words += 1;
                i = span.start;
            }
            b'0'..=b'9' => {
                // Behind another value, words speak for that one; but a list shares its cue: `call 555-0101 or 555-0102`.
                digits += 1;
                if digits > 4 && words > 1 || digits > 32 {
                    break;
                }
                i -= 1;
            }
            _ if byte.is_ascii_alphabetic() || byte >= 0x80 => match word_before(text, i, floor) {
                Some((span, kinds)) => {
                    visit(Cue { kinds, span, distance: words, past_digits: digits > 0 });
                    words += 1;
                    i = span.start;
                }
                None => i -= last_char_len(bytes, i),
            },
            _ => i -= 1,
        }
    }
}

/// The byte down to which `reach` bytes before byte `at` lie, values found `earlier` and tokens of an earlier run not
/// counted: at most six of them, so that hostile text costs no more than any other.
pub(super) fn reach_before(text: &str, at: usize, reach: usize, earlier: &[Finding]) -> usize {
    let bytes = text.as_bytes();
    let mut values = earlier.iter().rev().map(|finding| finding.span).peekable();
    let (mut floor, mut i, mut passed) = (at.saturating_sub(reach), at, 0);
    while i > floor && passed < WORDS {
        while values.next_if(|value| value.start >= i).is_some() {}
        let start = match values.next_if(|value| value.end >= i) {
            Some(value) => Some(value.start),
            None if bytes.get(i - 1) == Some(&b']') => token_before(bytes, i),
            None => None,
        };
        if let Some(start) = start {
            floor = floor.saturating_sub(i - start);
            passed += 1;
        }
        i = start.unwrap_or(i - 1);
    }
    text.floor_char_boundary(floor)
}

/// Visits the seven words after byte `at`, in the same line and sentence.
pub(super) fn words_after(text: &str, at: usize, mut visit: impl FnMut(Cue)) {
    let bytes = text.as_bytes();
    let ceiling = bytes.len().min(at + REACH_AFTER);
    let (mut i, mut words) = (at, 0);
    while i < ceiling && words < WORDS_AFTER {
        let byte = bytes[i];
        // A point inside a word (`P.IVA`, `St.-Nr.`) or behind one letter ends no sentence.
        let inside = byte == b'.'
            && i > at
            && (single_letter(bytes, i)
                || bytes.get(i + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'-'));
        if matches!(byte, b'\n' | b'.' | b'!' | b'?' | b';') && !inside {
            break;
        }
        if byte == b'['
            && let Some(end) = memchr::memchr(b']', &bytes[i..bytes.len().min(i + LONGEST_TOKEN)])
            && token_before(bytes, i + end + 1) == Some(i)
        {
            words += 1;
            i += end + 1;
            continue;
        }
        if !byte.is_ascii_alphabetic() && byte < 0x80 {
            i += 1;
            continue;
        }
        let letters = text[i..].chars().take_while(|c| is_letter(*c)).map(char::len_utf8);
        let mut end = i;
        for length in letters {
            end += length;
            if end >= i + LONGEST + 4 {
                break;
            }
        }
        // Initials are one word: `U.K.`
        while end > i
            && single_letter(bytes, end)
            && bytes.get(end) == Some(&b'.')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
            && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphanumeric)
        {
            end += 2;
        }
        if end > i {
            let kinds = fold(&bytes[i..end]).map_or(0, |word| lookup(word.as_slice()));
            visit(Cue { kinds, span: Span::new(i, end), distance: words, past_digits: false });
            words += 1;
            i = end;
        } else {
            i += text[i..].chars().next().map_or(1, char::len_utf8);
        }
    }
}

/// Where the words before a value end: before the name of who answers (`Customer: 123…`) and the marks of what asked
/// (`Your NIN? 123…`, `NIN… 123`), if there are such.
pub(super) fn question_before(text: &str, at: usize) -> usize {
    let floor = text.floor_char_boundary(at.saturating_sub(REACH));
    let window = text.get(floor..at).unwrap_or_default();
    let mut before = window.trim_end();
    let speaker = before.strip_suffix(':').and_then(|label| {
        let start = label.rfind(['\n', '?', '!', '.'])? + 1;
        label.split_at_checked(start)
    });
    if let Some((above, label)) = speaker
        && SPEAKERS.iter().any(|speaker| label.trim().eq_ignore_ascii_case(speaker))
    {
        before = above.trim_end();
    }
    let asked = before.trim_end_matches(['?', '.']);
    let marks = before.get(asked.len()..).unwrap_or_default();
    if marks.contains('?')
        || marks.len() > 1
        || window.get(before.len()..).is_some_and(|gone| gone.contains(':'))
    {
        floor + asked.len()
    } else {
        at
    }
}

/// Where the token (`[PHONE_1]`, `[US_SSN_7f3a9c2b51d0]`) begins that ends at byte `end`, if one does.
fn token_before(bytes: &[u8], end: usize) -> Option<usize> {
    let body_end = end.checked_sub(1).filter(|&last| bytes.get(last) == Some(&b']'))?;
    let floor = body_end.saturating_sub(LONGEST_TOKEN);
    let start = floor + memchr::memrchr(b'[', bytes.get(floor..body_end)?)?;
    let body = bytes.get(start + 1..body_end)?;
    let (label, tail) = body.split_at(memchr::memrchr(b'_', body)?);
    let number = tail.len() > 1 && tail.iter().skip(1).all(u8::is_ascii_digit);
    let hash = tail.len() == 13 && tail.iter().skip(1).all(u8::is_ascii_hexdigit);
    let is_label = label.first().is_some_and(u8::is_ascii_uppercase)
        && label.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    ((number || hash) && is_label).then_some(start)
}

/// Whether the word that ends at byte `at` is a cue word, so that the point behind it is no decimal point: `Tel.555`.
pub(super) fn abbreviation(text: &str, at: usize) -> bool {
    word_before(text, at, at.saturating_sub(LONGEST)).is_some_and(|(_, kinds)| kinds & (PHONE | NUMBER) != 0)
}

/// Whether a whole word, in any case, announces a value: `phone`, `IBAN`.
pub(in crate::deid) fn announces(word: &str) -> bool {
    speaks_for(word, PHONE | CARD | BANK | SSN | TAX | BIRTH | REFERENCE)
}

/// Whether a whole word, in any case, speaks for any of `kinds`.
pub(super) fn speaks_for(word: &str, kinds: Kinds) -> bool {
    fold(word.as_bytes()).is_some_and(|word| lookup(word.as_slice()) & kinds != 0)
}

/// A word in lower case, without the points of an abbreviation (`d.o.b` is `dob`).
struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Folded {
    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Lower case for ASCII and Latin-1 letters in UTF-8; `None` for a word too long to be a cue.
fn fold(word: &[u8]) -> Option<Folded> {
    let mut folded = Folded { bytes: [0; LONGEST], len: 0 };
    let mut last = 0;
    for &byte in word {
        if byte == b'.' {
            continue;
        }
        let slot = folded.bytes.get_mut(folded.len)?;
        *slot = match byte {
            0x80..=0x9E if last == 0xC3 => byte + 0x20,
            _ => byte.to_ascii_lowercase(),
        };
        last = byte;
        folded.len += 1;
    }
    Some(folded)
}

/// The word that ends at byte `end`, and what it speaks for. `None` where no word ends.
fn word_before(text: &str, end: usize, floor: usize) -> Option<(Span, Kinds)> {
    let bytes = text.as_bytes();
    let letters = bytes[floor..end].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let mut start = end - letters;
    let mut dotted = false;
    while start > floor {
        let byte = bytes[start - 1];
        if byte.is_ascii_alphabetic() {
            start -= 1;
        } else if byte >= 0x80 {
            match text[..start].chars().next_back().filter(|c| is_letter(*c)) {
                Some(letter) => start -= letter.len_utf8(),
                None => break,
            }
        } else if byte == b'.' && start < end && start >= 2 && single_letter(bytes, start - 1) {
            dotted = true;
            start -= 1;
        } else {
            break;
        }
    }
    if start == end {
        return None;
    }
    let word = &bytes[start..end];
    // Most words are told from every cue word by their first letter and length.
    let kinds = match may_be_cue(word[0].to_ascii_lowercase(), word.len()) || dotted {
        true => fold(word).map_or(0, |word| lookup(word.as_slice())),
        false => 0,
    };
    Some((Span::new(start, end), kinds))
}

/// Whether a word with a point behind it is an abbreviation: one letter, letters with points between them, one of
/// [`ABBREVIATIONS`], or German for some number (`Steuernr.`).
fn is_abbreviation(bytes: &[u8], word: Span) -> bool {
    let word = &bytes[word.start..word.end];
    let is_known = || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known));
    let is_number = || word.last_chunk::<2>().is_some_and(|end| end.eq_ignore_ascii_case(b"nr"));
    word.len() == 1 || word.contains(&b'.') || is_number() || is_known()
}

/// Whether the word that ends at `end` is one letter long.
fn single_letter(bytes: &[u8], end: usize) -> bool {
    end >= 1 && bytes[end - 1].is_ascii_alphabetic() && (end < 2 || !bytes[end - 2].is_ascii_alphanumeric())
}

/// Whether a character belongs to a word; accents that stand alone do.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c)
}

fn last_char_len(bytes: &[u8], end: usize) -> usize {
    let mut len = 1;
    while len < 4 && len < end && bytes[end - len] & 0xC0 == 0x80 {
        len += 1;
    }
    len
}

/// What a folded word speaks for; 0 for most words.
fn lookup(word: &[u8]) -> Kinds {
    let Some(&first) = word.first() else { return 0 };
    if !may_be_cue(first, word.len()) {
        return 0;
    }
    let mut slot = hash(word);
    while SLOTS[slot] != 0 {
        let (cue, kinds) = CUES[usize::from(SLOTS[slot]) - 1];
        if cue.as_bytes() == word {
            return kinds;
        }
        slot = (slot + 1) % SLOTS.len();
    }
    0
}

/// Whether some cue word has this first byte and length.
fn may_be_cue(first: u8, len: usize) -> bool {
    len <= LONGEST && LENGTHS[usize::from(first)] >> len & 1 == 1
}

const fn hash(word: &[u8]) -> usize {
    let mut hash = 0x811C_9DC5u32;
    let mut i = 0;
    while i < word.len() {
        hash = (hash ^ word[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    (hash ^ hash >> 15) as usize % SLOT_COUNT
}

const SLOT_COUNT: usize = 1024;

/// Open addressing over `CUES`, place + 1; built by the compiler.
static SLOTS: [u16; SLOT_COUNT] = {
    let mut slots = [0; SLOT_COUNT];
    let mut i = 0;
    while i < CUES.len() {
        let mut slot = hash(CUES[i].0.as_bytes());
        while slots[slot] != 0 {
            slot = (slot + 1) % SLOT_COUNT;
        }
        slots[slot] = i as u16 + 1;
        i += 1;
    }
    slots
};

/// By first byte: which lengths its cue words have, as bits. Nearly every word of a text ends here.
static LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut i = 0;
    while i < CUES.len() {
        let word = CUES[i].0.as_bytes();
        assert!(word.len() <= LONGEST);
        lengths[word[0] as usize] |= 1 << word.len();
        i += 1;
    }
    lengths
};

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds_before(text: &str) -> Vec<(Kinds, &str)> {
        let cues = Cues::before(text, text.len(), &[]);
        cues.hits[..cues.len].iter().map(|c| (c.kinds, &text[c.span.start..c.span.end])).collect()
    }

    #[test]
    fn finds_whole_words_without_case() {
        assert_eq!(kinds_before("My PHONE number: "), [(NUMBER, "number"), (PHONE, "PHONE")]);
        assert_eq!(kinds_before("the cardboard is "), []);
        assert_eq!(kinds_before("TÉLÉPHONE : "), [(PHONE, "TÉLÉPHONE")]);
        assert_eq!(kinds_before("D.O.B. "), [(BIRTH, "D.O.B")]);
        assert_eq!(kinds_before("Tel."), [(PHONE, "Tel")]);
    }

    #[test]
    fn stays_in_its_sentence_and_line() {
        assert_eq!(kinds_before("Call me. It was "), []);
        assert_eq!(kinds_before("phone\nI saw "), []);
        assert_eq!(kinds_before("Phone\n"), [(PHONE, "Phone")]);
        assert_eq!(kinds_before("Phone no. "), [(NUMBER, "no"), (PHONE, "Phone")]);
        assert_eq!(kinds_before("phone of the U.K. is "), [(PHONE, "phone")]);
        assert_eq!(kinds_before("Telefonnr. ist "), [(PHONE, "Telefonnr")]);
    }

    #[test]
    fn nearest_cue_decides() {
        let text = "phone for the order ";
        let cues = Cues::before(text, text.len(), &[]);
        assert!(cues.rather(PHONE, REFERENCE).is_none());
        assert!(cues.nearest(PHONE).is_some());
    }

    #[test]
    fn words_in_tokens_are_none() {
        assert_eq!(kinds_before("[PHONE_1] [US_SSN_7f3a9c2b51d0] "), []);
        assert_eq!(kinds_before("phone [PHONE_1], "), [(PHONE, "phone")]);
        assert_eq!(kinds_before("[phone 1] "), [(PHONE, "phone")]);
        assert!(Cues::after(" [DATE_OF_BIRTH_1]", 0).nearest(BIRTH).is_none());
    }

    #[test]
    fn looks_behind_the_value_too() {
        let cues = Cues::after(". My date of birth", 0);
        assert!(cues.nearest(BIRTH).is_none());
        let cues = Cues::after(" (date of birth)", 0);
        assert!(cues.nearest(BIRTH).is_some());
    }
}
