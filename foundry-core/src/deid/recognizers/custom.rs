//! Custom patterns of the settings, with limits that keep them linear and small.

use regex::{Regex, RegexBuilder};

use crate::deid::settings::CustomPattern;
use crate::entity::{EntityType, Finding, Rank, Span};
use crate::error::{Error, ErrorKind, Result};

/// The most patterns of one settings object.
const MAX_PATTERNS: usize = 100;
/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 1024;
/// The longest token word, in bytes.
const MAX_TOKEN: usize = 32;
/// The size limit of one compiled pattern, in bytes.
const SIZE_LIMIT: usize = 256 * 1024;
/// How deep a pattern may nest.
const NEST_LIMIT: u32 = 50;
/// Longer texts are searched piece by piece: going through all matches of one text can take quadratic time.
const PIECE: usize = 64 * 1024;
/// How far a match may reach beyond the part of a piece it must begin in, in bytes; a longer one may be cut.
const TAIL: usize = 4 * 1024;
/// How much text before that part a piece holds, in bytes, for `\b` and `^` to look at.
const LEAD: usize = 1024;

/// Compiled custom patterns.
pub struct CustomPatterns {
    patterns: Vec<Compiled>,
}

struct Compiled {
    regex: Regex,
    group: usize,
    entity_type: EntityType,
}

impl CustomPatterns {
    /// Compiles and checks patterns. Errors are of kind `Pattern` and name `piiSettings.customPatterns[i].pattern`.
    ///
    /// Refused: more than 100 patterns; a pattern above 1 KiB, one that is no regular expression, one that compiles to
    /// more than 256 KiB or nests deeper than 50, one that matches the empty text; a token word that is not
    /// `[A-Z][A-Z0-9_]*` of at most 32 characters, or that a built-in entity type uses (those of references, such as `ORDER_NUMBER`, may be shared); a group that the pattern lacks.
    /// Several patterns may share a token word.
    pub fn new(patterns: &[CustomPattern]) -> Result<CustomPatterns> {
        if patterns.len() > MAX_PATTERNS {
            let message = format!("{} custom patterns, at most {MAX_PATTERNS} are allowed", patterns.len());
            return Err(Error::new(ErrorKind::Pattern, message)
                .with_hint("join patterns of one token with `|`")
                .at_path("piiSettings.customPatterns"));
        }
        let compiled = patterns.iter().enumerate().map(|(i, pattern)| Compiled::new(i, pattern));
        Ok(CustomPatterns { patterns: compiled.collect::<Result<_>>()? })
    }

    /// Appends every match.
    pub fn find(&self, text: &str, out: &mut Vec<Finding>) {
        for pattern in &self.patterns {
            pattern.find(text, out);
        }
    }
}

impl Compiled {
    fn new(i: usize, pattern: &CustomPattern) -> Result<Compiled> {
        let refuse = |field: &str, message: String, hint: &str| {
            Error::new(ErrorKind::Pattern, message)
                .with_hint(hint)
                .at_path(format!("piiSettings.customPatterns[{i}].{field}"))
        };
        check_token(&pattern.token).map_err(|(message, hint)| refuse("token", message, hint))?;
        if pattern.pattern.len() > MAX_PATTERN {
            let message =
                format!("the pattern has {} bytes, at most {MAX_PATTERN} are allowed", pattern.pattern.len());
            return Err(refuse("pattern", message, "split it into several patterns with the same token"));
        }
        let regex = RegexBuilder::new(&pattern.pattern)
            .size_limit(SIZE_LIMIT)
            .nest_limit(NEST_LIMIT)
            .build()
            .map_err(|error| {
                let (message, hint) = explain(&error);
                refuse("pattern", message, hint)
            })?;
        let group = pattern.group.unwrap_or(0);
        if group >= regex.captures_len() {
            let message =
                format!("the pattern has no group {group}, its last one is {}", regex.captures_len() - 1);
            return Err(refuse(
                "group",
                message,
                "groups count from 1 by their opening bracket; 0 is the whole match",
            ));
        }
        if regex.is_match("") {
            let hint = "replace `*` by `+`, or name the part that is always there";
            return Err(refuse("pattern", "the pattern matches the empty text".into(), hint));
        }
        let index = u16::try_from(i).unwrap_or(u16::MAX);
        Ok(Compiled { regex, group, entity_type: EntityType::Custom(index) })
    }

    fn find(&self, text: &str, out: &mut Vec<Finding>) {
        let (mut piece_start, mut accept_from) = (0, 0);
        loop {
            let piece_end =
                if text.len() - piece_start <= PIECE { text.len() } else { floor(text, piece_start + PIECE) };
            let accept_to = if piece_end == text.len() { text.len() } else { floor(text, piece_end - TAIL) };
            let piece = text.get(piece_start..piece_end).unwrap_or_default();
            self.find_in(piece, piece_start, accept_from..accept_to, out);
            if piece_end == text.len() {
                return;
            }
            (piece_start, accept_from) = (floor(text, accept_to - LEAD), accept_to);
        }
    }

