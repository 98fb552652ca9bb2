//! Where what is left of a cleaned text stood in the whole.

use std::ops::Range;

use crate::entity::Span;

/// A part of a text that cleaning did not leave standing: cut for a reason, or blanks around such parts.
#[derive(Debug, PartialEq)]
pub(super) struct Gone {
    pub span: Range<usize>,
    pub reason: Option<&'static str>,
    /// Where it would be in what was left.
    left: usize,
}

/// What is gone from a text so that `cleaned` is left, in order; `None` where that is not all there is to it.
pub(super) fn gone(text: &str, cut: &[(Range<usize>, &'static str)], cleaned: &str) -> Option<Vec<Gone>> {
    let mut gone: Vec<Gone> = Vec::with_capacity(cut.len());
    let mut left = cleaned.chars().peekable();
    let mut stood = 0;
    let mut stand = |span: Range<usize>, gone: &mut Vec<Gone>, stood: &mut usize| {
        for (at, c) in text.get(span.clone())?.char_indices().map(|(at, c)| (span.start + at, c)) {
            if left.next_if_eq(&c).is_some() {
                *stood += c.len_utf8();
                continue;
            }
            if !c.is_whitespace() {
                return None;
            }
            match gone.last_mut() {
                Some(Gone { span, reason: None, .. }) if span.end == at => span.end += c.len_utf8(),
                _ => gone.push(Gone { span: at..at + c.len_utf8(), reason: None, left: *stood }),
            }
        }
        Some(())
    };
    let mut from = 0;
    for (span, reason) in cut {
        stand(from..span.start, &mut gone, &mut stood)?;
        gone.push(Gone { span: span.clone(), reason: Some(reason), left: stood });
        from = span.end;
    }
    stand(from..text.len(), &mut gone, &mut stood)?;
    left.next().is_none().then_some(gone)
}

/// A span of what was left as a span of the whole: its ends hold on to the characters inside it.
pub(super) fn uncut(gone: &[Gone], span: Span) -> Span {
    // A part stands in the whole as much later than in what was left as was gone before it, and itself.
    let behind = |count: usize| match gone.get(count.wrapping_sub(1)) {
        Some(part) => part.span.end - part.left,
        None => 0,
    };
    let start = span.start + behind(gone.partition_point(|part| part.left <= span.start));
    let end = span.end + behind(gone.partition_point(|part| part.left < span.end));
    Span::new(start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_what_is_left_are_found_in_the_whole() {
        let cut = [(2..4, "signature"), (6..9, "signature")];
        let parts = gone("abXXcdYYYe f\n", &cut, "abcdef").expect("blanks may go");
        assert_eq!(
            parts.iter().map(|part| part.span.clone()).collect::<Vec<_>>(),
            [2..4, 6..9, 10..11, 12..13]
        );
        assert_eq!(uncut(&parts, Span::new(0, 2)), Span::new(0, 2));
        assert_eq!(uncut(&parts, Span::new(2, 4)), Span::new(4, 6));
        assert_eq!(uncut(&parts, Span::new(1, 5)), Span::new(1, 10));
        assert_eq!(uncut(&parts, Span::new(4, 6)), Span::new(9, 12));
        assert_eq!(gone("abXXcd", &cut[..1], "abd"), None);
        assert_eq!(gone("abXXcd", &cut[..1], "abcde"), None);
    }
}
