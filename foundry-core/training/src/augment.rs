//! Other ways to write a text: lower case, capitals, capitals only where a sentence begins.

use foundry_core::entity::Span;

use crate::labelled::Label;
use crate::random::Random;

/// Ways to write a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// As it is.
    AsIs,
    /// All lower case.
    Lower,
    /// All capitals.
    Upper,
    /// Only the names in lower case.
    LowerNames,
    /// Lower case but for the first letter of every sentence.
    Sentences,
}

impl Writing {
    /// Draws one, as often as it is trained on.
    pub fn draw(random: &mut Random) -> Writing {
        match random.below(100) {
            0..=35 => Writing::Lower,
            36..=38 => Writing::Upper,
            39..=45 => Writing::LowerNames,
            46..=51 => Writing::Sentences,
            _ => Writing::AsIs,
        }
    }
}

/// Writes a text in another way; no character changes its length.
pub fn write(text: &str, names: &[(Span, Label)], writing: Writing) -> String {
    let mut begins = true;
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let written = match writing {
            Writing::AsIs => character,
            Writing::Upper => upper(character),
            Writing::Lower => lower(character),
            Writing::LowerNames if names.iter().any(|(span, _)| (span.start..span.end).contains(&at)) => {
                lower(character)
            }
            Writing::LowerNames => character,
            Writing::Sentences if begins => character,
            Writing::Sentences => lower(character),
        };
        begins = matches!(character, '.' | '!' | '?' | '\n') || begins && !character.is_alphanumeric();
        out.push(written);
    }
    out
}

fn lower(character: char) -> char {
    single(character.to_lowercase(), character)
}

fn upper(character: char) -> char {
    single(character.to_uppercase(), character)
}

/// The one character of a mapping, if it is as long as what it stands for.
fn single(mut mapped: impl Iterator<Item = char>, character: char) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(one), None) if one.len_utf8() == character.len_utf8() => one,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_keep_their_first_letter() {
        let text = "Hi Ana. My name is İnci\nThanks";
        assert_eq!(write(text, &[], Writing::Sentences), "Hi ana. My name is İnci\nThanks");
        let names = [(Span::new(3, 6), Label::Person)];
        assert_eq!(write(text, &names, Writing::LowerNames), "Hi ana. My name is İnci\nThanks");
    }
}
