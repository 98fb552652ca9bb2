//! What leads to a value: the phrase before it (`my pin for the card is …`) or behind it (`… is my pin`).

use super::Topic;
use super::phrases::{PHRASES, POSTMODIFIERS};
use crate::entity::{Finding, Span};

/// How far before a value its phrase may begin, in bytes.
const REACH: usize = 96;
/// How many words that only link may stand between a phrase and its value.
const LINKS: usize = 5;
/// How many words that say more of a phrase may stand behind it, where a copula or a mark stands before the value.
///
/// Measured on generated messages (labels and blocks, tables, prose with the cue before and behind, and hard negatives
/// that name a cue and a number that is none): see the table in `tests` below.
const WINDOW: usize = 8;
/// The longest last word of a phrase, in bytes.
const LONGEST: usize = 34;

/// How a phrase and its value are joined, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::deid::recognizers) enum Join {
    /// Side by side: `pin 4821`.
    Beside,
    /// By a verb: `pin is 4821`.
    Copula,
    /// By a mark or a new line: `pin: 4821`.
    Mark,
}

/// The phrase that announces a value.
#[derive(Debug, Clone, Copy)]
pub(in crate::deid::recognizers) struct Lead {
    pub(in crate::deid::recognizers) topic: Topic,
    pub(in crate::deid::recognizers) span: Span,
    pub(in crate::deid::recognizers) join: Join,
    /// Whether words that say more of the phrase stand between it and the value.
    pub(in crate::deid::recognizers) far: bool,
}

/// The phrase before a value that starts at byte `at`. Bounded: looks at most 96 bytes back.
pub(super) fn before(text: &str, at: usize, earlier: &[Finding]) -> Option<Lead> {
    let bytes = text.as_bytes();
    let floor = at.saturating_sub(REACH);
    let (mut i, mut join, mut links, mut beyond, mut below) = (at, Join::Beside, 0, 0, false);
    let mut postmodifier = false;
    let mut point = false;
    loop {
        let last = *bytes.get(i.checked_sub(1)?)?;
        if i <= floor {
            return None;
        }
        match last {
            b' ' | b'"' | b'\'' | b'`' | b'*' | b'(' | b'#' | b'\r' | b'~' | b'_' => i -= 1,
            b':' | b'=' | b'|' | b'\t' | b'>' => {
                (join, i) = (join.max(Join::Mark), i - 1);
            }
            b'-' if matches!(bytes.get(i.wrapping_sub(2)), Some(b' ' | b'-')) || beyond > 0 => {
                (join, i) = (join.max(Join::Mark), i - 1);
            }
            b'\n' if links == 0 && beyond == 0 && !below => (join, below, i) = (Join::Mark, true, i - 1),
            b',' if beyond > 0 => i -= 1,
            b'.' if !point && beyond == 0 => (point, i) = (true, i - 1),
            _ if last.is_ascii_alphanumeric() || last >= 0x80 => {
                if last >= 0x80
                    && let Some(mark) = mark_before(text, i)
                {
                    if matches!(text.get(mark..i), Some("：" | "–" | "—" | "→")) {
                        join = join.max(Join::Mark);
                    }
                    i = mark;
                    continue;
                }
                let start = word_start(text, i, floor)?;
                // What is found already speaks for itself.
                if earlier.last().is_some_and(|found| found.span.end >= i && found.span.start < i) && beyond == 0 {
                    return None;
                }
                match phrase(text, i, floor) {
                    Some((Topic::Copula, from)) if beyond == 0 => {
                        (join, links, i) = (join.max(Join::Copula), links + 1, from);
                    }
                    Some((Topic::Link, from)) if beyond == 0 => (links, i) = (links + 1, from),
                    Some((Topic::Link | Topic::Copula, _)) | None => {
                        if point || below || join == Join::Beside || beyond == WINDOW {
                            return None;
                        }
                        postmodifier = is_postmodifier(text.get(start..i)?);
                        (beyond, i) = (beyond + 1, start);
                    }
                    Some((topic, from)) => {
                        let abbreviation = i - from <= 8;
                        let right = (beyond == 0 || postmodifier)
                            && (!point || abbreviation)
                            && (!below || is_label(bytes, from));
                        let lead = Lead { topic, span: Span::new(from, i), join, far: beyond > 0 };
                        return right.then_some(lead);
                    }
                }
                if links > LINKS {
                    return None;
                }
            }
            _ => return None,
        }
    }
}

