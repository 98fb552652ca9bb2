//! Token → original value, and the way back.

/// The tokens of one conversation and the originals they stand for. Personal data: it has no `Serialize`, and
/// `Debug` shows only its size.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PiiTokensMap {
    entries: Vec<(String, String)>,
}

impl PiiTokensMap {
    /// Tokens and originals in order of first appearance.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(token, original)| (token.as_str(), original.as_str()))
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl std::fmt::Debug for PiiTokensMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PiiTokensMap({} tokens)", self.len())
    }
}
