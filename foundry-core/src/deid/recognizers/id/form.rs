//! Written forms of identifiers: small patterns that match from the first digit outwards, in bounded time.

use super::index::{self, Beginning, Head, Tail};

/// The longest compact identifier, in bytes.
pub(in crate::deid) const LONGEST: usize = 32;
/// The letter `Ñ` of a compact identifier (Latin-1); only literals match it.
pub(in crate::deid) const ENYE: u8 = 0xD1;

/// One piece of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// So many characters of a class, at least and at most.
    Run(Class, u8, u8),
    /// This character, without case.
    Literal(u8),
    /// One white space.
    Space,
    /// A separator that may be left out, but then everywhere, and is the same everywhere.
    Optional,
    /// The end: no separator and digit behind it.
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Either,
}

impl Class {
    fn has(self, byte: u8) -> bool {
        match self {
            Class::Digit => byte.is_ascii_digit(),
            Class::Letter => byte.is_ascii_alphabetic(),
            Class::Either => byte.is_ascii_alphanumeric(),
        }
    }
}

/// A written form, read from its notation:
///
/// `9` a digit, `A` a letter, `X` either, each with `{n}` or `{m,n}` behind it for more than one; `'HRB'` these letters;
/// a blank one white space; `~` a space, hyphen, point or slash that may be missing, alike in the whole form; `-`, `.`
/// and `/` themselves; `!` at the end, that no further group of digits follows. A form has a digit, and no `X` before the first one. Letters match without case.
#[derive(Debug)]
pub(super) struct Form {
    pieces: Vec<Piece>,
    /// The place of the piece that the first digit of a text belongs to.
    first_digit: usize,
}

/// Where a form was matched.
pub(super) struct Matched {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether only digits and separators stand there, and blanks are among them.
    pub(super) spaced_digits: bool,
    compact: [u8; LONGEST],
    len: usize,
}

impl Matched {
    /// Letters in upper case, digits and `&`, without separators; `Ñ` is [`ENYE`].
    pub(super) fn compact(&self) -> &[u8] {
        self.compact.get(..self.len).unwrap_or_default()
    }
}

impl Form {
    /// Reads a form. `None` for a notation that is none: a mistake in a table, which a test finds.
    pub(super) fn parse(notation: &str) -> Option<Form> {
        let mut pieces = Vec::new();
        let mut rest = notation;
        while let Some(c) = rest.chars().next() {
            rest = rest.get(c.len_utf8()..)?;
            let class = match c {
                '9' => Class::Digit,
                'A' => Class::Letter,
                'X' => Class::Either,
                _ => {
                    match c {
                        '\'' => {
                            let (word, behind) = rest.split_once('\'')?;
                            pieces.extend(word.bytes().map(Piece::Literal));
                            rest = behind;
                        }
                        ' ' => pieces.push(Piece::Space),
                        '~' => pieces.push(Piece::Optional),
                        '!' => pieces.push(Piece::Last),
                        '-' | '.' | '/' => pieces.push(Piece::Literal(c as u8)),
                        _ => return None,
                    }
                    continue;
                }
            };
            let (mut least, mut most) = (1, 1);
            if let Some(counts) = rest.strip_prefix('{') {
                let (counts, behind) = counts.split_once('}')?;
                rest = behind;
                let (from, to) = counts.split_once(',').unwrap_or((counts, counts));
                (least, most) = (from.parse().ok()?, to.parse().ok()?);
            }
            match pieces.last_mut() {
                Some(Piece::Run(last, m, n)) if *last == class => (*m, *n) = (*m + least, *n + most),
                _ => pieces.push(Piece::Run(class, least, most)),
            }
        }
        let is_digit = |piece: &Piece| match piece {
            Piece::Run(class, ..) => *class == Class::Digit,
            Piece::Literal(byte) => byte.is_ascii_digit(),
            _ => false,
        };
        let first_digit = pieces.iter().position(is_digit)?;
        let early =
            pieces.iter().take(first_digit).any(|piece| matches!(piece, Piece::Run(Class::Either, ..)));
        (!early).then_some(Form { pieces, first_digit })
    }

