//! Tokens of a text: runs of letters and digits, every other visible character alone, line breaks, and the values that
//! the rules found as one token each.

use unicode_normalization::char::is_combining_mark;

use super::Mask;
use crate::entity::Span;

/// How a token is written.
pub mod shape {
    /// Only small letters.
    pub const LOWER: u8 = 0;
    /// A capital, then small letters.
    pub const CAPITALIZED: u8 = 1;
    /// A single capital.
    pub const ONE_CAPITAL: u8 = 2;
    /// Two or more capitals.
    pub const UPPER: u8 = 3;
    /// Capitals inside: `McKay`, `iPhone`.
    pub const CAMEL: u8 = 4;
    /// Only digits.
    pub const DIGITS: u8 = 5;
    /// Letters and digits.
    pub const MIXED: u8 = 6;
    /// One character that is no letter.
    pub const SIGN: u8 = 7;
    /// A line break.
    pub const BREAK: u8 = 8;
    /// A value that a rule found.
    pub const MASKED: u8 = 9;
    /// Letters without case (Arabic, Chinese).
    pub const UNCASED: u8 = 10;
    /// What stands before the first token and behind the last.
    pub const OUTSIDE: u8 = 11;
}

/// How the line around a token is written; names in lower-case lines are told by it.
pub mod mode {
    /// No capitals at all, `I` apart.
    pub const NONE: u8 = 0;
    /// Only its first word.
    pub const FIRST: u8 = 1;
    /// Some.
    pub const SOME: u8 = 2;
    /// Most words begin with one.
    pub const MOST: u8 = 3;
    /// All capitals.
    pub const ALL: u8 = 4;
}

/// A token and where it stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the window.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// One of [`shape`].
    pub shape: u8,
    /// One of [`mode`].
    pub mode: u8,
    /// Tokens before it in the line, at most 3; 4 is added to the last one.
    pub place: u8,
    /// Which [`Mask`] stands here, by its number, when `shape` is `MASKED`.
    pub mask: u8,
}

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const OTHER: u8 = 8;
/// A byte of a character beyond ASCII.
const WIDE: u8 = 16;
const SPACE: u8 = 32;
const NEWLINE: u8 = 64;

const WORD: u8 = LOWER | UPPER | DIGIT | OTHER;

