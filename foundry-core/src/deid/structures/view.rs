//! The plain view of a structured text, with the way back: which bytes of the text a part of the view stands for.
//!
//! A view is made of pieces. Layers lie on top of each other (a link inside HTML inside JSON): each decodes the view
//! below it, and its pieces lead all the way back to the original text.

use std::borrow::Cow;
use std::ops::Range;

use crate::entity::{Finding, Rank, Span};

/// How a piece of the view comes from the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Byte by byte.
    Copied,
    /// As a whole: a part of it is never replaced alone.
    Unit,
    /// The name of a member or an attribute, which stays unless it is itself personal beyond doubt.
    Key,
    /// A number of JSON: as a whole, and what replaces it is a string.
    Number,
    /// It stands for nothing in the text.
    Added,
}

/// A part of the view.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the view, and how long it is there.
    at: usize,
    len: usize,
    /// What it stands for in the text.
    span: Span,
    kind: Kind,
    /// How many strings of JSON it stands in.
    depth: u8,
    /// Whether it may be covered together with the piece before it and the markup between.
    joined: bool,
    /// Whether it is a second reading of bytes that stand in the view as they are.
    again: bool,
}

/// A text as a reader sees it.
pub(in crate::deid) struct View {
    text: String,
    pieces: Vec<Piece>,
    /// The pieces that stand for something, by where they begin in the text; second readings apart.
    by_source: Vec<u32>,
    /// The second readings, by where they begin.
    second: Vec<u32>,
}

impl View {
    /// The plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Calls `visit` with every range of the original text that a range of the view stands for, and whether it is the
    /// name of something. Ranges are as long as what lies between may be covered too.
    pub fn each_original(&self, span: Span, mut visit: impl FnMut(Span, bool)) {
        let first = self.pieces.partition_point(|piece| piece.at + piece.len <= span.start);
        let mut open: Option<(Span, bool)> = None;
        let mut apart = false;
        for piece in self.pieces.get(first..).unwrap_or_default() {
            if piece.at >= span.end {
                break;
            }
            apart |= !piece.joined;
            if piece.kind == Kind::Added || piece.span.is_empty() {
                continue;
            }
            let mut range = piece.span;
            if matches!(piece.kind, Kind::Copied | Kind::Key) && piece.len == piece.span.len() {
                let (from, to) = (span.start.max(piece.at), span.end.min(piece.at + piece.len));
                range = Span::new(range.start + from - piece.at, range.start + to - piece.at);
            }
            let is_key = piece.kind == Kind::Key;
            match &mut open {
                Some((so_far, key)) if !apart && range.start >= so_far.start && *key == is_key => {
                    so_far.end = so_far.end.max(range.end);
                }
                _ => {
                    if let Some((done, key)) = open.replace((range, is_key)) {
                        visit(done, key);
                    }
                }
            }
            apart = false;
        }
        if let Some((done, key)) = open {
            visit(done, key);
        }
    }

    /// Whether a finding in the text as it stands may stay one: it reaches over no markup, and what it touches can be
    /// replaced. It is widened to whole units.
    pub fn admits(&self, finding: &mut Finding) -> bool {
        let span = finding.span;
        let from = self.first_from(span.start);
        let mut covered = span.start;
        for piece in self.by_source.get(from..).unwrap_or_default().iter().filter_map(|i| self.piece(*i)) {
            if piece.span.start >= span.end {
                break;
            }
            if piece.span.end <= covered && piece.span.end <= span.start {
                continue;
            }
            if piece.span.start > covered || piece.kind == Kind::Key && finding.rank < Rank::Checked {
                return false;
            }
            covered = covered.max(piece.span.end);
            if !matches!(piece.kind, Kind::Copied | Kind::Key) {
                finding.span.start = finding.span.start.min(piece.span.start);
                finding.span.end = finding.span.end.max(piece.span.end);
            }
        }
        covered >= span.end
    }

