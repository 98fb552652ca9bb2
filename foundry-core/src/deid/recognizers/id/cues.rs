//! The cue phrases of all identifiers, looked up together: one walk over the words beside a value tells for which
//! entity types they speak.

use std::cmp::Reverse;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::IdRule;
use super::gate::Gate;
use super::references::{FILLERS, JOINTS, REFERENCES, WEAK};
use crate::deid::fold::is_unspaced;
use crate::deid::recognizers::cue::{self, Cue, Kinds, NUMBER, REFERENCE};
use crate::entity::{EntitySet, EntityType, Finding, Span};

/// The most words on one side of a value.
const WORDS: usize = 8;
/// How far before a value phrases of scripts without spaces are looked for, in bytes.
const UNSPACED_REACH: usize = 96;
/// How far behind it, in bytes.
const UNSPACED_AFTER: usize = 48;
/// How many words from a value a reference is before it outweighs a cue behind the value.
const FAR: usize = 3;

/// Words that name a country, without which the same cue (`passport`) speaks for several.
const COUNTRIES: &[(&str, &str)] = &[
    ("america", "US"),
    ("american", "US"),
    ("australia", "AU"),
    ("australian", "AU"),
    ("aussie", "AU"),
    ("brasil", "BR"),
    ("brazil", "BR"),
    ("brazilian", "BR"),
    ("britain", "GB"),
    ("british", "GB"),
    ("canada", "CA"),
    ("canadian", "CA"),
    ("deutsch", "DE"),
    ("deutsche", "DE"),
    ("deutscher", "DE"),
    ("deutschland", "DE"),
    ("england", "GB"),
    ("english", "GB"),
    ("espana", "ES"),
    ("espanol", "ES"),
    ("finland", "FI"),
    ("finnish", "FI"),
    ("france", "FR"),
    ("french", "FR"),
    ("gb", "GB"),
    ("german", "DE"),
    ("germany", "DE"),
    ("hm", "GB"),
    ("hmpo", "GB"),
    ("india", "IN"),
    ("indian", "IN"),
    ("ireland", "IE"),
    ("irish", "IE"),
    ("italia", "IT"),
    ("italian", "IT"),
    ("italiano", "IT"),
    ("italy", "IT"),
    ("japan", "JP"),
    ("japanese", "JP"),
    ("korea", "KR"),
    ("korean", "KR"),
    ("mexican", "MX"),
    ("mexico", "MX"),
    ("netherlands", "NL"),
    ("nigeria", "NG"),
    ("nigerian", "NG"),
    ("philippine", "PH"),
    ("philippines", "PH"),
    ("poland", "PL"),
    ("polish", "PL"),
    ("scotland", "GB"),
    ("scottish", "GB"),
    ("singapore", "SG"),
    ("singaporean", "SG"),
    ("spain", "ES"),
    ("spanish", "ES"),
    ("sweden", "SE"),
    ("swedish", "SE"),
    ("thai", "TH"),
    ("thailand", "TH"),
    ("turkey", "TR"),
    ("turkish", "TR"),
    ("uk", "GB"),
    ("usa", "US"),
    ("wales", "GB"),
    ("welsh", "GB"),
];

/// How far before a value the sentence begins that names nothing, in bytes.
const ANSWER_REACH: usize = 40;

/// How far behind a cue the value that it announces begins, in characters.
const LINK_REACH: usize = 40;
/// Words that may stand between a cue and the value it announces.
const LINKS: &[&str] = &["is", "no", "nr", "num", "number", "card", "id", "code"];

/// Phrases in lower case without marks, and the types they speak for.
pub(super) struct CueIndex {
    /// Sorted by the last word.
    phrases: Vec<Phrase>,
    /// Those last words: nearly every word of a text is told from them by one look.
    gate: Gate,
    unspaced: Vec<Unspaced>,
}

struct Phrase {
    last: String,
    /// The words before the last one, nearest first.
    others: Vec<String>,
    types: EntitySet,
    is_reference: bool,
}

/// A phrase of a script without spaces.
struct Unspaced {
    text: String,
    types: EntitySet,
    is_reference: bool,
}

/// What the words around a value speak for, nearest first, those before it first.
pub(super) struct Around {
    hits: Vec<Hit>,
}

