//! The calls into the core that several commands make.

use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

use foundry_core::conversation::{Conversation, Message, SenderRole, Timestamp};
use foundry_core::deid::{Deidentifier, PiiTokensMap};
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::record::Warning;
use serde_json::{Map, Value};

/// De-identifies texts as the messages of one conversation, so that equal values get equal tokens in all of them.
pub fn deidentify_texts(deidentifier: &Deidentifier, texts: &[&str]) -> Result<(Vec<String>, PiiTokensMap)> {
    let message = |text: &&str| Message {
        role: SenderRole::Customer,
        content: Cow::Owned((*text).to_owned()),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let conversation = Conversation {
        id: Cow::Borrowed(""),
        status: None,
        messages: texts.iter().map(message).collect(),
        known_values: Vec::new(),
        first_row: 0,
    };
    let result = deidentifier.deidentify(conversation)?;
    let messages = &result.conversation.conversation().messages;
    Ok((messages.iter().map(|m| m.content.clone().into_owned()).collect(), result.token_map))
}

/// Puts the originals back in place of tokens.
pub fn reidentify(text: &str, tokens: &PiiTokensMap) -> Result<String> {
    let _ = (text, tokens);
    Err(Error::new(ErrorKind::Unsupported, "the way back is not in this build"))
}

/// A token map from a JSON object of tokens and originals.
pub fn token_map_from_json(text: &str) -> Result<PiiTokensMap> {
    let _ = text;
    Err(Error::new(ErrorKind::Unsupported, "the way back is not in this build"))
}

/// A token map as a JSON object, in order of first appearance. Personal data: only for files with mode 0600.
pub fn token_map_to_json(tokens: &PiiTokensMap) -> Value {
    let pairs = tokens.iter().map(|(token, original)| (token.to_owned(), Value::from(original)));
    Value::Object(pairs.collect::<Map<_, _>>())
}

/// `--now`, or the system's clock.
pub fn now(given: Option<Timestamp>) -> Timestamp {
    given.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// Parses a time such as `2026-01-31T00:00:00Z`.
pub fn parse_time(text: &str) -> Result<Timestamp, String> {
    serde_json::from_value(Value::from(text))
        .map_err(|_| "a time is written as in RFC 3339: 2026-01-31T00:00:00Z".to_owned())
}

/// Counts warnings by code, as a manifest does.
pub fn count_warnings(warnings: &[Warning]) -> std::collections::BTreeMap<String, u64> {
    let mut counts = std::collections::BTreeMap::new();
    for warning in warnings {
        *counts.entry(warning.code.clone()).or_default() += 1;
    }
    counts
}
