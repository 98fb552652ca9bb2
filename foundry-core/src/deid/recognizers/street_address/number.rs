//! House numbers, ordinals and postcodes.

/// The most digits of a house number.
const HOUSE_DIGITS: usize = 5;

/// How many digits stand at byte `at`.
pub(super) fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The end of a house number: `12`, `12B`, `12-14`, `5/12`, `12/3/4`, `221b`, `12½`.
pub(super) fn house_number(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    for part in 0..3 {
        let count = digits(bytes, end);
        if count == 0 || count > HOUSE_DIGITS {
            return None;
        }
        end += count;
        let letter = bytes.get(end).is_some_and(u8::is_ascii_alphabetic);
        if letter && !matches!(bytes[end], b'k' | b'x' | b'K' | b'X') && !is_alphanumeric(bytes, end + 1) {
            end += 1;
        }
        if bytes.get(end..).is_some_and(|rest| rest.starts_with("½".as_bytes())) {
            end += 2;
        }
        let joined = match bytes.get(end) {
            Some(b'-' | b'/') => 1,
            Some(0xE2) if bytes.get(end + 1) == Some(&0x80) && bytes.get(end + 2) == Some(&0x93) => 3,
            _ => 0,
        };
        if joined == 0 || digits(bytes, end + joined) == 0 {
            // `24-C`, `94-III`, `12-hs`
            let letters = if joined == 1 { addition(bytes, end + 1) } else { 0 };
            end += if letters > 0 { letters + 1 } else { 0 };
            break;
        }
        // `12/3/4`, but no date.
        if part == 2 || part == 1 && (bytes[end] != b'/' || count > 3 || digits(bytes, end + joined) > 3) {
            return None;
        }
        end += joined;
    }
    ends_freely(bytes, end).then_some(end)
}

/// Whether the digits in `[at, end)` may be a house number, a postcode or the number of a floor, by what follows them.
pub(super) fn may_begin(text: &str, at: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let next_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    match bytes.get(end) {
        Some(b'.' | b',' | b':') => !next_digit,
        Some(b'-' | b'/') => true,
        Some(byte) if byte.is_ascii_alphabetic() => {
            let letters = bytes[end..].iter().take(4).take_while(|byte| byte.is_ascii_alphabetic()).count();
            letters == 1 || letters == 2 && end - at == 4 || ordinal(text, at).is_some()
        }
        _ => {
            ends_freely(bytes, end)
                || bytes.get(end..).is_some_and(|rest| rest.starts_with("½".as_bytes()))
                || ordinal(text, at).is_some()
        }
    }
}

/// How many letters stand at byte `at` that add to a house number: one, a Roman number, or `hs`.
fn addition(bytes: &[u8], at: usize) -> usize {
    let letters = bytes.get(at..).unwrap_or_default();
    let count = letters.iter().take(5).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let letters = letters.get(..count).unwrap_or_default();
    let roman = letters.iter().all(|byte| matches!(byte | 0x20, b'i' | b'v' | b'x'));
    let adds = count == 1 || count <= 4 && roman || letters.eq_ignore_ascii_case(b"hs");
    if adds && !is_alphanumeric(bytes, at + count) { count } else { 0 }
}

/// Whether a number that ends at byte `end` is no part of a longer number, a time, an amount or a word.
pub(super) fn ends_freely(bytes: &[u8], end: usize) -> bool {
    let next_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    match bytes.get(end) {
        None => true,
        Some(b'%' | b'$' | b'+' | b'_' | b'@' | b'=' | b'*' | b'\'' | b'^' | b'~') => false,
        Some(b'.' | b',' | b':') => !next_digit,
        Some(b'/' | b'-') => !is_alphanumeric(bytes, end + 1),
        Some(0xE2) => bytes.get(end + 1) == Some(&0x80),
        Some(0xC2) => matches!(bytes.get(end + 1), Some(0xA0 | 0xB7 | 0xBA | 0xAA)),
        Some(byte) => !byte.is_ascii_alphanumeric() && *byte < 0x80,
    }
}

fn is_alphanumeric(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0xC3)
}

