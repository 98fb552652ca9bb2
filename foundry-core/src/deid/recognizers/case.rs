//! How words are written, for the recognizers that read words.

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `maria`, `oak`
    Lower,
    /// `Maria`, `McDonald`, `O'Brien`, `Oak`
    Title,
    /// `MARIA`, `B`
    Upper,
}
