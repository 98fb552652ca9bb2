//! Tests of what is said or spelled.

use proptest::prelude::*;

use super::written;
use crate::deid::recognizers::Recognizers;
use crate::deid::recognizers::marked::assert_marked;
use crate::deid::settings::PiiSettings;
use crate::entity::EntityType::{
    CreditCard, CreditCardCvv, EmailAddress, Password, Person, PhoneNumber, UsSsn,
};
use crate::entity::Finding;

fn recognizers() -> Recognizers {
    let types = vec![EmailAddress, PhoneNumber, CreditCard, CreditCardCvv, Password, UsSsn, Person];
    Recognizers::new(&PiiSettings { entities: Some(types), ..PiiSettings::default() }).unwrap()
}

/// What was found because it is said or spelled.
fn find(recognizers: &Recognizers, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    recognizers.find(text, &mut found);
    found.retain(|finding| finding.recognizer.ends_with(".spoken") || finding.recognizer == "person.spelled");
    found
}

#[test]
fn values() {
    let recognizers = recognizers();
    for marked in [
        "my number is ⟦two one two five five five oh one nine nine⟧.",
        "it's ⟦two one two, five five five, oh one double nine⟧ - two lines, one phone",
        "card ⟦four one one one one one one one one one one one one one one one⟧, exp next year",
        "ssn: ⟦one two three, four five, six seven eight one⟧",
        "the pin is ⟦four two seven one⟧ for two cards",
        "⟦ana punto ruiz arroba ejemplo punto es⟧, dos veces",
        "send it to ⟦j dot roe plus news at example dot co dot uk⟧ please",
        "my last name is Smith, ⟦S-M-I-T-H⟧, with two kids",
        "name is ⟦Müller with ue⟧, ok?",
        "mail is ⟦t quinn forty two at muster hyphen firma dot com⟧",
        "phone ⟦twenty one two five five five oh one nine nine⟧",
        "spelled ⟦J-O-H-N S-M-I-T-H⟧ I need help",
        "my name is ⟦j o h n⟧ i need help",
        "spelled ⟦bravo romeo oscar whiskey november⟧",
    ] {
        assert_marked(marked, |text| find(&recognizers, text));
    }
}

#[test]
fn look_alikes() {
    let recognizers = recognizers();
    for text in [
        "in twenty twenty five we sold two hundred five units at nine ninety nine",
        "one two three four five six seven eight nine ten",
        "order number two one two five five five oh one nine nine",
        "oh, two things: one or two of three",
        "I agree with a smile, my name is on the list with a note",
        "the U S A, the F A Q and an A T M",
        "that's A, B and C",
        "at one point in time, at the end, dot your i",
        "spelled out in the terms",
        "full name: Osha Jones Address: P.O. Box 4748",
        "please update the company name to Ashland S.A.",
        "name: Victor Lima, thanks",
        "sizes thirty two, thirty four, thirty six, thirty eight, forty",
    ] {
        assert_marked(text, |text| find(&recognizers, text));
    }
}

#[test]
fn what_is_said_is_what_is_written() {
    for (entity_type, said, wanted) in [
        (PhoneNumber, "two one two double five five oh one nine nine", "2125550199"),
        (PhoneNumber, "plus four nine dreiundzwanzig", ""),
        (PhoneNumber, "zéro six quatre-vingt-dix-sept soixante et onze", "069771"),
        (PhoneNumber, "ochocientos cincuenta y cinco, treinta y cuatro", "85534"),
        (EmailAddress, "j underscore roe ninety nine at example dot org", "j_roe99@example.org"),
        (EmailAddress, "a b c arroba ejemplo punto es", "abc@ejemplo.es"),
        (EmailAddress, "john (at) example (dot) com", "john@example.com"),
        (EmailAddress, "luc tiret bas martin arobase exemple point fr", "luc_martin@exemple.fr"),
        (Person, "S-M-I-T-H", "smith"),
        (Person, "B as in boy, O as in Oscar, B as in Bravo", "bob"),
        (Person, "Müller with ue", "Müller"),
        (Person, "Anna Maria Smith", ""),
        (Person, "Bravo", ""),
    ] {
        assert_eq!(written(entity_type, said).unwrap_or_default(), wanted, "{said}");
    }
}

/// Texts made of what the search stops at.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "two",
        "one",
        "five",
        "double",
        "hundred",
        "oh",
        "o",
        "and",
        "dix",
        "vingt",
        "et",
        "quatre",
        "dash",
        "plus",
        "dot",
        "at",
        "arroba",
        "punto",
        "com",
        "es",
        "tiret",
        "bas",
        "j",
        "i",
        "spelled",
        "that's",
        "as",
        "in",
        "boy",
        "name",
        "is",
        "Müller",
        "with",
        "ue",
        " ",
        " ",
        " ",
        "-",
        ",",
        ".",
        "\n",
        "é",
        "\u{301}",
        "😀",
        "'",
        "’",
        "(",
        ")",
        "[",
        "]",
        "[PHONE_1]",
        "@",
        "9",
        "五",
        "\u{a0}",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn assert_sound(text: &str) {
    for finding in find(&recognizers(), text) {
        assert!(!finding.span.is_empty());
        assert!(text.get(finding.span.start..finding.span.end).is_some());
        if let Some(cue) = finding.cue {
            assert!(text.get(cue.start..cue.end).is_some_and(|cue| !cue.is_empty()));
        }
    }
    for entity_type in [EmailAddress, PhoneNumber, Person] {
        if let Some(once) = written(entity_type, text) {
            // What is written is not said: written again, it stays.
            assert!(entity_type == Person || written(entity_type, &once).is_none(), "{once}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_sound(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn hostile_text_is_sound(text in hostile()) {
        assert_sound(&text);
    }

    #[test]
    fn any_number_is_read_back(digits in "[2-9][0-9]{2}555[0-9]{4}") {
        let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        let said: Vec<&str> = digits.bytes().map(|digit| words[usize::from(digit - b'0')]).collect();
        prop_assert_eq!(written(PhoneNumber, &said.join(" ")), Some(digits));
    }
}

/// A walk over the text from every word would not come to an end here.
#[test]
fn hostile_text_comes_to_an_end() {
    let recognizers = recognizers();
    for piece in [
        "two ",
        "one two x ",
        "dot at ",
        "a-b-",
        "spelled a ",
        "punto arroba ",
        "quatre vingt ",
        "as in a as in a ",
    ] {
        let _ = find(&recognizers, &piece.repeat(10_000));
    }
}
