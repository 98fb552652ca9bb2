//! Values of the same shape: a digit for a digit, a letter for a letter of the same case.

use super::draw::Draw;

/// Every ASCII letter and digit drawn anew, everything else as it is. The first digit is no zero unless it was one.
/// `None` where letters of other scripts would stay readable, and where there is nothing to draw.
pub(super) fn same_shape(draw: &mut Draw, value: &str) -> Option<String> {
    let mut any = false;
    let drawn: Option<String> = value
        .chars()
        .map(|c| {
            let letter = |first: u8, draw: &mut Draw| char::from(first + draw.below(26) as u8);
            let new = match c {
                '1'..='9' if !any => char::from(b'1' + draw.below(9) as u8),
                '0'..='9' => draw.digit(),
                'a'..='z' => letter(b'a', draw),
                'A'..='Z' => letter(b'A', draw),
                _ if c.is_alphanumeric() => return None,
                _ => return Some(c),
            };
            any = true;
            Some(new)
        })
        .collect();
    drawn.filter(|_| any)
}

/// The value with its digits replaced, one by one, by these; what is left of them behind the last is left out. `None`
/// where there are letters, or more digits than given.
pub(super) fn with_digits(value: &str, digits: &str) -> Option<String> {
    let mut digits = digits.chars();
    value
        .chars()
        .map(|c| match c {
            _ if c.is_numeric() => digits.next(),
            _ if c.is_alphabetic() => None,
            _ => Some(c),
        })
        .collect()
}

/// The decimal digits of a value.
pub(super) fn digits_of(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}

/// A word in the case of another: all capitals, all small, or as it is.
pub(super) fn in_case_of(written: &str, word: &str) -> String {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let upper = |c: char| c.is_uppercase();
    match (letters.next().is_some_and(upper), letters.next().map(upper)) {
        (true, Some(true)) => word.to_uppercase(),
        (false, _) => word.to_lowercase(),
        _ => word.to_owned(),
    }
}
