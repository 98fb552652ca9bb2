//! Laws that hold for every input, tried on generated ones.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use foundry_core::conversation::{Conversation, KnownValue, Message, SenderRole, Timestamp};
use foundry_core::deid::{Deidentified, Deidentifier, PiiSettings, reidentify};
use foundry_core::entity::EntityType;
use foundry_core::export::{ExportFormat, validate};
use foundry_core::mapping::{Mapper, detect};
use foundry_core::pipeline::RunOptions;
use foundry_core::read::{ReadOptions, RecordReader};
use foundry_core::{PipelineConfig, Result};
use proptest::prelude::*;
use proptest::sample::select;

use crate::runs::{assert_counts_add_up, run, run_as};

/// Personal values, each in one spelling, that every preset finds by shape or check digits.
const PERSONAL: [&str; 12] = [
    "nadia.okafor@example.com",
    "j.brandt+shop@mail.example.org",
    "zoë@example.net",
    "+1 415-555-0134",
    "(212) 555-0187",
    "+44 20 7946 0018",
    "4111 1111 1111 1111",
    "5555555555554444",
    "DE89 3704 0044 0532 0130 00",
    "219-09-9999",
    "203.0.113.77",
    "https://example.com/u/nadia?id=7",
];

/// What stands around them: plain words, other scripts, look-alikes, tokens that were there before.
const SURROUNDINGS: [&str; 20] = [
    "my order 1004821 is late",
    "ref A-20931-B",
    "version 2.14.0",
    "costs $1,299.00",
    "on 2025-03-14",
    "mailto:",
    "<b>",
    "\"",
    "[EMAIL_1]",
    "[PHONE_12]",
    "お世話になっております",
    "שלום",
    "مرحبا",
    "👩‍👩‍👧 thanks",
    "e\u{301}te\u{301}",
    "\u{200b}",
    "I'm",
    "Sincerely,",
    "\n",
    "\\n",
];

fn deidentifier() -> Deidentifier {
    Deidentifier::new(&PiiSettings::default()).expect("the defaults are valid")
}

fn text() -> impl Strategy<Value = String> {
    text_with(&[" ", " ", " ", "\n", ", ", "", ": "])
}

/// Pieces that never touch: a value that is glued to another may be cut elsewhere, and is then written in two ways.
fn spaced_text() -> impl Strategy<Value = String> {
    text_with(&[" ", "\n", ", ", " - "])
}

fn text_with(separators: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(&PERSONAL[..]).prop_map(str::to_owned),
        4 => select(&SURROUNDINGS[..]).prop_map(str::to_owned),
        2 => "[a-zA-Z]{1,9}",
        1 => "\\PC{0,12}",
    ];
    let separator = select(separators);
    prop::collection::vec((piece, separator), 1..10).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(piece, separator)| [piece, separator.to_owned()]).collect()
    })
}

fn conversation() -> impl Strategy<Value = Conversation<'static>> {
    conversation_of(text())
}

fn conversation_of(text: impl Strategy<Value = String>) -> impl Strategy<Value = Conversation<'static>> {
    let message =
        (text, any::<bool>(), prop::option::of(select(&["Nadia Okafor", "u-4471", "j.brandt"][..])));
    prop::collection::vec(message, 1..6).prop_map(|messages| Conversation {
        id: Cow::Borrowed("c1"),
        status: None,
        messages: messages
            .into_iter()
            .enumerate()
            .map(|(index, (content, agent, sender))| Message {
                role: if agent { SenderRole::Agent } else { SenderRole::Customer },
                content: Cow::Owned(content),
                sender_id: sender.map(Cow::Borrowed),
                timestamp: Some(Timestamp(1_700_000_000_000 + index as i64)),
                custom: Vec::new(),
            })
            .collect(),
        known_values: vec![KnownValue {
            entity_type: EntityType::Person,
            value: Cow::Borrowed("Nadia Okafor"),
            party: 0,
        }],
        first_row: 2,
    })
}

fn contents(conversation: &Conversation<'_>) -> Vec<String> {
    conversation.messages.iter().map(|message| message.content.clone().into_owned()).collect()
}

/// Rows of a CSV: conversation, minute, role, text.
fn rows() -> impl Strategy<Value = Vec<(u8, bool, String)>> {
    prop::collection::vec((0_u8..12, any::<bool>(), text()), 4..60)
}

/// A CSV of these rows; the time rises with the row's number, so that rows may be shuffled.
fn csv(rows: &[(usize, &(u8, bool, String))]) -> String {
    let mut out = String::from("ticket_id,created_at,sender_role,message\n");
    for (index, (conversation, agent, text)) in rows {
        let role = if *agent { "agent" } else { "customer" };
        let (hour, minute) = (index / 60, index % 60);
        let quoted = text.replace('"', "\"\"");
        out += &format!(
            "T{conversation},2025-03-14T{hour:02}:{minute:02}:00Z,{role},\"Hello there. {quoted}\"\n"
        );
    }
    out
}

fn numbered(rows: &[(u8, bool, String)]) -> Vec<(usize, &(u8, bool, String))> {
    rows.iter().enumerate().collect()
}

