//! The cue phrases of all identifiers, looked up together: one walk over the words beside a value tells for which
//! entity types they speak.

use std::cmp::Reverse;

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

/// How far behind it, in bytes.
const UNSPACED_AFTER: usize = 48;

/// What calls a value an order, a ticket or a parcel, beyond the words of [`cue`]: those of the countries whose
/// identifiers are known, and of scripts without spaces.
const REFERENCES: &[&str] = &[
    // Polish.
    "zamówienie",
    "zamówienia",
    "przesyłka",
    "przesyłki",
    "paczki",
    "zgłoszenia",
    "faktura",
    "faktury",
    "reklamacji",
    // Swedish.
    "order",
    "ordernummer",
    "beställning",
    "beställningsnummer",
    "paketnummer",
    "kollinummer",
    "ärende",
    "ärendenummer",
    "fakturanummer",
    "kundnummer",
    "spårningsnummer",
    "leverans",
    // Finnish.
    "tilaus",
    "tilausnumero",
    "tilausnumeroni",
    "tilauksen",
    "lähetys",
    "lähetystunnus",
    "seurantakoodi",
    "laskun",
    "laskunumero",
    "asiakasnumero",
    "viitenumero",
    // Turkish.
    "sipariş",
    "siparişim",
    "siparişimin",
    "kargo",
    "takip",
    "fatura",
    "talep",
    // Portuguese and Spanish.
    "pedido",
    "encomenda",
    "rastreio",
    "rastreamento",
    "protocolo",
    "chamado",
    "boleto",
    "guía",
    "rastreo",
    "folio",
    "orden",
    // Korean, Japanese, Thai.
    "주문",
    "송장",
    "운송장",
    "배송",
    "택배",
    "접수번호",
    "예약번호",
    "고객번호",
    "회원번호",
    "상품번호",
    "문의번호",
    "注文",
    "追跡",
    "伝票",
    "お問い合わせ番号",
    "予約番号",
    "会員番号",
    "顧客番号",
    "商品番号",
    "受付番号",
    "請求書",
    "คำสั่งซื้อ",
    "ออเดอร์",
    "พัสดุ",
    "ติดตาม",
    "ใบสั่งซื้อ",
    "หมายเลขสินค้า",
    "ใบแจ้งหนี้",
    "บาร์โค้ด",
];

/// Words between an identifier's cue and a reference that leave the value to the cue: `PESEL for my account is …`.
const JOINTS: &[&str] = &[
    "for",
    "of",
    "on",
    "in",
    "to",
    "with",
    "from",
    "under",
    "the",
    "my",
    "our",
    "his",
    "her",
    "their",
    "your",
    "this",
    "that",
    "linked",
    "registered",
    "used",
    "associated",
    "attached",
    "a",
    "an",
    "da",
    "do",
    "de",
    "del",
    "la",
    "el",
    "na",
    "no",
    "en",
    "para",
    "mi",
    "meu",
    "minha",
    "su",
    "seu",
    "sua",
    "w",
    "z",
    "dla",
    "mojego",
    "till",
    "på",
    "av",
    "min",
    "mitt",
    "s",
    "number",
    "numer",
    "nr",
];

/// References that say little beside an identifier's cue: `PESEL ID`, `CPF of the account holder`.
const WEAK: &[&str] = &["id", "ids", "account", "acct", "customer"];

/// Phrases in lower case without marks, and the types they speak for.
pub(super) struct CueIndex {
    /// Sorted by the last word.
    phrases: Vec<Phrase>,
    unspaced: Vec<Unspaced>,
}

struct Phrase {
    last: String,
    /// The words before the last one, nearest first.
    others: Vec<String>,
    types: EntitySet,
    is_reference: bool,
}

struct Unspaced {
    text: String,
    types: EntitySet,
    is_reference: bool,
}

/// What the words around a value speak for, nearest first, those before it first.
pub(super) struct Around {
    hits: Vec<Hit>,
    /// How many of them stand before it.
    first: usize,
}

struct Hit {
    types: EntitySet,
    is_reference: bool,
    span: Span,
    /// Whether what follows, up to the next reference, leaves the value to it.
    joints: bool,
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
        let mut any = false;
        for rule in rules {
            any = true;
            let types = EntitySet::NONE.with(rule.entity_type);
            for cue in rule.cues {
                index.push(cue, types);
            }
        }
        if any {
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
        self.phrases.push(Phrase { last: last.to_owned(), others, types, is_reference });
    }

