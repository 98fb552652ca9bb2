//! Folding for comparison: what two spellings of one value have in common, with offsets that lead back.
//!
//! Folded text is NFKC-decomposed, without diacritics, zero-width and formatting characters, with one kind of space,
//! apostrophe, quote and dash. ASCII keeps its case, so that ASCII text is its own folded form and needs no copy;
//! every comparison on folded text ignores ASCII case and takes a run of white space for one space.

use std::borrow::Cow;

use unicode_normalization::char::decompose_compatible;

use crate::entity::Span;

/// Folded text beside the text it came from; ASCII text is borrowed as it is.
pub(super) struct Folded<'t> {
    /// The folded text.
    pub text: &'t str,
    /// (folded, original) positions where the distance between the two changes; empty if it never does.
    steps: &'t [(u32, u32)],
}

/// Room for the folded form of one text, used again for the next.
#[derive(Default)]
pub(super) struct FoldBuffer {
    text: String,
    steps: Vec<(u32, u32)>,
}

impl FoldBuffer {
    /// Folds a text; ASCII text is not copied.
    pub fn fold<'t>(&'t mut self, text: &'t str) -> Folded<'t> {
        if text.is_ascii() {
            return Folded { text, steps: &[] };
        }
        self.text.clear();
        self.steps.clear();
        let mut rest = 0;
        while let Some(tail) = text.get(rest..) {
            let ascii = ascii_prefix(tail.as_bytes());
            if ascii > 0 {
                self.steps.push((self.text.len() as u32, rest as u32));
                self.text.push_str(tail.get(..ascii).unwrap_or_default());
                rest += ascii;
            }
            let Some(c) = tail.get(ascii..).and_then(|t| t.chars().next()) else { break };
            self.steps.push((self.text.len() as u32, rest as u32));
            let out = &mut self.text;
            fold_char(c, &mut |c| out.push(c));
            rest += c.len_utf8();
        }
        self.steps.push((self.text.len() as u32, text.len() as u32));
        Folded { text: &self.text, steps: &self.steps }
    }
}

impl Folded<'_> {
    /// The original range of a folded range. Characters that fold to nothing belong to what stands before them.
    pub fn original(&self, start: usize, end: usize) -> Span {
        if self.steps.is_empty() {
            return Span::new(start, end);
        }
        Span::new(self.position(start, false), self.position(end, true))
    }

    /// The original position of a folded one; one inside a single character's folding moves to an edge of it.
    fn position(&self, at: usize, up: bool) -> usize {
        let after = self.steps.partition_point(|step| step.0 as usize <= at);
        let Some(&(folded, original)) = after.checked_sub(1).and_then(|i| self.steps.get(i)) else {
            return 0;
        };
        let inside = at - folded as usize;
        let Some(&(next_folded, next_original)) = self.steps.get(after) else {
            return original as usize + inside;
        };
        let is_run = next_folded - folded == next_original - original;
        match (inside, is_run) {
            (0, _) => original as usize,
            (_, true) if self.text.as_bytes().get(at).is_none_or(u8::is_ascii) => original as usize + inside,
            _ if up => next_original as usize,
            _ => original as usize,
        }
    }
}

/// The canonical folded form of a value: folded, lower case, white space runs unified, trimmed.
pub(super) fn fold_value(value: &str, out: &mut String) {
    let from = out.len();
    let trimmed = value.trim();
    if trimmed.is_ascii() && !has_odd_space(trimmed.as_bytes()) {
        out.push_str(trimmed);
        if let Some(added) = out.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    let mut push = |c: char| {
        if !c.is_whitespace() {
            out.push(c.to_ascii_lowercase());
        } else if out.len() > from && !out.ends_with(' ') {
            out.push(' ');
        }
    };
    for c in value.chars() {
        if c.is_ascii() { push(c) } else { fold_char(c, &mut push) }
    }
    if out.len() > from && out.ends_with(' ') {
        out.pop();
    }
}

/// Whether ASCII text has white space other than single spaces, or a control character. No branches: compilers
/// vectorise it.
fn has_odd_space(bytes: &[u8]) -> bool {
    let control = bytes.iter().fold(false, |any, byte| any | (*byte < b' '));
    let next = bytes.get(1..).unwrap_or_default();
    control | bytes.iter().zip(next).fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')))
}

/// How many bytes of ASCII the text begins with. Whole blocks are told by vector instructions.
pub(super) fn ascii_prefix(bytes: &[u8]) -> usize {
    let whole = 32 * bytes.chunks_exact(32).take_while(|block| block.is_ascii()).count();
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())
}

/// The same, as a string of its own.
pub(super) fn folded_value(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    fold_value(value, &mut out);
    out
}

/// Whether a needle (canonical folded form) stands at `at`; gives the end. Ignores ASCII case, and a space of the
/// needle is any run of white space.
pub(super) fn matches_at(text: &[u8], at: usize, needle: &[u8]) -> Option<usize> {
    let mut end = at;
    for &wanted in needle {
        let found = *text.get(end)?;
        if wanted == b' ' {
            if !found.is_ascii_whitespace() {
                return None;
            }
            while text.get(end).is_some_and(u8::is_ascii_whitespace) {
                end += 1;
            }
        } else {
            if found.to_ascii_lowercase() != wanted {
                return None;
            }
            end += 1;
        }
    }
    Some(end)
}

