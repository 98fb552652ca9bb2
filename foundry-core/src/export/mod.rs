//! Export: de-identified conversations in, the lines of a training format out; and [`validate`] for any such file.
//!
//! Each format has one file that holds its writer and its validator. Before a format writes, a conversation is brought
//! into the normal form of `turns`; every message that this leaves out, cuts or joins is counted.
#![doc = include_str!("../docs/export_formats.md")]

mod chat;
mod check;
mod chunks;
mod config;
mod examples;
mod json_raw;
mod json_text;
mod json_tree;
mod jsonl_alpaca;
mod jsonl_anthropic;
mod jsonl_conversation;
mod jsonl_dpo;
mod jsonl_gemini;
mod jsonl_mistral;
mod jsonl_nova;
mod jsonl_prompt_completion;
mod jsonl_qa;
mod jsonl_sharegpt;
mod jsonl_together;
mod messages;
mod metadata;
mod parquet;
mod report;
mod shape;
mod tally;
mod threading;
mod token_sum;
mod tools;
mod turns;

pub use config::{ExportConfig, ExportFormat, LeadingAgentRule, OverLimit};
pub use parquet::ParquetTable;
pub use report::{MAX_PROBLEMS, Problem, ValidationReport};
pub use shape::{MAX_CONTEXT_WINDOW, MIN_TOKENS};
pub use tally::ExportCounts;
pub(crate) use tools::{FIELDS as TOOL_FIELDS, is_tool_value};

use std::io::BufRead;

use crate::deid::DeidentifiedConversation;
use crate::error::{Error, ErrorKind, Result};
use shape::Shape;
use tally::{Tally, reason};

/// Writes conversations in one format. `begin`, then `write` for each, then `end`, all appended to one byte stream.
/// Of a Parquet table it writes the lines, for a [`ParquetTable`] to turn into the file. Cheap to share between threads.
pub struct Exporter {
    format: ExportFormat,
    shape: Shape,
}

impl Exporter {
    /// Checks the settings. Errors (kind `Config`) name the setting's path.
    pub fn new(format: ExportFormat, config: &ExportConfig) -> Result<Exporter> {
        Ok(Exporter { format, shape: Shape::new(format, config)? })
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
        let whole = conversation.conversation();
        let settled = match self.format {
            ExportFormat::JsonRaw => None,
            _ => tools::settle(whole, self.shape.tools.is_some(), &mut tally),
        };
        let content = settled.as_ref().unwrap_or(whole);
        match self.format {
            // A Parquet table is made of these lines after their leak check, byte by byte as they stand.
            ExportFormat::JsonlConversation | ExportFormat::Parquet => {
                jsonl_conversation::write(content, &self.shape, out, &mut tally)
            }
            ExportFormat::JsonlQa => jsonl_qa::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonRaw => json_raw::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlSharegpt => jsonl_sharegpt::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlAlpaca => jsonl_alpaca::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlPromptCompletion => {
                jsonl_prompt_completion::write(content, &self.shape, out, &mut tally)
            }
            ExportFormat::JsonlDpo => jsonl_dpo::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlAnthropic => jsonl_anthropic::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlNova => jsonl_nova::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlGemini => jsonl_gemini::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlMistral => jsonl_mistral::write(content, &self.shape, out, &mut tally),
            ExportFormat::JsonlTogether => jsonl_together::write(content, &self.shape, out, &mut tally),
            ExportFormat::Chunks => chunks::write(content, &self.shape, out, &mut tally),
        }
        if let Some(written) = out.get(start..).filter(|written| !written.is_empty())
            && let Err(error) = conversation.check_bytes_around(written, self.shape.own_text())
        {
            out.truncate(start);
            return Err(error);
        }
        if let (Some(counter), Some(written)) = (&self.shape.counted, out.get(start..)) {
            token_sum::for_each_example_tokens(written, counter, |tokens| {
                tally.tokens += tokens;
                tally.largest_example = tally.largest_example.max(tokens);
            });
        }
        tally.add_to(counts);
        Ok(())
    }

