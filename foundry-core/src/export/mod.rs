//! Export: de-identified conversations in, the lines of a training format out; and [`validate`] for any such file.
//!
//! Each format has one file that holds its writer and its validator. Before a format writes, a conversation is brought
//! into the normal form of `turns`; every message that this leaves out, cuts or joins is counted.
#![doc = include_str!("../docs/export_formats.md")]

mod chunks;
mod config;
mod json_raw;
mod json_text;
mod json_tree;
mod jsonl_conversation;
mod jsonl_qa;
mod metadata;
mod report;
mod turns;

pub use config::{ExportConfig, ExportFormat};
pub use report::{MAX_PROBLEMS, Problem, ValidationReport};

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::{Deserialize, Serialize};

use crate::deid::DeidentifiedConversation;
use crate::error::{Error, ErrorKind, Result};

/// The most turns of context that a question may have.
pub const MAX_CONTEXT_WINDOW: usize = 100;

/// What writing changed and left out, by stable reason.
///
/// The law, over all conversations handed in: their messages = `messages` + `changes` of `dropped_system_message`,
/// `dropped_blank_message`, `trimmed_leading_agent` and `trimmed_trailing_customer`. (`merged_messages` are among
/// `messages`: each was joined to the one before.) The conversations handed in = `conversations` + all of `dropped`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportCounts {
    /// Examples (lines, or array elements) written.
    pub records: u64,
    /// Conversations that gave at least one example.
    pub conversations: u64,
    /// Messages that are in an example, each counted once however often it is written.
    pub messages: u64,
    /// Messages joined to the one before (`merged_messages`), left out (`dropped_system_message`,
    /// `dropped_blank_message`) and cut (`trimmed_leading_agent`, `trimmed_trailing_customer`).
    pub changes: BTreeMap<String, u64>,
    /// Conversations that gave no example: `no_user_turn`, `no_assistant_turn` (none after a user turn), `no_message`.
    pub dropped: BTreeMap<String, u64>,
}

impl ExportCounts {
    /// Adds the counts of another part of the same run.
    pub fn add(&mut self, other: &ExportCounts) {
        self.records += other.records;
        self.conversations += other.conversations;
        self.messages += other.messages;
        for (reason, count) in &other.changes {
            add_reason(&mut self.changes, reason, *count);
        }
        for (reason, count) in &other.dropped {
            add_reason(&mut self.dropped, reason, *count);
        }
    }
}

/// Writes conversations in one format. `begin`, then `write` for each, then `end`, all appended to one byte stream.
/// Cheap to share between threads.
pub struct Exporter {
    format: ExportFormat,
    shape: Shape,
}

impl Exporter {
    /// Checks the settings. Errors (kind `Config`) name the setting's path.
    pub fn new(format: ExportFormat, config: &ExportConfig) -> Result<Exporter> {
        let prompt = config.system_prompt_text.as_deref().filter(|text| !text.trim().is_empty());
        if config.include_system_prompt && prompt.is_none() {
            return Err(Error::new(ErrorKind::Config, "a system prompt is asked for, but its text is empty")
                .at_path("exportConfig.systemPromptText")
                .with_hint("give the text, or set `includeSystemPrompt` to false"));
        }
        if config.context_window > MAX_CONTEXT_WINDOW {
            return Err(Error::new(
                ErrorKind::Config,
                format!("more than {MAX_CONTEXT_WINDOW} turns of context"),
            )
            .at_path("exportConfig.contextWindow")
            .with_hint(format!("set it to a number from 0 to {MAX_CONTEXT_WINDOW}")));
        }
        let system_prompt = prompt.filter(|_| config.include_system_prompt).map(|text| {
            let mut escaped = Vec::new();
            json_text::push_string(&mut escaped, text);
            escaped
        });
        let shape = Shape {
            system_prompt,
            context_window: config.context_window,
            include_metadata: config.include_metadata,
        };
        Ok(Exporter { format, shape })
    }

    /// What comes before the first example.
    pub fn begin(&self, out: &mut Vec<u8>) {
        if self.format == ExportFormat::JsonRaw {
            out.extend_from_slice(json_raw::BEGIN);
        }
    }