    /// Appends the matches in `piece`, which starts at byte `offset` of the text, that begin inside `accept`.
    fn find_in(&self, piece: &str, offset: usize, accept: std::ops::Range<usize>, out: &mut Vec<Finding>) {
        let mut push = |start: usize, end: usize| {
            if start < end && accept.contains(&(start + offset)) {
                out.push(Finding {
                    entity_type: self.entity_type,
                    span: Span::new(start + offset, end + offset),
                    score: 1.0,
                    rank: Rank::Caller,
                    recognizer: "custom",
                    cue: None,
                });
            }
        };
        if self.group == 0 {
            self.regex.find_iter(piece).for_each(|found| push(found.start(), found.end()));
        } else if self.regex.is_match(piece) {
            let groups = self.regex.captures_iter(piece).filter_map(|captures| captures.get(self.group));
            groups.for_each(|found| push(found.start(), found.end()));
        }
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// What is wrong with a token word, and what to do.
fn check_token(token: &str) -> std::result::Result<(), (String, &'static str)> {
    let shape = token.starts_with(|c: char| c.is_ascii_uppercase())
        && token.len() <= MAX_TOKEN
        && token.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if !shape {
        return Err((
            "the token word is refused".into(),
            "use `A-Z`, `0-9` and `_`, a letter first, at most 32 characters: `ORDER_NUMBER`",
        ));
    }
    let reserved =
        EntityType::ALL.iter().any(|t| !t.is_reference() && (t.label() == token || t.name() == token))
            || token == "CUSTOM";
    if reserved {
        return Err((
            format!("the token word `{token}` belongs to a built-in entity type"),
            "choose another word, such as `MEMBER_ID`, so that tokens tell the two apart",
        ));
    }
    Ok(())
}

/// What a refusal of the regex engine says, without the pattern, and what to do.
fn explain(error: &regex::Error) -> (String, &'static str) {
    match error {
        regex::Error::CompiledTooBig(_) => (
            "the pattern compiles to more than 256 KiB".into(),
            "lower the counted repeats such as `{1,1000}`, or write `[0-9]` for `\\d` and `[A-Za-z0-9_]` for `\\w`",
        ),
        error => {
            // The text marks the place with a caret below the pattern and ends in `error: what is wrong`.
            let text = error.to_string();
            let cause = text.rsplit("error: ").next().unwrap_or("not a regular expression").trim();
            let place = text.lines().find_map(|line| {
                let spaces = line.strip_prefix("    ")?.find('^')?;
                line.trim().bytes().all(|b| b == b'^').then_some(spaces + 1)
            });
            let place = place.map(|n| format!(" at character {n}")).unwrap_or_default();
            let hint = if cause.contains("look-around") || cause.contains("backreference") {
                "matching takes linear time, so look-around and back-references do not exist; use `group` instead"
            } else {
                "the syntax is that of the `regex` crate"
            };
            (format!("the pattern is no regular expression: {}{place}", first_line(cause)), hint)
        }
    }
}

fn first_line(cause: &str) -> &str {
    cause.lines().next().unwrap_or_default().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(pattern: &str, token: &str, group: Option<usize>) -> CustomPattern {
        CustomPattern { pattern: pattern.into(), token: token.into(), description: None, group }
    }

    fn spans(patterns: &[CustomPattern], text: &str) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        CustomPatterns::new(patterns).unwrap().find(text, &mut out);
        out.iter().map(|f| (f.span.start, f.span.end)).collect()
    }

    fn refusal(pattern: CustomPattern) -> Error {
        let fine = CustomPattern { pattern: "x".into(), token: "X".into(), description: None, group: None };
        CustomPatterns::new(&[fine, pattern]).err().expect("refused")
    }

    #[test]
    fn matches_and_groups() {
        assert_eq!(
            spans(&[pattern(r"ORD-\d+", "ORDER_NUMBER", None)], "é ORD-17, ORD-18"),
            [(3, 9), (11, 17)]
        );
        assert_eq!(
            spans(&[pattern(r"member (\d+)", "MEMBER", Some(1))], "member 77 and member 78"),
            [(7, 9), (21, 23)]
        );
        assert_eq!(spans(&[pattern("a+", "A", None), pattern("b+", "A", None)], "bba"), [(2, 3), (0, 2)]);
    }

    #[test]
    fn long_texts_are_searched_whole() {
        let text = "é".repeat(3 * PIECE / 2) + " ORD-17 " + &"x ORD-18 ".repeat(20_000);
        let found = spans(&[pattern(r"\bORD-\d+\b", "ORDER_NUMBER", None)], &text);
        assert_eq!(found.len(), 20_001);
        assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        assert!(found.iter().all(|&(start, end)| text[start..end].starts_with("ORD-1") && end - start == 6));
        assert_eq!(spans(&[pattern("^x", "X", None)], &"x".repeat(200_000)), [(0, 1)]);
    }

    #[test]
    fn refusals_name_the_setting() {
        for (bad, field, part) in [
            (pattern("a*", "A", None), "pattern", "empty text"),
            (pattern("(ab", "A", None), "pattern", "unclosed group at character 1"),
            (pattern("(?=a)b", "A", None), "pattern", "look-around"),
            (pattern(&"a".repeat(1025), "A", None), "pattern", "1025 bytes"),
            (pattern(r"\w{500}", "A", None), "pattern", "256 KiB"),
            (pattern(&("(".repeat(60) + "a" + &")".repeat(60)), "A", None), "pattern", "nest"),
            (pattern("a", "order", None), "token", "refused"),
            (pattern("a", "", None), "token", "refused"),
            (pattern("a", "EMAIL", None), "token", "built-in"),
            (pattern("a", "CUSTOM", None), "token", "built-in"),
            (pattern("a(b)", "A", Some(2)), "group", "no group 2"),
        ] {
            let error = refusal(bad);
            assert_eq!(error.kind(), ErrorKind::Pattern);
            let path = format!("piiSettings.customPatterns[1].{field}");
            assert_eq!(error.position().path.as_deref(), Some(path.as_str()));
            assert!(error.message().contains(part), "{} lacks {part}", error.message());
            assert!(error.hint().is_some());
        }
        let many = vec![pattern("a", "A", None); 101];
        assert!(CustomPatterns::new(&many).is_err());
    }
}
