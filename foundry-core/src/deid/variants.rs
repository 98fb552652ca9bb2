//! What is looked for because of one known value: the value itself, and the ways people write parts of it.

use super::canonical::phone;
use super::fold::{fold_value, is_unspaced};
use super::form::Form;
use super::name_words::{is_name_word, is_particle, is_role_word};
use crate::entity::EntityType;

/// A range of the dictionary's folded text.
#[derive(Clone, Copy, Default)]
pub(super) struct Slice {
    pub start: u32,
    pub end: u32,
}

/// Whether a part of a name may stand for the person on its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// Only beside another part.
    Never,
    /// With a cue, because it is an everyday word too.
    WithCue,
    /// Anywhere, as a whole word.
    Yes,
}

/// One part of a person's name.
#[derive(Clone, Copy)]
pub(super) struct NamePart {
    pub text: Slice,
    pub alone: Alone,
}

/// How the rest of a needle is compared once its beginning has been seen.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// A part of the name of `person`, at `part` among the dictionary's name parts.
    Name { person: u32, part: u32 },
    /// An e-mail address: local part without its `+tag`, then the domain; `alone` for the local part by itself.
    Email { local: Slice, domain: Slice, alone: Alone },
    /// The text as whole words; `alone` says whether it needs a cue.
    Words { recognizer: &'static str, alone: Alone },
    /// Letters and digits in any grouping.
    Compact,
}

/// One needle of a dictionary.
#[derive(Clone, Copy)]
pub(super) struct Needle {
    /// The known value it comes from.
    pub known: u32,
    /// Its folded text.
    pub text: Slice,
    /// How it is compared.
    pub shape: Shape,
}

/// The digits of a known number.
#[derive(Clone, Copy)]
pub(super) struct NumberNeedle {
    /// The known value it comes from.
    pub known: u32,
    /// The digits; of a telephone number the national ones.
    pub digits: Slice,
    /// The country code of a telephone number.
    pub code: Option<Slice>,
    /// Whether the last seven digits may stand for it.
    pub last_seven: bool,
}

/// Everything that is looked for because of the known values of one conversation.
#[derive(Default)]
pub(super) struct Variants {
    pub folded: String,
    pub needles: Vec<Needle>,
    pub numbers: Vec<NumberNeedle>,
    pub parts: Vec<NamePart>,
    /// Per person: the known value, and the range of its parts.
    pub persons: Vec<(u32, Slice)>,
}

/// A derived single name or a single word has at least this many letters (two in scripts without spaces).
const MIN_NAME: usize = 3;
/// Any other value has at least this many letters and digits.
const MIN_VALUE: usize = 4;
/// A local part that may stand for its address has at least this many characters.
const MIN_LOCAL: usize = 5;
/// A number is looked for in any grouping from this many digits.
pub(super) const MIN_DIGITS: usize = 7;
/// More words than this are no name; the value is then looked for as it is.
const MAX_PARTS: u32 = 6;

impl Variants {
    pub fn clear(&mut self) {
        self.folded.clear();
        self.needles.clear();
        self.numbers.clear();
        self.parts.clear();
        self.persons.clear();
    }

    pub fn text(&self, slice: Slice) -> &str {
        self.folded.get(slice.start as usize..slice.end as usize).unwrap_or_default()
    }

    pub fn parts_of(&self, person: u32) -> &[NamePart] {
        let Some((_, slice)) = self.persons.get(person as usize) else { return &[] };
        self.parts.get(slice.start as usize..slice.end as usize).unwrap_or_default()
    }

    /// Adds a text that is looked for as it is.
    pub fn add_exact(&mut self, known: u32, value: &str) {
        let text = self.push_folded(value);
        let shape = Shape::Words { recognizer: "deny_list", alone: Alone::Yes };
        self.needles.push(Needle { known, text, shape });
    }

    /// Adds the variants of one known value; `text` is its folded form.
    pub fn add(&mut self, known: u32, entity_type: EntityType, value: &str, text: Slice, calling_code: &str) {
        let folded = self.text(text);
        if folded.is_empty() || is_role_word(folded) {
            return;
        }
        match entity_type {
            EntityType::Person if folded.contains('@') => self.add_email(known, text),
            EntityType::Person => self.add_person(known, text),
            EntityType::EmailAddress => self.add_email(known, text),
            EntityType::PhoneNumber => match phone(value, calling_code) {
                Some(phone) if phone.national.len() + phone.code.len() >= MIN_DIGITS => {
                    let national = phone.national.split('x').next().unwrap_or_default();
                    let digits = self.push(national);
                    let code = Some(self.push(&phone.code));
                    self.numbers.push(NumberNeedle { known, digits, code, last_seven: national.len() > 7 });
                }
                _ => self.add_words(known, text, "known_value.exact", MIN_VALUE),
            },
            _ if Form::of(entity_type) == Form::Digits => {
                let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
                if digits.len() >= MIN_DIGITS {
                    let digits = self.push(&digits);
                    self.numbers.push(NumberNeedle { known, digits, code: None, last_seven: false });
                } else {
                    self.add_words(known, text, "known_value.exact", MIN_VALUE);
                }
            }
            _ if Form::of(entity_type) == Form::Alphanumerics => {
                let compact: String = folded.chars().filter(char::is_ascii_alphanumeric).collect();
                if compact.len() >= MIN_VALUE {
                    let text = self.push(&compact);
                    self.needles.push(Needle { known, text, shape: Shape::Compact });
                }
            }
            EntityType::StreetAddress => {
                self.add_words(known, text, "known_value.exact", MIN_VALUE);
                self.add_address_line(known, value);
            }
            EntityType::Username | EntityType::Organization | EntityType::Location => {
                self.add_words(known, text, "known_value.exact", MIN_NAME);
            }
            _ => self.add_words(known, text, "known_value.exact", MIN_VALUE),
        }
    }

