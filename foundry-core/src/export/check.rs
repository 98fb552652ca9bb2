//! What the validators of several formats ask for alike: texts, keys, the order of speakers, limits of the services.

use super::examples::NO_EXAMPLE;
use super::json_tree::{Json, Object};
use super::report::{Findings, Rule, key_label};
use crate::dataset::tokens::estimate;

/// How much a service asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// It refuses the file otherwise.
    Must,
    /// Other services, trainers or loaders trip over it.
    Should,
    /// Anything goes.
    May,
}

impl Ask {
    /// Notes a breach as the error or the advice that it is for this service.
    pub(super) fn add(self, findings: &mut Findings, rule: &Rule, field: impl FnOnce() -> String) {
        if self != Ask::May {
            findings.add(&Rule { warning: self == Ask::Should, ..*rule }, field);
        }
    }
}

/// Sizes that a service takes. What is absent is `0` below and the highest number above.
pub(super) struct Limits {
    /// Fewer examples are too few to train on.
    pub(super) least: u64,
    pub(super) most: u64,
    pub(super) bytes: u64,
    /// Tokens of an example; how bad more are.
    pub(super) tokens: usize,
    pub(super) token_rule: Ask,
    /// Characters that the service counts as one token; 0 where it has a vocabulary, and ours is an estimate.
    pub(super) characters_per_token: usize,
}

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOO_FEW: Rule = Rule::advice("too_few_examples", "", "give more examples; gains show from 50 to 100");
    pub const TOO_MANY: Rule = Rule::error("too_many_examples", "", "train on a sample, or split the file into several jobs");
    pub const TOO_LARGE: Rule = Rule::error("file_too_large", "", "split the file or train on a sample");
    pub const TOKENS: Rule = Rule::error("too_many_tokens", "", "split long conversations with `maxTokens`");
    pub const FORBIDDEN: Rule = Rule::error("forbidden_text", "a text that the service refuses inside a message, because it marks whose turn it is", "put another word or a space in place of the line feed before `Human:` or `Assistant:`");
    pub const TEXT_MISSING: Rule = Rule::error("text_missing", "the text is missing", "give it, or leave the example out");
    pub const TEXT_TYPE: Rule = Rule::error("text_type", "not a string", "write the text as a string");
    pub const TEXT_EMPTY: Rule = Rule::error("text_empty", "the text is empty", "leave the example out, or give the text");
    pub const STARTS: Rule = Rule::error("starts_with_assistant", "the first turn is not the user's", "cut to the first user turn");
    pub const ENDS: Rule = Rule::error("ends_without_answer", "the last turn is not the assistant's", "cut after the last answer");
    pub const SAME_ROLE: Rule = Rule::error("same_role_twice", "two turns of one side in a row", "join them, for instance with a line feed");
    pub const NO_ASSISTANT: Rule = Rule::error("assistant_missing", "no answer to learn", "leave the example out");
}

impl Limits {
    /// No limit at all.
    pub(super) const NONE: Limits = Limits {
        least: 0,
        most: u64::MAX,
        bytes: u64::MAX,
        tokens: usize::MAX,
        token_rule: Ask::May,
        characters_per_token: 0,
    };

    /// The rules for a file as a whole.
    pub(super) fn check_file(&self, bytes: u64, findings: &mut Findings) {
        findings.line = 0;
        let (records, whole) = (findings.records(), String::new);
        match records {
            0 => findings.add_whole(&NO_EXAMPLE),
            count if count < self.least => {
                findings.add_worded(&rules::TOO_FEW, whole, || format!("fewer than {} examples", self.least));
            }
            count if count > self.most => {
                findings.add_worded(&rules::TOO_MANY, whole, || format!("more than {} examples", self.most));
            }
            _ => {}
        }
        if bytes > self.bytes {
            let megabytes = self.bytes >> 20;
            findings.add_worded(&rules::TOO_LARGE, whole, || format!("larger than {megabytes} MB"));
        }
    }

    /// The rules for the length of one example: over all its strings.
    pub(super) fn check_example(&self, example: &Object<'_>, findings: &mut Findings) {
        if self.token_rule == Ask::May {
            return;
        }
        let limit = self.tokens;
        let sum = |measure: &dyn Fn(&str) -> usize| {
            let mut sum = 0;
            for_each_text(example, &mut |text| sum += measure(text));
            sum
        };
        // A byte is never more than one token.
        if sum(&str::len) <= limit {
            return;
        }
        let tokens = match self.characters_per_token {
            0 => sum(&estimate),
            per_token => sum(&|text| text.chars().count()) / per_token,
        };
        if tokens > limit {
            let rule = Rule { warning: self.token_rule == Ask::Should, ..rules::TOKENS };
            findings
                .add_worded(&rule, String::new, || format!("about {tokens} tokens; {limit} are the limit"));
        }
    }
}

fn for_each_text(object: &Object<'_>, each: &mut dyn FnMut(&str)) {
    fn of_value(value: &Json<'_>, each: &mut dyn FnMut(&str)) {
        match value {
            Json::Text(text) => each(text),
            Json::Array(items) => items.iter().for_each(|item| of_value(item, each)),
            Json::Object(object) => object.iter().for_each(|(_, value)| of_value(value, each)),
            _ => {}
        }
    }
    object.iter().for_each(|(_, value)| of_value(value, each));
}

/// Notes a text that a message may not hold.
pub(super) fn check_forbidden(
    text: &str,
    forbidden: &[&str],
    findings: &mut Findings,
    field: impl FnOnce() -> String,
) {
    if forbidden.iter().any(|words| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some()) {
        findings.add(&rules::FORBIDDEN, field);
    }
}

/// Checks that there is a string that is not blank, and gives it.
pub(super) fn check_text<'j>(
    value: Option<&'j Json<'_>>,
    field: impl FnOnce() -> String,
    findings: &mut Findings,
) -> Option<&'j str> {
    match value {
        None => findings.add(&rules::TEXT_MISSING, field),
        Some(Json::Text(text)) if text.trim().is_empty() => findings.add(&rules::TEXT_EMPTY, field),
        Some(Json::Text(text)) => return Some(text),
        Some(_) => findings.add(&rules::TEXT_TYPE, field),
    }
    None
}

/// Notes keys that an object of the format does not have.
pub(super) fn check_keys(
    object: &Object<'_>,
    known: &[&str],
    rule: &Rule,
    path: impl Fn() -> String,
    findings: &mut Findings,
) {
    for (place, key) in object.keys().enumerate() {
        if !known.contains(&key) {
            findings.add(rule, || format!("{}{}", path(), key_label(key, place)));
        }
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    User,
    Assistant,
}

/// Follows the turns of an example that must alternate from the user to the assistant.
#[derive(Default)]
pub(super) struct TurnOrder {
    last: Option<Side>,
    assistants: usize,
}

impl TurnOrder {
    /// Takes the next turn.
    pub(super) fn take(&mut self, side: Side, field: impl FnOnce() -> String, findings: &mut Findings) {
        match self.last {
            None if side == Side::Assistant => findings.add(&rules::STARTS, field),
            Some(last) if last == side => findings.add(&rules::SAME_ROLE, field),
            _ => {}
        }
        self.last = Some(side);
        self.assistants += usize::from(side == Side::Assistant);
    }

    /// After the last turn.
    pub(super) fn finish(&self, field: impl FnOnce() -> String, findings: &mut Findings) {
        if self.assistants == 0 {
            findings.add(&rules::NO_ASSISTANT, field);
        } else if self.last == Some(Side::User) {
            findings.add(&rules::ENDS, field);
        }
    }
}