/// The end of an ordinal in digits: `5th`, `2nd`, `1er`, `3º`, `2ème`, `3ª`.
pub(super) fn ordinal(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let count = digits(bytes, at);
    if !(1..=3).contains(&count) {
        return None;
    }
    let rest = text.get(at + count..)?;
    const MARKS: &[&str] = &["st", "nd", "rd", "th", "ème", "eme", "ère", "er", "re", "e", "º", "ª", "°"];
    let mark = MARKS.iter().find(|mark| {
        rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
            && (mark.len() == 2 && !mark.is_ascii() || !is_alphanumeric(bytes, at + count + mark.len()))
    })?;
    Some(at + count + mark.len())
}

/// The shape of a postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `2000`, `1010`
    Four,
    /// `62704`, `62704-1234`, `10115`
    Five,
    /// `400001`
    Six,
    /// `1012 AB`, `1000-205`, `01310-100`, `00-001`, `111 22`: nothing else looks so, a town follows or goes before.
    Town,
    /// `SW1A 2AA`, `M5V 2T6`, `D02 X285`: nothing else looks so.
    Letters,
}

/// A postcode and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Postcode {
    pub(super) shape: Shape,
    pub(super) end: usize,
}

/// The postcode that starts at byte `at`, with the code of a country before it if there is one: `D-10115`.
pub(super) fn postcode(text: &str, at: usize) -> Option<Postcode> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if first.is_ascii_alphabetic() {
        return with_letters(bytes, at).or_else(|| {
            let letters = bytes[at..].iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let dash = letters.clamp(1, 2) == letters && bytes.get(at + letters) == Some(&b'-');
            dash.then(|| in_digits(bytes, at + letters + 1)).flatten()
        });
    }
    in_digits(bytes, at)
}

fn in_digits(bytes: &[u8], at: usize) -> Option<Postcode> {
    let count = digits(bytes, at);
    let end = at + count;
    let after = |mark: u8, wanted: usize| {
        bytes.get(end) == Some(&mark) && digits(bytes, end + 1) == wanted && free(bytes, end + 1 + wanted)
    };
    let found = |shape, end| Some(Postcode { shape, end });
    match count {
        5 if after(b'-', 4) => found(Shape::Five, end + 5),
        5 if after(b'-', 3) => found(Shape::Town, end + 4),
        4 if after(b'-', 3) => found(Shape::Town, end + 4),
        2 if after(b'-', 3) => found(Shape::Town, end + 4),
        3 if after(b' ', 2) => found(Shape::Town, end + 3),
        8 if free(bytes, end) => found(Shape::Town, end),
        4 => {
            let gap = usize::from(bytes.get(end) == Some(&b' '));
            let letters = bytes.get(end + gap..end + gap + 2).unwrap_or_default();
            let both = letters.len() == 2
                && letters.iter().all(u8::is_ascii_alphabetic)
                && (letters[0].is_ascii_uppercase() == letters[1].is_ascii_uppercase())
                && free(bytes, end + gap + 2);
            if both && (letters[0].is_ascii_uppercase() || gap == 0) {
                return found(Shape::Town, end + gap + 2);
            }
            if both
                && bytes[at] != b'0'
                && !matches!(letters, b"is" | b"in" | b"at" | b"or" | b"de" | b"am" | b"pm" | b"to")
            {
                return found(Shape::Town, end + gap + 2);
            }
            free(bytes, end).then_some(Postcode { shape: Shape::Four, end })
        }
        5 if free(bytes, end) => found(Shape::Five, end),
        6 if free(bytes, end) => found(Shape::Six, end),
        _ => None,
    }
}

