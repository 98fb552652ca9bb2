//! What leads to a value: the phrase before it (`my pin for the card is …`) or behind it (`… is my pin`).

use super::Topic;
use super::phrases::PHRASES;
use crate::entity::{Finding, Span};

/// How far before a value its phrase may begin, in bytes.
const REACH: usize = 112;
/// How many words that only link may stand between a phrase and its value.
const LINKS: usize = 5;
/// How many words that say more of a phrase may stand behind it, where a copula or a mark stands before the value.
///
/// Measured by the test `windows` below, on prose in which two to thirteen words say more of the cue (`the pin for my
/// card is …`), and on sentences whose value belongs to another word:
///
/// | words | found | touched |
/// | --- | --- | --- |
/// | 0 | 0 % | 0 % |
/// | 5 | 50 % | 0 % |
/// | 8 | 70 % | 0 % |
/// | 10 | 80 % | 0 % |
/// | 12 | 90 % | 0 % |
///
/// What keeps a wide window from doing harm is that a sentence, a comma, a conjunction or another subject ends it. In a
/// form the value follows its label at once: there a window is not needed, and none is used across a line.
const WINDOW: usize = 10;
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

/// The phrase before a value that starts at byte `at`. Bounded: looks at most 112 bytes back.
pub(super) fn before(text: &str, at: usize, earlier: &[Finding]) -> Option<Lead> {
    before_within(text, at, earlier, WINDOW)
}

/// The same with a window of so many words.
fn before_within(text: &str, at: usize, earlier: &[Finding], window: usize) -> Option<Lead> {
    let mut noun = None;
    walk(text, at, earlier, window, &mut noun).or(noun)
}

