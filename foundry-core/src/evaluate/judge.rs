//! One line: what was to be found, what was found, and how the two lie to each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cover::Cover;
use super::label_map::{LabelMap, Meaning};
use super::labelled::{FoundSpan, LabelledText};
use super::report::LabelUse;
use super::tally::Tally;
use crate::entity::Span;

/// What is wrong with a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// Personal, and nothing of it was found.
    Missed,
    /// Personal, and letters or digits of it stay readable.
    Leaked,
    /// Personal and hidden, but what was found there is of other types.
    WrongType,
    /// Personal, hidden and of the right type, but not from its first to its last character.
    Boundaries,
    /// Found where nothing is personal.
    Spurious,
}

impl FaultKind {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            FaultKind::Missed => "missed",
            FaultKind::Leaked => "leaked",
            FaultKind::WrongType => "wrong_type",
            FaultKind::Boundaries => "boundaries",
            FaultKind::Spurious => "spurious",
        }
    }
}

/// One wrong place of a text. Holds no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where, in bytes: the labelled place, or for `spurious` the one that was found.
    pub span: Span,
    /// The type that was labelled, or for `spurious` the one that was found.
    pub entity_type: String,
}

/// A place with its type in our words.
pub(super) struct Item<'a> {
    pub class: &'a str,
    pub span: Span,
    pub token: Option<Cow<'a, str>>,
    pub is_kept: bool,
}

/// One line being judged.
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// What was to be found, sorted, without duplicates.
    pub gold: Vec<Item<'a>>,
    /// What was found, sorted, without duplicates and without what is left out.
    pub found: Vec<Item<'a>>,
    /// Whether nothing in it is personal.
    pub is_clean: bool,
    /// How many findings are left out.
    pub left_out: u64,
    /// What does not stay readable.
    pub hidden: Cover,
    pub tallies: BTreeMap<&'a str, Tally>,
    pub faults: Vec<Fault>,
    /// What is neither wanted nor wrong.
    ignored: Cover,
}