    /// Whether it has no letter.
    pub(super) fn has_digits_only(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Run(class, ..) => *class == Class::Digit,
            Piece::Literal(byte) => byte.is_ascii() && !byte.is_ascii_alphabetic(),
            Piece::Space | Piece::Optional | Piece::Last => true,
        })
    }

    /// Where a text of this form can begin.
    pub(super) fn beginnings(&self) -> Vec<Beginning> {
        let (before, behind) = self.pieces.split_at_checked(self.first_digit).unwrap_or_default();
        let mut beginnings = Vec::new();
        for (letters, head) in letters_and_heads(before) {
            let ends = digits_and_tails(behind).into_iter();
            let beginning = |(digits, tail, second)| Beginning { letters, head, digits, tail, second };
            beginnings.extend(ends.map(beginning));
        }
        beginnings
    }

    /// Matches around the first digit at byte `at`. What stands beside the match is not looked at.
    pub(super) fn at(&self, text: &str, at: usize) -> Option<Matched> {
        let bytes = text.as_bytes();
        let (before, behind) = self.pieces.split_at_checked(self.first_digit)?;
        let mut separator = None;
        let mut start = at;
        for piece in before.iter().rev() {
            start = match piece {
                Piece::Run(class, least, most) => {
                    let run = bytes.get(..start)?.iter().rev().take(usize::from(*most));
                    let length = run.take_while(|byte| class.has(**byte)).count();
                    (length >= usize::from(*least)).then_some(start - length)?
                }
                Piece::Literal(byte) => {
                    let last = start.checked_sub(1)?;
                    bytes.get(last)?.eq_ignore_ascii_case(byte).then_some(last)?
                }
                Piece::Space => start - separator_before(text, start).filter(|(c, _)| *c == ' ')?.1,
                Piece::Optional => start - agree(&mut separator, separator_before(text, start))?,
                Piece::Last => return None,
            };
        }
        let mut end = at;
        for piece in behind {
            end += match piece {
                Piece::Run(class, least, most) => {
                    let run = bytes.get(end..)?.iter().take(usize::from(*most));
                    let length = run.take_while(|byte| class.has(**byte)).count();
                    (length >= usize::from(*least)).then_some(length)?
                }
                Piece::Literal(byte) => bytes.get(end)?.eq_ignore_ascii_case(byte).then_some(1)?,
                Piece::Space => separator_at(text, end).filter(|(c, _)| *c == ' ')?.1,
                Piece::Optional => agree(&mut separator, separator_at(text, end))?,
                Piece::Last => {
                    let next = separator_at(text, end).and_then(|(_, length)| bytes.get(end + length));
                    (!next.is_some_and(u8::is_ascii_digit)).then_some(0)?
                }
            };
        }
        let mut matched = Matched { start, end, spaced_digits: false, compact: [0; LONGEST], len: 0 };
        let value = text.get(start..end)?;
        let mut letters = false;
        for c in value.chars() {
            let kept = match c {
                '&' => b'&',
                'Ñ' | 'ñ' => ENYE,
                _ if c.is_ascii_alphanumeric() => c.to_ascii_uppercase() as u8,
                _ => continue,
            };
            *matched.compact.get_mut(matched.len)? = kept;
            matched.len += 1;
            letters |= c.is_ascii_alphabetic();
        }
        let spaced = || (start..end).any(|at| separator_at(text, at).is_some_and(|(c, _)| c == ' '));
        matched.spaced_digits = !letters && value.len() > matched.len && spaced();
        Some(matched)
    }
}

/// The length of an optional separator, if it is the same as the ones before it: a missing one is as good as any, if
/// all are missing.
fn agree(chosen: &mut Option<Option<char>>, found: Option<(char, usize)>) -> Option<usize> {
    let character = found.map(|(c, _)| c);
    if *chosen.get_or_insert(character) != character {
        return None;
    }
    Some(found.map_or(0, |(_, length)| length))
}

/// A separator at byte `at`, as a blank, hyphen, point or slash, and its length.
pub(super) fn separator_at(text: &str, at: usize) -> Option<(char, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 {
        return plain(char::from(byte)).map(|c| (c, 1));
    }
    let c = text.get(at..)?.chars().next()?;
    plain(c).map(|plain| (plain, c.len_utf8()))
}