    /// Appends the examples of one conversation, scanned once more by the conversation's own leak check; if that
    /// fails, `out` and `counts` are as before. A separator between examples, where the format has one, is written
    /// before every example but the first of this `out`; [`Exporter::separator`] goes between two such buffers.
    /// `counts` is added to.
    pub fn write(
        &self,
        conversation: &DeidentifiedConversation<'_>,
        out: &mut Vec<u8>,
        counts: &mut ExportCounts,
    ) -> Result<()> {
        let start = out.len();
        let mut tally = Tally::default();
        let content = conversation.conversation();
        match self.format {
            ExportFormat::JsonlConversation => {
                jsonl_conversation::write(content, &self.shape, out, &mut tally)
            }
            ExportFormat::JsonlQa => jsonl_qa::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonRaw => json_raw::write(content, &self.shape, out, &mut tally),
        }
        if let Some(written) = out.get(start..).filter(|written| !written.is_empty())
            && let Err(error) = conversation
                .check_bytes_around(written, self.shape.system_prompt.as_deref().unwrap_or_default())
        {
            out.truncate(start);
            return Err(error);
        }
        tally.add_to(counts);
        Ok(())
    }

    /// What stands between two examples (`,\n` for an array, nothing for lines, which end in `\n`).
    pub fn separator(&self) -> &'static [u8] {
        match self.format {
            ExportFormat::JsonRaw => json_raw::SEPARATOR,
            ExportFormat::JsonlConversation | ExportFormat::JsonlQa => b"",
        }
    }

    /// What comes after the last example.
    pub fn end(&self, out: &mut Vec<u8>) {
        if self.format == ExportFormat::JsonRaw {
            out.extend_from_slice(json_raw::END);
        }
    }
}

/// Writes a whole data set into memory: its bytes, and what was written, changed and left out. A stream is written by
/// an [`Exporter`].
pub fn export<'a, 'c: 'a>(
    conversations: impl IntoIterator<Item = &'a DeidentifiedConversation<'c>>,
    format: ExportFormat,
    config: &ExportConfig,
) -> Result<(Vec<u8>, ExportCounts)> {
    let exporter = Exporter::new(format, config)?;
    let (mut out, mut counts) = (Vec::new(), ExportCounts::default());
    exporter.begin(&mut out);
    let mut examples = Vec::new();
    for conversation in conversations {
        exporter.write(conversation, &mut examples, &mut counts)?;
    }
    out.append(&mut examples);
    exporter.end(&mut out);
    Ok((out, counts))
}

/// Checks any file, ours or not, against the rules of a format: every breach with its line, field, rule and remedy.
/// Memory does not grow with the file. `Err` only where the bytes cannot be read.
pub fn validate(input: impl BufRead, format: ExportFormat) -> Result<ValidationReport> {
    match format {
        ExportFormat::JsonlConversation => jsonl_conversation::validate(input),
        ExportFormat::JsonlQa => jsonl_qa::validate(input),
        ExportFormat::JsonRaw => json_raw::validate(input),
    }
}

/// The format that a file with this first line is in, if its keys tell: `[` begins an array of conversations,
/// `messages` is one of a fine-tuning line, `question` and `answer` are those of a pair.
pub fn guess_format(first_line: &str) -> Option<ExportFormat> {
    let line = first_line.trim_start_matches('\u{feff}').trim();
    if line.starts_with('[') {
        return Some(ExportFormat::JsonRaw);
    }
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).ok()?;
    if object.contains_key("messages") {
        Some(ExportFormat::JsonlConversation)
    } else if object.contains_key("question") || object.contains_key("answer") {
        Some(ExportFormat::JsonlQa)
    } else {
        None
    }
}

/// [`ExportConfig`] made ready.
struct Shape {
    /// As a JSON string with its quotes.
    system_prompt: Option<Vec<u8>>,
    context_window: usize,
    include_metadata: bool,
}

/// The stable reasons of [`ExportCounts`].
mod reason {
    pub(super) const MERGED: &str = "merged_messages";
    pub(super) const SYSTEM: &str = "dropped_system_message";
    pub(super) const BLANK: &str = "dropped_blank_message";
    pub(super) const LEADING_AGENT: &str = "trimmed_leading_agent";
    pub(super) const TRAILING_CUSTOMER: &str = "trimmed_trailing_customer";
    pub(super) const NO_USER_TURN: &str = "no_user_turn";
    pub(super) const NO_ASSISTANT_TURN: &str = "no_assistant_turn";
    pub(super) const NO_MESSAGE: &str = "no_message";
}