/// Reads a whole input in the way a run does; whatever the bytes are, this returns.
fn read_and_map(name: &str, bytes: Vec<u8>) -> Result<usize> {
    let mut reader = RecordReader::open(name, Box::new(Cursor::new(bytes)), &ReadOptions::default())?;
    let detection = detect(reader.schema());
    let mut mapper = Mapper::new(&detection.mappings, &detection.options)?;
    reader.bind(&mapper.columns())?;
    let (mut rows, mut notes) = (0, Vec::new());
    while let Some(row) = reader.next_row()? {
        rows += 1;
        if let foundry_core::read::Row::Record(record) = row {
            let _ = mapper.map(&record, &mut notes, &mut |_| Ok(()))?;
        }
    }
    Ok(rows)
}

/// So many cases, unless `PROPTEST_CASES` asks for another number.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    ProptestConfig { cases: if asked { default.cases } else { usual }, ..default }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn findings_never_overlap(text in text()) {
        let mut end = 0;
        for finding in deidentifier().find(&text).expect("no model can fail") {
            prop_assert!(finding.span.start >= end, "sorted, and beginning after the one before");
            prop_assert!(finding.span.end > finding.span.start, "not empty");
            prop_assert!(text.get(finding.span.start..finding.span.end).is_some(), "whole characters of the text");
            prop_assert!((0.0..=1.0).contains(&finding.score));
            end = finding.span.end;
        }
    }

    #[test]
    fn deidentifying_twice_is_deidentifying_once(conversation in conversation()) {
        let deidentifier = deidentifier();
        let once = deidentifier.deidentify(conversation).expect("no leak").conversation;
        let twice = deidentifier.deidentify(once.conversation().clone()).expect("no leak").conversation;
        prop_assert_eq!(contents(once.conversation()), contents(twice.conversation()));
    }

    #[test]
    fn reidentifying_restores_the_text(conversation in conversation_of(spaced_text())) {
        let original = contents(&conversation);
        let Deidentified { conversation, token_map, .. } = deidentifier().deidentify(conversation).expect("no leak");
        for (original, message) in original.iter().zip(&conversation.conversation().messages) {
            prop_assert_eq!(original, &reidentify(&message.content, &token_map).expect("every token is in the map"));
        }
    }

    #[test]
    fn no_personal_value_survives(conversation in conversation()) {
        let done = deidentifier().deidentify(conversation).expect("no leak").conversation;
        prop_assert_eq!(done.audit().residual, 0);
        let written = serde_json::to_string(done.conversation()).expect("a conversation is JSON").to_lowercase();
        // Glued to other letters a value is no longer the value; the audit looks for what was found.
        for token in ["nadia okafor", "nadia.okafor@example.com\""] {
            prop_assert!(!written.contains(token), "{} survives", token);
        }
    }

    #[test]
    fn reading_never_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        name in select(&["a.csv", "a.tsv", "a.json", "a.ndjson", "a.xlsx", "a.csv.gz", "a.json.zst", "a"][..]),
    ) {
        let _ = read_and_map(name, bytes);
    }

    #[test]
    fn reading_text_never_panics(
        text in "[\\[\\]{}\",;:\t\r\n\\\\a-c0-2é ]{0,300}",
        name in select(&["a.csv", "a.json", "a.ndjson", "a"][..]),
        bom in any::<bool>(),
    ) {
        let text = if bom { format!("\u{feff}{text}") } else { text };
        let _ = read_and_map(name, text.into_bytes());
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn counts_add_up_and_output_is_valid(rows in rows()) {
        let text = csv(&numbered(&rows));
        for format in ExportFormat::ALL {
            let (output, manifest) = run_as(format, "rows.csv", text.as_bytes()).expect("the file is readable");
            assert_counts_add_up(&manifest);
            prop_assert_eq!(manifest.counts.rows_read, rows.len() as u64);
            if manifest.counts.export.records > 0 {
                let report = validate(output.as_bytes(), format).expect("the output is readable");
                prop_assert!(report.valid, "{}: {:?}", format.as_str(), report.problems.first());
                prop_assert_eq!(report.records, manifest.counts.export.records);
            }
        }
    }

    #[test]
    fn threads_and_memory_change_no_byte(rows in rows()) {
        let text = csv(&numbered(&rows));
        let config = PipelineConfig::default();
        let mut outputs = BTreeMap::new();
        for threads in [1, 2, 4] {
            for memory_budget in [256, 64 << 20] {
                let options = RunOptions { threads, memory_budget, row_limit: None };
                let (output, manifest) = run(&config, "rows.csv", text.as_bytes(), &options).expect("readable");
                outputs.insert((output, serde_json::to_string(&manifest).expect("JSON")), (threads, memory_budget));
            }
        }
        prop_assert_eq!(outputs.len(), 1, "outputs differ by threads and memory: {:?}", outputs.values());
    }

    #[test]
    fn the_order_of_rows_changes_no_conversation(
        (rows, order) in rows().prop_flat_map(|rows| {
            let order: Vec<usize> = (0..rows.len()).collect();
            (Just(rows), Just(order).prop_shuffle())
        }),
    ) {
        let straight = numbered(&rows);
        let shuffled: Vec<_> = order.iter().map(|&index| straight[index]).collect();
        let lines = |rows: &[(usize, &(u8, bool, String))]| {
            let (output, _) =
                run_as(ExportFormat::JsonlConversation, "rows.csv", csv(rows).as_bytes()).expect("readable");
            let mut lines: Vec<String> = output.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(&straight), lines(&shuffled));
    }
}
