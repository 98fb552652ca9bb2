//! Names, titles and contact blocks: which lines can stand below a closing formula, and blocks that stand alone.

use std::ops::Range;

use super::evidence::Evidence;
use super::signature::Tail;

/// A line of a signature is no longer than this, in characters.
const LINE_LENGTH: usize = 110;

/// Whether a text reads as a person's or team's name: one to five words with capitals, initials and particles, or one
/// or two small words.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '.' | '-' | '–' | '—' | '~' | '*' | '_' | '/' | '!')
    });
    let length = text.chars().count();
    if text.is_empty() || length > 48 {
        return false;
    }
    let (mut words, mut capitals) = (0_usize, 0_usize);
    for word in text.split_whitespace() {
        let bare = word.trim_matches(['(', ')', '"', ',', '.', '\'', '“', '”', '|', '/']);
        if bare.is_empty() {
            continue;
        }
        words += 1;
        let Some(first) = bare.chars().next() else { continue };
        // `[PERSON_1]` stands for a name once texts are de-identified.
        let token = bare.starts_with('[') && bare.ends_with(']');
        let letters = bare
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’' | '\u{300}'..='\u{36f}'));
        if !token && !letters {
            return false;
        }
        let caseless = !first.is_uppercase() && !first.is_lowercase();
        capitals += usize::from(token || first.is_uppercase() || caseless);
        let particle = matches!(
            bare,
            "von"
                | "van"
                | "de"
                | "der"
                | "den"
                | "da"
                | "do"
                | "dos"
                | "das"
                | "di"
                | "del"
                | "della"
                | "la"
                | "le"
                | "du"
                | "zu"
                | "y"
                | "af"
                | "av"
                | "ter"
                | "ten"
                | "und"
                | "and"
                | "et"
                | "e"
                | "i"
                | "och"
                | "og"
                | "al"
                | "el"
                | "bin"
        );
        if first.is_lowercase() && !particle && length > 24 {
            return false;
        }
    }
    match words {
        1 => true,
        2..=5 => capitals >= words.div_ceil(2) || (words == 2 && length <= 20),
        _ => false,
    }
}

/// Whether a kept line can be the first one below a closing formula: a name, a team, a company.
pub(super) fn is_signer(tail: &mut Tail<'_, '_, '_>, at: usize) -> bool {
    let line = tail.line(at);
    let lexicon = tail.lexicon;
    if line.ends_with(['?', ':']) || line.chars().count() > 70 {
        return false;
    }
    if lexicon.spoken.hold(tail.folded(at)) {
        return false;
    }
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
    let head = bare.split(['|', '·', '•', '/', '(', ',', '<', ';']).next().unwrap_or(bare);
    let head = head.split(" - ").next().unwrap_or(head).split(" – ").next().unwrap_or(head);
    let folded = tail.folded(at);
    let titled = lexicon.titles.hold(folded) && folded.split(' ').count() <= 8;
    let for_somebody = ["i.a.", "i. a.", "i.v.", "i. v.", "im auftrag", "p.p.", "ppa.", "pp "]
        .iter()
        .any(|w| folded.starts_with(w));
    let words = head.split_whitespace().count();
    let capitals = head.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let opens = head.starts_with(|c: char| !c.is_lowercase()) || words <= 2 || capitals >= 2;
    let named = is_name(head) && words <= 5 && opens;
    titled || for_somebody || (named && !head.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a kept line can belong to a signature: short, no sentence, no question, no postscript.
pub(super) fn is_signature_line(tail: &mut Tail<'_, '_, '_>, at: usize) -> bool {
    let line = tail.line(at);
    let lexicon = tail.lexicon;
    if is_link(line) {
        return true;
    }
    if line.chars().count() > LINE_LENGTH {
        return is_contact(tail, at) && line.contains(['|', '•', '·']) && line.chars().count() <= 220;
    }
    if line.contains(['?', '¿', '？']) || line.ends_with(':') && line.split_whitespace().count() > 2 {
        return false;
    }
    let words = line.split_whitespace().count();
    let folded = tail.folded(at);
    if lexicon.postscripts.begin(folded) {
        return false;
    }
    let labelled = has_label(folded, lexicon) || lexicon.legal.hold(folded);
    if lexicon.spoken.hold(folded) {
        return labelled && words <= 8;
    }
    let sentence = line.ends_with(['.', '!']) && words >= 6 && !labelled;
    words <= 14 && !sentence
}

/// Whether a folded line begins with a label of a contact block: `tel.: 030 …`, `mobile +49 …`.
fn has_label(folded: &str, lexicon: &super::lexicon::Lexicon) -> bool {
    let folded = folded.trim_start_matches(['-', '|', '(', '[', ' ', '•', '·']);
    let Some((_, end)) = lexicon.contact_labels.find(folded) else { return false };
    let rest = folded.get(end..).unwrap_or_default().trim_start_matches(['.', ' ', ')', ']', '-']);
    rest.starts_with([':', '|', '+', '(', '[', '/']) || rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a line is a link or an address alone.
pub(super) fn is_link(line: &str) -> bool {
    let bare = line.trim_matches(['<', '>', '[', ']', '(', ')', '|', ' ']);
    let link = ["http://", "https://", "www.", "mailto:"]
        .iter()
        .any(|start| bare.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    !bare.is_empty()
        && !bare.contains(char::is_whitespace)
        && (link || (bare.contains('.') && bare.bytes().filter(|b| *b == b'@').count() == 1))
}

/// Whether a line holds a way to reach somebody, or the words of a company.
pub(super) fn is_contact(tail: &mut Tail<'_, '_, '_>, at: usize) -> bool {
    let kinds = kinds_of(tail, at);
    kinds != 0
}

const ADDRESS: u8 = 1;
const LINK: u8 = 2;
const PHONE: u8 = 4;
const LABEL: u8 = 8;
const TITLE: u8 = 16;
const LAW: u8 = 32;

fn kinds_of(tail: &mut Tail<'_, '_, '_>, at: usize) -> u8 {
    let line = tail.line(at);
    let lexicon = tail.lexicon;
    let folded = tail.folded(at);
    let mut kinds = 0;
    if Evidence::of(line).has_address {
        kinds |= ADDRESS;
    }
    if folded.contains("www.") || folded.contains("http") || folded.contains("[url_") {
        kinds |= LINK;
    }
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let label = has_label(folded, lexicon);
    if (digits >= 7 && (label || line.contains(['+', '(']))) || folded.contains("[phone_") {
        kinds |= PHONE;
    }
    if label {
        kinds |= LABEL;
    }
    if lexicon.titles.hold(folded) {
        kinds |= TITLE;
    }
    if lexicon.legal.hold(folded) {
        kinds |= LAW;
    }
    kinds
}

/// A contact block without a closing formula: the last paragraph, of several lines, with ways to reach somebody and a
/// title, company or label. What a line ending in a colon announces is no signature.
pub(super) fn at_end(tail: &mut Tail<'_, '_, '_>) -> Option<Range<usize>> {
    let end = tail.end();
    let start = tail.paragraph_start(end.checked_sub(1)?);
    if start == 0 || end - start < 3 || end - start > 14 {
        return None;
    }
    if tail.line(start - 1).ends_with(':') || !is_signer(tail, start) {
        return None;
    }
    let mut kinds = 0;
    for at in start..end {
        if !is_signature_line(tail, at) {
            return None;
        }
        kinds |= kinds_of(tail, at);
    }
    let ways = (kinds & (ADDRESS | LINK | PHONE)).count_ones();
    (ways >= 2 && kinds & (TITLE | LAW) != 0).then_some(start..end)
}