impl<'a> Line<'a> {
    /// Tells all labels in our words and counts them.
    pub fn new(
        text: &'a str,
        labelled: &'a LabelledText<'_>,
        found: &'a [FoundSpan<'_>],
        label_map: &'a LabelMap,
        labels: &mut BTreeMap<String, LabelUse>,
    ) -> Line<'a> {
        let lies_in = |span: &Span| !span.is_empty() && text.get(span.start..span.end).is_some();
        let (mut gold, mut ignored, mut is_clean) = (Vec::new(), Vec::new(), true);
        for label in labelled.spans.iter().filter(|label| lies_in(&label.span)) {
            let meaning = label_map.meaning(&label.label);
            used(labels, &label.label, meaning).labelled += 1;
            is_clean &= meaning == Meaning::Outside;
            match meaning {
                Meaning::Type(class) => {
                    gold.push(Item { class, span: label.span, token: None, is_kept: false });
                }
                Meaning::Ignored | Meaning::Unmapped => ignored.push(label.span),
                Meaning::Outside => {}
            }
        }
        let (mut items, mut left_out) = (Vec::new(), 0);
        for place in found.iter().filter(|place| lies_in(&place.span)) {
            let meaning = label_map.meaning(&place.label);
            used(labels, &place.label, meaning).found += 1;
            match meaning {
                Meaning::Type(class) => items.push(Item {
                    class,
                    span: place.span,
                    token: place.token.as_deref().map(Cow::Borrowed),
                    is_kept: place.is_kept,
                }),
                _ => left_out += 1,
            }
        }
        in_order(&mut gold);
        in_order(&mut items);
        let wanted = Cover::of(gold.iter().map(|item| item.span));
        let ignored = Cover::of(ignored).without(&wanted);
        let before = items.len();
        items.retain(|item| wanted.touches(item.span) || !ignored.touches(item.span));
        left_out += (before - items.len()) as u64;
        let hidden = Cover::of(items.iter().filter(|item| !item.is_kept).map(|item| item.span));
        Line {
            text,
            gold,
            found: items,
            is_clean,
            left_out,
            hidden,
            tallies: BTreeMap::new(),
            faults: Vec::new(),
            ignored,
        }
    }

    /// Whether a clean line would come out changed.
    pub fn is_touched(&self) -> bool {
        !self.hidden.spans().is_empty()
    }

    /// Counts, type by type, and names what is wrong.
    pub fn judge(&mut self) {
        let wanted = Cover::of(self.gold.iter().map(|item| item.span));
        let classes: BTreeSet<&str> = self.gold.iter().chain(&self.found).map(|item| item.class).collect();
        for class in classes {
            let tally = self.judge_class(class, &wanted);
            self.tallies.insert(class, tally);
        }
        self.faults.sort_by_key(|fault| (fault.span, fault.kind));
    }

    fn judge_class(&mut self, class: &str, wanted: &Cover) -> Tally {
        let of_class = |items: &[Item<'a>]| -> Vec<Span> {
            items.iter().filter(|item| item.class == class).map(|item| item.span).collect()
        };
        let (gold, found) = (of_class(&self.gold), of_class(&self.found));
        let gold_cover = Cover::of(gold.iter().copied());
        let found_cover = Cover::of(found.iter().copied());
        let judged = found_cover.without(&self.ignored);
        let mut tally = Tally {
            gold: gold.len() as u64,
            found: found.len() as u64,
            found_met: found.iter().filter(|span| gold_cover.touches(**span)).count() as u64,
            gold_chars: gold_cover.chars(self.text),
            found_chars: judged.chars(self.text),
            right_chars: gold_cover.and(&judged).chars(self.text),
            hidden_chars: gold_cover.and(&self.hidden).chars(self.text),
            ..Tally::default()
        };
        let mut fault = |kind: FaultKind, span: Span| {
            self.faults.push(Fault { kind, span, entity_type: class.to_owned() });
        };
        for span in gold {
            let exact = found.binary_search(&span).is_ok();
            let met = found_cover.touches(span);
            tally.strict += u64::from(exact);
            tally.gold_met += u64::from(met);
            let hidden = self.hidden.hides(self.text, span);
            let missed = !self.hidden.touches(span);
            tally.leaked += u64::from(!hidden);
            tally.missed += u64::from(missed);
            match () {
                () if missed => fault(FaultKind::Missed, span),
                () if !hidden => fault(FaultKind::Leaked, span),
                () if !met => fault(FaultKind::WrongType, span),
                () if !exact => fault(FaultKind::Boundaries, span),
                () => {}
            }
        }
        for span in found.into_iter().filter(|span| !wanted.touches(*span)) {
            tally.spurious += 1;
            fault(FaultKind::Spurious, span);
        }
        tally
    }

    /// Reads off the text as it came out what stands in the place of each finding.
    pub fn read_tokens(&mut self, deidentified: &str) {
        let (mut rest, mut at) = (deidentified, 0);
        for item in self.found.iter_mut().filter(|item| !item.is_kept) {
            let between = self.text.get(at..item.span.start);
            let Some(behind) = between.and_then(|between| rest.strip_prefix(between)) else { return };
            let Some(end) = behind.find(']').filter(|_| behind.starts_with('[')) else { return };
            let (token, next) = behind.split_at(end + 1);
            item.token = Some(Cow::Owned(token.to_owned()));
            (rest, at) = (next, item.span.end);
        }
    }
}

fn in_order(items: &mut Vec<Item<'_>>) {
    items.sort_by_key(|item| (item.span, item.class));
    items.dedup_by_key(|item| (item.span, item.class));
}

fn used<'l>(
    labels: &'l mut BTreeMap<String, LabelUse>,
    label: &str,
    meaning: Meaning<'_>,
) -> &'l mut LabelUse {
    if !labels.contains_key(label) {
        let stands_for = match meaning {
            Meaning::Type(class) => Some(class.to_owned()),
            Meaning::Ignored => Some("-".to_owned()),
            Meaning::Outside => Some("O".to_owned()),
            Meaning::Unmapped => None,
        };
        labels.insert(label.to_owned(), LabelUse { stands_for, ..LabelUse::default() });
    }
    labels.entry(label.to_owned()).or_default()
}
