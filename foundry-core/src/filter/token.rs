//! Tokens that stand for personal data in a text: `[EMAIL_1]`, `[US_SSN_7f3a9c2b51d0]`.

use crate::entity::is_token_number;

/// No token is longer, in bytes.
const MAX_LENGTH: usize = 80;

/// A token at the start of a text.
pub(super) struct Token<'t> {
    /// What stands before its number: `EMAIL`.
    pub label: &'t [u8],
    /// Its length in bytes, brackets included.
    pub length: usize,
}

/// The token that the text begins with, whatever labels there are.
pub(super) fn at(text: &[u8]) -> Option<Token<'_>> {
    let rest = text.strip_prefix(b"[")?;
    if !rest.first()?.is_ascii_uppercase() {
        return None;
    }
    let near = rest.get(..MAX_LENGTH).unwrap_or(rest);
    let end = memchr::memchr(b']', near)?;
    let inner = near.get(..end)?;
    let underscore = memchr::memrchr(b'_', inner)?;
    let (label, tail) = (inner.get(..underscore)?, inner.get(underscore + 1..)?);
    let is_label = label.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    (is_token_number(tail) && is_label).then_some(Token { label, length: end + 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_what_only_looks_like_one() {
        for (text, label) in [
            ("[EMAIL_1] is", Some("EMAIL")),
            ("[US_SSN_7f3a9c2b51d0]", Some("US_SSN")),
            ("[EMAIL_]", None),
            ("[EMAIL]", None),
            ("[email_1]", None),
            ("[see EMAIL_1]", None),
            ("[EMAIL_x]", None),
            ("[_1]", None),
            ("[EMAIL_1", None),
            ("EMAIL_1]", None),
        ] {
            let found = at(text.as_bytes()).map(|token| token.label);
            assert_eq!(found, label.map(str::as_bytes), "{text}");
        }
        assert_eq!(at(b"[EMAIL_12] x").unwrap().length, 10);
    }
}
