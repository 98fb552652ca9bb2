//! Known values: what stands in a personal column is looked for in all text of its conversation, whole and in the
//! ways people write parts of it.
//!
//! A dictionary is set up for every conversation and must cost little: the needles' beginnings go into a
//! [`PrefixTable`], everything else is compared only where a beginning was seen.

mod confirm;

use super::Room;
use super::audit::{Edges, Originals};
use super::canonical::infer;
use super::digits::{Number, NumberIndex, find_number, has_digit, number_range};
use super::fold::{begins_word, ends_word, fold_value, folded_value};
use super::overlap::Found;
use super::scan::PrefixTable;
use super::variants::{Alone, MIN_DIGITS, Shape, Slice, Variants, last_seven};
use crate::conversation::KnownValue;
use crate::entity::{EntityType, Finding, Rank};

/// The known values of one conversation, made ready to be looked for. Used again for the next conversation.
#[derive(Default)]
pub(super) struct Dictionary {
    variants: Variants,
    table: PrefixTable,
    number_index: NumberIndex,
    types: Vec<EntityType>,
    /// Per known value its folded form; empty for one that is kept.
    wholes: Vec<Slice>,
    /// Per known value the one whose identity it shares: `Jane` beside `Jane Doe`.
    identity: Vec<u32>,
    field: String,
}

