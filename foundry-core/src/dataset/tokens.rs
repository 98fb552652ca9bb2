//! How many tokens a text has: exactly for the vocabularies of OpenAI's models (feature `tokens`, no network), or as
//! an estimate that needs no vocabulary.

#[cfg(feature = "tokens")]
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

#[cfg(feature = "tokens")]
use super::vocabulary::Vocabulary;
use crate::error::Result;

#[cfg(feature = "tokens")]
static O200K: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::o200k);
#[cfg(feature = "tokens")]
static CL100K: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::cl100k);

/// How tokens are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tokenizer {
    /// `o200k_base`, of GPT-4o and later; needs the feature `tokens`.
    #[default]
    O200k,
    /// `cl100k_base`, of GPT-4 and GPT-3.5; needs the feature `tokens`.
    Cl100k,
    /// From the shape of the text alone: near the count of `o200k` in plain text of many languages, no vocabulary.
    Estimate,
}

impl Tokenizer {
    /// Every way, in a fixed order.
    pub const ALL: [Tokenizer; 3] = [Tokenizer::O200k, Tokenizer::Cl100k, Tokenizer::Estimate];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Tokenizer::Estimate => "estimate",
            Tokenizer::O200k => "o200k",
            Tokenizer::Cl100k => "cl100k",
        }
    }

    /// The way with this wire name.
    pub fn from_name(name: &str) -> Option<Tokenizer> {
        Tokenizer::ALL.into_iter().find(|tokenizer| tokenizer.as_str() == name)
    }
}

/// A tokenizer made ready. Cheap to copy and to share between threads.
#[derive(Clone, Copy)]
pub struct TokenCounter {
    #[cfg(feature = "tokens")]
    vocabulary: Option<&'static Vocabulary>,
}

impl TokenCounter {
    /// Loads the vocabulary, the first time in some hundredths of a second. `Err` of kind `Unsupported` where this build
    /// holds none.
    pub fn new(tokenizer: Tokenizer) -> Result<TokenCounter> {
        #[cfg(feature = "tokens")]
        {
            let vocabulary: Option<&'static Vocabulary> = match tokenizer {
                Tokenizer::Estimate => None,
                Tokenizer::O200k => Some(&O200K),
                Tokenizer::Cl100k => Some(&CL100K),
            };
            Ok(TokenCounter { vocabulary })
        }
        #[cfg(not(feature = "tokens"))]
        match tokenizer {
            Tokenizer::Estimate => Ok(TokenCounter {}),
            _ => Err(crate::error::Error::new(
                crate::error::ErrorKind::Unsupported,
                "this build counts no exact tokens",
            )
            .at_path("exportConfig.tokenizer")
            .with_hint("build with the feature `tokens`, or set it to `estimate`")),
        }
    }

    /// Tokens of a text; special tokens such as `<|endoftext|>` count as the text they are.
    pub fn count(&self, text: &str) -> usize {
        #[cfg(feature = "tokens")]
        if let Some(vocabulary) = self.vocabulary {
            return vocabulary.count(text);
        }
        estimate(text)
    }
}

impl std::fmt::Debug for TokenCounter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenCounter")
    }
}

/// The kinds of run that vocabularies keep apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Word,
    Digits,
    Signs,
    Lines,
    Foreign,
}

/// The estimate: a word has a token for each seven letters, digits come in threes, signs in twos, line ends together;
/// letters beyond ASCII three to a token, ideographs and pictures one or two each. A space belongs to what follows it.
pub(crate) fn estimate(text: &str) -> usize {
    let mut halves = 0;
    let mut run: Option<(Run, usize)> = None;
    let close = |run: Option<(Run, usize)>| match run {
        None => 0,
        Some((Run::Word, length)) => length.div_ceil(7),
        Some((Run::Digits | Run::Foreign, length)) => length.div_ceil(3),
        Some((Run::Signs, length)) => length.div_ceil(2),
        Some((Run::Lines, _)) => 1,
    };
    let mut tokens = 0;
    for c in text.chars() {
        let kind = match c {
            'a'..='z' | 'A'..='Z' | '\'' => Run::Word,
            '0'..='9' => Run::Digits,
            '\n' | '\r' => Run::Lines,
            ' ' | '\t' => {
                tokens += close(run.take());
                continue;
            }
            c if c.is_ascii() => Run::Signs,
            // Ideographs, kana, hangul: about three quarters of a token; pictures: two.
            '\u{1100}'..='\u{11FF}'
            | '\u{2E80}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}'
            | '\u{F900}'..='\u{FAFF}' => {
                tokens += close(run.take());
                halves += 3;
                continue;
            }
            '\u{10000}'.. => {
                tokens += close(run.take());
                halves += 8;
                continue;
            }
            // A letter such as `é` inside a word costs little more than the word.
            '\u{C0}'..='\u{17F}' => Run::Foreign,
            _ => Run::Foreign,
        };
        run = match run {
            Some((before, length)) if before == kind => Some((kind, length + 1)),
            Some((Run::Word | Run::Foreign, length)) if kind == Run::Foreign => {
                Some((Run::Foreign, length + 1))
            }
            Some((Run::Foreign, length)) if kind == Run::Word => Some((Run::Foreign, length + 1)),
            other => {
                tokens += close(other);
                Some((kind, 1))
            }
        };
    }
    tokens + close(run) + usize::div_ceil(halves, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_counts_what_vocabularies_keep_apart() {
        let counter = TokenCounter::new(Tokenizer::Estimate).unwrap();
        for (text, tokens) in [
            ("", 0),
            (" ", 0),
            ("hello world", 2),
            ("unbelievably", 2),
            ("order 1004821", 4),
            ("a\n\nb", 3),
            ("??!!", 2),
            ("返金してください", 6),
        ] {
            assert_eq!(counter.count(text), tokens, "{text}");
        }
    }

    #[cfg(feature = "tokens")]
    #[test]
    fn exact_counts_are_those_of_the_vocabularies() {
        let o200k = TokenCounter::new(Tokenizer::O200k).unwrap();
        let cl100k = TokenCounter::new(Tokenizer::Cl100k).unwrap();
        // Published examples: "tiktoken is great!" has six tokens in cl100k_base; "hello world" two in both.
        assert_eq!(cl100k.count("tiktoken is great!"), 6);
        assert_eq!(o200k.count("hello world"), 2);
        assert_eq!(cl100k.count("hello world"), 2);
        assert_eq!(o200k.count(""), 0);
        assert_eq!(o200k.count("<|endoftext|>"), cl100k.count("<|endoftext|>"));
    }

    #[cfg(feature = "tokens")]
    #[test]
    fn one_long_piece_is_counted_too() {
        // A byte pair merge that looks at all pairs again for each merge would take hours for this.
        let counter = TokenCounter::new(Tokenizer::O200k).unwrap();
        assert_eq!(counter.count(&"a".repeat(1 << 20)), 131_072);
    }

    #[cfg(not(feature = "tokens"))]
    #[test]
    fn a_build_without_vocabularies_says_so() {
        let error = TokenCounter::new(Tokenizer::O200k).unwrap_err();
        assert_eq!(error.kind(), crate::error::ErrorKind::Unsupported);
    }
}
