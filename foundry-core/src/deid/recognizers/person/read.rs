//! Reads the name beside a cue, or one that stands alone.

use crate::entity::{EntityType, Finding, Rank, Span};

use super::cue::{Cue, Kind};
use super::words::{Case, Word};

/// The most words of a name behind its first one.
const MAX_MORE: usize = 4;

const PARTICLES: [&str; 20] = [
    "van", "von", "de", "der", "den", "la", "le", "da", "di", "dos", "das", "del", "della", "bin", "ibn",
    "al", "el", "ter", "ten", "do",
];

/// The name beside this cue, and its score.
pub(super) fn beside(text: &str, cue: &Cue) -> Option<(Span, f32)> {
    match cue.kind {
        Kind::Declares => {
            let first = Word::at(text, skip(text, cue.end, &[' ', ':', '"', '“', '*'], 4)?)?;
            let name_like = first.is_listed() && !first.is_stop() || first.is_capital();
            let plain = first.case == Case::Lower && !first.is_clear();
            (name_like && !first.is_stop() && !plain).then(|| scored(text, &first, Extend::Any))
        }
        Kind::Field => field(text, cue),
        Kind::Introduces => introduced(text, cue),
        Kind::Greets => greeted(text, cue),
        Kind::Thanks => {
            let first = Word::at(text, skip(text, cue.end, &[' ', ','], 2)?)?;
            let named = first.is_given() && (first.is_clear() || first.is_capital() && !first.is_stop());
            let span = extend(text, &first, Extend::Listed);
            (named && pauses(text, span.end)).then_some((span, 0.85))
        }
        Kind::Signs => signed(text, cue),
        Kind::Titles => {
            let first = Word::at(text, skip(text, cue.end, &[' ', '.', '\u{a0}'], 2)?)?;
            let shouted = text.get(cue.start..cue.end)?.bytes().all(|b| b.is_ascii_uppercase());
            let right = if first.case == Case::Title && !shouted {
                !first.is_stop() && first.letters > 1
            } else {
                first.is_clear() && first.letters > 2
            };
            right.then(|| scored(text, &first, Extend::Listed))
        }
        Kind::Meets => {
            let first = Word::at(text, skip(text, cue.end, &[' '], 1)?)?;
            let span = extend(text, &first, Extend::Listed);
            let named = first.is_clear()
                && first.is_given()
                && first.letters > 2
                && (first.is_capital() || first.letters > 3)
                || first.is_given() && first.is_capital() && span.end > first.end;
            (named && !first.is_stop()).then_some((span, 0.85))
        }
        Kind::Follows => followed(text, cue),
    }
}

/// `Name: Maria Silva`, `agent: tom`. Words before `name` that make it another kind of name are not waited for: a
/// file, user or host name has no capital or is not listed.
fn field(text: &str, cue: &Cue) -> Option<(Span, f32)> {
    let after = skip(text, cue.end, &[' ', '*'], 2).unwrap_or(cue.end);
    let colon = text.get(after..)?.chars().next().filter(|c| matches!(c, ':' | '=' | '：'))?;
    let first = Word::at(
        text,
        skip(text, after + colon.len_utf8(), &[' ', '"', '*'], 4).unwrap_or(after + colon.len_utf8()),
    )?;
    let span = extend(text, &first, Extend::Any);
    let listed = first.is_listed() && !first.is_stop() && (first.is_clear() || first.is_capital());
    let two = first.case == Case::Title && !first.is_stop() && span.end > first.end;
    (listed || two).then_some((span, if listed { 0.85 } else { 0.7 }))
}

/// `this is Maria speaking`, `i'm maria`, `I am Jorge Silva`.
fn introduced(text: &str, cue: &Cue) -> Option<(Span, f32)> {
    let first = Word::at(text, skip(text, cue.end, &[' '], 1)?)?;
    if !first.is_given() || first.is_stop() {
        return None;
    }
    let span = extend(text, &first, Extend::Listed);
    let more = span.end > first.end;
    let rest = text.get(span.end..)?;
    let says = [" here", " speaking", " from", " with", " at "].iter().any(|word| rest.starts_with(word));
    let named = match first.case {
        Case::Lower => first.is_clear() && first.letters > 2 && (more || says || pauses(text, span.end)),
        _ => {
            first.is_clear()
                || more
                || says
                || pauses(text, span.end) && first.letters > 3 && first.case == Case::Title
        }
    };
    named.then_some((span, 0.85))
}