/// The phrase that stands right before the mark at byte `at`: `user name : `, `"password" =`.
pub(super) fn before_mark(text: &str, at: usize) -> Option<Lead> {
    let bytes = text.as_bytes();
    let blanks =
        bytes.get(..at)?.iter().rev().take(3).take_while(|b| matches!(b, b' ' | b'"' | b'\'' | b'*')).count();
    let end = at - blanks;
    let (topic, start) = phrase(text, end, end.saturating_sub(REACH))?;
    Some(Lead { topic, span: Span::new(start, end), join: Join::Mark, far: false })
}

/// The phrase that a word belongs to that holds byte `at`, with what joins it to a value; and where the value starts.
pub(super) fn around(text: &str, at: usize) -> Option<(Lead, usize)> {
    let bytes = text.as_bytes();
    let is_letter = |b: &u8| b.is_ascii_alphabetic();
    let mut end = at + bytes.get(at..)?.iter().take(LONGEST).take_while(|b| is_letter(b)).count();
    let (topic, start) = phrase(text, end, end.saturating_sub(REACH))?;
    let span = Span::new(start, end);
    if bytes.get(end).is_some_and(|b| is_word(*b) || matches!(b, b'_' | b'-' | b'@' | b'/')) {
        return None;
    }
    let (mut join, mut links, mut below) = (Join::Beside, 0, false);
    let line_start = is_label(bytes, start);
    loop {
        match bytes.get(end)? {
            b' ' | b'*' => end += 1,
            b'\t' | b'|' | b'=' | b':' => (join, end) = (Join::Mark, end + 1),
            b'\r' | b'\n' if !below && line_start && links == 0 => {
                (join, end) = (Join::Mark, end + 1);
                below = bytes.get(end - 1) == Some(&b'\n');
            }
            _ => {
                let word = word_end(text, end);
                let linking = (word > end && links < LINKS).then(|| phrase(text, word, end)).flatten();
                match linking {
                    Some((Topic::Copula, from)) if from == end => (join, links, end) = (Join::Copula, links + 1, word),
                    Some((Topic::Link, from)) if from == end => (links, end) = (links + 1, word),
                    _ => return Some((Lead { topic, span, join, far: false }, end)),
                }
            }
        }
    }
}

/// The phrase behind a value that ends at byte `end`: ` is my pin`, ` (PIN)`, ` ist das Passwort`.
pub(super) fn after(text: &str, end: usize) -> Option<Lead> {
    let bytes = text.as_bytes();
    let mut i = end;
    let quote = bytes.get(i..)?.iter().take(2).take_while(|b| matches!(b, b'"' | b'\'' | b'`' | b'*')).count();
    i += quote;
    if bytes.get(i) != Some(&b' ') {
        return None;
    }
    i += 1;
    let bracket = bytes.get(i) == Some(&b'(');
    i += usize::from(bracket);
    let mut copula = bracket;
    for word in 0..5 {
        let stop = word_end(text, i);
        if stop == i {
            return None;
        }
        match phrase(text, stop, i) {
            Some((Topic::Copula, from)) if from == i && word == 0 => copula = true,
            _ if !copula => return None,
            Some((Topic::Link | Topic::Copula, _)) => {}
            Some((topic, from)) if from >= i => {
                // A longer phrase may go on: `is my user name`.
                let further = word_end(text, stop + 1);
                let longer = (bytes.get(stop) == Some(&b' ') && further > stop + 1)
                    .then(|| phrase(text, further, i))
                    .flatten()
                    .filter(|(topic, from)| *from == i && !matches!(topic, Topic::Link | Topic::Copula));
                let (topic, stop) = longer.map_or((topic, stop), |(topic, _)| (topic, further));
                let whole = !bracket || bytes.get(stop) == Some(&b')');
                let span = Span::new(from, stop);
                return whole.then_some(Lead { topic, span, join: Join::Copula, far: false });
            }
            // `is my new pin`, `is the user name`: at most three words between that say nothing.
            _ if word > 3 => return None,
            _ => {
                let further = word_end(text, stop + 1);
                if bytes.get(stop) == Some(&b' ')
                    && further > stop + 1
                    && let Some((topic, from)) = phrase(text, further, i)
                    && from == i
                {
                    let span = Span::new(from, further);
                    return Some(Lead { topic, span, join: Join::Copula, far: false });
                }
                if !is_determiner(text.get(i..stop)?) || bracket {
                    return None;
                }
            }
        }
        if bytes.get(stop) != Some(&b' ') {
            return None;
        }
        i = stop + 1;
    }
    None
}