struct Hit {
    types: EntitySet,
    is_reference: bool,
    span: Span,
    /// Whether it is a weak sign: words or numbers lie between it and the value.
    is_far: bool,
    is_behind: bool,
    /// Whether what follows it, up to a reference, leaves the value to it.
    governs: bool,
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
        let mut index = CueIndex { phrases: Vec::new(), gate: Gate::new(), unspaced: Vec::new() };
        for rule in rules {
            for cue in rule.cues {
                index.push(cue, EntitySet::NONE.with(rule.entity_type));
            }
        }
        if !index.phrases.is_empty() || !index.unspaced.is_empty() {
            for reference in REFERENCES {
                index.push(reference, EntitySet::NONE);
            }
        }
        index.phrases.sort_by(|a, b| (&a.last, &a.others).cmp(&(&b.last, &b.others)));
        index.phrases.dedup_by(|later, first| {
            let same = (&later.last, &later.others) == (&first.last, &first.others);
            if same {
                first.types = first.types.union(later.types);
                first.is_reference |= later.is_reference;
            }
            same
        });
        index
    }

    /// Adds a cue of these types; of none, it is a reference.
    fn push(&mut self, cue: &str, types: EntitySet) {
        let is_reference = types == EntitySet::NONE;
        if cue.chars().any(is_one_word) {
            self.unspaced.push(Unspaced { text: cue.to_owned(), types, is_reference });
            return;
        }
        let phrase = normal(cue);
        let mut words = phrase.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let Some(last) = words.next() else { return };
        let others = words.map(str::to_owned).collect();
        self.gate.add(last, types);
        self.phrases.push(Phrase { last: last.to_owned(), others, types, is_reference });
    }

    /// What stands around the value at `span`.
    pub(super) fn around(&self, text: &str, span: Span, earlier: &[Finding]) -> Around {
        let mut hits = Vec::new();
        let mut words = Words::default();
        let at = cue::question_before(text, answer_before(text, span.start));
        cue::words_before_up_to(text, at, earlier, WORDS, |word| words.push(text, word));
        self.hits(text, &words, false, &mut hits);
        self.unspaced_before(text, at, earlier, &mut hits);
        hits.sort_by_key(|hit| (Reverse(hit.span.end), hit.span.start));
        let first = hits.len();
        let mut words = Words::default();
        cue::words_after(text, span.end, |word| words.push(text, word));
        self.hits(text, &words, true, &mut hits);
        self.unspaced_after(text, span.end, &mut hits);
        if let Some(behind) = hits.get_mut(first..) {
            behind.sort_by_key(|hit| (hit.span.start, Reverse(hit.span.end)));
        }
        Around { hits }
    }

    /// Whether a cue of this type comes next behind byte `at`, in the same line or at the start of the next one.
    pub(super) fn announced(&self, text: &str, at: usize, entity_type: EntityType) -> bool {
        let rest = text.get(at..).unwrap_or_default();
        let mark = rest.bytes().take(4).take_while(|byte| matches!(byte, b' ' | b',' | b';' | b'.' | b'\r'));
        let line = at + mark.count();
        let at = if text.as_bytes().get(line) == Some(&b'\n') { line + 1 } else { at };
        let mut words = Words::default();
        cue::words_after(text, at, |word| words.push(text, word));
        (0..words.all.len()).any(|place| {
            let last = words.all.get(place).map_or("", |word| words.text(word));
            let mut phrases = self.ending_in(last).filter(|phrase| phrase.types.contains(entity_type));
            phrases.any(|phrase| phrase.start(&words, place, true).is_some())
        })
    }

    /// The words behind a value come in reading order, those before it nearest (last) first.
    fn hits(&self, text: &str, words: &Words, is_behind: bool, hits: &mut Vec<Hit>) {
        for (place, word) in words.all.iter().enumerate() {
            // Phrases that end here, by their first byte: `id card` speaks for other types than `voter id card`.
            let mut spoken: Vec<(usize, EntitySet)> = Vec::new();
            let mut is_reference = word.kinds & REFERENCE != 0;
            for phrase in self.ending_in(words.text(word)) {
                if let Some(start) = phrase.start(words, place, is_behind) {
                    is_reference |= phrase.is_reference;
                    if phrase.types != EntitySet::NONE {
                        spoken.push((start, phrase.types));
                    }
                }
            }
            // Behind a cue `id` is a part of its name: `medicare id`.
            let named = |word: &Word| self.ending_in(words.text(word)).any(|phrase| !phrase.is_reference);
            let earlier = if is_behind { place.checked_sub(1) } else { Some(place + 1) };
            let is_name = words.text(word) == "id"
                && earlier
                    .and_then(|place| words.all.get(place))
                    .is_some_and(|other| other.distance.abs_diff(word.distance) == 1 && named(other));
            // A cue behind the value that another value follows is the name of that one.
            if is_behind && !spoken.is_empty() && announces(text, word.span.end) {
                spoken.clear();
            }
            let is_far = word.distance >= FAR || word.past_digits;
            let governs = !spoken.is_empty() && !is_behind && self.leads_to_reference(words, place);
            for (start, types) in spoken {
                let span = Span::new(start, word.span.end);
                hits.push(Hit { types, is_reference: false, span, is_far, is_behind, governs });
            }
            if is_reference && !is_name {
                let types = EntitySet::NONE;
                hits.push(Hit {
                    types,
                    is_reference: true,
                    span: word.span,
                    is_far,
                    is_behind,
                    governs: false,
                });
            }
        }
    }

    /// Whether only [`JOINTS`] lie between the word in this place and the next reference, words nearest the value first.
    fn leads_to_reference(&self, words: &Words, place: usize) -> bool {
        let mut behind = words.all.get(..place).unwrap_or_default().iter().rev().peekable();
        let mut joints = 0;
        while behind.next_if(|word| JOINTS.contains(&words.text(word))).is_some() {
            joints += 1;
        }
        let Some(word) = behind.next() else { return false };
        let text = words.text(word);
        let is_reference =
            word.kinds & REFERENCE != 0 || self.ending_in(text).any(|phrase| phrase.is_reference);
        // `passport for booking number …`: the value is the booking's.
        let is_its_number = behind.next().is_some_and(|next| next.kinds & NUMBER != 0);
        is_reference && !is_its_number && (joints > 0 || WEAK.contains(&text))
    }

    fn unspaced_before(&self, text: &str, at: usize, earlier: &[Finding], hits: &mut Vec<Hit>) {
        let floor = cue::reach_before(text, at, UNSPACED_REACH, earlier);
        let window = text.get(floor..at).unwrap_or_default();
        let line = window.trim_end().rfind(['\n', '。']).map_or(0, |end| end + 1);
        let Some(window) = window.get(line..).filter(|window| !window.is_ascii()) else { return };
        for phrase in &self.unspaced {
            if let Some(found) = window.rfind(phrase.text.as_str()) {
                hits.push(phrase.hit(floor + line + found, false));
            }
        }
    }

    /// Not behind another value or a token, so that a second run sees the same.
    fn unspaced_after(&self, text: &str, at: usize, hits: &mut Vec<Hit>) {
        let ceiling = text.floor_char_boundary(at + UNSPACED_AFTER);
        let window = text.get(at..ceiling).unwrap_or_default();
        let end = window.find(|c: char| matches!(c, '\n' | '。' | '[') || c.is_ascii_digit());
        let window = end.and_then(|end| window.get(..end)).unwrap_or(window);
        if window.is_ascii() {
            return;
        }
        for phrase in &self.unspaced {
            if let Some(found) = window.find(phrase.text.as_str()) {
                hits.push(phrase.hit(at + found, true));
            }
        }
    }

    fn ending_in(&self, word: &str) -> impl Iterator<Item = &Phrase> {
        let from = if self.gate.has(word) {
            self.phrases.partition_point(|phrase| phrase.last.as_str() < word)
        } else {
            self.phrases.len()
        };
        self.phrases.iter().skip(from).take_while(move |phrase| phrase.last == word)
    }
}