    /// What stands between two examples (`,\n` for an array, nothing for lines, which end in `\n`).
    pub fn separator(&self) -> &'static [u8] {
        match self.format {
            ExportFormat::JsonRaw => json_raw::SEPARATOR,
            _ => b"",
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
    if format == ExportFormat::Parquet {
        let mut table = ParquetTable::default();
        table.push_lines(&examples, &mut out)?;
        table.finish(&mut out);
        return Ok((out, counts));
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
        ExportFormat::JsonlSharegpt => jsonl_sharegpt::validate(input),
        ExportFormat::JsonlAlpaca => jsonl_alpaca::validate(input),
        ExportFormat::JsonlPromptCompletion => jsonl_prompt_completion::validate(input),
        ExportFormat::JsonlDpo => jsonl_dpo::validate(input),
        ExportFormat::JsonlAnthropic => jsonl_anthropic::validate(input),
        ExportFormat::JsonlNova => jsonl_nova::validate(input),
        ExportFormat::JsonlGemini => jsonl_gemini::validate(input),
        ExportFormat::JsonlMistral => jsonl_mistral::validate(input),
        ExportFormat::JsonlTogether => jsonl_together::validate(input),
        ExportFormat::Chunks => chunks::validate(input),
        ExportFormat::Parquet => Err(Error::new(ErrorKind::Unsupported, "a Parquet table is not validated")
            .with_hint("write `jsonl_conversation` with the same settings and validate that")),
    }
}

/// The format that a file with this first line is in, if its keys tell: `[` begins an array of conversations,
/// `messages` is one of a chat line (of `jsonl_conversation`; the services that share it differ in their rules alone).
pub fn guess_format(first_line: &str) -> Option<ExportFormat> {
    let line = first_line.trim_start_matches('\u{feff}').trim();
    if line.starts_with('[') {
        return Some(ExportFormat::JsonRaw);
    }
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).ok()?;
    let has = |key: &str| object.contains_key(key);
    Some(match () {
        () if has("schemaVersion") => ExportFormat::JsonlNova,
        () if has("messages") && object.get("system").is_some_and(|s| s.is_string()) => {
            ExportFormat::JsonlAnthropic
        }
        () if has("messages") => ExportFormat::JsonlConversation,
        () if has("contents") => ExportFormat::JsonlGemini,
        () if has("conversations") => ExportFormat::JsonlSharegpt,
        () if has("instruction") => ExportFormat::JsonlAlpaca,
        () if has("preferred_output") || has("non_preferred_output") => ExportFormat::JsonlDpo,
        () if has("prompt") && has("completion") => ExportFormat::JsonlPromptCompletion,
        () if has("chunk_index") => ExportFormat::Chunks,
        () if has("question") || has("answer") => ExportFormat::JsonlQa,
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Conversation, Message, SenderRole, Timestamp};
    use crate::dataset::tokens::Tokenizer;
    use crate::deid::{Deidentifier, PiiSettings};
    use proptest::prelude::*;

    fn export(
        format: ExportFormat,
        config: &ExportConfig,
        conversations: &[Conversation<'_>],
    ) -> (String, ExportCounts) {
        let plain = Deidentifier::new(&PiiSettings { enabled: false, ..PiiSettings::default() }).unwrap();
        // A build without the vocabularies is tested all the same, by estimate.
        let tokenizer = if cfg!(feature = "tokens") { config.tokenizer } else { Tokenizer::Estimate };
        let exporter = Exporter::new(format, &ExportConfig { tokenizer, ..config.clone() }).unwrap();
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
            custom: vec![("rejected".into(), "No.".into())],
        };
        let conversation = Conversation {
            id: "1".into(),
            status: None,
            messages: vec![message(SenderRole::Customer), message(SenderRole::Agent)],
            known_values: Vec::new(),
            first_row: 1,
        };
        for format in ExportFormat::ALL.into_iter().chain([ExportFormat::JsonlDpo]) {
            let (text, _) = export(format, &ExportConfig::default(), std::slice::from_ref(&conversation));
            let told = match format {
                // Chat lines that differ in nothing but what their service asks for.
                ExportFormat::JsonlAnthropic | ExportFormat::JsonlMistral | ExportFormat::JsonlTogether => {
                    ExportFormat::JsonlConversation
                }
                format => format,
            };
            assert_eq!(guess_format(text.lines().next().unwrap()), Some(told));
        }
        for line in ["", "text", "{\"text\": \"x\"}", "{\"messages\":", "\"messages\""] {
            assert_eq!(guess_format(line), None, "{line}");
        }
    }

    fn any_conversation() -> impl Strategy<Value = Conversation<'static>> {
        let role = prop_oneof![Just(SenderRole::Customer), Just(SenderRole::Agent), Just(SenderRole::System)];
        let content = prop_oneof!["[a-z\"\\\\\n é返😀\u{0}]{0,40}", Just(" \n ".to_owned())];
        let message = (role, content, proptest::option::of(0i64..2_000_000_000_000));
        let rejected = prop_oneof![Just(String::new()), Just("No.".to_owned())];
        (proptest::collection::vec(message, 0..9), "[a-z0-9\"]{1,6}", rejected).prop_map(
            |(messages, id, rejected)| Conversation {
                id: id.into(),
                status: None,
                messages: messages
                    .into_iter()
                    .map(|(role, content, time)| Message {
                        role,
                        content: content.into(),
                        sender_id: None,
                        timestamp: time.map(Timestamp),
                        custom: vec![
                            ("plan".into(), "pro".into()),
                            ("rejected".into(), rejected.clone().into()),
                        ],
                    })
                    .collect(),
                known_values: Vec::new(),
                first_row: 0,
            },
        )
    }

