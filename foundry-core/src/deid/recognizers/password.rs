//! Passwords, PINs, one-time codes and pass phrases, behind or before a cue.

use super::cued::{
    Join, Lead, Topic, closes, digits_at, finding, is_inflected, is_placeholder, is_prose, is_quoted,
    token_end,
};
use crate::entity::{EntityType, Finding, Span};

/// The most words of a pass phrase.
const PHRASE_WORDS: usize = 25;

/// The secret that starts at byte `start`, of the kind that its lead announces.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let joined = lead.join > Join::Beside;
    let (end, score, recognizer) = match lead.topic {
        Topic::Password => (password(text, start, lead)?, 0.8, "password.cue"),
        Topic::Pass if lead.join == Join::Mark && !lead.far => (mixed(text, start, 5)?, 0.6, "password.cue"),
        Topic::Passphrase if joined => (phrase(text, start)?, 0.7, "password.phrase"),
        Topic::Pin => {
            let digits = digits_at(text, start).filter(|n| (4..=12).contains(n)).map(|n| start + n);
            (digits.or_else(|| mixed(text, start, 5).filter(|_| joined))?, 0.8, "password.pin")
        }
        Topic::Tan if joined => (start + digits_at(text, start).filter(|n| *n == 6)?, 0.7, "password.code"),
        Topic::Code => (code(text, start, joined)?, 0.8, "password.code"),
        Topic::SecurityCode => (code(text, start, joined)?, 0.7, "password.code"),
        Topic::PlainCode if joined && !lead.far && begins_clause(text, lead.span.start) => {
            let digits = digits_at(text, start).filter(|n| (4..=8).contains(n))?;
            (start + digits, 0.6, "password.code")
        }
        _ => return None,
    };
    Some(finding(EntityType::Password, Span::new(start, end), score, recognizer, lead))
}

/// The end of a password: letters and digits or symbols mixed, four digits or more, or a word that stands alone.
fn password(text: &str, start: usize, lead: Lead) -> Option<usize> {
    let joined = lead.join > Join::Beside;
    if let Some(digits) = digits_at(text, start) {
        return (4..=12).contains(&digits).then_some(start + digits);
    }
    if let Some(end) = mixed(text, start, if joined { 4 } else { 5 }) {
        return Some(end);
    }
    let end = token_end(text, start);
    let quoted = is_quoted(text, start, end);
    if lead.far || !joined && !quoted {
        return None;
    }
    let word = text.get(start..end)?;
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let plain = letters >= 4 && letters == word.chars().count();
    let symbols = letters >= 4 && has_symbol(word);
    ((quoted || closes(text, end))
        && (plain || symbols)
        && !is_placeholder(word)
        && !is_prose(word)
        && (quoted || !is_inflected(word)))
    .then_some(end)
}

/// The end of a token that has letters and digits, or letters and a symbol that joins no words.
fn mixed(text: &str, start: usize, least: usize) -> Option<usize> {
    let end = token_end(text, start);
    let value = text.get(start..end)?;
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let sound = letters > 0
        && (digits > 0 || has_symbol(value) && letters >= 4)
        && value.chars().count() >= least
        && !value.starts_with(['(', '/', '-', '.', ',', '@'])
        && !value.starts_with("www.");
    // What ends a sentence may end a password: `Sommer2024!`.
    let marks = text
        .as_bytes()
        .get(end..)?
        .iter()
        .take(3)
        .take_while(|b| matches!(b, b'!' | b'#' | b'$' | b'&' | b'*'))
        .count();
    let marks =
        if closes(text, end + marks) || text.as_bytes().get(end + marks) == Some(&b' ') { marks } else { 0 };
    (sound && !is_placeholder(value) && !is_prose(value) && !is_range(value)).then_some(end + marks)
}

/// Whether a value has a symbol that words are not joined by.
fn has_symbol(value: &str) -> bool {
    let joiner = ['/', '-', '\'', '’', '_', '.', ',', ':', ';', '(', ')', '[', '{', '$', '%', '@', '…', '?'];
    value.bytes().any(|b| b.is_ascii_punctuation()) && !value.contains(joiner) && !value.ends_with('=')
}

/// `8-16`, `12+`, `10.10`, `2024-01-05T10:00`: digits and what stands between numbers.
fn is_range(value: &str) -> bool {
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    letters <= 1
        && digits >= 2
        && value.contains(['-', '.', ':', '/', '+', '%'])
        && value.len() > 2
        && value.as_bytes()[0].is_ascii_digit()
}

/// The end of a one-time code: four to ten digits, three and three, or capitals and digits mixed.
fn code(text: &str, start: usize, joined: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let count = bytes.get(start..)?.iter().take(16).take_while(|b| b.is_ascii_digit()).count();
    if count == 3 && matches!(bytes.get(start + 3), Some(b' ' | b'-')) {
        let rest = digits_at_group(text, start + 4)?;
        return (rest == 3).then_some(start + 7);
    }
    if let Some(digits) = digits_at(text, start) {
        return (4..=10).contains(&digits).then_some(start + digits);
    }
    // `G-482913`
    if let [letter, b'-', rest @ ..] = bytes.get(start..)?
        && letter.is_ascii_uppercase()
    {
        let digits = rest.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
        return ((4..=8).contains(&digits) && super::number_run::ends_freely(text, start + 2 + digits))
            .then_some(start + 2 + digits);
    }
    let end = token_end(text, start);
    let value = bytes.get(start..end)?;
    let shape = value.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    (joined && shape && (5..=12).contains(&value.len()) && digits >= 1 && letters >= 1).then_some(end)
}

/// The digits of a second group.
fn digits_at_group(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let count = bytes.get(start..)?.iter().take(16).take_while(|b| b.is_ascii_digit()).count();
    (count > 0 && super::number_run::ends_freely(text, start + count)).then_some(count)
}

/// The end of a pass phrase: the words up to the end of their sentence, or what stands between quotes.
fn phrase(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let opened =
        text.get(..start)?.chars().next_back().filter(|c| matches!(c, '"' | '\'' | '“' | '`' | '„' | '«'));
    let stop = rest
        .char_indices()
        .take(256)
        .find(|(_, c)| {
            matches!(
                c,
                '\n' | '\r'
                    | '"'
                    | '”'
                    | '“'
                    | '`'
                    | '.'
                    | ','
                    | ';'
                    | '!'
                    | '?'
                    | ':'
                    | '('
                    | '['
                    | '»'
                    | '|'
            ) || opened == Some('\'') && *c == '\''
        })
        .map_or(rest.len(), |(i, _)| i);
    let value = rest.get(..stop)?.trim_end();
    let mut words = value.split([' ', '-']).filter(|word| !word.is_empty());
    let first = words.next()?;
    let count = 1 + words.clone().count();
    let prose = words.clone().filter(|word| is_prose(word)).count();
    let right = (1..=PHRASE_WORDS).contains(&count) && value.len() >= 8 && !is_placeholder(value);
    (right && !is_prose(first) && (opened.is_some() || prose * 3 <= count)).then_some(start + value.len())
}

/// Whether nothing or a pause stands before byte `start`.
fn begins_clause(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end_matches(' ');
    before.is_empty()
        || before.ends_with(['\n', ',', '.', '!', '?', ';', ':', '-', '–', '(', '"', '*', '|', '>'])
}
