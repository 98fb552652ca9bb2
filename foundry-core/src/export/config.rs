//! What steers the writing of a data set.

use serde::{Deserialize, Serialize};

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
}

impl ExportFormat {
    /// Every format, in a fixed order.
    pub const ALL: [ExportFormat; 3] =
        [ExportFormat::JsonlConversation, ExportFormat::JsonlQa, ExportFormat::JsonRaw];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            ExportFormat::JsonlConversation => "jsonl_conversation",
            ExportFormat::JsonlQa => "jsonl_qa",
            ExportFormat::JsonRaw => "json_raw",
        }
    }

    /// The format with this wire name.
    pub fn from_name(name: &str) -> Option<ExportFormat> {
        ExportFormat::ALL.into_iter().find(|f| f.as_str() == name)
    }
}

/// What goes into each example.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ExportConfig {
    /// Whether each example carries the system prompt; `json_raw`, which shows what was said, never does.
    pub include_system_prompt: bool,
    /// The system prompt; must not be blank where it is included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_prompt_text: Option<String>,
    /// `jsonl_qa`: how many turns before the question are given as context (0 to 100; 0 for no `context` key).
    pub context_window: usize,
    /// Whether id, status, times and custom fields are written too, de-identified. In `jsonl_conversation` they come
    /// as a `metadata` key beside `messages`, which OpenAI takes but some services (Together) refuse; leave it off
    /// for files that are to be uploaded.
    pub include_metadata: bool,
}