impl Dictionary {
    /// Sets the dictionary up; values that are kept are left out, and without `search` the values serve
    /// only to recognize whole fields.
    pub fn fill(
        &mut self,
        known: &[KnownValue<'_>],
        calling_code: &str,
        search: bool,
        keeps: impl Fn(&KnownValue<'_>) -> bool,
    ) {
        self.clear();
        for (index, value) in known.iter().enumerate() {
            self.types.push(value.entity_type);
            self.identity.push(index as u32);
            if keeps(value) {
                self.wholes.push(Slice::default());
                continue;
            }
            let whole = self.variants.push_folded(&value.value);
            self.wholes.push(whole);
            if search {
                self.variants.add(index as u32, value.entity_type, &value.value, whole, calling_code);
            }
        }
        if search {
            let count = self.variants.add_mail_persons(self.types.len() as u32);
            self.types.resize(count as usize, EntityType::Person);
        }
        self.share_identities();
    }

    /// How many values have an identity: the known ones, and the people behind them that mail addresses tell of.
    pub fn identity_count(&self) -> usize {
        self.types.len()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        if self.types.is_empty() {
            return;
        }
        self.variants.clear();
        self.table.clear();
        self.types.clear();
        self.wholes.clear();
        self.identity.clear();
    }

    /// Makes the search ready. What the audit looks for goes into the same table, so that one scan of a text serves
    /// both; each confirms for itself.
    pub fn seal(&mut self, audit: &Originals) {
        for (id, needle) in self.variants.needles.iter().enumerate() {
            let mut beginning = needle.text;
            if let Shape::Email { local, .. } = needle.shape
                && local.end - local.start > 2
            {
                beginning = local;
            }
            let beginning = self.variants.text(beginning).as_bytes();
            self.table.add(beginning, id as u32);
            // `6, rue …` and `6  rue …` begin like `6 rue …`, but for their third byte.
            if let Shape::Address { .. } = needle.shape
                && let Some(gap) = beginning.iter().take(3).position(|byte| *byte == b' ')
                && let Some(word) = beginning.get(..gap)
            {
                for between in [b", ", b"  "] {
                    self.table.add([word, between].concat().get(..3).unwrap_or_default(), id as u32);
                }
            }
        }
        for (index, beginning) in audit.beginnings().enumerate() {
            self.table.add(beginning, (self.variants.needles.len() + index) as u32);
        }
        self.table.seal();
        self.number_index.clear();
        for (id, needle) in self.variants.numbers.iter().enumerate() {
            let digits = self.variants.text(needle.digits);
            self.number_index.add(digits.as_bytes(), id as u32);
            if needle.last_seven {
                self.number_index.add(last_seven(digits).as_bytes(), id as u32);
            }
        }
        self.number_index.seal();
    }

    /// The folded form of a known value; empty for one of a type that is kept.
    pub fn folded(&self, known: usize) -> &str {
        self.wholes.get(known).map_or("", |whole| self.variants.text(*whole))
    }

    /// Sets the dictionary up with texts that are looked for as they are, as whole words.
    pub fn fill_exact(&mut self, texts: &[String]) {
        for (index, text) in texts.iter().enumerate() {
            // Names of projects and products are listed too: only what has an unmistakable shape gets its own type.
            let inferred = infer(text);
            self.types.push(if inferred == EntityType::Person { EntityType::Id } else { inferred });
            self.variants.add_exact(index as u32, text);
        }
        self.seal(&Originals::default());
    }

    /// The known value that this field holds and nothing else.
    pub fn whole_field(&mut self, field: &str) -> Option<u32> {
        if self.wholes.is_empty() {
            return None;
        }
        self.field.clear();
        fold_value(field, &mut self.field);
        let mut wholes = self.wholes.iter();
        wholes
            .position(|whole| !self.field.is_empty() && self.variants.text(*whole) == self.field)
            .map(|i| i as u32)
    }

    /// The known value whose identity this one shares; itself in most cases.
    pub fn identity(&self, known: u32) -> u32 {
        self.identity.get(known as usize).copied().unwrap_or(known)
    }

    /// The known person of whom this name, found otherwise, is a part.
    pub fn person_named(&self, name: &str) -> Option<u32> {
        let name = folded_value(name);
        let persons = self.variants.persons.iter().enumerate();
        persons.into_iter().find_map(|(person, (known, _))| {
            let parts = self.variants.parts_of(person as u32).iter();
            parts
                .filter(|part| part.alone != Alone::Never)
                .any(|part| [part.text, part.other].iter().any(|text| self.variants.text(*text) == name))
                .then(|| self.identity(*known))
        })
    }

    /// Appends every known value in the text. Notes as suspects where the audit, with the originals that the table was
    /// sealed with, may find something: nothing of it is left where what becomes of the text has none of these places.
    pub fn find(&self, text: &str, audit: &Originals, room: &mut Room, out: &mut Vec<Found>) {
        room.suspects.clear();
        let numbers = !self.variants.numbers.is_empty() || audit.has_numbers();
        if self.table.is_empty() && !numbers {
            return;
        }
        let Room { fold, runs, suspects, .. } = room;
        let folded = fold.fold(text);
        let hay = folded.text;
        let mut push = |known: u32, start: usize, end: usize, recognizer: &'static str, score: f32| {
            // A domain is a web address of its own, not the mail address that it was known from.
            let is_domain = recognizer == EMAIL_DOMAIN;
            let of_known = self.types.get(known as usize).copied().unwrap_or(EntityType::Id);
            let entity_type = if is_domain { EntityType::Url } else { of_known };
            let span = folded.original(start, end);
            let finding = Finding { entity_type, span, score, rank: Rank::Known, recognizer, cue: None };
            out.push(Found { finding, known: (!is_domain).then_some(known) });
        };
        // Names are taken from left to right: `Jane Roe, Jane Roe` is twice her name, not `Roe, Jane` between.
        let mut taken = (u32::MAX, 0);
        self.table.candidates(hay.as_bytes(), |at, id| {
            let Some(needle) = self.variants.needles.get(id as usize) else {
                let index = id - self.variants.needles.len() as u32;
                if let Some(end) = audit.stands_at(hay, at, index, Edges::Needed) {
                    suspects.push(folded.original(at, end));
                }
                return;
            };
            let person = match needle.shape {
                Shape::Name { person, .. } => person,
                _ => u32::MAX,
            };
            if person == taken.0 && at < taken.1 {
                return;
            }
            if let Some(hit) = self.confirm(hay, at, needle) {
                push(needle.known, hit.start, hit.end, hit.recognizer, hit.score);
                if person != u32::MAX {
                    taken = (person, hit.end);
                }
            }
        });
        if numbers && has_digit(hay) {
            runs.each(hay, |digits, at| {
                if digits.len() >= MIN_DIGITS
                    && let Some((start, end)) = number_range(hay, at, 0, digits.len())
                {
                    suspects.push(folded.original(start, end));
                }
                self.numbers_in(hay, digits, at, &mut push);
            });
        }
    }

    /// A person known by one name only is the same as one known by that name and another.
    fn share_identities(&mut self) {
        let variants = &self.variants;
        for (person, (known, _)) in variants.persons.iter().enumerate() {
            let [only] = variants.parts_of(person as u32) else { continue };
            let name = variants.text(only.text);
            let full = variants.persons.iter().enumerate().find(|(other, _)| {
                let parts = variants.parts_of(*other as u32);
                parts.len() > 1
                    && parts.iter().any(|p| p.alone != Alone::Never && variants.text(p.text) == name)
            });
            if let (Some((_, (full, _))), Some(identity)) = (full, self.identity.get_mut(*known as usize)) {
                *identity = *full;
            }
        }
    }

    fn numbers_in(
        &self,
        text: &str,
        digits: &[u8],
        at: &[u32],
        push: &mut impl FnMut(u32, usize, usize, &'static str, f32),
    ) {
        let mut ids = Vec::new();
        self.number_index.in_run(digits, &mut ids);
        for needle in ids.iter().filter_map(|id| self.variants.numbers.get(*id as usize)) {
            let whole = self.variants.text(needle.digits);
            let code = needle.code.map(|code| self.variants.text(code).as_bytes());
            let number = Number { digits: whole.as_bytes(), country_code: code };
            let mut found = false;
            for (first, end) in find_number(digits, at, &number) {
                if let Some((start, stop)) = number_range(text, at, first, end) {
                    push(needle.known, start, stop, "known_value.exact", 1.0);
                    found = true;
                }
            }
            // The last seven digits count only where they stand by themselves: after another area code they are
            // somebody else's number.
            if !found
                && needle.last_seven
                && digits == last_seven(whole).as_bytes()
                && let Some((start, stop)) = number_range(text, at, 0, digits.len())
                && begins_word(text, start)
                && ends_word(text, stop)
            {
                push(needle.known, start, stop, "known_value.last_seven_digits", 0.9);
            }
        }
    }
}

/// The rule that finds the domain of a known mail address.
pub(super) const EMAIL_DOMAIN: &str = "known_value.email_domain";

#[cfg(test)]
mod tests {
    use super::*;

    fn find(known: &[(EntityType, &'static str)], text: &str) -> Vec<(String, &'static str)> {
        let known: Vec<_> = known
            .iter()
            .map(|(entity_type, value)| KnownValue {
                entity_type: *entity_type,
                value: (*value).into(),
                party: 0,
            })
            .collect();
        let mut dictionary = Dictionary::default();
        dictionary.fill(&known, "1", true, |_| false);
        let (none, mut found) = (Originals::default(), Vec::new());
        dictionary.seal(&none);
        dictionary.find(text, &none, &mut Room::default(), &mut found);
        let found = super::super::overlap::resolve(text, found, |_| true);
        found
            .iter()
            .map(|f| (text[f.finding.span.start..f.finding.span.end].to_owned(), f.finding.recognizer))
            .collect()
    }

    const SOFIA: &[(EntityType, &str)] = &[
        (EntityType::Person, "Sofia Lund MacDonald"),
        (EntityType::EmailAddress, "slmacdonald+shop@mail.example.com"),
    ];

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (text, expected, recognizer) in [
            ("I am Sofia Lund MacDonald.", "Sofia Lund MacDonald", "known_value.exact"),
            ("I am SOFIA MACDONALD.", "SOFIA MACDONALD", "known_value.name_parts"),
            ("sofia.macdonald", "sofia.macdonald", "known_value.name_parts"),
            ("MacDonald, Sofia", "MacDonald, Sofia", "known_value.name_parts"),
            ("MacDonald, Sofia Lund", "MacDonald, Sofia Lund", "known_value.last_first"),
            ("sofia_macdonald wrote", "sofia_macdonald", "known_value.name_parts"),
            ("sofiamacdonald wrote", "sofiamacdonald", "known_value.name_parts"),
            ("ask S. MacDonald", "S. MacDonald", "known_value.initial"),
            ("ask S MacDonald", "S MacDonald", "known_value.initial"),
            ("ask Sofia M. now", "Sofia M.", "known_value.initial"),
            ("sofia's order", "sofia", "known_value.first_name"),
            ("Sofi\u{301}a’s order", "Sofi\u{301}a", "known_value.first_name"),
            ("Ms Macdonald,", "Macdonald", "known_value.last_name"),
            (
                "Sofia\u{A0}\u{A0}Mac\u{200B}Donald",
                "Sofia\u{A0}\u{A0}Mac\u{200B}Donald",
                "known_value.name_parts",
            ),
            ("write slmacdonald@mail.example.com!", "slmacdonald@mail.example.com", "known_value.exact"),
            ("SLMacDonald+shop@MAIL.example.com", "SLMacDonald+shop@MAIL.example.com", "known_value.exact"),
            ("user slmacdonald", "slmacdonald", "known_value.email_local_part"),
        ] {
            assert_eq!(find(SOFIA, text), [(expected.to_owned(), recognizer)], "{text}");
        }
        for text in ["sofias", "asofia", "Sofiane", "macdonalds", "Sofia5", "lun", "so fia"] {
            assert_eq!(find(SOFIA, text), [], "{text}");
        }
    }

    #[test]
    fn a_name_that_is_a_word_needs_a_cue() {
        let may = &[(EntityType::Person, "May Grant")];
        for text in [
            "may I ask",
            "May I ask",
            "in May 2024",
            "on May 5",
            "MAY I ASK",
            "the Grant",
            "grant access",
            "Since May,",
        ] {
            assert_eq!(find(may, text), [], "{text}");
        }
        for text in [
            "Hi May,",
            "Thanks,\nMay",
            "I spoke to May about it",
            "Dear May Grant",
            "may grant",
            "M. Grant said",
        ] {
            assert_eq!(find(may, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn numbers_are_found_in_any_grouping() {
        let known = &[
            (EntityType::PhoneNumber, "+1 (212) 555-0199"),
            (EntityType::IbanCode, "GB82 WEST 1234 5698 7654 32"),
        ];
        for (text, expected) in [
            ("call 212.555.0199 now", "212.555.0199"),
            ("call 1 212 555 0199 now", "1 212 555 0199"),
            ("call +12125550199 now", "+12125550199"),
            ("call 555-0199 now", "555-0199"),
            ("gb82west12345698765432", "gb82west12345698765432"),
            ("GB82-WEST-1234-5698-7654-32.", "GB82-WEST-1234-5698-7654-32"),
        ] {
            assert_eq!(find(known, text), [(expected.to_owned(), find(known, text)[0].1)], "{text}");
        }
        for text in ["415 555-0199", "22125550199", "GB82WEST123456987654321"] {
            assert_eq!(find(known, text), [], "{text}");
        }
    }

    #[test]
    fn short_values_and_roles_are_left_alone() {
        let known = &[
            (EntityType::Id, "abc"),
            (EntityType::Id, "agent"),
            (EntityType::Person, "Support Team"),
            (EntityType::Person, "-,"),
            (EntityType::Person, "Li Na"),
            (EntityType::EmailAddress, "info@example.com"),
        ];
        assert_eq!(find(known, "abc agent Support team, li x, na, info"), []);
        assert_eq!(find(known, "Li Na and info@example.com").len(), 2);
    }

    #[test]
    fn a_person_known_by_one_name_is_the_one_known_by_two() {
        let known = [("Jane", 1), ("Jane Roe", 1), ("Mark", 2)].map(|(value, _)| KnownValue {
            entity_type: EntityType::Person,
            value: value.into(),
            party: 0,
        });
        let mut dictionary = Dictionary::default();
        dictionary.fill(&known, "1", true, |_| false);
        assert_eq!([0, 1, 2].map(|k| dictionary.identity(k)), [1, 1, 2]);
        assert_eq!(dictionary.person_named("ROE"), Some(1));
        assert_eq!(dictionary.person_named("Roes"), None);
    }
}
