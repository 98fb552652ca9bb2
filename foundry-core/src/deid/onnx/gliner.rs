//! GLiNER: spans of words, each scored for every prompt.

use std::sync::LazyLock;

use super::config::{GlinerConfig, common_label};
use super::encoder::{Encoder, too_small};
use super::graph::{Batch, Graph};
use super::window::{Limits, Window, part_long};
use super::{mapped, wrong_setting};
use crate::deid::span_model::{LabelMap, ModelSpan};
use crate::entity::{EntityType, Span};
use crate::error::{Error, ErrorKind, Result};
use regex::Regex;

/// The words of a text as such models are trained on them.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\w+(?:[-_]\w+)*|\S").ok());

/// What is asked for where the settings name no prompts.
const PROMPTS: [&str; 4] = ["person", "organization", "location", "address"];
/// The most prompts.
const MOST_PROMPTS: usize = 128;

/// A model that scores spans for prompts.
pub(super) struct Gliner {
    graph: Graph,
    encoder: Encoder,
    prompts: Vec<(String, EntityType)>,
    /// The prompts as words: each behind its mark, then the separator.
    head: Vec<String>,
    max_width: usize,
    max_tokens: usize,
    limits: Limits,
}

impl Gliner {
    /// Joins the parts of a model. Errors are those of the settings, and `Format` where the parts do not fit together.
    pub fn new(
        graph: Graph,
        encoder: Encoder,
        config: GlinerConfig,
        settings: &LabelMap,
        max_tokens: usize,
        overlap: usize,
    ) -> Result<Gliner> {
        let GlinerConfig { max_width, max_words, entity_token, separator, .. } = config;
        if [&entity_token, &separator].into_iter().any(|token| !encoder.knows(token)) {
            return Err(Error::new(
                ErrorKind::Format,
                "the tokenizer does not know the marks around prompts",
            )
            .in_file("tokenizer.json")
            .with_hint("it must come from the same model as the configuration"));
        }
        let prompts = prompts(settings)?;
        let mut head: Vec<String> =
            prompts.iter().flat_map(|(prompt, _)| [entity_token.clone(), prompt.clone()]).collect();
        head.push(separator);
        let max_tokens = graph.fixed_tokens().unwrap_or(max_tokens).min(max_tokens);
        let mut model = Gliner {
            graph,
            encoder,
            prompts,
            head,
            max_width,
            max_tokens,
            limits: Limits { tokens: max_tokens, words: max_words.min(max_tokens), overlap },
        };
        let taken = model.encoder.encode(model.head_words().collect::<Vec<_>>(), true)?.len();
        model.limits.tokens = max_tokens.saturating_sub(taken);
        if model.limits.tokens < 2 * max_width {
            return Err(wrong_setting("maxTokens", "leaves no room for text behind the prompts")
                .with_hint(format!("the prompts take {taken} tokens")));
        }
        // Half of what windows share lies before the border, so that the longest span that begins there is seen whole.
        model.limits.overlap = overlap.max(2 * max_width);
        // A first run tells whether the graph gives what the configuration promises.
        model.find("Ann", 1.0)?;
        Ok(model)
    }

    fn head_words(&self) -> impl Iterator<Item = &str> {
        self.head.iter().map(String::as_str)
    }

    /// What the prompts stand for.
    pub fn label_map(&self) -> LabelMap {
        self.prompts.iter().cloned().collect()
    }

    /// The spans in a text that reach a score; none overlaps another.
    pub fn find(&self, text: &str, min_score: f32) -> Result<Vec<ModelSpan>> {
        let matches = WORDS.as_ref().into_iter().flat_map(|words| words.find_iter(text));
        let words = part_long(text, matches.map(|word| Span::new(word.start(), word.end())));
        let all = self.encoder.windows(text, &words, self.limits, |word| vec![word])?;
        let mut spans = Vec::new();
        for window in &all {
            self.read(text, &words, window, min_score, &mut spans)?;
        }
        Ok(apart(spans))
    }