/// The same for a needle of letters and digits alone, between which there may be one character that groups them.
pub(super) fn matches_compact_at(text: &[u8], at: usize, needle: &[u8]) -> Option<usize> {
    let mut end = at;
    for (index, wanted) in needle.iter().enumerate() {
        if index > 0 && text.get(end).is_some_and(|byte| is_group_separator(*byte)) {
            end += 1;
        }
        if text.get(end)?.to_ascii_lowercase() != *wanted {
            return None;
        }
        end += 1;
    }
    Some(end)
}

/// Whether a byte may stand between the groups of an identifier.
pub(super) fn is_group_separator(byte: u8) -> bool {
    b" -._:/".contains(&byte)
}

/// Whether a word may begin at `at`: no word character stands before it.
pub(super) fn begins_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match at.checked_sub(1).and_then(|i| bytes.get(i)) {
        None => true,
        Some(before) if before.is_ascii() => !is_word_byte(*before) || starts_unspaced(text, at),
        Some(_) => {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c)) || starts_unspaced(text, at)
        }
    }
}

/// Whether a word may end at `at`: no word character follows.
pub(super) fn ends_word(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => true,
        Some(after) if after.is_ascii() => !is_word_byte(*after) || ends_unspaced(text, at),
        Some(_) => {
            let after = text.get(at..).and_then(|t| t.chars().next());
            after.is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c)) || ends_unspaced(text, at)
        }
    }
}

/// Whether an ASCII byte is part of a word.
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the character belongs to a script that writes words without spaces (or glues endings to them, as Hangul
/// does), so that "whole word" cannot be asked of it.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF | 0x3005..=0x30FF
        | 0x3130..=0x318F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7FF | 0xF900..=0xFAFF
        | 0x20000..=0x323AF)
}

fn starts_unspaced(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|t| t.chars().next()).is_some_and(is_unspaced)
}

fn ends_unspaced(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(is_unspaced)
}

fn fold_char(c: char, push: &mut impl FnMut(char)) {
    match c {
        // Zero-width and formatting characters, variation selectors, the soft hyphen.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' => {}
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => {}
        '\u{E0000}'..='\u{E01EF}' => {}
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2BC}' | '\u{B4}' | '\u{FF07}' => push('\''),
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2033}' | '\u{FF02}' => push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => push('-'),
        // Letters whose mark is no combining character, so that decomposition leaves it on.
        'ß' | 'ẞ' => "ss".chars().for_each(push),
        'æ' | 'Æ' => "ae".chars().for_each(push),
        'œ' | 'Œ' => "oe".chars().for_each(push),
        'þ' | 'Þ' => "th".chars().for_each(push),
        'ø' | 'Ø' => push('o'),
        'ł' | 'Ł' => push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => push('d'),
        'ħ' | 'Ħ' => push('h'),
        'ı' | 'İ' => push('i'),
        c if c.is_whitespace() => push(' '),
        c => decompose_compatible(c, |part| {
            if !is_mark(part) {
                for lower in part.to_lowercase() {
                    if lower.is_whitespace() {
                        push(' ');
                    } else if !is_mark(lower) {
                        push(lower);
                    }
                }
            }
        }),
    }
}

/// Diacritics of alphabets, and the vowel points of Hebrew and Arabic. Marks that are letters of their script
/// (Indic vowels, kana voicing) stay.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0591..=0x05BD | 0x05BF..=0x05C7 | 0x064B..=0x065F | 0x0670 | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// The text in lower case, borrowed where it is already.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, value: &str) -> Option<String> {
        let mut buffer = FoldBuffer::default();
        let needle = folded_value(value);
        let folded = buffer.fold(text);
        (0..folded.text.len()).find_map(|at| {
            let end = matches_at(folded.text.as_bytes(), at, needle.as_bytes())?;
            let span = folded.original(at, end);
            (begins_word(folded.text, at) && ends_word(folded.text, end))
                .then(|| text[span.start..span.end].to_owned())
        })
    }

    #[test]
    fn offsets_lead_back_to_the_original() {
        for (text, value, found) in [
            ("Hej JOSÉ  GARCÍA!", "José García", "JOSÉ  GARCÍA"),
            ("cafe\u{301} jose\u{301}.", "José", "jose\u{301}"),
            ("é So\u{200B}fia\u{A0}Berg, é", "sofia berg", "So\u{200B}fia\u{A0}Berg"),
            ("Herr Großmann", "grossmann", "Großmann"),
            ("O’Brien — 😀", "O'Brien", "O’Brien"),
            ("😀Ｓｏｆｉａ😀", "sofia", "Ｓｏｆｉａ"),
            ("我是王小明。", "王小明", "王小明"),
            ("김민수는", "김민수", "김민수"),
            ("שלום דנה כהן", "דנה כהן", "דנה כהן"),
        ] {
            assert_eq!(find(text, value).as_deref(), Some(found), "{text}");
        }
        assert_eq!(find("Großmannñ", "grossmann"), None);
        assert_eq!(find("Sofiaé", "sofia"), None);
    }

    #[test]
    fn a_value_folds_to_one_form() {
        assert_eq!(folded_value("  ÅSA \u{A0} Öberg\t"), "asa oberg");
        assert_eq!(folded_value("D’Angelo"), "d'angelo");
        assert_eq!(folded_value("\u{200B}"), "");
    }
}