/// The counts of one conversation, added to [`ExportCounts`] only when its bytes stand.
#[derive(Default)]
struct Tally {
    records: u64,
    messages: u64,
    merged: u64,
    system: u64,
    blank: u64,
    leading_agent: u64,
    trailing_customer: u64,
    dropped: Option<&'static str>,
}

impl Tally {
    fn add_to(&self, counts: &mut ExportCounts) {
        counts.records += self.records;
        counts.messages += self.messages;
        match self.dropped {
            Some(why) => add_reason(&mut counts.dropped, why, 1),
            None => counts.conversations += 1,
        }
        for (why, count) in [
            (reason::MERGED, self.merged),
            (reason::SYSTEM, self.system),
            (reason::BLANK, self.blank),
            (reason::LEADING_AGENT, self.leading_agent),
            (reason::TRAILING_CUSTOMER, self.trailing_customer),
        ] {
            add_reason(&mut counts.changes, why, count);
        }
    }
}

fn add_reason(reasons: &mut BTreeMap<String, u64>, reason: &str, count: u64) {
    if count == 0 {
        return;
    }
    // Looked up first: the name is copied only when it is new.
    match reasons.get_mut(reason) {
        Some(sum) => *sum += count,
        None => {
            reasons.insert(reason.to_owned(), count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Conversation, Message, SenderRole, Timestamp};
    use crate::deid::{Deidentifier, PiiSettings};
    use proptest::prelude::*;

    fn export(
        format: ExportFormat,
        config: &ExportConfig,
        conversations: &[Conversation<'_>],
    ) -> (String, ExportCounts) {
        let plain = Deidentifier::new(&PiiSettings { enabled: false, ..PiiSettings::default() }).unwrap();
        let exporter = Exporter::new(format, config).unwrap();
        let (mut out, mut counts) = (Vec::new(), ExportCounts::default());
        exporter.begin(&mut out);
        for conversation in conversations {
            let deidentified = plain.deidentify(conversation.clone()).unwrap();
            exporter.write(&deidentified.conversation, &mut out, &mut counts).unwrap();
        }
        exporter.end(&mut out);
        (String::from_utf8(out).unwrap(), counts)
    }

    #[test]
    fn the_first_line_tells_the_format_of_what_was_written() {
        let message = |role| Message {
            role,
            content: "text".into(),
            sender_id: None,
            timestamp: None,
            custom: Vec::new(),
        };
        let conversation = Conversation {
            id: "1".into(),
            status: None,
            messages: vec![message(SenderRole::Customer), message(SenderRole::Agent)],
            known_values: Vec::new(),
            first_row: 1,
        };
        for format in ExportFormat::ALL {
            let (text, _) = export(format, &ExportConfig::default(), std::slice::from_ref(&conversation));
            assert_eq!(guess_format(text.lines().next().unwrap()), Some(format));
        }
        for line in ["", "text", "{\"text\": \"x\"}", "{\"messages\":", "\"messages\""] {
            assert_eq!(guess_format(line), None, "{line}");
        }
    }

    fn any_conversation() -> impl Strategy<Value = Conversation<'static>> {
        let role = prop_oneof![Just(SenderRole::Customer), Just(SenderRole::Agent), Just(SenderRole::System)];
        let content = prop_oneof!["[a-z\"\\\\\n é返😀\u{0}]{0,40}", Just(" \n ".to_owned())];
        let message = (role, content, proptest::option::of(0i64..2_000_000_000_000));
        (proptest::collection::vec(message, 0..9), "[a-z0-9\"]{1,6}").prop_map(|(messages, id)| {
            Conversation {
                id: id.into(),
                status: None,
                messages: messages
                    .into_iter()
                    .map(|(role, content, time)| Message {
                        role,
                        content: content.into(),
                        sender_id: None,
                        timestamp: time.map(Timestamp),
                        custom: vec![("plan".into(), "pro".into())],
                    })
                    .collect(),
                known_values: Vec::new(),
                first_row: 0,
            }
        })
    }

    proptest! {
        /// The law of the counts holds, and each writer's file is valid by its own validator without any warning
        /// (the number of examples and the order of times, which are not the writer's, apart).
        #[test]
        fn counts_add_up_and_files_are_valid(
            conversations in proptest::collection::vec(any_conversation(), 0..6),
            format in proptest::sample::select(ExportFormat::ALL.to_vec()),
            context_window in 0usize..4,
            include_system_prompt in any::<bool>(),
            include_metadata in any::<bool>(),
        ) {
            let config = ExportConfig {
                include_system_prompt,
                system_prompt_text: Some("Be \"kind\"".into()),
                context_window,
                include_metadata,
            };
            let (text, counts) = export(format, &config, &conversations);
            let messages: u64 = conversations.iter().map(|c| c.messages.len() as u64).sum();
            let left_out: u64 = counts.changes.iter().filter(|(why, _)| *why != reason::MERGED).map(|(_, n)| n).sum();
            prop_assert_eq!(messages, counts.messages + left_out);
            prop_assert_eq!(conversations.len() as u64, counts.conversations + counts.dropped.values().sum::<u64>());
            prop_assert!(counts.changes.get(reason::MERGED).is_none_or(|merged| *merged < counts.messages));

            let report = validate(text.as_bytes(), format).unwrap();
            prop_assert_eq!(report.records, counts.records);
            let expected = ["no_example", "too_few_examples", "timestamp_order"];
            let metadata = if format == ExportFormat::JsonlConversation && include_metadata { "unknown_top_level_key" } else { "" };
            for problem in &report.problems {
                prop_assert!(expected.contains(&problem.rule.as_str()) || problem.rule == metadata, "{:?}\n{}", problem, text);
            }
        }
    }

    #[test]
    fn settings_are_checked() {
        let path = |config: ExportConfig| {
            let error = Exporter::new(ExportFormat::JsonlQa, &config).err().unwrap();
            assert_eq!(error.code(), "invalid_config");
            error.position().path.clone().unwrap()
        };
        let prompt = |text: Option<&str>| ExportConfig {
            include_system_prompt: true,
            system_prompt_text: text.map(Into::into),
            ..ExportConfig::default()
        };
        assert_eq!(path(prompt(None)), "exportConfig.systemPromptText");
        assert_eq!(path(prompt(Some(" \n"))), "exportConfig.systemPromptText");
        assert_eq!(
            path(ExportConfig { context_window: 101, ..ExportConfig::default() }),
            "exportConfig.contextWindow"
        );
    }

    #[test]
    fn array_parts_join_with_the_separator() {
        let talk = |id: &'static str| Conversation {
            id: id.into(),
            status: None,
            messages: vec![Message {
                role: SenderRole::Agent,
                content: "hi".into(),
                sender_id: None,
                timestamp: None,
                custom: Vec::new(),
            }],
            known_values: Vec::new(),
            first_row: 0,
        };
        let config = ExportConfig::default();
        let (whole, _) = export(ExportFormat::JsonRaw, &config, &[talk("a"), talk("b"), talk("c")]);
        let plain = Deidentifier::new(&PiiSettings { enabled: false, ..PiiSettings::default() }).unwrap();
        let exporter = Exporter::new(ExportFormat::JsonRaw, &config).unwrap();
        let part = |ids: &[&'static str]| {
            let (mut out, mut counts) = (Vec::new(), ExportCounts::default());
            for id in ids {
                let deidentified = plain.deidentify(talk(id)).unwrap();
                exporter.write(&deidentified.conversation, &mut out, &mut counts).unwrap();
            }
            out
        };
        let mut joined = Vec::new();
        exporter.begin(&mut joined);
        joined.extend(part(&["a"]));
        joined.extend_from_slice(exporter.separator());
        joined.extend(part(&["b", "c"]));
        exporter.end(&mut joined);
        assert_eq!(String::from_utf8(joined).unwrap(), whole);
    }

    #[test]
    fn problems_are_all_counted_and_some_listed() {
        let text = "[]\n".repeat(MAX_PROBLEMS + 5);
        let report = validate(text.as_bytes(), ExportFormat::JsonlQa).unwrap();
        assert_eq!((report.problems.len(), report.problem_count), (MAX_PROBLEMS, MAX_PROBLEMS as u64 + 5));
        assert!(!report.valid);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_told_by_their_place() {
        let report =
            validate(&b"{\"question\":\"Q\",\"answer\":\"A\"}\n{\"\xff\n"[..], ExportFormat::JsonlQa)
                .unwrap();
        let problem = &report.problems[0];
        assert_eq!((problem.line, problem.rule.as_str()), (2, "not_utf8"));
        assert_eq!(problem.message, "not valid UTF-8 at byte 3");
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_validator_fail(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for format in ExportFormat::ALL {
                prop_assert!(validate(bytes.as_slice(), format).is_ok());
            }
        }
    }
}
