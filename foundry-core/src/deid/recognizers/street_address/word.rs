//! The words of an address and what stands between them.

use super::lexicon::{self, COMMON, Hash, Kinds, PHRASE, STOP, Tail};
pub(super) use crate::deid::recognizers::case::Case;

/// The longest word that is read, in bytes.
const LONGEST: usize = 48;
/// `str` and `zip`, as a tail.
const STR: Tail = 0x73_7472;
const ZIP: Tail = 0x7A_6970;
/// The most words of a phrase.
const PHRASE_WORDS: usize = 5;

/// Letters of any script, joined by hyphens, apostrophes and the points of an abbreviation; no digit touches it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) case: Case,
    /// Letters, folded.
    pub(super) letters: usize,
    kinds: Kinds,
    hash: Hash,
}

impl Word {
    /// The word that starts at byte `start`.
    pub(super) fn at(text: &str, start: usize) -> Option<Word> {
        Word::plain(text.as_bytes(), start).or_else(|| Word::after(text, start, Hash::EMPTY))
    }

    /// The word that starts at byte `start` if it is as plain as most: letters of ASCII, and a space or a mark behind.
    fn plain(bytes: &[u8], start: usize) -> Option<Word> {
        let rest = bytes.get(start..bytes.len().min(start + LONGEST))?;
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let end = start + letters;
        let ends = match bytes.get(end) {
            None | Some(b' ' | b'\n' | b',' | b'!' | b'?' | b')' | b':' | b';') => true,
            Some(b'.') => letters > 2,
            _ => false,
        };
        if letters == 0 || !ends {
            return None;
        }
        let word = rest.get(..letters)?;
        let hash = Hash::of_letters(word);
        let upper = word.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let case = match upper {
            0 => Case::Lower,
            _ if upper == letters => Case::Upper,
            _ => Case::Title,
        };
        Some(Word { start, end, case, letters, kinds: lexicon::kinds(hash), hash })
    }

    /// The same, as the next word of a phrase.
    fn after(text: &str, start: usize, phrase: Hash) -> Option<Word> {
        let bytes = text.as_bytes();
        let (mut hash, mut letters, mut upper, mut lower) = (phrase, 0usize, 0usize, 0usize);
        let mut first_upper = false;
        let mut i = start;
        while let Some(&byte) = bytes.get(i) {
            if i - start > LONGEST {
                return None;
            }
            if byte.is_ascii_alphabetic() {
                let small = byte | 0x20;
                if byte == small {
                    lower += 1;
                } else {
                    first_upper |= i == start;
                    upper += 1;
                }
                hash = hash.with(small);
                letters += 1;
                i += 1;
            } else if byte >= 0x80 {
                let Some(c) = text.get(i..).and_then(|rest| rest.chars().next()) else { break };
                let apostrophe = c == '’';
                if apostrophe && i > start && text.get(i + 3..).is_some_and(starts_with_letter) {
                    i += 3;
                    continue;
                }
                if ('\u{300}'..='\u{36f}').contains(&c) && i > start {
                    i += c.len_utf8();
                    continue;
                }
                if !c.is_alphabetic() || matches!(c, 'º' | 'ª') {
                    break;
                }
                if c.is_uppercase() {
                    first_upper |= i == start;
                    upper += 1;
                } else {
                    lower += 1;
                }
                let (a, b) = folded(c);
                for letter in [a, b].into_iter().filter(|&letter| letter != 0) {
                    hash = hash.with(letter);
                    letters += 1;
                }
                i += c.len_utf8();
            } else if i == start {
                // `'s-Gravenhage`
                if byte == b'\'' && bytes.get(i + 1) == Some(&b's') && bytes.get(i + 2) == Some(&b'-') {
                    i += 1;
                    continue;
                }
                return None;
            } else {
                let joined = text.get(i + 1..).is_some_and(starts_with_letter);
                match byte {
                    b'\'' if joined => {}
                    b'-' if joined => {
                        hash = hash.with(byte);
                    }
                    // `P.O.`, `v.le`, `N.W.`; not `street.Then`.
                    b'.' if joined && letters <= 2 => {}
                    // `c/ Mayor`, `s/n`
                    b'/' if i == start + 1 && matches!(bytes[start] | 0x20, b'c' | b's') => {
                        hash = hash.with(byte);
                        if !joined || bytes[start] | 0x20 == b'c' {
                            i += 1;
                            lower += 1;
                            break;
                        }
                    }
                    _ => break,
                }
                i += 1;
            }
        }
        let glued = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'_' | b'@');
        if letters == 0 || bytes.get(i).is_some_and(glued) {
            return None;
        }
        let case = match (first_upper, lower) {
            (_, 0) => Case::Upper,
            (true, _) => Case::Title,
            // `d'Italia`, `l'Église`
            (false, _) if upper > 0 => Case::Title,
            (false, _) => Case::Lower,
        };
        Some(Word { start, end: i, case, letters, kinds: lexicon::kinds(hash), hash })
    }

    /// The word that ends at byte `end`.
    pub(super) fn before(text: &str, end: usize, floor: usize) -> Option<Word> {
        let bytes = text.as_bytes();
        let floor = floor.max(end.saturating_sub(LONGEST));
        let mut start = end;
        while start > floor {
            let byte = bytes[start - 1];
            let joins = match byte {
                b'\'' | b'-' => start < end,
                b'.' => start < end && short_before(bytes, start - 1),
                b'/' => start >= floor + 2 && bytes[start - 2] | 0x20 == b'c' && boundary(bytes, start - 2),
                // A letter, the mark of a letter, or an apostrophe.
                _ => byte.is_ascii_alphabetic() || byte >= 0x80,
            };
            if !joins {
                break;
            }
            start -= 1;
        }
        // What is no letter at the beginning: a quotation mark, a degree sign, half a character.
        while start < end && !text.get(start..end).is_some_and(starts_with_letter) {
            start += 1;
        }
        let word = Word::at(text, start).filter(|word| start < end && word.end == end)?;
        let free =
            start == 0 || !(bytes[start - 1].is_ascii_digit() || matches!(bytes[start - 1], b'_' | b'@'));
        free.then_some(word)
    }

    /// Whether it may be any of `kinds`.
    pub(super) fn is(&self, kinds: Kinds) -> bool {
        self.kinds & kinds != 0
    }

    /// What the end of a compound says: `SUFFIX`, `WEAK_SUFFIX` or 0.
    pub(super) fn ending(&self) -> Kinds {
        if self.is(STOP | COMMON) { 0 } else { lexicon::ending(self.hash.tail(), self.letters) }
    }

    /// Whether it is a compound in `str`: `Lindenstr.`
    pub(super) fn ends_in_str(&self) -> bool {
        self.hash.tail() & 0xFF_FFFF == STR && self.letters > 6
    }

    /// Whether it is `zip`.
    pub(super) fn is_zip(&self) -> bool {
        self.hash.tail() == ZIP
    }

    /// Whether it has a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.case != Case::Lower
    }

    /// The end of the longest phrase of `kinds` that starts with this word.
    pub(super) fn phrase(&self, text: &str, kinds: Kinds) -> Option<usize> {
        let mut end = self.is(kinds).then_some(self.end);
        let mut word = *self;
        for _ in 1..PHRASE_WORDS {
            if !word.is(PHRASE) {
                break;
            }
            let gap = Gap::at(text, word.end);
            if gap.comma || gap.lines > 0 || gap.next == word.end {
                break;
            }
            let Some(next) = Word::after(text, gap.next, word.hash.with(b' ')) else { break };
            word = next;
            if word.is(kinds) {
                end = Some(word.end);
            }
        }
        end
    }
}

