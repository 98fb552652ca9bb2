//! Which forms a text may have around a digit, told from a few bytes: nearly every number of a text is told from all
//! identifiers by one look.

use super::form::{Class, Form, Piece, separator_at, separator_before};

/// The most letters before the first digit, and the most digits of the first group, that forms are told apart by.
const KEYS: usize = 24;
/// How many kinds of bytes before the first digit are told apart where no letter touches it: [`Lead`].
const LEADS: usize = 3;
/// How many kinds of bytes behind the first group of digits are told apart.
const FOLLOWS: usize = 10;

/// The end of the value, or what no form goes on with.
const END: usize = 0;
const LETTER: usize = 1;
/// A blank and a digit, then a blank and a letter, and so on for the hyphen, the point and the slash.
const SEPARATED: usize = 2;
const SEPARATORS: [char; 4] = [' ', '-', '.', '/'];

/// What stands before a digit that no letter touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Nothing that forms begin with.
    Bare,
    /// A letter and a separator.
    Letter,
    /// A character beyond ASCII, and perhaps a separator.
    Beyond,
}

/// The forms by what stands around the first digit.
#[derive(Debug)]
pub(super) struct FormIndex {
    /// Where the forms of each key begin in `places`, and after them the end.
    starts: Vec<u32>,
    places: Vec<u16>,
}

impl FormIndex {
    pub(super) fn new(forms: &[Form]) -> FormIndex {
        let mut keyed = Vec::new();
        for (place, form) in (0u16..).zip(forms) {
            let follows: Vec<u16> = (0..KEYS).map(|digits| form.follows(digits)).collect();
            for row in (0..LEADS + KEYS - 1).filter(|row| form.begins(*row)) {
                for (digits, mask) in follows.iter().enumerate() {
                    let fitting = (0..FOLLOWS).filter(|follow| mask >> follow & 1 == 1);
                    keyed.extend(fitting.map(|follow| (key(row, digits, follow), place)));
                }
            }
        }
        keyed.sort_unstable();
        let keys = (LEADS + KEYS - 1) * KEYS * FOLLOWS;
        let before = |wanted: usize| keyed.partition_point(|(key, _)| *key < wanted);
        FormIndex {
            starts: (0..=keys).map(|key| u32::try_from(before(key)).unwrap_or(u32::MAX)).collect(),
            places: keyed.iter().map(|(_, place)| *place).collect(),
        }
    }

    /// The forms that a text may have whose first digit is at byte `at`.
    #[inline]
    pub(super) fn fitting(&self, text: &str, at: usize) -> &[u16] {
        let bytes = text.as_bytes();
        let before = bytes.get(..at).unwrap_or_default().iter().rev();
        let letters = before.take_while(|byte| byte.is_ascii_alphabetic()).take(KEYS).count();
        let behind = bytes.get(at..).unwrap_or_default().iter();
        let digits = behind.take_while(|byte| byte.is_ascii_digit()).take(KEYS).count();
        if letters == KEYS || digits == KEYS {
            return &[];
        }
        let row = if letters == 0 { lead(text, at) as usize } else { LEADS - 1 + letters };
        let key = key(row, digits, follow(text, at + digits));
        let range = self.starts.get(key).zip(self.starts.get(key + 1));
        range.and_then(|(from, to)| self.places.get(*from as usize..*to as usize)).unwrap_or_default()
    }
}

fn key(row: usize, digits: usize, follow: usize) -> usize {
    (row * KEYS + digits) * FOLLOWS + follow
}

fn lead(text: &str, at: usize) -> Lead {
    let end = at - separator_before(text, at).map_or(0, |(_, length)| length);
    match end.checked_sub(1).and_then(|last| text.as_bytes().get(last)) {
        Some(byte) if *byte >= 0x80 => Lead::Beyond,
        Some(byte) if byte.is_ascii_alphabetic() && end < at => Lead::Letter,
        _ => Lead::Bare,
    }
}

fn follow(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let Some((separator, length)) = separator_at(text, end) else {
        return if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) { LETTER } else { END };
    };
    let kind = SEPARATORS.iter().position(|known| *known == separator).unwrap_or_default();
    match bytes.get(end + length) {
        Some(b'0'..=b'9') => SEPARATED + 2 * kind,
        Some(byte) if byte.is_ascii_alphabetic() => SEPARATED + 2 * kind + 1,
        _ => END,
    }
}

