//! What changed between a text and its de-identified form, word by word, whatever operator changed it.

/// Beyond this product of word counts the whole middle counts as changed.
const MAX_CELLS: usize = 4_000_000;

/// A stretch of both texts: the same, or replaced by something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// In both.
    Same(&'a str),
    /// This became that; one of them may be empty.
    Changed(&'a str, &'a str),
}

/// Compares two texts by words; the parts put together are the texts again.
pub fn compare<'a>(before: &'a str, after: &'a str) -> Vec<Part<'a>> {
    let (old, new) = (words(before), words(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let kept = common(old.get(head..old_end).unwrap_or_default(), new.get(head..new_end).unwrap_or_default());

    let mut pairs: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    pairs.extend(kept.into_iter().map(|(i, j)| (head + i, head + j)));
    pairs.extend((0..tail).map(|i| (old_end + i, new_end + i)));
    join(before, after, &old, &new, &pairs)
}

/// Runs of letters and digits, tokens in square brackets, and every other character by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '[' {
            let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let token = rest.get(1..).unwrap_or_default();
            let end = token.find(|c| !inside(c)).unwrap_or(token.len());
            if end > 0 && token.get(end..).is_some_and(|r| r.starts_with(']')) { end + 2 } else { 1 }
        } else if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

/// The longest common subsequence, as pairs of indexes.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if old.is_empty() || new.is_empty() || (old.len() + 1).saturating_mul(width) > MAX_CELLS {
        return Vec::new();
    }
    let mut best = vec![0u32; (old.len() + 1) * width];
    let at = |best: &[u32], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let value = if a == b {
                at(&best, i + 1, j + 1) + 1
            } else {
                at(&best, i + 1, j).max(at(&best, i, j + 1))
            };
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if a == b {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&best, i + 1, j) >= at(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn join<'a>(
    before: &'a str,
    after: &'a str,
    old: &[&str],
    new: &[&str],
    pairs: &[(usize, usize)],
) -> Vec<Part<'a>> {
    let lengths = |words: &[&str]| -> usize { words.iter().map(|word| word.len()).sum() };
    let mut parts: Vec<Part<'a>> = Vec::new();
    let (mut i, mut j) = (0, 0);
    let (mut rest_before, mut rest_after) = (before, after);
    for (next_i, next_j) in pairs.iter().copied().chain([(old.len(), new.len())]) {
        let gone = lengths(old.get(i..next_i).unwrap_or_default());
        let come = lengths(new.get(j..next_j).unwrap_or_default());
        let (was, left_before) = rest_before.split_at(gone);
        let (is, left_after) = rest_after.split_at(come);
        if gone + come > 0 {
            parts.push(Part::Changed(was, is));
        }
        let same = old.get(next_i).map_or(0, |word| word.len());
        let (kept, left_before) = left_before.split_at(same);
        (rest_before, rest_after) = (left_before, left_after.get(same..).unwrap_or_default());
        if same > 0 {
            parts.push(Part::Same(kept));
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes<'a>(before: &'a str, after: &'a str) -> Vec<(&'a str, &'a str)> {
        let parts = compare(before, after);
        let (mut old, mut new) = (String::new(), String::new());
        let mut changed = Vec::new();
        for part in parts {
            match part {
                Part::Same(text) => (old += text, new += text),
                Part::Changed(was, is) => {
                    changed.push((was, is));
                    (old += was, new += is)
                }
            };
        }
        assert_eq!((old.as_str(), new.as_str()), (before, after));
        changed
    }

    #[test]
    fn replaced_values_are_found() {
        assert_eq!(changes("same", "same"), []);
        assert_eq!(changes("", ""), []);
        assert_eq!(changes("I am Ann Lee.", "I am [PERSON_1]."), [("Ann Lee", "[PERSON_1]")]);
        let (before, after) = ("mail a@b.org, or c@d.org 👋", "mail [EMAIL_1], or [EMAIL_2] 👋");
        assert_eq!(changes(before, after), [("a@b.org", "[EMAIL_1]"), ("c@d.org", "[EMAIL_2]")]);
        assert_eq!(changes("call 555-0100", "call ***-**00"), [("555", "***"), ("0100", "**00")]);
    }

    #[test]
    fn removed_text_is_found() {
        assert_eq!(changes("key sk123 here", "key  here"), [("sk123", "")]);
    }
}
