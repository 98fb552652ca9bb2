//! The laws of de-identification, whatever recognizers there are.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::conversation::{Message, SenderRole};
use crate::entity::Span;

fn known(values: &[(EntityType, &str)]) -> Vec<KnownValue<'static>> {
    let own = |(entity_type, value): &(EntityType, &str)| KnownValue {
        entity_type: *entity_type,
        value: value.to_string().into(),
        party: 0,
    };
    values.iter().map(own).collect()
}

fn conversation(texts: &[&str], values: &[(EntityType, &str)]) -> Conversation<'static> {
    let message = |text: &&str| Message {
        role: SenderRole::Customer,
        content: text.to_string().into(),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    Conversation {
        id: "100610".into(),
        status: None,
        messages: texts.iter().map(message).collect(),
        known_values: known(values),
        first_row: 2,
    }
}

fn contents(done: &Deidentified<'_>) -> Vec<String> {
    done.conversation.conversation().messages.iter().map(|m| m.content.to_string()).collect()
}

fn run(settings: &PiiSettings, conversation: Conversation<'static>) -> Deidentified<'static> {
    Deidentifier::new(settings).unwrap().deidentify(conversation).unwrap()
}

const JANE: &[(EntityType, &str)] = &[
    (EntityType::Person, "Jane Roe"),
    (EntityType::EmailAddress, "jroe77@mail.example.com"),
    (EntityType::PhoneNumber, "+1 212 555 0199"),
];

#[test]
fn one_value_has_one_token_and_numbers_follow_first_appearance() {
    let values = [JANE, &[(EntityType::Person, "Omar Haddad")]].concat();
    let done = run(
        &PiiSettings::default(),
        conversation(
            &["Hi Omar, I am jane. Mail JROE77@mail.example.com", "Roe, Jane: 212.555.0199 or 555-0199"],
            &values,
        ),
    );
    assert_eq!(
        contents(&done),
        ["Hi [PERSON_1], I am [PERSON_2]. Mail [EMAIL_1]", "[PERSON_2]: [PHONE_1] or [PHONE_1]"]
    );
    let map: Vec<_> = done.token_map.iter().collect();
    assert_eq!(
        map,
        [
            ("[PERSON_1]", "Omar"),
            ("[PERSON_2]", "jane"),
            ("[EMAIL_1]", "JROE77@mail.example.com"),
            ("[PHONE_1]", "212.555.0199")
        ]
    );
    assert_eq!(
        done.conversation.findings(),
        &BTreeMap::from([
            (EntityType::Person, 3),
            (EntityType::EmailAddress, 1),
            (EntityType::PhoneNumber, 2)
        ])
    );
    assert_eq!(done.conversation.audit(), AuditCounts { checked: 4, ..AuditCounts::default() });
    assert!(done.conversation.conversation().known_values.is_empty());
}

#[test]
fn fields_become_tokens_and_ids_keep_their_numbers() {
    let mut talk = conversation(&["hello"], JANE);
    talk.status = Some("waiting for Jane Roe".into());
    talk.messages[0].sender_id = Some("Jane Roe".into());
    talk.messages[0].custom =
        vec![("mail".into(), "jroe77@mail.example.com".into()), ("tags".into(), "billing;refund".into())];
    let mut second = talk.messages[0].clone();
    second.sender_id = Some("u-4711".into());
    talk.messages.push(second);
    let done = run(&PiiSettings::default(), talk);
    let after = done.conversation.conversation();
    assert_eq!(after.messages[0].sender_id.as_deref(), Some("[PERSON_1]"));
    assert_eq!(after.messages[1].sender_id.as_deref(), Some("[ID_1]"));
    assert_eq!(after.messages[1].custom[0].1, "[EMAIL_1]");
    assert_eq!(after.messages[1].custom[1].1, "billing;refund");
    assert_eq!(after.status.as_deref(), Some("waiting for [PERSON_1]"));
    assert_eq!(after.id, "100610");

    let mut by_phone = conversation(&["hello"], JANE);
    by_phone.id = "+12125550199".into();
    assert_eq!(run(&PiiSettings::default(), by_phone).conversation.conversation().id, "[PHONE_1]");
}

#[test]
fn text_without_findings_stays_borrowed() {
    let text = String::from("my order 4711 is late");
    let mut talk = conversation(&[], JANE);
    talk.messages.push(Message {
        role: SenderRole::Customer,
        content: text.as_str().into(),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    });
    let deidentifier = Deidentifier::new(&PiiSettings::default()).unwrap();
    let done = deidentifier.deidentify(talk).unwrap();
    assert!(matches!(done.conversation.conversation().messages[0].content, std::borrow::Cow::Borrowed(_)));
}

#[test]
fn literal_tokens_are_reserved() {
    let text = "[PERSON_1] is not Jane, nor is [PERSON_2]";
    let done = run(&PiiSettings::default(), conversation(&[text], JANE));
    assert_eq!(contents(&done), ["[PERSON_1] is not [PERSON_3], nor is [PERSON_2]"]);
    assert_eq!(reidentify(&contents(&done)[0], &done.token_map).unwrap(), text);
}

#[test]
fn operators_do_what_they_say() {
    let with = |operator: OperatorSettings| PiiSettings {
        default_operator: operator,
        hash_key: Some("a long secret".into()),
        ..PiiSettings::default()
    };
    let text = |operator| {
        contents(&run(&with(operator), conversation(&["I am Jane Roe, +1 212 555 0199"], JANE))).remove(0)
    };
    assert_eq!(text(OperatorSettings::Redact), "I am , ");
    let mask = OperatorSettings::Mask { character: '#', keep_first: 0, keep_last: 4 };
    assert_eq!(text(mask), "I am ###e Roe, +# ### ### 0199");
    assert_eq!(text(OperatorSettings::Keep), "I am Jane Roe, +1 212 555 0199");
    let hashed = text(OperatorSettings::Hash);
    assert_eq!(hashed, text(OperatorSettings::Hash));
    assert_eq!(hashed.len(), "I am [PERSON_7f3a9c2b51d0], [PHONE_7f3a9c2b51d0]".len());
    let error = Deidentifier::new(&PiiSettings {
        default_operator: OperatorSettings::Hash,
        ..PiiSettings::default()
    });
    let error = error.err().unwrap();
    assert_eq!((error.kind(), error.hint().is_some()), (ErrorKind::Config, true));
}

#[test]
fn the_audit_finds_what_only_one_message_revealed() {
    // The sender id is in no other column: only after it was replaced is it known to be personal.
    let mut talk = conversation(&["as dieter.kohl@example.net wrote", "ok"], &[]);
    talk.messages[1].sender_id = Some("Dieter.Kohl@example.net".into());
    let done = run(&PiiSettings { entities: Some(vec![]), ..PiiSettings::default() }, talk);
    assert!(!contents(&done)[0].contains("kohl"));
    assert_eq!(done.conversation.audit().checked, 1);
}

#[test]
fn bytes_about_to_be_written_are_searched() {
    let done = run(&PiiSettings::default(), conversation(&["Jane Roe here"], JANE));
    let clean = br#"{"messages":[{"role":"user","content":"[PERSON_1] here"}]}"#;
    assert!(done.conversation.check_bytes(clean).is_ok());
    let leak = br#"{"messages":[{"role":"user","content":"call\n(212) 555-0199"}]}"#;
    let error = done.conversation.check_bytes(leak).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Leak);
    assert_eq!((error.position().row, error.position().path.as_deref()), (Some(2), Some("content")));
    assert!(error.message().contains("PHONE_NUMBER") && !error.to_string().contains("555"));
}

