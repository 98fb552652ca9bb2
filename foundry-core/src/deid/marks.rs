//! What was written where: in a text that is rewritten more than once, tokens keep their originals; and of a finished
//! text it can be told which spelling each token stands for.

use std::collections::BTreeMap;
use std::ops::Range;

use super::operators::{Identities, Identity};
use super::replacement::Traced;
use super::token_map::{Spelling, text_digest};
use crate::entity::Span;

/// What an operator wrote into a text.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    /// Where it begins in the text as it stands.
    pub start: u32,
    /// Its length in bytes.
    pub length: u32,
    /// The value it stands for.
    pub identity: u32,
    /// Whether it is a token.
    pub is_token: bool,
}

impl Mark {
    fn span(&self) -> Span {
        Span::new(self.start as usize, self.start as usize + self.length as usize)
    }
}

/// A mark, and the index of its spelling where that is not the first one of its value.
type Spelled = (Mark, Option<u32>);

/// The identity behind a token, where the token begins, and the spelling it stands for there.
type Note<'m> = (u32, u32, &'m str);

/// The marks of a conversation.
#[derive(Default)]
pub(super) struct Marks {
    /// Those of the text in hand, in order; they never overlap.
    now: Vec<Spelled>,
    /// Those of the text that is being written.
    next: Vec<Spelled>,
    /// Those of finished messages, in the order of messages.
    kept: Vec<(u32, Spelled)>,
    /// Spellings other than the first.
    spellings: Vec<String>,
}

