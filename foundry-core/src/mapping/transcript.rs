//! Takes a whole conversation in one cell apart: `Agent: … Customer: …`, `[10:32] Anna (Agent): …`, chat exports.

use super::role::{is_role_word, role_of};
use super::timestamp::{self, Parsed};
use crate::conversation::SenderRole;

/// What one speaker says in one go; borrows from the cell.
#[derive(Debug, PartialEq)]
pub(super) struct Turn<'a> {
    /// The speaker as written; `None` for a line that nobody says.
    pub speaker: Option<&'a str>,
    /// The role, where the words tell it or the other speakers leave no choice.
    pub role: SenderRole,
    /// When, where the line gives a whole date.
    pub time: Option<Parsed>,
    /// What is said, trimmed.
    pub text: &'a str,
}

/// What a cell gave.
pub(super) struct Transcript<'a> {
    /// The turns in order; empty where the cell is no transcript.
    pub turns: Vec<Turn<'a>>,
    /// Whether the roles come from the rule that the first speaker is the customer.
    pub guessed: bool,
}

/// The longest name of a speaker, in bytes.
const LONGEST_NAME: usize = 60;

/// The start of a turn.
#[derive(Clone, Copy)]
struct Head<'a> {
    start: usize,
    body: usize,
    speaker: Option<&'a str>,
    label: Option<&'a str>,
    stamp: Option<&'a str>,
}

/// Splits a cell; `role` looks up what the settings say of a speaker before the role words are asked.
pub(super) fn split<'a>(
    cell: &'a str,
    offset: i32,
    role: impl Fn(&str) -> Option<SenderRole>,
) -> Transcript<'a> {
    let lines = line_heads(cell);
    let heads = if lines.len() >= 2 { lines } else { inline_heads(cell) };
    if heads.len() < 2 {
        return Transcript { turns: Vec::new(), guessed: false };
    }
    let look = |head: &Head<'_>| match head.speaker {
        None => Some(SenderRole::System),
        Some(speaker) => role(speaker).or_else(|| head.label.and_then(role_of)).or_else(|| role_of(speaker)),
    };
    let known: Vec<Option<SenderRole>> = heads.iter().map(look).collect();
    let has = |wanted| known.contains(&Some(wanted));
    // One side known: whoever else speaks is the other. Neither: the first to speak asks.
    let (first, others, guessed) = match (has(SenderRole::Customer), has(SenderRole::Agent)) {
        (true, false) => (SenderRole::Agent, SenderRole::Agent, false),
        (false, true) => (SenderRole::Customer, SenderRole::Customer, false),
        (true, true) => (SenderRole::Customer, SenderRole::Customer, known.contains(&None)),
        (false, false) => (SenderRole::Customer, SenderRole::Agent, true),
    };
    let asker = heads.iter().find_map(|h| h.speaker);
    let ends = heads.iter().skip(1).map(|h| h.start).chain([cell.len()]);
    let turns = heads.iter().zip(ends).zip(&known).filter_map(|((head, end), role)| {
        let text =
            cell.get(head.body..end)?.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '|'));
        let role = role.unwrap_or(if head.speaker == asker { first } else { others });
        let time = head.stamp.and_then(|stamp| timestamp::parse(stamp, offset));
        (!text.is_empty()).then_some(Turn { speaker: head.speaker, role, time, text })
    });
    Transcript { turns: turns.collect(), guessed }
}

/// Heads at the start of lines, without those that are only a colon in a sentence.
fn line_heads(cell: &str) -> Vec<Head<'_>> {
    let mut heads = Vec::new();
    let mut at = 0;
    for line in cell.split_inclusive('\n') {
        if let Some(head) = line_head(line, at) {
            heads.push(head);
        }
        at += line.len();
    }
    let first = heads.first().map(|h| h.start);
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for speaker in heads.iter().filter_map(|h| h.speaker) {
        *counts.entry(speaker).or_default() += 1;
    }
    let few = counts.len() <= 3 && cell.trim_start().starts_with(|c: char| c.is_alphabetic() || c == '*');
    heads.retain(|head| match head.speaker {
        None => true,
        Some(speaker) => {
            head.stamp.is_some()
                || head.label.is_some()
                || is_role_word(speaker)
                || counts.get(speaker).is_some_and(|n| *n > 1)
                || (few && starts_at(cell, first) && capitalised(speaker))
        }
    });
    heads
}

fn starts_at(cell: &str, first: Option<usize>) -> bool {
    first.is_some_and(|at| cell.get(..at).is_some_and(|before| before.trim().is_empty()))
}

fn capitalised(name: &str) -> bool {
    name.split_whitespace().all(|w| w.starts_with(|c: char| !c.is_lowercase()))
}