/// What stands between two parts of an address.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gap {
    /// Where it ends.
    pub(super) next: usize,
    pub(super) comma: bool,
    pub(super) point: bool,
    pub(super) dash: bool,
    pub(super) open: bool,
    pub(super) lines: u8,
}

impl Gap {
    /// Spaces and what else may stand between the parts of an address, each at most once.
    pub(super) fn at(text: &str, start: usize) -> Gap {
        let bytes = text.as_bytes();
        let mut gap = Gap { next: start, ..Gap::default() };
        if let Some([b' ', next]) = bytes.get(start..start + 2)
            && next.is_ascii_alphanumeric()
        {
            gap.next += 1;
            return gap;
        }
        for _ in 0..12 {
            match bytes.get(gap.next) {
                Some(b' ' | b'\t' | b'\r') => gap.next += 1,
                Some(b'\n') if gap.lines == 0 => {
                    gap.lines = 1;
                    gap.next += 1;
                }
                Some(b',' | b';') if !gap.comma && !gap.dash => {
                    gap.comma = true;
                    gap.next += 1;
                }
                Some(b'.') if !gap.point && gap.next == start => {
                    gap.point = true;
                    gap.next += 1;
                }
                Some(b'-' | b'/' | b'|') if !gap.dash => {
                    gap.dash = true;
                    gap.next += 1;
                }
                Some(b'(') if !gap.open && gap.next > start => {
                    gap.open = true;
                    gap.next += 1;
                }
                Some(b'<') if gap.lines == 0 && is_break(bytes, gap.next) => {
                    gap.lines = 1;
                    gap.next +=
                        bytes[gap.next..].iter().take(6).position(|&byte| byte == b'>').unwrap_or(0) + 1;
                }
                Some(0xC2) if bytes.get(gap.next + 1) == Some(&0xA0) => gap.next += 2,
                Some(0xC2) if bytes.get(gap.next + 1) == Some(&0xB7) && !gap.dash => {
                    gap.dash = true;
                    gap.next += 2;
                }
                Some(0xE2) if is_dash_or_bullet(bytes, gap.next) && !gap.dash => {
                    gap.dash = true;
                    gap.next += 3;
                }
                _ => break,
            }
        }
        gap
    }

