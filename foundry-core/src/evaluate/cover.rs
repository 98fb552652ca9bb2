//! Sets of bytes of a text: sorted ranges that neither overlap nor touch.

use crate::entity::Span;

/// A set of bytes of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cover(Vec<Span>);

impl Cover {
    /// The bytes of any of the spans.
    pub fn of(spans: impl IntoIterator<Item = Span>) -> Cover {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        spans.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        Cover(merged)
    }

    /// Its ranges, sorted.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The ranges that share a byte with this one.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = Span> {
        let from = self.0.partition_point(|own| own.end <= span.start);
        self.0.iter().skip(from).take_while(move |own| own.start < span.end).copied()
    }

    /// Whether it holds a byte of this range.
    pub fn touches(&self, span: Span) -> bool {
        self.touching(span).next().is_some()
    }

    /// The bytes in both.
    pub fn and(&self, other: &Cover) -> Cover {
        let both = self.0.iter().flat_map(|own| {
            let cut = |span: Span| Span::new(span.start.max(own.start), span.end.min(own.end));
            other.touching(*own).map(cut)
        });
        Cover(both.collect())
    }

    /// The bytes that are not in the other.
    pub fn without(&self, other: &Cover) -> Cover {
        let mut left = Vec::with_capacity(self.0.len());
        for own in &self.0 {
            let mut from = own.start;
            for gone in other.touching(*own) {
                if from < gone.start {
                    left.push(Span::new(from, gone.start));
                }
                from = gone.end;
            }
            if from < own.end {
                left.push(Span::new(from, own.end));
            }
        }
        Cover(left)
    }

    /// How many characters (code points) of the text it holds.
    pub fn chars(&self, text: &str) -> u64 {
        let count = |span: &Span| text.get(span.start..span.end).map_or(0, |part| part.chars().count());
        self.0.iter().map(count).sum::<usize>() as u64
    }

    /// Whether it holds every letter and digit of a range; every character of a range that has none.
    pub fn hides(&self, text: &str, span: Span) -> bool {
        let readable = Cover::of([span]).without(self);
        let part = |span: &Span| text.get(span.start..span.end).unwrap_or_default();
        let is_worded = part(&span).contains(char::is_alphanumeric);
        readable.0.iter().all(|rest| is_worded && !part(rest).contains(char::is_alphanumeric))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(spans: &[(usize, usize)]) -> Cover {
        Cover::of(spans.iter().map(|(start, end)| Span::new(*start, *end)))
    }

    #[test]
    fn ranges_merge_meet_and_part() {
        let a = cover(&[(5, 8), (0, 3), (2, 4), (8, 9), (12, 12)]);
        assert_eq!(a, cover(&[(0, 4), (5, 9)]));
        let b = cover(&[(3, 6), (8, 20)]);
        assert_eq!(a.and(&b), cover(&[(3, 4), (5, 6), (8, 9)]));
        assert_eq!(a.without(&b), cover(&[(0, 3), (6, 8)]));
        assert_eq!(b.without(&a), cover(&[(4, 5), (9, 20)]));
        assert!(a.touches(Span::new(8, 11)) && !a.touches(Span::new(4, 5)) && !a.touches(Span::new(9, 30)));
    }

    #[test]
    fn blanks_and_marks_are_not_readable() {
        let text = "Jané Roe, 7";
        assert!(cover(&[(0, 5), (6, 9)]).hides(text, Span::new(0, 10)));
        assert!(!cover(&[(0, 5), (6, 9)]).hides(text, Span::new(0, 12)));
        assert!(!cover(&[]).hides("--", Span::new(0, 2)));
        assert_eq!(cover(&[(0, 6)]).chars(text), 5);
    }
}