    /// What a range of the text says.
    pub fn value<'t>(&'t self, text: &'t str, span: Span) -> Cow<'t, str> {
        let raw = text.get(span.start..span.end).unwrap_or_default();
        let second = self.second.partition_point(|i| self.piece(*i).is_some_and(|p| p.span < span));
        if let Some(piece) = self.second.get(second).and_then(|i| self.piece(*i))
            && piece.span == span
            // The whole of it is text: four characters of base64 for three bytes.
            && 4 * piece.len + 11 >= 3 * span.len()
        {
            return Cow::Borrowed(self.text.get(piece.at..piece.at + piece.len).unwrap_or_default());
        }
        let from = self.first_from(span.start);
        let mut out = String::new();
        let mut plain = true;
        let mut last = None;
        for index in self.by_source.get(from..).unwrap_or_default() {
            let Some(piece) = self.piece(*index) else { break };
            if piece.span.start >= span.end {
                break;
            }
            let (start, end) = (piece.span.start.max(span.start), piece.span.end.min(span.end));
            if start >= end || last.is_some_and(|last| start < last) {
                continue;
            }
            let copied = matches!(piece.kind, Kind::Copied | Kind::Key) && piece.len == piece.span.len();
            plain &=
                copied && last.is_none_or(|last| last == start) && (last.is_some() || start == span.start);
            last = Some(end);
            let of_view = match copied {
                true => piece.at + start - piece.span.start..piece.at + end - piece.span.start,
                false => piece.at..piece.at + piece.len,
            };
            out.push_str(self.text.get(of_view).unwrap_or_default());
        }
        if plain && last == Some(span.end) || out.is_empty() { Cow::Borrowed(raw) } else { Cow::Owned(out) }
    }

    /// How many strings of JSON a range of the text stands in, and whether it is a number there.
    pub fn in_json(&self, span: Span) -> (u8, bool) {
        let from = self.first_from(span.start);
        let mut pieces = self.by_source.get(from..).unwrap_or_default().iter().filter_map(|i| self.piece(*i));
        match pieces.find(|piece| piece.span.end > span.start) {
            Some(piece) if piece.span.start < span.end => (piece.depth, piece.kind == Kind::Number),
            _ => (0, false),
        }
    }

    fn piece(&self, index: u32) -> Option<&Piece> {
        self.pieces.get(index as usize)
    }

    /// The first of the pieces by source that can reach behind `at`.
    fn first_from(&self, at: usize) -> usize {
        let after = self.by_source.partition_point(|i| self.piece(*i).is_some_and(|p| p.span.start <= at));
        after.saturating_sub(1)
    }
}

/// Makes a view of a text, or of the view below.
pub(super) struct Builder<'a> {
    below: Option<&'a View>,
    source: &'a str,
    view: View,
    /// Up to where the source has been emitted, and the piece below that stands there.
    done: usize,
    cut: bool,
    /// What pieces are made as, where it is not as they are.
    kind: Option<Kind>,
    depth: u8,
    again: bool,
    changed: bool,
}

