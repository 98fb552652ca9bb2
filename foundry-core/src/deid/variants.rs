//! What is looked for because of one known value: the value itself, and the ways people write parts of it.

use super::canonical::phone;
use super::fold::{fold_value, is_unspaced};
use super::form::Form;
use super::mail_providers::is_public;
use super::name_words::{is_mailbox_word, is_name_word, is_particle, is_role_word};
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
    /// Where somebody is greeted, signs or is introduced: too short for more.
    Addressed,
    /// With a capital that no sentence gives it: the name of a company that is an everyday word.
    Capital,
    /// With a cue, because it is an everyday word too.
    WithCue,
    /// Anywhere, as a whole word.
    Yes,
}

/// One part of a person's name.
#[derive(Clone, Copy)]
pub(super) struct NamePart {
    pub text: Slice,
    /// Another spelling, such as `mueller` for `müller` or `obrien` for `o'brien`; empty where there is none.
    pub other: Slice,
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
    /// A postal address: its words, whatever stands between them.
    Address { recognizer: &'static str },
    /// The domain of a mail address, which is a web address too.
    Domain,
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

impl Needle {
    /// For a mail address that may be named after a person: the known value and the local part.
    fn local_with_parts(&self) -> Option<(u32, Slice)> {
        match self.shape {
            Shape::Email { local, alone, .. } if alone != Alone::Never => Some((self.known, local)),
            _ => None,
        }
    }
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
/// Up to this many parts of names are compared one by one.
const FEW_PARTS: usize = 16;
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
            EntityType::Person => self.add_person(known, value, text),
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
                self.add_address(known, value, "known_value.exact");
                self.add_address_line(known, value);
            }
            EntityType::Organization if is_name_word(folded) => {
                let shape = Shape::Words { recognizer: "known_value.exact", alone: Alone::Capital };
                self.needles.push(Needle { known, text, shape });
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

    fn add_person(&mut self, known: u32, value: &str, text: Slice) {
        let first = self.parts.len() as u32;
        let folded = self.folded.get(text.start as usize..text.end as usize).unwrap_or_default();
        let mut at = text.start;
        let (mut count, mut last_first) = (0, false);
        for word in folded.split(' ') {
            let length = word.len() as u32;
            last_first |= count == 0 && word.ends_with(',');
            // `Anna-Lena` is known by either name.
            let mut piece_at = at;
            for piece in word.split('-') {
                let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
                if !bare.is_empty() {
                    let skipped =
                        (piece.len() - piece.trim_start_matches(|c: char| !c.is_alphanumeric()).len()) as u32;
                    let start = piece_at + skipped;
                    let text = Slice { start, end: start + bare.len() as u32 };
                    self.parts.push(NamePart { text, other: Slice::default(), alone: alone(bare) });
                    count += 1;
                }
                piece_at += piece.len() as u32 + 1;
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
        self.add_other_spellings(first, value);
        let person = self.persons.len() as u32;
        self.persons.push((known, Slice { start: first, end: first + count }));
        for part in 0..count {
            if let Some(name) = self.parts.get((first + part) as usize) {
                let shape = Shape::Name { person, part };
                let (text, other) = (name.text, name.other);
                self.needles.push(Needle { known, text, shape });
                if other.end > other.start {
                    self.needles.push(Needle { known, text: other, shape });
                }
            }
        }
    }

    /// Adds how people type a name without its marks: `mueller`, `obrien`.
    fn add_other_spellings(&mut self, first: u32, value: &str) {
        let marked = |c: char| matches!(c, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | 'ø' | 'Ø' | 'å' | 'Å');
        let has_marks = !value.is_ascii() && value.contains(marked);
        for index in first as usize..self.parts.len() {
            let Some(part) = self.parts.get(index).copied() else { return };
            let text = self.text(part.text);
            let mut other = String::new();
            if has_marks {
                let word = |word: &&str| {
                    let mut own = String::new();
                    fold_value(word, &mut own);
                    own == text
                };
                let words = value.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
                for c in words.into_iter().find(word).unwrap_or_default().chars() {
                    match c {
                        'ä' | 'Ä' => other.push_str("ae"),
                        'ö' | 'Ö' | 'ø' | 'Ø' => other.push_str("oe"),
                        'ü' | 'Ü' => other.push_str("ue"),
                        'å' | 'Å' => other.push_str("aa"),
                        c => fold_value(c.encode_utf8(&mut [0; 4]), &mut other),
                    }
                }
            } else if text.contains('\'') {
                other = text.replace('\'', "");
            }
            if !other.is_empty() && other != text {
                let other = self.push(&other);
                if let Some(part) = self.parts.get_mut(index) {
                    part.other = other;
                }
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
        let host = self.text(domain);
        if host.contains('.') && !is_public(host) {
            self.needles.push(Needle { known, text: domain, shape: Shape::Domain });
        }
    }

    /// Adds the people that mail addresses are named after and no name tells of: `sofia.lund84@…` is Sofia Lund. Each
    /// gets a number behind those of the known values, from `next` on, and `lund84` stands for the address. Gives the
    /// number behind the last.
    pub fn add_mail_persons(&mut self, mut next: u32) -> u32 {
        // The names that are known, sorted once there are too many to look at each.
        let known_parts = self.parts.len();
        let mut names: Vec<Slice> = Vec::new();
        if known_parts > FEW_PARTS {
            let parts = self.parts.iter().flat_map(|part| [part.text, part.other]);
            names.extend(parts);
            names.sort_unstable_by(|a, b| self.text(*a).cmp(self.text(*b)));
        }
        for index in 0..self.needles.len() {
            let Some((known, local)) = self.needles.get(index).and_then(Needle::local_with_parts) else {
                continue;
            };
            // `coolgamer42` need not be a name.
            if !self.text(local).contains(is_local_separator) {
                continue;
            }
            let first = self.parts.len() as u32;
            let (mut start, mut is_news) = (local.start, false);
            while start < local.end {
                let rest = self.text(Slice { start, end: local.end });
                let part = rest.split(is_local_separator).next().unwrap_or_default();
                let name = part.trim_end_matches(|c: char| c.is_ascii_digit());
                let end = start + part.len() as u32;
                let is_numbered = name.len() < part.len() && part.len() >= MIN_LOCAL;
                let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
                if is_name && !is_role_word(name) && !is_mailbox_word(name) {
                    let text = Slice { start, end: start + name.len() as u32 };
                    is_news |=
                        letters_and_digits(name) >= MIN_NAME && !self.is_part(name, known_parts, &names);
                    let alone = alone(name);
                    self.parts.push(NamePart { text, other: Slice::default(), alone });
                    if is_numbered {
                        let shape = Shape::Words { recognizer: "known_value.email_part", alone: Alone::Yes };
                        self.needles.push(Needle { known, text: Slice { start, end }, shape });
                    }
                }
                start = end + 1;
            }
            let count = self.parts.len() as u32 - first;
            if !is_news || count > MAX_PARTS {
                self.parts.truncate(first as usize);
                continue;
            }
            let person = self.persons.len() as u32;
            self.persons.push((next, Slice { start: first, end: first + count }));
            for part in 0..count {
                if let Some(name) = self.parts.get((first + part) as usize) {
                    let (text, shape) = (name.text, Shape::Name { person, part });
                    self.needles.push(Needle { known: next, text, shape });
                }
            }
            next += 1;
        }
        next
    }

    /// Whether one of the first parts is this name.
    fn is_part(&self, name: &str, known_parts: usize, sorted: &[Slice]) -> bool {
        if sorted.is_empty() {
            let mut parts = self.parts.iter().take(known_parts);
            return parts.any(|part| self.text(part.text) == name || self.text(part.other) == name);
        }
        sorted.binary_search_by(|slice| self.text(*slice).cmp(name)).is_ok()
    }

    /// Adds a postal address, or a part of one, word by word.
    fn add_address(&mut self, known: u32, value: &str, recognizer: &'static str) {
        let start = self.folded.len() as u32;
        for word in value.split(is_address_gap).filter(|word| !word.is_empty()) {
            if self.folded.len() as u32 > start {
                self.folded.push(' ');
            }
            fold_value(word, &mut self.folded);
        }
        let text = Slice { start, end: self.folded.len() as u32 };
        let folded = self.text(text);
        if letters_and_digits(folded) >= least_for(folded, MIN_VALUE) && !is_name_word(folded) {
            self.needles.push(Needle { known, text, shape: Shape::Address { recognizer } });
        }
    }

    /// The first line of an address: as much of it as has a house number and a street.
    fn add_address_line(&mut self, known: u32, value: &str) {
        let tells = |line: &str| {
            line.len() >= 6
                && line.contains(|c: char| c.is_ascii_digit())
                && line.contains(char::is_alphabetic)
        };
        let mut ends = value.match_indices(['\n', ',', ';']).map(|(at, _)| at);
        let line = ends.find_map(|end| value.get(..end).filter(|line| tells(line)));
        if let Some(line) = line {
            self.add_address(known, line, "known_value.address_line");
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

fn is_local_separator(c: char) -> bool {
    matches!(c, '.' | '_' | '-')
}

/// Whether this may stand between the words of an address.
pub(super) fn is_address_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';')
}

/// Whether a part of a name tells of the person.
fn alone(part: &str) -> Alone {
    match letters_and_digits(part) {
        _ if is_particle(part) => Alone::Never,
        2 if least_for(part, MIN_NAME) > 2 => Alone::Addressed,
        letters if letters < least_for(part, MIN_NAME) => Alone::Never,
        _ if is_name_word(part) => Alone::WithCue,
        _ => Alone::Yes,
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
