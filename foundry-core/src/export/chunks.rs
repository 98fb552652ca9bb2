//! `chunks`: passages for retrieval, one
//! `{"source_path","title","chunk_index","content","token_count","metadata"?}` a line.
//!
//! `source_path` is the conversation's id, `title` the beginning of what the customer says first, `content` the turns
//! as `Customer: …` and `Agent: …` with an empty line between, as many as `maxTokens` (512 by default) has room for.
//! Nothing is cut. A turn that is longer than a passage is parted where it hurts least: at an empty line, a line end, the
//! end of a sentence, a space.

use std::borrow::Cow;
use std::io::BufRead;

use super::check::{Ask, Limits, check_keys, check_text};
use super::examples;
use super::json_text::push_string;
use super::json_tree::{Json, Object};
use super::metadata::{check_metadata, push_end};
use super::report::{Findings, Rule, ValidationReport};
use super::threading::{between, sums};
use super::turns::{ChatRole, Turn, Turns};
use super::{Shape, Tally};
use crate::conversation::Conversation;
use crate::dataset::tokens::TokenCounter;
use crate::error::Result;

/// Tokens of a passage where the settings say nothing.
pub(super) const DEFAULT_TOKENS: usize = 512;
/// Tokens of `Customer: ` or `Agent: ` and of the empty line after a turn, at most.
const OVERHEAD: usize = 5;
/// Characters of a title.
const TITLE_CHARACTERS: usize = 80;

/// A turn, or a part of one that is too long.
struct Piece<'c> {
    role: ChatRole,
    text: Cow<'c, str>,
    tokens: usize,
}

/// Appends the passages of one conversation, or counts why there is none.
pub(super) fn write(conversation: &Conversation<'_>, shape: &Shape, out: &mut Vec<u8>, tally: &mut Tally) {
    let Some((counter, limit, overlap)) = shape.passages else { return };
    let Some(turns) = Turns::of_all(&conversation.messages, tally) else { return };
    let turns: Vec<Turn<'_, '_>> = turns.collect();
    let mut pieces = Vec::new();
    for turn in &turns {
        match turn.text() {
            Cow::Borrowed(text) => part(turn.role, text, limit, &counter, &mut |piece| pieces.push(piece)),
            Cow::Owned(text) => part(turn.role, &text, limit, &counter, &mut |piece: Piece<'_>| {
                pieces.push(Piece { text: Cow::Owned(piece.text.into_owned()), ..piece });
            }),
        }
    }
    let first_words = turns.iter().find(|turn| turn.role == ChatRole::User).or(turns.first());
    let title = first_words.map(|turn| title_of(&turn.text())).unwrap_or_default();
    let sums = sums(pieces.iter().map(|piece| piece.tokens));
    let cost = |from: usize, to: usize| between(&sums, from, to);
    let (mut start, mut index, mut content) = (0, 0, String::new());
    while start < pieces.len() {
        let mut from = start;
        while from > 0 && start - from < overlap && index > 0 && cost(from - 1, start + 1) <= limit {
            from -= 1;
        }
        let mut stop = start + 1;
        while stop < pieces.len() && cost(from, stop + 1) <= limit {
            stop += 1;
        }
        content.clear();
        for piece in pieces.get(from..stop).unwrap_or_default() {
            if !content.is_empty() {
                content.push_str("\n\n");
            }
            content.push_str(match piece.role {
                ChatRole::User => "Customer: ",
                ChatRole::Assistant => "Agent: ",
            });
            content.push_str(&piece.text);
        }
        push_line(conversation, shape, (&title, index, &content, counter.count(&content)), out);
        index += 1;
        start = stop;
    }
    tally.records += index;
    tally.split += index.saturating_sub(1);
}

fn push_line(
    conversation: &Conversation<'_>,
    shape: &Shape,
    (title, index, content, tokens): (&str, u64, &str, usize),
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"{\"source_path\":");
    push_string(out, &conversation.id);
    out.extend_from_slice(b",\"title\":");
    push_string(out, title);
    out.extend_from_slice(format!(",\"chunk_index\":{index},\"content\":").as_bytes());
    push_string(out, content);
    out.extend_from_slice(format!(",\"token_count\":{tokens}").as_bytes());
    push_end(shape, conversation, out);
}

