//! Names of people, by cues and word lists.

mod cue;
mod family_names;
mod given_names;
mod place;
mod read;
mod scan;
mod stop_words;
mod words;

pub(super) use scan::{CueGate, cue_words};

use std::sync::LazyLock;

use crate::entity::{EntityType, Finding, Rank, Span};

/// Lets the words of names that are said or spelled through as well: one look at a word serves both.
static CUES: LazyLock<CueGate> =
    LazyLock::new(|| CueGate::new(cue::phrases().chain(super::spoken::phrases())));
static NAMES: LazyLock<scan::NameGate> =
    LazyLock::new(|| scan::NameGate::new(given_names::GIVEN_NAMES.iter().copied()));

/// Appends every name found by a cue or the word lists.
///
/// A cue with a listed name scores 0.85, a cue with an unlisted one 0.7, a listed given name with a family name 0.6, a
/// listed given name alone in the middle of a sentence 0.5. Titles (`Mr`, `Dr`) are not part of the span; particles,
/// initials and `Jr` are. `also` is called with every word that the gate takes for a cue.
pub(super) fn find(text: &str, mut also: impl FnMut(usize), out: &mut Vec<Finding>) {
    let mut covered = 0;
    scan::candidates(text.as_bytes(), &CUES, &NAMES, |candidate| {
        let at = candidate.at;
        if candidate.cue {
            also(at);
        }
        if at < covered || !starts_word(text, at) {
            return;
        }
        let by_cue = candidate.cue.then(|| by_cue(text, at)).flatten();
        let found = by_cue.or_else(|| candidate.name.then(|| read::without_cue(text, at)).flatten());
        if let Some(found) = found.filter(|found| found.span.start >= covered) {
            covered = found.span.end;
            if found.cue.is_some() || !place::is_named(text, found.span) {
                out.push(found);
            }
        }
    });
}

fn by_cue(text: &str, at: usize) -> Option<Finding> {
    cue::at(text, at).find_map(|cue| {
        let (span, score) = read::beside(text, &cue)?;
        let cue = Some(Span::new(cue.start, cue.end));
        Some(Finding {
            entity_type: EntityType::Person,
            span,
            score,
            rank: Rank::Cue,
            recognizer: "person.cue",
            cue,
        })
    })
}

/// Whether the byte before `at` lets a word begin there: no letter of another script, digit, or part of an address.
fn starts_word(text: &str, at: usize) -> bool {
    let Some(before) = text.get(..at).and_then(|head| head.chars().next_back()) else { return at == 0 };
    if before.is_ascii() {
        let joined = matches!(before, '\'' | '-' | '.') && {
            let bytes = text.as_bytes();
            at >= 2 && bytes.get(at - 2).is_some_and(u8::is_ascii_alphanumeric)
        };
        return !(before.is_ascii_digit()
            || matches!(before, '_' | '@' | '/' | '\\' | '#' | '$' | '=' | '&')
            || joined);
    }
    !before.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deid::recognizers::marked::assert_marked;

    fn check(marked: &str) {
        assert_marked(marked, |text| {
            let mut out = Vec::new();
            find(text, |_| {}, &mut out);
            out
        });
    }

    #[test]
    fn behind_a_cue() {
        for marked in [
            "My name is ⟦Priya Raman⟧ and I need help",
            "my name is ⟦priya patel⟧.",
            "Name: ⟦Zubin Qorvath⟧",
            "hi ⟦maria⟧, where is it?",
            "Dear ⟦José⟧,\n\nthanks",
            "Hello Mr. ⟦O'Brien⟧!",
            "Thanks ⟦John⟧!",
            "it works now\n\nKind regards,\n⟦Anna-Lena van der Berg⟧",
            "This is ⟦Ahmed⟧ speaking.",
            "I'm ⟦Thomas J. Miller⟧ from accounting",
            "I spoke to ⟦Chloé⟧ yesterday",
            "⟦Tom⟧ here, any news?",
            "hallo, ich heiße ⟦Jürgen Müller⟧",
            "Bonjour, je m’appelle ⟦Élodie⟧",
            "Mit freundlichen Grüßen\n⟦Sabine Krüger⟧",
            "me llamo ⟦Santiago Vargas⟧",
            "Frau ⟦Schneider⟧ hat angerufen",
            "Hi ⟦Mark⟧, will you mark it as done?",
            "my name is ⟦Grace⟧",
            "THIS IS ⟦MARIA GARCIA⟧ SPEAKING",
            "I’m ⟦Maria⟧ from accounting, it’s ⟦Tom⟧",
            "my name\r\nis ⟦Priya Raman⟧",
        ] {
            check(marked);
        }
    }

    #[test]
    fn without_a_cue() {
        for marked in [
            "The order was placed by ⟦Fatima Khan⟧ on Monday",
            "please ask ⟦Priya⟧ about it",
            "⟦Mark Johnson⟧ and ⟦Grace Kim⟧ signed, by ⟦Sofia van-Dijk⟧",
            "I saw ⟦Maria⟧'s order 👩‍💻",
        ] {
            check(marked);
        }
    }

    #[test]
    fn not_names() {
        for text in [
            "Hi there, hello everyone, dear customer",
            "Hi Team,",
            "Hello World",
            "Dear Support,",
            "thanks mate!",
            "I will mark it in May or June.",
            "I'm sick of this",
            "im stuck",
            "This is Important",
            "I am In Paris",
            "Will you chase this bill?",
            "my name is not on the list",
            "file name: report",
            "Thanks, Google!",
            "We fly from Sydney to Paris in April",
            "Best Buy and Chase Bank",
            "The Amber Alert",
            "Grace period",
            "order A-1234567 of the Dell Latitude",
            "Kind regards,\nThe Billing Team",
            "Monday, March 3",
            "MS Word",
            "Jordan Street 5",
            "12 Maria Lopez Street, 4282 Priya Patel",
            "from San Rafael to South Valerie, in Shelby, at Lake Meghan",
            "Calle Rosario 4, 64, rue Chloé Martel; ship it to Elena Glen, Vial de la Rosa",
            "We are Priya Logistics and Fatima Ltd.",
            "It is Summer now",
            "@maria_92 and maria_92",
            "JOHN1 www.john.example",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn spans_are_sound(text in "(\\PC|[ .,\n'A-Ca-c]|my name is |hi |Maria |José|regards,\n|Dr\\. | here|van |É|\u{301}){0,40}") {
            let mut out = Vec::new();
            find(&text, |_| {}, &mut out);
            let mut end = 0;
            for finding in out {
                prop_assert!(!finding.span.is_empty() && finding.span.start >= end);
                prop_assert!(text.get(finding.span.start..finding.span.end).is_some());
                end = finding.span.end;
            }
        }
    }
}