    /// What stands around the value at `span`.
    pub(super) fn around(&self, text: &str, span: Span, earlier: &[Finding]) -> Around {
        let mut hits = Vec::new();
        let mut before = Words::default();
        cue::words_before(text, span.start, earlier, |word| before.push(text, word));
        self.hits(&before, false, &mut hits);
        self.unspaced_before(text, span.start, earlier, &mut hits);
        hits.sort_by_key(|hit| (Reverse(hit.span.end), hit.span.start));
        let first = hits.len();
        let mut after = Words::default();
        cue::words_after(text, span.end, |word| after.push(text, word));
        self.hits(&after, true, &mut hits);
        self.unspaced_after(text, span.end, &mut hits);
        if let Some(after) = hits.get_mut(first..) {
            after.sort_by_key(|hit| (hit.span.start, Reverse(hit.span.end)));
        }
        Around { hits, first }
    }

    /// `reading` tells whether the words come in reading order, or nearest (last) first.
    fn hits(&self, words: &Words, reading: bool, hits: &mut Vec<Hit>) {
        for (place, word) in words.all.iter().enumerate() {
            let mut types = EntitySet::NONE;
            let mut start = word.span.start;
            let mut is_reference = word.kinds & REFERENCE != 0;
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
                    is_reference |= phrase.is_reference;
                    let first = earlier(phrase.others.len()).map_or(start, |first| first.span.start);
                    start = start.min(first);
                }
            }
            if types != EntitySet::NONE || is_reference {
                let joints = !reading && self.leads_to_reference(words, place);
                hits.push(Hit { types, is_reference, span: Span::new(start, word.span.end), joints });
            }
        }
    }

    fn unspaced_before(&self, text: &str, at: usize, earlier: &[Finding], hits: &mut Vec<Hit>) {
        let floor = cue::reach_before(text, at, UNSPACED_REACH, earlier);
        let window = text.get(floor..at).unwrap_or_default();
        let line = window.trim_end().rfind(['\n', '。']).map_or(0, |end| end + 1);
        let Some(window) = window.get(line..).filter(|window| !window.is_ascii()) else { return };
        for phrase in &self.unspaced {
            if let Some(found) = window.rfind(phrase.text.as_str()) {
                hits.push(phrase.hit(floor + line + found));
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
                hits.push(phrase.hit(at + found));
            }
        }
    }

    /// Whether only [`JOINTS`] lie between the word in this place and the next reference, words nearest first.
    fn leads_to_reference(&self, words: &Words, place: usize) -> bool {
        let behind = words.all.get(..place).unwrap_or_default().iter().rev();
        let joints = behind.clone().take_while(|word| JOINTS.contains(&words.text(word))).count();
        behind.skip(joints).next().is_some_and(|word| {
            let text = words.text(word);
            let is_reference =
                word.kinds & REFERENCE != 0 || self.ending_in(text).any(|phrase| phrase.is_reference);
            is_reference && (joints > 0 || WEAK.contains(&text))
        })
    }

    fn ending_in(&self, word: &str) -> impl Iterator<Item = &Phrase> {
        let from = self.phrases.partition_point(|phrase| phrase.last.as_str() < word);
        self.phrases.iter().skip(from).take_while(move |phrase| phrase.last == word)
    }
}

impl Unspaced {
    fn hit(&self, start: usize) -> Hit {
        let span = Span::new(start, start + self.text.len());
        Hit { types: self.types, is_reference: self.is_reference, span, joints: false }
    }
}

impl Around {
    /// What the words say of a value of this type: the nearest of its own cues and of the references decides, but a
    /// reference that a cue governs (`PESEL for my order: …`, `CPF ID: …`) says nothing.
    pub(super) fn says(&self, entity_type: EntityType) -> Said {
        let own = |hit: &Hit| hit.types.contains(entity_type);
        let Some(place) = self.hits.iter().position(|hit| own(hit) || hit.is_reference) else {
            return Said::Nothing;
        };
        let governing = self.hits.get(place..self.first).unwrap_or_default().iter();
        match self.hits.get(place) {
            Some(hit) if own(hit) => Said::Cue(hit.span),
            _ => match governing.skip(1).find(|hit| own(hit)) {
                Some(cue) if cue.joints => Said::Cue(cue.span),
                _ => Said::Reference,
            },
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
