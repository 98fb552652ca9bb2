//! What is said or spelled instead of written: e-mail addresses and numbers in words, names letter by letter.

mod email;
mod letters;
mod number;
mod numerals;
#[cfg(test)]
mod tests;
mod word;
mod word_table;

pub(in crate::deid) use letters::{SPELLED, is_no_spelled_name};

use std::sync::LazyLock;

use super::Recognizers;
use super::person::CueGate;
use crate::deid::form::Form;
use crate::entity::EntityType::{EmailAddress, Person};
use crate::entity::{EntitySet, EntityType, Finding};
use numerals::Numeral;
use word::Word;

/// Beginnings of the words that most numbers in words hold one of, in lower case; `one` and its like are too common.
#[rustfmt::skip]
const NUMERALS: &[&str] = &[
    "zero", "zéro", "two ", "two,", "two-", "three", "four", "five", "seven", "eight", "nine", "double", "triple",
    "null", "drei", "vier", "fünf", "fuenf", "sechs", "sieben", "acht ", "acht,", "achtund", "neun", "doppel",
    "deux", "trois", "quatre", "cinq", "sept ", "huit", "neuf", "trente", "quarante", "cinquante", "soixante",
    "cero", "tres ", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "doble",
    "três", "quatro", "sete ", "oito", "nove ", "meia ",
    "quattro", "cinque", "sette", "otto ", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta",
    "drie", "vijf", "zeven", "acht", "negen", "nul ", "dubbel",
];

/// Words for signs of an e-mail address that one is told by.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "dot ", "punkt ", "point ", "punto ", "ponto ", "punt ", "arroba ", "arobas", "arrobas", "klammeraffe", "chiocciol",
    "apenstaart", "apestaart", "affenschwanz",
];

/// All of them, for the gate.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    NUMERALS.iter().chain(SIGNS).copied().chain(letters::phrases())
}

/// Some of the types that may be said in words: where none of them is looked for, nothing is.
pub(super) const TYPES: EntitySet = EntitySet::NONE
    .with(EmailAddress)
    .with(Person)
    .with(EntityType::PhoneNumber)
    .with(EntityType::CreditCard)
    .with(EntityType::CreditCardCvv)
    .with(EntityType::Password)
    .with(EntityType::UsSsn)
    .with(EntityType::UsItin);

/// The gate of these words alone: for texts in which no names are looked for, and behind the gate that both share.
static GATE: LazyLock<CueGate> = LazyLock::new(|| CueGate::new(phrases()));

/// Where the search in a text stands: nothing before `done` is looked at again, so hostile text costs no more than any
/// other.
pub(super) struct Spoken<'r, 't> {
    recognizers: &'r Recognizers,
    text: &'t str,
    done: usize,
    out: Vec<Finding>,
}

impl<'r, 't> Spoken<'r, 't> {
    pub(super) fn new(recognizers: &'r Recognizers, text: &'t str) -> Spoken<'r, 't> {
        Spoken { recognizers, text, done: 0, out: Vec::new() }
    }

    /// Looks at every word that the gate lets through.
    pub(super) fn all(mut self) -> Vec<Finding> {
        super::person::cue_words(self.text.as_bytes(), &GATE, |at| self.behind_gate(at));
        self.out
    }

    /// What was found.
    pub(super) fn found(self) -> Vec<Finding> {
        self.out
    }

    /// Looks at the word at byte `at`, one of those that the gate of names lets through, first to last: its own words
    /// too.
    pub(super) fn at(&mut self, at: usize) {
        if GATE.may_begin(self.text.as_bytes(), at) {
            self.behind_gate(at);
        }
    }

    fn behind_gate(&mut self, at: usize) {
        if at < self.done || self.is_inside_word(at) {
            return;
        }
        let Some(word) = Word::at(self.text, at) else { return };
        let chosen = self.recognizers.chosen;
        match numerals::numeral(word.bytes()).map(|(numeral, _)| numeral) {
            None | Some(Numeral::Filler | Numeral::Link) => {}
            Some(numeral) if number::is_lone(self.text, &word, numeral) => self.done = word.span.end,
            Some(_) => {
                let end = number::around(self.recognizers, self.text, at, self.done, &mut self.out);
                self.done = self.done.max(end);
                return;
            }
        }
        if chosen.contains(EmailAddress) {
            let found = email::around(self.text, at, self.value_end());
            if let Some(found) = found {
                // A number may stand in what was looked at before: it belongs to the address.
                self.take(found);
                return;
            }
        }
        if chosen.contains(Person)
            && let Some(cue) = letters::cue(&word)
        {
            let found = letters::around(self.text, &word, cue, self.value_end());
            if let Some(found) = found {
                self.take(found);
            }
        }
    }

    fn take(&mut self, found: Finding) {
        self.done = self.done.max(found.span.end);
        self.out.push(found);
    }

    /// Where the last finding ends.
    fn value_end(&self) -> usize {
        self.out.last().map_or(0, |finding| finding.span.end)
    }

    /// Whether a word began before byte `at`.
    fn is_inside_word(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|head| head.chars().next_back());
        before.is_some_and(char::is_alphanumeric)
    }
}

/// What a value that is said or spelled is when it is written; `None` where it is written.
pub(in crate::deid) fn written(entity_type: EntityType, value: &str) -> Option<String> {
    match entity_type {
        EmailAddress => email::written(value),
        Person if may_be_spelled(value.as_bytes()) => letters::written(value),
        Person => None,
        _ => {
            let of_digits = matches!(Form::of(entity_type), Form::Phone | Form::Digits | Form::Alphanumerics)
                || matches!(entity_type, EntityType::Password | EntityType::CreditCardCvv);
            let is_spoken = of_digits && value.contains(' ') && !value.bytes().any(|b| b.is_ascii_digit());
            if is_spoken { number::written(value) } else { None }
        }
    }
}

/// Whether a name begins with one letter or has three words: few do.
fn may_be_spelled(name: &[u8]) -> bool {
    name.get(1).is_some_and(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
        || name.iter().filter(|byte| **byte == b' ').count() >= 2
}
