//! Whether equal values of a text carry equal tokens, and different ones different tokens.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::Line;
use super::report::TokenConsistency;
use super::residual::folded;

/// Looks at the tokens of a line.
pub(super) fn check(line: &Line<'_>, counts: &mut TokenConsistency) {
    let mut of_value: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    let mut of_token: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for gold in &line.gold {
        let upto = line.found.partition_point(|item| item.span.start <= gold.span.start);
        let item = upto.checked_sub(1).and_then(|index| line.found.get(index));
        let Some(item) = item.filter(|item| gold.span.end <= item.span.end) else { continue };
        let Some(token) = item.token.as_deref() else { continue };
        let Some(value) = line.text.get(gold.span.start..gold.span.end).map(folded) else { continue };
        of_token.entry(token).or_default().insert(value.clone());
        of_value.entry((gold.class, value)).or_default().insert(token);
    }
    counts.values += of_value.len() as u64;
    counts.split += of_value.values().filter(|tokens| tokens.len() > 1).count() as u64;
    counts.merged += of_token.values().filter(|values| have_nothing_in_common(values)).count() as u64;
    counts.errors = counts.split + counts.merged;
}

/// Whether one of the values has nothing in common with the first: no word, and not the last four digits.
fn have_nothing_in_common(values: &BTreeSet<String>) -> bool {
    let words = |value: &str| -> BTreeSet<String> {
        value.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let last_digits = |value: &str| -> String {
        let digits = value.chars().rev().filter(char::is_ascii_digit);
        digits.take(4).collect()
    };
    let Some(first) = values.first() else { return false };
    let (first_words, first_digits) = (words(first), last_digits(first));
    values.iter().skip(1).any(|value| {
        let same_digits = first_digits.len() == 4 && last_digits(value) == first_digits;
        !same_digits && first_words.is_disjoint(&words(value))
    })
}
