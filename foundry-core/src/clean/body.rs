//! A message as lines, each kept or cut for a reason.

use std::ops::Range;

use super::fold::fold_into;
use super::settings::RemovalReason;

/// A line of the message: its trimmed text, and where the next one begins.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
    cut: Option<RemovalReason>,
}

/// The lines of a message and what has been decided about them. Holds no text: one room serves many messages.
#[derive(Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    folded: String,
}

/// Only so much of a line is folded: no header, formula or footer is longer.
const FOLDED_BYTES: usize = 600;

impl Lines {
    /// Splits a text; every line is kept.
    pub fn fill(&mut self, text: &str) {
        self.lines.clear();
        let mut start = 0;
        while start < text.len() {
            let rest = text.get(start..).unwrap_or_default();
            let next = memchr::memchr(b'\n', rest.as_bytes()).map_or(text.len(), |at| start + at + 1);
            let line = text.get(start..next).unwrap_or_default();
            let left = line.trim_start_matches(is_blank);
            let from = next - left.len();
            let kept = left.trim_end_matches(is_blank);
            self.lines.push(Line { start: from, end: from + kept.len(), next, cut: None });
            start = next;
        }
    }
}

/// White space, and what is invisible.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

/// A message and the decisions about its lines.
pub(super) struct Body<'t, 'l> {
    pub text: &'t str,
    room: &'l mut Lines,
}

impl<'t, 'l> Body<'t, 'l> {
    pub fn new(text: &'t str, room: &'l mut Lines) -> Body<'t, 'l> {
        room.fill(text);
        Body { text, room }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.room.lines.len()
    }

    /// The trimmed text of a line; empty for a blank line and beyond the end.
    pub fn line(&self, at: usize) -> &'t str {
        self.room.lines.get(at).and_then(|line| self.text.get(line.start..line.end)).unwrap_or_default()
    }

    /// The line folded, as far as a header or footer can reach.
    pub fn folded(&mut self, at: usize) -> &str {
        let line = shortened(self.line(at), FOLDED_BYTES);
        fold_into(line, &mut self.room.folded);
        self.room.folded.trim_end()
    }

    pub fn is_blank(&self, at: usize) -> bool {
        self.line(at).is_empty()
    }

    /// Whether the line was cut.
    pub fn is_cut(&self, at: usize) -> bool {
        self.room.lines.get(at).is_none_or(|line| line.cut.is_some())
    }

    /// Whether the line stays and says something.
    pub fn is_said(&self, at: usize) -> bool {
        !self.is_cut(at) && !self.is_blank(at)
    }

    /// Cuts the lines of a range that are not cut yet.
    pub fn cut(&mut self, range: Range<usize>, reason: RemovalReason) {
        for line in self.room.lines.get_mut(range).into_iter().flatten() {
            line.cut.get_or_insert(reason);
        }
    }

    /// Takes back what was cut for a reason.
    pub fn restore(&mut self, reason: RemovalReason) {
        for line in &mut self.room.lines {
            if line.cut == Some(reason) {
                line.cut = None;
            }
        }
    }

    /// The next kept line from `at` on that says something.
    pub fn next_said(&self, at: usize) -> Option<usize> {
        (at..self.len()).find(|i| self.is_said(*i))
    }

    /// Whether any kept line of the range says something.
    pub fn says_something(&self, mut range: Range<usize>) -> bool {
        range.any(|at| self.is_said(at))
    }

    /// Whether anything was cut.
    pub fn has_cuts(&self) -> bool {
        self.room.lines.iter().any(|line| line.cut.is_some())
    }

    /// Cuts blank lines that would stand at the start, at the end, or twice where something was cut.
    pub fn close_gaps(&mut self) {
        let mut last_reason = None;
        let mut blank_before = true;
        for line in &mut self.room.lines {
            match line.cut {
                Some(reason) => last_reason = Some(reason),
                None if line.start == line.end => match last_reason {
                    Some(reason) if blank_before => line.cut = Some(reason),
                    _ => blank_before = true,
                },
                None => {
                    last_reason = None;
                    blank_before = false;
                }
            }
        }
        let mut reason = None;
        for line in self.room.lines.iter_mut().rev() {
            match line.cut {
                Some(cut) => reason = Some(cut),
                None if line.start == line.end => match reason {
                    Some(reason) => line.cut = Some(reason),
                    None => return,
                },
                None => return,
            }
        }
    }

    /// The stretches that stay, without the line end of the last one where something was cut behind it.
    pub fn kept(&self) -> Vec<Range<usize>> {
        let mut kept: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for line in &self.room.lines {
            if line.cut.is_none() {
                match kept.last_mut() {
                    Some(last) if last.end == start => last.end = line.next,
                    _ => kept.push(start..line.next),
                }
            }
            start = line.next;
        }
        if let Some(last) = kept.last_mut()
            && last.end < self.text.len()
        {
            let text = self.text.get(last.clone()).unwrap_or_default();
            last.end = last.start + text.trim_end().len();
        }
        kept
    }

    /// What was cut, as stretches of one reason each.
    pub fn removed(&self) -> Vec<(Range<usize>, RemovalReason)> {
        let mut removed: Vec<(Range<usize>, RemovalReason)> = Vec::new();
        let mut start = 0;
        for line in &self.room.lines {
            if let Some(reason) = line.cut {
                match removed.last_mut() {
                    Some((span, last)) if span.end == start && *last == reason => span.end = line.next,
                    _ => removed.push((start..line.next, reason)),
                }
            }
            start = line.next;
        }
        removed
    }
}

/// The start of a text, at most so many bytes.
pub(super) fn shortened(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