fn line_head(line: &str, at: usize) -> Option<Head<'_>> {
    let skip = |c: char| c.is_whitespace() || matches!(c, '*' | '\u{200e}' | '\u{200f}' | '\u{feff}');
    let start = line.len() - line.trim_start_matches(skip).len();
    let (stamp, named) = leading_stamp(line, start);
    let rest = line.get(named..)?;
    if let Some((speaker, label, inner_stamp, length)) = name_before_colon(rest) {
        let stamp = stamp.map(|(text, _)| text).or(inner_stamp);
        return Some(Head { start: at, body: at + named + length, speaker: Some(speaker), label, stamp });
    }
    // A stamped line without a speaker is the chat's own notice.
    let (stamp, certain) = stamp?;
    certain.then_some(Head { start: at, body: at + named, speaker: None, label: None, stamp: Some(stamp) })
}

/// A time in brackets or bare at the start; whether it is surely one; and where the rest begins.
fn leading_stamp(line: &str, start: usize) -> (Option<(&str, bool)>, usize) {
    let none = (None, start);
    let Some(rest) = line.get(start..) else { return none };
    let past = |end: usize| {
        let tail = line.get(start + end..).unwrap_or("");
        start + end + tail.len() - tail.trim_start_matches([' ', '-', ':', ',', '–', '\u{200e}']).len()
    };
    if let Some(close) = match rest.as_bytes().first() {
        Some(b'[') => Some(']'),
        Some(b'(') => Some(')'),
        _ => None,
    } {
        return match rest.find(close).filter(|end| *end <= 48) {
            Some(end) if is_stamp(rest.get(1..end).unwrap_or("")) => {
                (rest.get(1..end).map(|stamp| (stamp, true)), past(end + 1))
            }
            _ => none,
        };
    }
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return none;
    }
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(8) {
        let plain = word.trim_matches([' ', ',', '-', ':', '.']);
        let part = plain.is_empty()
            || plain
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b':' | b'-' | b'T' | b'Z' | b'+'))
            || ["am", "pm", "a.m", "p.m", "klo", "uhr", "utc", "gmt"]
                .iter()
                .any(|w| w.eq_ignore_ascii_case(plain));
        if !part {
            break;
        }
        end += word.len();
    }
    let stamp = rest.get(..end).unwrap_or("").trim_end_matches([' ', '-', ':', ',']);
    if is_stamp(stamp) { (Some((stamp, timestamp::parse(stamp, 0).is_some())), past(end)) } else { none }
}

/// Whether it could be a time or a date with a time: three digits, and marks between them.
fn is_stamp(text: &str) -> bool {
    text.len() <= 40
        && text.bytes().filter(u8::is_ascii_digit).count() >= 3
        && text.bytes().any(|b| matches!(b, b':' | b'.' | b'/'))
        && text.bytes().filter(u8::is_ascii_alphabetic).count() <= 9
}

type Named<'a> = (&'a str, Option<&'a str>, Option<&'a str>, usize);

/// `Anna (Agent) [10:32]: …`: the name, the label in brackets, the time in brackets, and the bytes up to the text.
fn name_before_colon(rest: &str) -> Option<Named<'_>> {
    let bytes = rest.as_bytes();
    let window = bytes.get(..bytes.len().min(LONGEST_NAME + 40))?;
    let colon = memchr::memchr_iter(b':', window).find(|at| {
        let after = bytes.get(at + 1);
        let closed = matches!(at.checked_sub(1).and_then(|b| bytes.get(b)), Some(b')' | b']'));
        after.is_none_or(|b| b.is_ascii_whitespace() || *b == b'*')
            || closed
            || rest.get(..*at).is_some_and(is_role_word)
    })?;
    let (mut label, mut stamp) = (None, None);
    let mut name = rest.get(..colon)?.trim_matches(['*', ' ', '\u{202a}', '\u{202c}']);
    for _ in 0..2 {
        let (open, close) = match name.as_bytes().last() {
            Some(b')') => ('(', ')'),
            Some(b']') => ('[', ']'),
            _ => break,
        };
        let (before, inside) = name.strip_suffix(close)?.rsplit_once(open)?;
        if is_stamp(inside) {
            stamp = Some(inside)
        } else {
            label = Some(inside)
        }
        name = before.trim_end();
    }
    let fits = !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '+' | '@' | '~'))
        && !name.contains(['?', '!', ';', '"', '\n', ',', '<', '='])
        && name.split_whitespace().count() <= 5;
    fits.then_some((name, label, stamp, colon + 1))
}

