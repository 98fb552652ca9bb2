//! Measures a model: precision, recall and F1 by type, with exact and with overlapping spans.

use foundry_core::deid::Deidentifier;
use foundry_core::deid::tagger::{Knob, Label as Named, TagScratch, Tagged, Tagger};
use foundry_core::entity::{EntityType, Span};

use crate::Failure;
use crate::augment::{Writing, write};
use crate::data::Example;
use crate::labelled::Label;

/// Hits among what was found and what is there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Names in the texts.
    pub there: usize,
    /// Names that the model gives.
    pub found: usize,
    /// Given names that are right in type and both ends.
    pub exact: usize,
    /// Given names that share a character with one of their type.
    pub found_touching: usize,
    /// Names of which a character was given with the right type.
    pub there_touching: usize,
}

impl Count {
    /// F1 of exact spans, in percent.
    pub fn exact_f1(&self) -> f64 {
        f1(self.exact, self.found, self.exact, self.there)
    }

    /// F1 of overlapping spans, in percent.
    pub fn touching_f1(&self) -> f64 {
        f1(self.found_touching, self.found, self.there_touching, self.there)
    }
}

fn f1(right: usize, found: usize, hit: usize, there: usize) -> f64 {
    let precision = right as f64 / found.max(1) as f64;
    let recall = hit as f64 / there.max(1) as f64;
    if precision + recall > 0.0 { 200.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// Figures over a set of texts.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// By type, in the order of [`foundry_core::deid::tagger::Label::ALL`].
    pub counts: [Count; 4],
    /// Characters of all texts.
    pub characters: usize,
    /// Characters of names.
    pub name_characters: usize,
    /// Characters of names that no given name covers.
    pub uncovered: usize,
    /// Given names that touch no name at all.
    pub false_alarms: usize,
    /// Given names and right ones among them (a character of their type), by margin in scores of 1.0; the first are
    /// those below 0, the last those of 11 and more.
    pub margins: [(usize, usize); 13],
}

impl Figures {
    /// Adds the figures of other texts.
    pub fn add(&mut self, other: &Figures) {
        for (sum, count) in self.counts.iter_mut().zip(&other.counts) {
            sum.there += count.there;
            sum.found += count.found;
            sum.exact += count.exact;
            sum.found_touching += count.found_touching;
            sum.there_touching += count.there_touching;
        }
        self.characters += other.characters;
        self.name_characters += other.name_characters;
        self.uncovered += other.uncovered;
        self.false_alarms += other.false_alarms;
        for ((given, right), (more_given, more_right)) in self.margins.iter_mut().zip(&other.margins) {
            *given += more_given;
            *right += more_right;
        }
    }

    /// False alarms per 10,000 characters.
    pub fn alarms(&self) -> f64 {
        self.false_alarms as f64 * 10_000.0 / self.characters.max(1) as f64
    }

    /// Share of name characters left open, in percent.
    pub fn open(&self) -> f64 {
        self.uncovered as f64 * 100.0 / self.name_characters.max(1) as f64
    }
}

/// The place of a label.
pub fn place(label: Label) -> usize {
    label as usize
}

/// What finds names in texts.
pub enum Finder<'m> {
    /// The model alone.
    Model {
        /// The model.
        tagger: &'m Tagger,
        /// How readily a name is seen.
        knob: Knob,
        /// Whether the memory for persons is used.
        memory: bool,
        /// Room for its work.
        scratch: Box<TagScratch>,
    },
    /// Rules and the model of the crate together, as a user's text meets them.
    Engine(Box<Deidentifier>),
}

/// What was found in a text.
#[derive(Default)]
pub struct Found {
    /// Names.
    pub names: Vec<Tagged>,
    /// Values that are no names; they cover what they stand on.
    pub others: Vec<Span>,
}

impl Finder<'_> {
    /// What is found in `text`, which is that of `example` in another writing.
    pub fn find(&mut self, text: &str, example: &Example) -> Result<Found, Failure> {
        let mut found = Found::default();
        match self {
            Finder::Model { tagger, knob, memory, scratch } => {
                tagger.tag(text, &example.masked, scratch, *knob, &mut found.names);
                if *memory {
                    tagger.recall(text, &example.masked, scratch, &mut found.names);
                }
            }
            Finder::Engine(engine) => {
                for finding in engine.find(text)? {
                    match named(finding.entity_type) {
                        Some(label) => found.names.push(Tagged { span: finding.span, label, margin: 0 }),
                        None => found.others.push(finding.span),
                    }
                }
            }
        }
        Ok(found)
    }

    /// A score of 1.0 in units of the margins.
    fn unit(&self) -> i32 {
        match self {
            Finder::Model { tagger, .. } => tagger.unit(),
            Finder::Engine(_) => 1,
        }
    }
}

/// Measures what is found in `examples`, written as `writing` says.
pub fn measure(finder: &mut Finder<'_>, examples: &[Example], writing: Writing) -> Result<Figures, Failure> {
    let mut figures = Figures::default();
    for example in examples {
        let labelled = &example.labelled;
        let text = write(&labelled.text, &labelled.spans, writing);
        let found = finder.find(&text, example)?;
        count(&text, &labelled.spans, &found, finder.unit(), &mut figures);
    }
    Ok(figures)
}

/// The label of an entity type that is a name.
fn named(entity_type: EntityType) -> Option<Named> {
    match entity_type {
        EntityType::Person => Some(Named::Person),
        EntityType::Organization => Some(Named::Organization),
        EntityType::Location => Some(Named::Location),
        EntityType::StreetAddress => Some(Named::Address),
        _ => None,
    }
}

fn count(text: &str, there: &[(Span, Label)], found: &Found, unit: i32, figures: &mut Figures) {
    let Found { names: found, others } = found;
    figures.characters += text.chars().count();
    for (span, label) in there {
        let count = &mut figures.counts[place(*label)];
        count.there += 1;
        let same = |tagged: &&Tagged| tagged.label as usize == place(*label);
        count.there_touching +=
            usize::from(found.iter().filter(same).any(|tagged| tagged.span.overlaps(*span)));
        count.exact += usize::from(found.iter().filter(same).any(|tagged| tagged.span == *span));
        for (at, _) in text[span.start..span.end].char_indices() {
            let at = Span::new(span.start + at, span.start + at + 1);
            figures.name_characters += 1;
            let is_open = !found.iter().any(|tagged| tagged.span.overlaps(at))
                && !others.iter().any(|span| span.overlaps(at));
            figures.uncovered += usize::from(is_open);
        }
    }
    for tagged in found {
        let count = &mut figures.counts[tagged.label as usize];
        count.found += 1;
        let touches = |(span, _): &&(Span, Label)| span.overlaps(tagged.span);
        figures.false_alarms += usize::from(!there.iter().any(|name| touches(&name)));
        let same = there.iter().filter(|(_, label)| place(*label) == tagged.label as usize);
        let right = usize::from(same.clone().any(|name| touches(&name)));
        count.found_touching += right;
        let bin = (tagged.margin.div_euclid(unit) + 1).clamp(0, 12) as usize;
        figures.margins[bin].0 += 1;
        figures.margins[bin].1 += right;
    }
}