/// The walk itself; `noun` is the phrase that only says more of another one, if no other one comes.
fn walk(text: &str, at: usize, earlier: &[Finding], window: usize, noun: &mut Option<Lead>) -> Option<Lead> {
    let bytes = text.as_bytes();
    let floor = at.saturating_sub(REACH);
    let (mut i, mut join, mut links, mut beyond, mut below) = (at, Join::Beside, 0, 0, false);
    let (mut postmodifier, mut point, mut aside) = (false, false, false);
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
            // `my pin, which I set today, is`: what stands between two commas is said of the cue.
            b',' if links > 0 && beyond == 0 || aside => (aside, i) = (true, i - 1),
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
                // What is found already speaks for itself.
                if earlier.last().is_some_and(|found| found.span.end >= i && found.span.start < i)
                    && beyond == 0
                {
                    return None;
                }
                match phrase(text, i, floor) {
                    Some((Topic::Copula, from)) if beyond == 0 => {
                        (join, links, i) = (join.max(Join::Copula), links + 1, from);
                    }
                    Some((Topic::Link | Topic::LinkMore, from)) if beyond == 0 => {
                        (links, i) = (links + 1, from)
                    }
                    Some((Topic::End, _)) => return None,
                    said
                    @ (Some((Topic::Link | Topic::LinkMore | Topic::More | Topic::Copula, _)) | None) => {
                        if point || below || join == Join::Beside || beyond == window {
                            return None;
                        }
                        let start = word_start(text, i, floor)?;
                        postmodifier = matches!(said, Some((Topic::More | Topic::LinkMore, _)));
                        (beyond, i) = (beyond + 1, start);
                    }
                    Some((topic, from)) => {
                        let short =
                            matches!(topic, Topic::Expiry | Topic::Account | Topic::Ticket | Topic::Device);
                        let number = [&b"no"[..], b"nr", b"num", b"n"]
                            .iter()
                            .any(|word| ends_with(bytes, i, floor, word).is_some());
                        let abbreviation = short && i - from <= 5 || number;
                        let right = (beyond == 0 || postmodifier)
                            && (!point || abbreviation || links > 0)
                            && (!below || is_label(bytes, from));
                        let lead = Lead { topic, span: Span::new(from, i), join, far: beyond > 0 };
                        // `the pin for my account is`: what is said of the cue may be a cue itself.
                        if right
                            && noun.is_none()
                            && join > Join::Beside
                            && !below
                            && !point
                            && is_said_of(text, from, floor)
                        {
                            *noun = Some(lead);
                            (postmodifier, beyond, i) = (false, beyond + 1, from);
                            continue;
                        }
                        if noun.is_some() && !(right && topic.is_secret()) {
                            return None;
                        }
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
    let (topic, start) =
        phrase(text, end, end.saturating_sub(REACH)).filter(|(topic, _)| !topic.is_word())?;
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
                    Some((Topic::Copula, from)) if from == end => {
                        (join, links, end) = (Join::Copula, links + 1, word)
                    }
                    Some((Topic::Link | Topic::LinkMore, from)) if from == end => {
                        (links, end) = (links + 1, word)
                    }
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
    let quote =
        bytes.get(i..)?.iter().take(2).take_while(|b| matches!(b, b'"' | b'\'' | b'`' | b'*')).count();
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
            Some((Topic::Link, _)) if word == 0 && text.get(i..stop) == Some("as") => copula = true,
            _ if !copula => return None,
            Some((Topic::Link | Topic::LinkMore | Topic::Copula, _)) => {}
            Some((topic, from)) if from >= i && !topic.is_word() => {
                // A longer phrase may go on: `is my user name`.
                let further = word_end(text, stop + 1);
                let longer = (bytes.get(stop) == Some(&b' ') && further > stop + 1)
                    .then(|| phrase(text, further, i))
                    .flatten()
                    .filter(|(topic, from)| *from == i && !topic.is_word());
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
                    && !topic.is_word()
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

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a preposition stands before byte `start`, an article or `my` between: `for my account`.
fn is_said_of(text: &str, start: usize, floor: usize) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "for", "of", "to", "on", "für", "zu", "zum", "zur", "pour", "de", "du", "para", "da", "do", "del",
        "di", "per", "voor", "van",
    ];
    let before = text.get(floor..start).unwrap_or_default();
    let mut words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(2);
    words.any(|word| is_one_of(PREPOSITIONS, word))
}

/// Whether a phrase that starts at byte `start` begins its line, at most `your`, `my` or a bullet before it.
fn is_label(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(start.saturating_sub(8)..start).unwrap_or_default();
    let line = before.rsplit(|b| matches!(b, b'\n' | b'|')).next().unwrap_or_default();
    let whole = line.len() < before.len() || start <= 8;
    whole
        && (line.iter().all(|b| !b.is_ascii_alphanumeric())
            || line.starts_with(b"your ")
            || line.starts_with(b"Your "))
}

/// The start of a mark or space beyond ASCII that ends at byte `end`.
fn mark_before(text: &str, end: usize) -> Option<usize> {
    let last = text.get(..end)?.chars().next_back()?;
    let mark = matches!(
        last,
        '\u{a0}' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '：' | '–' | '—' | '→' | '•' | '\u{202f}'
    );
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
    let mut word = bytes.get(end - len..end)?;
    // The typographic apostrophe ends a word: `d’utilisateur`.
    if !word.is_ascii()
        && let Some(apostrophe) = memchr::memmem::rfind(word, "’".as_bytes())
    {
        word = word.get(apostrophe + 3..)?;
    }
    let len = word.len();
    let (first, last) = (lower(word.first().copied()?, 0), *word.last()?);
    let before_last = if len > 1 { word[len - 2] } else { 0 };
    if len > LONGEST
        || LENGTHS[usize::from(first)] >> len & 1 == 0
        || ENDINGS[usize::from(last & 31)] >> (before_last & 31) & 1 == 0
    {
        return None;
    }
    let hash = step(SEED, bytes, end - len, end);
    let one = best_of(hash, bytes, end, floor);
    let before = bytes.get(floor..end - len)?;
    let gap = before
        .iter()
        .rev()
        .take(3)
        .take_while(|b| matches!(b, b' ' | b'-' | b'_' | b'/' | b'.' | b'\''))
        .count();
    let gap = if before.ends_with("’".as_bytes()) { 3 } else { gap };
    if gap == 0 {
        return one;
    }
    let before = end - len - gap;
    let len = bytes.get(floor..before)?.iter().rev().take(LONGEST).take_while(|b| is_word(**b)).count();
    let two =
        if len > 0 { best_of(step(hash, bytes, before - len, before), bytes, end, floor) } else { None };
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

/// Where a phrase starts that ends at byte `end`, in any case, its words apart by one or more of ` -_`.
fn ends_with(bytes: &[u8], end: usize, floor: usize, phrase: &[u8]) -> Option<usize> {
    let mut i = end;
    for (k, &wanted) in phrase.iter().enumerate().rev() {
        if wanted == b' ' {
            let gap = bytes
                .get(floor..i)?
                .iter()
                .rev()
                .take(3)
                .take_while(|b| matches!(b, b' ' | b'-' | b'_' | b'/' | b'.'))
                .count();
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

/// Adds the word `[start, end)` to a hash, by its length and four of its bytes, which case does not change.
const fn step(hash: u32, bytes: &[u8], start: usize, end: usize) -> u32 {
    let len = end - start;
    let last_but_one = if len > 1 { bytes[end - 2] | 0x20 } else { 0 };
    let ends = u32::from_le_bytes([
        bytes[start] | 0x20,
        bytes[end - 1] | 0x20,
        last_but_one,
        bytes[start + len / 2] | 0x20,
    ]);
    (hash.rotate_left(5) ^ ends ^ (len as u32) << 6).wrapping_mul(0x9E37_79B1)
}

const fn place(hash: u32) -> usize {
    (hash >> 20) as usize
}

/// As many as `place` tells apart.
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
            hash = step(hash, phrase, start, end);
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

/// By the last byte of the last words, the bytes before it, each as its low five bits, which case does not change.
static ENDINGS: [u32; 32] = {
    let mut endings = [0; 32];
    let mut i = 0;
    while i < PHRASES.len() {
        let phrase = PHRASES[i].0.as_bytes();
        let last = phrase[phrase.len() - 1];
        let one = phrase.len() - word_of(phrase, phrase.len()) == 1;
        let before = if one { 0 } else { phrase[phrase.len() - 2] };
        endings[(last & 31) as usize] |= 1 << (before & 31);
        i += 1;
    }
    endings
};

#[cfg(test)]
mod tests {
    use super::*;

    /// What says more of a cue, by its length in words; the value stands behind it.
    const MORE: [&str; 10] = [
        "for online",
        "for my card",
        "for the router downstairs",
        "that I set up",
        "you sent me by text",
        "I use for my savings account",
        "for the alarm in the back office",
        "that they gave me when I first joined",
        "we agreed on when I called you last week",
        "I wrote down on the paper that lies beside the old phone",
    ];
    const CUES: [(&str, Topic); 5] = [
        ("the pin", Topic::Pin),
        ("my password", Topic::Password),
        ("the verification code", Topic::Code),
        ("the passcode", Topic::Pin),
        ("the username", Topic::Username),
    ];

    fn topic(text: &str, window: usize) -> Option<Topic> {
        let at = text.find("4821x")?;
        before_within(text, at, &[], window).map(|lead| lead.topic)
    }

    /// How many of the positives are found, and of the negatives touched, with a window of so many words.
    fn measured(window: usize) -> (usize, usize, usize, usize) {
        let (mut found, mut positives, mut touched, mut negatives) = (0, 0, 0, 0);
        for (cue, wanted) in CUES {
            for more in MORE {
                for join in [" is ", ": ", " was: "] {
                    positives += 1;
                    found += usize::from(
                        topic(&format!("Hi, {cue} {more}{join}4821x thanks"), window) == Some(wanted),
                    );
                }
                // The cue is not the subject of the verb before the value.
                for text in [
                    format!("{cue} failed so the total {more} is 4821x now"),
                    format!("reset {cue} please, the balance {more} is 4821x"),
                    format!("{cue} works. The invoice {more}: 4821x"),
                    format!("{cue} {more} does not work, my balance is 4821x"),
                    format!("{cue} {more} failed: error 4821x"),
                    format!("{cue} {more} works and the amount is 4821x"),
                ] {
                    negatives += 1;
                    touched += usize::from(topic(&text, window) == Some(wanted));
                }
            }
        }
        (found, positives, touched, negatives)
    }

    #[test]
    fn windows() {
        let rows: Vec<_> =
            [0, 2, 3, 4, 5, 6, 8, 10, 12, 16].into_iter().map(|window| (window, measured(window))).collect();
        for (window, (found, positives, touched, negatives)) in &rows {
            println!("{window:3} words: {found}/{positives} found, {touched}/{negatives} touched");
        }
        let (found, positives, touched, _) = measured(WINDOW);
        assert!(found * 10 >= positives * 7, "{rows:?}");
        assert_eq!(touched, 0, "{rows:?}");
    }

    #[test]
    fn labels_and_marks() {
        for (text, wanted) in [
            ("Password:\n4821x", Some(Topic::Password)),
            ("User name\n4821x", Some(Topic::Username)),
            ("| PIN | 4821x |", Some(Topic::Pin)),
            ("PIN\t4821x", Some(Topic::Pin)),
            ("pin=4821x", Some(Topic::Pin)),
            ("\"password\": \"4821x\"", Some(Topic::Password)),
            ("I forgot my password\n4821x", None),
            ("my pin. 4821x", None),
            ("mot de passe : « 4821x »", Some(Topic::Password)),
            ("nom d’utilisateur : 4821x", Some(Topic::Username)),
            ("error code: 4821x", Some(Topic::Other)),
        ] {
            assert_eq!(topic(text, WINDOW), wanted, "{text}");
        }
    }

    #[test]
    fn behind_the_value() {
        for (text, wanted) in [
            ("4821x is my pin", Some(Topic::Pin)),
            ("4821x (PIN)", Some(Topic::Pin)),
            ("4821x ist das Passwort", Some(Topic::Password)),
            ("4821x is my new user name", Some(Topic::Username)),
            ("4821x is the total", None),
            ("4821x pin", None),
        ] {
            assert_eq!(after(text, 5).map(|lead| lead.topic), wanted, "{text}");
        }
    }
}
