//! Words as they are said: letters folded to ASCII in lower case, and the pauses between them.

use crate::entity::Span;

/// The longest word worth folding, in folded bytes: `siebenundneunzig` has sixteen.
const LONGEST: usize = 24;
/// The most characters of a pause.
const PAUSE: usize = 3;

/// A word of letters and digits, folded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) span: Span,
    folded: [u8; LONGEST],
    len: usize,
}

impl Word {
    /// The word that starts at byte `start`. `None` where none does, or one that is too long.
    pub(super) fn at(text: &str, start: usize) -> Option<Word> {
        let mut word = Word { span: Span::new(start, start), folded: [0; LONGEST], len: 0 };
        let mut chars = text.get(start..)?.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let joins = i > 0
                && matches!(c, '\'' | '’')
                && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if !(c.is_alphanumeric() || is_mark(c) || joins) {
                break;
            }
            if !joins && !is_mark(c) {
                word.push(c)?;
            }
            word.span.end = start + i + c.len_utf8();
        }
        (word.len > 0).then_some(word)
    }

    /// The word that ends at byte `end`.
    pub(super) fn ending_at(text: &str, end: usize) -> Option<Word> {
        let head = text.get(..end)?.char_indices().rev();
        let start = head
            .take(LONGEST + 4)
            .take_while(|(_, c)| c.is_alphanumeric() || is_mark(*c) || matches!(c, '\'' | '’'))
            .filter(|(_, c)| c.is_alphanumeric())
            .last()?
            .0;
        Word::at(text, start).filter(|word| word.span.end == end)
    }

    /// The word behind a pause that begins at byte `end`.
    pub(super) fn after(text: &str, end: usize, marks: &[char]) -> Option<Word> {
        let pause = pause(text.get(end..)?.chars(), marks);
        if pause == 0 { None } else { Word::at(text, end + pause) }
    }

    /// The word before a pause that ends at byte `start`.
    pub(super) fn before(text: &str, start: usize, marks: &[char]) -> Option<Word> {
        let pause = pause(text.get(..start)?.chars().rev(), marks);
        if pause == 0 { None } else { Word::ending_at(text, start - pause) }
    }

    /// Its letters and digits without case and diacritics; a letter that is not Latin is a `?`.
    pub(super) fn folded(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// The same as bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.folded.get(..self.len).unwrap_or_default()
    }

    /// The letter that it is, if it is one.
    pub(super) fn letter(&self) -> Option<char> {
        let first = self.folded().chars().next().filter(|_| self.len == 1);
        first.filter(|c| !c.is_ascii_digit())
    }

    fn push(&mut self, c: char) -> Option<()> {
        let mut put = |byte: u8| {
            *self.folded.get_mut(self.len)? = byte;
            self.len += 1;
            Some(())
        };
        let lower = if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
        match lower {
            'a'..='z' | '0'..='9' => put(lower as u8),
            'à'..='å' | 'ā'..='ą' => put(b'a'),
            'ç' | 'ć'..='č' => put(b'c'),
            'è'..='ë' | 'ē'..='ě' => put(b'e'),
            'ì'..='ï' | 'ī'..='ı' => put(b'i'),
            'ñ' | 'ń'..='ň' => put(b'n'),
            'ò'..='ö' | 'ø' | 'ō'..='ő' => put(b'o'),
            'ù'..='ü' | 'ū'..='ų' => put(b'u'),
            'ý' | 'ÿ' => put(b'y'),
            'ß' => put(b's').and_then(|()| put(b's')),
            _ => put(b'?'),
        }
    }
}

/// How many bytes a pause takes: spaces, and any of `marks`. None where it is too long.
fn pause(chars: impl Iterator<Item = char>, marks: &[char]) -> usize {
    let belongs = |c: &char| matches!(c, ' ' | '\u{a0}') || marks.contains(c);
    let (characters, bytes) = chars
        .take(PAUSE + 1)
        .take_while(belongs)
        .fold((0, 0), |(characters, bytes), c| (characters + 1, bytes + c.len_utf8()));
    if characters > PAUSE { 0 } else { bytes }
}

/// An accent that stands alone.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        let folded = |text: &str| Word::at(text, 0).map(|word| word.folded().to_owned());
        assert_eq!(folded("Fünf sechs").as_deref(), Some("funf"));
        assert_eq!(folded("drieëntwintig").as_deref(), Some("drieentwintig"));
        assert_eq!(folded("that’s").as_deref(), Some("thats"));
        assert_eq!(folded("dreißig,").as_deref(), Some("dreissig"));
        assert_eq!(folded("五"), Some("?".to_owned()));
        assert_eq!(folded(&"x".repeat(30)), None);
        assert_eq!(folded(" x"), None);
    }

    #[test]
    fn pauses_are_short() {
        let after = |text: &str| Word::after(text, 1, &[',', '-']).map(|word| word.folded().to_owned());
        assert_eq!(after("a b").as_deref(), Some("b"));
        assert_eq!(after("a, b").as_deref(), Some("b"));
        assert_eq!(after("a - b").as_deref(), Some("b"));
        assert_eq!(after("a.b"), None);
        assert_eq!(after("a    b"), None);
        let before = Word::before("né, b", 5, &[',']).map(|word| word.span);
        assert_eq!(before, Some(Span::new(0, 3)));
    }
}