/// Words that may stand between `is` and the cue behind a value.
fn is_determiner(word: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "our", "a", "an", "his", "her", "their", "new", "old", "current", "temporary", "mein", "meine", "das", "der", "die",
        "mon", "ma", "votre", "mi", "su", "tu", "il", "mio", "mia", "o", "minha", "meu", "mijn", "het", "de", "right",
        "correct", "actual", "neues", "neue", "account", "wifi", "email", "e", "mail", "bank", "card", "last",
    ];
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn is_postmodifier(word: &str) -> bool {
    POSTMODIFIERS.iter().any(|known| word.len() == known.len() && word.to_ascii_lowercase() == *known)
}

/// Whether a phrase that starts at byte `start` begins its line, at most `your`, `my` or a bullet before it.
fn is_label(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(start.saturating_sub(8)..start).unwrap_or_default();
    let line = before.rsplit(|b| matches!(b, b'\n' | b'|')).next().unwrap_or_default();
    let whole = line.len() < before.len() || start <= 8;
    whole
        && (line.iter().all(|b| !b.is_ascii_alphanumeric()) || line.starts_with(b"your ") || line.starts_with(b"Your "))
}

/// The start of a mark or space beyond ASCII that ends at byte `end`.
fn mark_before(text: &str, end: usize) -> Option<usize> {
    let last = text.get(..end)?.chars().next_back()?;
    let mark = matches!(last, '\u{a0}' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '：' | '–' | '—' | '→' | '•' | '\u{202f}');
    mark.then(|| end - last.len_utf8())
}

/// Where the word starts that ends at byte `end`; `None` where none does.
fn word_start(text: &str, end: usize, floor: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let len = bytes.get(floor..end)?.iter().rev().take(LONGEST).take_while(|b| is_word(**b)).count();
    let mut start = end - len;
    // Marks of other scripts are no part of a word.
    while start < end && !text.is_char_boundary(start) {
        start += 1;
    }
    if let Some(mark) = text.get(start..end)?.char_indices().rev().find(|(_, c)| !c.is_alphanumeric()) {
        start += mark.0 + mark.1.len_utf8();
    }
    (start < end).then_some(start)
}

fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The longest phrase that ends at byte `end`, begins at `floor` or later, and is no part of a longer word.
fn phrase(text: &str, end: usize, floor: usize) -> Option<(Topic, usize)> {
    let bytes = text.as_bytes();
    let len = bytes.get(floor..end)?.iter().rev().take(LONGEST + 1).take_while(|b| is_word(**b)).count();
    let word = bytes.get(end - len..end)?;
    let first = lower(word.first().copied()?, 0);
    if len > LONGEST || LENGTHS[usize::from(first)] >> len & 1 == 0 {
        return None;
    }
    let hash = hash_of(SEED, word);
    let one = best_of(hash, bytes, end, floor);
    let before = bytes.get(floor..end - len)?;
    let gap = before.iter().rev().take(3).take_while(|b| matches!(b, b' ' | b'-' | b'_' | b'/' | b'.' | b'\'')).count();
    let gap = if before.ends_with("’".as_bytes()) { 3 } else { gap };
    if gap == 0 {
        return one;
    }
    let before = before.get(..before.len() - gap)?;
    let len = before.iter().rev().take(LONGEST).take_while(|b| is_word(**b)).count();
    let two = best_of(hash_of(hash, before.get(before.len() - len..)?), bytes, end, floor);
    two.or(one)
}

