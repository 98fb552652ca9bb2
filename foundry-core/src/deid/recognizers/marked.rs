//! Test texts in which `⟦` and `⟧` mark what must be found.

use crate::entity::Finding;

/// Asserts that `find` finds what stands between the marks, and nothing else.
pub(super) fn assert_marked(marked: &str, find: impl Fn(&str) -> Vec<Finding>) {
    let text = marked.replace(['⟦', '⟧'], "");
    let expected: Vec<&str> =
        marked.split('⟦').skip(1).map(|part| part.split('⟧').next().unwrap_or_default()).collect();
    let found: Vec<&str> = find(&text).iter().map(|f| &text[f.span.start..f.span.end]).collect();
    assert_eq!(found, expected, "{text}");
}
