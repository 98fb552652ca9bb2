//! Placeholders of a template that nobody filled: `{{ticket.id}}`, `{name}`, `%FIRST_NAME%`, `[insert name]`.

use std::ops::Range;

use super::body::shortened;
use super::fold::fold;
use super::lexicon::LEXICON;

/// No placeholder is longer, in bytes.
const LENGTH: usize = 64;

/// Every placeholder of a text, in order. Braces of code, paths (`/users/{id}`) and tokens such as `[PHONE_1]` are none.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(at) =
        memchr::memchr3(b'{', b'%', b'[', bytes.get(from..).unwrap_or_default()).map(|at| from + at)
    {
        match placeholder_at(text, at) {
            Some(end) => {
                found.push(at..end);
                from = end;
            }
            None => from = at + 1,
        }
    }
    found
}

fn placeholder_at(text: &str, at: usize) -> Option<usize> {
    // Hostile text may hold any number of openings: each looks no farther than a placeholder is long.
    let rest = shortened(text.get(at..)?, LENGTH + 8);
    let before = text.get(..at)?.chars().next_back();
    if let Some(inner) = rest.strip_prefix("{{") {
        let end = inner.find("}}").filter(|end| *end <= LENGTH)?;
        let name = inner.get(..end)?.trim_matches([' ', '{', '#', '/', '^', '&']);
        return is_path(name).then_some(
            at + end + 4 + usize::from(inner.get(end + 2..).is_some_and(|rest| rest.starts_with('}'))),
        );
    }
    if rest.starts_with('{') {
        let end = rest.find('}').filter(|end| *end <= LENGTH)?;
        let name = rest.get(1..end)?;
        let in_code = before
            .is_some_and(|c| matches!(c, '/' | '=' | '(' | ')' | '$' | '\\') || c.is_alphanumeric())
            || rest.get(end + 1..).is_some_and(|rest| rest.starts_with(['/', '=', '(']));
        let worded = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.- ".contains(&b));
        let is_name = worded && name.len() >= 2 && name.starts_with(|c: char| c.is_ascii_alphabetic());
        return (is_name && !in_code && name.split(' ').count() <= 3).then_some(at + end + 1);
    }
    if let Some(inner) = rest.strip_prefix('%') {
        let end = inner.find('%').filter(|end| (3..=LENGTH).contains(end))?;
        let name = inner.get(..end)?;
        let worded = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.');
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
        // `%20file%20` is an address; a name is in capitals or has an underscore.
        let named = name.contains('_') || name.bytes().all(|b| b.is_ascii_uppercase());
        return (worded && starts && named && !before.is_some_and(char::is_alphanumeric))
            .then_some(at + end + 2);
    }
    let inner = rest.strip_prefix('[')?;
    let end = inner.find(']').filter(|end| (2..=LENGTH).contains(end))?;
    let name = inner.get(..end)?;
    if inner.get(end + 1..).is_some_and(|rest| rest.starts_with('('))
        || !name.starts_with(char::is_alphabetic)
    {
        return None;
    }
    let folded = fold(name);
    LEXICON
        .fill_in
        .find(&folded)
        .is_some_and(|(_, length)| length == folded.len() || folded.split(' ').count() <= 5)
        .then_some(at + end + 2)
}

/// `ticket.requester.first_name`, perhaps with a filter behind a bar.
fn is_path(name: &str) -> bool {
    let path = name.split('|').next().unwrap_or_default().trim();
    !path.is_empty() && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.- ['\"]".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn placeholders_are_found_and_code_is_not() {
        assert_eq!(
            all("Hi {{ticket.requester.first_name}}, {{ order.id | upcase }}"),
            ["{{ticket.requester.first_name}}", "{{ order.id | upcase }}"]
        );
        assert_eq!(all("Dear {name}, {First Name}"), ["{name}", "{First Name}"]);
        assert_eq!(all("Hello %FIRST_NAME%, 50% of 20% off"), ["%FIRST_NAME%"]);
        assert_eq!(
            all("Dear [insert name], [Your Name] [Kundenname]"),
            ["[insert name]", "[Your Name]", "[Kundenname]"]
        );
        for text in [
            "call [PHONE_1] or [PERSON_2]",
            "GET /users/{id}/orders",
            "a{b}c ${HOME} {\"a\": 1} {1}",
            "https://example.com/a%20b%20c",
            "[link](https://example.com) [1] [sic]",
            "{{ {% } %",
        ] {
            assert_eq!(all(text), Vec::<&str>::new(), "{text}");
        }
    }
}
