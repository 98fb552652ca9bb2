//! The way back: originals for tokens, values for what was encrypted.

use std::collections::BTreeMap;

#[cfg(feature = "encryption")]
use super::operators::{Cipher, check_encryption_key, is_sealed};
use super::token_map::{PiiTokensMap, Spelling, bracketed, text_digest};
use crate::error::Result;
#[cfg(feature = "encryption")]
use crate::error::{Error, ErrorKind};

/// Puts originals back into the texts of one conversation, in their order. `Debug` shows none of them.
pub struct Reidentifier<'m> {
    originals: BTreeMap<&'m str, &'m str>,
    /// By the digest of their text.
    spellings: BTreeMap<u64, Vec<&'m Spelling>>,
    /// How many texts with a digest have come by.
    turns: BTreeMap<u64, u32>,
    #[cfg(feature = "encryption")]
    cipher: Option<Cipher>,
}

impl<'m> Reidentifier<'m> {
    /// With the tokens of this map.
    pub fn new(map: &'m PiiTokensMap) -> Reidentifier<'m> {
        let mut originals = BTreeMap::new();
        for (token, original) in map.iter() {
            originals.entry(token).or_insert(original);
        }
        let mut spellings: BTreeMap<u64, Vec<&Spelling>> = BTreeMap::new();
        for spelling in map.spellings() {
            spellings.entry(spelling.digest).or_default().push(spelling);
        }
        Reidentifier {
            originals,
            spellings,
            turns: BTreeMap::new(),
            #[cfg(feature = "encryption")]
            cipher: None,
        }
    }

    /// Also with the key of the operator `encrypt`. Errors of kind `Config` where it is too short.
    #[cfg(feature = "encryption")]
    pub fn with_key(mut self, key: &str) -> Result<Reidentifier<'m>> {
        check_encryption_key(Some(key))?;
        self.cipher = Cipher::new(key);
        Ok(self)
    }

    /// The next text as it was. An encrypted value that does not open (another key, a changed text) is an error that
    /// tells its byte, never what it holds.
    pub fn restore(&mut self, text: &str) -> Result<String> {
        let spelled = self.spelled(text);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for span in bracketed(text) {
            let token = text.get(span.start..span.end).unwrap_or_default();
            let here = |spelling: &&&Spelling| spelling.at as usize == span.start && spelling.token == token;
            let spelling = spelled.iter().find(here).map(|spelling| spelling.original.as_str());
            let original = match spelling.or_else(|| self.originals.get(token).copied()) {
                Some(original) => original.to_owned(),
                None => match self.opened(token, span.start)? {
                    Some(value) => value,
                    None => continue,
                },
            };
            out.push_str(text.get(done..span.start).unwrap_or_default());
            out.push_str(&original);
            done = span.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Ok(out)
    }

    /// The notes about this text.
    fn spelled(&mut self, text: &str) -> Vec<&'m Spelling> {
        if self.spellings.is_empty() {
            return Vec::new();
        }
        let digest = text_digest(text);
        let Some(notes) = self.spellings.get(&digest) else { return Vec::new() };
        let turn = self.turns.entry(digest).or_insert(0);
        let now = *turn;
        *turn += 1;
        notes.iter().copied().filter(|note| note.turn.is_none_or(|turn| turn == now)).collect()
    }

    #[cfg(feature = "encryption")]
    fn opened(&self, token: &str, at: usize) -> Result<Option<String>> {
        let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
        let Some(cipher) = self.cipher.as_ref().filter(|_| is_sealed(inner)) else { return Ok(None) };
        cipher.open(inner).map(Some).ok_or_else(|| {
            Error::new(ErrorKind::UnknownToken, "an encrypted value does not open")
                .at_byte(at as u64)
                .with_hint("it was made with another key, or changed since")
        })
    }

    #[cfg(not(feature = "encryption"))]
    fn opened(&self, _: &str, _: usize) -> Result<Option<String>> {
        Ok(None)
    }
}

impl std::fmt::Debug for Reidentifier<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reidentifier({} tokens)", self.originals.len())
    }
}

/// The text with every value that the operator `encrypt` sealed as it was written.
///
/// Errors: `Config` for a key that is too short; `UnknownToken`, with the byte, for a value that does not open because it
/// was sealed with another key or changed since.
#[cfg(feature = "encryption")]
pub fn decrypt(text: &str, key: &str) -> Result<String> {
    Reidentifier::new(&PiiTokensMap::default()).with_key(key)?.restore(text)
}
