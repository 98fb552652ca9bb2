//! The name model: persons, organizations, locations and addresses in free text, by a linear-chain tagger over hashed
//! templates with eight-bit weights. Integers only, the same spans on every platform, linear in the length of a text.

mod cache;
mod decode;
mod ends;
mod features;
#[cfg(any(test, feature = "training"))]
mod fixed;
mod lists;
mod memory;
mod model;
mod packed;
mod sums;
#[cfg(all(test, feature = "names"))]
mod tests;
mod token;
#[cfg(feature = "training")]
pub mod training;
mod window;
mod word;

#[cfg(feature = "names")]
use std::sync::LazyLock;

use self::cache::WordCache;
use self::decode::Paths;
use self::memory::Memory;
use self::model::{LABELS, Model};
use self::sums::Sums;
use self::token::Token;
use self::word::Word;
use crate::entity::{EntityType, Span};

#[cfg(feature = "names")]
static BUILT_IN: LazyLock<Option<Tagger>> =
    LazyLock::new(|| Tagger::from_file(include_bytes!("../../../../model/names.bin")));

/// Share of right names by margin: below 0, below 1.0, below 2.0 and so on.
const SCORES: [f32; 8] = [0.45, 0.65, 0.78, 0.85, 0.9, 0.92, 0.94, 0.97];

/// What a tagged span names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// A person.
    Person,
    /// A company, an institution, a team.
    Organization,
    /// A city, a region, a country.
    Location,
    /// A postal address, whole or in part.
    Address,
}

impl Label {
    /// All labels, in the order of the model's states.
    pub const ALL: [Label; 4] = [Label::Person, Label::Organization, Label::Location, Label::Address];
}

/// What rules found at a place, which the model sees as one token without letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mask {
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A user name, with or without `@`.
    Handle,
    /// A telephone number.
    Phone,
    /// An identifier, an account, a card: any other value.
    Number,
    /// A token such as `[PERSON_1]` that stands for a value already taken out.
    Token,
}

impl Mask {
    /// The mask of a value of an entity type; `None` for types that the model sees as words: names, addresses, dates.
    pub fn of(entity_type: EntityType) -> Option<Mask> {
        match entity_type {
            EntityType::EmailAddress => Some(Mask::Email),
            EntityType::Url => Some(Mask::Url),
            EntityType::Username => Some(Mask::Handle),
            EntityType::PhoneNumber => Some(Mask::Phone),
            EntityType::Person
            | EntityType::Organization
            | EntityType::Location
            | EntityType::StreetAddress
            | EntityType::DateTime
            | EntityType::DateOfBirth
            | EntityType::Age
            | EntityType::UsZipCode
            | EntityType::UkPostcode
            | EntityType::DePlz => None,
            _ => Some(Mask::Number),
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

/// How readily a name is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Knob {
    /// As many names missed as seen where there are none.
    Balanced,
    /// Fewer names missed, more seen where there are none: for de-identification.
    #[default]
    HighRecall,
}

/// A span that the model names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tagged {
    /// Bytes in the text, from the first token to the last.
    pub span: Span,
    /// What it names.
    pub label: Label,
    /// How far its label lies before O, all other labels being what they are, in units of [`Tagger::unit`].
    pub margin: i32,
}

/// Room for the work on one text, used again for the next.
pub struct TagScratch {
    tokens: Vec<Token>,
    words: Vec<Word>,
    gates: Vec<i16>,
    phrases: Vec<u32>,
    sums: Vec<Sums>,
    scores: Vec<[i32; LABELS]>,
    asked: Vec<u8>,
    states: Vec<u8>,
    paths: Paths,
    cache: WordCache,
    memory: Memory,
}

impl TagScratch {
    /// Empty room; memory is taken at the first use.
    pub fn new() -> TagScratch {
        TagScratch {
            tokens: Vec::new(),
            words: Vec::new(),
            gates: Vec::new(),
            phrases: Vec::new(),
            sums: Vec::new(),
            scores: Vec::new(),
            asked: Vec::new(),
            states: Vec::new(),
            paths: Paths::default(),
            cache: WordCache::new(),
            memory: Memory::default(),
        }
    }
}

impl Default for TagScratch {
    fn default() -> TagScratch {
        TagScratch::new()
    }
}

/// The model, ready to tag; shared between threads.
pub struct Tagger {
    model: Model,
}

impl Tagger {
    /// The model of this crate, read at the first call.
    #[cfg(feature = "names")]
    pub fn built_in() -> Option<&'static Tagger> {
        BUILT_IN.as_ref()
    }

    /// None: this build leaves the model out.
    #[cfg(not(feature = "names"))]
    pub fn built_in() -> Option<&'static Tagger> {
        None
    }

    /// A model from the bytes of its file; `None` when they are no model of this version.
    pub fn from_file(file: &[u8]) -> Option<Tagger> {
        Model::read(file).map(|model| Tagger { model })
    }

    /// SHA-256 of the model behind its head, as its head states it.
    pub fn checksum(&self) -> &[u8; 32] {
        self.model.checksum()
    }

    /// A score of 1.0 in the units of [`Tagged::margin`].
    pub fn unit(&self) -> i32 {
        self.model.numbers.unit
    }

    /// Appends the names in `text`, a window of a conversation with one turn a line: sorted, never overlapping, on
    /// character boundaries. `masked` are the values that rules found, sorted; no name holds one, an address may hold a
    /// `Number`. Nothing is allocated once `scratch` has grown.
    pub fn tag(
        &self,
        text: &str,
        masked: &[(Span, Mask)],
        scratch: &mut TagScratch,
        knob: Knob,
        out: &mut Vec<Tagged>,
    ) {
        let mut rest = text;
        while !rest.is_empty() {
            let (window, behind) = rest.split_at(window::end(rest));
            let offset = text.len() - rest.len();
            let first = masked.partition_point(|(span, _)| span.start < offset);
            let masked = masked.get(first..).unwrap_or_default();
            window::tag(&self.model, window, offset, masked, scratch, knob, out);
            rest = behind;
        }
    }

    /// How often a name with this margin is right: its share on the texts kept for tuning (support conversations,
    /// tweets, encyclopaedia, requests), without those made by the generator.
    pub fn score(&self, margin: i32) -> f32 {
        let scores = margin.div_euclid(self.unit().max(1)) + 1;
        SCORES.get(scores.max(0) as usize).or(SCORES.last()).copied().unwrap_or_default()
    }

    /// Adds to `names`, which [`Tagger::tag`] gave for the whole of `text`, the words of persons' names that stand
    /// elsewhere in it: written with a capital, or rare words whose name was sure. Sorted as before.
    pub fn recall(
        &self,
        text: &str,
        masked: &[(Span, Mask)],
        scratch: &mut TagScratch,
        names: &mut Vec<Tagged>,
    ) {
        memory::recall(&self.model, text, masked, &mut scratch.memory, names);
    }
}
