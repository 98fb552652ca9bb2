//! Written forms of identifiers: small patterns that match from the first digit outwards, in bounded time.

/// The longest compact identifier, in bytes.
pub(in crate::deid) const LONGEST: usize = 32;
/// The letter `Ñ` of a compact identifier (Latin-1); only literals match it.
pub(in crate::deid) const ENYE: u8 = 0xD1;
/// The most letters before the first digit, and the most digits of the first group, that forms are told apart by.
const KEYS: usize = 24;

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

    /// Whether a text may have this form in which `letters` letters touch the first digit (0 where something else
    /// stands before it) and `digits` digits follow each other there.
    pub(super) fn fits(&self, letters: usize, digits: usize) -> bool {
        let (before, behind) = self.pieces.split_at_checked(self.first_digit).unwrap_or_default();
        // `~` may be nothing: the letters before it then touch the digit, and so do those before another `~`.
        let (mut least, mut most, mut may_end) = (0, 0, false);
        for piece in before.iter().rev() {
            match piece {
                Piece::Run(_, m, n) => (least, most) = (least + usize::from(*m), most + usize::from(*n)),
                Piece::Literal(byte) if byte.is_ascii_alphabetic() => (least, most) = (least + 1, most + 1),
                Piece::Optional => {
                    may_end |= letters == most || (least..=most).contains(&letters);
                }
                _ => break,
            }
        }
        let letters_fit = may_end || (least..=most).contains(&letters);
        let (mut least, mut most, mut open) = (0, 0, false);
        for piece in behind {
            match piece {
                Piece::Run(Class::Digit, m, n) => {
                    least += if open { 0 } else { usize::from(*m) };
                    most += usize::from(*n);
                }
                Piece::Run(Class::Either, _, n) => (most, open) = (most + usize::from(*n), true),
                Piece::Literal(byte) if byte.is_ascii_digit() => {
                    (least, most) = (least + usize::from(!open), most + 1);
                }
                Piece::Optional if (least..=most).contains(&digits) => break,
                Piece::Optional => {}
                _ => break,
            }
        }
        letters_fit && (least..=most).contains(&digits)
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

/// Which forms fit which beginnings: nearly every number of a text is told from all identifiers by one look.
#[derive(Debug)]
pub(super) struct FormIndex {
    places: Vec<Vec<u16>>,
}

impl FormIndex {
    pub(super) fn new(forms: &[Form]) -> FormIndex {
        let keys = (0..KEYS).flat_map(|letters| (0..KEYS).map(move |digits| (letters, digits)));
        let fitting = |(letters, digits)| {
            let fits = forms.iter().enumerate().filter(move |(_, form)| form.fits(letters, digits));
            fits.filter_map(|(place, _)| u16::try_from(place).ok()).collect()
        };
        FormIndex { places: keys.map(fitting).collect() }
    }

    /// The forms that a text with so many letters before its first digit, and so many digits there, may have.
    pub(super) fn fitting(&self, letters: usize, digits: usize) -> &[u16] {
        if letters >= KEYS || digits >= KEYS {
            return &[];
        }
        self.places.get(letters * KEYS + digits).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(notation: &str, text: &str) -> Option<(String, String)> {
        let form = Form::parse(notation).unwrap();
        let at = text.bytes().position(|byte| byte.is_ascii_digit()).unwrap();
        let letters = text[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        let matched = form.at(text, at);
        assert!(matched.is_none() || form.fits(letters, digits), "{notation} {text}");
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

    #[test]
    fn the_index_gives_what_fits() {
        let forms = ["999~999~999", "AA999999A", "A{4}9{6}X{8}"].map(|n| Form::parse(n).unwrap());
        let index = FormIndex::new(&forms);
        assert_eq!(index.fitting(0, 3), [0]);
        assert_eq!(index.fitting(0, 9), [0]);
        assert_eq!(index.fitting(2, 6), [1]);
        assert_eq!(index.fitting(4, 6), [2]);
        assert_eq!(index.fitting(4, 14), [2]);
        assert!(
            index.fitting(0, 4).is_empty()
                && index.fitting(1, 6).is_empty()
                && index.fitting(99, 99).is_empty()
        );
    }
}
