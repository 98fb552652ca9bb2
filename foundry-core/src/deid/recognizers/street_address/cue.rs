//! Words before an address that say that one follows.

use super::lexicon::{ADDRESS, LINK, PLACE, POSTCODE, STOP};
use super::word::{Gap, Word};
use crate::entity::Span;

/// How far before an address a cue may be, in words and bytes.
const WORDS: usize = 6;
const REACH: usize = 72;

/// A word that says that an address follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    pub(super) span: Span,
    /// It speaks of an address itself.
    pub(super) names: bool,
}

impl Cue {
    /// Whether nothing but words that are in no name and a colon stand between the cue and byte `at`.
    pub(super) fn right_before(&self, text: &str, at: usize) -> bool {
        let mut end = self.span.end;
        for _ in 0..4 {
            let mut gap = Gap::at(text, end);
            if text.as_bytes().get(gap.next) == Some(&b':') {
                gap = Gap::at(text, gap.next + 1);
            }
            if gap.next >= at {
                return gap.next == at;
            }
            match Word::at(text, gap.next).filter(|word| word.is(STOP | LINK | ADDRESS) && !gap.comma) {
                Some(word) => end = word.end,
                None => return false,
            }
        }
        false
    }
}

/// The nearest cue before byte `at`: in the same sentence, or in the line above.
pub(super) fn before(text: &str, at: usize, floor: usize) -> Option<Cue> {
    words_before(text, at, floor, |word, _| {
        let is = word.is(ADDRESS | PLACE);
        is.then(|| Cue { span: Span::new(word.start, word.end), names: word.is(ADDRESS) })
    })
}

/// What calls the number at byte `at` a postcode: `zip`, `zip code is`, `PLZ:`.
pub(super) fn of_postcode(text: &str, at: usize, floor: usize) -> Option<Span> {
    words_before(text, at, floor, |word, count| {
        let end = word.phrase(text, POSTCODE).filter(|_| count <= 3)?;
        // `plz` is "please" as well: nothing may stand between.
        let please = word.letters == 3 && count > 0 && end == word.end && !word.is_zip();
        (!please).then(|| Span::new(word.start, end))
    })
}

/// What `visit` makes of the nearest word before byte `at`; it is given the number of words between.
fn words_before<T>(
    text: &str,
    at: usize,
    floor: usize,
    visit: impl Fn(&Word, usize) -> Option<T>,
) -> Option<T> {
    let bytes = text.as_bytes();
    let floor = floor.max(at.saturating_sub(REACH));
    let (mut end, mut words, mut lines, mut steps) = (at, 0, 0, 0);
    while end > floor && words < WORDS {
        let byte = bytes[end - 1];
        if byte.is_ascii_alphabetic() || byte >= 0x80 {
            match Word::before(text, end, floor) {
                Some(word) => {
                    if let Some(found) = visit(&word, words) {
                        return Some(found);
                    }
                    words += 1;
                    steps = 0;
                    end = word.start;
                    continue;
                }
                None if byte.is_ascii() => return None,
                None => {}
            }
        }
        match byte {
            b'\n' if lines == 0 => lines = 1,
            b'\n' | b'!' | b'?' | b']' => return None,
            b'.' if words > 0 || Gap::at(text, end).next > end && lines == 0 => return None,
            b'0'..=b'9' => return None,
            _ => {}
        }
        steps += 1;
        if steps > 8 {
            return None;
        }
        end -= 1;
    }
    None
}
