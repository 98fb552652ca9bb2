use super::*;
use crate::mapping::{ConversationRule, Mapper};
use crate::record::ColumnType;

fn schema(header: &[&str], rows: &[&[&str]]) -> Schema {
    let column = |(at, name): (usize, &&str)| Column {
        name: (*name).to_owned(),
        column_type: ColumnType::Text,
        values: rows.iter().map(|row| row[at].to_owned()).collect(),
    };
    Schema { columns: header.iter().enumerate().map(column).collect() }
}

fn targets(detection: &Detection) -> Vec<String> {
    detection.mappings.iter().map(|m| m.target_field.name()).collect()
}

#[test]
fn proposes_every_column_in_order_and_each_field_once() {
    let header = ["id", "ticket_id", "state", "status", "sender", "email", "text", "sent_at"];
    let rows: Vec<Vec<String>> = (0..12)
        .map(|i| {
            let role = if i % 2 == 0 { "customer" } else { "agent" };
            let person = if i % 2 == 0 { "anna" } else { "bob" };
            [
                format!("{i}"),
                format!("T{}", i / 4),
                ["CA", "NY"][i / 6].into(),
                ["open", "closed"][i / 6].into(),
                role.into(),
                format!("{person}@example.com"),
                format!("This is what was said in message {i}."),
                format!("2024-05-01 09:{i:02}"),
            ]
            .into()
        })
        .collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let detection = detect(&schema(&header, &rows));
    assert_eq!(
        targets(&detection),
        [
            "ignore",
            "conversation_id",
            "custom_state",
            "status",
            "sender_role",
            "sender_id",
            "content",
            "timestamp"
        ]
    );
    assert!(detection.mappings.iter().all(|m| !m.reasons.is_empty()));
    assert!(detection.warnings.is_empty(), "{:?}", detection.warnings);
    let values = rows.iter().flat_map(|r| r.iter());
    let long: Vec<&&str> = values.filter(|v| v.len() > 6).collect();
    for reason in detection.mappings.iter().flat_map(|m| &m.reasons) {
        assert!(!long.iter().any(|v| reason.contains(**v)), "a value of the data in `{reason}`");
    }
    Mapper::new(&detection.mappings, &detection.options).unwrap();
}

#[test]
fn says_what_is_missing() {
    let codes = |d: Detection| d.warnings.into_iter().map(|w| w.code).collect::<Vec<_>>();
    assert_eq!(codes(detect(&Schema::default())), ["no_content"]);
    assert_eq!(codes(detect(&schema(&["a", "b"], &[&["1", "2"], &["3", "4"]]))), ["no_content"]);
    let no_role = schema(
        &["ticket_id", "message"],
        &[&["1", "Hello, it does not work."], &["1", "Please try again now."], &["2", "Where is my order?"]],
    );
    assert_eq!(codes(detect(&no_role)), ["no_role"]);
}

#[test]
fn forms_conversations_by_the_customer_where_no_id_is() {
    let rows: &[&[&str]] = &[
        &["+1 555 0101", "in", "Hello, it does not work."],
        &["+1 555 0101", "out", "Please try again now."],
        &["+1 555 0102", "in", "Where is my order?"],
        &["+1 555 0102", "out", "It is on its way."],
    ];
    let detection = detect(&schema(&["phone", "direction", "message"], rows));
    assert_eq!(targets(&detection), ["sender_id", "sender_role", "content"]);
    assert_eq!(detection.options.conversations, Some(ConversationRule::SenderGap { gap_minutes: 1440 }));
    Mapper::new(&detection.mappings, &detection.options).unwrap();
}

#[test]
fn never_panics_on_odd_schemas() {
    let long = "x".repeat(5000);
    for name in ["", "   ", "….", "🦀", "日本語", "a.b.c.", &long] {
        for value in ["", "{", "[", ":", "@", "\u{200e}", &long] {
            detect(&schema(&[name, name], &[&[value, value], &["", value]]));
        }
    }
}
