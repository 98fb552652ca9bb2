use super::*;
use crate::record::{Cell, ValueKind};

/// Maps rows of named columns; each message as one line `conversation|role|content|sender|millis`, each warning by code.
fn run(
    mappings: &str,
    options: &str,
    header: &[&str],
    rows: &[&[&str]],
) -> (Vec<String>, Vec<String>, Mapper) {
    let mappings: Vec<FieldMapping> = serde_json::from_str(mappings).unwrap();
    let options: MappingOptions = serde_json::from_str(options).unwrap();
    let mut mapper = Mapper::new(&mappings, &options).unwrap();
    let slots: Vec<usize> =
        mapper.columns().iter().map(|c| header.iter().position(|h| h == c).unwrap()).collect();
    let (mut messages, mut warnings) = (Vec::new(), Vec::new());
    for (i, row) in rows.iter().enumerate() {
        let mut block = String::new();
        let mut cells = Vec::new();
        for slot in &slots {
            let start = block.len() as u32;
            block.push_str(row[*slot]);
            let kind = if row[*slot].is_empty() { ValueKind::Null } else { ValueKind::Text };
            cells.push(Cell { start, end: block.len() as u32, kind, unescaped: false });
        }
        let mut notes = Vec::new();
        let mut count = 0;
        let verdict = mapper
            .map(&Record::new(i as u64 + 2, &block, "", &cells), &mut notes, &mut |m| {
                count += 1;
                let key = match m.key {
                    ConversationKey::Id(id) => id.to_owned(),
                    ConversationKey::Row(row) => format!("row {row}"),
                    ConversationKey::Sender(sender) => format!("by {sender}"),
                    ConversationKey::File => "file".to_owned(),
                };
                let known: Vec<String> =
                    m.known.iter().map(|k| format!("{}={}", k.entity_type, k.value)).collect();
                messages.push(format!(
                    "{key}|{}|{}|{}|{}|{}",
                    m.role.as_str(),
                    m.content,
                    m.sender_id.as_deref().unwrap_or(""),
                    m.time.map_or(String::new(), |t| crate::conversation::Timestamp(t.day_first).to_string()),
                    known.join(","),
                ));
                Ok(())
            })
            .unwrap();
        assert_eq!(verdict.is_ok(), count > 0, "a row gives messages or a warning");
        warnings.extend(notes.into_iter().map(|w| format!("{} {}", w.code, w.row.unwrap_or(0))));
        warnings.extend(verdict.err().map(|w| format!("{} {}", w.code, w.row.unwrap_or(0))));
    }
    (messages, warnings, mapper)
}

const PLAIN: &str = r#"[{"sourceField":"id","targetField":"conversation_id"},{"sourceField":"who","targetField":"sender_role"},
    {"sourceField":"mail","targetField":"sender_id","isPii":true},{"sourceField":"text","targetField":"content"},
    {"sourceField":"at","targetField":"timestamp"}]"#;

#[test]
fn maps_rows_and_accounts_for_each() {
    let (messages, warnings, _) = run(
        PLAIN,
        "{}",
        &["id", "who", "mail", "text", "at"],
        &[
            &["1", "Customer", "anna@example.com", "Hi", "2024-05-01 09:30"],
            &["1", "Agent", "Bob Miller", "Hello", "soon"],
            &["", "Agent", "", "Hello", ""],
            &["1", "Agent", "", "  ", ""],
            &["1", "plumber", "", "Hello", ""],
            &["1", "", "", "Hello", ""],
        ],
    );
    assert_eq!(
        messages,
        [
            "1|customer|Hi|anna@example.com|2024-05-01T09:30:00Z|EMAIL_ADDRESS=anna@example.com",
            "1|agent|Hello|Bob Miller||PERSON=Bob Miller",
        ]
    );
    assert_eq!(
        warnings,
        [
            "unparsed_timestamp 3",
            "no_conversation_id 4",
            "empty_content 5",
            "unknown_role 6",
            "unknown_role 7"
        ]
    );
}

#[test]
fn question_and_answer_make_two_messages() {
    let mappings = r#"[{"sourceField":"a","targetField":"content","role":"agent"},{"sourceField":"q","targetField":"content","role":"customer"},
        {"sourceField":"name","targetField":"sender_id"}]"#;
    let (messages, warnings, _) = run(
        mappings,
        "{}",
        &["q", "a", "name"],
        &[&["Why?", "Because.", "Anna Weber"], &["Why?", "", ""], &["", " ", ""]],
    );
    assert_eq!(
        messages,
        [
            "row 2|customer|Why?|Anna Weber||PERSON=Anna Weber",
            "row 2|agent|Because.|||PERSON=Anna Weber",
            "row 3|customer|Why?|||",
        ]
    );
    assert_eq!(warnings, ["empty_content 4"]);
}