#[test]
fn text_of_the_settings_is_no_leak() {
    let done = run(&PiiSettings::default(), conversation(&["Jane Roe here"], JANE));
    let prompt = br#""You are Jane Roe's assistant.""#;
    let mut bytes = br#"{"messages":[{"role":"system","content":"#.to_vec();
    bytes.extend_from_slice(prompt);
    bytes.extend_from_slice(br#"},{"role":"user","content":"[PERSON_1] here"}]}"#);
    assert!(done.conversation.check_bytes_around(&bytes, prompt).is_ok());
    assert!(done.conversation.check_bytes_around(&bytes, b"").is_err());
    bytes.extend_from_slice(br#"{"messages":[{"role":"user","content":"Jane Roe here"}]}"#);
    let error = done.conversation.check_bytes_around(&bytes, prompt).unwrap_err();
    assert_eq!(error.position().path.as_deref(), Some("content"));
}

#[test]
fn a_token_is_no_cue() {
    let text = "[PHONE_1] [EMAIL_1] 219-09-9999";
    assert_eq!(contents(&run(&PiiSettings::default(), conversation(&[text], &[]))), [text]);
}

#[test]
fn lists_and_switches_are_obeyed() {
    let settings = PiiSettings {
        deny_list: vec!["Project Falcon".into()],
        allow_list: vec!["project falcon".into(), "Jane Roe".into()],
        ..PiiSettings::default()
    };
    let done = run(&settings, conversation(&["PROJECT  Falcon by Jane Roe, not project falcons"], JANE));
    assert_eq!(contents(&done), ["[ID_1] by [PERSON_1], not project falcons"]);

    let off = PiiSettings { known_values: false, entities: Some(vec![]), ..PiiSettings::default() };
    assert_eq!(contents(&run(&off, conversation(&["by jane roe"], JANE))), ["by jane roe"]);

    let disabled = PiiSettings { enabled: false, ..PiiSettings::default() };
    let done = run(&disabled, conversation(&["by Jane Roe"], JANE));
    assert_eq!(
        (contents(&done), done.conversation.audit()),
        (vec!["by Jane Roe".to_owned()], AuditCounts::default())
    );
    assert!(done.conversation.conversation().known_values.is_empty());
}

#[test]
fn explanations_tell_what_became_of_each_finding() {
    let settings = PiiSettings { deny_list: vec!["Jane".into()], ..PiiSettings::default() };
    let deidentifier = Deidentifier::new(&settings).unwrap();
    let all = deidentifier
        .find_explained_with(&known(JANE), "Jane Roe [PERSON_1]", &mut Scratch::default())
        .unwrap();
    let decisions: Vec<_> =
        all.iter().map(|e| (e.start, e.end, e.recognizer.as_str(), e.decision.as_str())).collect();
    assert!(decisions.contains(&(0, 8, "known_value.exact", "found")), "{decisions:?}");
    assert!(decisions.contains(&(0, 4, "deny_list", "lost_overlap_to known_value.exact")), "{decisions:?}");
    assert_eq!(
        deidentifier.find_with(&known(JANE), "Jane Roe", &mut Scratch::default()).unwrap()[0].span,
        Span::new(0, 8)
    );
}

#[test]
fn debug_shows_no_content() {
    let deidentifier = Deidentifier::new(&PiiSettings {
        deny_list: vec!["Falcon".into()],
        hash_key: Some("SecretKey".into()),
        ..PiiSettings::default()
    })
    .unwrap();
    let mut scratch = Scratch::default();
    let done = deidentifier.deidentify_with(conversation(&["Jane Roe"], JANE), &mut scratch).unwrap();
    let shown = format!("{deidentifier:?} {scratch:?} {done:?} {:?} {:?}", done.conversation, done.token_map);
    for secret in ["Jane", "jane", "Roe", "555", "Falcon", "SecretKey", "jroe"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

/// Ways to write a value that are all still that value.
fn written(value: &str, way: usize) -> String {
    match way {
        0 => value.to_owned(),
        1 => value.to_uppercase(),
        2 => value.to_lowercase(),
        3 => value.replace(' ', "  "),
        4 => value.replace(' ', "\u{A0}"),
        5 => value.chars().flat_map(|c| [c, '\u{200B}']).collect(),
        6 => value.replace('o', "ö").replace('e', "e\u{301}"),
        _ => value
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).filter(|_| c.is_ascii_alphanumeric()).unwrap_or(c))
            .collect(),
    }
}

proptest! {
    #[test]
    fn never_panics_and_twice_is_once(texts in prop::collection::vec(any::<String>(), 0..4), name in any::<String>(), id in any::<String>()) {
        let mut talk = conversation(&texts.iter().map(String::as_str).collect::<Vec<_>>(),
            &[(EntityType::Person, &name), (EntityType::EmailAddress, &name), (EntityType::PhoneNumber, &id), (EntityType::Id, &id), (EntityType::IbanCode, &id)]);
        talk.id = id.clone().into();
        for message in &mut talk.messages {
            message.sender_id = Some(name.clone().into());
        }
        let deidentifier = Deidentifier::new(&PiiSettings::default()).unwrap();
        let once = deidentifier.deidentify(talk).unwrap().conversation.conversation().clone();
        let twice = deidentifier.deidentify(once.clone()).unwrap().conversation.conversation().clone();
        prop_assert!(once == twice);
    }

    // The way for one text leaves out what a conversation needs; the audit's part of it must not be missed.
    #[test]
    fn a_text_is_a_conversation_of_one_message(
        pieces in prop::collection::vec(prop::sample::select(&[
            "Jane Roe", "jane roe", "Dear Jane Roe,", "my name is Omar Haddad", "Haddad", "OMAR HADDAD", "jroe@example.com",
            "JROE@EXAMPLE.COM", "+1 212 555 0199", "212.555.0199", "2125550199", "4111 1111 1111 1111", "4111111111111111",
            "10.0.0.1", "www.example.com/a", "WWW.Example.com", "[EMAIL_1]", "order 2125550199", "é", "\u{A0}", " ", "\n",
            ", ", "x", "DE89370400440532013000", "de89 3704 0044 0532 0130 00", "dob 12/05/1990", "12/05/1990", "(", "'s",
        ][..]), 0..12),
    ) {
        let text = pieces.join(" ");
        let deidentifier = Deidentifier::new(&PiiSettings::default()).unwrap();
        let mut talk = conversation(&[&text], &[]);
        talk.id = "".into();
        let whole = deidentifier.deidentify(talk).unwrap();
        let (new, map) = deidentifier.deidentify_text(&text).unwrap();
        prop_assert_eq!(contents(&whole), vec![new]);
        prop_assert!(map == whole.token_map);
    }

    // No points around it: `a.pf` would be a host name.
    #[test]
    fn a_planted_value_never_survives(
        before in "[a-z ,!😀é\\[\\]]{0,20}", after in "[a-z ,!😀é\\[\\]]{0,20}", which in 0usize..5, way in 0usize..8,
    ) {
        let values = [
            (EntityType::Person, "Sofia Lindqvist"),
            (EntityType::EmailAddress, "jroe77@mail.example.com"),
            (EntityType::PhoneNumber, "+1 212 555 0199"),
            (EntityType::StreetAddress, "12 Elm Road, Springfield"),
            (EntityType::Organization, "Norrland Timber"),
        ];
        let planted = written(values[which].1, way);
        let text = format!("{before} {planted} {after}");
        // What is found by its shape may go on behind the value: a random `ny` is the state of a street.
        let remove_entities = vec![EntityType::StreetAddress];
        let settings = PiiSettings { remove_entities, name_model: NameModel::Off, ..PiiSettings::default() };
        let done = run(&settings, conversation(&["hello", &text], &values));
        let out = contents(&done).remove(1);
        prop_assert_eq!(&out, &format!("{before} [{}_1] {after}", values[which].0.label()), "{}", text);
        prop_assert!(!fold::folded_value(&out).contains(&fold::folded_value(values[which].1)));
        prop_assert_eq!(reidentify(&out, &done.token_map).unwrap(), text.as_str());
        let json = serde_json::json!({ "content": text }).to_string();
        prop_assert!(done.conversation.check_bytes(json.as_bytes()).is_err());
        let json = serde_json::json!({ "content": out }).to_string();
        prop_assert!(done.conversation.check_bytes(json.as_bytes()).is_ok());
    }

    #[test]
    fn glued_values_neither_stop_nor_survive(
        pieces in prop::collection::vec((0usize..8, 0usize..7), 1..8), known in prop::bool::ANY,
    ) {
        const VALUES: [&str; 8] = [
            "DE89 3704 0044 0532 0130 00", "+44 20 7946 0018", "4111 1111 1111 1111", "jroe77@mail.example.com",
            "Sofia Lindqvist", "219-09-9999", "(abcd", "12 Elm Road, Springfield",
        ];
        let glue = ["", " ", ", ", "/", "x", "\n", "7"];
        let text: String = pieces.iter().flat_map(|(value, after)| [VALUES[*value], glue[*after]]).collect();
        // Alone in messages of their own, so that recognizers find them; the others are known or nothing.
        let mut texts = VALUES.map(|value| format!("SSN {value}")).to_vec();
        texts.push(text.clone());
        texts.push(text);
        let values = [
            (EntityType::Person, VALUES[4]), (EntityType::Id, VALUES[6]), (EntityType::StreetAddress, VALUES[7]),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let done = run(&PiiSettings::default(), conversation(&texts, if known { &values } else { &[] }));
        let out = contents(&done);
        let json = serde_json::json!({ "content": out.join("\n") }).to_string();
        prop_assert!(done.conversation.check_bytes(json.as_bytes()).is_ok(), "{}", json);
        if pieces.iter().all(|(_, after)| (1..4).contains(after)) {
            for value in VALUES[..4].iter().filter(|value| done.token_map.iter().any(|(_, o)| o == **value)) {
                prop_assert!(!out[9].contains(value), "{} in {}", value, out[9]);
            }
        }
    }

    #[test]
    fn tokens_restore_the_original(text in "((Jane Roe|jroe77@mail\\.example\\.com|\\+1 212 555 0199|\\[PERSON_[12]\\]|\\[|\\]|[a-z]{1,5}|é|😀)( |\n|, |! )){0,30}") {
        let done = run(&PiiSettings { entities: Some(vec![]), ..PiiSettings::default() }, conversation(&[&text], JANE));
        prop_assert_eq!(reidentify(&contents(&done)[0], &done.token_map).unwrap(), text);
    }

    #[test]
    fn findings_are_sorted_and_apart(text in any::<String>(), planted in 0usize..3) {
        let text = format!("{text} {} {text}", JANE[planted].1);
        let findings = Deidentifier::new(&PiiSettings::default()).unwrap().find_with(&known(JANE), &text, &mut Scratch::default()).unwrap();
        for pair in findings.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        prop_assert!(findings.iter().all(|f| text.get(f.span.start..f.span.end).is_some_and(|s| !s.is_empty())));
    }
}

/// The shared cases of this stage, run here too so that they are tested beside the code.
#[test]
fn shared_cases() {
    fn is_subset(expected: &serde_json::Value, actual: &serde_json::Value) -> bool {
        match (expected, actual) {
            (serde_json::Value::Object(e), serde_json::Value::Object(a)) => {
                e.iter().all(|(key, value)| a.get(key).is_some_and(|a| is_subset(value, a)))
            }
            (serde_json::Value::Array(e), serde_json::Value::Array(a)) => {
                e.len() == a.len() && e.iter().zip(a).all(|(e, a)| is_subset(e, a))
            }
            _ => expected == actual,
        }
    }
    let cases: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../tests/cases/deidentify/known_values.json")).unwrap();
    for case in cases {
        let settings: PiiSettings = serde_json::from_value(case["config"].clone()).unwrap();
        let input = case["input"].to_string();
        let done = deidentify_conversation(serde_json::from_str(&input).unwrap(), &settings);
        let done = match done {
            Ok(done) => done,
            Err(error) => {
                assert_eq!(case["expectError"], error.code(), "{}", case["name"]);
                continue;
            }
        };
        let map: serde_json::Value = serde_json::from_str(&done.token_map.to_json()).unwrap();
        let actual = serde_json::json!({
            "conversation": done.conversation.conversation(),
            "tokenMap": map,
            "audit": done.conversation.audit(),
        });
        assert!(is_subset(&case["expect"], &actual), "{}\n{}\n{actual}", case["name"], case["expect"]);
    }
    let cases: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../tests/cases/reidentify/tokens.json")).unwrap();
    for case in cases {
        let map = PiiTokensMap::from_json(&case["input"]["tokenMap"].to_string()).unwrap();
        let text = reidentify(case["input"]["text"].as_str().unwrap(), &map).unwrap();
        assert_eq!(case["expect"]["text"], text, "{}", case["name"]);
    }
}

#[test]
fn a_known_value_wins_over_the_allow_lists_unless_they_are_forced() {
    let settings = PiiSettings {
        allow_list: vec!["jane roe".into()],
        email_domain_allow_list: vec!["example.com".into()],
        ..PiiSettings::default()
    };
    let text = "Jane Roe, jroe77@mail.example.com and omar@example.com";
    let done = run(&settings, conversation(&[text], JANE));
    assert_eq!(contents(&done), ["[PERSON_1], [EMAIL_1] and omar@example.com"]);
    assert_eq!(done.conversation.audit().over_allow_list, 2);
    let all = Deidentifier::new(&settings).unwrap();
    let all = all.find_explained_with(&known(JANE), text, &mut Scratch::default()).unwrap();
    let decisions: Vec<_> = all.iter().map(|e| (e.source, e.decision.as_str())).collect();
    assert!(decisions.contains(&(Source::Column, "found_over_allow_list")), "{decisions:?}");
    assert!(decisions.contains(&(Source::Pattern, "allow_list")), "{decisions:?}");
    let forced = PiiSettings { force_allow_lists: true, ..settings };
    let done = run(&forced, conversation(&[text], JANE));
    assert_eq!(contents(&done), [text]);
    assert_eq!(done.conversation.audit().over_allow_list, 0);
}

#[test]
fn explanations_tell_source_and_validator() {
    let pattern =
        CustomPattern { pattern: "Q-[0-9]{3}".into(), token: "BADGE".into(), description: None, group: None };
    let settings = PiiSettings {
        deny_list: vec!["Falcon".into()],
        custom_patterns: vec![pattern],
        ..PiiSettings::default()
    };
    let text = "Roe, Falcon, Q-123, 4111 1111 1111 1111, call 212-555-0187";
    let all = Deidentifier::new(&settings).unwrap();
    let all = all.find_explained_with(&known(JANE), text, &mut Scratch::default()).unwrap();
    let told = |recognizer: &str| {
        all.iter().find(|e| e.recognizer == recognizer).map(|e| (e.source, e.validator, e.cue.is_some()))
    };
    assert_eq!(told("known_value.last_name"), Some((Source::Column, Validator::None, false)));
    assert_eq!(told("deny_list"), Some((Source::DenyList, Validator::None, false)));
    assert_eq!(told("custom"), Some((Source::CustomPattern, Validator::None, false)));
    assert_eq!(told("credit_card.luhn"), Some((Source::Pattern, Validator::Passed, false)));
    assert!(all.iter().any(|e| e.entity_type == "PHONE_NUMBER" && e.cue.is_some()), "{all:?}");
}

#[test]
fn the_guide_lists_every_entity_type_as_it_is() {
    let guide = include_str!("../docs/deidentification.md");
    let rows = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once("` | `["));
    let rows: Vec<(&str, &str)> = rows.collect();
    let expected: Vec<(&str, String)> = EntityType::ALL
        .iter()
        .map(|t| {
            let default = match (t.is_default(), t.is_reference()) {
                (true, _) => "on",
                (_, true) => "kept",
                _ => "off",
            };
            (t.name(), format!("{}_1]` | {default} | ", t.label()))
        })
        .collect();
    assert_eq!(rows.len(), expected.len());
    for ((name, rest), (own, begins)) in rows.into_iter().zip(&expected) {
        assert_eq!(name, *own);
        assert!(rest.starts_with(begins.as_str()), "{name}: {rest}");
        let mut cells = rest.trim_end_matches(" |").split(" | ").skip(2);
        let (country, evidence) = (cells.next().unwrap_or("?"), cells.next().unwrap_or_default());
        assert!(country.is_empty() || country.starts_with(char::is_uppercase), "{name}: {rest}");
        assert!(evidence.len() > 3, "{name} says nothing of its evidence");
    }
}