/// The postcodes of the United Kingdom (BS 7666), Canada and Ireland, with or without the space.
fn with_letters(bytes: &[u8], at: usize) -> Option<Postcode> {
    let class = |i: usize| match bytes.get(i) {
        Some(byte) if byte.is_ascii_digit() => b'9',
        Some(byte) if byte.is_ascii_alphabetic() => b'A',
        Some(b' ') => b' ',
        Some(b'-') => b'-',
        _ => b'.',
    };
    let matches_at =
        |i: usize, shape: &[u8]| shape.iter().enumerate().all(|(k, &wanted)| class(i + k) == wanted);
    const OUTWARD: &[&[u8]] = &[b"A9", b"A99", b"AA9", b"AA99", b"A9A", b"AA9A"];
    for shape in OUTWARD {
        let gap = at + shape.len();
        let inward = gap + usize::from(class(gap) == b' ');
        if matches_at(at, shape) && matches_at(inward, b"9AA") && free(bytes, inward + 3) {
            return Some(Postcode { shape: Shape::Letters, end: inward + 3 });
        }
    }
    let inward = at + 3 + usize::from(matches!(class(at + 3), b' ' | b'-'));
    if matches_at(at, b"A9A") && matches_at(inward, b"9A9") && free(bytes, inward + 3) {
        return Some(Postcode { shape: Shape::Letters, end: inward + 3 });
    }
    let unique = bytes.get(inward..inward + 4).unwrap_or_default();
    // Argentina: `C1043`, `C1043AAB`; a town follows.
    if class(at) == b'A' && digits(bytes, at + 1) == 4 {
        let letters = usize::from(matches_at(at + 5, b"AAA")) * 3;
        return free(bytes, at + 5 + letters)
            .then_some(Postcode { shape: Shape::Town, end: at + 5 + letters });
    }
    let eircode = class(at) == b'A'
        && class(at + 1) == b'9'
        && (class(at + 2) == b'9' || bytes.get(at + 2).is_some_and(|byte| byte | 0x20 == b'w'))
        && class(at + 3) != b'-'
        && unique.len() == 4
        && unique.iter().all(u8::is_ascii_alphanumeric)
        && unique.iter().any(u8::is_ascii_digit)
        && unique.iter().any(u8::is_ascii_alphabetic);
    (eircode && free(bytes, inward + 4)).then_some(Postcode { shape: Shape::Letters, end: inward + 4 })
}

/// Whether a postcode may end at byte `end`.
fn free(bytes: &[u8], end: usize) -> bool {
    let next_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    match bytes.get(end) {
        Some(b'-' | b'.' | b',' | b'/' | b':') => !next_digit,
        Some(b'%' | b'_' | b'@' | b'$' | b'+' | b'=') => false,
        Some(byte) => !byte.is_ascii_alphanumeric() && *byte != 0xC3,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn house_numbers() {
        let end = |text: &str| house_number(text.as_bytes(), 0);
        for text in ["12", "12B", "221b", "12-14", "5/12", "47-26", "12½", "1/2/3", "24-C", "12–14"] {
            assert_eq!(end(text), Some(text.len()), "{text}");
        }
        for text in [
            "5th",
            "12:30",
            "1.50",
            "12%",
            "5k",
            "123456",
            "1,000",
            "12-bedroom",
            "10am",
            "1/2/3/4/5",
            "2026-08-13",
            "12/25/2024",
        ] {
            assert_eq!(end(text), None, "{text}");
        }
        assert_eq!(end("12, rue"), Some(2));
    }

    #[test]
    fn ordinals() {
        for text in ["5th", "2ND", "1er", "3º", "2ème", "42nd"] {
            assert_eq!(ordinal(text, 0), Some(text.len()), "{text}");
        }
        assert_eq!(ordinal("5 th", 0), None);
        assert_eq!(ordinal("5them", 0), None);
    }

    #[test]
    fn postcodes() {
        let of = |text: &str| postcode(text, 0).map(|found| (found.shape, found.end));
        for (text, shape) in [
            ("62704", Shape::Five),
            ("62704-1234", Shape::Five),
            ("10115", Shape::Five),
            ("D-10115", Shape::Five),
            ("2000", Shape::Four),
            ("CH-8001", Shape::Four),
            ("1012 AB", Shape::Town),
            ("1012ab", Shape::Town),
            ("1000-205", Shape::Town),
            ("01310-100", Shape::Town),
            ("00-001", Shape::Town),
            ("111 22", Shape::Town),
            ("SW1A 2AA", Shape::Letters),
            ("m1 1ae", Shape::Letters),
            ("EC1A1BB", Shape::Letters),
            ("M5V 2T6", Shape::Letters),
            ("k1a0b1", Shape::Letters),
            ("D02 X285", Shape::Letters),
            ("400001", Shape::Six),
        ] {
            assert_eq!(of(text), Some((shape, text.len())), "{text}");
        }
        for text in ["123", "62704-12345", "6270.5", "SW1A 2A", "M5V-2T", "1234567", "12:30"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
