//! The calls into the core that several commands make.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use foundry_core::calls;
use foundry_core::conversation::{Conversation, Message, SenderRole, Timestamp};
use foundry_core::deid::{Deidentifier, PiiTokensMap, Scratch};
use foundry_core::error::Result;
use foundry_core::record::Warning;

/// De-identifies texts as the messages of one conversation, so that equal values get equal tokens in all of them.
pub fn deidentify_texts(
    deidentifier: &Deidentifier,
    texts: &[&str],
    scratch: &mut Scratch,
) -> Result<(Vec<String>, PiiTokensMap)> {
    let message = |text| Message {
        role: SenderRole::Customer,
        content: Cow::Borrowed(text),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let conversation = Conversation {
        id: Cow::Borrowed(""),
        status: None,
        messages: texts.iter().copied().map(message).collect(),
        known_values: Vec::new(),
        first_row: 0,
    };
    let result = deidentifier.deidentify_with(conversation, scratch)?;
    let messages = &result.conversation.conversation().messages;
    Ok((messages.iter().map(|m| m.content.clone().into_owned()).collect(), result.token_map))
}

/// A line without its end, and the end: `deid` and `reidentify` take lines for messages.
pub fn split_line_end(line: &str) -> (&str, &str) {
    let content = line.strip_suffix('\n').unwrap_or(line);
    let content = content.strip_suffix('\r').unwrap_or(content);
    line.split_at(content.len())
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
    calls::time(text).map_err(|e| e.message().to_owned())
}

/// Counts warnings by code, as a manifest does.
pub fn count_warnings(warnings: &[Warning]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for warning in warnings {
        *counts.entry(warning.code.clone()).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_kept_apart() {
        assert_eq!(split_line_end("a\n"), ("a", "\n"));
        assert_eq!(split_line_end("a\r\n"), ("a", "\r\n"));
        assert_eq!(split_line_end("a"), ("a", ""));
        assert_eq!(split_line_end("\n"), ("", "\n"));
    }
}