impl Marks {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.forget();
        self.kept.clear();
        self.spellings.clear();
    }

    /// Forgets the text in hand.
    pub fn forget(&mut self) {
        self.now.clear();
        self.next.clear();
    }

    /// Whether a range of the text in hand meets what an operator wrote and what is no token.
    pub fn hold_plain(&self, span: Span) -> bool {
        let first = self.now.partition_point(|(mark, _)| mark.span().end <= span.start);
        let met = self.now.iter().skip(first).take_while(|(mark, _)| mark.span().start < span.end);
        met.into_iter().any(|(mark, _)| !mark.is_token)
    }

    /// Takes the marks of a range over to the new text, where the range will begin at `at`.
    pub fn carry(&mut self, range: Range<usize>, at: usize) {
        if self.now.is_empty() {
            return;
        }
        let Marks { now, next, .. } = self;
        next.extend(within(now, range.start, range.end).iter().map(|(mark, spelling)| {
            let start = (mark.start as usize - range.start + at) as u32;
            (Mark { start, ..*mark }, *spelling)
        }));
    }

    /// What stood in a range of the text in hand before anything was written into it; `None` if nothing was.
    #[inline]
    pub fn original(&self, text: &str, span: Span, identities: &Identities) -> Option<String> {
        if self.now.is_empty() { None } else { self.restored(text, span, identities) }
    }

    fn restored(&self, text: &str, span: Span, identities: &Identities) -> Option<String> {
        let (mut out, mut done) = (String::new(), span.start);
        for spelled in within(&self.now, span.start, span.end) {
            let inner = spelled.0.span();
            out.push_str(text.get(done..inner.start)?);
            out.push_str(self.written(spelled, identities)?);
            done = inner.end;
        }
        if done == span.start {
            return None;
        }
        out.push_str(text.get(done..span.end)?);
        Some(out)
    }

    /// Adds a mark to the new text.
    pub fn add(&mut self, mark: Mark, original: &str, identities: &Identities) {
        let first = identities.get(mark.identity).is_some_and(|identity| identity.original == original);
        let spelling = (!first).then(|| {
            self.spellings.push(original.to_owned());
            (self.spellings.len() - 1) as u32
        });
        self.next.push((mark, spelling));
    }

    /// The new text is the text in hand.
    pub fn turn(&mut self) {
        std::mem::swap(&mut self.now, &mut self.next);
        self.next.clear();
    }

    /// Keeps the marks of the text in hand as those of a message.
    pub fn keep(&mut self, message: usize) {
        let number = message as u32;
        let new = self.now.drain(..).map(|spelled| (number, spelled));
        // Messages come in order, but for those that are taken up again.
        if self.kept.last().is_none_or(|(last, _)| *last < number) {
            self.kept.extend(new);
        } else {
            let range = range_of(&self.kept, number);
            self.kept.splice(range, new);
        }
        self.next.clear();
    }

    /// Takes a message in hand again.
    pub fn take_up(&mut self, message: usize) {
        self.forget();
        let kept = self.kept.get(range_of(&self.kept, message as u32)).unwrap_or_default();
        self.now.extend(kept.iter().map(|(_, spelled)| *spelled));
    }

    /// The notes about every token in the messages that stands for another spelling than the first.
    /// `content` gives the text of a message.
    pub fn spellings<'t>(
        &self,
        content: impl Fn(usize) -> Option<&'t str>,
        identities: &Identities,
    ) -> Vec<Spelling> {
        if self.spellings.is_empty() {
            return Vec::new();
        }
        // Messages that are the same now may have been different.
        let mut texts: BTreeMap<&str, Vec<Vec<Note<'_>>>> = BTreeMap::new();
        let mut notes = Vec::new();
        for message in self.kept.chunk_by(|a, b| a.0 == b.0) {
            let content = message.first().and_then(|(index, _)| content(*index as usize));
            let Some(content) = content else { continue };
            let other = message.iter().filter_map(|(_, (mark, spelling))| {
                let identity: &Identity = identities.get(mark.identity)?;
                identity.token.as_ref().filter(|_| mark.is_token)?;
                let original = self.spellings.get((*spelling)? as usize)?;
                Some((mark.identity, mark.start, original.as_str()))
            });
            texts.entry(content).or_default().push(other.collect());
        }
        for (text, turns) in texts {
            let alike = turns.windows(2).all(|pair| pair.first() == pair.last());
            let digest = text_digest(text);
            for (turn, spelled) in turns.iter().enumerate().take(if alike { 1 } else { turns.len() }) {
                for (identity, at, original) in spelled {
                    let token = identities.get(*identity).and_then(|identity| identity.token.clone());
                    notes.push(Spelling {
                        token: token.unwrap_or_default(),
                        digest,
                        turn: (!alike).then_some(turn as u32),
                        at: *at,
                        original: (*original).to_owned(),
                    });
                }
            }
        }
        notes
    }

    /// What was written into the messages, in order of position, each with the spelling it stands for.
    pub fn traced<'m>(&'m self, identities: &'m Identities) -> impl Iterator<Item = Traced> + 'm {
        self.kept.iter().filter_map(|(message, spelled)| {
            let original = self.written(spelled, identities)?.to_owned();
            let entity_type = identities.get(spelled.0.identity)?.entity_type;
            Some(Traced { message: *message as usize, entity_type, after: spelled.0.span(), original })
        })
    }

    fn written<'m>(&'m self, spelled: &Spelled, identities: &'m Identities) -> Option<&'m str> {
        match spelled.1 {
            Some(spelling) => self.spellings.get(spelling as usize).map(String::as_str),
            None => identities.get(spelled.0.identity).map(|identity| identity.original.as_str()),
        }
    }
}

/// The marks that lie whole in a range.
fn within(marks: &[Spelled], start: usize, end: usize) -> &[Spelled] {
    let first = marks.partition_point(|(mark, _)| mark.span().start < start);
    let last = marks.partition_point(|(mark, _)| mark.span().end <= end);
    marks.get(first..last).unwrap_or_default()
}

/// Where the marks of a message stand.
fn range_of(kept: &[(u32, Spelled)], message: u32) -> Range<usize> {
    let start = kept.partition_point(|(kept, _)| *kept < message);
    start..kept.partition_point(|(kept, _)| *kept <= message)
}