impl Phrase {
    /// Where the phrase starts that ends with the word in this place, if all of it stands there.
    fn start(&self, words: &Words, place: usize, is_behind: bool) -> Option<usize> {
        let word = words.all.get(place)?;
        let mut start = word.span.start;
        for (step, wanted) in (1..).zip(&self.others) {
            let place = if is_behind { place.checked_sub(step)? } else { place + step };
            let other = words.all.get(place)?;
            if other.distance.abs_diff(word.distance) != step || words.text(other) != wanted {
                return None;
            }
            start = other.span.start;
        }
        Some(start)
    }
}

impl Unspaced {
    fn hit(&self, start: usize, is_behind: bool) -> Hit {
        let span = Span::new(start, start + self.text.len());
        let (types, is_reference) = (self.types, self.is_reference);
        Hit { types, is_reference, span, is_far: false, is_behind, governs: false }
    }
}

impl Around {
    /// What the words say of a value of this type: the nearest of its own cues and of the references decides; a cue that
    /// governs the reference, or one behind the value, counts for more than a reference far before it.
    pub(super) fn says(&self, entity_type: EntityType) -> Said {
        let own = |hit: &&Hit| hit.types.contains(entity_type);
        let governing = self.hits.iter().find(|hit| own(hit)).filter(|hit| hit.governs);
        let mut hits = self.hits.iter().filter(|hit| own(hit) || hit.is_reference);
        match hits.next() {
            Some(hit) if own(&hit) => Said::Cue(hit.span),
            Some(hit) if !hit.is_behind && governing.is_some() => {
                governing.map_or(Said::Reference, |cue| Said::Cue(cue.span))
            }
            Some(hit) if hit.is_far && !hit.is_behind => match hits.find(|hit| hit.is_behind) {
                Some(hit) if own(&hit) && !hit.is_far => Said::Cue(hit.span),
                _ => Said::Reference,
            },
            Some(_) => Said::Reference,
            None => Said::Nothing,
        }
    }
}

