//! Token → original value, and the way back.
//!
//! One token stands for all spellings of a value, so a map also notes where a token stands for another spelling than the
//! first: by the digest of the de-identified text and the place in it. In JSON such a note is a member like any other,
//! `"[PERSON_1]@3f2a9c0d1e2b4a5c:17": "JANE ROE"`; `#1` behind the digest marks the second text with the same digest.

use sha2::{Digest, Sha256};

use super::operators::is_sealed;
use super::reidentifier::Reidentifier;
use crate::entity::{EntityType, Span, is_token_number};
use crate::error::{Error, ErrorKind, Result};

/// The longest text between brackets that can be a token, encrypted values apart.
const MAX_TOKEN: usize = 128;

/// The tokens of one conversation and the originals they stand for. Personal data: it has no `Serialize`, and
/// `Debug` shows only its size.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PiiTokensMap {
    entries: Vec<(String, String)>,
    spellings: Vec<Spelling>,
}

/// Where a token stands for another spelling than the first.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// The token that stands there.
    pub token: String,
    /// The digest of the de-identified text.
    pub digest: u64,
    /// Which of the texts with this digest; all of them if absent.
    pub turn: Option<u32>,
    /// The byte where the token begins.
    pub at: u32,
    /// How the value was written there.
    pub original: String,
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

    /// The original behind a token, as it was first written.
    pub fn get(&self, token: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == token).map(|(_, original)| original)
    }

    /// Adds a member of [`PiiTokensMap::to_json`]: a token, whose first original stays, or a note about a spelling.
    pub fn insert(&mut self, token: impl Into<String>, original: impl Into<String>) {
        let (token, original) = (token.into(), original.into());
        if let Some(spelling) = Spelling::read(&token, &original) {
            self.spellings.push(spelling);
        } else if self.get(&token).is_none() {
            self.entries.push((token, original));
        }
    }

    /// The map as a JSON object in order of appearance: a deliberate act, since it undoes the de-identification.
    pub fn to_json(&self) -> String {
        let entries = self.members().map(|(token, original)| {
            format!("{}:{}", serde_json::Value::from(token), serde_json::Value::from(original))
        });
        format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
    }

    /// Tokens and originals, then the notes about spellings in the form that JSON gives them. What [`PiiTokensMap::insert`]
    /// takes back.
    pub fn members(&self) -> impl Iterator<Item = (String, &str)> {
        let tokens = self.entries.iter().map(|(token, original)| (token.clone(), original.as_str()));
        tokens.chain(self.spellings.iter().map(|spelling| (spelling.key(), spelling.original.as_str())))
    }

    /// Reads what [`PiiTokensMap::to_json`] wrote. Errors are of kind `Config` and show no value.
    pub fn from_json(text: &str) -> Result<PiiTokensMap> {
        let entries: Entries = serde_json::from_str(text).map_err(|e| {
            let place = format!("not a JSON object of texts (line {}, column {})", e.line(), e.column());
            Error::new(ErrorKind::Config, place).with_hint("a token map is an object of token and original")
        })?;
        let (mut map, mut plain) = (PiiTokensMap::default(), Vec::with_capacity(entries.0.len()));
        for (token, original) in entries.0 {
            match Spelling::read(&token, &original) {
                Some(spelling) => map.spellings.push(spelling),
                None => plain.push((token, original)),
            }
        }
        map.entries = plain;
        Ok(map)
    }

    /// The notes about spellings.
    pub(super) fn spellings(&self) -> &[Spelling] {
        &self.spellings
    }

    /// A map of tokens that are known to be different.
    pub(super) fn from_new(entries: Vec<(String, String)>, spellings: Vec<Spelling>) -> PiiTokensMap {
        PiiTokensMap { entries, spellings }
    }
}

impl Spelling {
    fn key(&self) -> String {
        let turn = self.turn.map(|turn| format!("#{turn}")).unwrap_or_default();
        format!("{}@{:016x}{turn}:{}", self.token, self.digest, self.at)
    }

    fn read(key: &str, original: &str) -> Option<Spelling> {
        let (token, place) = key.rsplit_once("]@")?;
        let (text, at) = place.rsplit_once(':')?;
        let (digest, turn) = match text.split_once('#') {
            Some((digest, turn)) => (digest, Some(turn.parse().ok()?)),
            None => (text, None),
        };
        let digest = u64::from_str_radix(digest, 16).ok().filter(|_| digest.len() == 16)?;
        let original = original.to_owned();
        Some(Spelling { token: format!("{token}]"), digest, turn, at: at.parse().ok()?, original })
    }
}