    fn add_words(&mut self, known: u32, text: Slice, recognizer: &'static str, least: usize) {
        let folded = self.text(text);
        if letters_and_digits(folded) >= least_for(folded, least) {
            let alone = if is_name_word(folded) { Alone::WithCue } else { Alone::Yes };
            self.needles.push(Needle { known, text, shape: Shape::Words { recognizer, alone } });
        }
    }

    fn add_person(&mut self, known: u32, text: Slice) {
        let first = self.parts.len() as u32;
        let folded = self.folded.get(text.start as usize..text.end as usize).unwrap_or_default();
        let mut at = text.start;
        let (mut count, mut last_first) = (0, false);
        for word in folded.split(' ') {
            let length = word.len() as u32;
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            last_first |= count == 0 && word.ends_with(',');
            if !bare.is_empty() {
                let skipped =
                    (word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len()) as u32;
                let text = Slice { start: at + skipped, end: at + skipped + bare.len() as u32 };
                let alone = match () {
                    () if is_particle(bare) || letters_and_digits(bare) < least_for(bare, MIN_NAME) => {
                        Alone::Never
                    }
                    () if is_name_word(bare) => Alone::WithCue,
                    () => Alone::Yes,
                };
                self.parts.push(NamePart { text, alone });
                count += 1;
            }
            at += length + 1;
        }
        // `Doe, Jane` is Jane Doe.
        if last_first
            && count > 0
            && let Some(parts) = self.parts.get_mut(first as usize..)
        {
            parts.rotate_left(1);
        }
        if count == 0 || count > MAX_PARTS {
            self.parts.truncate(first as usize);
            self.add_words(known, text, "known_value.exact", MIN_NAME);
            return;
        }
        let person = self.persons.len() as u32;
        self.persons.push((known, Slice { start: first, end: first + count }));
        for part in 0..count {
            if let Some(name) = self.parts.get((first + part) as usize) {
                let text = name.text;
                self.needles.push(Needle { known, text, shape: Shape::Name { person, part } });
            }
        }
    }

    fn add_email(&mut self, known: u32, text: Slice) {
        let folded = self.text(text);
        let Some(sign) = folded.rfind('@').filter(|at| *at > 0) else {
            return self.add_words(known, text, "known_value.exact", MIN_VALUE);
        };
        let whole = folded.get(..sign).unwrap_or_default();
        let local = whole.split('+').next().filter(|local| !local.is_empty()).unwrap_or(whole);
        let alone = match () {
            () if local.chars().count() < MIN_LOCAL
                || is_role_word(local)
                || !local.contains(char::is_alphabetic) =>
            {
                Alone::Never
            }
            () if is_name_word(local) => Alone::WithCue,
            () => Alone::Yes,
        };
        let local = Slice { start: text.start, end: text.start + local.len() as u32 };
        let domain = Slice { start: text.start + sign as u32 + 1, end: text.end };
        self.needles.push(Needle { known, text, shape: Shape::Email { local, domain, alone } });
    }

    fn add_address_line(&mut self, known: u32, value: &str) {
        let Some((line, _)) = value.split_once(['\n', ',', ';']) else { return };
        let text = self.push_folded(line);
        let line = self.text(text);
        if line.len() >= 6
            && line.contains(|c: char| c.is_ascii_digit())
            && line.contains(char::is_alphabetic)
        {
            self.add_words(known, text, "known_value.address_line", MIN_VALUE);
        }
    }

    /// Adds the folded form of a value.
    pub fn push_folded(&mut self, value: &str) -> Slice {
        let start = self.folded.len() as u32;
        fold_value(value, &mut self.folded);
        Slice { start, end: self.folded.len() as u32 }
    }

    fn push(&mut self, text: &str) -> Slice {
        let start = self.folded.len() as u32;
        self.folded.push_str(text);
        Slice { start, end: self.folded.len() as u32 }
    }
}

/// The last seven digits of a number.
pub(super) fn last_seven(digits: &str) -> &str {
    digits.get(digits.len().saturating_sub(7)..).unwrap_or(digits)
}

/// How many letters and digits a text has.
pub(super) fn letters_and_digits(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphanumeric).count();
    }
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn least_for(text: &str, least: usize) -> usize {
    if text.chars().next().is_some_and(is_unspaced) { 2 } else { least }
}
