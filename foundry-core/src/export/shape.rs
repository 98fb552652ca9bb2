//! [`ExportConfig`] checked and made ready for the writers.

use super::chunks;
use super::config::{ExportConfig, ExportFormat, LeadingAgentRule};
use super::json_text::push_escaped;
use super::messages::ToolStyle;
use super::threading::{PER_MESSAGE, TokenLimit};
use super::tools::Arguments;
use super::turns::Turn;
use crate::dataset::tokens::TokenCounter;
use crate::error::{Error, ErrorKind, Result};

/// The most turns of context that a question may have.
pub const MAX_CONTEXT_WINDOW: usize = 100;

/// The least limit of tokens: below it hardly a greeting fits.
pub const MIN_TOKENS: usize = 16;

/// The settings of an export, made ready.
pub(super) struct Shape {
    /// As a JSON string with its quotes.
    pub(super) system_prompt: Option<Vec<u8>>,
    pub(super) context_window: usize,
    pub(super) include_metadata: bool,
    pub(super) leading_agent: LeadingAgentRule,
    pub(super) limit: Option<TokenLimit>,
    /// Whether every answer has a `weight`.
    pub(super) weights: bool,
    /// In `chunks`: what counts, the tokens of a passage, the turns that are repeated.
    pub(super) passages: Option<(TokenCounter, usize, usize)>,
    /// How calls of tools are written; `None` where the format has no place for them.
    pub(super) tools: Option<ToolStyle>,
    /// What counts the tokens of the examples that are written, if asked for.
    pub(super) counted: Option<TokenCounter>,
}

impl Shape {
    /// Checks the settings for a format.
    pub(super) fn new(format: ExportFormat, config: &ExportConfig) -> Result<Shape> {
        let prompt = config.system_prompt_text.as_deref().filter(|text| !text.trim().is_empty());
        if config.include_system_prompt && prompt.is_none() {
            return Err(Error::new(ErrorKind::Config, "a system prompt is asked for, but its text is empty")
                .at_path("exportConfig.systemPromptText")
                .with_hint("give the text, or set `includeSystemPrompt` to false"));
        }
        let prompt = prompt.filter(|_| config.include_system_prompt);
        for (name, value) in
            [("contextWindow", config.context_window), ("overlapTurns", config.overlap_turns)]
        {
            if value > MAX_CONTEXT_WINDOW {
                return Err(Error::new(
                    ErrorKind::Config,
                    format!("more than {MAX_CONTEXT_WINDOW} turns of context"),
                )
                .at_path(format!("exportConfig.{name}"))
                .with_hint(format!("set it to a number from 0 to {MAX_CONTEXT_WINDOW}")));
            }
        }
        if (1..MIN_TOKENS).contains(&config.max_tokens) {
            return Err(Error::new(ErrorKind::Config, "too few tokens for an example")
                .at_path("exportConfig.maxTokens")
                .with_hint(format!("set it to {MIN_TOKENS} or more, or to 0 for no limit")));
        }
        check_leading(format, config.leading_agent, prompt.is_some())?;
        let shows_what_was_said = format == ExportFormat::JsonRaw;
        let limit = if config.max_tokens == 0 || shows_what_was_said || format == ExportFormat::Chunks {
            None
        } else {
            let counter = TokenCounter::new(config.tokenizer)?;
            let system = prompt.map_or(0, |text| PER_MESSAGE + counter.count(text));
            Some(TokenLimit {
                tokens: config.max_tokens,
                over: config.over_limit,
                overlap_turns: config.overlap_turns,
                counter,
                system,
            })
        };
        let passages = if format == ExportFormat::Chunks {
            let tokens = if config.max_tokens == 0 { chunks::DEFAULT_TOKENS } else { config.max_tokens };
            Some((TokenCounter::new(config.tokenizer)?, tokens, config.overlap_turns))
        } else {
            None
        };
        let knows_weights = matches!(
            format,
            ExportFormat::JsonlConversation | ExportFormat::JsonlMistral | ExportFormat::JsonlTogether
        );
        let has_context = config.leading_agent == LeadingAgentRule::Keep
            || limit.is_some_and(|limit| limit.overlap_turns > 0);
        Ok(Shape {
            system_prompt: prompt.map(|text| {
                let mut escaped = vec![b'"'];
                push_escaped(&mut escaped, text);
                escaped.push(b'"');
                escaped
            }),
            context_window: config.context_window,
            include_metadata: config.include_metadata && format != ExportFormat::Parquet,
            leading_agent: config.leading_agent,
            limit,
            weights: knows_weights && has_context,
            passages,
            tools: tool_style(format),
            counted: config.count_tokens.then(|| TokenCounter::new(config.tokenizer)).transpose()?,
        })
    }

