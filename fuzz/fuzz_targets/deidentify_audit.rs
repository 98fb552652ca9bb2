//! Any conversation with planted known values, de-identified and written in every format: no planted value survives.
#![no_main]

use std::borrow::Cow;

use arbitrary::Arbitrary;
use foundry_core::conversation::{Conversation, KnownValue, Message, SenderRole, Timestamp};
use foundry_core::deid::{Deidentifier, PiiSettings};
use foundry_core::entity::EntityType;
use foundry_core::export::{ExportConfig, ExportCounts, ExportFormat, Exporter};
use libfuzzer_sys::fuzz_target;

/// What the columns of the file are said to hold: distinctive, so that chance cannot write them.
const PLANTED: [(EntityType, &str); 5] = [
    (EntityType::Person, "Quillon Vexworth"),
    (EntityType::EmailAddress, "quillon.vexworth@example.com"),
    (EntityType::PhoneNumber, "+1 415-555-0134"),
    (EntityType::IbanCode, "DE89 3704 0044 0532 0130 00"),
    (EntityType::Id, "KX-77-0417-Q"),
];

#[derive(Debug, Arbitrary)]
enum Piece<'a> {
    Text(&'a str),
    Planted(u8),
    Upper(u8),
    Space,
}

#[derive(Debug, Arbitrary)]
struct Turn<'a> {
    agent: bool,
    pieces: Vec<Piece<'a>>,
    sender: Option<u8>,
    custom: Option<u8>,
}

fn planted(index: u8) -> &'static str {
    PLANTED[usize::from(index) % PLANTED.len()].1
}

fn content(pieces: &[Piece<'_>]) -> String {
    let mut text = String::from("Hello");
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text += piece,
            // A value stands on its own: glued to other letters it would be another value.
            Piece::Planted(index) => text += &format!(" {} ", planted(*index)),
            Piece::Upper(index) => text += &format!(" {} ", planted(*index).to_uppercase()),
            Piece::Space => text.push(' '),
        }
    }
    text
}

/// Whether a planted value is glued to other letters: then it is another value. The fuzzer learns to write them itself.
fn is_glued(text: &str) -> bool {
    let text = text.to_lowercase();
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    PLANTED.iter().any(|(_, value)| {
        text.match_indices(&value.to_lowercase()).any(|(start, value)| {
            text[..start].ends_with(in_word) || text[start + value.len()..].starts_with(in_word)
        })
    })
}

fuzz_target!(|turns: Vec<Turn<'_>>| {
    if turns.iter().any(|turn| is_glued(&content(&turn.pieces))) {
        return;
    }
    let messages = turns.iter().enumerate().map(|(index, turn)| Message {
        role: if turn.agent { SenderRole::Agent } else { SenderRole::Customer },
        content: Cow::Owned(content(&turn.pieces)),
        sender_id: turn.sender.map(|index| Cow::Borrowed(planted(index))),
        timestamp: Some(Timestamp(1_700_000_000_000 + index as i64)),
        custom: turn.custom.map(|index| ("note".into(), planted(index).into())).into_iter().collect(),
    });
    let known =
        PLANTED.iter().map(|&(entity_type, value)| KnownValue { entity_type, value: value.into(), party: 0 });
    let conversation = Conversation {
        id: Cow::Borrowed("KX-77-0417-Q"),
        status: None,
        messages: messages.collect(),
        known_values: known.collect(),
        first_row: 2,
    };
    // The planted values are known; a leak is an error, and then nothing is written.
    let deidentifier = Deidentifier::new(&PiiSettings::default()).expect("the defaults are valid");
    let Ok(done) = deidentifier.deidentify(conversation) else { return };
    let config = ExportConfig { include_metadata: true, ..ExportConfig::default() };
    for format in ExportFormat::ALL {
        let exporter = Exporter::new(format, &config).expect("the settings are valid");
        let mut out = Vec::new();
        exporter.begin(&mut out);
        if exporter.write(&done.conversation, &mut out, &mut ExportCounts::default()).is_err() {
            continue;
        }
        exporter.end(&mut out);
        let written = String::from_utf8(out).expect("exports are UTF-8").to_lowercase();
        for (entity_type, value) in PLANTED {
            assert!(
                !written.contains(&value.to_lowercase()),
                "{entity_type} survives in {}",
                format.as_str()
            );
        }
    }
});
