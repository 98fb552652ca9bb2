//! Text in stretches, some of them marked.

use crate::report::diff::{Part, compare};

/// A stretch of text.
pub struct Piece<'r> {
    pub text: &'r str,
    pub marked: bool,
}

/// A sentence with what stands in backticks marked, without them; a lone backtick stays.
pub fn code_marked(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, inside, after)) = rest
        .split_once('`')
        .and_then(|(before, rest)| rest.split_once('`').map(|(code, after)| (before, code, after)))
    {
        pieces.push(Piece { text: before, marked: false });
        pieces.push(Piece { text: inside, marked: true });
        rest = after;
    }
    pieces.push(Piece { text: rest, marked: false });
    pieces
}

/// Both texts with what became something else marked.
pub fn sides<'r>(original: &'r str, text: &'r str) -> (Vec<Piece<'r>>, Vec<Piece<'r>>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for part in compare(original, text) {
        let (old, new, marked) = match part {
            Part::Same(same) => (same, same, false),
            Part::Changed(old, new) => (old, new, true),
        };
        before.push(Piece { text: old, marked });
        after.push(Piece { text: new, marked });
    }
    (before, after)
}

/// A text with its tokens, such as `[EMAIL_1]`, marked.
pub fn tokens_marked(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices('[') {
        let inside = text.get(at + 1..).unwrap_or_default();
        let end = inside.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        let is_token = |end: usize| {
            let (word, rest) = inside.split_at(end);
            let (label, number) = word.rsplit_once('_').unwrap_or((word, "0"));
            rest.starts_with(']')
                && label.len() > 1
                && !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
        };
        let Some(end) = end.filter(|end| at >= done && is_token(*end)) else { continue };
        let end = at + 1 + end + 1;
        pieces.push(Piece { text: text.get(done..at).unwrap_or_default(), marked: false });
        pieces.push(Piece { text: text.get(at..end).unwrap_or_default(), marked: true });
        done = end;
    }
    pieces.push(Piece { text: text.get(done..).unwrap_or_default(), marked: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<&str> {
        let pieces = tokens_marked(text);
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text);
        pieces.into_iter().filter(|piece| piece.marked).map(|piece| piece.text).collect()
    }

    #[test]
    fn code_loses_its_backticks() {
        let shown = |text| {
            code_marked(text).iter().map(|p| format!("{}{}", u8::from(p.marked), p.text)).collect::<String>()
        };
        assert_eq!(shown("set `a.b` and `c`, not `d"), "0set 1a.b0 and 1c0, not `d");
        assert_eq!(shown("plain"), "0plain");
    }

    #[test]
    fn tokens_are_marked_and_nothing_else() {
        assert_eq!(marked("Hi [PERSON_1], [EMAIL_2]![[PHONE_3]]"), ["[PERSON_1]", "[EMAIL_2]", "[PHONE_3]"]);
        assert_eq!(marked("[EMAIL]"), ["[EMAIL]"]);
        assert!(marked("[1] [x] [A] [PERSON_] [PERSON_1 [é_1]").is_empty());
    }
}