    /// Whether conversations are written as their turns stand: nothing kept, nothing counted in tokens.
    pub(super) fn is_plain(&self) -> bool {
        self.leading_agent == LeadingAgentRule::Trim && self.limit.is_none()
    }

    /// How many turns before a question a prompt holds.
    pub(super) fn prompt_window(&self) -> usize {
        if self.context_window == 0 { MAX_CONTEXT_WINDOW } else { self.context_window }
    }

    /// Whether an example has a system message.
    pub(super) fn has_system(&self, opening: Option<&Turn<'_, '_>>) -> bool {
        self.system_prompt.is_some() || opening.is_some()
    }

    /// Appends the text of the system message, escaped, without quotes: the prompt, then what the agent said first.
    pub(super) fn push_system(&self, opening: Option<&Turn<'_, '_>>, out: &mut Vec<u8>) {
        let prompt = self.unquoted_prompt();
        out.extend_from_slice(prompt);
        if let Some(opening) = opening {
            if !prompt.is_empty() {
                out.extend_from_slice(b"\\n\\n");
            }
            opening.push_text(out);
        }
    }

    /// Appends `,"system":"…"` where the lines of this export have a system message of their own key: in every line or
    /// in none.
    pub(super) fn push_system_key(&self, opening: Option<&Turn<'_, '_>>, out: &mut Vec<u8>) {
        if self.system_prompt.is_some() || self.leading_agent == LeadingAgentRule::System {
            out.extend_from_slice(b",\"system\":\"");
            self.push_system(opening, out);
            out.push(b'"');
        }
    }

    /// What the settings add to every example, as it stands in its bytes, for the leak check to pass over. It begins
    /// with the quote of its string, so that no text inside a message is taken for it.
    pub(super) fn own_text(&self) -> &[u8] {
        let quoted = self.system_prompt.as_deref().unwrap_or_default();
        if self.leading_agent == LeadingAgentRule::System {
            return quoted.strip_suffix(b"\"").unwrap_or_default();
        }
        quoted
    }

    fn unquoted_prompt(&self) -> &[u8] {
        let quoted = self.system_prompt.as_deref().unwrap_or_default();
        quoted.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or_default()
    }
}

/// Services that train on tools: OpenAI wants the arguments of a call as a string, Mistral too, and a message of its own
/// for what is said beside a call; chat templates (TRL) want an object.
fn tool_style(format: ExportFormat) -> Option<ToolStyle> {
    let (arguments, beside_content) = match format {
        ExportFormat::JsonlConversation => (Arguments::Text, true),
        ExportFormat::JsonlMistral => (Arguments::Text, false),
        ExportFormat::JsonlPromptCompletion => (Arguments::Object, true),
        _ => return None,
    };
    Some(ToolStyle { arguments, beside_content })
}

/// Refuses a place for what the agent says first that the format does not have.
fn check_leading(format: ExportFormat, rule: LeadingAgentRule, has_prompt: bool) -> Result<()> {
    use ExportFormat::*;
    let hint = match (rule, format) {
        (LeadingAgentRule::Keep, JsonlSharegpt | JsonlAlpaca) => "set it to `trim` or `system`",
        (LeadingAgentRule::Keep, JsonlAnthropic | JsonlNova | JsonlGemini) => {
            "set it to `trim`, or to `system` with a system prompt"
        }
        // Only some conversations have an opening; a key that only some lines have breaks table loaders.
        (LeadingAgentRule::System, JsonlAnthropic | JsonlNova | JsonlGemini) if !has_prompt => {
            "give a system prompt too, so that every line has one, or set it to `trim`"
        }
        _ => return Ok(()),
    };
    let message = format!("`{}` has no such place for what the agent says first", format.as_str());
    Err(Error::new(ErrorKind::Config, message).at_path("exportConfig.leadingAgent").with_hint(hint))
}
