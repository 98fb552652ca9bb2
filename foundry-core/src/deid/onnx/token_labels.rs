//! Token classification: a label for each token, and the spans that follow from them.

use super::encoder::{Encoder, too_small};
use super::graph::{Batch, Graph, Scores};
use super::mapped;
use super::window::{Limits, Window, part_long};
use crate::deid::span_model::{LabelMap, ModelSpan};
use crate::entity::{EntityType, Span};
use crate::error::{Error, ErrorKind, Result};

/// A model that labels each token.
pub(super) struct TokenLabels {
    graph: Graph,
    encoder: Encoder,
    /// For each label its kind, a place in `kinds`, and where in a span it stands; `None` for O and what is left alone.
    labels: Vec<Option<(usize, Part)>>,
    kinds: Vec<(String, EntityType)>,
    limits: Limits,
    /// The most tokens of a window, those included that the tokenizer adds.
    max_tokens: usize,
}

/// Where in a span a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `B-`, `S-` or `U-`: a span begins.
    Begin,
    /// `I-`, `E-`, `L-`, `M-`, or no prefix: a span goes on, or begins where none of its kind is open.
    Inside,
}

/// What the model says of one token.
#[derive(Debug, Clone, Copy)]
struct Said {
    span: Span,
    /// Which word of its window it belongs to, as the tokenizer counts them.
    word: (usize, u32),
    kind: Option<(usize, Part)>,
    score: f32,
}

impl TokenLabels {
    /// Joins the parts of a model. Errors are those of the settings, and `Format` where the parts do not fit together.
    pub fn new(
        graph: Graph,
        encoder: Encoder,
        names: Vec<String>,
        settings: &LabelMap,
        max_tokens: usize,
        overlap: usize,
    ) -> Result<TokenLabels> {
        let bare = names.iter().map(|name| parted(name).0);
        let meanings = mapped(bare, settings)?;
        let mut kinds: Vec<(String, EntityType)> = Vec::new();
        let mut labels = Vec::with_capacity(names.len());
        for (name, (bare, meaning)) in names.iter().zip(meanings) {
            let meaning = meaning.filter(|_| bare != "O");
            labels.push(meaning.map(|entity_type| {
                let place = kinds.iter().position(|(known, _)| known == bare).unwrap_or_else(|| {
                    kinds.push((bare.to_owned(), entity_type));
                    kinds.len() - 1
                });
                (place, parted(name).1)
            }));
        }
        let max_tokens = graph.fixed_tokens().unwrap_or(max_tokens).min(max_tokens);
        let tokens = max_tokens.saturating_sub(encoder.added()?);
        let limits = Limits { tokens, words: usize::MAX, overlap };
        let model = TokenLabels { graph, encoder, labels, kinds, limits, max_tokens };
        // A first run tells whether the graph gives what the configuration promises.
        model.find("Ann")?;
        Ok(model)
    }

    /// What the labels stand for.
    pub fn label_map(&self) -> LabelMap {
        self.kinds.iter().cloned().collect()
    }

    /// The spans in a text, in order.
    pub fn find(&self, text: &str) -> Result<Vec<ModelSpan>> {
        let words = part_long(text, words(text));
        let mut said = Vec::new();
        let all = self.encoder.windows(text, &words, self.limits, |word| word)?;
        for (number, window) in all.iter().enumerate() {
            self.read(text, &words, window, number, &mut said)?;
        }
        Ok(self.spans(text, &said))
    }

    /// Reads a window and adds what the model says of the tokens that belong to it.
    fn read(
        &self,
        text: &str,
        words: &[Span],
        window: &Window,
        number: usize,
        said: &mut Vec<Said>,
    ) -> Result<()> {
        let span_of = |range: &std::ops::Range<usize>| {
            let first = words.get(range.start)?;
            let last = words.get(range.end.checked_sub(1)?)?;
            Some(Span::new(first.start, last.end))
        };
        let Some(shown) = span_of(&window.words) else { return Ok(()) };
        let Some(owned) = span_of(&window.owned) else { return Ok(()) };
        let encoding = self.encoder.encode(text.get(shown.start..shown.end).unwrap_or_default(), true)?;
        if encoding.len() > self.max_tokens {
            return Err(too_small());
        }
        let ids: Vec<i64> = encoding.get_ids().iter().map(|id| i64::from(*id)).collect();
        let scores = self.graph.run(&Batch { ids, ..Batch::default() })?;
        let rows = self.rows(&scores, encoding.len())?;
        let tokens = encoding.get_offsets().iter().zip(encoding.get_word_ids()).zip(rows);
        for (((start, end), word), row) in tokens {
            let Some(word) = word else { continue };
            let span = Span::new(shown.start + start, shown.start + end);
            // A token belongs where it ends: some begin with the space before their word.
            if span.is_empty() || span.end <= owned.start || span.end > owned.end {
                continue;
            }
            let (kind, score) = self.judge(row);
            said.push(Said { span, word: (number, *word), kind, score });
        }
        Ok(())
    }

