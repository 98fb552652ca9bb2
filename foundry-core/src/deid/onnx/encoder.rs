//! The tokenizer of a model: texts as tokens, and as windows that the model reads at once.

use tokenizers::{EncodeInput, Encoding, Tokenizer};

use super::guarded;
use super::window::{Limits, Window, windows};
use crate::entity::Span;
use crate::error::{Error, ErrorKind, Result};

const FILE: &str = "tokenizer.json";

/// A tokenizer whose faults are errors.
pub(super) struct Encoder(Tokenizer);

impl Encoder {
    /// Reads a `tokenizer.json`; of kind `Format` where it is none.
    pub fn open(file: &[u8]) -> Result<Encoder> {
        let mut tokenizer = guarded(FILE, || Tokenizer::from_bytes(file))?.map_err(|_| {
            Error::new(ErrorKind::Format, "this is no tokenizer of a model")
                .in_file(FILE)
                .with_hint("a `tokenizer.json` as the Hugging Face tokenizers library writes it is needed")
        })?;
        // Windows are cut here, and run one by one.
        let _ = tokenizer.with_truncation(None);
        tokenizer.with_padding(None);
        Ok(Encoder(tokenizer))
    }

    /// Whether this is one token.
    pub fn knows(&self, token: &str) -> bool {
        self.0.token_to_id(token).is_some()
    }

    /// The tokens of a text, with those that the tokenizer adds to every text or without.
    pub fn encode<'i>(&self, input: impl Into<EncodeInput<'i>>, with_added: bool) -> Result<Encoding> {
        let encoded = guarded(FILE, || self.0.encode(input, with_added))?;
        encoded.map_err(|_| Error::new(ErrorKind::Format, "the tokenizer fails on a text").in_file(FILE))
    }

    /// How many tokens are added to every text.
    pub fn added(&self) -> Result<usize> {
        Ok(self.encode("a", true)?.len().saturating_sub(self.encode("a", false)?.len()))
    }

    /// The windows of a text of these words; `input` is how a word is given to the tokenizer.
    pub fn windows<'t, I: Into<EncodeInput<'t>>>(
        &self,
        text: &'t str,
        words: &[Span],
        limits: Limits,
        input: impl Fn(&'t str) -> I,
    ) -> Result<Vec<Window>> {
        let count = |word: &Span| {
            let value = text.get(word.start..word.end).unwrap_or_default();
            Ok(self.encode(input(value), false)?.len())
        };
        let counts: Vec<usize> = words.iter().map(count).collect::<Result<_>>()?;
        windows(&counts, limits).ok_or_else(too_small)
    }
}

/// A word that a model cannot read whole.
pub(super) fn too_small() -> Error {
    Error::new(ErrorKind::Limit, "a word has more tokens than the model reads at once")
        .at_path("piiSettings.spanModel.maxTokens")
}
