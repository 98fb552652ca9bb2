//! Labelled values that can still be read in the text as it came out.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::judge::Line;
use super::report::ResidualValues;

/// Stands where something was hidden: no letter, no digit, no blank.
const HIDDEN: char = '\u{FFFC}';

/// Looks for the labelled values of a line in what became of it.
pub(super) fn check(line: &Line<'_>, deidentified: Option<&str>, counts: &mut ResidualValues) {
    let values: BTreeSet<String> = line
        .gold
        .iter()
        .filter_map(|item| line.text.get(item.span.start..item.span.end))
        .map(folded)
        .filter(|value| value.chars().filter(|c| c.is_alphanumeric()).count() > 1)
        .collect();
    if values.is_empty() {
        return;
    }
    let left = deidentified.map_or_else(|| folded(&without_hidden(line)), folded);
    counts.values += values.len() as u64;
    counts.residual += values.iter().filter(|value| stands_in(&left, value)).count() as u64;
}

/// The text as a detector that only finds leaves it.
fn without_hidden(line: &Line<'_>) -> String {
    let (mut left, mut at) = (String::with_capacity(line.text.len()), 0);
    for span in line.hidden.spans() {
        left.push_str(line.text.get(at..span.start).unwrap_or_default());
        left.push(HIDDEN);
        at = span.end;
    }
    left.push_str(line.text.get(at..).unwrap_or_default());
    left
}

/// A spelling that equal values share: compatibility forms composed, lower case, one kind of white space, nothing that
/// has no width.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let visible = |c: &char| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}');
    for c in text.nfkc().filter(visible).flat_map(char::to_lowercase) {
        match c.is_whitespace() {
            true if out.is_empty() || out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a value stands in the text as a whole word, or anywhere where its script has no blanks between words.
fn stands_in(text: &str, value: &str) -> bool {
    let joins = |inner: Option<char>, outer: Option<char>| {
        let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        inner.is_some_and(is_word) && outer.is_some_and(is_word)
    };
    memchr::memmem::find_iter(text.as_bytes(), value.as_bytes()).any(|at| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + value.len()..).and_then(|after| after.chars().next());
        !joins(value.chars().next(), before) && !joins(value.chars().next_back(), after)
    })
}

/// Whether words of its script are written without blanks: Thai, Lao, Khmer, Burmese, Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}')
        || matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_as_whole_words_in_any_spelling() {
        for (text, value) in [
            ("Dear ＪＡＮＥ\u{A0} Roe,", "Jane Roe"),
            ("cafe\u{301}", "CAFÉ"),
            ("我是王小明。", "王小明"),
            ("x2125550123 or 2125550123", "2125550123"),
            ("ja\u{200B}ne", "Jane"),
        ] {
            assert!(stands_in(&folded(text), &folded(value)), "{text}");
        }
        for (text, value) in [("Janet", "Jane"), ("12125550123", "2125550123"), ("Jane, Roe", "Jane Roe")] {
            assert!(!stands_in(&folded(text), &folded(value)), "{text}");
        }
    }
}
