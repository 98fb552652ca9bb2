//! Which identifiers a number may begin: told from the letters before its first digit, how many digits follow each other
//! there, and what stands behind them, so that nearly every number of a text is told from all identifiers by one look.

use super::form::{Form, separator_at};

/// The most letters before the first digit, and the most digits of the first group, that forms are told apart by.
const KEYS: usize = 24;

/// What stands behind the first group of digits, as one bit of [`TAILS`].
pub(super) type Tail = u16;

const TAILS: usize = 11;

/// A letter.
pub(super) const LETTER: Tail = 1;
/// None of the others: punctuation, a space that nothing follows, the end.
pub(super) const NOTHING: Tail = 1 << 1;
/// A separator and then a digit, for a blank, a hyphen, a point and a slash.
pub(super) const SEPARATOR_DIGIT: Tail = 0b1111 << 2;
/// A separator and then a letter.
pub(super) const SEPARATOR_LETTER: Tail = 0b1111 << 6;
/// A blank and then a digit or a letter; other separators lie beside it in the order above.
pub(super) const BLANK: Tail = 1 << 2 | 1 << 6;
/// Something that is not ASCII: a particle, a separator of another kind.
pub(super) const FOREIGN: Tail = 1 << 10;

/// What stands before the letters that touch the first digit, as one bit.
pub(super) type Head = u16;

/// Anything: the form begins there.
pub(super) const START: Head = 1;
/// A separator, and a word of so many letters before it: bit by bit from one letter to [`LONGEST_WORD`] or more.
pub(super) const WORD: Head = 1 << 1;
/// The longest word that is told from others.
pub(super) const LONGEST_WORD: usize = 8;
/// Something that is no separator and no ASCII letter.
pub(super) const OTHER: Head = 1 << 10;

/// Where a form can begin: how many letters touch its first digit, how many digits stand there, and what behind them.
pub(super) struct Beginning {
    pub(super) letters: (usize, usize),
    pub(super) head: Head,
    pub(super) digits: (usize, usize),
    pub(super) tail: Tail,
    /// How many digits follow each other behind a separator there, at least and at most.
    pub(super) second: (usize, usize),
}

/// The forms by their beginnings.
#[derive(Debug)]
pub(super) struct FormIndex {
    places: Vec<Places>,
}

/// The forms of one beginning, in their order.
#[derive(Debug, Clone, Default)]
struct Places {
    all: Vec<Place>,
    /// Those that have a letter: no other is an identifier in the middle of a row of groups.
    lettered: Vec<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    form: u16,
    head: Head,
    /// How many digits its second group may have, at least and at most.
    second: (u8, u8),
}

impl FormIndex {
    pub(super) fn new(forms: &[Form]) -> FormIndex {
        let mut index = FormIndex { places: vec![Places::default(); KEYS * KEYS * TAILS] };
        for (place, form) in forms.iter().enumerate() {
            let digits_only = form.has_digits_only();
            let place = u16::try_from(place).unwrap_or(u16::MAX);
            for Beginning { letters, head, digits, tail, second } in form.beginnings() {
                for letters in letters.0..=letters.1.min(KEYS - 1) {
                    for digits in digits.0..=digits.1.min(KEYS - 1) {
                        let tails = (0..TAILS).filter(|bit| tail >> bit & 1 == 1);
                        let bound = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
                        let place = Place { form: place, head, second: (bound(second.0), bound(second.1)) };
                        tails.for_each(|bit| index.add(key(letters, digits, bit), place, digits_only));
                    }
                }
            }
        }
        index
    }

    fn add(&mut self, key: usize, place: Place, digits_only: bool) {
        let Some(places) = self.places.get_mut(key) else { return };
        let lettered = (!digits_only).then_some(&mut places.lettered);
        for places in [Some(&mut places.all), lettered].into_iter().flatten() {
            match places.last_mut().filter(|last| last.form == place.form) {
                Some(known) => {
                    known.head |= place.head;
                    known.second = (known.second.0.min(place.second.0), known.second.1.max(place.second.1));
                }
                None => places.push(place),
            }
        }
    }

