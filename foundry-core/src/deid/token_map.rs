//! Token → original value, and the way back.

use std::collections::BTreeMap;

use crate::entity::Span;
use crate::error::{Error, ErrorKind, Result};

/// The longest text between brackets that is looked at as a token.
const MAX_TOKEN: usize = 128;

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

    /// The original behind a token, as it was first written.
    pub fn get(&self, token: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == token).map(|(_, original)| original)
    }

    /// Adds a token; the first original of a token stays.
    pub fn insert(&mut self, token: impl Into<String>, original: impl Into<String>) {
        let token = token.into();
        if self.get(&token).is_none() {
            self.entries.push((token, original.into()));
        }
    }

    /// The map as a JSON object in order of appearance: a deliberate act, since it undoes the de-identification.
    pub fn to_json(&self) -> String {
        let entries = self.iter().map(|(token, original)| {
            format!("{}:{}", serde_json::Value::from(token), serde_json::Value::from(original))
        });
        format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
    }

    /// Reads what [`PiiTokensMap::to_json`] wrote. Errors are of kind `Config` and show no value.
    pub fn from_json(text: &str) -> Result<PiiTokensMap> {
        let entries: Entries = serde_json::from_str(text).map_err(|e| {
            let place = format!("not a JSON object of texts (line {}, column {})", e.line(), e.column());
            Error::new(ErrorKind::Config, place).with_hint("a token map is an object of token and original")
        })?;
        Ok(PiiTokensMap { entries: entries.0 })
    }

    /// Adds tokens that are known to be new.
    pub(super) fn from_new(entries: Vec<(String, String)>) -> PiiTokensMap {
        PiiTokensMap { entries }
    }
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

/// Puts originals back: every token of the map in the text becomes the value it stands for, as first written.
///
/// Where a value was written one way throughout, the result is exactly the text before de-identification. Where it
/// was written in several ways (`Jane Doe`, `JANE DOE`), they share one token and all come back as the first. What
/// looks like a token but is not in the map stays: it stood in the original. Restored text is not searched again.
pub fn reidentify(text: &str, map: &PiiTokensMap) -> Result<String> {
    let mut index: BTreeMap<&str, &str> = BTreeMap::new();
    for (token, original) in map.iter() {
        index.entry(token).or_insert(original);
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for span in bracketed(text) {
        if let Some(original) = text.get(span.start..span.end).and_then(|token| index.get(token)) {
            out.push_str(text.get(done..span.start).unwrap_or_default());
            out.push_str(original);
            done = span.end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Ok(out)
}

/// The tokens that stand literally in a text: `[LABEL_1]` or `[LABEL_7f3a9c2b51d0]`, with a label that is ours.
pub(super) fn literal_tokens<'t>(
    text: &'t str,
    is_label: impl Fn(&str) -> bool + 't,
) -> impl Iterator<Item = Span> + 't {
    bracketed(text).filter(move |span| {
        let inner = text.get(span.start + 1..span.end - 1).unwrap_or_default();
        inner.rsplit_once('_').is_some_and(|(label, tail)| {
            let number = !tail.is_empty() && tail.len() <= 10 && tail.bytes().all(|b| b.is_ascii_digit());
            let hash =
                tail.len() == 12 && tail.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            (number || hash) && is_label(label)
        })
    })
}

/// The innermost short `[…]` ranges.
fn bracketed(text: &str) -> impl Iterator<Item = Span> + '_ {
    memchr::memchr_iter(b'[', text.as_bytes()).filter_map(|start| {
        let window = text.as_bytes().get(start + 1..)?.iter().take(MAX_TOKEN);
        let length = window.take_while(|b| !b"[]".contains(b)).count();
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