/// The digest of a de-identified text, by which a map knows it again: 64 bits of SHA-256.
pub(super) fn text_digest(text: &str) -> u64 {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl std::fmt::Debug for PiiTokensMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PiiTokensMap({} tokens)", self.len())
    }
}

/// The members of a JSON object in their order, the first of equal keys.
struct Entries(Vec<(String, String)>);

impl<'de> serde::Deserialize<'de> for Entries {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Entries;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of texts")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let (mut entries, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
                while let Some((token, original)) = map.next_entry::<String, String>()? {
                    if seen.insert(token.clone()) {
                        entries.push((token, original));
                    }
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// Puts originals back: every token of the map in the text becomes what it stood for there, as it was written.
///
/// The result is exactly the text before de-identification. In a text that was changed since, a value that was written
/// in several ways (`Jane Doe`, `JANE DOE`) comes back as it was first written. Where several messages of a conversation
/// are the same but for such spellings, use one [`Reidentifier`] for all of them. What looks like a token but is not in
/// the map stays: it stood in the original. Restored text is not searched again.
pub fn reidentify(text: &str, map: &PiiTokensMap) -> Result<String> {
    Reidentifier::new(map).restore(text)
}

/// The tokens that stand literally in a text: `[LABEL_1]`, `[LABEL_7f3a9c2b51d0]` or `[NAME:…]` (an encrypted value),
/// with a label or name that is ours.
pub(super) fn literal_tokens<'t>(
    text: &'t str,
    is_label: impl Fn(&str) -> bool + 't,
) -> impl Iterator<Item = Span> + 't {
    bracketed(text).filter(move |span| {
        let inner = text.get(span.start + 1..span.end - 1).unwrap_or_default();
        if is_sealed(inner) {
            let name = inner.split(':').next().unwrap_or_default();
            return EntityType::from_name(name).is_some() || is_label(name);
        }
        inner.len() <= MAX_TOKEN
            && inner
                .rsplit_once('_')
                .is_some_and(|(label, tail)| is_token_number(tail.as_bytes()) && is_label(label))
    })
}

/// The innermost `[…]` ranges.
pub(super) fn bracketed(text: &str) -> impl Iterator<Item = Span> + '_ {
    memchr::memchr_iter(b'[', text.as_bytes()).filter_map(|start| {
        let rest = text.as_bytes().get(start + 1..)?;
        // Up to the next bracket, so that no byte is looked at twice.
        let length = memchr::memchr2(b'[', b']', rest)?;
        let end = start + 1 + length;
        (length > 0 && text.as_bytes().get(end) == Some(&b']')).then(|| Span::new(start, end + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, &str)]) -> PiiTokensMap {
        let mut map = PiiTokensMap::default();
        entries.iter().for_each(|(token, original)| map.insert(*token, *original));
        map
    }

    #[test]
    fn originals_come_back_once() {
        let map = map(&[("[EMAIL_1]", "see [EMAIL_2]"), ("[EMAIL_2]", "b@example.com"), ("[EMAIL_12]", "c")]);
        let restored = reidentify("[[EMAIL_1]] [EMAIL_2][EMAIL_12] [EMAIL_3] [ é", &map).unwrap();
        assert_eq!(restored, "[see [EMAIL_2]] b@example.comc [EMAIL_3] [ é");
    }

    #[test]
    fn json_keeps_the_order_and_debug_shows_nothing() {
        let map = map(&[("[PERSON_2]", "Zoë \"Z\""), ("[PERSON_1]", "Al")]);
        let json = map.to_json();
        assert_eq!(json, r#"{"[PERSON_2]":"Zoë \"Z\"","[PERSON_1]":"Al"}"#);
        assert_eq!(PiiTokensMap::from_json(&json).unwrap(), map);
        assert_eq!(format!("{map:?}"), "PiiTokensMap(2 tokens)");
        let error = PiiTokensMap::from_json(r#"{"[PERSON_1]": ["secret"]}"#).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[test]
    fn literal_tokens_have_our_labels() {
        let text = "[EMAIL_1] [email_1] [FOO_2] [EMAIL_] [US_SSN_7f3a9c2b51d0] [EMAIL_x] [1]";
        let found: Vec<_> = literal_tokens(text, |label| ["EMAIL", "US_SSN"].contains(&label))
            .map(|s| &text[s.start..s.end])
            .collect();
        assert_eq!(found, ["[EMAIL_1]", "[US_SSN_7f3a9c2b51d0]"]);
    }
}
