//! Operators at work in conversations.

use proptest::prelude::*;

use super::*;
use crate::conversation::{Conversation, KnownValue, Message, SenderRole};
use crate::deid::{Deidentified, Deidentifier, PiiTokensMap, Reidentifier, deidentify_text, reidentify};

const HASH_KEY: &str = "a long secret of this test";
const ENCRYPTION_KEY: &str = "another long secret of this test";

fn settings(json: serde_json::Value) -> PiiSettings {
    let mut settings: PiiSettings = serde_json::from_value(json).unwrap();
    settings.hash_key = Some(HASH_KEY.into());
    settings.encryption_key = Some(ENCRYPTION_KEY.into());
    settings
}

fn all(operator: &str) -> PiiSettings {
    settings(serde_json::json!({ "defaultOperator": { "type": operator } }))
}

fn conversation(id: &str, texts: &[&str], values: &[(EntityType, &str, u32)]) -> Conversation<'static> {
    let message = |text: &&str| Message {
        role: SenderRole::Customer,
        content: text.to_string().into(),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let known = |(entity_type, value, party): &(EntityType, &str, u32)| KnownValue {
        entity_type: *entity_type,
        value: value.to_string().into(),
        party: *party,
    };
    Conversation {
        id: id.to_owned().into(),
        status: None,
        messages: texts.iter().map(message).collect(),
        known_values: values.iter().map(known).collect(),
        first_row: 2,
    }
}