const CLASS: [u8; 256] = {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\n' => NEWLINE,
            0..=b' ' | 0x7F => SPACE,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Class of a character beyond ASCII.
fn wide_class(character: char) -> u8 {
    if character.is_lowercase() {
        LOWER
    } else if character.is_uppercase() {
        UPPER
    } else if character.is_alphabetic() || is_combining_mark(character) {
        OTHER
    } else if character.is_numeric() {
        DIGIT
    } else if character.is_whitespace()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    {
        SPACE
    } else {
        0
    }
}

fn shape_of(first: u8, rest: u8) -> u8 {
    match (first, rest & !OTHER) {
        (UPPER, 0) if rest == 0 => shape::ONE_CAPITAL,
        (UPPER, 0 | LOWER) => shape::CAPITALIZED,
        (UPPER, UPPER) => shape::UPPER,
        (LOWER, 0 | LOWER) => shape::LOWER,
        (DIGIT, 0 | DIGIT) => shape::DIGITS,
        (_, seen) if (first | seen) & DIGIT != 0 => shape::MIXED,
        (OTHER, 0) => shape::UNCASED,
        (OTHER, LOWER) => shape::LOWER,
        _ => shape::CAMEL,
    }
}

/// Capitals counted over one line.
#[derive(Default)]
struct Line {
    first: usize,
    words: u32,
    capitals: u32,
    all_capitals: u32,
    first_is_capital: bool,
}

impl Line {
    fn starting_at(first: usize) -> Line {
        Line { first, ..Line::default() }
    }

    fn count(&mut self, shape: u8, is_i: bool) {
        let capital =
            matches!(shape, shape::CAPITALIZED | shape::ONE_CAPITAL | shape::UPPER | shape::CAMEL) && !is_i;
        if capital || shape == shape::LOWER {
            self.first_is_capital |= self.words == 0 && capital;
            self.words += 1;
            self.capitals += u32::from(capital);
            self.all_capitals += u32::from(shape == shape::UPPER);
        }
    }

    fn mode(&self) -> u8 {
        if self.capitals == 0 {
            mode::NONE
        } else if self.all_capitals * 10 >= self.words * 7 {
            mode::ALL
        } else if self.capitals * 10 >= self.words * 7 {
            mode::MOST
        } else if self.capitals == 1 && self.first_is_capital {
            mode::FIRST
        } else {
            mode::SOME
        }
    }

    fn finish(&self, tokens: &mut [Token]) {
        let mode = self.mode();
        let Some(line) = tokens.get_mut(self.first..) else { return };
        for (place, token) in line.iter_mut().enumerate() {
            token.mode = mode;
            token.place = place.min(3) as u8;
        }
        if let Some(last) = line.last_mut() {
            last.place += 4;
        }
    }
}

/// Cuts `text` into tokens. `masked` are the values that rules found, sorted, in bytes from `offset` before `text`;
/// what begins inside another or before `text` is passed over. Linear.
pub fn tokenize(text: &str, offset: usize, masked: &[(Span, Mask)], tokens: &mut Vec<Token>) {
    tokens.clear();
    let bytes = text.as_bytes();
    let mut masked = masked.iter();
    let mut next = next_mask(&mut masked, offset, 0);
    let mut line = Line::default();
    let mut at = 0;
    while at < bytes.len() {
        let limit = next.map_or(bytes.len(), |(start, ..)| start.min(bytes.len()));
        if at >= limit {
            let Some((_, end, mask)) = next else { break };
            let end = end.min(bytes.len());
            tokens.push(token(at, end, shape::MASKED, mask.number()));
            at = end;
            next = next_mask(&mut masked, offset, at);
            continue;
        }
        let class = CLASS[bytes[at] as usize];
        if class & (LOWER | UPPER | DIGIT) != 0 {
            let start = at;
            at += 1;
            let mut rest = 0;
            let small = small_letters(bytes.get(at..limit).unwrap_or_default());
            if small > 0 {
                (at, rest) = (at + small, LOWER);
            }
            while at < limit {
                let class = CLASS[bytes[at] as usize];
                if class & WORD == 0 {
                    break;
                }
                rest |= class;
                at += 1;
            }
            if at < limit && bytes[at] >= 0x80 {
                at = wide_run(text, at, limit, &mut rest);
            }
            let shape = shape_of(class, rest);
            line.count(shape, rest == 0 && bytes[start] == b'I');
            tokens.push(token(start, at, shape, 0));
        } else if class == SPACE {
            at += 1;
        } else if class == NEWLINE {
            line.finish(tokens);
            tokens.push(Token { mode: mode::NONE, ..token(at, at + 1, shape::BREAK, 0) });
            line = Line::starting_at(tokens.len());
            at += 1;
        } else if class == WIDE {
            let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let start = at;
            at += character.len_utf8();
            match wide_class(character) {
                SPACE => {}
                0 => tokens.push(token(start, at.min(limit), shape::SIGN, 0)),
                first => {
                    let mut rest = 0;
                    at = wide_run(text, at, limit, &mut rest);
                    let shape = shape_of(first, rest);
                    line.count(shape, false);
                    tokens.push(token(start, at, shape, 0));
                }
            }
        } else if let Some(end) = handle_end(bytes, at, limit) {
            tokens.push(token(at, end, shape::MASKED, Mask::Handle.number()));
            at = end;
        } else {
            tokens.push(token(at, at + 1, shape::SIGN, 0));
            at += 1;
        }
    }
    line.finish(tokens);
}

/// How many of the first eight bytes are small letters before another byte; 0 when fewer than eight are there.
#[inline(always)]
fn small_letters(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let Some(block) = bytes.first_chunk() else { return 0 };
    let block = u64::from_le_bytes(*block);
    // The highest bit of each byte: whether it is `a` or more, whether it is more than `z`, whether it is beyond ASCII.
    let low = block & !HIGH;
    let from_a = low + (0x80 - u64::from(b'a')) * ONES;
    let behind_z = low + (0x7F - u64::from(b'z')) * ONES;
    let others = (!from_a | behind_z | block) & HIGH;
    (others.trailing_zeros() / 8) as usize
}

/// The end of a handle at `at`: `@` and a run of letters, digits and `_`, not all of them letters, for `@Maria` may be
/// a name.
fn handle_end(bytes: &[u8], at: usize, limit: usize) -> Option<usize> {
    if bytes[at] != b'@' || at.checked_sub(1).is_some_and(|before| CLASS[bytes[before] as usize] & WORD != 0)
    {
        return None;
    }
    let run = bytes.get(at + 1..limit)?;
    let run = &run
        [..run.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').unwrap_or(run.len())];
    run.iter().any(|byte| !byte.is_ascii_alphabetic()).then_some(at + 1 + run.len())
}

/// Goes on over letters and digits, some of them beyond ASCII.
fn wide_run(text: &str, from: usize, limit: usize, classes: &mut u8) -> usize {
    let mut at = from;
    for character in text.get(from..limit).unwrap_or_default().chars() {
        let class = if character.is_ascii() {
            CLASS[character as usize & 0x7F] & WORD
        } else {
            wide_class(character) & WORD
        };
        if class == 0 {
            break;
        }
        *classes |= class;
        at += character.len_utf8();
    }
    at
}

fn token(start: usize, end: usize, shape: u8, mask: u8) -> Token {
    Token { start: start as u32, end: end as u32, shape, mode: 0, place: 0, mask }
}

/// The next masked value that begins at or behind `from`.
fn next_mask<'m>(
    masked: &mut impl Iterator<Item = &'m (Span, Mask)>,
    offset: usize,
    from: usize,
) -> Option<(usize, usize, Mask)> {
    masked
        .filter(|(span, _)| span.start >= offset + from && !span.is_empty())
        .map(|(span, mask)| (span.start - offset, span.end - offset, *mask))
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(&str, u8, u8)> {
        let mut out = Vec::new();
        tokenize(text, 0, &[], &mut out);
        out.iter().map(|t| (&text[t.start as usize..t.end as usize], t.shape, t.mode)).collect()
    }

    #[test]
    fn words_signs_and_breaks() {
        assert_eq!(
            tokens("it's José McKay\nA1 42 李\u{a0}B"),
            [
                ("it", shape::LOWER, mode::SOME),
                ("'", shape::SIGN, mode::SOME),
                ("s", shape::LOWER, mode::SOME),
                ("José", shape::CAPITALIZED, mode::SOME),
                ("McKay", shape::CAMEL, mode::SOME),
                ("\n", shape::BREAK, mode::NONE),
                ("A1", shape::MIXED, mode::MOST),
                ("42", shape::DIGITS, mode::MOST),
                ("李", shape::UNCASED, mode::MOST),
                ("B", shape::ONE_CAPITAL, mode::MOST),
            ]
        );
    }

    #[test]
    fn small_letters_are_counted() {
        let small = |text: &str| small_letters(text.as_bytes());
        for byte in (0..=255u8).filter(|byte| !byte.is_ascii_lowercase()) {
            for before in 0..8 {
                let mut bytes = [*b"azmbycqx", *b"aaaazzzz"].concat();
                bytes[before] = byte;
                assert_eq!(small_letters(&bytes), before, "{byte}");
            }
        }
        assert_eq!(small("abcdefgh"), 8);
        assert_eq!(small("abcdefg"), 0);
    }

    #[test]
    fn modes_of_lines() {
        let mode = |text| tokens(text)[0].2;
        assert_eq!(mode("my name is maria"), mode::NONE);
        assert_eq!(mode("my name is maria and I am here"), mode::NONE);
        assert_eq!(mode("My name is maria"), mode::FIRST);
        assert_eq!(mode("My name is Maria"), mode::SOME);
        assert_eq!(mode("Maria Lopez"), mode::MOST);
        assert_eq!(mode("MY NAME IS MARIA"), mode::ALL);
    }

    #[test]
    fn handles_are_masked() {
        assert_eq!(tokens("@mia_92")[0], ("@mia_92", shape::MASKED, mode::NONE));
        assert_eq!(tokens("@Mia")[0].1, shape::SIGN);
    }

    #[test]
    fn masked_values_are_one_token() {
        let text = "mail a@b.example now";
        let mut out = Vec::new();
        tokenize(text, 0, &[(Span::new(5, 16), Mask::Email), (Span::new(7, 9), Mask::Url)], &mut out);
        let shapes: Vec<_> = out.iter().map(|t| (t.start, t.end, t.shape)).collect();
        assert_eq!(shapes, [(0, 4, shape::LOWER), (5, 16, shape::MASKED), (17, 20, shape::LOWER)]);
    }
}