impl Form {
    /// Whether a text of this row may have this form: of a [`Lead`], or with letters that touch the first digit.
    fn begins(&self, row: usize) -> bool {
        let before = self.pieces.get(..self.first_digit).unwrap_or_default();
        let letters = (row + 1).saturating_sub(LEADS);
        if letters > 0 {
            return touching(before, letters);
        }
        let lead = [Lead::Bare, Lead::Letter, Lead::Beyond].get(row);
        let is_separator = |piece: &Piece| {
            matches!(piece, Piece::Space | Piece::Optional | Piece::Literal(b'-' | b'.' | b'/'))
        };
        let last = before.iter().rev().find(|piece| !is_separator(piece));
        let separated = before.last().is_some_and(is_separator);
        match last {
            // Anything may stand before a value that begins with the digit.
            None => true,
            Some(Piece::Literal(byte)) if *byte >= 0x80 => lead == Some(&Lead::Beyond),
            Some(Piece::Run(_, 0, _)) => true,
            Some(Piece::Run(..)) => separated && lead == Some(&Lead::Letter),
            Some(Piece::Literal(byte)) if byte.is_ascii_alphabetic() => {
                separated && lead == Some(&Lead::Letter)
            }
            Some(_) => lead == Some(&Lead::Bare),
        }
    }

    /// What may follow the first group of digits, if it has so many: a bit for each kind.
    fn follows(&self, digits: usize) -> u16 {
        let behind = self.pieces.get(self.first_digit..).unwrap_or_default();
        // Digits that follow each other have no separator between them, and then the form has none.
        let mut left = digits;
        let mut joined = false;
        for (place, piece) in behind.iter().enumerate() {
            let rest = behind.get(place..).unwrap_or_default();
            if left == 0 {
                return if place == 0 { 0 } else { first_of(rest, joined) };
            }
            match piece {
                Piece::Run(Class::Letter, 0, _) => {}
                Piece::Run(Class::Letter, ..) | Piece::Space | Piece::Last => return 0,
                Piece::Run(class, least, most) => {
                    let (least, most) = (usize::from(*least), usize::from(*most));
                    let taken = left.min(most);
                    left -= taken;
                    if left == 0 && taken < most && *class == Class::Either {
                        // Letters of the same run may follow.
                        let rest = behind.get(place + 1..).unwrap_or_default();
                        return 1 << LETTER | if taken >= least { first_of(rest, joined) } else { 0 };
                    }
                    if taken < least {
                        return 0;
                    }
                }
                Piece::Literal(byte) if byte.is_ascii_digit() => left -= 1,
                Piece::Literal(_) => return 0,
                Piece::Optional => joined = true,
            }
        }
        if left == 0 { first_of(&[], joined) } else { 0 }
    }
}

/// Whether letters in this number may touch the first digit. `~` may be nothing: the letters before it then touch the
/// digit, and so do those before another `~`.
fn touching(before: &[Piece], letters: usize) -> bool {
    let (mut least, mut most) = (0, 0);
    for piece in before.iter().rev() {
        match piece {
            Piece::Run(_, m, n) => (least, most) = (least + usize::from(*m), most + usize::from(*n)),
            Piece::Literal(byte) if byte.is_ascii_alphabetic() => (least, most) = (least + 1, most + 1),
            Piece::Optional if (least..=most).contains(&letters) => return true,
            Piece::Optional => {}
            _ => break,
        }
    }
    (least..=most).contains(&letters)
}