/// The country (ISO 3166-1 alpha-2) that the words beside a value name, the nearest before it first.
pub(super) fn country_near(text: &str, span: Span, earlier: &[Finding]) -> Option<&'static str> {
    let mut country = None;
    let (mut name, mut last) = (String::new(), String::new());
    let is_document =
        |word: &str| matches!(word, "passport" | "driver" | "drivers" | "bank" | "tax" | "citizen");
    let mut see = |word: Cue| {
        let word = text.get(word.span.start..word.span.end).unwrap_or_default();
        name.clear();
        push_normal(word, &mut name);
        let known = COUNTRIES.binary_search_by(|(known, _)| (*known).cmp(&name));
        let known = known.ok().and_then(|place| COUNTRIES.get(place)).map(|(_, country)| *country);
        // In lower case it is a pronoun, unless it stands beside a document.
        let is_us =
            name == "us" && (word != "us" || is_document(&last)) || last == "us" && is_document(&name);
        let known = known.or(is_us.then_some("US"));
        last.clone_from(&name);
        country = country.or(known);
    };
    let at = cue::question_before(text, answer_before(text, span.start));
    cue::words_before_up_to(text, at, earlier, WORDS, &mut see);
    cue::words_after(text, span.end, &mut see);
    country
}

/// Where a sentence that names nothing (`It is 123…`) begins behind the one before it; byte `at` where there is none.
fn answer_before(text: &str, at: usize) -> usize {
    let floor = text.floor_char_boundary(at.saturating_sub(ANSWER_REACH));
    let window = text.get(floor..at).unwrap_or_default();
    let Some((before, answer)) = window.rsplit_once(['.', '!', '?', '\n']) else { return at };
    let mut words = answer.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let some = words.peek().is_some();
    let fillers = words.all(|word| FILLERS.iter().any(|filler| word.eq_ignore_ascii_case(filler)));
    let mark = window.len() - answer.len() - 1;
    if some && fillers && !before.ends_with(|c: char| c.is_ascii_digit()) {
        // A question's mark is looked at again.
        floor + mark + usize::from(window.as_bytes().get(mark) == Some(&b'?'))
    } else {
        at
    }
}

/// Whether a word with a digit follows a cue that ends at byte `end`, with nothing but `number is:` between them.
fn announces(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let reach = rest.char_indices().nth(LINK_REACH).map_or(rest.len(), |(reach, _)| reach);
    let mut at = 0;
    for word in rest.get(..reach).unwrap_or_default().split_inclusive(|c: char| !c.is_alphanumeric()) {
        let start = at;
        at += word.len();
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let mark = word.get(bare.len()..).unwrap_or_default();
        if bare.bytes().any(|byte| byte.is_ascii_digit()) {
            return start > 0;
        }
        let is_link = LINKS.iter().any(|link| bare.eq_ignore_ascii_case(link));
        let is_end = matches!(mark, "," | ";" | "!" | "?" | "\n" | ")") || mark == "." && bare.len() != 2;
        if !bare.is_empty() && !is_link || is_end {
            return false;
        }
    }
    false
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
    past_digits: bool,
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
        let (distance, kinds, past_digits) = (cue.distance, cue.kinds, cue.past_digits);
        self.all.push(Word { span: cue.span, distance, kinds, past_digits, start, end });
    }

    fn text(&self, word: &Word) -> &str {
        self.text.get(word.start..word.end).unwrap_or_default()
    }
}

pub(super) fn normal(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    push_normal(phrase, &mut out);
    out
}

/// Lower case, without marks and without the points of abbreviations, as people type it: `d.o.b` is `dob`, `né` is `ne`.
/// Particles of scripts without spaces that touch a word are left out: `RRN은` is `rrn`.
fn push_normal(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase()));
    } else {
        let plain = word.nfd().filter(|c| !is_combining_mark(*c) && *c != '.' && !is_one_word(*c));
        out.extend(plain.flat_map(char::to_lowercase).map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            c => c,
        }));
    }
}

/// Whether a character belongs to a script in which particles follow a word without a space; decomposed syllables too.
fn is_one_word(c: char) -> bool {
    is_unspaced(c)
}
