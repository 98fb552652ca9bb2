//! Whether a text can still hold a value that was replaced in it: a look that costs little and never misses one, so
//! that the search itself, and all it needs, is left out for nearly every text.

use memchr::memmem;

/// So many digits of a value are looked for.
const DIGITS: usize = 4;
/// A letter behind so many digits begins an extension, which may be missing where the number is written again.
const NUMBER: usize = 7;
/// Up to so many digits of a text are compared one by one.
const FEW: usize = 128;

/// The text at hand, and its digits once they were asked for.
pub(super) struct Residue<'t, 'r> {
    text: &'t str,
    is_ascii: bool,
    digits: Option<&'r [u8]>,
    room: Option<&'r mut Vec<u8>>,
}

impl<'t, 'r> Residue<'t, 'r> {
    /// The look at one text; `room` holds its digits.
    pub fn new(text: &'t str, room: &'r mut Vec<u8>) -> Residue<'t, 'r> {
        Residue { text, is_ascii: text.is_ascii(), digits: None, room: Some(room) }
    }

    /// Whether the value may stand in the text in any case, spacing or grouping. `false` is certain.
    pub fn may_hold(&mut self, value: &str) -> bool {
        // Folding can bring anything about in text that is not ASCII.
        if !self.is_ascii || !value.is_ascii() {
            return true;
        }
        if memchr::memchr(b'@', value.as_bytes()).is_some() {
            return memchr::memchr(b'@', self.text.as_bytes()).is_some();
        }
        let mut last = [0; DIGITS];
        match last_digits(value.as_bytes(), &mut last) {
            0 => self.holds_word(value.as_bytes()),
            count => holds(self.digits(), last.get(DIGITS - count..).unwrap_or_default()),
        }
    }

    /// All digits of the text, whatever stands between them.
    fn digits(&mut self) -> &'r [u8] {
        if let Some(room) = self.room.take() {
            room.resize(self.text.len() + 1, 0);
            let mut count = 0;
            let blocks = self.text.as_bytes().chunks(32);
            for block in blocks.filter(|block| block.iter().fold(false, |any, b| any | b.is_ascii_digit())) {
                // Every byte is written, only digits are kept: no branch that depends on the text.
                for byte in block {
                    if let Some(slot) = room.get_mut(count) {
                        *slot = *byte;
                    }
                    count += usize::from(byte.is_ascii_digit());
                }
            }
            room.truncate(count);
            self.digits = Some(room);
        }
        self.digits.unwrap_or_default()
    }

    /// Whether the longest word of a value stands in the text, in any case.
    fn holds_word(&self, value: &[u8]) -> bool {
        let words = value.split(|byte| !byte.is_ascii_alphabetic());
        let word = words.max_by_key(|word| word.len()).unwrap_or_default();
        let Some(first) = word.first() else { return true };
        let text = self.text.as_bytes();
        memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
            .any(|at| text.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
    }
}

/// Whether so few digits stand among others. Most texts have few: a search that has to be prepared costs more there.
fn holds(digits: &[u8], wanted: &[u8]) -> bool {
    match digits.len() {
        0..=FEW => digits.windows(wanted.len().max(1)).any(|window| window == wanted),
        _ => memmem::find(digits, wanted).is_some(),
    }
}

/// The last digits of a value before an extension, at the end of `last`; gives how many there are.
fn last_digits(value: &[u8], last: &mut [u8; DIGITS]) -> usize {
    let mut count = 0;
    for byte in value {
        if byte.is_ascii_digit() {
            *last = [last[1], last[2], last[3], *byte];
            count += 1;
        } else if count >= NUMBER && byte.is_ascii_alphabetic() {
            break;
        }
    }
    count.min(DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_hold(text: &str, value: &str) -> bool {
        Residue::new(text, &mut Vec::new()).may_hold(value)
    }

    #[test]
    fn what_is_there_is_never_missed() {
        for (text, value) in [
            ("call 212.555.0199 now", "+1 (212) 555-0199 ext. 12"),
            ("Jane@Example.com", "jane@example.com"),
            ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
            ("by ROE,   jane", "Jane Roe"),
            ("at 10.0.0.1", "10.0.0.1"),
            ("für Zoë", "Zoe"),
            ("zoe", "Zoë"),
            ("see WWW.example.com/a", "www.example.com/a"),
            ("pin 12", "12"),
            ("--", "-"),
        ] {
            assert!(may_hold(text, value), "{value} in {text}");
        }
    }

    #[test]
    fn what_is_not_there_is_told() {
        for (text, value) in [
            ("call [PHONE_1] about order 4711", "212-555-0199"),
            ("mail [EMAIL_1]", "jane@example.com"),
            ("ask [PERSON_1]", "Jane Roe"),
            ("", "10.0.0.1"),
        ] {
            assert!(!may_hold(text, value), "{value} in {text}");
        }
    }
}