    /// One row of scores for each token.
    fn rows<'s>(&self, scores: &'s Scores, tokens: usize) -> Result<std::slice::ChunksExact<'s, f32>> {
        let labels = self.labels.len();
        match scores.shape.as_slice() {
            [1, rows, columns] if *columns == labels && *rows >= tokens => Ok(scores.values.chunks_exact(labels)),
            [_, _, columns] if *columns != labels => Err(Error::new(
                ErrorKind::Format,
                format!("the model gives {columns} scores for each token, but its configuration names {labels} labels"),
            )
            .in_file("config.json")),
            _ => Err(Error::new(ErrorKind::Format, "the model gives no scores for each token").in_file("model.onnx")),
        }
    }

    /// What a token most likely is, all labels of a kind taken together, and how likely that is.
    fn judge(&self, row: &[f32]) -> (Option<(usize, Part)>, f32) {
        let top = row.iter().copied().fold(f32::MIN, f32::max);
        let (mut outside, mut sum) = (0.0, 0.0);
        let mut kinds = vec![(0.0_f32, 0.0_f32); self.kinds.len()];
        for (label, score) in self.labels.iter().zip(row) {
            let likely = (score - top).exp();
            sum += likely;
            match label.and_then(|(kind, part)| Some((kinds.get_mut(kind)?, part))) {
                Some((kind, Part::Begin)) => kind.0 += likely,
                Some((kind, Part::Inside)) => kind.1 += likely,
                None => outside += likely,
            }
        }
        let mut best = (None, outside);
        for (number, (begin, inside)) in kinds.into_iter().enumerate() {
            if begin + inside > best.1 {
                let part = if begin > inside { Part::Begin } else { Part::Inside };
                best = (Some((number, part)), begin + inside);
            }
        }
        (best.0, (best.1 / sum).clamp(0.0, 1.0))
    }

    /// Joins tokens to spans. A word is what its first token that is something is: the tokens of a word count together.
    fn spans(&self, text: &str, said: &[Said]) -> Vec<ModelSpan> {
        let mut spans: Vec<ModelSpan> = Vec::new();
        // The kind of the open span, the scores of its words and their number.
        let mut open: Option<(usize, f32, f32)> = None;
        for word in said.chunk_by(|a, b| a.word == b.word) {
            let Some((first, last)) = word.first().zip(word.last()) else { continue };
            let Some(((kind, part), score)) = word.iter().find_map(|token| Some((token.kind?, token.score)))
            else {
                open = None;
                continue;
            };
            let Some((_, entity_type)) = self.kinds.get(kind) else { continue };
            let goes_on = part == Part::Inside && open.is_some_and(|(before, _, _)| before == kind);
            match (spans.last_mut(), open.as_mut()) {
                (Some(span), Some((_, sum, count))) if goes_on => {
                    (*sum, *count) = (*sum + score, *count + 1.0);
                    span.span.end = last.span.end;
                    span.score = *sum / *count;
                }
                _ => {
                    let span = Span::new(first.span.start, last.span.end);
                    spans.push(ModelSpan { entity_type: *entity_type, span, score });
                    open = Some((kind, score, 1.0));
                }
            }
        }
        spans.retain(|span| text.get(span.span.start..span.span.end).is_some());
        spans
    }
}

/// A label without its prefix, and what the prefix says.
fn parted(label: &str) -> (&str, Part) {
    match label
        .split_once('-')
        .or_else(|| label.split_once('_').filter(|(prefix, _)| ["B", "I"].contains(prefix)))
    {
        Some(("B" | "S" | "U", bare)) => (bare, Part::Begin),
        Some(("I" | "E" | "L" | "M", bare)) => (bare, Part::Inside),
        _ => (label, Part::Inside),
    }
}

/// The words of a text: what stands between white space.
fn words(text: &str) -> impl Iterator<Item = Span> {
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(move |word| Span::new(start_of(word), start_of(word) + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_prefixes_or_none() {
        assert_eq!(parted("B-PER"), ("PER", Part::Begin));
        assert_eq!(parted("I-PER"), ("PER", Part::Inside));
        assert_eq!(parted("U-LOC"), ("LOC", Part::Begin));
        assert_eq!(parted("PER"), ("PER", Part::Inside));
        assert_eq!(parted("O"), ("O", Part::Inside));
        assert_eq!(parted("B-PHONE-NUMBER"), ("PHONE-NUMBER", Part::Begin));
    }

    #[test]
    fn words_stand_between_white_space() {
        let text = " a  bc\nd ";
        let found: Vec<&str> = words(text).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(found, ["a", "bc", "d"]);
    }
}
