//! Names in free text by the model: what it is shown, and what becomes of what it says.

mod guard;

use serde::{Deserialize, Serialize};

use self::guard::guarded;
use super::labels::Labels;
use super::overlap::Found;
use super::recognizers::tagger::{Knob, Label, Mask, TagScratch, Tagged, Tagger};
use super::recognizers::{SPELLED, is_no_spelled_name};
use super::settings::PiiSettings;
use super::token_map::literal_tokens;
use crate::entity::{EntitySet, EntityType, Finding, Rank, Span};

/// Whether the built-in model looks for names in free text, and how readily. A build without the feature `names` has no
/// model, and finds by rules alone whatever this says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NameModel {
    /// Rules, cues and word lists only.
    Off,
    /// As many names missed as seen where there are none.
    Balanced,
    /// Fewer names missed, more seen where there are none.
    #[default]
    HighRecall,
}

/// The entity types that the model finds.
const TYPES: EntitySet = EntitySet::NONE
    .with(EntityType::Person)
    .with(EntityType::Organization)
    .with(EntityType::Location)
    .with(EntityType::StreetAddress);

/// How much of what was said before the model is shown, in bytes: a question, not a story.
const CONTEXT: usize = 160;

/// The model with the settings of a run.
pub(super) struct Names {
    tagger: &'static Tagger,
    knob: Knob,
    chosen: EntitySet,
}

/// Room for the search of one text, and what was said before it.
#[derive(Default)]
pub(super) struct NameRoom {
    context: String,
    window: String,
    masked: Vec<(Span, Mask)>,
    tagged: Vec<Tagged>,
    scratch: TagScratch,
}

impl NameRoom {
    /// Shows what was said before the next text: its last line, as it will be written.
    pub(super) fn set_context(&mut self, before: &str) {
        self.context.clear();
        self.context.push_str(last_line(before));
    }

    /// What was said before the next text.
    pub(super) fn context(&self) -> &str {
        &self.context
    }
}

impl Names {
    /// The model, if it is built in and the settings want what it finds.
    pub(super) fn new(settings: &PiiSettings) -> Option<Names> {
        let knob = match settings.name_model {
            NameModel::Off => return None,
            NameModel::Balanced => Knob::Balanced,
            NameModel::HighRecall => Knob::HighRecall,
        };
        let chosen = settings.chosen();
        if !chosen.meets(TYPES) {
            return None;
        }
        Tagger::built_in().map(|tagger| Names { tagger, knob, chosen })
    }

    /// Calls `name` with the names in `text`. A known value, a spelled name, and what rules `found` that is no name, count
    /// as one word each; a token of an earlier run too.
    pub(super) fn find(
        &self,
        text: &str,
        labels: &Labels,
        found: &[Found],
        room: &mut NameRoom,
        mut name: impl FnMut(Finding),
    ) {
        let NameRoom { context, window, masked, tagged, scratch } = room;
        let mut shown = text;
        let mut offset = 0;
        masked.clear();
        if !context.is_empty() {
            window.clear();
            window.push_str(context);
            window.push('\n');
            offset = window.len();
            window.push_str(text);
            shown = window;
        }
        masked.extend(found.iter().filter_map(|Found { finding, known }| {
            let span = Span::new(finding.span.start + offset, finding.span.end + offset);
            let is_whole = known.is_some() || finding.recognizer == SPELLED;
            let mask = Mask::of(finding.entity_type).or(is_whole.then_some(Mask::Token));
            mask.map(|mask| (span, mask))
        }));
        if memchr::memchr(b'[', shown.as_bytes()).is_some() {
            let tokens = literal_tokens(shown, |label| labels.is_label(label));
            masked.extend(tokens.map(|span| (span, mask_of_token(shown, span, labels))));
        }
        sort_apart(masked);
        tagged.clear();
        self.tagger.tag(shown, masked, scratch, self.knob, tagged);
        for tagged in tagged.iter().filter(|tagged| tagged.span.start >= offset) {
            let (entity_type, recognizer) = of_label(tagged.label);
            if !self.chosen.contains(entity_type) {
                continue;
            }
            let span = Span::new(tagged.span.start - offset, tagged.span.end - offset);
            let Some(span) = guarded(text, span, tagged.label) else { continue };
            let score = self.tagger.score(tagged.margin);
            // Letters said one by one are for the rules: an abbreviation, a code.
            if is_no_spelled_name(text, span) {
                continue;
            }
            name(Finding { entity_type, span, score, rank: Rank::Model, recognizer, cue: None });
        }
    }
}