    /// Whether nothing but spaces stands there.
    pub(super) fn is_plain(&self) -> bool {
        !(self.comma || self.point || self.dash || self.open || self.lines > 0)
    }
}

/// `<br>`, `<br/>`, `<br />`
fn is_break(bytes: &[u8], at: usize) -> bool {
    let tag = bytes.get(at..).unwrap_or_default();
    tag.len() >= 4
        && tag[1..3].eq_ignore_ascii_case(b"br")
        && tag.iter().take(6).skip(3).any(|&byte| byte == b'>')
        && matches!(tag[3], b'>' | b'/' | b' ')
}

fn is_dash_or_bullet(bytes: &[u8], at: usize) -> bool {
    matches!((bytes.get(at + 1), bytes.get(at + 2)), (Some(0x80), Some(0x93 | 0x94 | 0xA2)))
}

/// Whether one or two letters stand before byte `at`, and no more.
fn short_before(bytes: &[u8], at: usize) -> bool {
    let letters = bytes[..at].iter().rev().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    (1..=2).contains(&letters) && boundary(bytes, at - letters)
}

/// Whether a word may begin at byte `at`.
fn boundary(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|i| !(bytes[i].is_ascii_alphanumeric() || bytes[i] >= 0x80))
}

fn starts_with_letter(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphabetic(),
        _ => text.chars().next().is_some_and(|c| c.is_alphabetic() && !matches!(c, 'º' | 'ª')),
    }
}

/// A letter without case and diacritic: one or two bytes, 0 for none.
fn folded(c: char) -> (u8, u8) {
    match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ą' => (b'a', 0),
        'æ' | 'Æ' => (b'a', b'e'),
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => (b'c', 0),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'Ę' | 'ě' => (b'e', 0),
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' | 'İ' => (b'i', 0),
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' => (b'n', 0),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => (b'o', 0),
        'œ' | 'Œ' => (b'o', b'e'),
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => (b'u', 0),
        'ý' | 'ÿ' | 'Ý' => (b'y', 0),
        'ß' | 'ẞ' => (b's', b's'),
        'ł' | 'Ł' => (b'l', 0),
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' => (b's', 0),
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => (b'z', 0),
        'ğ' | 'Ğ' => (b'g', 0),
        'ř' | 'Ř' => (b'r', 0),
        'ď' | 'đ' | 'ð' => (b'd', 0),
        'ť' | 'þ' => (b't', 0),
        _ => (0x80 | c as u8 & 0x3F, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::{CITY, LINK, STOP, SUFFIX, TYPE};
    use super::*;

    #[test]
    fn words_are_folded_and_looked_up() {
        let word = |text| Word::at(text, 0).unwrap();
        assert!(word("STREET,").is(SUFFIX) && word("Calle").is(TYPE) && word("köln").is(CITY));
        assert!(word("c/ Mayor").is(TYPE) && word("C/Mayor").is(TYPE) && word("v.le Roma").is(TYPE));
        assert!(word("the").is(STOP | LINK) && !word("Oak").is(STOP));
        assert_eq!(word("Hauptstraße 5").ending(), SUFFIX);
        assert_eq!(
            (word("McKay").case, word("OAK").case, word("d'Italia").case),
            (Case::Title, Case::Upper, Case::Title)
        );
        assert!(Word::at("oak1", 0).is_none() && Word::at("ann@example.com", 0).is_none());
    }

    #[test]
    fn phrases_are_the_longest() {
        let phrase = |text| Word::at(text, 0).unwrap().phrase(text, CITY);
        assert_eq!(phrase("New York City, NY"), Some(13));
        assert_eq!(phrase("new  york today"), Some(9));
        assert_eq!(phrase("Stoke-on-Trent"), Some(14));
        assert_eq!(phrase("St. Louis"), Some(9));
        assert_eq!(phrase("new shoes"), None);
    }

    #[test]
    fn words_are_read_backwards() {
        let before = |text: &'static str| Word::before(text, text.len(), 0).map(|word| &text[word.start..]);
        assert_eq!(before("in der Hauptstraße"), Some("Hauptstraße"));
        assert_eq!(before("Kurt-Schumacher-Str"), Some("Kurt-Schumacher-Str"));
        assert_eq!(before("to P.O"), Some("P.O"));
        assert_eq!(before("«Müller"), Some("Müller"));
        assert_eq!(before("a1b"), None);
    }

    #[test]
    fn gaps_take_each_mark_once() {
        assert_eq!(Gap::at(", \nX", 0).next, 3);
        assert_eq!(Gap::at("<br/>X", 0).next, 5);
        assert_eq!(Gap::at("\n\nX", 0).next, 1);
        assert_eq!(Gap::at(",,X", 0).next, 1);
    }
}