    /// The forms that a text may have in which `letters` letters touch the first digit, at byte `at`, in their order.
    #[inline]
    pub(super) fn fitting<'i>(&'i self, text: &str, at: usize) -> impl Iterator<Item = u16> + 'i {
        let bytes = text.as_bytes();
        let letters =
            bytes.iter().take(at).rev().take(KEYS).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = bytes.iter().skip(at).take(KEYS).take_while(|byte| byte.is_ascii_digit()).count();
        let tail = tail(text, at + digits);
        let places = match letters < KEYS && digits < KEYS {
            true => self.places.get(key(letters, digits, tail.trailing_zeros() as usize)),
            false => None,
        };
        let before = bytes.get(..at).unwrap_or_default().iter().rev();
        let places = match places {
            Some(places)
                if !places.all.is_empty()
                    && tail & BLANK & SEPARATOR_DIGIT != 0
                    && bytes.get(at.wrapping_sub(1)) == Some(&b' ')
                    && is_group(before.skip(1).copied()) =>
            {
                places.lettered.as_slice()
            }
            Some(places) => places.all.as_slice(),
            None => &[],
        };
        let (head, second) = match places.is_empty() {
            true => (0, 0),
            false => (head(bytes, at - letters), second(bytes, at + digits)),
        };
        // Where no group of digits comes second, any number of them is right.
        let second = (tail & SEPARATOR_DIGIT != 0).then(|| u8::try_from(second).unwrap_or(u8::MAX));
        let fits = move |place: &&Place| {
            let (least, most) = place.second;
            place.head & head != 0 && second.is_none_or(|second| (least..=most).contains(&second))
        };
        places.iter().filter(fits).map(|place| place.form)
    }
}

fn key(letters: usize, digits: usize, tail: usize) -> usize {
    (letters * KEYS + digits) * TAILS + tail
}

/// Whether digits come next and no separator of a date, a time or a telephone number right behind them.
pub(super) fn is_group(mut bytes: impl Iterator<Item = u8>) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    if !bytes.next().as_ref().is_some_and(is_digit) {
        return false;
    }
    let next = bytes.by_ref().take(24).find(|byte| !is_digit(byte));
    !(matches!(next, Some(b'/' | b'-' | b':' | b'.')) && bytes.next().as_ref().is_some_and(is_digit))
}

/// What stands before byte `at`.
fn head(bytes: &[u8], at: usize) -> Head {
    let Some((last, before)) = bytes.get(..at).and_then(<[u8]>::split_last) else { return START };
    if matches!(last, b' ' | b'-' | b'.' | b'/') {
        let letters =
            before.iter().rev().take(LONGEST_WORD).take_while(|byte| byte.is_ascii_alphabetic()).count();
        return match (letters, before.last()) {
            (0, Some(byte)) if byte.is_ascii_digit() => START,
            (0, _) => START | OTHER,
            _ => START | WORD << (letters - 1),
        };
    }
    match last {
        // What is not ASCII may be a separator too.
        0x80.. => Head::MAX,
        b'&' => START | OTHER,
        // Prices, telephone numbers, shares: nothing begins behind these.
        b'$' | b'+' | b'@' | b'%' => 0,
        _ => START,
    }
}

/// How many digits stand behind the separator at byte `at`.
fn second(bytes: &[u8], at: usize) -> usize {
    bytes.iter().skip(at + 1).take(KEYS).take_while(|byte| byte.is_ascii_digit()).count()
}

/// What stands at byte `at`.
fn tail(text: &str, at: usize) -> Tail {
    let bytes = text.as_bytes();
    let Some(&next) = bytes.get(at) else { return NOTHING };
    if next.is_ascii_alphabetic() {
        return LETTER;
    }
    if next >= 0x80 {
        return FOREIGN;
    }
    let Some((separator, _)) = separator_at(text, at) else { return NOTHING };
    let place = match separator {
        ' ' => 0,
        '-' => 1,
        '.' => 2,
        _ => 3,
    };
    match bytes.get(at + 1) {
        Some(byte) if byte.is_ascii_digit() => 1 << (2 + place),
        Some(byte) if byte.is_ascii_alphabetic() => 1 << (6 + place),
        _ => NOTHING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_gives_what_fits() {
        let notations = [
            "'HRB' 999",
            "AA~999~999~999",
            "999~999~999",
            "AA999999A",
            "A{4}9{6}X{8}",
            "9{3}-9{2}",
            "9{5} AA",
            "99X9!",
        ];
        let forms = notations.map(|notation| Form::parse(notation).unwrap());
        let index = FormIndex::new(&forms);
        let fitting = |text: &str| {
            let at = text.bytes().position(|byte| byte.is_ascii_digit()).unwrap();
            index.fitting(text, at).collect::<Vec<_>>()
        };
        assert_eq!(fitting("an 046 454"), [1, 2]);
        assert_eq!(fitting("is: 046 454"), [2]);
        assert_eq!(fitting("hrb 046."), [0]);
        assert_eq!(fitting("046-454"), [2]);
        assert_eq!(fitting("046-45"), [5]);
        assert_eq!(fitting("046\u{A0}454"), [2]);
        assert_eq!(fitting("046454286."), [2]);
        assert_eq!(fitting("046454286-1"), [0; 0]);
        assert_eq!(fitting("ab123456c"), [3]);
        assert_eq!(fitting("ABCD123456H"), [4]);
        assert_eq!(fitting("ABCD12345612H"), [4]);
        assert_eq!(fitting("12345 AB"), [6]);
        assert_eq!(fitting("12345 12"), [0; 0]);
        assert_eq!(fitting("12B4"), [7]);
        assert_eq!(fitting("1234"), [7]);
        assert_eq!(fitting("046 is"), [0; 0]);
    }
}