impl<'a> Builder<'a> {
    /// Nothing yet; `source` is the text below.
    pub fn new(source: &'a str, below: Option<&'a View>) -> Builder<'a> {
        let view = View {
            text: String::with_capacity(source.len() + 64),
            pieces: Vec::new(),
            by_source: Vec::new(),
            second: Vec::new(),
        };
        let (done, cut, kind, depth, again, changed) = (0, false, None, 0, false, false);
        Builder { below, source, view, done, cut, kind, depth, again, changed }
    }

    /// What comes next is made as this kind.
    pub fn set_kind(&mut self, kind: Option<Kind>) {
        self.kind = kind;
    }

    /// What comes next stands in this many strings of JSON more than the source.
    pub fn set_depth(&mut self, depth: u8) {
        self.depth = depth;
    }

    /// What comes next is a second reading.
    pub fn set_again(&mut self) {
        self.again = true;
    }

    /// What comes next is never covered together with what was before.
    pub fn cut(&mut self) {
        self.cut = true;
        self.changed = true;
    }

    /// Copies a range of the source.
    pub fn copy(&mut self, range: Range<usize>) {
        let Some(text) = self.source.get(range.clone()).filter(|text| !text.is_empty()) else { return };
        let mut joined = self.joins(range.start);
        let Some(below) = self.below else {
            let kind = self.kind.unwrap_or(Kind::Copied);
            let span = Span::new(range.start, range.end);
            self.push(text, span, kind, 0, joined);
            self.done = range.end;
            return;
        };
        let first = below.pieces.partition_point(|piece| piece.at + piece.len <= range.start);
        for piece in below.pieces.get(first..).unwrap_or_default() {
            if piece.at >= range.end {
                break;
            }
            let (from, to) = (range.start.max(piece.at), range.end.min(piece.at + piece.len));
            let text = self.source.get(from..to).unwrap_or_default();
            if piece.at > range.start {
                joined = piece.joined;
            }
            let copied = matches!(piece.kind, Kind::Copied | Kind::Key) && piece.len == piece.span.len();
            let (kind, span) = match copied {
                true => {
                    let start = piece.span.start + from - piece.at;
                    (self.kind.unwrap_or(piece.kind), Span::new(start, start + to - from))
                }
                false => (piece.kind, piece.span),
            };
            self.again |= piece.again;
            self.push(text, span, kind, piece.depth, joined);
            self.again &= !piece.again;
        }
        self.done = range.end;
    }

    /// Emits the character that a range of the source encodes.
    pub fn character(&mut self, range: Range<usize>, c: char) {
        self.unit(range, c.encode_utf8(&mut [0; 4]));
    }

    /// Emits a text that a range of the source stands for as a whole.
    pub fn unit(&mut self, range: Range<usize>, text: &str) {
        self.changed = true;
        let joined = self.joins(range.start);
        let (mut span, mut depth) = (Span::new(range.start, range.end), 0);
        if let Some(below) = self.below {
            let mut hull: Option<Span> = None;
            below.each_original(span, |part, _| {
                hull = Some(hull.map_or(part, |so_far| {
                    Span::new(so_far.start.min(part.start), so_far.end.max(part.end))
                }));
            });
            let first = below.pieces.partition_point(|piece| piece.at + piece.len <= range.start);
            depth = below.pieces.get(first).map_or(0, |piece| piece.depth);
            span = hull.unwrap_or(Span::new(0, 0));
        }
        let kind = self.kind.filter(|kind| *kind != Kind::Copied).unwrap_or(Kind::Unit);
        self.push(text, span, kind, depth, joined);
        self.done = range.end;
    }

    /// Emits a text that stands for nothing.
    pub fn add(&mut self, text: &str) {
        self.changed = true;
        let joined = !std::mem::take(&mut self.cut);
        self.push(text, Span::new(0, 0), Kind::Added, 0, joined);
    }

    /// Passes over the source up to here: it is markup between what is emitted.
    pub fn skip(&mut self) {
        self.changed = true;
    }

    /// The view; `None` if it is the source, byte by byte.
    pub fn finish(mut self) -> Option<View> {
        if !self.changed {
            return None;
        }
        let View { pieces, by_source, second, .. } = &mut self.view;
        let real = |index: &u32| pieces.get(*index as usize).is_some_and(|p| !p.span.is_empty());
        let again = |index: &u32| pieces.get(*index as usize).is_some_and(|p| p.again);
        let all = || 0..pieces.len() as u32;
        by_source.extend(all().filter(|i| real(i) && !again(i)));
        second.extend(all().filter(|i| real(i) && again(i)));
        let start = |index: &u32| pieces.get(*index as usize).map_or(0, |p| p.span.start);
        by_source.sort_by_key(start);
        second.sort_by_key(start);
        Some(self.view)
    }

    /// Whether what begins here may be covered together with what was emitted last.
    fn joins(&mut self, start: usize) -> bool {
        if std::mem::take(&mut self.cut) || start < self.done {
            return false;
        }
        let Some(below) = self.below else { return true };
        let first = below.pieces.partition_point(|piece| piece.at < self.done);
        let between = below.pieces.get(first..).unwrap_or_default();
        between.iter().take_while(|piece| piece.at <= start).all(|piece| piece.joined)
    }

    fn push(&mut self, text: &str, span: Span, kind: Kind, depth: u8, joined: bool) {
        let at = self.view.text.len();
        self.view.text.push_str(text);
        let depth = depth + self.depth;
        // Neighbours are one piece.
        if let Some(last) = self.view.pieces.last_mut()
            && joined
            && kind == Kind::Copied
            && last.kind == kind
            && last.depth == depth
            && last.again == self.again
            && last.span.end == span.start
        {
            last.span.end = span.end;
            last.len += text.len();
            return;
        }
        self.view.pieces.push(Piece { at, len: text.len(), span, kind, depth, joined, again: self.again });
    }
}
