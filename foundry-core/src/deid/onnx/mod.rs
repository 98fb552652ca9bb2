//! A model of the caller's as an ONNX file, run in pure Rust.
//!
//! Two kinds of files are understood, told apart by what the graph takes in:
//!
//! - **Token classification** (BERT, RoBERTa, XLM-R, DistilBERT and the like): `input_ids`, `attention_mask` and, where
//!   the graph has it, `token_type_ids` go in, one score for each token and label comes out. The labels are those of
//!   `id2label` in `config.json`, with or without `B-`, `I-` and their relatives.
//! - **GLiNER** (span level, one encoder): the labels are prompts, and every span of up to `max_width` words is scored
//!   for each of them. Its `gliner_config.json` takes the place of `config.json`.
//!
//! Files come as bytes; the graph must be in one file. What a window of the model cannot hold is read in further windows,
//! and nothing is cut off.

mod config;
mod encoder;
mod gliner;
mod graph;
mod token_labels;
mod window;

use sha2::{Digest, Sha256};

use self::config::{ModelConfig, TokenConfig};
use self::encoder::Encoder;
use self::gliner::Gliner;
use self::graph::{Graph, Kind};
use self::token_labels::TokenLabels;
use super::span_model::{LabelMap, ModelSpan, SpanModel, SpanModelSettings, TextInContext};
use crate::entity::{EntityType, Span};
use crate::error::{Error, ErrorKind, Result};

/// Spans below this score are left alone where the settings say nothing.
const MIN_SCORE: f32 = 0.5;
/// How many words two windows share where the settings say nothing.
const OVERLAP_WORDS: usize = 32;
/// What a graph reads at once where neither the settings nor its files say so.
const MAX_TOKENS: usize = 512;
/// The largest window that may be set: attention needs memory by its square.
const MOST_TOKENS: usize = 8192;

/// The files of a model, as bytes.
#[derive(Clone, Copy)]
pub struct OnnxFiles<'f> {
    /// The graph with its weights: `model.onnx`.
    pub model: &'f [u8],
    /// The tokenizer: `tokenizer.json`.
    pub tokenizer: &'f [u8],
    /// The configuration: `config.json`, for GLiNER `gliner_config.json`.
    pub config: &'f [u8],
}

/// A model of the caller's, ready to run; shared between threads.
///
/// Each window of a text is run by itself, so that the answer does not depend on what else is asked. It is the same on
/// every machine whose processor has the same vector instructions; elsewhere scores may differ in their last digits.
pub struct OnnxModel {
    reader: Reader,
    settings: SpanModelSettings,
    min_score: f32,
}

enum Reader {
    TokenLabels(TokenLabels),
    Gliner(Gliner),
}

impl OnnxModel {
    /// Reads a model and makes it ready.
    ///
    /// # Errors
    /// `Format` for files that are none of their kind or do not fit together, `Unsupported` for a graph that cannot be
    /// run here, `Config` for settings that the model does not bear: a label that it does not have, a window too small
    /// for its prompts, another checksum than the one the settings name.
    pub fn new(files: OnnxFiles<'_>, settings: &SpanModelSettings) -> Result<OnnxModel> {
        let sha256 = checksum(files);
        if settings.sha256.as_deref().is_some_and(|wanted| !wanted.eq_ignore_ascii_case(&sha256)) {
            return Err(wrong_setting("sha256", "is the checksum of another model").with_hint(format!(
                "the files given have {sha256}; take `sha256` out of the settings to use them"
            )));
        }
        let min_score = settings.min_score.unwrap_or(MIN_SCORE);
        if !(0.0..=1.0).contains(&min_score) {
            return Err(wrong_setting("minScore", "must lie between 0 and 1"));
        }
        if settings.max_tokens.is_some_and(|most| !(8..=MOST_TOKENS).contains(&most)) {
            return Err(wrong_setting("maxTokens", format!("must lie between 8 and {MOST_TOKENS}")));
        }
        let encoder = Encoder::open(files.tokenizer)?;
        let config = config::read(files.config)?;
        let source = graph::read(files.model)?;
        let overlap = settings.overlap_words.unwrap_or(OVERLAP_WORDS);
        let limit = |most: usize| match settings.max_tokens {
            Some(wanted) if wanted > most => Err(too_long(most)),
            wanted => Ok(wanted.unwrap_or(most)),
        };
        let (reader, labels, max_tokens) = match config {
            ModelConfig::Tokens(TokenConfig { labels, max_tokens }) => {
                let max_tokens = limit(max_tokens)?;
                let graph = Graph::new(&source, Kind::Tokens, max_tokens, 0)?;
                let reader = TokenLabels::new(graph, encoder, labels, &settings.labels, max_tokens, overlap)?;
                let labels = reader.label_map();
                (Reader::TokenLabels(reader), labels, max_tokens)
            }
            ModelConfig::Gliner(config) => {
                let max_tokens = limit(config.max_tokens)?;
                let kind = Kind::Gliner { max_width: config.max_width };
                let graph = Graph::new(&source, kind, max_tokens, config.max_words.min(max_tokens))?;
                let reader = Gliner::new(graph, encoder, config, &settings.labels, max_tokens, overlap)?;
                let labels = reader.label_map();
                (Reader::Gliner(reader), labels, max_tokens)
            }
        };
        let settings = SpanModelSettings {
            sha256: Some(sha256),
            labels,
            min_score: Some(min_score),
            max_tokens: Some(max_tokens),
            overlap_words: Some(overlap),
        };
        Ok(OnnxModel { reader, settings, min_score })
    }
}