/// The same for the separator that ends at byte `at`.
pub(super) fn separator_before(text: &str, at: usize) -> Option<(char, usize)> {
    let byte = *text.as_bytes().get(at.checked_sub(1)?)?;
    if byte < 0x80 {
        return plain(char::from(byte)).map(|c| (c, 1));
    }
    let c = text.get(..at)?.chars().next_back()?;
    plain(c).map(|plain| (plain, c.len_utf8()))
}

fn plain(c: char) -> Option<char> {
    match c {
        ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' => Some(' '),
        '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' => Some('-'),
        '.' | '/' => Some(c),
        _ => None,
    }
}

/// How many letters may touch what stands behind these pieces, and what then stands before them. `~` may be nothing: the
/// letters before it then touch it.
fn letters_and_heads(pieces: &[Piece]) -> Vec<((usize, usize), Head)> {
    let (mut least, mut most, mut all) = (0, 0, Vec::new());
    for (place, piece) in pieces.iter().enumerate().rev() {
        let before = || word_before(pieces.get(..place).unwrap_or_default());
        match piece {
            Piece::Run(_, m, n) => (least, most) = (least + usize::from(*m), most + usize::from(*n)),
            Piece::Literal(byte) if byte.is_ascii_alphabetic() => (least, most) = (least + 1, most + 1),
            Piece::Optional => all.push(((least, most), before())),
            Piece::Space | Piece::Literal(b' ' | b'-' | b'.' | b'/') => {
                all.push(((least, most), before()));
                return all;
            }
            Piece::Literal(_) | Piece::Last => {
                all.push(((least, most), index::OTHER));
                return all;
            }
        }
    }
    all.push(((least, most), index::START));
    all
}

/// What stands before a separator that these pieces end at.
fn word_before(pieces: &[Piece]) -> Head {
    let mut lengths = (0, 0);
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Run(Class::Letter, m, n) => {
                lengths = (lengths.0 + usize::from(*m), lengths.1 + usize::from(*n));
            }
            Piece::Literal(byte) if byte.is_ascii_alphabetic() => lengths = (lengths.0 + 1, lengths.1 + 1),
            // Something else, or nothing, may stand before these letters: any number of them.
            _ => return Head::MAX & !index::START,
        }
    }
    let longest = |length: usize| length.clamp(1, index::LONGEST_WORD);
    let words = (longest(lengths.0)..=longest(lengths.1)).map(|length| index::WORD << (length - 1));
    words.fold(0, |head, word| head | word)
}

/// How many digits may follow each other at the beginning of these pieces, what then stands behind them, and how many
/// digits behind a separator.
fn digits_and_tails(pieces: &[Piece]) -> Vec<(Count, Tail, Count)> {
    let (mut least, mut most, mut all) = (0, 0, Vec::new());
    for (place, piece) in pieces.iter().enumerate() {
        let rest = pieces.get(place + 1..).unwrap_or_default();
        let behind = || classes(rest);
        match *piece {
            Piece::Run(Class::Digit, m, n) => {
                (least, most) = (least + usize::from(m), most + usize::from(n));
            }
            Piece::Literal(byte) if byte.is_ascii_digit() => {
                (least, most) = (least + 1, most + 1);
            }
            Piece::Run(Class::Either, m, n) => {
                all.push(((least, most + usize::from(n)), index::LETTER, ANY));
                (least, most) = (least + usize::from(m), most + usize::from(n));
            }
            Piece::Run(Class::Letter, m, _) => {
                all.push(((least, most), index::LETTER, ANY));
                if m > 0 {
                    return all;
                }
            }
            Piece::Optional => all.push(((least, most), behind() | index::FOREIGN, second_group(rest))),
            Piece::Space => {
                all.push(((least, most), behind() & index::BLANK | index::FOREIGN, second_group(rest)));
                return all;
            }
            Piece::Last => {}
            Piece::Literal(byte) => {
                let tail = match byte {
                    b'-' => behind() & index::BLANK << 1,
                    b'.' => behind() & index::BLANK << 2,
                    b'/' => behind() & index::BLANK << 3,
                    _ if byte.is_ascii_alphabetic() => index::LETTER,
                    _ => index::NOTHING | index::FOREIGN,
                };
                all.push(((least, most), tail, second_group(rest)));
                return all;
            }
        }
    }
    // At its end a blank may stand before anything, another separator before no word.
    all.push(((least, most), index::NOTHING | index::FOREIGN | index::BLANK, ANY));
    all
}