    /// Reads a window and adds the spans that begin at words that belong to it.
    fn read(
        &self,
        text: &str,
        words: &[Span],
        window: &Window,
        min_score: f32,
        spans: &mut Vec<ModelSpan>,
    ) -> Result<()> {
        let shown = words.get(window.words.clone()).unwrap_or_default();
        let values = shown.iter().map(|word| text.get(word.start..word.end).unwrap_or_default());
        let encoding = self.encoder.encode(self.head_words().chain(values).collect::<Vec<_>>(), true)?;
        if encoding.len() > self.max_tokens {
            return Err(too_small());
        }
        let ids = encoding.get_ids().iter().map(|id| i64::from(*id)).collect();
        let batch = Batch { ids, words_mask: self.words_mask(&encoding), words: shown.len() };
        let scores = self.graph.run(&batch)?;
        let [1, rows, width, prompts] = scores.shape[..] else { return Err(unfitting()) };
        if rows < shown.len() || width != self.max_width || prompts != self.prompts.len() {
            return Err(unfitting());
        }
        for (start, row) in scores.values.chunks_exact(width * prompts).take(shown.len()).enumerate() {
            if !window.owned.contains(&(window.words.start + start)) {
                continue;
            }
            for (more, scores) in row.chunks_exact(prompts).enumerate() {
                let Some((first, last)) = shown.get(start).zip(shown.get(start + more)) else { break };
                for ((_, entity_type), score) in self.prompts.iter().zip(scores) {
                    let score = 1.0 / (1.0 + (-score).exp());
                    if score >= min_score {
                        let span = Span::new(first.start, last.end);
                        spans.push(ModelSpan { entity_type: *entity_type, span, score });
                    }
                }
            }
        }
        Ok(())
    }

    /// For the first token of each word of the text its place, from 1 on; 0 for all others.
    fn words_mask(&self, encoding: &tokenizers::Encoding) -> Vec<i64> {
        let mut before = None;
        let place = |word: &Option<u32>| {
            let is_first = *word != before;
            before = *word;
            let place = word.and_then(|word| (word as usize).checked_sub(self.head.len()));
            place.filter(|_| is_first).map_or(0, |place| place as i64 + 1)
        };
        encoding.get_word_ids().iter().map(place).collect()
    }
}

/// The prompts and what they stand for.
fn prompts(settings: &LabelMap) -> Result<Vec<(String, EntityType)>> {
    let prompts: Vec<(String, EntityType)> = if settings.is_empty() {
        PROMPTS.into_iter().filter_map(|prompt| Some((prompt.to_owned(), common_label(prompt)?))).collect()
    } else {
        let own = settings.keys().map(String::as_str);
        mapped(own, settings)?
            .into_iter()
            .filter_map(|(prompt, meaning)| Some((prompt.to_owned(), meaning?)))
            .collect()
    };
    if prompts.len() > MOST_PROMPTS {
        return Err(wrong_setting("labels", format!("more than {MOST_PROMPTS} prompts")));
    }
    match prompts.iter().any(|(prompt, _)| prompt.trim().is_empty()) {
        true => Err(wrong_setting("labels", "a prompt must not be empty")),
        false => Ok(prompts),
    }
}

/// The best of the spans that overlap each other: by score, then the earlier, the longer, the earlier type.
fn apart(mut spans: Vec<ModelSpan>) -> Vec<ModelSpan> {
    spans.sort_by(|a, b| {
        let length = b.span.len().cmp(&a.span.len());
        let place = a.span.start.cmp(&b.span.start).then(length).then(a.entity_type.cmp(&b.entity_type));
        b.score.total_cmp(&a.score).then(place)
    });
    let mut kept: std::collections::BTreeMap<usize, ModelSpan> = std::collections::BTreeMap::new();
    for span in spans {
        let before = kept.range(..span.span.end).next_back();
        if before.is_none_or(|(_, other)| other.span.end <= span.span.start) {
            kept.insert(span.span.start, span);
        }
    }
    kept.into_values().collect()
}

fn unfitting() -> Error {
    Error::new(ErrorKind::Format, "the model's scores do not fit its prompts and the width of its spans")
        .in_file("model.onnx")
        .with_hint("a graph that gives `[batch, words, max_width, prompts]` is needed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_spans_that_overlap_stays() {
        let span = |start, end, score| ModelSpan {
            entity_type: EntityType::Person,
            span: Span::new(start, end),
            score,
        };
        let kept = apart(vec![
            span(0, 4, 0.6),
            span(0, 9, 0.9),
            span(5, 12, 0.8),
            span(12, 15, 0.5),
            span(9, 11, 0.7),
        ]);
        let spans: Vec<_> = kept.iter().map(|kept| (kept.span.start, kept.span.end)).collect();
        assert_eq!(spans, [(0, 9), (9, 11), (12, 15)]);
    }

    #[test]
    fn words_are_those_that_the_models_know() {
        let words = WORDS.as_ref().unwrap();
        let found: Vec<&str> = words.find_iter("Mary-Jane's cat, ok?").map(|word| word.as_str()).collect();
        assert_eq!(found, ["Mary-Jane", "'", "s", "cat", ",", "ok", "?"]);
    }
}