fn run(settings: &PiiSettings, conversation: Conversation<'static>) -> Deidentified<'static> {
    Deidentifier::new(settings).unwrap().deidentify(conversation).unwrap()
}

fn contents(done: &Deidentified<'_>) -> Vec<String> {
    done.conversation.conversation().messages.iter().map(|m| m.content.to_string()).collect()
}

fn text(settings: &PiiSettings, text: &str) -> String {
    deidentify_text(text, settings).unwrap().0
}

const JANE: &[(EntityType, &str, u32)] = &[
    (EntityType::Person, "Omar Haddad", 1),
    (EntityType::Person, "Jane Roe", 2),
    (EntityType::EmailAddress, "jane.roe@mail.example.com", 2),
    (EntityType::PhoneNumber, "+1 212 555 0199", 2),
];

#[test]
fn the_values_of_one_person_share_a_number() {
    let texts = ["Hi Omar, mail bo@example.net", "jane.roe@mail.example.com or 212-555-0199", "Jane Roe"];
    let done = run(&PiiSettings::default(), conversation("7", &texts, JANE));
    assert_eq!(contents(&done), ["Hi [PERSON_1], mail [EMAIL_1]", "[EMAIL_2] or [PHONE_2]", "[PERSON_2]"]);
    // A number that is a person's is nobody else's, even before the person's own value comes.
    let done = run(
        &PiiSettings::default(),
        conversation("7", &["jane", "bo@example.net", "jane.roe@mail.example.com"], JANE),
    );
    assert_eq!(contents(&done), ["[PERSON_1]", "[EMAIL_2]", "[EMAIL_1]"]);
    // The first address is the first one where the person's own never comes.
    let done = run(&PiiSettings::default(), conversation("7", &["jane, bo@example.net"], JANE));
    assert_eq!(contents(&done), ["[PERSON_1], [EMAIL_1]"]);
    // Literal tokens keep their numbers.
    let done = run(&PiiSettings::default(), conversation("7", &["[PHONE_1] jane, 212-555-0199"], JANE));
    assert_eq!(contents(&done), ["[PHONE_1] [PERSON_2], [PHONE_2]"]);
}

#[test]
fn where_a_party_has_several_persons_the_name_in_the_address_tells() {
    let mut values = JANE.to_vec();
    values.iter_mut().for_each(|value| value.2 = 1);
    let done = run(
        &PiiSettings::default(),
        conversation("7", &["Omar, jane.roe@mail.example.com, 212-555-0199, Jane"], &values),
    );
    assert_eq!(contents(&done), ["[PERSON_1], [EMAIL_2], [PHONE_1], [PERSON_2]"]);
}

#[test]
fn role_names_tell_the_part_of_a_person() {
    let settings = PiiSettings { role_names: true, ..PiiSettings::default() };
    let mut talk = conversation("7", &["I am Jane Roe", "Hi Jane, I am Omar", "Lena too"], JANE);
    talk.messages[0].sender_id = Some("jane.roe@mail.example.com".into());
    talk.messages[1].sender_id = Some("Omar Haddad".into());
    talk.messages[1].role = SenderRole::Agent;
    talk.known_values.push(KnownValue {
        entity_type: EntityType::Person,
        value: "Lena Berg".into(),
        party: 3,
    });
    let done = run(&settings, talk);
    assert_eq!(contents(&done)[..2], ["I am [CUSTOMER_NAME_1]", "Hi [CUSTOMER_NAME_1], I am [AGENT_NAME_1]"]);
    assert_eq!(contents(&done)[2], "[PERSON_1] too");
    let senders: Vec<_> = done
        .conversation
        .conversation()
        .messages
        .iter()
        .map(|m| m.sender_id.clone().unwrap_or_default())
        .collect();
    assert_eq!(senders, ["[EMAIL_1]", "[AGENT_NAME_1]", ""]);
    let again = run(&settings, done.conversation.conversation().clone());
    assert_eq!(contents(&again), contents(&done));
}

#[test]
fn every_spelling_comes_back_where_it_stood() {
    let texts = [
        "I am JANE ROE, jane roe",
        "Jane Roe",
        "jane",
        "jane roe",
        "Jane Roe",
        "Mail JANE.ROE@mail.example.com",
    ];
    let done = run(&PiiSettings::default(), conversation("7", &texts, JANE));
    let out = contents(&done);
    assert_eq!(out[1], out[4]);
    let json = done.token_map.to_json();
    let map = PiiTokensMap::from_json(&json).unwrap();
    assert_eq!((&map, map.to_json()), (&done.token_map, json));
    assert_eq!(map.len(), 2);
    // The first and the last stand alone; the others are the same but for their spelling, and are told by their turn.
    assert_eq!(reidentify(&out[0], &map).unwrap(), texts[0]);
    assert_eq!(reidentify(&out[5], &map).unwrap(), texts[5]);
    let mut reidentifier = Reidentifier::new(&map);
    let restored: Vec<String> = out.iter().map(|text| reidentifier.restore(text).unwrap()).collect();
    assert_eq!(restored, texts);
    // Where the text was changed, the first spelling is what is left.
    assert_eq!(reidentify("so [PERSON_1]!", &map).unwrap(), "so JANE ROE!");
}

#[test]
fn the_hash_follows_value_type_key_and_project() {
    let mail = "ann@example.org";
    let one = text(&all("hash"), mail);
    assert_eq!(one.len(), "[EMAIL_7f3a9c2b51d0]".len());
    assert_eq!(one, text(&all("hash"), "ANN@example.org"));
    let mut other = all("hash");
    other.hash_key = Some("another key".into());
    assert_ne!(one, text(&other, mail));
    let project = PiiSettings { key_domain: Some("second".into()), ..all("hash") };
    assert_ne!(one, text(&project, mail));
    let as_id = PiiSettings { deny_list: vec!["ann example".into()], ..all("hash") };
    assert!(!text(&as_id, "ann example").contains(&one[7..19]));
    assert_eq!(text(&all("hash"), &one), one);
}

#[test]
fn keys_have_names_and_show_nowhere() {
    assert_eq!(key_id(&PiiSettings::default()), None);
    let derived = key_id(&all("hash")).unwrap();
    assert_eq!(derived.len(), 16 + 1 + 16);
    assert!(!derived.contains(HASH_KEY));
    assert_eq!(
        key_id(&PiiSettings { key_id: Some("2026-11".into()), ..all("hash") }).as_deref(),
        Some("2026-11")
    );
    assert!(!format!("{:?}", all("hash")).contains("secret"));
}

#[test]
fn wrong_settings_name_their_path() {
    let refused = |json: serde_json::Value| {
        let settings: PiiSettings = serde_json::from_value(json).unwrap();
        let error = Deidentifier::new(&settings).err().unwrap();
        assert_eq!(error.code(), "invalid_config");
        error.position().path.clone().unwrap_or_default()
    };
    for operator in ["hash", "surrogate", "shift_date"] {
        let path = refused(serde_json::json!({ "operators": { "DATE_TIME": { "type": operator } } }));
        assert_eq!(path, "piiSettings.hashKey", "{operator}");
    }
    let encrypt = serde_json::json!({ "type": "encrypt" });
    assert_eq!(refused(serde_json::json!({ "defaultOperator": encrypt })), "piiSettings.encryptionKey");
    let short = serde_json::json!({ "defaultOperator": encrypt, "encryptionKey": "short" });
    assert_eq!(refused(short), "piiSettings.encryptionKey");
    for (operator, path) in [
        (serde_json::json!({ "type": "shift_date", "maxDays": 0 }), "maxDays"),
        (serde_json::json!({ "type": "generalize", "ageBand": 0 }), "ageBand"),
        (serde_json::json!({ "type": "mask", "character": "7" }), "character"),
    ] {
        let path = format!("piiSettings.operators.AGE.{path}");
        let settings = serde_json::json!({ "operators": { "AGE": operator }, "hashKey": "k" });
        assert_eq!(refused(settings), path);
    }
}

#[test]
fn operators_that_do_not_fit_give_tokens() {
    for operator in ["generalize", "shift_date"] {
        assert_eq!(text(&all(operator), "card 4111 1111 1111 1111"), "card [CREDIT_CARD_1]");
    }
    let dates = settings(serde_json::json!({
        "entities": ["DATE_OF_BIRTH"], "operators": { "DATE_OF_BIRTH": { "type": "generalize", "dates": "year" } }
    }));
    assert_eq!(text(&dates, "born 03/05/1984, dob 1984-03-05"), "born 1984, dob 1984");
}

#[test]
fn what_is_general_may_stay_and_the_audit_knows() {
    let settings = settings(serde_json::json!({
        "defaultOperator": { "type": "generalize" }
    }));
    let texts =
        ["see www.example.com/orders/7 and www.example.com", "mail jane.roe@mail.example.com", "10.20.30.40"];
    let done = run(&settings, conversation("7", &texts, JANE));
    assert_eq!(
        contents(&done),
        ["see www.example.com and www.example.com", "mail mail.example.com", "10.20.30.0/24"]
    );
    assert_eq!(done.conversation.audit().rescued, 0);
    let json = serde_json::json!({ "content": contents(&done).join("\n") }).to_string();
    assert!(done.conversation.check_bytes(json.as_bytes()).is_ok());
    let leak = br#"{"content":"www.example.com/orders/7"}"#;
    assert!(done.conversation.check_bytes(leak).is_err());
}

#[test]
fn dates_of_a_conversation_move_together() {
    let settings = settings(serde_json::json!({
        "entities": [], "knownValues": true,
        "operators": { "DATE_TIME": { "type": "shift_date", "maxDays": 200 }, "DATE_OF_BIRTH": { "type": "shift_date" } }
    }));
    let dates = [(EntityType::DateTime, "2024-03-05", 1), (EntityType::DateTime, "12 March 2024", 1)];
    let moved = |id: &str| -> i64 {
        let done = run(&settings, conversation(id, &["from 2024-03-05 to 12 March 2024"], &dates));
        let text = contents(&done).remove(0);
        let first: jiff::civil::Date = text[5..15].parse().unwrap();
        let days = first.since(jiff::civil::date(2024, 3, 5)).unwrap().get_days();
        assert!(days != 0 && days.abs() <= 200, "{text}");
        let expected =
            shift_date::shift("12 March 2024", days, Habits { month_first: true, calling_code: "1" });
        assert!(text.ends_with(&format!(" to {}", expected.unwrap())), "{text}");
        i64::from(days)
    };
    let all: Vec<i64> = (0..20).map(|id| moved(&id.to_string())).collect();
    assert_eq!(all, (0..20).map(|id| moved(&id.to_string())).collect::<Vec<_>>());
    assert!(all.iter().any(|days| *days != all[0]));
}

#[test]
fn dates_that_would_meet_are_moved_elsewhere() {
    // Every day of two months: with a small shift one date would come to stand where another stood.
    let settings = settings(serde_json::json!({
        "entities": [], "operators": { "DATE_TIME": { "type": "shift_date", "maxDays": 40 } }
    }));
    let dates: Vec<String> = (0..31).map(|day| format!("2024-03-{:02}", day + 1)).collect();
    let known: Vec<_> = dates.iter().map(|date| (EntityType::DateTime, date.as_str(), 1)).collect();
    let done = run(&settings, conversation("9", &[&dates.join(" ")], &known));
    let out = contents(&done).remove(0);
    assert!(dates.iter().all(|date| !out.contains(date.as_str())), "{out}");
    assert_eq!(done.conversation.audit().rescued, 0);
}

#[test]
fn surrogates_are_the_same_in_every_conversation_and_differ_by_key() {
    let write = |settings: &PiiSettings, id: &str| {
        let texts = ["Jane Roe, jane.roe@mail.example.com, +1 212 555 0199, 4242 4242 4242 4242, 10.1.2.3"];
        contents(&run(settings, conversation(id, &texts, JANE))).remove(0)
    };
    let one = write(&all("surrogate"), "1");
    assert_eq!(one, write(&all("surrogate"), "2"));
    assert!(
        !one.contains("Jane") && !one.contains("[") && one.contains("@example.") && one.contains("4111 11"),
        "{one}"
    );
    let mut other = all("surrogate");
    other.hash_key = Some("another key".into());
    assert_ne!(one, write(&other, "1"));
    // The name in another spelling and in parts is the same stand-in.
    let texts = ["Jane Roe", "JANE ROE", "jane", "Roe, Jane"];
    let out = contents(&run(&all("surrogate"), conversation("1", &texts, JANE)));
    let (given, family) = out[0].split_once(' ').unwrap();
    assert_eq!(out[1..], [out[0].to_uppercase(), given.to_lowercase(), format!("{family}, {given}")]);
}

#[test]
fn a_surrogate_that_is_another_value_is_drawn_again() {
    let draw = |values: &[(EntityType, &str, u32)]| {
        let texts: Vec<&str> = values.iter().map(|value| value.1).collect();
        contents(&run(&all("surrogate"), conversation("1", &texts, values)))
    };
    let (person, phone) = ((EntityType::Person, "Jane Roe", 1), (EntityType::PhoneNumber, "646 861 2277", 1));
    let first = draw(&[person, phone]);
    // What was drawn is now somebody's own.
    let values = [person, phone, (EntityType::Person, &first[0], 2), (EntityType::PhoneNumber, &first[1], 2)];
    let second = draw(&values);
    for value in values {
        assert!(!second.iter().any(|drawn| drawn == value.1), "{second:?}");
    }
    assert_eq!(second.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{second:?}");
}

#[test]
fn what_is_encrypted_opens_with_the_key_alone() {
    let original = "Jane Roe, JANE ROE: jane.roe@mail.example.com 😀 [EMAIL_1]";
    let done = run(&all("encrypt"), conversation("7", &[original], JANE));
    let sealed = contents(&done).remove(0);
    assert!(
        sealed.starts_with("[PERSON:") && sealed.contains("[EMAIL_ADDRESS:") && !sealed.contains("Roe"),
        "{sealed}"
    );
    assert_eq!(crate::deid::decrypt(&sealed, ENCRYPTION_KEY).unwrap(), original);
    assert_eq!(sealed, contents(&run(&all("encrypt"), conversation("8", &[original], JANE)))[0]);
    let again = run(&all("encrypt"), conversation("7", &[&sealed], JANE));
    assert_eq!(contents(&again), [sealed.clone()]);
    let json = serde_json::json!({ "content": sealed }).to_string();
    assert!(done.conversation.check_bytes(json.as_bytes()).is_ok());

    let error = crate::deid::decrypt(&sealed, "the key of somebody else").unwrap_err();
    assert_eq!((error.code(), error.position().byte), ("unknown_token", Some(0)));
    assert!(!format!("{error} {error:?}").contains(&sealed[8..20]));
    let second = sealed.find("[EMAIL_ADDRESS:").unwrap();
    let moved = sealed.replace("[EMAIL_ADDRESS:", "[IP_ADDRESS:");
    let error = crate::deid::decrypt(&moved, ENCRYPTION_KEY).unwrap_err();
    assert_eq!(error.position().byte, Some(second as u64));
}

proptest! {
    #[test]
    fn tokens_restore_every_text(texts in prop::collection::vec(
        "((Jane Roe|JANE ROE|jane|Roe, Jane|J\\. Roe|Omar|JANE.ROE@mail\\.example\\.com|jane\\.roe@mail\\.example\\.com|\\+1 212 555 0199|212\\.555\\.0199|10\\.1\\.2\\.3|[a-z.]{1,9}@example\\.org|https://example\\.org/jane|\\[PERSON_[12]\\]|\\[|\\]|[a-z]{1,5}|é|😀)( |\n|, |! |)){0,12}", 1..5,
    )) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let done = run(&PiiSettings::default(), conversation("7", &texts, JANE));
        let map = PiiTokensMap::from_json(&done.token_map.to_json()).unwrap();
        let mut reidentifier = Reidentifier::new(&map);
        for (text, out) in texts.iter().zip(contents(&done)) {
            prop_assert_eq!(&reidentifier.restore(&out).unwrap(), text, "{}", out);
        }
        let sealed = run(&all("encrypt"), conversation("7", &texts, JANE));
        for (text, out) in texts.iter().zip(contents(&sealed)) {
            prop_assert_eq!(&crate::deid::decrypt(&out, ENCRYPTION_KEY).unwrap(), text, "{}", out);
        }
    }

    #[test]
    fn no_surrogate_is_an_original(
        names in prop::collection::vec("[A-Z][a-z]{2,7} [A-Z][a-z]{2,8}", 1..4),
        mails in prop::collection::vec("[a-z]{2,8}(\\.[a-z]{2,8})?[0-9]{0,3}@example\\.(com|org)", 1..4),
        lines in prop::collection::vec("212 555 01[0-9]{2}", 1..6),
    ) {
        let values: Vec<(EntityType, &str, u32)> = names.iter().map(|v| (EntityType::Person, v.as_str(), 1))
            .chain(mails.iter().map(|v| (EntityType::EmailAddress, v.as_str(), 1)))
            .chain(lines.iter().map(|v| (EntityType::PhoneNumber, v.as_str(), 1)))
            .collect();
        let texts: Vec<&str> = values.iter().map(|value| value.1).collect();
        let done = run(&all("surrogate"), conversation("1", &texts, &values));
        for out in contents(&done) {
            prop_assert!(!texts.iter().any(|text| text.eq_ignore_ascii_case(&out)), "{} of {:?}", out, texts);
        }
        let json = serde_json::json!({ "content": contents(&done) }).to_string();
        prop_assert!(done.conversation.check_bytes(json.as_bytes()).is_ok(), "{}", json);
    }

    #[test]
    fn operators_take_any_text(text in any::<String>(), value in any::<String>(), which in 0usize..8) {
        let operator = ["replace", "redact", "mask", "hash", "encrypt", "surrogate", "shift_date", "generalize"][which];
        let mut settings = all(operator);
        settings.entities = Some(EntityType::ALL.to_vec());
        let values = [
            (EntityType::Person, value.as_str(), 1), (EntityType::PhoneNumber, &value, 1), (EntityType::DateTime, &value, 1),
            (EntityType::IbanCode, &value, 1), (EntityType::StreetAddress, &value, 1), (EntityType::Coordinates, &value, 1),
        ];
        let text = format!("{text} {value} jane.roe77@example.org 2024-03-05");
        let done = run(&settings, conversation("1", &[&text], &values));
        let json = serde_json::json!({ "content": contents(&done) }).to_string();
        prop_assert!(done.conversation.check_bytes(json.as_bytes()).is_ok(), "{}", json);
    }
}
