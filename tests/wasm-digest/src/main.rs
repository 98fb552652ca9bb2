//! What the engine makes of some thousand texts, as one line for each: natively printed, in a WASM module left in its
//! memory between two marks, for `run.mjs` to find. `tests/tools/wasm-digest.sh` compares them.
//!
//!     foundry-wasm-digest [THREADS] [--altered]

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::thread;

use foundry_core::conversation::{Conversation, Message, SenderRole, Timestamp};
use foundry_core::deid::{Deidentifier, NameModel, OperatorSettings, PiiSettings, Scratch};
use foundry_core::entity::EntityType;
use foundry_core::group::MemorySpill;
use foundry_core::pipeline::{Input, RunOptions};
use foundry_core::{Pipeline, PipelineConfig};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Where the lines begin and end in the memory of a WASM module.
const MARKS: [&str; 2] = ["<foundry-digest>", "</foundry-digest>"];

static LINES: OnceLock<String> = OnceLock::new();

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let threads = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(1);
    let mut texts: Vec<String> = serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/texts.json")))
        .expect("the build script writes JSON");
    if arguments.iter().any(|argument| argument == "--altered") {
        // One text with one name more: the comparison has to tell.
        if let Some(text) = texts.last_mut() {
            text.push_str("\nMy name is Jane Roe.");
        }
    }
    let mut lines = lines(&texts, threads);
    let _ = writeln!(lines, "pipeline {}", pipeline(&texts, threads));
    let kept = LINES.get_or_init(|| format!("{}{lines}{}", MARKS[0], MARKS[1]));
    print!("{}", &kept[MARKS[0].len()..kept.len() - MARKS[1].len()]);
}

/// One line for each text: its number and the digest of what each of the settings makes of it.
fn lines(texts: &[String], threads: usize) -> String {
    let deidentifiers: Vec<Deidentifier> = settings()
        .iter()
        .map(|settings| Deidentifier::new(settings).expect("the settings are right"))
        .collect();
    let part = |first: usize, texts: &[String]| {
        let (mut lines, mut scratch) = (String::new(), Scratch::default());
        for (number, text) in (first..).zip(texts) {
            let mut hash = Sha256::new();
            for deidentifier in &deidentifiers {
                hash.update(outcome(deidentifier, text, &mut scratch));
            }
            let _ = writeln!(lines, "{number} {}", hexadecimal(&hash.finalize()));
        }
        lines
    };
    if threads == 1 {
        return part(0, texts);
    }
    let size = texts.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let parts = texts.chunks(size).enumerate();
        let parts: Vec<_> =
            parts.map(|(number, texts)| scope.spawn(move || part(number * size, texts))).collect();
        parts.into_iter().map(|part| part.join().expect("no thread panics")).collect()
    })
}

/// As it comes; every type with operators that need no token; the other setting of the name model.
fn settings() -> [PiiSettings; 3] {
    let operators = [
        (EntityType::Person, OperatorSettings::Surrogate),
        (EntityType::EmailAddress, OperatorSettings::Hash),
        (EntityType::PhoneNumber, OperatorSettings::Mask { character: '*', keep_first: 0, keep_last: 2 }),
        (EntityType::DateTime, OperatorSettings::ShiftDate { max_days: 40 }),
    ];
    [
        PiiSettings::default(),
        PiiSettings {
            entities: Some(EntityType::ALL.to_vec()),
            operators: operators.into(),
            hash_key: Some("a key for this comparison only".into()),
            locale: "GB".into(),
            ..PiiSettings::default()
        },
        PiiSettings { name_model: NameModel::Balanced, role_names: true, ..PiiSettings::default() },
    ]
}

/// Every finding with its reasons, the text without them, and the text as a conversation of its lines.
fn outcome(deidentifier: &Deidentifier, text: &str, scratch: &mut Scratch) -> String {
    let found = deidentifier.find_explained_with(&[], text, scratch).expect("no model can fail");
    let (clean, map) = deidentifier.deidentify_text_with(text, scratch).expect("no model can fail");
    let (clean, map) = (clean.into_owned(), map.to_json());
    let roles = [SenderRole::Customer, SenderRole::Agent];
    let messages = text.lines().zip(roles.into_iter().cycle()).map(|(line, role)| Message {
        role,
        content: line.into(),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    });
    let conversation = Conversation {
        id: "1".into(),
        status: None,
        messages: messages.collect(),
        known_values: Vec::new(),
        first_row: 1,
    };
    let done = deidentifier.deidentify_with(conversation, scratch).expect("no model can fail");
    json!({
        "found": found,
        "text": clean,
        "tokenMap": map,
        "conversation": done.conversation.conversation(),
        "conversationMap": done.token_map.to_json(),
    })
    .to_string()
}

/// The digest of a data set and its account, made of the texts as the messages of a file.
fn pipeline(texts: &[String], threads: usize) -> String {
    let mut file = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        for (turn, line) in text.lines().enumerate() {
            let role = if turn % 2 == 0 { "customer" } else { "agent" };
            let row = json!({"conversation_id": number, "sender_role": role, "message": line});
            file.extend_from_slice(row.to_string().as_bytes());
            file.push(b'\n');
        }
    }
    let input = Input {
        name: "texts.ndjson".into(),
        reader: Box::new(file.as_slice()),
        size: Some(file.len() as u64),
    };
    let pipeline = Pipeline::new(&PipelineConfig::default(), Timestamp(1_795_132_800_000))
        .expect("the defaults are right");
    let mut out = Vec::new();
    let options = RunOptions { threads, ..RunOptions::default() };
    let go_on = &mut |_| ControlFlow::Continue(());
    let manifest = pipeline
        .run(vec![input], &mut MemorySpill::default(), &mut out, &options, go_on)
        .expect("the texts can be made a data set");
    let mut hash = Sha256::new();
    hash.update(&out);
    hash.update(serde_json::to_vec(&manifest).expect("a manifest is JSON"));
    hexadecimal(&hash.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().take(12).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
