//! What steers the writing of a data set.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::card::CardSettings;
use crate::dataset::split::SplitSettings;
use crate::dataset::tokens::Tokenizer;

/// The export format, by its name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExportFormat {
    /// OpenAI chat fine-tuning: one `{"messages": […]}` a line.
    #[default]
    JsonlConversation,
    /// One question and its answer a line, with the turns before.
    JsonlQa,
    /// The conversations as they are, one JSON array.
    JsonRaw,
    /// ShareGPT, as LLaMA-Factory and others read it: `{"conversations": [{"from", "value"}…]}`.
    JsonlSharegpt,
    /// Alpaca: `{"instruction", "input", "output", "history"}`.
    JsonlAlpaca,
    /// TRL: `{"prompt": […], "completion": […]}`, one answer a line.
    JsonlPromptCompletion,
    /// Preferences as OpenAI and Together take them: `{"input", "preferred_output", "non_preferred_output"}`, for
    /// answers that have a second, rejected one (`custom_rejected`).
    JsonlDpo,
    /// Anthropic Claude on Amazon Bedrock: `{"system"?, "messages"}`.
    JsonlAnthropic,
    /// Amazon Nova on Bedrock: `{"schemaVersion", "system"?, "messages"}`.
    JsonlNova,
    /// Gemini on Vertex AI: `{"systemInstruction"?, "contents"}`.
    JsonlGemini,
    /// Mistral fine-tuning: `{"messages"}`.
    JsonlMistral,
    /// Together fine-tuning: `{"messages"}`, no other key.
    JsonlTogether,
    /// Passages for retrieval: `{"source_path", "title", "chunk_index", "content", "token_count"}`.
    Chunks,
    /// The `messages` of a conversation as a Parquet table; the only format that is no text.
    Parquet,
}

impl ExportFormat {
    /// Every format of text that any conversation with an answer can be written in, in a fixed order.
    pub const ALL: [ExportFormat; 12] = [
        ExportFormat::JsonlConversation,
        ExportFormat::JsonlQa,
        ExportFormat::JsonRaw,
        ExportFormat::JsonlSharegpt,
        ExportFormat::JsonlAlpaca,
        ExportFormat::JsonlPromptCompletion,
        ExportFormat::JsonlAnthropic,
        ExportFormat::JsonlNova,
        ExportFormat::JsonlGemini,
        ExportFormat::JsonlMistral,
        ExportFormat::JsonlTogether,
        ExportFormat::Chunks,
    ];

    /// The others: preferences, for which a source must hold rejected answers, and a table, which is no text.
    pub const SPECIAL: [ExportFormat; 2] = [ExportFormat::JsonlDpo, ExportFormat::Parquet];

    /// The names on the wire of all of them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ExportFormat::ALL.into_iter().chain(ExportFormat::SPECIAL).map(ExportFormat::as_str)
    }

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            ExportFormat::JsonlConversation => "jsonl_conversation",
            ExportFormat::JsonlQa => "jsonl_qa",
            ExportFormat::JsonRaw => "json_raw",
            ExportFormat::JsonlSharegpt => "jsonl_sharegpt",
            ExportFormat::JsonlAlpaca => "jsonl_alpaca",
            ExportFormat::JsonlPromptCompletion => "jsonl_prompt_completion",
            ExportFormat::JsonlDpo => "jsonl_dpo",
            ExportFormat::JsonlAnthropic => "jsonl_anthropic",
            ExportFormat::JsonlNova => "jsonl_nova",
            ExportFormat::JsonlGemini => "jsonl_gemini",
            ExportFormat::JsonlMistral => "jsonl_mistral",
            ExportFormat::JsonlTogether => "jsonl_together",
            ExportFormat::Chunks => "chunks",
            ExportFormat::Parquet => "parquet",
        }
    }

    /// The format with this wire name.
    pub fn from_name(name: &str) -> Option<ExportFormat> {
        ExportFormat::ALL.into_iter().chain(ExportFormat::SPECIAL).find(|f| f.as_str() == name)
    }

    /// The ending of a file in this format.
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::JsonRaw => "json",
            ExportFormat::Parquet => "parquet",
            _ => "jsonl",
        }
    }

    /// Whether the format is written from more than what was said: answers that were rejected stand in a custom field.
    pub(crate) fn needs_custom_fields(self) -> bool {
        self == ExportFormat::JsonlDpo
    }
}

/// What becomes of what the agent says before the first customer message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeadingAgentRule {
    /// It is cut: every service and trainer takes what is left.
    #[default]
    Trim,
    /// It is added to the system message, behind the system prompt.
    System,
    /// It stays the first turn, as context: with `weight` 0 where the format knows weights (then every answer has one).
    /// Refused for formats that must begin with the customer.
    Keep,
}

/// What becomes of a conversation that has more than `maxTokens`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OverLimit {
    /// It becomes several examples, cut between an answer and the question that follows it.
    #[default]
    Split,
    /// Its first exchanges stay, as many as fit.
    Truncate,
    /// It is left out.
    Drop,
}

/// What goes into each example.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ExportConfig {
    /// Whether each example carries the system prompt; `json_raw` and `chunks`, which show what was said, never do.
    pub include_system_prompt: bool,
    /// The system prompt; must not be blank where it is included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_prompt_text: Option<String>,
    /// How many turns before the question are given as context (0 to 100). In `jsonl_qa` 0 leaves the `context` key
    /// out; in `jsonl_prompt_completion` and `jsonl_dpo` 0 gives all turns before, at most 100.
    pub context_window: usize,
    /// Whether id, status, times and custom fields are written too, de-identified. In `jsonl_conversation` they come
    /// as a `metadata` key beside `messages`, which OpenAI takes but some services (Together) refuse; leave it off
    /// for files that are to be uploaded. The formats of services that refuse other keys (`jsonl_anthropic`,
    /// `jsonl_nova`, `jsonl_gemini`, `jsonl_mistral`, `jsonl_together`, `jsonl_dpo`) never carry it.
    pub include_metadata: bool,
    /// What becomes of what the agent says first. `jsonl_qa` has a rule of its own: it is context, if there is a window.
    #[serde(skip_serializing_if = "is_default")]
    pub leading_agent: LeadingAgentRule,
    /// The most tokens of an example, system prompt and message overhead included; 0 for no limit. In `chunks` the
    /// tokens of a passage, 512 if 0.
    #[serde(skip_serializing_if = "is_default")]
    pub max_tokens: usize,
    /// What becomes of a conversation with more tokens.
    #[serde(skip_serializing_if = "is_default")]
    pub over_limit: OverLimit,
    /// How many turns at the end of an example are repeated at the start of the next one of the same conversation
    /// (0 to 100), where there is room; in `chunks` likewise. Repeated answers have `weight` 0 where the format knows
    /// weights.
    #[serde(skip_serializing_if = "is_default")]
    pub overlap_turns: usize,
    /// How tokens are counted.
    #[serde(skip_serializing_if = "is_default")]
    pub tokenizer: Tokenizer,
    /// Whether the tokens of every example are counted, for the manifest and the estimate of costs.
    #[serde(skip_serializing_if = "is_default")]
    pub count_tokens: bool,
    /// Shares of validation and test data, and what decides; absent for one data set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitSettings>,
    /// What the data-set card says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardSettings>,
    /// Prices in US dollars for a million training tokens, by model, over those of the built-in table.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub prices: BTreeMap<String, f64>,
}

/// Settings that say nothing are not written: the fingerprint of a run does not change because a version knows more.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