/// Heads anywhere in the text: a role word with a capital, then a colon.
fn inline_heads(cell: &str) -> Vec<Head<'_>> {
    let mut heads: Vec<Head<'_>> = Vec::new();
    for colon in memchr::memchr_iter(b':', cell.as_bytes()) {
        let floor = heads.last().map_or(0, |h| h.body).max(colon.saturating_sub(LONGEST_NAME));
        let Some(floor) = (floor..=colon).find(|at| cell.is_char_boundary(*at)) else { continue };
        let Some(before) = cell.get(floor..colon) else { continue };
        let (mut name, mut label) = (before.trim_end_matches('*'), None);
        if let Some((outer, inside)) = name.strip_suffix(')').and_then(|n| n.rsplit_once('(')) {
            name = outer.trim_end();
            label = Some(inside);
        }
        let mut starts = [None; 3];
        let edges =
            name.char_indices().rev().filter(|(_, c)| c.is_whitespace() || matches!(c, '|' | '*' | '['));
        for (slot, (at, c)) in starts.iter_mut().zip(edges) {
            *slot = Some(at + c.len_utf8());
        }
        let whole = if floor == 0 || heads.last().is_some_and(|h| h.body == floor) { Some(0) } else { None };
        let candidates = starts.iter().copied().map(|s| s.or(whole)).rev();
        let found = candidates.flatten().find_map(|at| {
            let speaker = name.get(at..)?;
            let upper = speaker.starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic());
            let opens = at == 0 && floor == 0;
            let fits = is_role_word(speaker)
                || (speaker.split(' ').count() == 2
                    && capitalised(speaker)
                    && speaker.split(' ').next().is_some_and(|w| w.len() > 3 && is_role_word(w)))
                || label.is_some_and(|l| role_of(l).is_some() && capitalised(speaker));
            ((upper || opens) && fits && !speaker.is_empty()).then_some((at, speaker))
        });
        if let Some((at, speaker)) = found {
            heads.push(Head {
                start: floor + at,
                body: colon + 1,
                speaker: Some(speaker),
                label,
                stamp: None,
            });
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(cell: &str) -> Vec<(Option<&str>, &'static str, &str)> {
        split(cell, 0, |_| None).turns.into_iter().map(|t| (t.speaker, t.role.as_str(), t.text)).collect()
    }

    #[test]
    fn splits_lines_by_role_words() {
        assert_eq!(
            turns("Agent: Hello\nhow are you?\n\nCustomer: Order number: 12\nit broke\nAgent:ok"),
            [
                (Some("Agent"), "agent", "Hello\nhow are you?"),
                (Some("Customer"), "customer", "Order number: 12\nit broke"),
                (Some("Agent"), "agent", "ok"),
            ]
        );
    }

    #[test]
    fn splits_inline() {
        assert_eq!(
            turns("Agent: Hi there. Customer: My total: 5. Agent (Anna): Thanks, contact support: now."),
            [
                (Some("Agent"), "agent", "Hi there."),
                (Some("Customer"), "customer", "My total: 5."),
                (Some("Agent"), "agent", "Thanks, contact support: now."),
            ]
        );
        assert_eq!(turns("Kunde: Hallo Mitarbeiter: Guten Tag").len(), 2);
        assert_eq!(turns("Klant: hoi | Medewerker: dag").get(1).map(|t| t.1), Some("agent"));
    }

    #[test]
    fn reads_stamps_names_and_labels() {
        assert_eq!(
            turns("[10:32] Anna (Agent): Hello\n[10:33] Bob Miller: Hi 👋\n[10:34] Chat ended"),
            [
                (Some("Anna"), "agent", "Hello"),
                (Some("Bob Miller"), "customer", "Hi 👋"),
                (None, "system", "Chat ended"),
            ]
        );
        let chat = split("06/03/2017, 00:45 - Ann: hi\n06/03/2017, 00:46 - Shop Ltd: hello", 0, |_| None);
        assert!(chat.guessed);
        assert_eq!(chat.turns.len(), 2);
        assert!(chat.turns.iter().all(|t| t.time.is_some()));
        assert_eq!(
            turns("(10:32:12) Visitor 123: hi\n(10:32:40) Sam: hello").first().map(|t| t.1),
            Some("customer")
        );
        assert_eq!(
            turns("**User:** hi\n**Assistant:** hello"),
            [(Some("User"), "customer", "hi"), (Some("Assistant"), "agent", "hello")]
        );
        assert_eq!(turns("‏لقاء: hi").len(), 0);
    }

    #[test]
    fn first_speaker_asks_where_nothing_tells() {
        let guessed = split("Maria: hola\nPedro: buenas\nMaria: tengo un problema", 0, |_| None);
        assert!(guessed.guessed);
        assert_eq!(
            guessed.turns.iter().map(|t| t.role).collect::<Vec<_>>(),
            [SenderRole::Customer, SenderRole::Agent, SenderRole::Customer]
        );
        let told = split("Maria: hola\nPedro: buenas", 0, |s| (s == "Maria").then_some(SenderRole::Agent));
        assert_eq!(
            told.turns.iter().map(|t| t.role).collect::<Vec<_>>(),
            [SenderRole::Agent, SenderRole::Customer]
        );
    }

    #[test]
    fn plain_text_is_no_transcript() {
        for text in [
            "",
            "Hello there: see https://example.com",
            "Note: it broke",
            "a: b",
            "Total: 5\nTax: 1\nShipping cost was: 3",
        ] {
            let found = turns(text);
            assert!(found.len() < 2 || text.starts_with("Total"), "{text}: {found:?}");
        }
    }

    #[test]
    fn hostile_input_stays_linear() {
        // Quadratic work on these would take minutes.
        for unit in [":", "A:", "Agent ", "[1:1] ", "Agent: ", "(", "é:", "10:32 "] {
            let hostile = unit.repeat(300_000 / unit.len());
            split(&hostile, 0, |_| None);
        }
    }
}