impl std::fmt::Debug for OnnxModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnnxModel").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl SpanModel for OnnxModel {
    fn settings(&self) -> SpanModelSettings {
        self.settings.clone()
    }

    fn find(&self, texts: &[TextInContext<'_>]) -> Result<Vec<Vec<ModelSpan>>> {
        texts.iter().map(|asked| self.read(*asked)).collect()
    }
}

impl OnnxModel {
    /// Reads one text behind what was said before it, as a line of its own.
    fn read(&self, asked: TextInContext<'_>) -> Result<Vec<ModelSpan>> {
        let TextInContext { before, text } = asked;
        let joined;
        let (shown, offset) = if before.trim().is_empty() {
            (text, 0)
        } else {
            joined = format!("{before}\n{text}");
            (joined.as_str(), before.len() + 1)
        };
        let mut spans = match &self.reader {
            Reader::TokenLabels(reader) => reader.find(shown)?,
            Reader::Gliner(reader) => reader.find(shown, self.min_score)?,
        };
        spans.retain_mut(|found| {
            let wanted = found.score >= self.min_score && found.span.end > offset;
            let start = found.span.start.max(offset);
            found.span = Span::new(start - offset, found.span.end.max(start) - offset);
            wanted
        });
        Ok(spans)
    }
}

/// SHA-256 over the three files, each behind its length.
fn checksum(files: OnnxFiles<'_>) -> String {
    let mut hash = Sha256::new();
    for file in [files.model, files.tokenizer, files.config] {
        hash.update((file.len() as u64).to_le_bytes());
        hash.update(file);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The labels of a model, `own`, with what each stands for: as the settings say, or else by its common name.
fn mapped<'l>(
    own: impl Iterator<Item = &'l str> + Clone,
    settings: &LabelMap,
) -> Result<Vec<(&'l str, Option<EntityType>)>> {
    if let Some(strange) = settings.keys().find(|label| !own.clone().any(|own| own == label.as_str())) {
        let known: Vec<&str> = own.filter(|label| !label.is_empty()).collect();
        return Err(wrong_setting("labels", format!("the model has no label `{strange}`"))
            .with_hint(format!("its labels are {}", known.join(", "))));
    }
    let meaning = |label: &str| match settings.is_empty() {
        true => config::common_label(label),
        false => settings.get(label).copied(),
    };
    let labels: Vec<_> = own.map(|label| (label, meaning(label))).collect();
    if labels.iter().all(|(_, meaning)| meaning.is_none()) {
        let known: Vec<&str> =
            labels.iter().map(|(label, _)| *label).filter(|label| !label.is_empty()).collect();
        return Err(wrong_setting("labels", "none of the model's labels is known")
            .with_hint(format!("say what they stand for: {}", known.join(", "))));
    }
    Ok(labels)
}

/// Runs code of a library that may panic on files that are no model, and makes an error of that.
fn guarded<T>(file: &str, run: impl FnOnce() -> T) -> Result<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|_| {
        Error::new(ErrorKind::Format, "the file cannot be used: it contradicts itself").in_file(file)
    })
}

fn wrong_setting(setting: &str, what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, what).at_path(format!("piiSettings.spanModel.{setting}"))
}

fn too_long(most: usize) -> Error {
    wrong_setting("maxTokens", format!("the model reads at most {most} tokens"))
}

#[cfg(test)]
mod tests;