/// `Hi Maria,`, `hello tom`, `Dear Xiomar,`.
fn greeted(text: &str, cue: &Cue) -> Option<(Span, f32)> {
    let first = Word::at(text, skip(text, cue.end, &[' ', ','], 2)?)?;
    if first.is_stop() || first.letters < 2 {
        return None;
    }
    let span = extend(text, &first, Extend::Listed);
    let pause = pauses(text, span.end);
    let comma = text.get(span.end..)?.starts_with([',', '!', '\n', '\r']);
    let named = match first.case {
        Case::Lower => {
            first.is_given() && (first.is_clear() && first.letters > 2 || comma && first.letters > 3)
        }
        _ if first.is_given() => first.is_clear() || pause,
        Case::Title => comma && first.letters > 2,
        Case::Upper => false,
    };
    named.then_some((span, if first.is_listed() { 0.85 } else { 0.7 }))
}

/// `Kind regards,\nMaria`, `cheers, tom` at the end of the text.
fn signed(text: &str, cue: &Cue) -> Option<(Span, f32)> {
    let start = skip(text, cue.end, &[' ', ',', '.', '!', '\n', '\r', '-', '–', '—', '*'], 6)?;
    let between = text.get(cue.end..start)?;
    let first = Word::at(text, start)?;
    let new_line = between.contains('\n');
    if first.is_stop() || first.letters < 2 || !(new_line || between.contains(',')) {
        return None;
    }
    let span = extend(text, &first, if new_line { Extend::Any } else { Extend::Listed });
    let rest = text.get(span.end..)?.trim_start_matches([' ', ',', '.', '!', '*']);
    let line_end = rest.is_empty() || rest.starts_with(['\n', '\r', '|', '(']);
    let named = match first.case {
        Case::Lower => first.is_given() && (first.is_clear() || new_line),
        _ => first.is_listed() || new_line && first.case == Case::Title,
    };
    (line_end && named).then_some((span, if first.is_listed() { 0.85 } else { 0.7 }))
}

/// `maria here`, `Tom speaking.`: the name is the one word between the cue and the start of the sentence.
fn followed(text: &str, cue: &Cue) -> Option<(Span, f32)> {
    let head = text.get(..cue.start)?.strip_suffix(' ')?;
    let window = head.char_indices().rev().take(24);
    let start = window.take_while(|(_, c)| c.is_alphabetic() || *c == '-').last()?.0;
    let before = head.get(..start)?.trim_end_matches([' ', '"', '(']);
    let opens = before.is_empty() || before.ends_with(['.', ',', '!', '?', '\n', '-', '—', ':', ';']);
    let word = Word::at(text, start)?;
    let named = word.is_given() && word.is_clear() && word.letters > 2;
    (named && opens && word.end == head.len() && pauses(text, cue.end))
        .then_some((Span::new(start, word.end), 0.85))
}

/// A name without a cue: a listed given name with a family name, or alone in the middle of a sentence.
pub(super) fn without_cue(text: &str, at: usize) -> Option<Finding> {
    let first = Word::at(text, at)?;
    if first.case != Case::Title || !first.is_given() || first.is_stop() {
        return None;
    }
    let inside = is_inside_sentence(text, at);
    let unlisted = if first.is_clear() && inside { Extend::Any } else { Extend::Listed };
    let span = extend(text, &first, unlisted);
    if span.end > first.end {
        let last = last_word(text, span)?;
        let right = first.is_clear() || last.is_family() && (last.is_clear() || inside);
        return right.then(|| shape(span, 0.6, "person.pair"));
    }
    if first.is_clear() && stands_alone(text, span) {
        return Some(shape(span, 0.5, "person.line"));
    }
    let next = next_word(text, first.end);
    let goes_on = next.is_some_and(|word| word.is_capital() && word.letters > 1);
    let digit =
        text.get(first.end..)?.trim_start_matches([' ', '-']).starts_with(|c: char| c.is_ascii_digit());
    (inside && first.is_clear() && first.letters > 3 && !goes_on && !digit)
        .then(|| shape(span, 0.5, "person.given_name"))
}