/// The last line of a text, as far as it is shown with what is said next.
pub(super) fn last_line(text: &str) -> &str {
    let line = text.trim_end().rsplit('\n').next().unwrap_or_default();
    let start = line.ceil_char_boundary(line.len().saturating_sub(CONTEXT));
    line.get(start..).unwrap_or_default()
}

/// Divides the names that tags of markup stand in: each part becomes a token, and the tags stay where they are.
pub(super) fn leave_tags(text: &str, found: &mut Vec<Found>) {
    let holds_tag = |f: &Found| {
        let value = text.get(f.finding.span.start..f.finding.span.end);
        f.finding.rank == Rank::Model && value.is_some_and(|value| value.contains('<'))
    };
    if !found.iter().any(holds_tag) {
        return;
    }
    for f in std::mem::take(found) {
        if !holds_tag(&f) {
            found.push(f);
            continue;
        }
        let Span { start, end } = f.finding.span;
        let mut at = start;
        for part in text.get(start..end).unwrap_or_default().split('<') {
            // Behind a tag's end; before the first tag there is none.
            let skipped = if at == start { 0 } else { part.find('>').map_or(part.len(), |end| end + 1) };
            let inner = part.get(skipped..).unwrap_or_default();
            let bare = inner.trim_matches(|c: char| !c.is_alphanumeric());
            if bare.chars().any(char::is_alphabetic) {
                let from = at + skipped + inner.find(bare).unwrap_or(0);
                let span = Span::new(from, from + bare.len());
                found.push(Found { finding: Finding { span, ..f.finding }, known: f.known });
            }
            at += part.len() + 1;
        }
    }
}

/// Whether the model sees a value of this type as one word, before it is replaced and after.
pub(super) fn is_one_word(entity_type: EntityType) -> bool {
    Mask::of(entity_type).is_some()
}

/// The mask of a token: that of the value it stands for, so that a second run sees what the first one saw.
fn mask_of_token(text: &str, span: Span, labels: &Labels) -> Mask {
    let token = text.get(span.start + 1..span.end.saturating_sub(1)).unwrap_or_default();
    let entity_type = match token.split_once(':') {
        // An encrypted value has the type's name.
        Some((name, _)) => EntityType::from_name(name),
        None => token.rsplit_once('_').and_then(|(label, _)| labels.type_of(label)),
    };
    entity_type.and_then(Mask::of).unwrap_or(Mask::Token)
}

/// Sorts masks and lets go of those that overlap an earlier one; of two that begin together the longer stays.
fn sort_apart(masked: &mut Vec<(Span, Mask)>) {
    masked.sort_unstable_by(|(a, of_a), (b, of_b)| {
        a.start.cmp(&b.start).then(b.end.cmp(&a.end)).then(of_a.cmp(of_b))
    });
    let mut end = 0;
    masked.retain(|(span, _)| {
        let is_apart = span.start >= end;
        if is_apart {
            end = span.end;
        }
        is_apart
    });
}

/// What another model may name at a place: a name without what cannot be in one, `None` where none can stand. Types that
/// are no names stay as they are.
pub(super) fn possible_name(text: &str, span: Span, entity_type: EntityType) -> Option<Span> {
    let label = Label::ALL.into_iter().find(|label| of_label(*label).0 == entity_type);
    let Some(label) = label else { return Some(span) };
    guarded(text, span, label).filter(|span| !is_no_spelled_name(text, *span))
}

fn of_label(label: Label) -> (EntityType, &'static str) {
    match label {
        Label::Person => (EntityType::Person, "person.model"),
        Label::Organization => (EntityType::Organization, "organization.model"),
        Label::Location => (EntityType::Location, "location.model"),
        Label::Address => (EntityType::StreetAddress, "street_address.model"),
    }
}
