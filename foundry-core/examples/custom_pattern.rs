//! An own pattern beside the built-in recognizers, and an allow list:
//! `cargo run -p foundry-core --example custom_pattern`

use std::borrow::Cow;

use foundry_core::Result;
use foundry_core::conversation::{Conversation, Message, SenderRole};
use foundry_core::deid::{CustomPattern, Deidentifier, PiiSettings};

const TEXT: &str =
    "Order ORD-204817 never came. Ask nadia@example.com, not help@shop.example.net, or call +1 415 555 0134.";

fn main() -> Result<()> {
    let settings = PiiSettings {
        custom_patterns: vec![CustomPattern {
            pattern: r"\bORD-\d{6}\b".into(),
            token: "ORDER".into(),
            description: Some("our own order numbers".into()),
            group: None,
        }],
        email_domain_allow_list: vec!["shop.example.net".into()],
        ..PiiSettings::default()
    };
    let deidentifier = Deidentifier::new(&settings)?;

    for finding in deidentifier.find(TEXT)? {
        let (start, end) = (finding.span.start, finding.span.end);
        println!(
            "{start:>3}..{end:<3} {} by {}",
            deidentifier.entity_name(finding.entity_type),
            finding.recognizer
        );
    }

    let message = Message {
        role: SenderRole::Customer,
        content: Cow::Borrowed(TEXT),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let conversation = Conversation {
        id: Cow::Borrowed("1"),
        status: None,
        messages: vec![message],
        known_values: Vec::new(),
        first_row: 0,
    };
    let done = deidentifier.deidentify(conversation)?;
    for message in &done.conversation.conversation().messages {
        println!("{}", message.content);
    }
    Ok(())
}