fn shape(span: Span, score: f32, recognizer: &'static str) -> Finding {
    Finding { entity_type: EntityType::Person, span, score, rank: Rank::Shape, recognizer, cue: None }
}

fn scored(text: &str, first: &Word, how: Extend) -> (Span, f32) {
    (extend(text, first, how), if first.is_listed() { 0.85 } else { 0.7 })
}

/// Which words may follow the first one of a name.
#[derive(Clone, Copy, PartialEq)]
enum Extend {
    /// Listed ones only.
    Listed,
    /// Any capitalised word that is not on the stop list.
    Any,
}

/// The span of the name that begins with `first`: more names, particles before them, initials, `Jr`.
fn extend(text: &str, first: &Word, how: Extend) -> Span {
    let mut end = first.end;
    let mut at = first.end;
    for _ in 0..MAX_MORE {
        // A possessive ends a name.
        if text.get(at..).is_some_and(|rest| rest.starts_with(['\'', '’'])) {
            break;
        }
        let Some(word) = next_word(text, at) else { break };
        let raw = text.get(word.start..word.end).unwrap_or_default();
        let initial = word.letters == 1 && word.is_capital() && raw != "I" && first.is_capital();
        let particle = PARTICLES.iter().any(|particle| raw.eq_ignore_ascii_case(particle));
        let suffix = end > first.end && matches!(raw, "Jr" | "Sr" | "II" | "III");
        let names = match word.case {
            Case::Lower => first.case == Case::Lower && word.is_clear() && word.letters > 2,
            Case::Upper if first.case == Case::Title => false,
            _ if !first.is_capital() => false,
            _ => !word.is_stop() && (word.is_listed() || how == Extend::Any && word.letters > 2),
        };
        if suffix || names && !initial && !particle {
            end = word.end;
            let dot = matches!(raw, "Jr" | "Sr") && text.get(end..).is_some_and(|rest| rest.starts_with('.'));
            end += usize::from(dot);
        } else if !(initial || particle) {
            break;
        }
        at =
            word.end + usize::from(initial && text.get(word.end..).is_some_and(|rest| rest.starts_with('.')));
    }
    Span::new(first.start, end)
}

/// The word behind one space.
fn next_word(text: &str, end: usize) -> Option<Word> {
    let space = text.get(end..)?.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}'))?;
    Word::at(text, end + space.len_utf8())
}

fn last_word(text: &str, span: Span) -> Option<Word> {
    let name = text.get(span.start..span.end)?.trim_end_matches('.');
    let offset = name.rfind([' ', '\u{a0}']).map_or(0, |i| i + 1);
    let offset = (offset..name.len()).find(|i| name.is_char_boundary(*i))?;
    Word::at(text, span.start + offset)
}

/// Where up to `most` of these characters end; `None` where none of them stands there.
fn skip(text: &str, from: usize, characters: &[char], most: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let length: usize =
        rest.chars().take(most).take_while(|c| characters.contains(c)).map(char::len_utf8).sum();
    (length > 0).then_some(from + length)
}

/// Whether a pause follows: the end, punctuation, a new line.
fn pauses(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default().trim_start_matches(' ');
    rest.chars().next().is_none_or(|c| {
        matches!(c, ',' | '.' | '!' | '?' | ';' | ':' | '\n' | '\r' | '-' | '–' | '—' | ')' | '(')
    })
}

/// Whether a line holds nothing else, or begins with the name and a colon: `Tom: hello`.
fn stands_alone(text: &str, span: Span) -> bool {
    let opens = text.get(..span.start).is_some_and(|head| head.is_empty() || head.ends_with('\n'));
    let rest = text.get(span.end..).unwrap_or_default();
    opens && (rest.is_empty() || rest.starts_with([':', '\n', '\r']))
}

/// Whether a lower-case word and one space stand before `at`: a capital there is no start of a sentence.
fn is_inside_sentence(text: &str, at: usize) -> bool {
    let Some(head) = text.get(..at).and_then(|head| head.strip_suffix(' ')) else { return false };
    let mut before = head.chars().rev();
    let last = before.next();
    let word_end = match last {
        Some(',') => before.next(),
        last => last,
    };
    word_end.is_some_and(char::is_lowercase)
}
