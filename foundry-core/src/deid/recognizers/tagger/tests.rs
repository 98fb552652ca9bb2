use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::fixed::{CONVERSATIONS, conversation, digest};
use super::model::HEAD;
use super::*;

const FILE: &[u8] = include_bytes!("../../../../model/names.bin");

fn tagger() -> &'static Tagger {
    Tagger::built_in().expect("the model of the crate is read")
}

fn tag(text: &str, masked: &[(Span, Mask)], knob: Knob) -> Vec<Tagged> {
    let mut out = Vec::new();
    tagger().tag(text, masked, &mut TagScratch::new(), knob, &mut out);
    out
}

fn names(text: &str) -> Vec<(&str, Label)> {
    tag(text, &[], Knob::HighRecall)
        .iter()
        .map(|name| (&text[name.span.start..name.span.end], name.label))
        .collect()
}

#[test]
fn the_file_is_whole() {
    assert_eq!(Sha256::digest(&FILE[HEAD..])[..], tagger().checksum()[..]);
    assert_eq!(FILE[8..12], super::model::VERSION.to_le_bytes());
    assert!(FILE.len() <= 5_000_000, "{}", FILE.len());
}

#[test]
fn other_files_are_refused() {
    assert!(Tagger::from_file(&FILE[..FILE.len() - 1]).is_none());
    assert!(Tagger::from_file(b"FDRYNAME").is_none());
    let mut later = FILE.to_vec();
    later[8] += 1;
    assert!(Tagger::from_file(&later).is_none());
}

#[test]
fn names_of_persons() {
    let person = |name| vec![(name, Label::Person)];
    assert_eq!(names("Hi, this is Dagny Halvorsen. My parcel never arrived."), person("Dagny Halvorsen"));
    assert_eq!(names("hi my name is dagny halvorsen and my parcel never arrived"), person("dagny halvorsen"));
    assert_eq!(names("May I have your name please?\ncrystal minh"), person("crystal minh"));
    assert_eq!(names("Kind regards,\nRohan Deshmukh"), person("Rohan Deshmukh"));
    assert_eq!(names("Guten Tag, mein Name ist Jürgen Petzold."), person("Jürgen Petzold"));
}

#[test]
fn other_names() {
    assert_eq!(
        names("I'm travelling from Porto to Gdansk on Friday."),
        [("Porto", Label::Location), ("Gdansk", Label::Location)]
    );
    assert_eq!(
        names("Please send it to 48 Quarry Lane, Leeds LS6 2AB, thanks."),
        [("48 Quarry Lane, Leeds LS6 2AB", Label::Address)]
    );
    assert_eq!(
        names("I work at Brightwell Analytics GmbH."),
        [("Brightwell Analytics GmbH", Label::Organization)]
    );
}

#[test]
fn plain_questions_hold_no_names() {
    for text in [
        "May I ask why the price went up in June? I hope you can mark this as urgent.",
        "Will you chase the order for me?",
        "The Premium Plus plan shows Error 503 when I click Settings > Billing > Payment Methods.",
        "i need the jacket in size 10 and the bill from march",
        "Dear Sir or Madam,\n\nThank you for your message.",
    ] {
        assert_eq!(names(text), [], "{text}");
    }
}

#[test]
fn what_rules_found_is_no_name() {
    let text = "Hi maria.lopez@mail.example, this is Maria Lopez";
    let masked = [(Span::new(3, 27), Mask::Email)];
    let found = tag(text, &masked, Knob::HighRecall);
    assert!(found.iter().all(|name| !name.span.overlaps(masked[0].0)), "{found:?}");
    assert!(found.iter().any(|name| &text[name.span.start..name.span.end] == "Maria Lopez"), "{found:?}");
    let text = "Thanks [PERSON_1], all good";
    assert_eq!(tag(text, &[(Span::new(7, 17), Mask::Token)], Knob::HighRecall), []);
}

#[test]
fn a_name_given_once_is_known_again() {
    let text =
        "Hello, my name is Xiomara Delacroix.\nok\nXiomara said so, and I quote: Delacroix never called";
    let mut scratch = TagScratch::new();
    let mut found = Vec::new();
    tagger().tag(text, &[], &mut scratch, Knob::HighRecall, &mut found);
    tagger().recall(text, &[], &mut scratch, &mut found);
    let persons = found.iter().map(|name| &text[name.span.start..name.span.end]).collect::<Vec<_>>();
    assert_eq!(persons, ["Xiomara Delacroix", "Xiomara", "Delacroix"]);
}

#[test]
fn scores_rise_with_margins() {
    let scores: Vec<f32> = (-20..400).map(|margin| tagger().score(margin)).collect();
    assert!(scores.is_sorted());
    assert_eq!((scores[0], scores[419]), (0.45, 0.97));
}

#[test]
fn the_same_spans_everywhere() {
    assert_eq!(digest(tagger()), "d2c2f885699e2227");
}

#[test]
fn long_texts_are_tagged_to_their_end() {
    let text = "Nothing to see here, all is well and the order came on time. ".repeat(2_000)
        + "My name is Dagny Halvorsen.";
    let found = tag(&text, &[], Knob::HighRecall);
    assert_eq!(&text[found.last().expect("a name").span.start..], "Dagny Halvorsen.");
}

#[test]
fn a_cache_that_grows_changes_nothing() {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    let words = (0..9_000).map(|n| format!("{}{}{}o ", letter(n / 676), letter(n / 26), letter(n)));
    let text = words.collect::<String>() + "My name is Dagny Halvorsen.";
    let mut scratch = TagScratch::new();
    let first = tag(&text, &[], Knob::HighRecall);
    for _ in 0..4 {
        let mut again = Vec::new();
        tagger().tag(&text, &[], &mut scratch, Knob::HighRecall, &mut again);
        assert_eq!(again, first);
    }
}

proptest! {
    /// Spans are sorted, apart, on character boundaries; room that was used before changes nothing.
    #[test]
    fn any_text(text in r"(?s)([A-Z]?[a-zé]{0,9}|[ \n,.@'?]|\PC|[0-9]{1,3}|new york|Maria|\u{301}){0,60}") {
        let mut scratch = TagScratch::new();
        let mut warm = Vec::new();
        for line in CONVERSATIONS {
            tagger().tag(&conversation(line), &[], &mut scratch, Knob::HighRecall, &mut warm);
        }
        warm.clear();
        tagger().tag(&text, &[], &mut scratch, Knob::HighRecall, &mut warm);
        prop_assert_eq!(&warm, &tag(&text, &[], Knob::HighRecall));
        tagger().recall(&text, &[], &mut scratch, &mut warm);
        let mut end = 0;
        for name in &warm {
            prop_assert!(name.span.start >= end && !name.span.is_empty());
            prop_assert!(text.get(name.span.start..name.span.end).is_some());
            end = name.span.end;
        }
    }
}
