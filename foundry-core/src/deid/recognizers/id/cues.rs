//! The cue phrases of all identifiers, looked up together: one walk over the words beside a value tells for which
//! entity types they speak.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::IdRule;
use crate::deid::fold::is_unspaced;
use crate::deid::recognizers::cue::{self, Cue, Kinds, REFERENCE};
use crate::entity::{EntitySet, EntityType, Finding, Span};

/// The most words on one side of a value.
const WORDS: usize = 8;
/// How far before a value phrases of scripts without spaces are looked for, in bytes.
const UNSPACED_REACH: usize = 96;

/// Phrases in lower case without marks, and the types they speak for.
pub(super) struct CueIndex {
    /// Sorted by the last word.
    phrases: Vec<Phrase>,
    unspaced: Vec<(String, EntitySet)>,
}

struct Phrase {
    last: String,
    /// The words before the last one, nearest first.
    others: Vec<String>,
    types: EntitySet,
}

/// What the words around a value speak for, nearest first, those before it first.
pub(super) struct Around {
    hits: Vec<Hit>,
}

struct Hit {
    types: EntitySet,
    is_reference: bool,
    span: Span,
}

/// What the words beside a value say of it.
pub(super) enum Said {
    /// A cue speaks for the type.
    Cue(Span),
    /// The nearest cue calls it an order, a ticket or a parcel.
    Reference,
    /// No word of either kind.
    Nothing,
}

impl CueIndex {
    pub(super) fn new<'r>(rules: impl Iterator<Item = &'r IdRule>) -> CueIndex {
        let mut index = CueIndex { phrases: Vec::new(), unspaced: Vec::new() };
        for rule in rules {
            let types = EntitySet::NONE.with(rule.entity_type);
            for cue in rule.cues {
                let phrase = normal(cue);
                if phrase.chars().any(is_one_word) {
                    index.unspaced.push((phrase, types));
                    continue;
                }
                let mut words = phrase.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
                let Some(last) = words.next() else { continue };
                let others = words.map(str::to_owned).collect();
                index.phrases.push(Phrase { last: last.to_owned(), others, types });
            }
        }
        index.phrases.sort_by(|a, b| (&a.last, &a.others).cmp(&(&b.last, &b.others)));
        index.phrases.dedup_by(|later, first| {
            let same = (&later.last, &later.others) == (&first.last, &first.others);
            if same {
                first.types = first.types.union(later.types);
            }
            same
        });
        index
    }

    /// What stands around the value at `span`.
    pub(super) fn around(&self, text: &str, span: Span, earlier: &[Finding]) -> Around {
        let mut hits = Vec::new();
        let mut words = Words::default();
        cue::words_before(text, span.start, earlier, |word| words.push(text, word));
        self.hits(&words, false, &mut hits);
        self.unspaced_hits(text, span.start, &mut hits);
        let mut words = Words::default();
        cue::words_after(text, span.end, |word| words.push(text, word));
        self.hits(&words, true, &mut hits);
        Around { hits }
    }

    /// `reading` tells whether the words come in reading order, or nearest (last) first.
    fn hits(&self, words: &Words, reading: bool, hits: &mut Vec<Hit>) {
        for (place, word) in words.all.iter().enumerate() {
            let mut types = EntitySet::NONE;
            let mut start = word.span.start;
            for phrase in self.ending_in(words.text(word)) {
                let earlier = |step: usize| {
                    let place = if reading { place.checked_sub(step)? } else { place + step };
                    let other = words.all.get(place)?;
                    (other.distance.abs_diff(word.distance) == step).then_some(other)
                };
                let whole = phrase
                    .others
                    .iter()
                    .enumerate()
                    .all(|(i, wanted)| earlier(i + 1).is_some_and(|other| words.text(other) == wanted));
                if whole {
                    types = types.union(phrase.types);
                    let first = earlier(phrase.others.len()).map_or(start, |first| first.span.start);
                    start = start.min(first);
                }
            }
            let is_reference = word.kinds & REFERENCE != 0;
            if types != EntitySet::NONE || is_reference {
                hits.push(Hit { types, is_reference, span: Span::new(start, word.span.end) });
            }
        }
    }

    fn unspaced_hits(&self, text: &str, at: usize, hits: &mut Vec<Hit>) {
        let floor = at.saturating_sub(UNSPACED_REACH);
        let floor = (floor..=at).find(|floor| text.is_char_boundary(*floor)).unwrap_or(at);
        let window = text.get(floor..at).unwrap_or_default();
        let line = window.trim_end().rfind(['\n', '。']).map_or(0, |end| end + 1);
        let Some(window) = window.get(line..).filter(|window| !window.is_ascii()) else { return };
        for (phrase, types) in &self.unspaced {
            if let Some(found) = window.rfind(phrase.as_str()) {
                let start = floor + line + found;
                let span = Span::new(start, start + phrase.len());
                hits.push(Hit { types: *types, is_reference: false, span });
            }
        }
    }

    fn ending_in(&self, word: &str) -> impl Iterator<Item = &Phrase> {
        let from = self.phrases.partition_point(|phrase| phrase.last.as_str() < word);
        self.phrases.iter().skip(from).take_while(move |phrase| phrase.last == word)
    }
}

impl Around {
    /// What the words say of a value of this type: the nearest of its own cues and of the references decides.
    pub(super) fn says(&self, entity_type: EntityType) -> Said {
        let own = |hit: &&Hit| hit.types.contains(entity_type);
        match self.hits.iter().find(|hit| hit.types.contains(entity_type) || hit.is_reference) {
            Some(hit) if own(&hit) => Said::Cue(hit.span),
            Some(_) => Said::Reference,
            None => Said::Nothing,
        }
    }
}

/// Words beside a value, made comparable.
#[derive(Default)]
struct Words {
    text: String,
    all: Vec<Word>,
}

struct Word {
    span: Span,
    distance: usize,
    kinds: Kinds,
    start: usize,
    end: usize,
}

impl Words {
    fn push(&mut self, text: &str, cue: Cue) {
        if self.all.len() == WORDS {
            return;
        }
        let start = self.text.len();
        push_normal(text.get(cue.span.start..cue.span.end).unwrap_or_default(), &mut self.text);
        let end = self.text.len();
        self.all.push(Word { span: cue.span, distance: cue.distance, kinds: cue.kinds, start, end });
    }

    fn text(&self, word: &Word) -> &str {
        self.text.get(word.start..word.end).unwrap_or_default()
    }
}

fn normal(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    push_normal(phrase, &mut out);
    out
}

/// Lower case, without marks and without the points of abbreviations, as people type it: `d.o.b` is `dob`, `né` is `ne`.
/// Scripts that write words without spaces stay as they are.
fn push_normal(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase()));
    } else if word.chars().any(is_one_word) {
        out.push_str(word);
    } else {
        let plain = word.nfd().filter(|c| !is_combining_mark(*c) && *c != '.');
        out.extend(plain.flat_map(char::to_lowercase));
    }
}

/// Whether a character belongs to a script in which particles follow a word without a space.
fn is_one_word(c: char) -> bool {
    is_unspaced(c) || ('\u{AC00}'..='\u{D7A3}').contains(&c)
}