#[test]
fn transcripts_make_a_message_per_turn() {
    let mappings = r#"[{"sourceField":"t","targetField":"content"}]"#;
    let (messages, warnings, _) = run(
        mappings,
        r#"{"rowShape":"transcript"}"#,
        &["t"],
        &[&["Anna Weber (Agent): Hi\nCustomer: Help"], &["nothing here"]],
    );
    assert_eq!(
        messages,
        ["row 2|agent|Hi|Anna Weber||PERSON=Anna Weber", "row 2|customer|Help|||PERSON=Anna Weber"]
    );
    assert_eq!(warnings, ["unreadable_transcript 3"]);
}

#[test]
fn the_senders_domain_or_a_word_list_tells_the_role() {
    let mappings = r#"[{"sourceField":"from","targetField":"sender_id"},{"sourceField":"text","targetField":"content"}]"#;
    let options =
        r#"{"supportDomains":["shop.example"],"conversations":{"type":"sender_gap","gapMinutes":60}}"#;
    let (messages, warnings, _) = run(
        mappings,
        options,
        &["from", "text"],
        &[&["Help <help@mail.shop.example>", "a"], &["x@notshop.example", "b"], &["", "c"], &["Anna", "d"]],
    );
    assert_eq!(messages.len(), 2);
    assert!(messages[0].starts_with("by Help <help@mail.shop.example>|agent|a|"));
    assert!(messages[1].starts_with("by x@notshop.example|customer|b|"));
    assert_eq!(warnings, ["no_conversation_id 4", "unknown_role 5"]);

    let options = r#"{"roleValues":{"Rep":"agent"},"defaultRole":"customer"}"#;
    let (messages, _, _) = run(
        PLAIN,
        options,
        &["id", "who", "mail", "text", "at"],
        &[&["1", "REP", "", "a", ""], &["1", "?", "", "b", ""]],
    );
    assert_eq!(messages, ["1|agent|a|||", "1|customer|b|||"]);
}

#[test]
fn joins_date_and_time_and_settles_the_order() {
    let mappings = r#"[{"sourceField":"id","targetField":"conversation_id"},{"sourceField":"text","targetField":"content","role":"customer"},
        {"sourceField":"date","targetField":"timestamp","transformRule":{"type":"concat","params":{"fields":["date","time"]}}}]"#;
    let (messages, _, mapper) = run(
        mappings,
        r#"{"utcOffset":"+02:00"}"#,
        &["id", "text", "date", "time"],
        &[&["1", "a", "03/04/2024", "10:00"], &["1", "b", "25/04/2024", "1:30 PM"]],
    );
    assert_eq!(messages, ["1|customer|a||2024-04-03T08:00:00Z|", "1|customer|b||2024-04-25T11:30:00Z|"]);
    assert_eq!(mapper.settle_dates(), (DateOrder::DayFirst, None));
}

#[test]
fn personal_columns_are_known_even_when_ignored() {
    let mappings = r#"[{"sourceField":"id","targetField":"conversation_id"},{"sourceField":"text","targetField":"content","role":"customer"},
        {"sourceField":"phone","targetField":"ignore","isPii":true,"entityType":"PHONE_NUMBER"},{"sourceField":"tag","targetField":"custom_tag"}]"#;
    let (messages, _, mapper) = run(
        mappings,
        "{}",
        &["id", "text", "phone", "tag"],
        &[&["1", "a", "5550101", "x"], &["1", "b", "n/a", ""]],
    );
    assert_eq!(messages, ["1|customer|a|||PHONE_NUMBER=5550101", "1|customer|b|||"]);
    assert_eq!(mapper.custom_fields(), ["tag"]);
}

#[test]
fn refuses_mappings_that_cannot_work() {
    let error = |mappings: &str| {
        let mappings: Vec<FieldMapping> = serde_json::from_str(mappings).unwrap();
        Mapper::new(&mappings, &MappingOptions::default()).err().map(|e| e.code()).unwrap_or("none")
    };
    assert_eq!(error("[]"), "no_content_column");
    assert_eq!(error(r#"[{"sourceField":"a","targetField":"content"}]"#), "invalid_mapping");
    assert_eq!(error(r#"[{"sourceField":"a","targetField":"content","role":"agent"}]"#), "invalid_mapping");
    assert_eq!(
        error(r#"[{"sourceField":"a","targetField":"content"},{"sourceField":"b","targetField":"content"}]"#),
        "invalid_mapping"
    );
    assert_eq!(
        error(r#"[{"sourceField":"a","targetField":"status"},{"sourceField":"b","targetField":"status"}]"#),
        "invalid_mapping"
    );
    assert_eq!(error(r#"[{"sourceField":"","targetField":"content"}]"#), "invalid_mapping");
}