/// What pieces may begin with, none of it a digit, as bits. `joined`: no optional separator is there.
fn first_of(pieces: &[Piece], joined: bool) -> u16 {
    let separated = |separator: usize, rest: &[Piece]| {
        let (digit, letter) = match rest.iter().find(|piece| !matches!(piece, Piece::Run(_, 0, _))) {
            Some(Piece::Run(Class::Digit, ..)) => (1, 0),
            Some(Piece::Run(Class::Letter, ..)) => (0, 1),
            Some(Piece::Literal(byte)) if byte.is_ascii_digit() => (1, 0),
            Some(Piece::Literal(byte)) if byte.is_ascii_alphabetic() => (0, 1),
            _ => (1, 1),
        };
        let optional = rest.iter().any(|piece| matches!(piece, Piece::Run(_, 0, _)));
        let (digit, letter) = if optional { (1, 1) } else { (digit, letter) };
        (digit | letter << 1) << (SEPARATED + 2 * separator)
    };
    let Some((first, rest)) = pieces.split_first() else {
        // A letter right behind it makes it a part of something longer.
        return ((1 << FOLLOWS) - 1) & !(1 << LETTER);
    };
    match first {
        Piece::Run(Class::Digit, 0, _) => first_of(rest, joined),
        Piece::Run(Class::Digit, ..) => 0,
        Piece::Run(_, least, _) => 1 << LETTER | if *least == 0 { first_of(rest, joined) } else { 0 },
        Piece::Literal(byte) if byte.is_ascii_digit() => 0,
        Piece::Literal(byte) if byte.is_ascii_alphabetic() => 1 << LETTER,
        Piece::Literal(byte) => {
            match SEPARATORS.iter().position(|separator| *separator == char::from(*byte)) {
                Some(separator) => separated(separator, rest),
                None => 1 << END,
            }
        }
        Piece::Space => separated(0, rest),
        Piece::Optional if joined => first_of(rest, joined),
        Piece::Optional => {
            let none = first_of(rest, true);
            (0..SEPARATORS.len()).fold(none, |mask, separator| mask | separated(separator, rest))
        }
        Piece::Last => first_of(rest, joined),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deid::recognizers::id::COUNTRIES;

    #[test]
    fn gives_what_fits() {
        let forms =
            ["999~999~999", "AA999999A", "A{4}9{6}X{8}", "'KR'~99~99"].map(|n| Form::parse(n).unwrap());
        let index = FormIndex::new(&forms);
        let at = |text: &str| index.fitting(text, text.find(|c: char| c.is_ascii_digit()).unwrap()).to_vec();
        assert_eq!((at("123 456 789"), at("in 123 days"), at("123456789")), (vec![0], vec![], vec![0]));
        assert_eq!(
            (at("ab123456c"), at("ab123456"), at("ABCD123456XY"), at("ABCD12345678")),
            (vec![1], vec![], vec![2], vec![])
        );
        assert_eq!(
            (at("KR 12-34"), at("KR12-34"), at("12-34"), at("é12-34")),
            (vec![3], vec![3], vec![], vec![])
        );
        assert!(at(&"9".repeat(99)).is_empty());
    }

    proptest! {
        #[test]
        fn leaves_out_no_form_that_matches(pick in any::<prop::sample::Index>(), seed in prop::collection::vec(any::<u8>(), 64), behind in "[ .A9/-]{0,3}") {
            let notations: Vec<&str> = COUNTRIES.iter().copied().flatten().flat_map(|rule| rule.forms).copied().collect();
            let notation = notations[pick.index(notations.len())];
            let form = Form::parse(notation).unwrap();
            let mut bytes = seed.into_iter().cycle();
            let mut draw = |least: u8, most: u8| least + bytes.next().unwrap() % (most - least + 1);
            let separator = ["", " ", "-", ".", "/", "\u{a0}"][usize::from(draw(0, 5))];
            let mut text = Vec::from(*b"so ");
            for piece in &form.pieces {
                match piece {
                    Piece::Run(class, least, most) => for _ in 0..draw(*least, *most) {
                        let letter = *class == Class::Letter || *class == Class::Either && draw(0, 1) == 1;
                        text.push(if letter { b'A' + draw(0, 25) } else { b'0' + draw(0, 9) });
                    },
                    Piece::Literal(byte) => text.push(*byte),
                    Piece::Space => text.push(b' '),
                    Piece::Optional => text.extend_from_slice(separator.as_bytes()),
                    Piece::Last => {}
                }
            }
            let value = text.len();
            text.extend_from_slice(behind.as_bytes());
            let text = String::from_utf8(text).unwrap();
            let at = text.find(|c: char| c.is_ascii_digit()).unwrap();
            let index = FormIndex::new(std::slice::from_ref(&form));
            if let Some(matched) = form.at(&text, at)
                && !text[matched.end..].starts_with(|c: char| c.is_ascii_alphanumeric())
                && !text[..matched.start].ends_with(|c: char| c.is_ascii_alphanumeric())
            {
                prop_assert_eq!(index.fitting(&text, at), [0], "{} in {:?} {}", notation, text, value);
            }
        }
    }
}