/// So many digits, at least and at most.
type Count = (usize, usize);

/// Any number of digits.
const ANY: Count = (0, usize::MAX);

/// How many digits these pieces may begin with, at least and at most.
fn second_group(pieces: &[Piece]) -> Count {
    let (mut least, mut most) = (0, 0);
    for piece in pieces {
        match *piece {
            Piece::Run(Class::Digit, m, n) => (least, most) = (least + usize::from(m), most + usize::from(n)),
            Piece::Literal(byte) if byte.is_ascii_digit() => (least, most) = (least + 1, most + 1),
            Piece::Run(Class::Either, ..) => return (least, usize::MAX),
            _ => break,
        }
    }
    (least, most)
}

/// What may stand behind a separator that these pieces follow.
fn classes(pieces: &[Piece]) -> Tail {
    let mut classes = 0;
    for piece in pieces {
        let (class, least) = match *piece {
            Piece::Run(Class::Digit, m, _) => (index::SEPARATOR_DIGIT, m),
            Piece::Run(Class::Letter, m, _) => (index::SEPARATOR_LETTER, m),
            Piece::Run(Class::Either, m, _) => (index::SEPARATOR_DIGIT | index::SEPARATOR_LETTER, m),
            Piece::Literal(byte) if byte.is_ascii_digit() => (index::SEPARATOR_DIGIT, 1),
            Piece::Literal(byte) if byte.is_ascii_alphabetic() => (index::SEPARATOR_LETTER, 1),
            _ => (Tail::MAX, 1),
        };
        classes |= class;
        if least > 0 {
            break;
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::super::index::FormIndex;
    use super::*;

    fn matched(notation: &str, text: &str) -> Option<(String, String)> {
        let form = Form::parse(notation).unwrap();
        let at = text.bytes().position(|byte| byte.is_ascii_digit()).unwrap();
        let matched = form.at(text, at);
        let fits = FormIndex::new(&[Form::parse(notation).unwrap()]).fitting(text, at).count() == 1;
        assert!(matched.is_none() || fits, "{notation} {text}");
        matched.map(|m| (text[m.start..m.end].into(), String::from_utf8(m.compact().into()).unwrap()))
    }

    fn whole(notation: &str, text: &str) -> bool {
        matched(notation, text).is_some_and(|(found, _)| found == text)
    }

    #[test]
    fn forms_match_from_the_first_digit_outwards() {
        assert_eq!(
            matched("AA~99~99~99~A", "x ab 12 34 56 c d"),
            Some(("ab 12 34 56 c".into(), "AB123456C".into()))
        );
        assert!(whole("AA~99~99~99~A", "AB123456C"));
        assert!(whole("AA~99~99~99~A", "AB-12-34-56-C"));
        assert!(!whole("AA~99~99~99~A", "AB 12-34 56 C"));
        assert!(whole("999~999~999", "046\u{A0}454\u{A0}286"));
        assert!(whole("9AX9~AX9~AA99", "1EG4-TE5-MK73") && whole("9AX9~AX9~AA99", "1eg4te5mk73"));
        assert!(
            whole("A{6}~99A99~A999A", "RSSMRA85T10A562S") && whole("A{6}~99A99~A999A", "RSSMRA 85T10 A562S")
        );
        assert!(whole("'HRB' 9{1,6}", "HRB 12345") && !whole("'HRB' 9{1,6}", "HRA 12345"));
        assert!(whole("999.999.999-99", "123.456.789-09"));
        assert!(whole("9{8,17}", "12345678901"));
        assert!(whole("99X9!", "1234") && !whole("99X9!", "12A4 12") && whole("99X9!", "12A4"));
        assert_eq!(matched("9{3}", "12"), None);
        for wrong in ["", "A", "X9", "9{", "9{a}", "(9)", "'HRB"] {
            assert!(Form::parse(wrong).is_none(), "{wrong}");
        }
    }
}