/// Gives a text in parts that fit, halving it at the best place near its middle.
fn part<'c>(
    role: ChatRole,
    text: &'c str,
    limit: usize,
    counter: &TokenCounter,
    each: &mut dyn FnMut(Piece<'c>),
) {
    let tokens = counter.count(text) + OVERHEAD;
    let halves = if tokens > limit { middle(text).map(|at| text.split_at(at)) } else { None };
    match halves {
        Some((before, after)) => {
            part(role, before.trim_end(), limit, counter, each);
            part(role, after.trim_start(), limit, counter, each);
        }
        None if text.is_empty() => {}
        None => each(Piece { role, text: Cow::Borrowed(text), tokens }),
    }
}

/// Where a text is best parted: the strongest boundary in its middle half, the nearest to the middle among equals.
fn middle(text: &str) -> Option<usize> {
    let half = text.len() / 2;
    let mut best: Option<(u8, usize, usize)> = None;
    let mut before = [' ', ' '];
    for (at, c) in text.char_indices() {
        if at > text.len() / 4 && at <= text.len() * 3 / 4 + 4 && at > 0 {
            let strength = match before {
                ['\n', '\n'] => 5,
                [_, '\n'] => 4,
                ['.' | '!' | '?', ' '] => 3,
                [_, '。' | '！' | '？'] => 3,
                [_, space] if space.is_whitespace() => 2,
                // Never between a character and the mark, joiner or half that belongs to it.
                _ if !joins(c) && !joins(before[1]) => 1,
                _ => 0,
            };
            let distance = at.abs_diff(half);
            if strength > 0 && best.is_none_or(|(s, d, _)| (strength, d) > (s, distance)) {
                best = Some((strength, distance, at));
            }
        }
        before = [before[1], c];
    }
    best.map(|(_, _, at)| at).filter(|at| *at > 0 && *at < text.len())
}

fn joins(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{1F1E6}'..='\u{1F1FF}')
}

/// The first line, cut at a space.
fn title_of(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let Some((end, _)) = line.char_indices().nth(TITLE_CHARACTERS) else { return line.to_owned() };
    let cut = line.get(..end).unwrap_or_default();
    let cut = cut.rsplit_once(' ').map_or(cut, |(before, _)| before);
    format!("{cut}…")
}

const LIMITS: Limits = Limits { least: 1, token_rule: Ask::May, ..Limits::NONE };

#[rustfmt::skip]
mod rules {
    use super::Rule;
    pub const TOP_KEY: Rule = Rule::advice("unknown_top_level_key", "a key that the format does not have", "leave `source_path`, `title`, `chunk_index`, `content`, `token_count` and `metadata`");
    pub const KEYS_DIFFER: Rule = Rule::advice("keys_differ", "other keys than the first passage has; table loaders fail on it", "write the same keys in every line");
    pub const TEXT: Rule = Rule::error("text_type", "not a string", "write the text as a string, an empty one for none");
    pub const NUMBER: Rule = Rule::error("number_type", "not a whole number from 0", "write the number without quotes");
    pub const ORDER: Rule = Rule::advice("chunk_order", "the passages of a source do not count from 0 without a gap", "write the passages of a source one after the other");
}

/// Checks a file line by line.
pub(super) fn validate(input: impl BufRead) -> Result<ValidationReport> {
    let mut before: Option<(String, i64)> = None;
    examples::validate(input, &LIMITS, &rules::KEYS_DIFFER, |passage, findings| {
        check_passage(passage, &mut before, findings);
    })
}

fn check_passage(passage: &Object<'_>, before: &mut Option<(String, i64)>, findings: &mut Findings) {
    let known = ["source_path", "title", "chunk_index", "content", "token_count", "metadata"];
    check_keys(passage, &known, &rules::TOP_KEY, String::new, findings);
    check_metadata(passage, findings);
    check_text(passage.get("content"), || "content".into(), findings);
    for key in ["source_path", "title"] {
        if passage.get(key).and_then(Json::as_text).is_none() {
            findings.add(&rules::TEXT, || key.into());
        }
    }
    for key in ["chunk_index", "token_count"] {
        if !matches!(passage.get(key), Some(Json::Integer(0..))) {
            findings.add(&rules::NUMBER, || key.into());
        }
    }
    if let (Some(source), Some(Json::Integer(index))) =
        (passage.get("source_path").and_then(Json::as_text), passage.get("chunk_index"))
    {
        let follows = match before.as_ref() {
            Some((last, at)) if last == source => *index == at + 1 || *index == 0,
            _ => *index == 0,
        };
        if !follows {
            findings.add(&rules::ORDER, || "chunk_index".into());
        }
        *before = Some((source.to_owned(), *index));
    }
}