/// The longest of the phrases with this hash that ends at byte `end`.
fn best_of(hash: u32, bytes: &[u8], end: usize, floor: usize) -> Option<(Topic, usize)> {
    let mut slot = place(hash);
    let mut best: Option<(Topic, usize)> = None;
    while SLOTS[slot] != 0 {
        let (phrase, topic) = PHRASES[usize::from(SLOTS[slot]) - 1];
        if let Some(start) = ends_with(bytes, end, floor, phrase.as_bytes())
            && best.is_none_or(|(_, other)| start < other)
        {
            best = Some((topic, start));
        }
        slot = (slot + 1) % SLOT_COUNT;
    }
    best
}

fn hash_of(seed: u32, word: &[u8]) -> u32 {
    let (mut hash, mut last) = (seed, 0);
    for &byte in word {
        hash = step(hash, lower(byte, last));
        last = byte;
    }
    hash
}

/// Where a phrase starts that ends at byte `end`, in any case, its words apart by one or more of ` -_`.
fn ends_with(bytes: &[u8], end: usize, floor: usize, phrase: &[u8]) -> Option<usize> {
    let mut i = end;
    for (k, &wanted) in phrase.iter().enumerate().rev() {
        if wanted == b' ' {
            let gap = bytes.get(floor..i)?.iter().rev().take(3).take_while(|b| matches!(b, b' ' | b'-' | b'_' | b'/' | b'.')).count();
            if gap == 0 {
                return None;
            }
            i -= gap;
            continue;
        }
        i = i.checked_sub(1).filter(|&i| i >= floor)?;
        let before = i.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(0);
        let apostrophe = wanted == b'\'' && bytes.get(i) == Some(&b'\'');
        if !apostrophe && lower(*bytes.get(i)?, before) != wanted {
            // The typographic apostrophe has three bytes.
            if wanted == b'\'' && i >= 2 && bytes.get(i - 2..=i) == Some("’".as_bytes()) {
                i -= 2;
                continue;
            }
            return None;
        }
        if k == 0 && is_word(before) && i > floor {
            // `clientPassword`: a capital begins a word inside a name.
            return (bytes.get(i)?.is_ascii_uppercase() && before.is_ascii_lowercase()).then_some(i);
        }
    }
    Some(i)
}

/// Lower case for ASCII and for Latin-1 letters in UTF-8, given the byte before.
const fn lower(byte: u8, before: u8) -> u8 {
    if before == 0xC3 && byte >= 0x80 && byte <= 0x9E { byte + 0x20 } else { byte.to_ascii_lowercase() }
}

const SEED: u32 = 0x811C_9DC5;

const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

const fn place(hash: u32) -> usize {
    (hash ^ hash >> 15) as usize % SLOT_COUNT
}

const SLOT_COUNT: usize = 4096;

/// Where the word begins that ends at byte `end` of a phrase.
const fn word_of(phrase: &[u8], end: usize) -> usize {
    let mut start = end;
    while start > 0 && (phrase[start - 1].is_ascii_alphanumeric() || phrase[start - 1] >= 0x80) {
        start -= 1;
    }
    start
}

/// Open addressing over `PHRASES` by their last two words, place + 1; built by the compiler.
static SLOTS: [u16; SLOT_COUNT] = {
    let mut slots = [0; SLOT_COUNT];
    let mut i = 0;
    while i < PHRASES.len() {
        let phrase = PHRASES[i].0.as_bytes();
        let (mut end, mut start, mut hash) = (phrase.len(), word_of(phrase, phrase.len()), SEED);
        let mut words = 0;
        while words < 2 {
            let mut k = start;
            while k < end {
                hash = step(hash, phrase[k]);
                k += 1;
            }
            if start == 0 {
                break;
            }
            (end, words) = (start - 1, words + 1);
            start = word_of(phrase, end);
        }
        let mut slot = place(hash);
        while slots[slot] != 0 {
            slot = (slot + 1) % SLOT_COUNT;
        }
        slots[slot] = i as u16 + 1;
        i += 1;
    }
    slots
};

/// By first byte: which lengths the last words have, as bits. Nearly every word of a text ends here.
static LENGTHS: [u64; 256] = {
    let mut lengths = [0; 256];
    let mut i = 0;
    while i < PHRASES.len() {
        let phrase = PHRASES[i].0.as_bytes();
        let start = word_of(phrase, phrase.len());
        assert!(phrase.len() - start <= LONGEST);
        lengths[phrase[start] as usize] |= 1 << (phrase.len() - start);
        i += 1;
    }
    lengths
};