    proptest! {
        /// The law of the counts holds, and each writer's file is valid by its own validator without any warning
        /// (the number of examples and the order of times, which are not the writer's, apart).
        #[test]
        fn counts_add_up_and_files_are_valid(
            conversations in proptest::collection::vec(any_conversation(), 0..6),
            format in proptest::sample::select([&ExportFormat::ALL[..], &[ExportFormat::JsonlDpo]].concat()),
            context_window in 0usize..4,
            include_system_prompt in any::<bool>(),
            include_metadata in any::<bool>(),
            (leading, over_limit) in (0usize..3, 0usize..3),
            (max_tokens, overlap_turns) in (prop_oneof![Just(0usize), 16usize..120], 0usize..6),
        ) {
            let config = ExportConfig {
                include_system_prompt,
                system_prompt_text: Some("Be \"kind\"".into()),
                context_window,
                include_metadata,
                leading_agent: [LeadingAgentRule::Trim, LeadingAgentRule::System, LeadingAgentRule::Keep][leading],
                over_limit: [OverLimit::Split, OverLimit::Truncate, OverLimit::Drop][over_limit],
                max_tokens,
                overlap_turns,
                tokenizer: Tokenizer::Estimate,
                count_tokens: true,
                ..ExportConfig::default()
            };
            prop_assume!(Exporter::new(format, &config).is_ok());
            let (text, counts) = export(format, &config, &conversations);
            let messages: u64 = conversations.iter().map(|c| c.messages.len() as u64).sum();
            let left_out: u64 = reason::LEFT_OUT.iter().filter_map(|why| counts.changes.get(*why)).sum();
            prop_assert_eq!(messages, counts.messages + left_out);
            prop_assert_eq!(conversations.len() as u64, counts.conversations + counts.dropped.values().sum::<u64>());
            prop_assert!(counts.changes.get(reason::MERGED).is_none_or(|merged| *merged < counts.messages));
            // `json_raw` shows what was said, and a passage may be one word that is too long.
            if max_tokens > 0 && ![ExportFormat::JsonRaw, ExportFormat::Chunks].contains(&format) {
                prop_assert!(counts.largest_example <= max_tokens as u64, "{counts:?}\n{text}");
            }

            let report = validate(text.as_bytes(), format).unwrap();
            prop_assert_eq!(report.records, counts.records);
            let mut expected = vec!["no_example", "too_few_examples", "timestamp_order"];
            if leading > 0 || overlap_turns > 0 {
                // Asked for: what the agent said first, and context that begins with an answer.
                expected.extend(["starts_with_assistant", "all_weights_zero", "context_order"]);
            }
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
            for format in ExportFormat::ALL.into_iter().chain([ExportFormat::JsonlDpo]) {
                prop_assert!(validate(bytes.as_slice(), format).is_ok());
            }
        }
    }
}
