//! What the engine makes of the spans of a model: here one that knows a few words by heart.

use std::sync::Mutex;

use proptest::prelude::*;

use super::*;
use crate::conversation::{Conversation, KnownValue, Message, SenderRole};
use crate::deid::{Deidentified, Deidentifier, NameModel, Scratch};
use crate::entity::Finding;

/// Finds words wherever they stand, and notes what it was shown.
#[derive(Default)]
struct Words {
    words: Vec<(&'static str, EntityType, f32)>,
    batch: usize,
    shown: Mutex<Vec<(String, String)>>,
    calls: Mutex<Vec<usize>>,
}

impl Words {
    fn new(words: &[(&'static str, EntityType, f32)]) -> Words {
        Words { words: words.to_vec(), ..Words::default() }
    }
}

impl SpanModel for Words {
    fn settings(&self) -> SpanModelSettings {
        SpanModelSettings { sha256: Some("ab".repeat(32)), ..SpanModelSettings::default() }
    }

    fn find(&self, texts: &[TextInContext<'_>]) -> Result<Vec<Vec<ModelSpan>>> {
        self.calls.lock().unwrap().push(texts.len());
        let mut shown = self.shown.lock().unwrap();
        shown.extend(texts.iter().map(|asked| (asked.before.to_owned(), asked.text.to_owned())));
        let spans = |text: &str| {
            let each = self.words.iter().flat_map(|(word, entity_type, score)| {
                text.match_indices(word).map(|(start, found)| ModelSpan {
                    entity_type: *entity_type,
                    span: Span::new(start, start + found.len()),
                    score: *score,
                })
            });
            each.collect()
        };
        Ok(texts.iter().map(|asked| spans(asked.text)).collect())
    }

    fn batch(&self) -> usize {
        self.batch
    }
}

type Answers = fn() -> Result<Vec<Vec<ModelSpan>>>;

/// Answers whatever it is told to.
struct Answer(Answers);

impl SpanModel for Answer {
    fn settings(&self) -> SpanModelSettings {
        SpanModelSettings::default()
    }

    fn find(&self, _: &[TextInContext<'_>]) -> Result<Vec<Vec<ModelSpan>>> {
        (self.0)()
    }
}

/// Without the built-in model, so that all names are the other's.
fn bare() -> PiiSettings {
    PiiSettings { name_model: NameModel::Off, ..PiiSettings::default() }
}

fn with(settings: &PiiSettings, words: &[(&'static str, EntityType, f32)]) -> Deidentifier {
    Deidentifier::with_model(settings, Some(Arc::new(Words::new(words)))).unwrap()
}

fn conversation<'t>(texts: &[&'t str]) -> Conversation<'t> {
    let message = |text: &&'t str| Message {
        role: SenderRole::Customer,
        content: (*text).into(),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let messages = texts.iter().map(message).collect();
    Conversation { id: "7".into(), status: None, messages, known_values: Vec::new(), first_row: 1 }
}

fn contents(done: &Deidentified<'_>) -> Vec<String> {
    done.conversation.conversation().messages.iter().map(|m| m.content.clone().into_owned()).collect()
}

fn clean(deidentifier: &Deidentifier, text: &str) -> String {
    deidentifier.deidentify_text(text).unwrap().0
}

const ZORBLAX: (&str, EntityType, f32) = ("zorblax", EntityType::Person, 0.9);

#[test]
fn spans_become_findings_of_the_lowest_rank() {
    let deidentifier = with(&bare(), &[ZORBLAX]);
    let found = deidentifier.find("ask zorblax now").unwrap();
    let expected = Finding {
        entity_type: EntityType::Person,
        span: Span::new(4, 11),
        score: 0.9,
        rank: Rank::Model,
        recognizer: "span_model",
        cue: None,
    };
    assert_eq!(found, [expected]);
    assert_eq!(clean(&deidentifier, "ask zorblax now"), "ask [PERSON_1] now");
    let explained = deidentifier.find_explained("ask zorblax now").unwrap();
    assert_eq!(explained[0].source, crate::deid::Source::Model);
}

#[test]
fn rules_win_and_what_sticks_out_is_covered() {
    let both = [("zorblax z@example.com", EntityType::Person, 0.99)];
    let deidentifier = with(&bare(), &both);
    assert_eq!(clean(&deidentifier, "ask zorblax z@example.com now"), "ask [PERSON_1] [EMAIL_1] now");
}

#[test]
fn settings_hold_findings_back() {
    let text = "ask zorblax now";
    for settings in [
        PiiSettings { min_score: Some(0.95), ..bare() },
        PiiSettings { allow_list: vec!["Zorblax".into()], ..bare() },
        PiiSettings { entities: Some(vec![EntityType::EmailAddress]), ..bare() },
    ] {
        assert_eq!(clean(&with(&settings, &[ZORBLAX]), text), text);
    }
}

#[test]
fn what_cannot_be_a_name_is_none() {
    let words = [
        ("1056.90", EntityType::Person, 1.0),
        ("...", EntityType::Person, 1.0),
        ("zorblax\nthanks", EntityType::Person, 1.0),
        ("(42) ", EntityType::Id, 1.0),
    ];
    let deidentifier = with(&bare(), &words);
    assert_eq!(clean(&deidentifier, "pay 1056.90 ... ok"), "pay 1056.90 ... ok");
    assert_eq!(clean(&deidentifier, "zorblax\nthanks"), "[PERSON_1]\nthanks");
    assert_eq!(clean(&deidentifier, "box (42) here"), "box ([ID_1]) here");
}

#[test]
fn tokens_are_never_found_again() {
    let words = [
        ("[PERSON_1]", EntityType::Person, 1.0),
        ("PERSON", EntityType::Organization, 1.0),
        ("zorblax [EMAIL_1] frob", EntityType::Person, 1.0),
    ];
    let deidentifier = with(&bare(), &words);
    let text = "hi [PERSON_1], [EMAIL_1]";
    assert_eq!(clean(&deidentifier, text), text);
    assert_eq!(
        clean(&deidentifier, "hi zorblax [EMAIL_1] frob"),
        "hi [PERSON_1] [EMAIL_1] [PERSON_2]",
        "what stands around a token is cut at it"
    );
}

#[test]
fn a_second_run_changes_nothing() {
    // A model that sees a name beside every token, as long as there is a word.
    let words = [ZORBLAX, ("] frob", EntityType::Person, 0.8), ("gleep", EntityType::Organization, 0.8)];
    let deidentifier = with(&PiiSettings::default(), &words);
    let texts = ["zorblax frob gleep mail z@example.com", "call 212-555-0187 zorblax", "gleep frob"];
    let done = deidentifier.deidentify(conversation(&texts)).unwrap();
    let first = contents(&done);
    assert!(!first.concat().contains("zorblax") && !first.concat().contains("gleep"), "{first:?}");
    let again = deidentifier.deidentify(conversation(&first.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(contents(&again.unwrap()), first);
}

#[test]
fn the_audit_looks_for_what_the_model_found() {
    // Written together with another word the model does not know it; the audit does.
    struct Whole;
    impl SpanModel for Whole {
        fn settings(&self) -> SpanModelSettings {
            SpanModelSettings::default()
        }
        fn find(&self, texts: &[TextInContext<'_>]) -> Result<Vec<Vec<ModelSpan>>> {
            let all = |asked: &TextInContext<'_>| {
                let span = Span::new(4, 19);
                let person = ModelSpan { entity_type: EntityType::Person, span, score: 0.9 };
                if asked.text.starts_with("ask Zorblax Quibble") { vec![person] } else { Vec::new() }
            };
            Ok(texts.iter().map(all).collect())
        }
    }
    let deidentifier = Deidentifier::with_model(&bare(), Some(Arc::new(Whole))).unwrap();
    let done =
        deidentifier.deidentify(conversation(&["ask Zorblax Quibble", "it was ZORBLAX QUIBBLE!"])).unwrap();
    assert_eq!(contents(&done), ["ask [PERSON_1]", "it was [PERSON_1]!"]);
    assert_eq!(done.conversation.audit().rescued, 1);
}

#[test]
fn known_values_win() {
    let words = [("zorblax quux", EntityType::Organization, 1.0)];
    let deidentifier = with(&bare(), &words);
    let mut asked = conversation(&["zorblax quux"]);
    asked.known_values =
        vec![KnownValue { entity_type: EntityType::Person, value: "Zorblax Quux".into(), party: 0 }];
    assert_eq!(contents(&deidentifier.deidentify(asked).unwrap()), ["[PERSON_1]"]);
}

#[test]
fn it_reads_a_message_behind_the_one_before_as_that_will_be_written() {
    let model = Arc::new(Words::new(&[ZORBLAX]));
    let deidentifier = Deidentifier::with_model(&bare(), Some(model.clone())).unwrap();
    deidentifier.deidentify(conversation(&["hello\nwho is zorblax?", "nobody"])).unwrap();
    let shown = model.shown.lock().unwrap();
    assert_eq!(shown[0], (String::new(), "hello\nwho is zorblax?".to_owned()));
    assert_eq!(
        shown.last(),
        Some(&("who is [PERSON_1]?".to_owned(), "nobody".to_owned())),
        "and never the id"
    );
}

#[test]
fn it_may_read_messages_ahead() {
    let texts = ["hello", "who is it?", "zorblax!", "hm", "<p>zorblax</p>", "...", "zorblax!", "hm"];
    let one = with(&bare(), &[ZORBLAX]).deidentify(conversation(&texts)).unwrap();
    let model = Arc::new(Words { batch: 3, ..Words::new(&[ZORBLAX]) });
    let deidentifier = Deidentifier::with_model(&bare(), Some(model.clone())).unwrap();
    let done = deidentifier.deidentify(conversation(&texts)).unwrap();
    assert_eq!(contents(&done), contents(&one));
    // Ahead, each once; then, one by one, what has changed and what stands behind it.
    let calls = model.calls.lock().unwrap();
    assert_eq!(&calls[..2], [3, 2]);
    assert!(calls[2..].iter().all(|texts| *texts == 1) && calls.len() < 12, "{calls:?}");
}

#[test]
fn it_reads_what_markup_says() {
    let model = Arc::new(Words::new(&[ZORBLAX]));
    let deidentifier = Deidentifier::with_model(&bare(), Some(model.clone())).unwrap();
    let text = "<p class=\"zorblax\">ask <b>zorblax</b> now</p>";
    let (clean, _) = deidentifier.deidentify_text(text).unwrap();
    assert!(clean.contains("<b>[PERSON_1]</b>"), "{clean}");
    assert!(model.shown.lock().unwrap().iter().all(|(_, text)| !text.contains('<')));
}

#[test]
fn a_model_that_fails_stops_every_call() {
    let answers: [Answers; 6] = [
        || Err(Error::new(ErrorKind::Limit, "too long")),
        || Ok(Vec::new()),
        || Ok(vec![Vec::new(), Vec::new()]),
        || Ok(vec![vec![ModelSpan { entity_type: EntityType::Person, span: Span::new(2, 99), score: 0.9 }]]),
        || Ok(vec![vec![ModelSpan { entity_type: EntityType::Person, span: Span::new(1, 2), score: 0.9 }]]),
        || {
            Ok(vec![vec![ModelSpan {
                entity_type: EntityType::Person,
                span: Span::new(0, 2),
                score: f32::NAN,
            }]])
        },
    ];
    for (number, answer) in answers.into_iter().enumerate() {
        let deidentifier = Deidentifier::with_model(&bare(), Some(Arc::new(Answer(answer)))).unwrap();
        let mut scratch = Scratch::default();
        let text = "äh, Jane Roe";
        let code = if number == 0 { "limit_exceeded" } else { "invalid_format" };
        assert_eq!(deidentifier.find_with(&[], text, &mut scratch).unwrap_err().code(), code, "{number}");
        assert_eq!(deidentifier.find_explained(text).unwrap_err().code(), code);
        assert_eq!(deidentifier.deidentify_text_with(text, &mut scratch).unwrap_err().code(), code);
        assert_eq!(
            deidentifier.deidentify_with(conversation(&[text]), &mut scratch).unwrap_err().code(),
            code
        );
        // What holds no word is not shown to it, and the room is as good as new.
        assert!(deidentifier.find_with(&[], "...", &mut scratch).unwrap().is_empty());
    }
}

#[test]
fn settings_and_model_must_belong_together() {
    let wanted = |sha256: &str| {
        let model = SpanModelSettings { sha256: Some(sha256.into()), ..SpanModelSettings::default() };
        PiiSettings { span_model: Some(model), ..bare() }
    };
    let missing = Deidentifier::new(&wanted("00")).unwrap_err();
    assert_eq!(
        (missing.code(), missing.position().path.as_deref()),
        ("invalid_config", Some("piiSettings.spanModel"))
    );
    let other = Deidentifier::with_model(&wanted("00"), Some(Arc::new(Words::default()))).unwrap_err();
    assert_eq!(other.position().path.as_deref(), Some("piiSettings.spanModel.sha256"));
    let same = Deidentifier::with_model(&wanted(&"AB".repeat(32)), Some(Arc::new(Words::default()))).unwrap();
    let named = same.settings().span_model.as_ref().and_then(|model| model.sha256.clone());
    assert_eq!(named, Some("ab".repeat(32)));
}

proptest! {
    #[test]
    fn whatever_a_model_says_a_second_run_finds_less_or_nothing_inside_tokens(
        text in "[a-z@. \\[\\]_1A-Zé]{0,40}",
        raw in prop::collection::vec((0usize..44, 1usize..12, 0usize..26, 0u8..=10), 0..6),
    ) {
        struct Fixed(Vec<(usize, usize, usize, u8)>);
        impl SpanModel for Fixed {
            fn settings(&self) -> SpanModelSettings {
                SpanModelSettings::default()
            }
            fn find(&self, texts: &[TextInContext<'_>]) -> Result<Vec<Vec<ModelSpan>>> {
                let spans = |text: &str| {
                    let each = self.0.iter().map(|(start, length, kind, score)| ModelSpan {
                        entity_type: EntityType::ALL[*kind],
                        span: Span::new(*start, start + length),
                        score: f32::from(*score) / 10.0,
                    });
                    each.filter(|span| text.get(span.span.start..span.span.end).is_some()).collect()
                };
                Ok(texts.iter().map(|asked| spans(asked.text)).collect())
            }
        }
        let deidentifier = Deidentifier::with_model(&bare(), Some(Arc::new(Fixed(raw)))).unwrap();
        let found = deidentifier.find(&text).unwrap();
        prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let (clean, map) = deidentifier.deidentify_text(&text).unwrap();
        prop_assert_eq!(crate::reidentify(&clean, &map).unwrap(), text);
    }
}
